"""Whatever people do on the desk, in whatever order: faces alone, or fewer than two people, never lead to an
identification that stands, or to anything that a notification could be built on.

The machine tries every action with everything there is, also what is refused. It keeps its own book of who examined
what, and judges from that book alone.
"""

from __future__ import annotations

from typing import Any, ClassVar

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from antigone.desk.accounts.models import Person
from antigone.desk.identification.actions.alive import find_alive
from antigone.desk.identification.actions.certificates import make_certificate
from antigone.desk.identification.actions.faceless import say_faceless
from antigone.desk.identification.actions.files import add_line, bring, raise_discrepancy, send_back
from antigone.desk.identification.actions.recalls import assign, begin_recall, end_recall, end_task
from antigone.desk.identification.actions.sitting import attend, call_sitting, close_vote, put, vote
from antigone.desk.identification.models import Act, Decision, Recall
from antigone.desk.identification.queries import named_experts, standing, state_of
from antigone.desk.identification.to_protocol import file_of, frozen_of, recall_of
from antigone.desk.review.actions.begin import begin_review
from antigone.desk.review.models import Assignment
from antigone.errors import AntigoneError
from antigone.protocol.evidence import EvidenceKind, against
from antigone.protocol.lifecycle import LifeState
from antigone.protocol.recall import What
from antigone.protocol.scales import Conclusion, Direction
from desk_board import Board, a_file, did
from desk_people import as_
from desk_review import examine

PRIMARY = ("dna", "dental", "fingerprints")
SIDES = st.sampled_from([Direction.SAME, Direction.SAME, Direction.SAME, Direction.DIFFERENT])


class Desk(RuleBasedStateMachine):
    """A registrar, examiners, experts, a board and a liaison officer who try everything."""

    board: ClassVar[Board]
    faces_only: ClassVar[bool] = False
    examiners: ClassVar[int] = 3

    def __init__(self) -> None:
        super().__init__()
        self.mark = transaction.atomic()
        self.mark.__enter__()
        self.file = a_file(self.board)
        self.examined: set[int] = set()
        self.faceless: set[int] = set()
        self.good_lines = 0

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.mark.__exit__(None, None, None)

    def attempt(self, do: Any) -> bool:
        try:
            with transaction.atomic():
                do()
        except AntigoneError:
            return False
        return True

    @rule(direction=SIDES)
    def an_examiner_examines(self, direction: Direction) -> None:
        boris, case, record = as_(self.board.team.people.boris), self.file.case, self.file.record
        self.attempt(lambda: begin_review(by=boris, case=case, record=record, reason="a lead"))
        left = [
            w for w in Assignment.objects.filter(pair__case=case).select_related("examiner") if not w.entries.exists()
        ]
        if left and len(self.examined) < self.examiners and self.attempt(lambda: examine(left[0], direction)):
            self.examined.add(left[0].examiner_id)

    @rule(who=st.integers(0, 1))
    def somebody_says_that_there_is_no_face(self, who: int) -> None:
        if self.faces_only or self.examiners < 2:
            return
        person = (self.board.rosa, self.board.remy)[who]
        if self.attempt(lambda: say_faceless(by=as_(person), subject=self.file.case, reason="burnt")):
            self.faceless.add(person.pk)

    @rule(
        kind=st.sampled_from([*PRIMARY, *PRIMARY, *(k.value for k in EvidenceKind)]),
        two=st.booleans(),
        face=st.booleans(),
    )
    def somebody_adds_a_line(self, kind: str, two: bool, face: bool) -> None:
        on_the_face = face or (self.faces_only and EvidenceKind(kind).of_class != "circumstantial")
        people = list(named_experts(self.board.incident))[: 2 if two else 1]
        said = {"words": "It agrees.", "source": "Report", "experts": people, "depends_on_face": on_the_face}
        rosa = as_(self.board.rosa)
        if self.attempt(lambda: add_line(by=rosa, file=self.file, kind=kind, direction="same", **said)):
            self.good_lines += two and not on_the_face and kind in PRIMARY

    @rule()
    def somebody_explains_everything(self) -> None:
        keys = list(against(file_of(self.file)))
        rosa = as_(self.board.rosa)
        self.attempt(lambda: raise_discrepancy(by=rosa, file=self.file, words="All", about=keys, explained="So it is."))

    @rule(present=st.sampled_from([3, 3, 3, 2]), voting=st.sampled_from([3, 3, 2, 1]), conclusion=st.integers(2, 4))
    def the_board_decides(self, present: int, voting: int, conclusion: int) -> None:
        chair = as_(self.board.chair)
        self.attempt(lambda: bring(by=as_(self.board.rosa), file=self.file))
        self.attempt(lambda: call_sitting(by=chair, file=self.file, meets_at=timezone.now(), where="Room 3"))
        sitting = self.file.sittings.filter(ended_at=None).first()
        if sitting is None:
            return
        for member in self.board.members[:present]:
            self.attempt(lambda member=member: attend(by=as_(member), sitting=sitting))
        name = Conclusion(conclusion).name
        self.attempt(lambda: put(by=chair, sitting=sitting, conclusion=name, reasons="so"))
        proposal = sitting.proposals.filter(closed_at=None).first()
        if proposal is None:
            return
        for member in self.board.members[:voting]:
            self.attempt(lambda member=member: vote(by=as_(member), proposal=proposal, agrees=True))
        self.attempt(lambda: close_vote(by=chair, proposal=proposal))

    @rule(what=st.sampled_from([What.NOTIFICATION, What.RELEASE_OF_REMAINS, What.REGISTRATION]))
    def somebody_acts_on_it(self, what: What) -> None:
        for decision in Decision.objects.filter(file=self.file):
            stood = decision.stands
            assert self.attempt(lambda decision=decision: did(self.board, decision, what)) <= stood

    @rule(ground=st.sampled_from(["wrong-person", "found-alive"]), ends=st.booleans())
    def somebody_takes_it_back(self, ground: str, ends: bool) -> None:
        rosa = as_(self.board.rosa)
        for decision in Decision.objects.filter(file=self.file, recalled_at=None):
            self.attempt(
                lambda decision=decision: begin_recall(by=rosa, decision=decision, ground=ground, reason="wrong")
            )
        for row in Recall.objects.filter(decision__file=self.file, ended_at=None):
            for task in recall_of(row).open if ends else ():
                today = timezone.localdate()
                assign(by=rosa, recall=row, number=task.number, to=self.board.lia, due=today)
                end_task(by=rosa, recall=row, number=task.number, words="done")
            self.attempt(lambda row=row: end_recall(by=as_(self.board.chair), recall=row))

    @rule(what=st.sampled_from(["back", "alive", "certificate"]))
    def something_else(self, what: str) -> None:
        chair = as_(self.board.chair)
        if what == "back":
            self.attempt(lambda: send_back(by=chair, file=self.file, reason="wait"))
        elif what == "alive":
            self.attempt(lambda: find_alive(by=as_(self.board.lia), record=self.file.record, reason="she rang"))
        else:
            for decision in Decision.objects.filter(file=self.file).exclude(conclusion="ESTABLISHED"):
                assert not self.attempt(lambda decision=decision: make_certificate(by=chair, decision=decision))

    @invariant()
    def nobody_is_identified_but_by_what_two_people_examined(self) -> None:
        for decision in Decision.objects.filter(file=self.file).exclude(conclusion__in=("POSSIBLE", "NO_COMPARISON")):
            assert not self.faces_only, "faces alone went beyond possible"
            assert len(self.examined) >= 2 or len(self.faceless) >= 2, "fewer than two looked at the face"
            assert decision.conclusion != "ESTABLISHED" or self.good_lines, "nothing independent carries it"
            assert len(frozen_of(decision).identification.sitting.present) >= 3

    @invariant()
    def nothing_rests_on_what_does_not_stand(self) -> None:
        told = (LifeState.IDENTIFIED, LifeState.NOTIFIED, LifeState.RELEASED)
        for subject in (self.file.case, self.file.record):
            found = standing(subject)
            assert (found is not None and found.stands) or state_of(subject) not in told
        for act in Act.objects.filter(decision__file=self.file).select_related("decision"):
            assert act.decision.identifies


class FacesAlone(Desk):
    """All that is brought rests on looking at faces, or fits many people."""

    faces_only = True


class OneExaminer(Desk):
    """Only one person ever examines the faces, and nobody else looks at them."""

    examiners = 1

    @invariant()
    def nothing_goes_beyond_possible(self) -> None:
        assert not Decision.objects.filter(file=self.file, conclusion__in=("PROBABLE", "ESTABLISHED")).exists()


@pytest.mark.slow
@pytest.mark.parametrize("machine", [Desk, FacesAlone, OneExaminer])
def test_no_sequence_of_acts_leads_round_the_rules(board: Board, machine: type[Desk]) -> None:
    machine.board = board
    assert Person.objects.exists()
    few = settings(
        max_examples=6, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck), database=None
    )
    run_state_machine_as_test(machine, settings=few)
