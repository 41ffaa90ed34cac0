"""What may happen to a case and a record, in which order."""

from __future__ import annotations

from dataclasses import replace

import pytest

from antigone.errors import RuleBroken
from antigone.protocol.evidence import EvidenceKind
from antigone.protocol.lifecycle import MOVES, Life, LifeState, Move, Moved
from antigone.protocol.recall import Assigned, Ended, How, RecallGround, RecallLog, Relied, What
from antigone.protocol.scales import Conclusion
from antigone.types import Profile
from protocol.people import SAME, START, case_file, decided, established, line, minute, settled

DECISION = established()
TOLD = Relied("N-1", What.NOTIFICATION, minute(300), "Lia", "told the sister", frozenset({"D-1"}))
GIVEN = Relied("R-1", What.RELEASE_OF_REMAINS, minute(310), "Reg", "released", frozenset({"D-1", "N-1"}))


def moved(move: Move, at: float, **more: object) -> Moved:
    return Moved(minute(at), move, "Reg", "so it is", **more)  # type: ignore[arg-type]


def case(*moves: Moved, kind: Profile = Profile.PM) -> Life:
    return Life(kind, "PM-7" if kind is Profile.PM else "AM-3", START, moves)


TO_THE_BOARD = (
    moved(Move.LIST, 1),
    moved(Move.EXAMINE, 2),
    moved(Move.BRING, 150, file=DECISION.file),
)
IDENTIFIED = (*TO_THE_BOARD, moved(Move.IDENTIFY, 200, identification=DECISION))
NOTIFIED = (*IDENTIFIED, moved(Move.NOTIFY, 300, identification=DECISION))
RELEASED = (*NOTIFIED, moved(Move.RELEASE, 310, identification=DECISION))


def recall(ground: RecallGround = RecallGround.WRONG_PERSON, *acts: Relied) -> RecallLog:
    return RecallLog("C-1", DECISION, ground, "DNA names another", "Val", minute(400), acts or (TOLD, GIVEN))


def ended(begun: RecallLog) -> RecallLog:
    for n, act in enumerate(begun.tasks):
        begun = begun.add(Assigned(minute(410 + 2 * n), act.number, "Lia", minute(9999).date()))
        begun = begun.add(Ended(minute(411 + 2 * n), act.number, "Lia", How.UNDONE, "done"))
    return begun


def test_a_case_goes_from_open_to_closed_by_way_of_the_board_and_the_family() -> None:
    life = case(*RELEASED, moved(Move.CLOSE, 320))
    assert life.state is LifeState.CLOSED and life.standing == DECISION
    record = case(*NOTIFIED, moved(Move.CLOSE, 320), kind=Profile.AM)
    assert record.state is LifeState.CLOSED


@pytest.mark.parametrize("kind", list(Profile))
def test_no_move_is_possible_that_the_table_does_not_name(kind: Profile) -> None:
    for move in Move:
        if (LifeState.OPEN, move) not in MOVES[kind]:
            with pytest.raises(RuleBroken):
                case(kind=kind).make(moved(move, 1, identification=DECISION, file=DECISION.file))


@pytest.mark.parametrize("kind", list(Profile))
def test_the_only_way_to_a_notification_is_through_the_board(kind: Profile) -> None:
    into = {state: {s for (s, _), to in MOVES[kind].items() if to is state and s is not state} for state in LifeState}
    assert into[LifeState.IDENTIFIED] == {LifeState.BEFORE_THE_BOARD}
    assert into[LifeState.NOTIFIED] == {LifeState.IDENTIFIED}
    assert into[LifeState.RELEASED] <= {LifeState.NOTIFIED}
    assert (LifeState.RELEASED in set(MOVES[kind].values())) is (kind is Profile.PM)


def test_a_file_comes_before_the_board_only_with_its_examinations_finished() -> None:
    for face in (None, settled(SAME)):
        with pytest.raises(RuleBroken, match="not finished"):
            case(moved(Move.LIST, 1), moved(Move.BRING, 2, file=case_file(face)))
    with pytest.raises(RuleBroken, match="no file of this one"):
        Life(Profile.PM, "PM-8", START, (moved(Move.LIST, 1), moved(Move.BRING, 2, file=DECISION.file)))


@pytest.mark.parametrize(
    "weaker",
    [
        decided(case_file(settled(SAME, SAME)), Conclusion.POSSIBLE),
        decided(case_file(settled(SAME, SAME), line(1, EvidenceKind.TATTOO)), Conclusion.PROBABLE),
    ],
)
def test_possible_and_probable_identify_nobody(weaker: object) -> None:
    with pytest.raises(RuleBroken, match="did not establish"):
        case(*TO_THE_BOARD, moved(Move.IDENTIFY, 200, identification=weaker))
    assert case(*TO_THE_BOARD, moved(Move.SEND_BACK, 200)).state is LifeState.CANDIDATES


def test_a_family_is_told_of_the_identification_that_stands_and_of_no_other() -> None:
    for other in (None, replace(DECISION, number="D-2"), decided(case_file(settled(SAME, SAME)), Conclusion.POSSIBLE)):
        with pytest.raises(RuleBroken, match="no standing identification"):
            case(*IDENTIFIED, moved(Move.NOTIFY, 300, identification=other))


def test_nobody_releases_remains_before_the_family_was_told() -> None:
    with pytest.raises(RuleBroken, match="release is not possible"):
        case(*IDENTIFIED, moved(Move.RELEASE, 300, identification=DECISION))


def test_an_identified_case_is_opened_again_only_by_a_recall() -> None:
    closed = case(*RELEASED, moved(Move.CLOSE, 320))
    with pytest.raises(RuleBroken, match="Recall it"):
        closed.make(moved(Move.REOPEN, 330))
    again = closed.make(moved(Move.RECALL, 400, recall=recall())).make(moved(Move.REOPEN, 401))
    assert again.state is LifeState.OPEN and again.standing is None and again.recalls == ("C-1",)


def test_a_recall_freezes_until_every_act_came_to_its_end() -> None:
    life = case(*RELEASED, moved(Move.RECALL, 400, recall=recall()))
    for move in (Move.NOTIFY, Move.RELEASE):
        with pytest.raises(RuleBroken, match="no standing identification"):
            life.make(moved(move, 401, identification=DECISION))
    life = life.make(moved(Move.REOPEN, 401)).make(moved(Move.BRING, 402, file=DECISION.file))
    again = moved(Move.IDENTIFY, 600, identification=DECISION)
    with pytest.raises(RuleBroken, match="earlier recall is not at its end"):
        life.make(again)
    with pytest.raises(RuleBroken, match="not at their end"):
        life.make(moved(Move.END_RECALL, 500, recall=recall()))
    whole = life.make(moved(Move.END_RECALL, 500, recall=ended(recall()))).make(again)
    assert whole.state is LifeState.IDENTIFIED and whole.recalls == ()
    assert whole.moves[: len(RELEASED)] == RELEASED


def test_a_recall_cannot_leave_out_that_the_family_was_told() -> None:
    with pytest.raises(RuleBroken, match="leaves out: notification"):
        case(*NOTIFIED, moved(Move.RECALL, 400, recall=recall(RecallGround.WRONG_PERSON, GIVEN)))
    with pytest.raises(RuleBroken, match="leaves out: release-of-remains"):
        case(*RELEASED, moved(Move.RECALL, 400, recall=recall(RecallGround.WRONG_PERSON, TOLD)))


def test_a_recall_ends_as_the_one_that_began() -> None:
    life = case(*RELEASED, moved(Move.RECALL, 400, recall=recall()))
    shorter = ended(recall(RecallGround.WRONG_PERSON, TOLD))
    with pytest.raises(RuleBroken, match="no such recall"):
        life.make(moved(Move.END_RECALL, 500, recall=shorter))


def test_what_does_not_stand_cannot_be_recalled() -> None:
    with pytest.raises(RuleBroken, match="no standing identification to recall"):
        case(moved(Move.LIST, 1), moved(Move.RECALL, 400, recall=recall()))


def test_a_missing_person_who_turns_up_closes_the_record() -> None:
    record = case(moved(Move.LIST, 1), moved(Move.FIND_ALIVE, 2), kind=Profile.AM)
    assert record.state is LifeState.CLOSED
    with pytest.raises(RuleBroken, match="find-alive is not possible"):
        case(moved(Move.FIND_ALIVE, 2))


def test_a_person_found_alive_after_an_identification_recalls_it_and_is_not_missing_again() -> None:
    alive = recall(RecallGround.FOUND_ALIVE)
    record = case(*NOTIFIED, moved(Move.RECALL, 400, recall=alive), kind=Profile.AM)
    with pytest.raises(RuleBroken, match="found alive"):
        record.make(moved(Move.REOPEN, 401))
    assert record.make(moved(Move.CLOSE, 401)).state is LifeState.CLOSED
    later = record.make(moved(Move.END_RECALL, 500, recall=ended(alive)))
    with pytest.raises(RuleBroken, match="found alive"):
        later.make(moved(Move.REOPEN, 501))
    body = case(*RELEASED, moved(Move.RECALL, 400, recall=alive))
    assert body.make(moved(Move.REOPEN, 401)).state is LifeState.OPEN


def test_a_person_wrongly_named_is_missing_again() -> None:
    record = case(*NOTIFIED, moved(Move.RECALL, 400, recall=recall()), kind=Profile.AM)
    with pytest.raises(RuleBroken, match="still missing"):
        record.make(moved(Move.CLOSE, 401))
    ended_first = record.make(moved(Move.END_RECALL, 500, recall=ended(recall())))
    with pytest.raises(RuleBroken, match="still missing"):
        ended_first.make(moved(Move.CLOSE, 501))
    assert record.make(moved(Move.REOPEN, 401)).state is LifeState.OPEN


def test_moves_that_change_a_persons_fate_have_a_reason_and_somebody_who_made_them() -> None:
    with pytest.raises(RuleBroken, match="reason"):
        Moved(minute(1), Move.CLOSE, "Reg")
    with pytest.raises(RuleBroken, match="Who does it"):
        Moved(minute(1), Move.LIST, " ")
