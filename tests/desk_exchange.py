"""Recipients with keys of their own, and what may go to them, for the tests of what leaves and comes in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from pyrage import decrypt, x25519

from antigone.desk.accounts.actions.incidents import open_incident
from antigone.desk.accounts.models import Incident, Person
from antigone.desk.accounts.permissions import Role
from antigone.desk.audit.keys import new_key
from antigone.desk.cases.actions.cases import change_article16, open_case
from antigone.desk.cases.actions.effects import add_effect
from antigone.desk.cases.models import Case
from antigone.desk.exchange.actions.packets import make_packet, take_packet
from antigone.desk.exchange.actions.recipients import RECEIVABLE, confirm_recipient, open_recipient
from antigone.desk.exchange.keys import fingerprint, new_identity
from antigone.desk.exchange.models import Packet, Recipient
from antigone.desk.photos.actions.lawful_basis import add_consent, open_source
from antigone.desk.photos.models import Consent, Source
from antigone.desk.records.actions.records import open_record
from antigone.desk.records.models import Record
from antigone.desk.subjects.actions.lines import add_elsewhere, add_mark
from antigone.desk.subjects.models import Subject
from antigone.exchange.packet import OpenedPacket, PacketKind, opened
from antigone.types import Basis
from desk_people import People, a_person, as_

CTA = "Central Tracing Agency"
ARTICLE16 = {"power": "Ruritania", "number": "R-4471", "surname": "Щербак", "cause": "wounds of the chest"}


@dataclass(frozen=True)
class Body:
    """A recipient, and the key with which it reads."""

    row: Recipient
    identity: x25519.Identity

    def reads(self, data: bytes) -> OpenedPacket:
        return opened(decrypt(data, [self.identity]))


@dataclass(frozen=True)
class Exchange:
    """Harbour's people who send and take in, in one incident."""

    people: People
    rosa: Person
    """Registrar."""
    incident: Incident

    def recipient(self, name: str = CTA, *, confirmed: bool = True, **other: Any) -> Body:
        identity = x25519.Identity.generate()
        tracing = name == CTA
        said: dict[str, Any] = {
            "name": name,
            "body": Recipient.Body.TRACING_AGENCY if tracing else Recipient.Body.REGISTRY,
            "basis": Basis.PUBLIC_INTEREST,
            "instrument": "Third Geneva Convention, articles 122 and 123",
            "kinds": [k for k in RECEIVABLE if tracing or k is not PacketKind.BUREAU],
            "age_key": str(identity.to_public()),
        }
        row = open_recipient(by=as_(self.people.ana), **{**said, **other})
        if confirmed:
            typed = fingerprint(row.age_key, row.signing_key)
            confirm_recipient(by=as_(self.rosa), recipient=row, fingerprint=typed, how="read by M. Favre on the phone")
        return Body(Recipient.objects.get(pk=row.pk), identity)

    def case(self, **details: Any) -> Case:
        case = open_case(by=as_(self.rosa), incident=self.incident, **{"sex": "male", **details})
        change_article16(by=as_(self.rosa), case=case, reason="disc", fields=ARTICLE16)
        add_effect(
            by=as_(self.rosa), case=case, description="wedding ring", found_where="left hand", kept_where="safe 2"
        )
        add_effect(by=as_(self.rosa), case=case, description="letter, unread", kept_where="safe 2")
        add_mark(by=as_(self.rosa), subject=case.subject, what="scar", where="left forearm", description="4 cm")
        return case

    def record(self, **details: Any) -> Record:
        names = [
            {"family": "Щербак", "given": "Ян", "patronymic": "Петрович"},
            {"what": "other spelling", "family": "شيرباك"},
        ]
        said = {"sex": "male", "born_earliest": date(1980, 5, 1), "born_latest": date(1980, 5, 31), "hair": "brown"}
        record = open_record(
            by=as_(self.rosa),
            incident=self.incident,
            names=names,
            informants=[{"name": "Оксана", "contact": "+1 555 0100", "never": "by post"}],
            **{**said, **details},
        )
        add_elsewhere(by=as_(self.rosa), subject=record.subject, what="dna", holder="Institute", number="D-7")
        return record

    def source(
        self, recipients: str = CTA, basis: Basis = Basis.CONSENT, purposes: str = "To find the missing"
    ) -> Source:
        return open_source(
            by=as_(self.rosa),
            incident=self.incident,
            name=f"Requests {Source.objects.count()}",
            controller="Red Crescent",
            basis=basis,
            instrument="Form 12",
            purposes=purposes,
            recipients=recipients,
            valid_from=date(2020, 1, 1),
        )

    def consent(self, record: Record, source: Source, **other: Any) -> Consent:
        said = {"given_by": "Оксана", "relation": "sister", "given_on": date(2026, 1, 2), "how": "signed form"}
        return add_consent(by=as_(self.rosa), source=source, subject=record.subject, **{**said, **other})

    def packet(self, subject: Subject, to: Body, kind: PacketKind, **other: Any) -> Packet:
        return make_packet(by=as_(self.rosa), kind=kind, subject=subject, recipient=to.row, reason="asked", **other)

    def sent(self, subject: Subject, to: Body, kind: PacketKind, **other: Any) -> bytes:
        return take_packet(by=as_(self.rosa), packet=self.packet(subject, to, kind, **other))


def exchange_of(people: People) -> Exchange:
    """Also gives this desk a key for what comes in."""
    settings.DESK = replace(settings.DESK, exchange_key=new_identity())
    return Exchange(
        people,
        a_person("Rosa Field", people.harbour, Role.REGISTRAR),
        open_incident(by=as_(people.ana), agency=people.harbour.pk, code="HALCYON-26", name="The ferry Halcyon"),
    )


def another_desk() -> None:
    """From now on this process is another desk: other keys, the same database."""
    settings.DESK = replace(settings.DESK, exchange_key=new_identity(), checkpoint_key=new_key())


def a_signing_key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.generate()
