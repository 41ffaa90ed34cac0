"""Making packets: their content, signature and encryption, and the outbox in which they wait to be taken."""

from __future__ import annotations

import re
import secrets
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from secrets import token_hex

from django.conf import settings

from antigone.desk.audit.keys import public_key
from antigone.desk.exchange import keys
from antigone.desk.exchange.models import Packet, Recipient
from antigone.desk.exchange.sheets import sheet_csv
from antigone.desk.subjects.models import Subject
from antigone.exchange.as_json import bureau_json, dvi_json, sheet_json
from antigone.exchange.packet import PacketKind, manifest_of, packed, to_sign
from antigone.exchange.paper import bureau_paper, dvi_paper, recall_paper
from antigone.exchange.pfif import as_pfif, taken_back
from antigone.exchange.recall import Letter, letter_json
from antigone.exchange.sheet import Sheet
from antigone.files import storage_faults, write_bytes

_NAME = re.compile(r"[0-9a-f]{32}")


def keep(data: bytes) -> str:
    """Write encrypted bytes into the outbox and return their name. The row that names it comes after."""
    name = token_hex(16)
    with storage_faults(_folder()):
        _folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    write_bytes(_folder() / name, data)
    return name


def read(name: str) -> bytes | None:
    """The bytes of this name in the outbox; None if it is not there any more."""
    try:
        return _path(name).read_bytes()
    except FileNotFoundError:
        return None


def holds(name: str) -> bool:
    return bool(name) and _path(name).is_file()


def discard(name: str) -> None:
    """Delete a file of the outbox. Deleting it twice is no fault."""
    if name:
        _path(name).unlink(missing_ok=True)


def _path(name: str) -> Path:
    if not _NAME.fullmatch(name):
        raise AssertionError("not the name of a packet's file")
    return _folder() / name


def _folder() -> Path:
    return Path(settings.DESK.home) / "exchange"


_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""None that is taken for another when it is read aloud."""


@dataclass(frozen=True, slots=True)
class SealedPacket:
    """A finished packet: only its recipient can decrypt it, not even this desk."""

    number: str
    made: datetime
    encrypted: bytes
    contents: list[dict[str, str | int]]
    """Names, hashes and sizes of the files inside."""


def make(
    kind: PacketKind, sheet: Sheet, subject: Subject, recipient: Recipient, expires: date | None = None
) -> SealedPacket:
    number, made = _number(subject), datetime.now(UTC).replace(microsecond=0)
    about = {"number": number, "recipient": recipient.name, "made": made}
    if kind is PacketKind.BUREAU:
        files = {"bureau.json": bureau_json(sheet), "bureau.pdf": bureau_paper(sheet, **about)}  # type: ignore[arg-type]
    elif kind is PacketKind.DVI:
        files = {"dvi.json": dvi_json(sheet), "dvi.pdf": dvi_paper(sheet, **about)}  # type: ignore[arg-type]
    elif kind is PacketKind.PFIF:
        assert expires is not None, "what is published has an end"
        end = datetime.combine(expires, time(23, 59, 59), UTC)
        files = {"record.xml": as_pfif(sheet, domain=domain(), made=made, expires=end)}
    else:
        assert kind is PacketKind.SHEET, "recalls are letters"
        files = {"sheet.json": sheet_json(sheet), "sheet.csv": sheet_csv(sheet)}
    return _closed(kind, files, number=number, made=made, subject=subject, recipient=recipient)


def make_letter(packet: Packet, why: str) -> SealedPacket:
    """A letter of recall for a packet. For a published record, with the placeholder that empties it everywhere."""
    subject, number, made = packet.subject, _number(packet.subject), datetime.now(UTC).replace(microsecond=0)
    when = packet.made_at.astimezone(UTC).isoformat(timespec="seconds")
    letter = Letter(packet.number, packet.sha256, packet.kind, when, why)
    sender, to = subject.agency.name, packet.recipient.name
    paper = recall_paper(letter, number=number, sender=sender, recipient=to, made=made)
    files = {"recall.json": letter_json(letter), "recall.pdf": paper}
    if packet.kind == PacketKind.PFIF.value:
        files["record.xml"] = taken_back(subject.code, domain=domain(), made=made)
    return _closed(PacketKind.RECALL, files, number=number, made=made, subject=subject, recipient=packet.recipient)


def domain() -> str:
    """The desk's domain in the identifiers of what it publishes."""
    return str(settings.DESK.hosts[0])


def _closed(
    kind: PacketKind, files: dict[str, bytes], *, number: str, made: datetime, subject: Subject, recipient: Recipient
) -> SealedPacket:
    manifest = manifest_of(
        kind,
        files,
        number=number,
        subject=subject.code,
        sender=subject.agency.name,
        recipient=recipient.name,
        made=made.isoformat(),
        signer=public_key(settings.DESK.checkpoint_key),
    )
    whole = packed(manifest, keys.signature(to_sign(manifest)), files)
    return SealedPacket(
        number, made, keys.encrypted(whole, recipient.age_key), [asdict(part) for part in manifest.files]
    )


def _number(subject: Subject) -> str:
    drawn = "".join(secrets.choice(_LETTERS) for _ in range(8))
    return f"{subject.incident.code}-P-{drawn[:4]}-{drawn[4:]}"
