"""The input of a reconciliation: the cases and records that an agency reaches, as values. Reads only.

The number of questions to the database does not depend on how many there are, but for blocks of ``_AT_ONCE``.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.db.models import Q

from antigone.desk.accounts.access import reach
from antigone.desk.accounts.permissions import Verb
from antigone.desk.candidates.conflicts import JOINED, Stated, stated
from antigone.desk.candidates.faces import Indexed, indexed
from antigone.desk.candidates.models import Exclusion, Link
from antigone.desk.cases.models import Case, Effect
from antigone.desk.reconciling.models import ListVersion, Reconciliation
from antigone.desk.reconciling.overlap import mark_name, words
from antigone.desk.reconciling.queries import AsOf, as_of, settled, standing
from antigone.desk.subjects.models import THINGS, Elsewhere, Mark, Subject
from antigone.types import Profile

_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class SubjectFacts:
    """What lines of evidence are made from, of one case or record."""

    number: int
    said: Stated
    bones: bool
    """Of a case: whether its sex was seen on bones."""
    part: bool
    marks: frozenset[str]
    things: frozenset[str]
    """Words of the effects, or of the belongings."""
    places: frozenset[str]
    """Words of where found, or of where last seen."""
    dna: bool
    """Whether a sample, of the body or of the family, is held somewhere."""


@dataclass(frozen=True, slots=True)
class StandingList:
    """A list of persons that stands, and the records that it names."""

    listing: ListVersion
    records: frozenset[int]


@dataclass(frozen=True)
class Gathered:
    """The whole input of a reconciliation."""

    cases: tuple[SubjectFacts, ...]
    records: tuple[SubjectFacts, ...]
    together: dict[int, int] = field(repr=False)
    """For each that people linked with others: the lowest number among them, which stands for all."""
    excluded: frozenset[tuple[int, int]] = field(repr=False)
    """Case and record, by the numbers that stand for them."""
    settled: dict[int, int]
    rolls: tuple[StandingList, ...]
    faces: dict[int, list[Indexed]] = field(repr=False)
    model: str
    as_of: AsOf

    def first(self, number: int) -> int:
        return self.together.get(number, number)

    def fingerprint(self, calibration: str) -> str:
        """SHA-256 of the whole input."""
        said = hashlib.sha256()
        for part in (
            [calibration, self.model],
            [[p.number, repr(p.said), p.bones, p.part, sorted(p.marks), sorted(p.things), sorted(p.places), p.dna]
             for p in (*self.cases, *self.records)],
            sorted(self.together.items()),
            sorted(self.excluded),
            sorted(self.settled.items()),
            [[r.listing.pk, sorted(r.records)] for r in self.rolls],
            sorted(entry.template for entries in self.faces.values() for entry in entries),
        ):  # fmt: skip
            said.update(json.dumps(part, default=str).encode())
        return said.hexdigest()


def gather(run: Reconciliation, model: str) -> Gathered:
    """What the agency that asked for ``run`` reaches at this moment. Closed cases and records are left out, but for
    those whom the board has identified with one that is here.
    """
    now = as_of(run.incident_id)
    decided = settled(run.incident_id)
    cases = _people(run, Profile.PM, set(decided))
    records = _people(run, Profile.AM, set(decided.values()))
    numbers = {person.number for person in (*cases, *records)}
    together = _together(run.incident_id, numbers)

    def first(number: int) -> int:
        return together.get(number, number)

    rolls = tuple(StandingList(one, frozenset(first(record) for record in records)) for one, records in standing(run))
    return Gathered(
        cases=tuple(cases),
        records=tuple(records),
        together=together,
        excluded=frozenset(
            (first(case), first(record))
            for case, record in Exclusion.objects.filter(case__incident=run.incident_id, lifted_at=None).values_list(
                "case", "record"
            )
        ),
        settled={first(case): first(record) for case, record in sorted(decided.items(), reverse=True)},
        rolls=rolls,
        faces=_faces(numbers, model) if model else {},
        model=model,
        as_of=now,
    )


def _people(run: Reconciliation, kind: Profile, decided: set[int]) -> list[SubjectFacts]:
    agencies = reach(run, Verb.SEE, THINGS[kind])
    reached = Subject.objects.filter(incident=run.incident_id, kind=kind.value, agency__in=agencies)
    # A closed one matters only as somebody who was identified.
    rows = list(reached.filter(Q(closed_at=None) | Q(pk__in=decided)).select_related(*JOINED).order_by("pk"))
    numbers = [row.pk for row in rows]
    marks, things, dna = _several(_marks(numbers)), _several(_things(numbers)), _dna(numbers)
    return [_person(row, marks.get(row.pk, []), things.get(row.pk, []), row.pk in dna) for row in rows]


def _person(row: Subject, marks: list[str], things: list[str], dna: bool) -> SubjectFacts:
    if row.is_case:
        case: Case | None = getattr(row, "case", None)
        bones = case is not None and case.condition in (Case.Condition.SKELETAL, Case.Condition.PART)
        part = case is not None and case.condition == Case.Condition.PART
        inventory, where = " ".join([*things, row.clothing]), case.found_place if case else ""
    else:
        record, bones, part = getattr(row, "record", None), False, False
        inventory = f"{record.belongings} {row.clothing}" if record else row.clothing
        where = record.last_seen_place if record else ""
    return SubjectFacts(
        row.pk, stated(row), bones, part, frozenset(marks), words(inventory), words(where), dna
    )  # fmt: skip


def _marks(numbers: list[int]) -> Iterator[tuple[int, str]]:
    for some in _blocks(numbers):
        rows = Mark.objects.filter(subject__in=some).order_by("pk").values_list("subject", "what", "where")
        yield from ((subject, mark_name(what, where)) for subject, what, where in rows)


def _things(numbers: list[int]) -> Iterator[tuple[int, str]]:
    for some in _blocks(numbers):
        yield from Effect.objects.filter(case__in=some, withdrawn_at=None).values_list("case", "description")


def _dna(numbers: list[int]) -> set[int]:
    held = Elsewhere.objects.filter(what=Elsewhere.What.DNA)
    return {one for some in _blocks(numbers) for one in held.filter(subject__in=some).values_list("subject", flat=True)}


def _faces(numbers: Iterable[int], model: str) -> dict[int, list[Indexed]]:
    found: dict[int, list[Indexed]] = {}
    for some in _blocks(sorted(numbers)):
        for subject, entries in indexed(some, model).items():
            lawful = [entry for entry in entries if entry.lawful]
            if lawful:
                found[subject] = lawful
    return found


def _together(incident: int, among: set[int]) -> dict[int, int]:
    """Links through somebody who is not reached count: who is linked is one person, whoever holds the file."""
    first: dict[int, int] = {}

    def root(number: int) -> int:
        while first.get(number, number) != number:
            number = first[number]
        return number

    links = Link.objects.filter(first__incident=incident, undone_at=None).values_list("first", "second")
    for one, other in links:
        low, high = sorted((root(one), root(other)))
        first[high], first[low] = low, low
    groups: dict[int, list[int]] = {}
    for number in sorted(first):
        groups.setdefault(root(number), []).append(number)
    found: dict[int, int] = {}
    for members in groups.values():
        here = [number for number in members if number in among]
        stands = here[0] if here else members[0]
        found |= dict.fromkeys(members, stands)
    return found


def _several(rows: Iterable[tuple[int, str]]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for number, value in rows:
        found.setdefault(number, []).append(value)
    return found


def _blocks(numbers: list[int]) -> Iterator[list[int]]:
    return (numbers[begin : begin + _AT_ONCE] for begin in range(0, len(numbers), _AT_ONCE))
