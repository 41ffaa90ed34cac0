"""Agencies: opened by the host, renamed, closed."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.desk.accounts import signals
from antigone.desk.accounts.act import act
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.models import Agency, Invitation, Person, Session
from antigone.desk.accounts.permissions import WHOLE_DESK, Role, Scope, Thing, Verb
from antigone.desk.accounts.validators import clean_text
from antigone.errors import RuleBroken


def open_agency(*, by: Actor, name: str) -> Agency:
    """Begin an agency. The first one of a desk is its host.

    Raises:
        RuleBroken: if another agency has this name.
    """
    name = clean_text(name, "name", 120)
    with act(by, Verb.OPEN, Thing.AGENCY.of(WHOLE_DESK)) as doing:
        _nobody_else_is_called(name)
        agency = Agency.objects.create(
            name=name, is_host=not Agency.objects.filter(is_host=True).exists(), opened_at=timezone.now()
        )
        doing.scope = agency.scope
        doing.record(agency.pk, name=name, host=agency.is_host)
    return agency


def rename_agency(*, by: Actor, agency: int, name: str) -> None:
    """Raises: RuleBroken, if another agency has this name."""
    name = clean_text(name, "name", 120)
    with act(by, Verb.CHANGE, Thing.AGENCY.of(Scope(agency))) as doing:
        found = Agency.objects.get(pk=agency)
        _nobody_else_is_called(name, agency)
        was, found.name = found.name, name
        found.save(update_fields=["name"])
        doing.record(agency, was=was, now=name)


def close_agency(*, by: Actor, agency: int, reason: str) -> None:
    """End an agency's work: its people are signed out and cannot sign in, its open invitations are withdrawn.

    Raises:
        RuleBroken: for the host, or an agency that is closed.
    """
    reason = clean_text(reason, "reason", 2000)
    with act(by, Verb.CLOSE, Thing.AGENCY.of(Scope(agency)), reason=reason) as doing:
        found = Agency.objects.get(pk=agency)
        if found.is_host:
            raise RuleBroken(_("The host agency runs this desk."), _("It cannot be closed."))
        if found.closed:
            raise RuleBroken(_("This agency is closed."), _("There is nothing to do."))
        found.closed_at = timezone.now()
        found.save(update_fields=["closed_at"])
        withdrawn = Invitation.objects.filter(agency=agency, used_at=None, withdrawn_at=None).update(
            withdrawn_at=timezone.now()
        )
        Session.objects.filter(person__agency=agency).delete()
        people = list(Person.objects.filter(agency=agency, ended_at=None).prefetch_related("held"))
        for person in people:
            signals.roles_changed.send(sender=Person, person=person, was=person.roles, now=frozenset[Role]())
        doing.record(agency, people=len(people), invitations_withdrawn=withdrawn)


def _nobody_else_is_called(name: str, agency: int | None = None) -> None:
    others = [other.name.casefold() for other in Agency.objects.all() if other.pk != agency]
    if name.casefold() in others:  # SQLite compares ASCII alone without regard to case
        raise RuleBroken(_("There is an agency with this name."), _("Choose a name that tells them apart."))
