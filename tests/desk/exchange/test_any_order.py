"""Whatever people do with packets, in whatever order."""

from __future__ import annotations

from collections import Counter

import pytest
from django.conf import settings
from django.db import transaction
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from antigone.desk.exchange.actions.packets import confirm_received, recall_packet, take_packet
from antigone.desk.exchange.actions.recipients import end_recipient
from antigone.desk.exchange.models import Packet, Recipient
from antigone.errors import RuleBroken
from antigone.exchange.packet import PacketKind
from desk_exchange import Body, Exchange
from desk_people import as_

REGISTRY = "Registry of the Missing"


class PacketsOfOneCase(RuleBasedStateMachine):
    """Whatever people do in whatever order: a packet is given out once at the most, never to whom it may not go, and
    what was recalled is not given out."""

    exchange: Exchange
    """Set by the test."""

    def __init__(self) -> None:
        super().__init__()
        self.over = transaction.atomic()
        self.over.__enter__()
        self.case, self.given = self.exchange.case().subject, Counter[int]()
        self.to: Body | None = None

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.over.__exit__(None, None, None)

    def stands(self) -> bool:
        return self.to is not None and Recipient.objects.get(pk=self.to.row.pk).ended_at is None

    @precondition(lambda self: not self.stands())
    @rule()
    def somebody_opens_a_recipient(self) -> None:
        self.to = self.exchange.recipient()

    @precondition(lambda self: self.stands())
    @rule()
    def somebody_ends_it(self) -> None:
        assert self.to is not None
        end_recipient(by=as_(self.exchange.people.ana), recipient=self.to.row, reason="over")

    @precondition(lambda self: self.to is not None)
    @rule(kind=st.sampled_from((PacketKind.SHEET, PacketKind.PFIF)))
    def somebody_makes_a_packet(self, kind: PacketKind) -> None:
        assert self.to is not None
        if self.stands() and kind is PacketKind.SHEET:
            self.exchange.packet(self.case, self.to, kind)
        else:
            with pytest.raises(RuleBroken):
                self.exchange.packet(self.case, self.to, kind)

    @precondition(lambda self: Packet.objects.exists())
    @rule(place=st.integers(0, 9))
    def somebody_takes_one(self, place: int) -> None:
        packet = self.one(place)
        letter, recalled = packet.kind == PacketKind.RECALL.value, Packet.objects.filter(recalls=packet).exists()
        ended = Recipient.objects.get(pk=packet.recipient_id).ended_at is not None
        if self.given[packet.pk] or recalled or (ended and not letter):
            with pytest.raises(RuleBroken):
                take_packet(by=as_(self.exchange.rosa), packet=packet)
        else:
            assert take_packet(by=as_(self.exchange.rosa), packet=packet)
            self.given[packet.pk] += 1

    @precondition(lambda self: Packet.objects.exists())
    @rule(place=st.integers(0, 9))
    def somebody_recalls_one(self, place: int) -> None:
        packet = self.one(place)
        if packet.kind == PacketKind.RECALL.value or Packet.objects.filter(recalls=packet).exists():
            with pytest.raises(RuleBroken):
                recall_packet(by=as_(self.exchange.rosa), packet=packet, reason="wrong")
        else:
            recall_packet(by=as_(self.exchange.rosa), packet=packet, reason="wrong")

    @precondition(lambda self: Packet.objects.exists())
    @rule(place=st.integers(0, 9))
    def somebody_hears_that_one_arrived(self, place: int) -> None:
        packet = self.one(place)
        if not self.given[packet.pk] or packet.received_at is not None:
            with pytest.raises(RuleBroken):
                confirm_received(by=as_(self.exchange.rosa), packet=packet, words="by telephone")
        else:
            confirm_received(by=as_(self.exchange.rosa), packet=packet, words="by telephone")

    def one(self, place: int) -> Packet:
        rows = list(Packet.objects.order_by("pk"))
        return rows[place % len(rows)]

    @invariant()
    def the_files_are_those_that_can_still_be_taken(self) -> None:
        folder = settings.DESK.home / "exchange"
        lying = {path.name for path in folder.iterdir()} if folder.exists() else set()
        waiting = Packet.objects.filter(taken_at=None, recalled_by=None).values_list("file", flat=True)
        assert set(waiting) <= lying and max(self.given.values(), default=0) <= 1


def test_whatever_people_do_a_packet_is_given_out_once_and_only_where_it_may_go(exchange: Exchange) -> None:
    machine = type("OfOneCase", (PacketsOfOneCase,), {"exchange": exchange})
    few = hypothesis_settings(max_examples=8, stateful_step_count=12, deadline=None)
    run_state_machine_as_test(machine, settings=few)  # type: ignore[no-untyped-call]
