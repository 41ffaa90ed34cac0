"""People of an agency: their roles, and leaving."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.desk.accounts import signals
from antigone.desk.accounts.act import act
from antigone.desk.accounts.actions.account import end_tokens_of
from antigone.desk.accounts.actions.appointments import begin_appointment, not_oneself, roles_are_sound
from antigone.desk.accounts.actions.passkeys import end_passkeys_of
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.models import Appointment, Invitation, Person, RoleHeld, Session
from antigone.desk.accounts.permissions import Role, Verb
from antigone.desk.accounts.validators import clean_text
from antigone.errors import RuleBroken


def change_roles(*, by: Actor, person: Person, roles: Iterable[Role], reason: str) -> None:
    """Give somebody these roles and no others: what is taken from them ends at once, and what is new to them waits for
    a second person. Their tokens end.

    Raises:
        RuleBroken: for oneself, for roles that exclude each other, if nobody would administer the agency, or if they
            judge something blind that they could see from then on.
    """
    reason, wanted = clean_text(reason, "reason", 2000), frozenset(roles)
    with act(by, Verb.CHANGE, person, reason=reason) as doing:
        found = _here(person)
        not_oneself(doing.by, found)
        roles_are_sound(wanted)
        if Role.ADMINISTRATOR not in wanted:
            _somebody_else_administers(found)
        was = found.roles
        RoleHeld.objects.filter(person=found).exclude(role__in=wanted).delete()
        made = begin_appointment(found, Appointment.How.GIVEN, wanted - was, by=doing.by.person, reason=reason)
        signals.roles_changed.send(sender=Person, person=found, was=was, now=wanted)
        ended = end_tokens_of(found) if wanted != was else 0
        waits = None if made is None else made.pk
        doing.record(found.pk, was=sorted(was), now=sorted(wanted), appointment=waits, tokens_ended=ended)


def end_person(*, by: Actor, person: Person, reason: str) -> None:
    """Somebody leaves: signed out everywhere, unable to sign in. Their row and their acts stay.

    Raises:
        RuleBroken: for oneself, or if nobody would administer the agency.
    """
    reason = clean_text(reason, "reason", 2000)
    with act(by, Verb.END, person, reason=reason) as doing:
        found = _here(person)
        not_oneself(doing.by, found)
        _somebody_else_administers(found)
        found.ended_at = timezone.now()
        found.set_unusable_password()
        found.sealed_totp = ""
        found.save(update_fields=["ended_at", "password", "sealed_totp"])
        signals.roles_changed.send(sender=Person, person=found, was=found.roles, now=frozenset[Role]())
        Invitation.objects.filter(renews=found, used_at=None, withdrawn_at=None).update(withdrawn_at=timezone.now())
        begin_appointment(found, Appointment.How.GIVEN, (), by=doing.by.person)
        ended = Session.objects.filter(person=found).delete()[0]
        keys = {"passkeys_ended": end_passkeys_of(found), "tokens_ended": end_tokens_of(found)}
        doing.record(found.pk, sittings_ended=ended, **keys)


def _here(person: Person) -> Person:
    found = Person.objects.select_related("agency").get(pk=person.pk)
    if not found.is_active:
        raise RuleBroken(_("They have left."), _("There is nothing to change."))
    return found


def _somebody_else_administers(person: Person) -> None:
    if Role.ADMINISTRATOR not in person.roles:
        return
    others = Person.objects.filter(agency=person.agency, ended_at=None, held__role=Role.ADMINISTRATOR)
    if not others.exclude(pk=person.pk).exists():
        raise RuleBroken(_("Nobody would administer this agency."), _("Make somebody else an administrator first."))
