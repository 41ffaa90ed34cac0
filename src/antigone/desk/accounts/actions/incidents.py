"""Incidents, and what one agency lets another see of them."""

from __future__ import annotations

import re

from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.desk.accounts.access import takes_part
from antigone.desk.accounts.act import act
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.models import Agency, Grant, Incident
from antigone.desk.accounts.permissions import Level, Scope, Thing, Verb
from antigone.desk.accounts.sight import with_exercises
from antigone.desk.accounts.validators import clean_text
from antigone.errors import NotAllowed, RuleBroken


def code_is_free(code: str) -> bool:
    """Whether no incident ever had this code, an exercise neither."""
    with with_exercises():
        return not Incident.objects.filter(code=code).exists()


def open_incident(*, by: Actor, agency: int, code: str, name: str) -> Incident:
    """Begin an incident, led by an agency.

    Raises:
        RuleBroken: if the code is no code, or was ever used.
    """
    code, name = code.strip().upper(), clean_text(name, "name", 200)
    if not re.fullmatch(r"[A-Z0-9][A-Z0-9-]{1,19}", code):
        raise RuleBroken(_("This is not a code."), _("Two to twenty letters A to Z, digits, hyphens: HALCYON-26"))
    with act(by, Verb.OPEN, Thing.INCIDENT.of(Scope(agency))) as doing:
        if not code_is_free(code):
            raise RuleBroken(_("This code was used."), _("Choose another one: a code is never used again."))
        incident = Incident.objects.create(code=code, name=name, agency_id=agency, opened_at=timezone.now())
        doing.scope = incident.scope
        doing.record(incident.pk, code=code)
    return incident


def close_incident(*, by: Actor, incident: Incident, reason: str) -> None:
    """End an incident: nothing is added to it any more. What agencies shared of it stays shared until it is revoked.

    Raises:
        RuleBroken: if it is closed.
    """
    reason = clean_text(reason, "reason", 2000)
    with act(by, Verb.CLOSE, incident, reason=reason) as doing:
        found = _open(incident)
        found.closed_at = timezone.now()
        found.save(update_fields=["closed_at"])
        doing.record(found.pk)


def share_incident(*, by: Actor, incident: Incident, to: int, level: Level, reason: str) -> Grant:
    """Let another agency see, or work with, what one's own agency holds on an incident.

    The agency that leads it may, and each that it lets work in it: each for what it holds itself.

    Raises:
        NotAllowed: if one's agency does not work in the incident.
        RuleBroken: if it is shared with them, the incident or their agency is closed, or it is one's own.
    """
    reason = clean_text(reason, "reason", 2000)
    with act(by, Verb.SHARE, Thing.INCIDENT.of(by.at(incident)), reason=reason) as doing:
        found = _open(incident)
        if not takes_part(doing.by, found):
            raise NotAllowed(
                _("Your agency does not work in this incident."), _("Ask the agency that leads it to let you.")
            )
        owner = doing.by.agency
        assert owner is not None, "only people share"
        other = Agency.objects.filter(pk=to, closed_at=None).exclude(pk=owner).first()
        if other is None:
            raise RuleBroken(_("There is no such agency to share with."), _("Choose another agency that is at work."))
        if Grant.objects.filter(incident=found, owner=owner, to=other, revoked_at=None).exists():
            raise RuleBroken(_("It is shared with them."), _("Revoke that first to share it differently."))
        grant = Grant.objects.create(
            incident=found, owner_id=owner, to=other, level=level, reason=reason, given_at=timezone.now()
        )
        doing.record(found.pk, grant=grant.pk, to=other.pk, level=str(level))
    return grant


def revoke_grant(*, by: Actor, grant: Grant, reason: str) -> None:
    """Take back what was shared. It holds from the other agency's next request on.

    Raises:
        RuleBroken: if it was taken back.
    """
    reason = clean_text(reason, "reason", 2000)
    with act(by, Verb.REVOKE, grant, reason=reason) as doing:
        found = Grant.objects.get(pk=grant.pk)
        if found.revoked_at is not None:
            raise RuleBroken(_("This was taken back."), _("There is nothing to do."))
        found.revoked_at = timezone.now()
        found.save(update_fields=["revoked_at"])
        doing.record(found.pk, to=found.to_id)


def _open(incident: Incident) -> Incident:
    found = Incident.objects.select_related("agency").get(pk=incident.pk)
    if found.closed_at is not None:
        raise RuleBroken(_("This incident is closed."), _("Nothing can be changed in it."))
    return found
