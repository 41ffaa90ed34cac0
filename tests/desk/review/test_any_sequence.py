"""Whatever people do in whatever order, two of them at the same moment: the rules of review hold."""

from __future__ import annotations

import threading
from contextlib import ExitStack
from unittest import mock

import pytest
from django.db import connections, transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from hypothesis.strategies import booleans, integers, sampled_from

from antigone.desk.accounts.actor import worker
from antigone.desk.audit.verify import verify
from antigone.desk.review.actions import _assigning
from antigone.desk.review.actions.begin import begin_review
from antigone.desk.review.actions.people import declare_conflict, end_leave, take_leave
from antigone.desk.review.actions.upkeep import assign_waiting
from antigone.desk.review.actions.writing import know_the_person, write_entries, write_entry
from antigone.desk.review.models import Assignment, Leave, Pair, Slot
from antigone.desk.review.open import open_assignments
from antigone.desk.review.people import conflicts_with
from antigone.desk.review.queries import settlement_of_pair
from antigone.desk.review.to_protocol import examinations
from antigone.errors import RuleBroken
from antigone.protocol.conflicts import ConflictOfInterest
from antigone.protocol.entries import HandedBack
from antigone.protocol.scales import Direction
from antigone.protocol.settle import WAITING, SettlementOutcome, outcome
from antigone.types import Profile
from desk_databases import Database
from desk_people import as_
from desk_review import NoChance, Team, a_team, an_examiner, analysis, examine, looked

pytestmark = pytest.mark.slow
ANY = integers(min_value=0, max_value=50)


class Weeks(RuleBasedStateMachine):
    """Weeks of a team with two pairs, in no order."""

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        self.stack.enter_context(transaction.atomic())
        self.stack.callback(transaction.set_rollback, True)
        self.stack.enter_context(mock.patch.object(_assigning, "chance", NoChance()))
        self.team: Team = a_team()
        self.pairs = [self.team.pair() for _ in range(2)]
        self.tied: set[tuple[int, int]] = set()

    def teardown(self) -> None:
        self.stack.close()

    def assignments(self) -> list[Assignment]:
        return list(open_assignments().select_related("examiner").order_by("pk"))

    @rule(which=booleans())
    def a_pair_is_put_before_examiners(self, which: bool) -> None:
        case, record = self.pairs[which]
        try:
            begin_review(by=as_(self.team.people.boris), case=case, record=record, reason="alike")
        except RuleBroken:
            assert Pair.objects.filter(case=case).exists()

    @precondition(lambda self: self.assignments())
    @rule(which=ANY, direction=sampled_from(Direction))
    def somebody_finishes(self, which: int, direction: Direction) -> None:
        assignments = self.assignments()
        examine(assignments[which % len(assignments)], direction)

    @precondition(lambda self: self.assignments())
    @rule(which=ANY, begun=booleans(), knows=booleans())
    def somebody_hands_work_back(self, which: int, begun: bool, knows: bool) -> None:
        assignments = self.assignments()
        assignment = assignments[which % len(assignments)]
        by = as_(assignment.examiner)
        if begun:
            looked(assignment)
            write_entries(by=by, assignment=assignment, written_down=analysis(Profile.PM))
        if knows:
            know_the_person(by=by, assignment=assignment, reason="a neighbour")
        else:
            write_entry(by=by, assignment=assignment, entry=HandedBack(timezone.now(), "I am ill"))

    @rule(which=ANY)
    def somebody_goes_on_leave_or_comes_back(self, which: int) -> None:
        person = self.team.examiners[which % len(self.team.examiners)]
        today = timezone.localdate()
        leave = Leave.objects.filter(person=person, ended_at=None).first()
        if leave is None:
            take_leave(by=as_(person), person=person, first=today, last=today)
        else:
            end_leave(by=as_(person), leave=leave)

    @precondition(lambda self: len(self.team.examiners) < 7)
    @rule()
    def somebody_joins(self) -> None:
        name = f"Examiner {len(self.team.examiners)}"
        self.team.examiners.append(an_examiner(name, self.team.people.harbour))
        assign_waiting(by=worker())

    @rule(which=ANY, whose=booleans())
    def somebody_says_that_they_met_the_family(self, which: int, whose: bool) -> None:
        person, (case, record) = self.team.examiners[which % len(self.team.examiners)], self.pairs[whose]
        if not Assignment.objects.filter(pair__record=record, examiner=person).exists():
            declare_conflict(
                by=as_(person), subject=record, what=ConflictOfInterest.MET_THE_FAMILY, reason="I took the call"
            )
            self.tied.add((person.pk, record.pk))
        assert case

    @invariant()
    def the_rules_hold(self) -> None:
        assert not Assignment.objects.filter(examiner=self.team.people.boris).exists(), (
            "who read the list never examines"
        )
        for pair in Pair.objects.select_related("case", "record"):
            assignments = list(Assignment.objects.filter(pair=pair).order_by("place", "pk"))
            found = examinations(assignments)
            people = [assignment.examiner_id for assignment in assignments]
            assert len(set(people)) == len(people), "nobody is asked twice"
            assert not {(person, pair.record_id) for person in people} & self.tied, "nobody who met the family"
            done = [found[assignment.pk] for assignment in assignments if found[assignment.pk].finished]
            settlement = settlement_of_pair(pair)
            assert settlement.outcome is outcome([each.direction or Direction.NEITHER for each in done])
            wanted = {SettlementOutcome.SECOND_NEEDED: 2, SettlementOutcome.THIRD_NEEDED: 3}.get(
                settlement.outcome, len(done)
            )
            alive = [w for w in assignments if not found[w.pk].finished and not found[w.pk].now.stopped]
            waiting = Slot.objects.filter(pair=pair, filled_at=None).count()
            assert len(done) + len(alive) + waiting == wanted, "exactly as many as are needed"
            assert settlement.outcome in WAITING or not (alive or waiting)
            assert set(conflicts_with(pair)) >= set(people), "all who were asked are bound from then on"
        for assignment in self.assignments():
            assert {assignment.pair.case_id, assignment.pair.record_id} <= as_(assignment.examiner).blind_to


def test_the_rules_hold_after_any_sequence_of_acts(template: Database) -> None:
    template.use()
    chosen = settings(
        max_examples=8, stateful_step_count=14, deadline=None, suppress_health_check=list(HealthCheck), database=None
    )
    run_state_machine_as_test(Weeks, settings=chosen)
    connections["default"].close()


@pytest.mark.both
def test_two_who_finish_at_the_same_moment_bring_exactly_one_third(own_desk: Database) -> None:
    team = a_team()
    with mock.patch.object(_assigning, "chance", NoChance()):
        pair = team.begun()
        assignments = list(Assignment.objects.filter(pair=pair).select_related("examiner"))
        gate, faults = threading.Barrier(4), []

        def finish(assignment: Assignment, direction: Direction) -> None:
            gate.wait()
            try:
                examine(assignment, direction)
            except Exception as fault:
                faults.append(fault)
            connections["default"].close()

        def begin() -> None:
            gate.wait()
            try:
                begin_review(by=as_(team.people.boris), case=pair.case, record=pair.record, reason="at once")
            except RuleBroken:
                pass
            except Exception as fault:
                faults.append(fault)
            connections["default"].close()

        threads = [threading.Thread(target=finish, args=(w, d)) for w, d in zip(assignments, Direction, strict=False)]
        threads += [threading.Thread(target=begin) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert faults == []
    assert Pair.objects.count() == 1 and Assignment.objects.filter(pair=pair, place=3).count() == 1
    assert settlement_of_pair(Pair.objects.get()).outcome is SettlementOutcome.THIRD_NEEDED
    assert not verify().faults
