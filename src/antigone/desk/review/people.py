"""Which examiners can be asked for a pair, and why others cannot: load, conflicts of interest, known pairs.

Reading only. What binds is read from everything that people did, at the moment when somebody is asked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import overload

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from antigone.desk.accounts.models import Grant, Person
from antigone.desk.accounts.permissions import Level, Role
from antigone.desk.audit.models import AuditRow
from antigone.desk.candidates.queries import groups
from antigone.desk.photos.lawful_basis import today
from antigone.desk.photos.models import Consent, Photograph
from antigone.desk.review import signals
from antigone.desk.review.models import Assignment, ConflictHeld, KnownTruth, Leave, Pair, PairPhoto, Slot
from antigone.desk.review.open import finished_assignments, open_assignments, rules_of, still_shown
from antigone.desk.review.proficiency import passed_sets
from antigone.desk.review.to_protocol import STAND_IN, agency_id, person_id
from antigone.desk.subjects.models import Revision, Subject
from antigone.protocol import two_examiners
from antigone.protocol.conflicts import ConflictOfInterest
from antigone.protocol.entries import Unmasked
from antigone.protocol.pairs import KnownPair, Truth
from antigone.protocol.proficiency import ProficiencyLimits
from antigone.protocol.two_examiners import Examiner, why_not
from antigone.types import Profile

LATELY = timedelta(days=30)
NEVER_BLIND = (Role.AUDITOR, Role.VALIDATOR)
"""Who reads the whole audit, or knows which pairs are known, cannot examine blind."""


def agencies_for(case: Subject, record: Subject) -> set[int]:
    """The agencies whose examiners can be asked: they see both sides, and may work with one of them at least."""
    sees, assignments = [], []
    for subject in (case, record):
        grants = Grant.objects.filter(incident=subject.incident_id, owner=subject.agency_id, revoked_at=None)
        let = dict(grants.values_list("to", "level"))
        sees.append({subject.agency_id, *let})
        assignments.append({subject.agency_id, *(to for to, level in let.items() if level == Level.WORK.value)})
    return sees[0] & sees[1] & (assignments[0] | assignments[1])


def askable(agencies: Iterable[int]) -> QuerySet[Person]:
    """The active examiners of these agencies."""
    people = Person.objects.filter(agency__in=set(agencies), agency__closed_at=None, ended_at=None)
    return people.filter(held__role=Role.EXAMINER.value).exclude(held__role__in=[role.value for role in NEVER_BLIND])


def with_load(people: Iterable[Person], limits: ProficiencyLimits) -> list[Examiner]:
    """Examiners with their load, as the protocol chooses among them where ``limits`` are asked for."""
    found = sorted(people, key=lambda person: person.pk)
    numbers = [person.pk for person in found]
    passed = passed_sets(numbers, limits)
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
            each.pk in passed,
        )
        for each in found
    ]


def _counted(assignments: QuerySet[Assignment]) -> dict[int, int]:
    return dict(assignments.order_by().values(who=F("examiner")).annotate(n=Count("pk")).values_list("who", "n"))


def earlier_of(pair: Pair) -> list[Examiner]:
    """Whoever had this pair before, finished or not: for keeping agencies apart."""
    return [
        Examiner(person_id(assignment.examiner_id), agency_id(assignment.agency_id))
        for assignment in Assignment.objects.filter(pair=pair)
    ]


def conflicts_with(
    pair: Pair, *, since: datetime | None = None, but: Assignment | None = None
) -> dict[int, frozenset[ConflictOfInterest]]:
    """Conflicts of interest with a pair, by people's numbers. Linked subjects count as the pair itself.

    ``since``: those too that have ended since then. ``but``: the work of which it is asked, which binds
    nobody.
    """
    sides = groups([pair.case_id, pair.record_id])
    cases, records = sides[pair.case_id], sides[pair.record_id]
    found: defaultdict[int, set[ConflictOfInterest]] = defaultdict(set)
    for person, conflict in (*_opened(cases | records), *_held(cases | records), *_met_the_family(records)):
        found[person].add(conflict)
    for person in _examined(cases, records, but):
        found[person].add(ConflictOfInterest.EXAMINED)
    if pair.known:
        found[pair.by_id].add(ConflictOfInterest.MADE_THE_PAIR)
    for more in signals.conflicts.answers(sender=Pair, case=pair.case, record=pair.record, since=since):
        for person, conflict in more:
            found[person].add(conflict)
    return {person: frozenset(conflicts) for person, conflicts in found.items()}


def arisen(assignment: Assignment) -> frozenset[ConflictOfInterest]:
    """What binds its examiner by now to what was given to them: asked again before anything is concluded."""
    found = conflicts_with(assignment.pair, since=assignment.given_at, but=assignment)
    bound = found.get(assignment.examiner_id, frozenset())
    blind = askable([assignment.agency_id]).filter(pk=assignment.examiner_id).exists()
    return bound if blind else bound | {ConflictOfInterest.COULD_SEE}


def _opened(subjects: Iterable[int]) -> Iterator[tuple[int, ConflictOfInterest]]:
    """Opening it, changing it and photographing it are one thing here: whoever did one of them has seen the file."""
    numbers = list(subjects)
    people = set(Subject.objects.filter(pk__in=numbers).values_list("opened_by", flat=True))
    people |= set(Revision.objects.filter(subject__in=numbers).order_by().values_list("by", flat=True))
    people |= set(Photograph.objects.filter(subject__in=numbers).order_by().values_list("added_by", flat=True))
    return ((person, ConflictOfInterest.OPENED) for person in people)


def _held(subjects: Iterable[int]) -> Iterator[tuple[int, ConflictOfInterest]]:
    rows = ConflictHeld.objects.filter(subject__in=list(subjects)).values_list("person", "what")
    return ((person, ConflictOfInterest(what)) for person, what in rows)


def _met_the_family(records: Iterable[int]) -> Iterator[tuple[int, ConflictOfInterest]]:
    """Whoever wrote down a consent. Informants stand in the record's revisions, which ``_opened`` reads."""
    consents = Consent.objects.filter(subject__in=list(records)).values_list("pk", flat=True)
    rows = AuditRow.objects.filter(thing__in=[f"consent {number}" for number in consents], verb="add consent")
    for actor in set(rows.values_list("actor", flat=True)):
        kind, _, number = actor.partition(" ")
        if kind == "person":
            yield int(number), ConflictOfInterest.MET_THE_FAMILY


def _examined(cases: Iterable[int], records: Iterable[int], but: Assignment | None) -> set[int]:
    """Whoever examined the same two, in whatever round, finished or not, also as a known pair."""
    same = Q(pair__case__in=list(cases), pair__record__in=list(records))
    rows = Assignment.objects.filter(same).exclude(pk=but.pk if but else 0)
    return set(rows.values_list("examiner", flat=True))


def standing() -> QuerySet[Pair]:
    """Known pairs whose truth still stands, as far as this app knows."""
    sound = Q(truth__exclusion=None) | Q(truth__exclusion__lifted_at=None)
    return Pair.objects.filter(sound, known=True, truth__ended_at=None).select_related("case", "record", "truth")


class Pool(Sequence[KnownPair]):
    """Known pairs that somebody can get: new to them, without conflict, with photographs their agency may see.

    Looked up only if one is drawn from it, which is seldom. The material is a stand-in: whoever draws needs the number
    and the truth only.
    """

    def __init__(self, person: Person) -> None:
        self._person = person

    @cached_property
    def _pairs(self) -> list[KnownPair]:
        return _pool_for(self._person)

    @overload
    def __getitem__(self, at: int) -> KnownPair: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[KnownPair]: ...
    def __getitem__(self, at: int | slice) -> KnownPair | Sequence[KnownPair]:
        return self._pairs[at]

    def __len__(self) -> int:
        return len(self._pairs)


def _pool_for(person: Person) -> list[KnownPair]:
    had = Assignment.objects.filter(examiner=person).values("pair")
    return [
        KnownPair(str(pair.pk), Truth(pair.truth.truth), pair.truth.how, STAND_IN)
        for pair in standing().exclude(pk__in=had).order_by("pk")
        if person.agency_id in agencies_for(pair.case, pair.record)
        and person.pk not in conflicts_with(pair)
        and is_true(pair)
        and can_be_shown(pair)
    ]


def identified_as(case: Subject) -> int | None:
    """The record with which the identification of a case stands, by other evidence than faces."""
    said = signals.identified_as.answers(sender=Pair, case=case)
    return next((record for record in said if record is not None), None)


def is_true(pair: Pair) -> bool:
    """Whether the identification by which a known pair is known still stands."""
    identified = identified_as(pair.case)
    match KnownTruth.Ground(pair.truth.ground):
        case KnownTruth.Ground.ESTABLISHED:
            return identified == pair.record_id
        case KnownTruth.Ground.ELSEWHERE:
            return identified is not None and identified != pair.record_id
        case _:
            return True


def can_be_shown(pair: Pair) -> bool:
    shown = PairPhoto.objects.filter(pair=pair).select_related("photograph")
    return {each.side for each in shown if still_shown(each.photograph)} == {side.value for side in Profile}


@dataclass(frozen=True, slots=True)
class WhyNot:
    """Why one examiner is not asked."""

    person: Person
    code: str
    """``tied``, ``asked-already``, ``not-passed``, ``on-leave``, ``same-agency``; empty if they can be asked."""
    conflicts: tuple[ConflictOfInterest, ...]


def why_waiting(slot: Slot) -> list[WhyNot]:
    """Why each examiner of the agencies that can be asked does not get this slot."""
    pair = slot.pair
    people = {
        person_id(each.pk): each for each in askable(agencies_for(pair.case, pair.record)).select_related("agency")
    }
    conflicts, rules, earlier = conflicts_with(pair), rules_of(pair.incident_id), earlier_of(pair)
    apart, found = rules.agencies_apart, []
    for each in with_load(people.values(), rules.proficiency):
        person = people[each.person]
        bound = conflicts.get(person.pk, frozenset())
        refusal = why_not(each, conflicts=bound, today=today(), earlier=earlier, agencies_apart=apart)
        found.append(WhyNot(person, "" if refusal is None else refusal.code, tuple(sorted(bound))))
    return found


def can_be_assigned(slot: Slot) -> bool:
    return any(not each.code for each in why_waiting(slot)) and can_be_shown(slot.pair)
