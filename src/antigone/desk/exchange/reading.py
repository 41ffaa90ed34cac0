"""Decrypting, verifying and reading files from others. Nothing is written, fetched or searched."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _

from antigone.desk.exchange import keys
from antigone.desk.exchange.models import Arrival, Recipient
from antigone.desk.exchange.sheets import sheets_from_csv
from antigone.errors import FileUnreadable
from antigone.exchange.as_json import BUREAU, DVI, sheet_from_json, sheet_json
from antigone.exchange.packet import MOST, OpenedPacket, PacketKind, is_zip, opened
from antigone.exchange.plain import read
from antigone.exchange.published import Published, from_pfif
from antigone.exchange.recall import Letter, letter_from_json
from antigone.exchange.sheet import Sheet

Form, Trust = Arrival.Form, Arrival.Trust
_MOST_ENCRYPTED = MOST + 1_000_000


@dataclass(frozen=True, slots=True)
class Came:
    """One person, or one letter of recall, of a file."""

    form: str
    side: str
    code: str
    content: dict[str, Any]
    """``Arrival.content``: ``sheet``, ``told``, ``words`` and ``first``; or ``letter``."""


@dataclass(frozen=True, slots=True)
class Brought:
    """A file that was read: its form, how far it can be trusted, and what is in it."""

    sha256: str
    encrypted: bool
    trust: str
    signer: str
    """The key that signed, if one did."""
    sender_name: str
    packet: str
    came: tuple[Came, ...]


def read_file(data: bytes) -> Brought:
    """Read a packet, or a file of one of its formats.

    Raises:
        FileUnreadable: not for this desk, damaged, hostile, changed after it was signed, or of no format known here.
    """
    if len(data) > _MOST_ENCRYPTED:
        raise FileUnreadable(_("This file is larger than 20 MB."), _("No packet is. Ask what it is."))
    digest, encrypted = hashlib.sha256(data).hexdigest(), keys.is_encrypted(data)
    plain = keys.decrypted(data) if encrypted else data
    if is_zip(plain):
        packet = opened(plain)
        if not keys.is_signed_by(packet.manifest.signer, packet.signature, packet.signed):
            raise FileUnreadable(
                _("The signature of this packet is wrong: somebody changed it, or it was damaged."),
                _("Do not use it. Tell whoever should have sent it, and ask for another."),
            )
        about = packet.manifest
        return Brought(
            digest, encrypted, Trust.UNKNOWN, about.signer, about.sender[:200], about.number, tuple(_of_packet(packet))
        )
    return Brought(digest, encrypted, Trust.UNSIGNED, "", "", "", tuple(_alone(plain)))


def sender_of(brought: Brought, agency: int) -> Recipient | None:
    """The recipient of the agency whose key signed it, if it is confirmed and in force."""
    if not brought.signer:
        return None
    known = Recipient.objects.filter(agency=agency, signing_key=brought.signer, ended_at=None)
    return known.exclude(confirmed_at=None).first()


def sheet_in(content: dict[str, Any]) -> Sheet:
    """The sheet of an arrival, read from what was kept."""
    return sheet_from_json(json.dumps(content["sheet"]).encode())


def letter_in(content: dict[str, Any]) -> Letter:
    return Letter(**content["letter"])


def _of_packet(packet: OpenedPacket) -> list[Came]:
    kind, files = packet.manifest.kind, packet.files
    if kind is PacketKind.RECALL:
        return [_letter(files.get("recall.json", b""))]
    if kind is PacketKind.PFIF:
        return _published(files.get("record.xml", b""))
    name = {PacketKind.BUREAU: "bureau.json", PacketKind.DVI: "dvi.json", PacketKind.SHEET: "sheet.json"}[kind]
    form = {PacketKind.BUREAU: Form.BUREAU, PacketKind.DVI: Form.DVI, PacketKind.SHEET: Form.SHEET}[kind]
    return [_came(form, sheet_from_json(files.get(name, b"")))]


def _alone(data: bytes) -> list[Came]:
    begins = data[:4_000].removeprefix(b"\xef\xbb\xbf").lstrip()
    if begins.startswith(b"<"):
        return _published(data)
    if begins.startswith(b"{"):
        value = read(data)
        if "please" in value:
            return [_letter(data)]
        form = {DVI: Form.DVI, BUREAU: Form.BUREAU}.get(value.get("format"), Form.SHEET)
        return [_came(form, sheet_from_json(data))]
    return [_came(Form.CSV, sheet) for sheet in sheets_from_csv(data)]


def _published(data: bytes) -> list[Came]:
    persons = from_pfif(data)
    if all(each.emptied for each in persons):
        emptied = ", ".join(each.sheet.value("other_number") for each in persons)
        raise FileUnreadable(
            _("This publication takes a person back: %(number)s.") % {"number": emptied},
            _("There is nothing to bring in. Look whether you hold a record with that number, and close it if so."),
        )
    return [_of_pfif(each) for each in persons if not each.emptied]


def _of_pfif(person: Published) -> Came:
    words = [*person.words, *([f"expiry_date: {person.expires}"] if person.expires else [])]
    told = [asdict(each) for each in person.told]
    code = person.sheet.value("other_number")
    return _came(Form.PFIF, person.sheet, told=told, words=words, first=list(person.first), code=code)


def _came(form: str, sheet: Sheet, **more: Any) -> Came:
    code = more.pop("code", sheet.code)
    content = {"sheet": json.loads(sheet_json(sheet)), "told": [], "words": [], "first": [], **more}
    return Came(form, sheet.side.value, code[:120], content)


def _letter(data: bytes) -> Came:
    letter = letter_from_json(data)
    return Came(Form.RECALL, "", "", {"letter": asdict(letter)})
