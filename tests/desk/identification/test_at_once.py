"""People who act at the same moment, in threads of their own, on both databases."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from antigone.desk.audit.verify import verify
from antigone.desk.identification.actions.files import bring
from antigone.desk.identification.actions.recalls import begin_recall
from antigone.desk.identification.actions.sitting import close_vote, put, vote
from antigone.desk.identification.models import Decision, Motion, Recall, Vote
from antigone.errors import AntigoneError
from antigone.protocol.recall import What
from desk_board import Board, a_board, a_file, a_line, a_sitting, did, faceless
from desk_databases import Database
from desk_people import as_

pytestmark = pytest.mark.both


def at_once(*acts: Callable[[], object]) -> list[str]:
    """What became of each: empty, or what stood against it."""
    gate = Barrier(len(acts))

    def go(act: Callable[[], object]) -> str:
        try:
            gate.wait(60)
            act()
        except AntigoneError as fault:
            return fault.detail
        finally:
            connections.close_all()
        return ""

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(go, acts))


def put_to_the_vote(board: Board, rests_on: str = "") -> Motion:
    """A body without a face, by its teeth; perhaps as the only one left, beside another identification."""
    file = a_file(board, *board.pair(photographs=False))
    faceless(board, file.case)
    a_line(board, file)
    if rests_on:
        a_line(board, file, "elimination", words="The only one left of the crew.", rests_on=[rests_on])
    bring(by=as_(board.rosa), file=file)
    return put(by=as_(board.chair), sitting=a_sitting(board, file), conclusion="ESTABLISHED", reasons="the teeth agree")


@pytest.mark.slow
def test_people_at_the_same_moment(own_desk: Database) -> None:
    """One desk for all of it: a database of one's own costs seconds."""
    board = a_board()
    proposal = put_to_the_vote(board)

    def votes(number: int, of: Motion = proposal) -> Callable[[], object]:
        return lambda: vote(by=as_(board.members[number]), proposal=of, agrees=True)

    said = at_once(votes(0), votes(1), votes(1), votes(2))
    assert sorted(said) == ["", "", "", "You voted."] and Vote.objects.count() == 3, "each member once"
    said = at_once(
        *(lambda number=number: close_vote(by=as_(board.members[number]), proposal=proposal) for number in (0, 1))
    )
    assert sorted(said) == ["", "This vote is closed."]
    first = Decision.objects.get()

    second = put_to_the_vote(board, rests_on=first.number)
    for number in range(3):
        votes(number, second)()
    said = at_once(
        lambda: begin_recall(by=as_(board.rosa), decision=first, ground="wrong-person", reason="DNA names another"),
        lambda: begin_recall(by=as_(board.lia), decision=first, ground="found-alive", reason="she rang"),
        lambda: close_vote(by=as_(board.chair), proposal=second),
    )
    assert sorted(said[:2]) == ["", "This identification was recalled."] and Recall.objects.count() == 1
    later = Decision.objects.filter(proposal=second).first()
    if later is None:
        assert "does not stand" in said[2], "the recall came first"
    else:
        with pytest.raises(AntigoneError, match="frozen"):
            did(board, later, What.NOTIFICATION)
    assert verify().faults == ()
