"""Taking an identification back: everything that relied on it is found, frozen, and followed to its end."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from antigone.desk.accounts.actions.incidents import close_incident
from antigone.desk.audit.models import AuditRow
from antigone.desk.candidates.actions.pairs import link
from antigone.desk.candidates.models import Exclusion, Run
from antigone.desk.identification.actions.alive import find_alive
from antigone.desk.identification.actions.files import bring
from antigone.desk.identification.actions.recalls import (
    add_found,
    assign,
    begin_recall,
    end_recall,
    end_task,
    say_cannot,
    see_cannot,
)
from antigone.desk.identification.models import Act, Decision, Recall
from antigone.desk.identification.queries import alive, frozen, standing, state_of
from antigone.desk.identification.to_protocol import frozen_of, life_of, recall_of
from antigone.desk.photos.models import Photograph
from antigone.desk.review.actions.begin import begin_review
from antigone.desk.subjects.actions.closing import close_subject, reopen_subject
from antigone.desk.subjects.models import Subject
from antigone.errors import NotAllowed, OutOfStep, RuleBroken
from antigone.protocol.lifecycle import LifeState, Move
from antigone.protocol.recall import RecallGround, What, facts_for_the_letter
from desk_board import SAME, Board, a_file, a_line, a_ready_file, decided, did, examined, identified
from desk_faces import a_face, a_photograph, searched
from desk_people import as_


def now(subject: Subject) -> Subject:
    return Subject.objects.get(pk=subject.pk)


def recalled(board: Board, decision: Decision, ground: RecallGround = RecallGround.WRONG_PERSON) -> Recall:
    return begin_recall(by=as_(board.lia), decision=decision, ground=ground.value, reason="two samples were mixed up")


def follow(board: Board, recall: Recall) -> None:
    """Each act is assigned and undone, and the recall ended."""
    for task in recall_of(recall).open:
        assign(by=as_(board.rosa), recall=recall, number=task.number, to=board.lia, due=timezone.localdate())
        end_task(by=as_(board.lia), recall=recall, number=task.number, words="told in person, by two")
    end_recall(by=as_(board.chair), recall=recall)


@pytest.mark.slow
def test_a_notification_rests_only_on_an_identification_that_stands(board: Board) -> None:
    file = a_file(board)
    examined(board, file.case, file.record, SAME, SAME)
    possible = decided(board, file, "POSSIBLE")
    assert possible is not None
    with pytest.raises(RuleBroken, match="identifies nobody"):
        did(board, possible, What.NOTIFICATION)
    decision = identified(board)
    with pytest.raises(RuleBroken, match="release is not possible"):
        did(board, decision, What.RELEASE_OF_REMAINS)
    did(board, decision, What.NOTIFICATION), did(board, decision, What.NOTIFICATION)
    did(board, decision, What.RELEASE_OF_REMAINS), did(board, decision, What.RELEASE_OF_REMAINS)
    assert state_of(decision.case) is LifeState.RELEASED and state_of(decision.record) is LifeState.NOTIFIED
    with pytest.raises(RuleBroken, match="by itself"):
        did(board, decision, What.EXCLUSION)
    close_subject(by=as_(board.rosa), subject=decision.case, reason="buried")
    with pytest.raises(OutOfStep, match="is closed"):
        did(board, decision, What.CERTIFICATE)


@pytest.mark.slow
def test_a_recall_freezes_everything_at_once_and_lists_what_must_be_undone(board: Board) -> None:
    file = a_ready_file(board)
    case, record = board.pair()
    searched(file.case), searched(case)
    decision = identified(board, file)
    told = did(board, decision, What.NOTIFICATION)
    grave = did(board, decision, What.RELEASE_OF_REMAINS, told)
    shared = did(board, decision, What.SHARED, grave)
    close_subject(by=as_(board.rosa), subject=decision.case, reason="buried")
    recall = recalled(board, decision)
    assert frozen(now(file.case)) and frozen(now(file.record)) and standing(file.case) is None
    with pytest.raises(OutOfStep, match="was recalled"):
        did(board, decision, What.CERTIFICATE)
    assert [task.what for task in recall_of(recall).open] == [What.NOTIFICATION, What.RELEASE_OF_REMAINS, What.SHARED]
    assert {told.number, grave.number, shared.number} <= recall_of(recall).frozen
    for subject in (file.case, file.record):
        assert now(subject).closed_at is None and state_of(subject) is LifeState.OPEN
        assert Photograph.objects.filter(subject=subject, indexed=True).exists()
        assert Run.objects.filter(subject=subject, state="waiting").exists(), "it is searched again at once"
    assert not Exclusion.objects.filter(lifted_at=None).exists()
    begin_review(by=as_(board.team.people.boris), case=file.case, record=record, reason="examined again at once")
    row = AuditRow.objects.filter(verb="recall decision").latest("sequence")
    assert told.number in row.detail and "Lia" not in row.detail


@pytest.mark.slow
def test_nobody_is_identified_anew_until_each_act_is_at_its_end(board: Board) -> None:
    decision = identified(board)
    told = did(board, decision, What.NOTIFICATION)
    recall = recalled(board, decision)
    other = board.ferry.record()
    a_photograph(other, a_face(900))
    file = a_file(board, now(decision.case), other)
    examined(board, file.case, file.record, SAME, SAME)
    a_line(board, file)
    with pytest.raises(OutOfStep, match="not at its end"), transaction.atomic():
        decided(board, file)
    with pytest.raises(RuleBroken, match="not at their end"):
        end_recall(by=as_(board.chair), recall=recall)
    with pytest.raises(RuleBroken, match="Nobody answers"):
        end_task(by=as_(board.lia), recall=recall, number=told.number, words="told")
    follow(board, recall)
    assert not frozen(now(decision.case))
    new = identified(board, file)
    assert standing(file.case) == new and frozen_of(decision).identification.identifies, "the old one stays to be read"
    assert [m.move for m in life_of(now(file.case)).moves].count(Move.IDENTIFY) == 2


@pytest.mark.slow
def test_what_cannot_be_undone_is_seen_by_a_second_person(board: Board) -> None:
    decision = identified(board)
    told = did(board, decision, What.NOTIFICATION)
    ashes = did(board, decision, What.RELEASE_OF_REMAINS, told)
    recall = recalled(board, decision)
    with pytest.raises(RuleBroken, match="Nobody answers"):
        say_cannot(by=as_(board.lia), recall=recall, number=ashes.number, words="cremated")
    due = timezone.localdate() + timedelta(days=2)
    assign(by=as_(board.rosa), recall=recall, number=ashes.number, to=board.lia, due=due)
    say_cannot(by=as_(board.lia), recall=recall, number=ashes.number, words="cremated")
    with pytest.raises(RuleBroken, match="yourself"):
        see_cannot(by=as_(board.lia), recall=recall, number=ashes.number)
    assert ashes.number in {task.number for task in recall_of(recall).open}
    assert [task.number for task in recall_of(recall).overdue(due + timedelta(days=1))] == [ashes.number]
    see_cannot(by=as_(board.rosa), recall=recall, number=ashes.number)
    assert ashes.number not in {task.number for task in recall_of(recall).open}
    facts = dict(facts_for_the_letter(recall_of(recall)))
    assert any("cremated" in text for text in facts.values())


@pytest.mark.slow
def test_an_act_that_comes_to_light_later_is_followed_too(board: Board) -> None:
    recall = recalled(board, identified(board))
    add_found(by=as_(board.rosa), recall=recall, what="registration", words="Entered in the civil registry")
    (task,) = recall_of(recall).open
    with pytest.raises(RuleBroken):
        end_recall(by=as_(board.chair), recall=recall)
    assert task.what is What.REGISTRATION
    follow(board, recall)
    recall.refresh_from_db()
    assert recall.ended_at is not None
    with pytest.raises(OutOfStep, match="has ended"):
        add_found(by=as_(board.rosa), recall=recall, what="published", words="in a newspaper")


@pytest.mark.slow
def test_somebody_found_alive_leaves_search_and_stays_out_with_every_record_of_theirs(board: Board) -> None:
    decision = identified(board)
    twin = board.ferry.record()
    link(by=as_(board.team.people.boris), one=decision.record, other=twin, reason="reported twice")
    recall = recalled(board, decision, RecallGround.FOUND_ALIVE)
    for record in (decision.record, twin):
        assert now(record).closed_at is not None and alive(now(record))
        assert not Photograph.objects.filter(subject=record, indexed=True).exists()
    assert Photograph.objects.filter(subject=decision.case, indexed=True).exists()
    assert Exclusion.objects.filter(case=decision.case, record=decision.record, ground="found alive").exists()
    follow(board, recall)
    assert life_of(now(decision.record)).state is LifeState.CLOSED


@pytest.mark.slow
def test_a_missing_person_who_was_never_identified_turns_up(board: Board) -> None:
    file = a_ready_file(board)
    bring(by=as_(board.rosa), file=file)
    with pytest.raises(NotAllowed):
        find_alive(by=as_(board.chair), record=file.record, reason="she rang her mother")
    find_alive(by=as_(board.lia), record=file.record, reason="she rang her mother")
    file.refresh_from_db()
    assert file.how == "found alive" and state_of(file.case) is LifeState.CANDIDATES
    assert state_of(file.record) is LifeState.CLOSED and now(file.record).closed_at is not None
    assert not Photograph.objects.filter(subject=file.record, indexed=True).exists()
    with pytest.raises(OutOfStep):
        find_alive(by=as_(board.lia), record=file.record, reason="again")


@pytest.mark.slow
def test_who_is_identified_and_found_alive_is_recalled(board: Board) -> None:
    decision = identified(board)
    with pytest.raises(OutOfStep, match="is identified"):
        find_alive(by=as_(board.lia), record=decision.record, reason="she rang her mother")


@pytest.mark.slow
def test_an_identification_that_rested_on_a_recalled_one_is_frozen_and_reviewed(board: Board) -> None:
    first = identified(board)
    file = a_ready_file(board)
    a_line(board, file, "elimination", words="The only one left of the crew.", rests_on=[first.number])
    with pytest.raises(RuleBroken, match="No identification stands"):
        a_line(board, file, "elimination", words="The only one left.", rests_on=["HALCYON-D-00099"])
    second = identified(board, file)
    told = did(board, second, What.NOTIFICATION)
    recall = recalled(board, first)
    assert frozen(now(second.case)) and standing(second.case) == second
    with pytest.raises(OutOfStep, match="frozen"):
        did(board, second, What.RELEASE_OF_REMAINS)
    begun = recall_of(recall)
    assert told.number in begun.frozen and told.number not in {task.number for task in begun.tasks}
    assert [task.what for task in begun.open] == [What.IDENTIFICATION]
    follow(board, recall)
    did(board, second, What.RELEASE_OF_REMAINS)


@pytest.mark.slow
def test_a_recall_is_possible_in_an_incident_that_is_closed(board: Board) -> None:
    decision = identified(board)
    close_incident(by=as_(board.team.people.ana), incident=board.incident, reason="all are named")
    recalled(board, decision)
    assert frozen(now(decision.case)) and now(decision.case).closed_at is None


@pytest.mark.slow
@pytest.mark.both
def test_nothing_that_was_not_an_identification_is_recalled_and_none_twice(board: Board) -> None:
    file = a_file(board)
    examined(board, file.case, file.record, SAME, SAME)
    possible = decided(board, file, "POSSIBLE")
    assert possible is not None
    with pytest.raises(RuleBroken, match="Nobody was identified"):
        recalled(board, possible)
    decision = identified(board)
    recall = recalled(board, decision)
    with pytest.raises(OutOfStep, match="was recalled"):
        recalled(board, decision)
    for row in (recall, recall.entries.first(), Act.objects.first()):
        with pytest.raises(DatabaseError), transaction.atomic():
            type(row).objects.filter(pk=row.pk).delete()  # type: ignore[union-attr]
    with pytest.raises(DatabaseError), transaction.atomic():
        Decision.objects.filter(pk=decision.pk).update(recalled_at=None)


@pytest.mark.slow
def test_what_is_identified_is_closed_only_after_the_family_was_told(board: Board) -> None:
    decision = identified(board)
    with pytest.raises(RuleBroken, match="identified"):
        close_subject(by=as_(board.rosa), subject=decision.record, reason="done")
    did(board, decision, What.NOTIFICATION)
    close_subject(by=as_(board.rosa), subject=decision.record, reason="done")
    with pytest.raises(OutOfStep, match="is closed"):
        did(board, decision, What.NOTIFICATION)
    close_subject(by=as_(board.rosa), subject=decision.case, reason="done")
    with pytest.raises(RuleBroken, match="An identification stands"):
        reopen_subject(by=as_(board.rosa), subject=decision.case, reason="no")
