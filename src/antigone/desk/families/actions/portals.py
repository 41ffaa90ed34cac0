"""The portal of an incident: preparing its pages for families, opening and closing them."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.desk.accounts.access import takes_part
from antigone.desk.accounts.act import act
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.models import Incident
from antigone.desk.accounts.permissions import Owned, Thing, Verb
from antigone.desk.accounts.validators import clean_text
from antigone.desk.families.models import FamilyPortal
from antigone.desk.photos.lawful_basis import sources_of
from antigone.desk.photos.models import Source
from antigone.errors import OutOfStep, RuleBroken
from antigone.types import Basis


def prepare_portal(
    *, by: Actor, incident: Incident, source: Source, called: str, telephone: str, bodies: str = ""
) -> FamilyPortal:
    """Prepare an incident for families: the lawful source, what they call it, and whom they can call.

    Nobody outside can begin a request because of it: see ``open_to_families``.

    Raises:
        RuleBroken: if it is prepared already, the agency takes no part, or the source does not fit.
    """
    said = _said(called, telephone, bodies)
    with act(by, Verb.OPEN, Thing.FAMILY_PORTAL.of(by.at(incident))) as doing:
        assert by.agency is not None, "agencies work through people"
        found = Incident.objects.get(pk=incident.pk)
        if found.closed_at is not None or not takes_part(by, found):
            raise RuleBroken(
                _("Your agency takes no part in this incident, or it is closed."),
                _("Ask the agency that leads it to share it with yours, so that you may work with it."),
            )
        if FamilyPortal.objects.filter(incident=found, agency=by.agency).exists():
            raise OutOfStep(_("This is prepared already."), _("Change what is there."))
        _fits(source, by.at(found))
        portal = FamilyPortal.objects.create(
            incident=found, agency_id=by.agency, source=source, prepared_at=timezone.now(), **said
        )
        doing.record(portal.pk, source=source.pk, bodies=len(portal.named_bodies))
    return portal


def change_portal(
    *, by: Actor, portal: FamilyPortal, source: Source, called: str, telephone: str, bodies: str = ""
) -> FamilyPortal:
    """Change the portal. A body that is taken out is not asked about any more; what was allowed stays.

    Raises:
        RuleBroken: if the source does not fit.
    """
    said = _said(called, telephone, bodies)
    with act(by, Verb.CHANGE, portal) as doing:
        found = FamilyPortal.objects.get(pk=portal.pk)
        _fits(source, found)
        was = found.source_id
        found.source = source
        for name, words in said.items():
            setattr(found, name, words)
        found.save(update_fields=["source", *said])
        doing.record(found.pk, source=source.pk, source_was=was, bodies=len(found.named_bodies))
    return found


def open_to_families(*, by: Actor, portal: FamilyPortal, reason: str) -> None:
    """Open the portal: anybody can begin a request without an account.

    Raises:
        RuleBroken: if it is open, or the incident is closed.
    """
    reason = clean_text(reason, "reason", 2000)
    with act(by, Verb.OPEN, portal, reason=reason) as doing:
        found = FamilyPortal.objects.select_related("incident").get(pk=portal.pk)
        if found.incident.closed_at is not None:
            raise OutOfStep(_("This incident is closed."), _("Nothing can be added to it."))
        if found.public_since is not None:
            raise OutOfStep(_("It is open to families already."), _("There is nothing to do."))
        _fits(found.source, found)
        found.public_since = timezone.now()
        found.save(update_fields=["public_since"])
        doing.record(found.pk, public=True)


def close_to_families(*, by: Actor, portal: FamilyPortal, reason: str) -> None:
    """Close the portal: nobody can begin another request. Whoever has one comes back to it as before.

    Raises:
        RuleBroken: if it is not open.
    """
    reason = clean_text(reason, "reason", 2000)
    with act(by, Verb.CLOSE, portal, reason=reason) as doing:
        found = FamilyPortal.objects.get(pk=portal.pk)
        if found.public_since is None:
            raise OutOfStep(_("It is not open to families."), _("There is nothing to do."))
        found.public_since = None
        found.save(update_fields=["public_since"])
        doing.record(found.pk, public=False)


def _said(called: str, telephone: str, bodies: str) -> dict[str, str]:
    lines = [clean_text(line, "name of a body", 200) for line in bodies.splitlines() if line.strip()]
    if len(lines) > 12:
        raise RuleBroken(_("These are more than twelve bodies."), _("Name those that families are really asked about."))
    return {
        "called": clean_text(called, "name", 200),
        "telephone": clean_text(telephone, "telephone number", 200),
        "bodies": "\n".join(dict.fromkeys(lines)),
    }


def _fits(source: Source, owner: Owned) -> None:
    """Raise RuleBroken if this source cannot be the portal's."""
    if not sources_of(owner).filter(pk=source.pk, basis=Basis.CONSENT.value).exists():
        raise RuleBroken(
            _("This lawful source is not in force, does not rest on consent, or is another agency's."),
            _("Choose one of your agency in this incident whose legal basis is consent, or open one."),
        )
