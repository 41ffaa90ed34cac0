"""Known pairs look like all other work, measure examiners, and lead nowhere else."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from antigone.desk.accounts.models import Person
from antigone.desk.accounts.permissions import Role
from antigone.desk.audit.models import AuditRow
from antigone.desk.candidates import search
from antigone.desk.candidates.actions.pairs import exclude, lift
from antigone.desk.candidates.index.shared import Index
from antigone.desk.review import signals
from antigone.desk.review.actions import _assigning
from antigone.desk.review.actions.known import end_known_pair, make_known_pair
from antigone.desk.review.actions.rules import allow_measuring, change_rules
from antigone.desk.review.models import Assignment, KnownTruth, Pair, Slot
from antigone.desk.review.queries import errors_of, sheet_of
from antigone.desk.review.to_protocol import settlement
from antigone.desk.subjects.models import Subject
from antigone.errors import NotAllowed, NotThere, OutOfStep, RuleBroken
from antigone.protocol.pairs import Truth
from antigone.protocol.scales import Direction
from desk_faces import a_face, a_photograph, searched
from desk_people import a_person, as_
from desk_review import Team, examine
from desk_signals import listening


class Chance(random.Random):
    """A known pair of two persons is due when ``due``; otherwise real work."""

    due = 0

    def random(self) -> float:
        if self.due > 0:
            self.due -= 1
            return 0.0 if self.due % 2 else 0.99  # due; and then: two persons
        return 1.0

    def choice(self, seq: Any) -> Any:
        return seq[0]


@pytest.fixture
def chance(monkeypatch: pytest.MonkeyPatch) -> Chance:
    made = Chance()
    monkeypatch.setattr(_assigning, "chance", made)
    return made


@pytest.fixture(autouse=True)
def index(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    made = Index(tmp_path / "index")  # type: ignore[operator]
    monkeypatch.setattr(search, "index", lambda: made)
    yield


@pytest.fixture
def mateus(team: Team) -> Person:
    return a_person("Mateus Brandt", team.people.harbour, Role.VALIDATOR)


def listed(team: Team) -> tuple[Subject, Subject]:
    """A case whose candidate list has the record."""
    case, record = team.ferry.case(sex="male"), team.ferry.record(sex="male")
    a_photograph(record, a_face(2, a_face(case.pk), 0.6)), a_photograph(case, a_face(case.pk))
    searched(case)
    return case, record


def known_different(team: Team, mateus: Person) -> Pair:
    case, record = listed(team)
    exclude(by=as_(team.people.boris), case=case, record=record, ground="dna", reason="two profiles")
    return make_known_pair(
        by=as_(mateus), case=case, record=record, ground=KnownTruth.Ground.EXCLUSION, how="DNA of the parents"
    )


@pytest.mark.slow
def test_a_known_pair_comes_with_real_work_and_looks_the_same(team: Team, mateus: Person, chance: Chance) -> None:
    known = known_different(team, mateus)
    chance.due = 2
    real = team.begun()
    hidden = Assignment.objects.get(pair=known)
    beside = Assignment.objects.filter(examiner=hidden.examiner).exclude(pk=hidden.pk).get()
    assert beside.pair_id == real.pk and hidden.place == beside.place
    assert (hidden.incident_id, hidden.agency_id, hidden.scale) == (beside.incident_id, beside.agency_id, beside.scale)
    assert hidden.given_at.date() == beside.given_at.date() and len(hidden.number) == len(beside.number) == 32
    rows = {row.thing: (row.verb, sorted(row.details), row.agency, row.incident) for row in AuditRow.objects.all()}
    assert rows[f"examination {hidden.pk}"] == rows[f"examination {beside.pk}"]
    assert {known.case_id, known.record_id, real.case_id} <= as_(hidden.examiner).blind_to
    for assignment in (hidden, beside):
        examine(assignment, Direction.SAME)
    assert [bool(sheet_of(assignment).lead) for assignment in (hidden, beside)] == [True, True]


@pytest.mark.slow
@pytest.mark.both
def test_what_is_said_of_a_known_pair_goes_nowhere_but_into_error_rates(
    team: Team, mateus: Person, chance: Chance
) -> None:
    known = known_different(team, mateus)
    chance.due = 2
    team.begun()
    assignment = Assignment.objects.get(pair=known)
    examine(assignment, Direction.SAME)
    (found,) = errors_of(as_(assignment.examiner), [assignment.examiner])
    assert (found.false_inclusion.count, found.false_inclusion.of) == (1, 1) and found.false_exclusion.of == 0
    assert errors_of(as_(mateus), [assignment.examiner]) == [found]
    for other in (team.people.ana, team.people.boris, team.people.clara):
        with pytest.raises(NotThere):
            errors_of(as_(other), [assignment.examiner])
    with pytest.raises(RuleBroken, match="no real pair"):
        settlement(known, [assignment])
    assert not Slot.objects.filter(pair=known).exists()
    with pytest.raises(DatabaseError), transaction.atomic():
        Slot.objects.create(pair=known, place=1, since=timezone.now())
    real = Pair.objects.get(known=False)
    with pytest.raises(DatabaseError), transaction.atomic():
        KnownTruth.objects.create(pair=real, truth="same", ground="source", how="no")


@pytest.mark.slow
def test_nobody_has_the_same_known_pair_twice_and_whoever_opened_it_never(
    team: Team, mateus: Person, chance: Chance
) -> None:
    known = known_different(team, mateus)
    chance.due = 1_000  # for everybody who is given work: whoever has least gets it, so three rounds reach all three
    for _ in range(3):
        team.begun()
    had = list(Assignment.objects.filter(pair=known).values_list("examiner", flat=True))
    assert sorted(had) == sorted(person.pk for person in team.examiners)


@pytest.mark.slow
def test_an_exclusion_that_is_lifted_measures_nobody(team: Team, mateus: Person, chance: Chance) -> None:
    known = known_different(team, mateus)
    chance.due = 2
    team.begun()
    assignment = Assignment.objects.get(pair=known)
    examine(assignment, Direction.SAME)
    board = a_person("Wanda Oye", team.people.harbour, Role.BOARD_MEMBER)
    lift(by=as_(board), exclusion=known.truth.exclusion, reason="a mixed up sample")
    assert errors_of(as_(mateus), [assignment.examiner])[0].false_inclusion.of == 0
    chance.due = 2
    team.begun()
    assert Assignment.objects.filter(pair=known).count() == 1


@pytest.mark.slow
def test_a_known_pair_needs_a_ground_that_is_no_face(team: Team, mateus: Person) -> None:
    by = as_(mateus)
    case, record = listed(team)
    with pytest.raises(RuleBroken, match="fingerprints"):
        make_known_pair(by=by, case=case, record=record, ground=KnownTruth.Ground.EXCLUSION, how="they look different")
    exclude(by=as_(team.people.boris), case=case, record=record, ground="description", reason="taller")
    with pytest.raises(RuleBroken, match="fingerprints"):
        make_known_pair(by=by, case=case, record=record, ground=KnownTruth.Ground.EXCLUSION, how="taller")
    with pytest.raises(RuleBroken, match="No identification"):
        make_known_pair(by=by, case=case, record=record, ground=KnownTruth.Ground.ESTABLISHED, how="I think so")
    with pytest.raises(NotAllowed):
        make_known_pair(
            by=as_(team.people.boris), case=case, record=record, ground=KnownTruth.Ground.EXCLUSION, how="taller"
        )
    unsearched = team.pair()
    exclude(by=as_(team.people.boris), case=unsearched[0], record=unsearched[1], ground="dna", reason="two profiles")
    with pytest.raises(RuleBroken, match="no candidate list"):
        make_known_pair(by=by, case=unsearched[0], record=unsearched[1], ground=KnownTruth.Ground.EXCLUSION, how="DNA")


@pytest.mark.slow
def test_an_identification_that_stands_makes_one_person_and_everybody_else_another(team: Team, mateus: Person) -> None:
    case, record = listed(team)
    ours = case.pk
    with listening(signals.identified_as, lambda case, **_: record.pk if case.pk == ours else None):
        same = make_known_pair(
            by=as_(mateus), case=case, record=record, ground=KnownTruth.Ground.ESTABLISHED, how="teeth, by two people"
        )
        assert same.truth.truth == Truth.SAME
        with pytest.raises(OutOfStep, match="known already"):
            make_known_pair(by=as_(mateus), case=case, record=record, ground=KnownTruth.Ground.ESTABLISHED, how="teeth")
    end_known_pair(by=as_(mateus), pair=same, counted=False, reason="recalled")
    with pytest.raises(OutOfStep, match="was ended"):
        end_known_pair(by=as_(mateus), pair=same, counted=True, reason="again")


@pytest.mark.slow
def test_a_source_is_used_to_measure_only_if_it_allows_that(team: Team, mateus: Person) -> None:
    case, record = listed(team)
    asked = {"case": case, "record": record, "ground": KnownTruth.Ground.SOURCE, "truth": Truth.SAME, "how": "donated"}
    with pytest.raises(RuleBroken, match="may be used"):
        make_known_pair(by=as_(mateus), **asked)  # type: ignore[arg-type]
    source = record.photographs.get().source
    assert source is not None
    allow_measuring(by=as_(team.people.ana), source=source, reason="the donors' form says so")
    with pytest.raises(OutOfStep):
        allow_measuring(by=as_(team.people.ana), source=source, reason="again")
    assert make_known_pair(by=as_(mateus), **asked).truth.truth == Truth.SAME  # type: ignore[arg-type]


def test_rules_that_cannot_be_are_refused(team: Team) -> None:
    rules = {"scale": "interpol-dvi@1", "known_rate": 0.1, "known_same": 0.3, "agencies_apart": False}
    rules |= {"false_inclusion": 0.05, "false_exclusion": 0.2, "reason": "as agreed", "incident": team.incident}
    for wrong in ({"scale": "ours@1"}, {"known_rate": 0.6}, {"known_same": 1.0}, {"false_inclusion": 0.0}):
        with pytest.raises(RuleBroken):
            change_rules(by=as_(team.people.ana), **{**rules, **wrong})  # type: ignore[arg-type]
    with pytest.raises(NotAllowed):
        change_rules(by=as_(team.people.boris), **rules)  # type: ignore[arg-type]
    change_rules(by=as_(team.people.ana), **rules)  # type: ignore[arg-type]
