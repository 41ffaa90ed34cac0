"""When a record is erased, nothing of it leaves any more, and what left is asked back."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.db import DatabaseError, transaction

from antigone.desk.accounts.permissions import Role
from antigone.desk.erasing.words import kept
from antigone.desk.exchange import keys, making
from antigone.desk.exchange.actions.arrivals import accept_arrival, bring_in
from antigone.desk.exchange.actions.packets import recall_packet, take_packet
from antigone.desk.exchange.models import Arrival, Packet
from antigone.desk.exchange.queries import packets, to_recall
from antigone.desk.exchange.release_policy import allowed_to
from antigone.errors import RuleBroken
from antigone.exchange.packet import PacketKind
from antigone.types import Basis
from desk_erasing import carried_out
from desk_exchange import Exchange
from desk_people import a_person, as_


@pytest.mark.slow
def test_a_packet_that_waits_is_destroyed_and_one_that_left_stands_to_be_recalled(exchange: Exchange) -> None:
    lena = a_person("Lena Liaison", exchange.people.harbour, Role.LIAISON_OFFICER)
    cta, record = exchange.recipient(), exchange.record()
    exchange.source(basis=Basis.PUBLIC_INTEREST)
    left = exchange.packet(record.subject, cta, PacketKind.SHEET)
    take_packet(by=as_(exchange.rosa), packet=left)
    waits = exchange.packet(record.subject, cta, PacketKind.SHEET)
    assert making.read(waits.file) and not to_recall(packets(as_(exchange.rosa))).exists()
    erasure = carried_out(exchange.rosa, lena, record.subject)
    assert making.read(waits.file) is None and not list((settings.DESK.home / "exchange").glob("*"))
    with pytest.raises(RuleBroken, match="time to take"):
        take_packet(by=as_(exchange.rosa), packet=waits)
    record.refresh_from_db()
    refused = allowed_to(record.subject, cta.row, PacketKind.SHEET)
    assert refused is not None and refused.code == "erased"
    assert (erasure.destroyed["packets"], erasure.destroyed["left"]) == (1, 1)
    assert any("1 packet." in each.what for each in kept(erasure))
    assert list(to_recall(packets(as_(exchange.rosa)))) == [left]
    letter = recall_packet(by=as_(exchange.rosa), packet=left, reason="the family asked that it be destroyed")
    assert not to_recall(packets(as_(exchange.rosa))).exists()
    assert "recall.json" in cta.reads(take_packet(by=as_(exchange.rosa), packet=letter)).files


@pytest.mark.slow
@pytest.mark.both
def test_the_number_of_others_goes_with_the_record_that_was_made_of_what_they_sent(exchange: Exchange) -> None:
    lena = a_person("Lena Liaison", exchange.people.harbour, Role.LIAISON_OFFICER)
    ours = keys.own_keys()
    assert ours is not None
    here, source = exchange.recipient(age_key=ours.age, signing_key=ours.signing), exchange.source()
    record = exchange.record()
    exchange.consent(record, source)
    sent = exchange.sent(record.subject, here, PacketKind.SHEET)
    (arrival,) = bring_in(by=as_(exchange.rosa), incident=exchange.incident, data=sent)
    made = accept_arrival(by=as_(exchange.rosa), arrival=arrival, reason="looked at", source=source).subject
    assert made is not None and Arrival.objects.get().code
    carried_out(exchange.rosa, lena, made)
    found = Arrival.objects.get()
    assert (found.code, found.content, found.subject_id) == ("", {}, made.pk)
    for change in ({"code": "X"}, {"state": "waiting"}, {"subject": None}, {"decided_reason": ""}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Arrival.objects.update(**change)
    assert Packet.objects.get().subject_id == record.pk
