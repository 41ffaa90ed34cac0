"""Appointments: roles that one person gives, and that hold once a second person has confirmed them."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.desk.accounts import signals
from antigone.desk.accounts.act import act
from antigone.desk.accounts.actions.account import end_tokens_of
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.models import Appointment, Person, RoleHeld
from antigone.desk.accounts.permissions import Role, Verb, apart
from antigone.desk.accounts.validators import clean_text
from antigone.errors import OutOfStep, RuleBroken

ADMINISTRATORS = 2
"""A desk begins with so many, whom its console appoints with nobody to confirm it. From then on each confirms what the
other, or the console, does."""


def confirm_appointment(*, by: Actor, appointment: Appointment) -> None:
    """Be the second person who vouches for somebody: the roles hold from their next request on.

    Raises:
        OutOfStep: if it was confirmed, refused or overtaken, or they have left.
        RuleBroken: for whoever appointed them, for oneself, and if they judge something blind that they could see.
    """
    with act(by, Verb.CONFIRM, appointment) as doing:
        found = _waiting(appointment)
        _by_a_second(doing.by, found)
        was = found.person.roles
        roles_are_sound(was | found.appointed_roles)
        found.confirmed_by_id, found.confirmed_at = doing.by.person, timezone.now()
        found.save(update_fields=["confirmed_by", "confirmed_at"])
        _hold(found)
        signals.roles_changed.send(sender=Person, person=found.person, was=was, now=was | found.appointed_roles)
        ended = end_tokens_of(found.person)
        doing.record(found.pk, person=found.person_id, how=found.how, roles=sorted(found.roles), tokens_ended=ended)


def refuse_appointment(*, by: Actor, appointment: Appointment, reason: str) -> None:
    """Say that somebody is not to have these roles. Whoever appointed them may: that takes it back.

    Raises:
        OutOfStep: if it was confirmed, refused or overtaken, or they have left.
        RuleBroken: for oneself.
    """
    reason = clean_text(reason, "reason", 2000)
    with act(by, Verb.REFUSE, appointment, reason=reason) as doing:
        found = _waiting(appointment)
        not_oneself(doing.by, found.person)
        found.ended_at = timezone.now()
        found.save(update_fields=["ended_at"])
        was = found.person.roles
        signals.roles_changed.send(sender=Person, person=found.person, was=was | found.appointed_roles, now=was)
        doing.record(found.pk, person=found.person_id, how=found.how, roles=sorted(found.roles))


def begin_appointment(
    person: Person, how: Appointment.How, roles: Iterable[Role], *, by: int | None, reason: str = "", origin: str = ""
) -> Appointment | None:
    """Called inside an act: these roles wait for a second person, in place of whatever waited. None for no roles.

    Args:
        by: who appoints; None for the console.
        origin: where a link was opened (``secrets.origin_key``).
    """
    now = timezone.now()
    Appointment.objects.filter(person=person, confirmed_at=None, ended_at=None).update(ended_at=now)
    if not (wanted := sorted(roles)):
        return None
    made = Appointment.objects.create(
        person=person, how=how, roles=wanted, by_id=by, at=now, reason=reason, origin=origin
    )
    if by is None and wanted == [Role.ADMINISTRATOR] and person.agency.is_host and _a_desk_begins():
        made.confirmed_at = now
        made.save(update_fields=["confirmed_at"])
        _hold(made)
    return made


def roles_waiting(person: Person) -> frozenset[Role]:
    """The roles that somebody was given and that nobody has confirmed."""
    found = Appointment.objects.filter(person=person, confirmed_at=None, ended_at=None).first()
    return frozenset() if found is None else found.appointed_roles


def roles_are_sound(roles: frozenset[Role]) -> None:
    """Raises: RuleBroken, if nobody can have these roles together."""
    if not roles:
        raise RuleBroken(_("No role is chosen."), _("Choose at least one: without a role a person can do nothing."))
    if not apart(roles):
        raise RuleBroken(_("An auditor cannot also be an administrator."), _("Nobody audits what they administer."))


def not_oneself(by: Actor, person: Person) -> None:
    """Raises: RuleBroken, if it is."""
    if by.person == person.pk:
        raise RuleBroken(_("This is yourself."), _("Ask another administrator: nobody changes their own standing."))


def _hold(appointment: Appointment) -> None:
    held = appointment.person.roles
    RoleHeld.objects.bulk_create(
        RoleHeld(person=appointment.person, role=role, appointment=appointment)
        for role in appointment.appointed_roles - held
    )


def _waiting(appointment: Appointment) -> Appointment:
    found = Appointment.objects.select_related("person__agency").get(pk=appointment.pk)
    if not (found.waits and found.person.is_active):
        raise OutOfStep(_("This appointment no longer waits."), _("There is nothing to do."))
    return found


def _by_a_second(by: Actor, appointment: Appointment) -> None:
    if by.person in (appointment.by_id, appointment.person_id):
        raise RuleBroken(
            _("You appointed them, or it is you: who appoints does not vouch alone."),
            _("Another administrator confirms it, of your agency or of one that works with you."),
        )


def _a_desk_begins() -> bool:
    present = Person.objects.filter(agency__is_host=True, ended_at=None, held__role=Role.ADMINISTRATOR)
    return present.count() < ADMINISTRATORS
