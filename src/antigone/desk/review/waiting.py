"""Why nobody is asked for an open slot: reading only."""

from __future__ import annotations

from dataclasses import dataclass

from antigone.desk.accounts.models import Person
from antigone.desk.photos.lawful_basis import today
from antigone.desk.review.conflicts_of_interest import conflicts_with
from antigone.desk.review.models import Slot
from antigone.desk.review.people import agencies_for, askable, earlier_of, with_load
from antigone.desk.review.pool import can_be_shown
from antigone.desk.review.rules import rules_of
from antigone.desk.review.to_protocol import person_id
from antigone.protocol.two_examiners import ConflictOfInterest, why_not


@dataclass(frozen=True, slots=True)
class WhyNot:
    """Why one examiner is not asked."""

    person: Person
    code: str
    """``tied``, ``asked-already``, ``on-leave``, ``same-agency``; empty if they can be asked."""
    conflicts: tuple[ConflictOfInterest, ...]


def why_waiting(slot: Slot) -> list[WhyNot]:
    """Of each examiner of the agencies that can be asked."""
    pair = slot.pair
    people = {
        person_id(each.pk): each for each in askable(agencies_for(pair.case, pair.record)).select_related("agency")
    }
    conflicts, apart, earlier = conflicts_with(pair), rules_of(pair.incident_id).agencies_apart, earlier_of(pair)
    found = []
    for each in with_load(people.values()):
        person = people[each.person]
        bound = conflicts.get(person.pk, frozenset())
        refusal = why_not(each, conflicts=bound, today=today(), earlier=earlier, agencies_apart=apart)
        found.append(WhyNot(person, "" if refusal is None else refusal.code, tuple(sorted(bound))))
    return found


def can_be_assigned(slot: Slot) -> bool:
    return any(not each.code for each in why_waiting(slot)) and can_be_shown(slot.pair)
