"""Appointing the board of an incident and setting its policy: for administrators."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.desk.accounts.act import act
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.models import Appointment, Incident, Person
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.accounts.validators import clean_text
from antigone.desk.identification.actions._lives import person_of
from antigone.desk.identification.models import BoardPolicy, Seat
from antigone.desk.identification.queries import may_sit
from antigone.desk.identification.to_protocol import policy_of
from antigone.desk.review.actions.blindness import ask_others, bind
from antigone.errors import OutOfStep, RuleBroken
from antigone.protocol.conflicts import ConflictOfInterest


def appoint(*, by: Actor, incident: Incident, person: Person, discipline: str, reason: str) -> Seat:
    """Give somebody a seat on the board. What they judge blind in the incident is called off.

    Raises:
        RuleBroken: if they are no board member of an agency that takes part, or have a seat; for oneself, and for
            whoever appointed them to any role, or handed them a link.
    """
    discipline, reason = clean_text(discipline, "discipline", 120), clean_text(reason, "reason", 2000)
    with act(by, Verb.CHANGE, Thing.BOARD.of(incident), reason=reason) as doing:
        found = _open(incident)
        if not may_sit(found).filter(pk=person.pk).exists():
            raise RuleBroken(
                _("This person cannot be given a seat."),
                _("Choose a board member of an agency that takes part in the incident, who has no seat yet."),
            )
        if doing.by.person == person.pk or Appointment.objects.filter(person=person, by=doing.by.person).exists():
            raise RuleBroken(
                _("You appointed this person, or it is you."),
                _("A seat is given by somebody else than whoever invited the one who sits: ask another administrator."),
            )
        bind(person, ConflictOfInterest.ON_THE_BOARD, Q(case__incident=found))
        seat = Seat.objects.create(
            incident=found,
            person=person,
            discipline=discipline,
            reason=reason,
            appointed_by_id=person_of(doing.by),
            appointed_at=timezone.now(),
        )
        ask_others()
        doing.record(found.pk, seat=seat.pk, person=person.pk)
    return seat


def end_seat(*, by: Actor, seat: Seat, reason: str) -> None:
    """End somebody's seat on the board. What they decided stays.

    Raises:
        RuleBroken: if the seat has ended.
    """
    reason = clean_text(reason, "reason", 2000)
    incident = seat.incident
    with act(by, Verb.CHANGE, Thing.BOARD.of(incident), reason=reason) as doing:
        found = Seat.objects.get(pk=seat.pk)
        if found.ended_at is not None:
            raise OutOfStep(_("This seat has ended."), _("There is nothing to do."))
        found.ended_at, found.ended_by_id, found.ended_reason = timezone.now(), person_of(doing.by), reason
        found.save(update_fields=["ended_at", "ended_by", "ended_reason"])
        doing.record(incident.pk, seat=found.pk, person=found.person_id, ended=True)


def set_rules(*, by: Actor, incident: Incident, reason: str, name: str, **fields: Any) -> BoardPolicy:
    """Set the policy of an incident's board. Earlier versions stay; decisions keep theirs.

    ``fields``: of ``protocol.policy.Policy``, by name; ``face_ceiling`` as the name of a conclusion, ``share`` as text.

    Raises:
        RuleBroken: if any of it is laxer than Antigone, or nothing changed.
    """
    name, reason = clean_text(name, "name", 120), clean_text(reason, "reason", 2000)
    fields["combination_law"] = " ".join(str(fields.get("combination_law", "")).split())[:300]
    with act(by, Verb.CHANGE, Thing.BOARD.of(incident), reason=reason) as doing:
        found = _open(incident)
        before = policy_of(found)
        last = found.rules.order_by("-version").values_list("version", flat=True).first() or 0
        row = BoardPolicy(
            incident=found,
            version=last + 1,
            name=name,
            reason=reason,
            by_id=person_of(doing.by),
            at=timezone.now(),
            **fields,
        )
        policy = _policy(row)
        if {**_said(policy), "version": 0} == {**_said(before), "version": 0}:
            raise RuleBroken(_("Nothing was changed."), _("Change something, or go back."))
        row.save(force_insert=True)
        doing.record(found.pk, rules=row.pk, version=row.version)
    return row


def _policy(row: BoardPolicy) -> Any:
    try:
        return row.policy
    except (KeyError, ValueError, ZeroDivisionError) as fault:
        raise RuleBroken(_("This is no rule of a board."), _("Look at the numbers again.")) from fault


def _said(policy: Any) -> dict[str, Any]:
    return {name: getattr(policy, name) for name in policy.__dataclass_fields__}


def _open(incident: Incident) -> Incident:
    found = Incident.objects.get(pk=incident.pk)
    if found.closed_at is not None:
        raise OutOfStep(_("This incident is closed."), _("Nothing can be changed in it."))
    return found
