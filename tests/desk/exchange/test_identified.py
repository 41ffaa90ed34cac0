"""What leaves of somebody who was identified: it is registered with the identification, and a recall freezes it."""

from __future__ import annotations

import random

import pytest

from antigone.desk.cases.actions.cases import change_article16
from antigone.desk.exchange.actions.packets import make_packet, recall_packet, take_packet
from antigone.desk.exchange.models import Packet
from antigone.desk.exchange.release_policy import allowed_to
from antigone.desk.identification.actions.recalls import begin_recall
from antigone.desk.identification.models import Act
from antigone.desk.identification.to_protocol import recall_of
from antigone.desk.review.actions import _assigning
from antigone.desk.subjects.models import Subject
from antigone.errors import RuleBroken
from antigone.exchange.packet import PacketKind
from antigone.protocol.recall import RecallGround, What
from desk_board import Board, a_board, identified
from desk_databases import Database
from desk_exchange import Body, Exchange
from desk_people import as_


class Never(random.Random):
    """No known pair is drawn."""

    def random(self) -> float:
        return 1.0


@pytest.fixture
def board(desk: Database, monkeypatch: pytest.MonkeyPatch) -> Board:
    monkeypatch.setattr(_assigning, "chance", Never())
    return a_board()


def packet_of(board: Board, subject: Subject, to: Body, kind: PacketKind) -> Packet:
    return make_packet(by=as_(board.rosa), kind=kind, subject=subject, recipient=to.row, reason="asked")


def test_what_left_stands_in_the_register_and_a_recall_of_the_identification_finds_and_freezes_it(board: Board) -> None:
    exchange = Exchange(board.team.people, board.rosa, board.incident)
    cta, decision = exchange.recipient(), identified(board)
    case = decision.case
    change_article16(by=as_(board.rosa), case=case.case, reason="disc", fields={"surname": "Щербак"})
    packet = packet_of(board, case, cta, PacketKind.BUREAU)
    assert not Act.objects.filter(what=What.INFORMATION_BUREAU.value).exists()
    take_packet(by=as_(board.rosa), packet=packet)
    packet.refresh_from_db()
    act = Act.objects.get(what=What.INFORMATION_BUREAU.value)
    assert packet.act_number == act.number and packet.number in act.words
    waits = packet_of(board, case, cta, PacketKind.SHEET)

    ground = RecallGround.WRONG_PERSON.value
    recall = begin_recall(by=as_(board.lia), decision=decision, ground=ground, reason="two samples were mixed up")
    assert act.number in {task.number for task in recall_of(recall).open}
    refused = allowed_to(case, cta.row, PacketKind.SHEET)
    assert refused is not None and refused.code == "frozen"
    with pytest.raises(RuleBroken, match="being recalled"):
        take_packet(by=as_(board.rosa), packet=waits)
    assert take_packet(by=as_(board.rosa), packet=recall_packet(by=as_(board.rosa), packet=packet, reason="mixed up"))


def test_nobody_who_was_identified_is_published_as_missing(board: Board) -> None:
    exchange = Exchange(board.team.people, board.rosa, board.incident)
    registry, decision = exchange.recipient("Registry of the Missing"), identified(board)
    refused = allowed_to(decision.record, registry.row, PacketKind.PFIF)
    assert refused is not None and refused.code == "identified"
