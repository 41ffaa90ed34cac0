"""From rows to the protocol's values: examinations, given pairs, settlements. Reading checks the rules again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from antigone.desk.accounts.sight import seeing_all
from antigone.desk.candidates import queries as candidates
from antigone.desk.candidates.listing import weighed
from antigone.desk.candidates.models import Candidate, Run
from antigone.desk.candidates.words import why_no_weight
from antigone.desk.review.models import Assignment, ExaminationEntry, Pair
from antigone.errors import RuleBroken
from antigone.protocol import entries as written
from antigone.protocol import pairs
from antigone.protocol.codec import kinds_of, thaw_entry
from antigone.protocol.examination import Examination
from antigone.protocol.settle import FinishedExamination, Settlement, settle
from antigone.protocol.two_examiners import Examiner, GivenPair
from antigone.types import Profile

KINDS: dict[str, type[written.Entry]] = kinds_of(written.Entry)
"""Every entry that a log can have, by the name under which it is kept."""


def person_id(number: int) -> str:
    """The reference to a person in the protocol's values: as the audit has it."""
    return f"person {number}"


def agency_id(number: int) -> str:
    return f"agency {number}"


@seeing_all()
def examinations(assignments: Sequence[Assignment]) -> dict[int, Examination]:
    """Examinations by the assignment's number in the database, in two queries however many there are.

    Raises:
        ProtocolDamaged, RuleBroken: if a log is not one that the protocol allows.
    """
    entries: dict[int, list[ExaminationEntry]] = {assignment.pk: [] for assignment in assignments}
    for row in ExaminationEntry.objects.filter(assignment__in=entries).order_by("assignment", "place"):
        entries[row.assignment_id].append(row)
    begun = dict(Assignment.objects.filter(pk__in=entries).values_list("pk", "opened__at"))
    return {
        assignment.pk: Examination(
            number=assignment.number,
            examiner=person_id(assignment.examiner_id),
            scale=assignment.scale,
            opened_at=begun[assignment.pk] or assignment.given_at,
            entries=tuple(thaw_entry(KINDS, row.kind, row.said) for row in entries[assignment.pk]),
        )
        for assignment in assignments
    }


def examination_of(assignment: Assignment) -> Examination:
    return examinations([assignment])[assignment.pk]


@seeing_all()
def lead_of(pair: Pair) -> pairs.Lead:
    """The lead of a pair: rank, weight and name, which stay masked until the end."""
    name = candidates.names_of([pair.record_id]).get(pair.record_id) or pair.record.code
    entry = pair.candidate or entry_for(pair.case_id, pair.record_id)
    if entry is None:
        listed = Candidate.objects.filter(run__subject=pair.case_id).order_by("-run", "-rank").first()
        return pairs.Lead(1 + (listed.rank if listed else 0), NOT_LISTED, name)
    said = weighed(entry.weight)
    words = said.verbal if said else why_no_weight((entry.weight or {}).get("refused") or "")
    return pairs.Lead(entry.rank, words or NO_WEIGHT, name)


NOT_LISTED = "It stands on no candidate list: something else than the face brought it here."
NO_WEIGHT = "No weight was stated."


def entry_for(case: int, record: int) -> Candidate | None:
    """The entry of the latest list that has both: of the case's list, or else of the record's."""
    for searched, listed in ((case, record), (record, case)):
        done = Candidate.objects.filter(run__subject=searched, run__state=Run.State.DONE, subject=listed)
        if found := done.order_by("-run").first():
            return found
    return None


@seeing_all()
def material_of(assignment: Assignment, pair: Pair) -> pairs.Material:
    shown = list(assignment.pictures.all())
    sides = {side: tuple(pairs.Picture(p.key) for p in shown if p.side == side.value) for side in Profile}
    return pairs.Material(sides[Profile.PM], sides[Profile.AM], lead_of(pair))


def given_pair_of(assignment: Assignment, pair: Pair) -> GivenPair:
    """An assignment as the protocol's value, with a real pair or a known one."""
    material = material_of(assignment, pair)
    what: pairs.Pair
    if pair.known:
        what = pairs.KnownPair(str(pair.pk), pairs.Truth(pair.truth.truth), pair.truth.how, material)
    else:
        what = real(pair, material)
    return GivenPair(assignment.number, _examiner(assignment), what)


def measured(assignment: Assignment) -> GivenPair:
    """A known pair for counting errors alone: with pictures that nobody is shown."""
    truth = assignment.pair.truth
    pair = pairs.KnownPair(str(assignment.pair_id), pairs.Truth(truth.truth), truth.how, STAND_IN)
    return GivenPair(assignment.number, _examiner(assignment), pair)


def _examiner(assignment: Assignment) -> Examiner:
    """Whoever it was given to, who had passed the set that it names: the database takes no other."""
    passed = bool(assignment.proficiency_id)
    return Examiner(person_id(assignment.examiner_id), agency_id(assignment.agency_id), passed=passed)


STAND_IN = pairs.Material((pairs.Picture("0" * 32),), (pairs.Picture("1" * 32),), pairs.Lead(1, "masked", "masked"))
"""Where only the number and the truth of a known pair are needed."""


def real(pair: Pair, material: pairs.Material) -> pairs.RealPair:
    """A real pair as the protocol's value. Cases and records are named by their codes."""
    return pairs.RealPair(pair.case.code, pair.record.code, material)


def settlement(pair: Pair, assignments: Iterable[Assignment]) -> Settlement:
    """The settlement of the finished examinations among ``assignments``, in the order of their places.

    Raises:
        RuleBroken: for any but a real pair.
    """
    if pair.known:
        raise RuleBroken("This is no real pair: nothing may be decided on it.", "Known pairs measure examiners only.")
    ordered = sorted(assignments, key=lambda assignment: (assignment.place, assignment.pk))
    found = examinations(ordered)
    done = [
        FinishedExamination(given_pair_of(assignment, pair), found[assignment.pk])
        for assignment in ordered
        if found[assignment.pk].finished
    ]
    return settle(_any_material(pair, done), done)


@seeing_all()
def _any_material(pair: Pair, done: Sequence[FinishedExamination]) -> pairs.RealPair:
    """The pair itself: with the pictures of its first examination, or under keys that open nothing."""
    if done and isinstance(done[0].assignment.pair, pairs.RealPair):
        return done[0].assignment.pair
    keys = {side: tuple(pairs.Picture(f"{c.pk:032x}") for c in pair.photos.all() if c.side == side) for side in Profile}
    return real(pair, pairs.Material(keys[Profile.PM], keys[Profile.AM], lead_of(pair)))
