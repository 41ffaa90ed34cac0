"""What comes in: read without being believed, kept waiting, and made into a case or record by a person."""

from __future__ import annotations

import json
import socket
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.conf import settings
from django.db import DatabaseError, transaction

from antigone.desk.audit.checkpoints import sign
from antigone.desk.audit.models import AuditRow
from antigone.desk.candidates.models import Run
from antigone.desk.exchange import keys, reading
from antigone.desk.exchange.actions.arrivals import accept_arrival, bring_in, decline_arrival
from antigone.desk.exchange.actions.packets import recall_packet, take_packet
from antigone.desk.exchange.models import Arrival
from antigone.desk.exchange.queries import made_of, nearly
from antigone.desk.exchange.sheets import sheet_of
from antigone.desk.jobs.models import Job
from antigone.desk.records.models import Record
from antigone.desk.subjects.models import Subject
from antigone.errors import FileUnreadable, NotAllowed, OutOfStep, RuleBroken
from antigone.exchange.as_json import dvi_json
from antigone.exchange.packet import SIGNED, PacketKind, manifest_of, packed
from antigone.exchange.pfif import as_pfif
from antigone.exchange.sheet import Sheet
from antigone.types import Basis
from desk_exchange import CTA, Body, Exchange, another_desk
from desk_people import as_

NOW = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)


def own(exchange: Exchange, **other: Any) -> Body:
    """This desk as a recipient of itself: what it sends, it can read. With its signing key, unless told otherwise."""
    ours = keys.own_keys()
    assert ours is not None
    said = {"age_key": ours.age, "signing_key": ours.signing, **other}
    return exchange.recipient(**said)


def brought(exchange: Exchange, data: bytes) -> Arrival:
    (arrival,) = bring_in(by=as_(exchange.rosa), incident=exchange.incident, data=data)
    return arrival


def accepted(exchange: Exchange, arrival: Arrival, **other: Any) -> Subject:
    made = accept_arrival(by=as_(exchange.rosa), arrival=arrival, reason="looked at", **other).subject
    assert made is not None
    return Subject.objects.select_related("incident", "agency").get(pk=made.pk)


def without_ours(sheet: Sheet) -> Sheet:
    """What another desk gives anew: code, number of others, order of its own; hashes do not come along."""
    values = tuple((name, text) for name, text in sheet.values if name != "other_number")
    effects = tuple(replace(e, seal="") for e in sheet.effects)
    return replace(sheet, code="X", values=values, photographs=(), effects=effects)


@pytest.mark.slow
def test_a_case_that_was_sent_is_the_same_case_where_it_was_taken_in(exchange: Exchange) -> None:
    case = exchange.case(found_on=date(2026, 3, 1), latitude="46.48253", condition="from water", longitude="30.72331")
    arrival = brought(exchange, exchange.sent(case.subject, own(exchange), PacketKind.SHEET))
    assert (arrival.trust, arrival.encrypted, arrival.code) == ("known", True, case.subject.code)
    assert Subject.objects.count() == 1 and not Run.objects.exists() and not Job.objects.exists()
    made = accepted(exchange, arrival)
    before, after = sheet_of(case.subject), sheet_of(made)
    assert without_ours(after) == without_ours(before) and after.value("other_number") == case.subject.code
    assert not Run.objects.exists() and not Job.objects.exists()
    assert Arrival.objects.get().content == {} and Arrival.objects.get().subject == made


@pytest.mark.slow
def test_a_record_that_was_sent_is_the_same_record_and_brings_no_informant(exchange: Exchange) -> None:
    record = exchange.record(
        last_seen_earliest=date(2026, 1, 5), last_seen_latest=date(2026, 1, 5), nationality="Ruritania"
    )
    exchange.consent(record, exchange.source())
    arrival = brought(exchange, exchange.sent(record.subject, own(exchange), PacketKind.DVI))
    source = exchange.source(basis=Basis.PUBLIC_INTEREST)
    made = accepted(exchange, arrival, source=source)
    assert without_ours(sheet_of(made)) == without_ours(sheet_of(record.subject))
    assert not Record.objects.get(pk=made.pk).informants.exists() and Arrival.objects.get().source == source


@pytest.mark.slow
def test_an_information_bureau_packet_becomes_a_case_with_its_article_16_and_inventory(exchange: Exchange) -> None:
    case = exchange.case()
    arrival = brought(exchange, exchange.sent(case.subject, own(exchange), PacketKind.BUREAU, seals={1: "S-12"}))
    made = accepted(exchange, arrival)
    assert made.case.article16.surname == "Щербак" and made.case.article16.number == "R-4471"
    assert [e.kept_where for e in made.case.effects.all()] == ["safe 2 (S-12)", "safe 2"]


def test_a_publication_comes_in_without_anything_being_fetched(
    exchange: Exchange, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = replace(sheet_of(exchange.record().subject), code="ELSEWHERE-1")
    document = as_pfif(sheet, domain="other.example", made=NOW, expires=NOW)
    asked = b"</pfif:author_name>"
    document = document.replace(asked, asked + b"<pfif:author_phone>+1 555 0199</pfif:author_phone>", 1)
    document = document.replace(
        b"</pfif:sex>", b"</pfif:sex><pfif:photo_url>http://other.example/1.jpg</pfif:photo_url>"
    )

    def no_network(*args: object) -> None:
        raise AssertionError("something asked for the network")

    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        monkeypatch.setattr(socket.socket, "connect", no_network)
    arrival = brought(exchange, document)
    assert (arrival.trust, arrival.encrypted) == ("unsigned", False)
    made = accepted(exchange, arrival, source=exchange.source(basis=Basis.PUBLIC_INTEREST))
    record = Record.objects.get(pk=made.pk)
    assert "photo_url: http://other.example/1.jpg" in made.remarks and "expiry_date" in made.remarks
    assert record.other_number == "other.example/ELSEWHERE-1"
    told = record.informants.get()
    assert (told.contact, told.safe) == ("+1 555 0199", None)
    assert not made.photographs.exists()


def test_several_persons_of_a_table_wait_each_for_themselves(exchange: Exchange) -> None:
    table = (
        "side,code,family,given,born_earliest,born_latest\nam,A-1,Щербак,Ян,,\nam,A-2,شيرباك,,1980-01-01,1980-12-31\n"
    )
    first, second = bring_in(by=as_(exchange.rosa), incident=exchange.incident, data=table.encode())
    decline_arrival(by=as_(exchange.rosa), arrival=first, reason="known already")
    made = accepted(exchange, second, source=exchange.source(basis=Basis.PUBLIC_INTEREST))
    assert made.record.born_latest == date(1980, 12, 31) and Record.objects.count() == 1
    assert Arrival.objects.get(pk=first.pk).content == {}
    with pytest.raises(OutOfStep, match="brought in before"):
        brought(exchange, table.encode())


def test_what_was_declined_altogether_can_be_brought_in_again(exchange: Exchange) -> None:
    table = b"side,code,family\nam,A-1,Novak\n"
    decline_arrival(by=as_(exchange.rosa), arrival=brought(exchange, table), reason="by mistake")
    assert brought(exchange, table).state == "waiting"


@pytest.mark.slow
def test_a_packet_for_somebody_else_does_not_open(exchange: Exchange) -> None:
    data = exchange.sent(exchange.case().subject, exchange.recipient(), PacketKind.SHEET)
    with pytest.raises(FileUnreadable, match="does not open with this desk's key"):
        brought(exchange, data)
    settings.DESK = replace(settings.DESK, exchange_key="")
    with pytest.raises(FileUnreadable, match="has no key"):
        brought(exchange, data)
    assert not Arrival.objects.exists()


@pytest.mark.slow
def test_a_signature_is_known_only_while_its_key_stands_confirmed(exchange: Exchange) -> None:
    case = exchange.case()
    unsigned_here = own(exchange, signing_key="")
    arrival = brought(exchange, exchange.sent(case.subject, unsigned_here, PacketKind.SHEET))
    assert (arrival.trust, arrival.sender) == ("unknown", None) and arrival.sender_name == "Harbour mortuary"


def test_a_packet_that_was_changed_after_it_was_signed_is_not_taken_in(exchange: Exchange) -> None:
    ours = keys.own_keys()
    assert ours is not None
    files = {"sheet.json": b"{}"}
    about = {"number": "X-P-1", "subject": "X", "sender": "A", "recipient": "B", "made": "2026", "signer": ours.signing}
    forged = packed(manifest_of(PacketKind.SHEET, files, **about), keys.signature(b"something else"), files)
    with pytest.raises(FileUnreadable, match="signature of this packet is wrong"):
        brought(exchange, keys.encrypted(forged, ours.age))


@pytest.mark.slow
def test_the_signature_of_a_checkpoint_is_none_of_a_packet(exchange: Exchange) -> None:
    """The same key signs both; what is signed begins otherwise."""
    said = json.loads(sign(settings.DESK.checkpoint_key))
    signed = json.dumps(
        {name: said[name] for name in ("sequence", "hash", "at", "rows", "altered")}, sort_keys=True
    ).encode()
    signer, signature = said["public_key"], said["signature"]
    assert keys.is_signed_by(signer, signature, b"antigone checkpoint 2\n" + signed)
    assert not keys.is_signed_by(signer, signature, SIGNED + signed)


@pytest.mark.slow
def test_a_record_that_comes_needs_a_lawful_source_of_the_agency_and_a_case_has_none(exchange: Exchange) -> None:
    sheet = sheet_of(exchange.record().subject)
    arrival = brought(exchange, dvi_json(sheet))
    for source in (None, exchange.source(basis=Basis.PUBLIC_INTEREST)):
        if source is not None:
            source.ended_at = NOW
            source.save()
        with pytest.raises(RuleBroken, match="needs a lawful source"):
            accept_arrival(by=as_(exchange.rosa), arrival=arrival, reason="x", source=source)
    of_a_case = brought(exchange, dvi_json(sheet_of(exchange.case().subject)))
    with pytest.raises(RuleBroken, match="case has no lawful source"):
        accept_arrival(by=as_(exchange.rosa), arrival=of_a_case, reason="x", source=exchange.source())


@pytest.mark.slow
def test_whoever_reviews_leaves_out_what_they_do_not_want(exchange: Exchange) -> None:
    case = exchange.case(eyes="brown", hair="grey", remarks="do not take this")
    arrival = brought(exchange, dvi_json(sheet_of(case.subject)))
    made = accepted(exchange, arrival, only=["eyes", "effects"])
    assert (made.eyes, made.hair, made.remarks, made.sex) == ("brown", "", "", "unknown")
    assert made.case.effects.count() == 2 and not made.marks.exists()


def test_a_field_that_cannot_be_makes_nothing_until_it_is_left_out(exchange: Exchange) -> None:
    sheet = sheet_of(exchange.case(found_on=date(2026, 3, 1)).subject)
    wrong = replace(sheet, values=tuple((n, "yesterday" if n == "found_on" else t) for n, t in sheet.values))
    arrival = brought(exchange, dvi_json(wrong))
    with pytest.raises(RuleBroken, match="found_on"):
        accept_arrival(by=as_(exchange.rosa), arrival=arrival, reason="x")
    assert Subject.objects.count() == 1
    assert accepted(exchange, arrival, only=["sex"]).sex == "male"


def test_the_reviewer_sees_who_may_be_the_same_before_anything_is_made(exchange: Exchange) -> None:
    record, case = exchange.record(), exchange.case(other_number="P-17")
    arrival = brought(exchange, b"side,code,family,given\nam,A-1,Shcherbak,Yan\n")
    assert nearly(as_(exchange.rosa), arrival, reading.sheet_in(arrival.content)) == [record.subject]
    arrival = brought(exchange, b"side,code,other_number\npm,B-1,P-17\n")
    assert nearly(as_(exchange.rosa), arrival, reading.sheet_in(arrival.content)) == [case.subject]


@pytest.mark.slow
def test_a_letter_of_recall_that_comes_names_what_was_made_of_its_packet(exchange: Exchange) -> None:
    us, case = own(exchange), exchange.case()
    packet = exchange.packet(case.subject, us, PacketKind.SHEET)
    made = accepted(exchange, brought(exchange, take_packet(by=as_(exchange.rosa), packet=packet)))
    letter = recall_packet(by=as_(exchange.rosa), packet=packet, reason="of another body")
    arrival = brought(exchange, take_packet(by=as_(exchange.rosa), packet=letter))
    assert arrival.form == "recall"
    said = reading.letter_in(arrival.content)
    assert said.packet == packet.number and list(made_of(as_(exchange.rosa), said.packet)) == [made]
    accept_arrival(by=as_(exchange.rosa), arrival=arrival, reason="the case was closed")
    assert Subject.objects.count() == 2


def test_only_a_registrar_of_an_agency_that_takes_part_brings_anything_in(exchange: Exchange) -> None:
    table = b"side,code\npm,B-1\n"
    for person in (exchange.people.ana, exchange.people.boris, exchange.people.emil):
        with pytest.raises(NotAllowed):
            bring_in(by=as_(person), incident=exchange.incident, data=table)
    arrival = brought(exchange, table)
    with pytest.raises(NotAllowed):
        accept_arrival(by=as_(exchange.people.boris), arrival=arrival, reason="x")


def test_the_audit_has_hashes_and_numbers_of_what_came_and_no_names(exchange: Exchange) -> None:
    arrival = brought(exchange, "side,code,family\nam,A-1,Щербак\n".encode())
    accepted(exchange, arrival, source=exchange.source(basis=Basis.PUBLIC_INTEREST))
    rows = AuditRow.objects.filter(thing=f"arrival {arrival.pk}").order_by("sequence")
    assert [row.verb for row in rows] == ["bring in arrival", "accept arrival"]
    assert arrival.sha256 in rows[0].detail and not any("Щербак" in row.detail for row in AuditRow.objects.all())


@pytest.mark.both
def test_the_database_keeps_what_was_decided(exchange: Exchange) -> None:
    arrival = brought(exchange, b"side,code\npm,B-1\n")
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Arrival.objects.filter(pk=arrival.pk).update(sha256="0" * 64)
    decline_arrival(by=as_(exchange.rosa), arrival=arrival, reason="no")
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Arrival.objects.filter(pk=arrival.pk).update(state="waiting")
    with pytest.raises(DatabaseError, match="never deleted"), transaction.atomic():
        Arrival.objects.filter(pk=arrival.pk)._raw_delete("default")


@pytest.mark.slow
def test_another_desk_reads_what_this_one_encrypted_to_it_and_knows_who_signed(exchange: Exchange) -> None:
    here = settings.DESK
    ours = keys.own_keys()
    assert ours is not None
    another_desk()
    there, theirs = settings.DESK, keys.own_keys()
    assert theirs is not None
    settings.DESK = here
    data = exchange.sent(exchange.case().subject, exchange.recipient(age_key=theirs.age), PacketKind.SHEET)
    settings.DESK = there
    assert brought(exchange, data).trust == "unknown"
    Arrival.objects.update(state="declined")
    exchange.recipient("Harbour's desk", signing_key=ours.signing)
    arrival = brought(exchange, data)
    assert arrival.trust == "known" and arrival.sender is not None and arrival.sender.name == "Harbour's desk"
    assert CTA not in str(arrival.content)
