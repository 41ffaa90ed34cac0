"""What leaves: to whom, on what ground, how it is locked, and how it is called back."""

from __future__ import annotations

import base64
import hashlib
import json
from datetime import date, timedelta
from pathlib import Path
from unittest import mock

import pytest
from django.conf import settings
from django.db import DatabaseError, transaction
from django.utils import timezone
from pyrage import DecryptError, decrypt, x25519

from antigone.desk.audit.models import AuditRow
from antigone.desk.cases.actions.cases import change_case
from antigone.desk.exchange import making
from antigone.desk.exchange.actions.packets import confirm_received, make_packet, recall_packet, take_packet
from antigone.desk.exchange.actions.recipients import confirm_recipient, end_recipient, open_recipient
from antigone.desk.exchange.keys import fingerprint
from antigone.desk.exchange.models import Packet, Recipient
from antigone.desk.exchange.queries import to_recall
from antigone.desk.exchange.release_policy import OF_A_CASE, OF_A_RECORD, allowed_to, named_in
from antigone.desk.photos import vault
from antigone.desk.photos.actions.lawful_basis import end_source, withdraw_consent
from antigone.desk.photos.actions.photographs import add_photograph
from antigone.errors import NotAllowed, OutOfStep, RuleBroken
from antigone.exchange.packet import PacketKind
from antigone.exchange.recall import letter_from_json
from antigone.types import Basis
from desk_exchange import CTA, Exchange
from desk_people import as_
from desk_photos import a_dead_face

REGISTRY = "Registry of the Missing"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF"
"""How every picture begins that the desk makes. Three bytes of it stand in one of 400 compressed papers by chance."""


def code(exchange: Exchange, subject: object, recipient: Recipient, kind: PacketKind) -> str | None:
    refused = allowed_to(subject, Recipient.objects.get(pk=recipient.pk), kind)  # type: ignore[arg-type]
    return refused.code if refused else None


@pytest.mark.slow
def test_what_article_16_asks_for_reaches_the_tracing_agency_and_only_they_can_read_it(exchange: Exchange) -> None:
    cta, case = exchange.recipient(), exchange.case()
    data = exchange.sent(case.subject, cta, PacketKind.BUREAU, seals={1: "S-0012"})
    with pytest.raises(DecryptError):
        decrypt(data, [x25519.Identity.generate()])
    packet = cta.reads(data)
    said = json.loads(packet.files["bureau.json"])
    assert [said["article16"][letter]["written"] for letter in "abch"] == [
        "Ruritania",
        "R-4471",
        "Щербак",
        "wounds of the chest",
    ]
    assert [(e["place"], e["seal"]) for e in said["effects"]] == [(1, "S-0012"), (2, "")]
    assert packet.files["bureau.pdf"].startswith(b"%PDF-") and packet.manifest.recipient == CTA
    row = AuditRow.objects.get(verb="make packet")
    made = Packet.objects.get()
    assert made.sha256 in row.detail and all(part["sha256"] in row.detail for part in made.contents)
    assert "Щербак" not in row.detail and CTA not in row.detail


def test_article_16_goes_neither_to_a_registry_nor_to_a_national_society(exchange: Exchange) -> None:
    registry, case = exchange.recipient(REGISTRY), exchange.case()
    assert code(exchange, case.subject, registry.row, PacketKind.BUREAU) == "kind-not-received"
    with pytest.raises(RuleBroken, match="information bureau or the Central Tracing Agency only"):
        exchange.recipient("Red Crescent Society", body=Recipient.Body.NATIONAL_SOCIETY, kinds=[PacketKind.BUREAU])


@pytest.mark.slow
def test_nothing_goes_to_whom_no_second_person_confirmed(exchange: Exchange) -> None:
    case, recipient = exchange.case(), exchange.recipient(confirmed=False).row
    assert code(exchange, case.subject, recipient, PacketKind.DVI) == "not-confirmed"
    typed = fingerprint(recipient.age_key)
    with pytest.raises(RuleBroken, match="You opened this recipient yourself"):
        confirm_recipient(by=as_(exchange.people.ana), recipient=recipient, fingerprint=typed, how="on paper")
    with pytest.raises(RuleBroken, match="not the fingerprint"):
        confirm_recipient(by=as_(exchange.rosa), recipient=recipient, fingerprint=typed[:-1] + "_", how="on paper")
    confirm_recipient(by=as_(exchange.rosa), recipient=recipient, fingerprint=typed.lower(), how="on paper")
    assert code(exchange, case.subject, recipient, PacketKind.DVI) is None


@pytest.mark.slow
def test_nothing_goes_to_a_recipient_that_ended_or_whose_agreement_ran_out(exchange: Exchange) -> None:
    case, until = exchange.case(), timezone.localdate() + timedelta(days=3)
    cta = exchange.recipient(valid_until=until)
    packet = exchange.packet(case.subject, cta, PacketKind.SHEET)
    with mock.patch("django.utils.timezone.now", return_value=timezone.now() + timedelta(days=5)):
        assert code(exchange, case.subject, cta.row, PacketKind.SHEET) == "run-out"
    end_recipient(by=as_(exchange.people.ana), recipient=cta.row, reason="their key was stolen")
    assert code(exchange, case.subject, cta.row, PacketKind.SHEET) == "ended"
    with pytest.raises(RuleBroken, match="has ended"):
        take_packet(by=as_(exchange.rosa), packet=packet)
    with pytest.raises(RuleBroken, match="has ended"):
        exchange.packet(case.subject, cta, PacketKind.SHEET)


def test_a_private_key_or_nonsense_is_no_key_of_a_recipient(exchange: Exchange) -> None:
    for key in (str(x25519.Identity.generate()), "age1qqqq", "", "ssh-ed25519 AAAA"):
        with pytest.raises(RuleBroken, match="key"):
            exchange.recipient(age_key=key)
    with pytest.raises(RuleBroken, match="signs"):
        exchange.recipient(signing_key="x" * 42 + "!")


@pytest.mark.slow
def test_a_record_goes_only_where_its_ground_names_the_recipient_word_for_word(exchange: Exchange) -> None:
    cta, record = exchange.recipient(), exchange.record()
    assert code(exchange, record.subject, cta.row, PacketKind.DVI) == "not-named"
    exchange.consent(record, exchange.source("Central Tracing Agency of another; INTERPOL"))
    assert code(exchange, record.subject, cta.row, PacketKind.DVI) == "not-named"
    consent = exchange.consent(record, exchange.source("INTERPOL, central  tracing agency "))
    assert code(exchange, record.subject, cta.row, PacketKind.DVI) is None
    packet = exchange.packet(record.subject, cta, PacketKind.DVI)
    assert packet.consent == consent and packet.source == consent.source
    withdraw_consent(by=as_(exchange.rosa), consent=consent, reason="asked")
    assert code(exchange, record.subject, cta.row, PacketKind.DVI) == "not-named"
    with pytest.raises(RuleBroken, match="Neither a consent nor a law"):
        take_packet(by=as_(exchange.rosa), packet=packet)


@pytest.mark.slow
def test_nobody_goes_round_a_family_by_choosing_another_ground(exchange: Exchange) -> None:
    cta, asked, other = exchange.recipient(), exchange.record(), exchange.record()
    law = exchange.source(CTA, Basis.LEGAL_OBLIGATION)
    consent = exchange.consent(asked, exchange.source("INTERPOL"))
    assert code(exchange, asked.subject, cta.row, PacketKind.SHEET) == "not-named"
    assert code(exchange, other.subject, cta.row, PacketKind.SHEET) is None
    withdraw_consent(by=as_(exchange.rosa), consent=consent, reason="asked")
    assert code(exchange, asked.subject, cta.row, PacketKind.SHEET) == "not-named"
    end_source(by=as_(exchange.rosa), source=law, reason="repealed")
    assert code(exchange, other.subject, cta.row, PacketKind.SHEET) == "not-named"


@pytest.mark.slow
def test_a_record_is_published_only_with_consent_to_publication_and_for_a_time(exchange: Exchange) -> None:
    registry, record = exchange.recipient(REGISTRY), exchange.record()
    exchange.source(REGISTRY, Basis.LEGAL_OBLIGATION, purposes="publication")
    exchange.consent(record, exchange.source(REGISTRY))
    assert code(exchange, record.subject, registry.row, PacketKind.PFIF) == "no-consent-to-publish"
    until = timezone.localdate() + timedelta(days=20)
    exchange.consent(record, exchange.source(REGISTRY, purposes="To find the missing; publication"), valid_until=until)
    packet = exchange.packet(record.subject, registry, PacketKind.PFIF)
    assert packet.published_until == until
    with pytest.raises(RuleBroken, match="a year at most"):
        exchange.packet(record.subject, registry, PacketKind.PFIF, published_until=date(2099, 1, 1))
    document = registry.reads(take_packet(by=as_(exchange.rosa), packet=packet)).files["record.xml"].decode()
    assert "photo_url" not in document and "Оксана" not in document and "555" not in document
    assert f"<pfif:expiry_date>{until.isoformat()}T23:59:59Z" in document


@pytest.mark.slow
def test_nobody_publishes_the_dead_and_no_record_has_article_16(exchange: Exchange) -> None:
    cta, case, record = exchange.recipient(), exchange.case(), exchange.record()
    assert code(exchange, case.subject, cta.row, PacketKind.PFIF) == "other-side"
    assert code(exchange, record.subject, cta.row, PacketKind.BUREAU) == "other-side"


@pytest.mark.slow
def test_no_informant_leaves_in_any_packet(exchange: Exchange) -> None:
    cta, record = exchange.recipient(), exchange.record()
    exchange.consent(record, exchange.source(f"{CTA}", purposes="publication"))
    for kind in (PacketKind.DVI, PacketKind.SHEET, PacketKind.PFIF):
        for name, data in cta.reads(exchange.sent(record.subject, cta, kind)).files.items():
            if not name.endswith(".pdf"):  # printed from the same sheet, and compressed
                assert "Оксана".encode() not in data and b"555 0100" not in data


@pytest.mark.slow
def test_a_packet_is_taken_once_and_not_after_its_time(exchange: Exchange, vault_folder: Path) -> None:
    cta, case, drawer = exchange.recipient(), exchange.case(), settings.DESK.home / "exchange"
    packet = exchange.packet(case.subject, cta, PacketKind.DVI)
    (kept,) = drawer.iterdir()
    assert b"HALCYON" not in kept.read_bytes() and kept.read_bytes().startswith(b"age-encryption.org/")
    assert take_packet(by=as_(exchange.rosa), packet=packet)
    assert list(drawer.iterdir()) == []
    with pytest.raises(OutOfStep, match="given out once"):
        take_packet(by=as_(exchange.rosa), packet=packet)
    late = exchange.packet(case.subject, cta, PacketKind.DVI)
    with mock.patch("django.utils.timezone.now", return_value=timezone.now() + timedelta(days=4)):
        with pytest.raises(OutOfStep, match="time to take this packet is over"):
            take_packet(by=as_(exchange.rosa), packet=late)
        exchange.packet(case.subject, cta, PacketKind.DVI)
    assert len(list(drawer.iterdir())) == 1


@pytest.mark.slow
def test_no_file_stays_when_a_rule_stands_against_it(exchange: Exchange) -> None:
    cta, case = exchange.recipient(), exchange.case()
    whole = making.make

    def and_somebody_writes(*args: object) -> object:
        made = whole(*args)  # type: ignore[arg-type]
        change_case(by=as_(exchange.rosa), case=case, reason="measured", eyes="brown")
        return made

    interrupted = mock.patch("antigone.desk.exchange.actions.packets.make", and_somebody_writes)
    with interrupted, pytest.raises(OutOfStep, match="changed meanwhile"):
        exchange.packet(case.subject, cta, PacketKind.SHEET)
    assert list((settings.DESK.home / "exchange").iterdir()) == [] and not Packet.objects.exists()


@pytest.mark.slow
def test_a_recall_reaches_the_same_recipient_and_stays_open_until_they_confirm_it(exchange: Exchange) -> None:
    cta, case = exchange.recipient(), exchange.case()
    packet = exchange.packet(case.subject, cta, PacketKind.DVI)
    data = take_packet(by=as_(exchange.rosa), packet=packet)
    end_recipient(by=as_(exchange.people.ana), recipient=cta.row, reason="the agreement was ended")
    letter = recall_packet(by=as_(exchange.rosa), packet=packet, reason="it was of another body")
    with pytest.raises(OutOfStep, match="Nobody has taken"):
        confirm_received(by=as_(exchange.rosa), packet=letter, words="M. Favre")
    opened = cta.reads(take_packet(by=as_(exchange.rosa), packet=letter))
    said = letter_from_json(opened.files["recall.json"])
    assert (said.packet, said.sha256, said.why) == (packet.number, packet.sha256, "it was of another body")
    assert cta.reads(data).manifest.number == packet.number
    confirm_received(by=as_(exchange.rosa), packet=letter, words="M. Favre, by signed letter")
    with pytest.raises(OutOfStep, match="was recalled"):
        recall_packet(by=as_(exchange.rosa), packet=packet, reason="again")
    with pytest.raises(RuleBroken, match="letter of recall is not recalled"):
        recall_packet(by=as_(exchange.rosa), packet=letter, reason="again")


@pytest.mark.slow
def test_a_publication_is_taken_back_with_an_empty_record(exchange: Exchange) -> None:
    registry, record = exchange.recipient(REGISTRY), exchange.record()
    exchange.consent(record, exchange.source(REGISTRY, purposes="publication"))
    packet = exchange.packet(record.subject, registry, PacketKind.PFIF)
    take_packet(by=as_(exchange.rosa), packet=packet)
    letter = recall_packet(by=as_(exchange.rosa), packet=packet, reason="the family asked")
    document = registry.reads(take_packet(by=as_(exchange.rosa), packet=letter)).files["record.xml"].decode()
    assert record.subject.code in document and "Щербак" not in document and "full_name" not in document


@pytest.mark.slow
def test_what_left_on_a_consent_that_was_withdrawn_waits_to_be_recalled(exchange: Exchange) -> None:
    cta, record = exchange.recipient(), exchange.record()
    consent = exchange.consent(record, exchange.source())
    packet = exchange.packet(record.subject, cta, PacketKind.SHEET)
    take_packet(by=as_(exchange.rosa), packet=packet)
    assert not to_recall(Packet.objects.all())
    withdraw_consent(by=as_(exchange.rosa), consent=consent, reason="asked")
    assert list(to_recall(Packet.objects.all())) == [packet]
    recall_packet(by=as_(exchange.rosa), packet=packet, reason="the family asked")
    assert not to_recall(Packet.objects.all())


@pytest.mark.slow
def test_a_packet_that_nobody_took_cannot_be_taken_once_it_was_recalled(exchange: Exchange) -> None:
    cta, case = exchange.recipient(), exchange.case()
    packet = exchange.packet(case.subject, cta, PacketKind.DVI)
    recall_packet(by=as_(exchange.rosa), packet=packet, reason="of another body")
    with pytest.raises(OutOfStep, match="recalled"):
        take_packet(by=as_(exchange.rosa), packet=packet)


@pytest.mark.slow
def test_an_examiner_and_another_agency_send_nothing(exchange: Exchange) -> None:
    cta, case = exchange.recipient(), exchange.case()
    for person in (exchange.people.boris, exchange.people.emil, exchange.people.ana):
        with pytest.raises(NotAllowed):
            make_packet(by=as_(person), kind=PacketKind.DVI, subject=case.subject, recipient=cta.row, reason="x")
    with pytest.raises(NotAllowed):
        open_recipient(
            by=as_(exchange.rosa), name="X", body="other body", basis=Basis.CONSENT, instrument="x",
            kinds=[PacketKind.DVI], age_key=cta.row.age_key,
        )  # fmt: skip
    assert not Packet.objects.exists()


@pytest.mark.both
@pytest.mark.parametrize("field", ["age_key", "name", "instrument", "kinds"])
def test_the_database_keeps_a_recipient_as_it_was_confirmed(exchange: Exchange, field: str) -> None:
    row = exchange.recipient().row
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Recipient.objects.filter(pk=row.pk).update(**{field: ["sheet"] if field == "kinds" else "other"})
    with pytest.raises(DatabaseError, match="never deleted"), transaction.atomic():
        Recipient.objects.filter(pk=row.pk)._raw_delete("default")


@pytest.mark.slow
@pytest.mark.both
def test_the_database_keeps_what_a_packet_was_and_that_it_left(exchange: Exchange) -> None:
    packet = exchange.packet(exchange.case().subject, exchange.recipient(), PacketKind.DVI)
    take_packet(by=as_(exchange.rosa), packet=packet)
    changes = (
        {"sha256": "0" * 64},
        {"contents": []},
        {"reason": "x"},
        {"taken_at": timezone.now()},
        {"taken_at": None},
    )
    for change in changes:
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            Packet.objects.filter(pk=packet.pk).update(**change)  # type: ignore[arg-type]
    with pytest.raises(DatabaseError, match="never deleted"), transaction.atomic():
        Packet.objects.filter(pk=packet.pk)._raw_delete("default")


def test_names_in_a_source_stand_apart_by_lines_commas_and_semicolons() -> None:
    assert named_in("INTERPOL,  Red  Cross;\nCTA، وكالة") == {"interpol", "red cross", "cta", "وكالة"}


@pytest.mark.slow
def test_no_packet_of_any_kind_holds_a_photograph_or_opens_the_vault(
    exchange: Exchange, monkeypatch: pytest.MonkeyPatch
) -> None:
    cta, case, record, data = exchange.recipient(), exchange.case(), exchange.record(), a_dead_face()
    source = exchange.source(purposes="publication")
    consent, by = exchange.consent(record, source), as_(exchange.rosa)
    add_photograph(by=by, subject=case.subject, data=data, file_name="1.jpg")
    add_photograph(by=by, subject=record.subject, data=data, file_name="1.jpg", source=source, consent=consent)

    def shut(*_: object) -> bytes:
        raise AssertionError("the vault was opened")

    for way in ("original", "made", "unseal_details"):
        monkeypatch.setattr(vault, way, shut)
    seen = set()
    for subject, kinds in ((case.subject, OF_A_CASE), (record.subject, OF_A_RECORD)):
        for kind in kinds:
            inside = cta.reads(exchange.sent(subject, cta, kind))
            seen.add(kind)
            for part in inside.files.values():
                assert data not in part and JPEG not in part and base64.b64encode(data)[:60] not in part
            whole = b"".join(part for name, part in inside.files.items() if name.endswith(".json"))
            assert kind is PacketKind.PFIF or hashlib.sha256(data).hexdigest().encode() in whole
    assert seen == set(PacketKind) - {PacketKind.RECALL}
