"""Who can be asked to examine a pair, with what they have to do already: reading only."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Count, F, QuerySet
from django.utils import timezone

from antigone.desk.accounts.models import Grant, Person
from antigone.desk.accounts.permissions import Level, Role
from antigone.desk.review.models import Assignment, Leave, Pair
from antigone.desk.review.open import finished_assignments, open_assignments
from antigone.desk.review.to_protocol import agency_id, person_id
from antigone.desk.subjects.models import Subject
from antigone.protocol import two_examiners
from antigone.protocol.entries import Unmasked
from antigone.protocol.two_examiners import Examiner

LATELY = timedelta(days=30)
NEVER_BLIND = (Role.AUDITOR, Role.VALIDATOR)
"""Who reads the whole audit, or knows which pairs are known, cannot examine blind."""


def agencies_for(case: Subject, record: Subject) -> set[int]:
    """Agencies whose examiners can be asked: they see both sides, and may work with one of them at least."""
    sees, assignments = [], []
    for subject in (case, record):
        grants = Grant.objects.filter(incident=subject.incident_id, owner=subject.agency_id, revoked_at=None)
        let = dict(grants.values_list("to", "level"))
        sees.append({subject.agency_id, *let})
        assignments.append({subject.agency_id, *(to for to, level in let.items() if level == Level.WORK.value)})
    return sees[0] & sees[1] & (assignments[0] | assignments[1])


def askable(agencies: Iterable[int]) -> QuerySet[Person]:
    """Examiners at work in these agencies."""
    people = Person.objects.filter(agency__in=set(agencies), agency__closed_at=None, ended_at=None)
    return people.filter(held__role=Role.EXAMINER.value).exclude(held__role__in=[role.value for role in NEVER_BLIND])


def with_load(people: Iterable[Person]) -> list[Examiner]:
    """As the protocol chooses among them, in the order of their numbers."""
    found = sorted(people, key=lambda person: person.pk)
    numbers = [person.pk for person in found]
    mine = {"examiner__in": numbers}
    waiting = _counted(open_assignments().filter(**mine))
    lately = _counted(
        finished_assignments().filter(entries__at__gte=timezone.now() - LATELY, entries__kind=Unmasked.__name__, **mine)
    )
    leaves: dict[int, list[two_examiners.DaysAway]] = {number: [] for number in numbers}
    for leave in Leave.objects.filter(person__in=numbers, ended_at=None):
        leaves[leave.person_id].append(two_examiners.DaysAway(leave.first, leave.last))
    return [
        Examiner(
            person_id(each.pk),
            agency_id(each.agency_id),
            waiting.get(each.pk, 0),
            lately.get(each.pk, 0),
            tuple(leaves[each.pk]),
        )
        for each in found
    ]


def _counted(assignments: QuerySet[Assignment]) -> dict[int, int]:
    return dict(assignments.order_by().values(who=F("examiner")).annotate(n=Count("pk")).values_list("who", "n"))


def earlier_of(pair: Pair) -> list[Examiner]:
    """Who was given this pair, finished or not: for keeping agencies apart."""
    return [
        Examiner(person_id(assignment.examiner_id), agency_id(assignment.agency_id))
        for assignment in Assignment.objects.filter(pair=pair)
    ]
