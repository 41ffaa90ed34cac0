"""Every case and record is in one state, the same wherever it is asked, and nobody who judges blind learns of it."""

from __future__ import annotations

import pytest
from django.utils import timezone

from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.models import Person
from antigone.desk.accounts.permissions import Role
from antigone.desk.candidates.actions.pairs import link
from antigone.desk.candidates.models import Run
from antigone.desk.identification.actions.alive import find_alive
from antigone.desk.identification.actions.files import bring, end_file
from antigone.desk.identification.actions.recalls import begin_recall
from antigone.desk.identification.models import Recall
from antigone.desk.identification.pipeline import counted, in_state, state_of, to_open_a_file, with_state
from antigone.desk.identification.states import PipelineState
from antigone.desk.review.actions.begin import begin_review
from antigone.desk.review.actions.people import saw_the_list
from antigone.desk.review.models import Assignment, PairOutcome
from antigone.desk.review.open import live_pairs
from antigone.desk.review.queries import outcomes
from antigone.desk.subjects.actions.closing import close_subject
from antigone.desk.subjects.models import Subject
from antigone.protocol.recall import RecallGround, What
from antigone.protocol.scales import Direction
from desk_board import SAME, Board, a_file, a_ready_file, did, examined, faceless, identified
from desk_people import a_person, as_
from desk_review import examine

pytestmark = pytest.mark.slow


def state(subject: Subject, by: Person | None = None) -> str:
    """In a word, after asking for the row alone, for a page of rows and for the whole list: all must agree."""
    person = by or Person.objects.get(name="Rosa Lund")
    actor: Actor = as_(person)
    found = state_of(subject, actor)
    every = Subject.objects.filter(kind=subject.kind)
    assert str(vars(with_state(every, actor).get(pk=subject.pk))["state"]) == found
    for each in PipelineState:
        assert in_state(every, actor, each).filter(pk=subject.pk).exists() == (each is found), each
    _counts_agree(subject, actor)
    return found.value


def _counts_agree(subject: Subject, actor: Actor) -> None:
    """The picture of the incident counts what the rows of its lists say one by one, and names the oldest of each."""
    one_by_one: dict[tuple[str, str], list[int]] = {}
    for row in with_state(Subject.objects.filter(incident=subject.incident_id), actor).order_by("pk"):
        one_by_one.setdefault((row.kind, str(vars(row)["state"])), []).append(row.pk)
    at_once = {(each.kind.value, each.state.value): each for each in counted(actor, subject.incident)}
    assert {key: (each.number, each.oldest) for key, each in at_once.items()} == {
        key: (len(numbers), min(numbers)) for key, numbers in one_by_one.items()
    }


def a_list(subject: Subject) -> Run:
    now = timezone.now()
    return Run.objects.create(subject=subject, why="asked", purpose="p", asked_at=now, state="done", done_at=now)


def test_a_case_goes_through_every_state_until_the_family_knows_and_it_is_closed(board: Board) -> None:
    case, record = board.pair(photographs=False)
    assert state(case) == state(record) == "opened"
    case, record = board.pair()
    assert state(case) == "photographed"
    run = a_list(case)
    assert state(case) == "searched"
    saw_the_list(by=as_(board.chair), run=run)
    assert state(case) == "list-read" and state(record) == "photographed"
    file = a_ready_file(board)
    case, record = file.case, file.record
    assert state(case) == state(record) == "settled"
    bring(by=as_(board.rosa), file=file)
    assert state(case) == state(record) == "before-the-board"


def test_identified_told_closed_and_frozen(board: Board) -> None:
    decision = identified(board)
    case, record = decision.case, decision.record
    assert state(case) == state(record) == "identified"
    did(board, decision, What.NOTIFICATION)
    assert state(case) == state(record) == "family-told"
    close_subject(by=as_(board.rosa), subject=record, reason="all is done")
    assert state(record) == "closed" and state(case) == "family-told"
    recall = begin_recall(
        by=as_(board.chair), decision=decision, ground=RecallGround.WRONG_PERSON.value, reason="DNA names another"
    )
    assert state(case) == state(record) == "frozen"
    Recall.objects.filter(pk=recall.pk).update(ended_at=timezone.now())
    assert state(case) in ("recalled", "settled")


def test_who_was_found_alive_is_not_merely_closed(board: Board) -> None:
    _case, record = board.pair()
    find_alive(by=as_(board.rosa), record=record, reason="she rang her sister")
    assert state(record) == "found-alive"


def test_no_face_is_said_by_two(board: Board) -> None:
    case, _record = board.pair()
    faceless(board, case)
    assert state(case) == "no-face"


def test_whoever_is_linked_to_somebody_identified_is_identified(board: Board) -> None:
    decision = identified(board)
    other = board.ferry.case()
    assert state(other) == "opened"
    link(by=as_(board.rosa), one=decision.case, other=other, reason="the other half of the body")
    assert state(other) == "identified"


def test_with_examiners_until_nobody_else_has_to_be_asked(board: Board) -> None:
    case, record = board.pair()
    pair = begin_review(by=as_(board.team.people.boris), case=case, record=record, reason="first on the list")
    assert state(case) == state(record) == "with-examiners"
    assert not PairOutcome.objects.exists()
    for each in Assignment.objects.filter(pair=pair).select_related("examiner"):
        examine(each, Direction.DIFFERENT)
    assert PairOutcome.objects.get().outcome == outcomes([pair])[pair.pk][0] == "agreed-different"
    assert state(case) == "list-read", "the faces rule it out: the work goes on with the list"


def test_what_examiners_do_is_not_told_to_who_could_be_asked_next(board: Board) -> None:
    file = a_ready_file(board)
    stranger = a_person("Xenia Ek", board.team.people.harbour, Role.EXAMINER)
    assert state(file.case, by=stranger) == "list-read"
    both = a_person("Yara Ek", board.team.people.harbour, Role.EXAMINER, Role.REGISTRAR)
    assert state(file.case, by=both) == "list-read", "with other roles too"
    assert state(file.case, by=board.team.people.boris) == "settled", "who opened it is bound to it"


def test_a_settled_pair_asks_for_a_file_once(board: Board) -> None:
    case, record = board.pair()
    examined(board, case, record, SAME, SAME)
    assert [pair.case for pair in to_open_a_file(live_pairs())] == [case]
    file = a_file(board, case, record)
    assert not to_open_a_file(live_pairs()).filter(case=case).exists()
    end_file(by=as_(board.rosa), file=file, reason="nothing more is known")
    assert not to_open_a_file(live_pairs()).exists() and state(case) == "list-read"
