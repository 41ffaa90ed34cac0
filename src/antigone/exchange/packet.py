"""A packet: a ZIP of a few named files, and a manifest that names each with its hash. What is signed is the manifest.

Encrypting it, signing it and knowing the signer are the desk's. Whoever has no Antigone opens it with any age program
and any ZIP program: docs/exchange.md.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from antigone.exchange.plain import read, shaped, unreadable, written

FORMAT, VERSION = "antigone packet", 1
MANIFEST, SIGNATURE = "packet.json", "packet.signature.json"
SIGNED = b"antigone packet 1\n"
"""Stands before the manifest in what is signed, so that no other signature of the key can be taken for this one."""
MOST = 20_000_000
"""Bytes of a packet, and of all its files together."""
_MOST_PART = 10_000_000
_WHEN = (1980, 1, 1, 0, 0, 0)
_NUMBER = re.compile(r"[A-Z0-9][A-Z0-9-]{0,59}")
_HASH = re.compile(r"[0-9a-f]{64}")


class PacketKind(StrEnum):
    """What a packet is."""

    BUREAU = "information-bureau"
    """Article 16 a to h, the inventory of effects, hashes: of a case, to an information bureau or the Central Tracing
    Agency and nobody else."""
    DVI = "dvi"
    """PM or AM form data as JSON and as a PDF/A."""
    PFIF = "pfif"
    """PFIF 1.4, of a record that its family wants published."""
    SHEET = "sheet"
    """The whole case or record as JSON and CSV."""
    RECALL = "recall"
    """A letter that takes an earlier packet back."""


PARTS: dict[PacketKind, tuple[str, ...]] = {
    PacketKind.BUREAU: ("bureau.json", "bureau.pdf"),
    PacketKind.DVI: ("dvi.json", "dvi.pdf"),
    PacketKind.PFIF: ("record.xml",),
    PacketKind.SHEET: ("sheet.json", "sheet.csv"),
    PacketKind.RECALL: ("recall.json", "recall.pdf", "record.xml"),
}
"""What each kind may have inside. No kind has a picture: none of these names is one, and no other name is taken."""


@dataclass(frozen=True, slots=True)
class PacketFile:
    """One file of a packet, as the manifest has it."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class PacketManifest:
    """What a packet says of itself."""

    kind: PacketKind
    number: str
    """``HALCYON-26-P-00003`` of the sender: by which people speak of it."""
    subject: str
    """The sender's code of the case or record."""
    sender: str
    recipient: str
    made: str
    """ISO 8601, UTC."""
    signer: str
    """The public key that signed, 43 characters."""
    files: tuple[PacketFile, ...]

    def __post_init__(self) -> None:
        names = [part.name for part in self.files]
        if not names or len(set(names)) != len(names) or set(names) - set(PARTS[self.kind]):
            raise unreadable("it holds files that such a packet does not have")
        if not all(_HASH.fullmatch(part.sha256) and 0 <= part.size <= _MOST_PART for part in self.files):
            raise unreadable("its list of files is none")
        if not _NUMBER.fullmatch(self.number):
            raise unreadable("it has no number")


@dataclass(frozen=True, slots=True)
class OpenedPacket:
    """A packet that was opened: its files are what the manifest says. The signature is not judged here."""

    manifest: PacketManifest
    signed: bytes
    """What the signature is of."""
    signature: str
    """Base64, as in checkpoints."""
    files: dict[str, bytes]


def manifest_of(kind: PacketKind, files: dict[str, bytes], **about: str) -> PacketManifest:
    parts = tuple(PacketFile(name, hashlib.sha256(data).hexdigest(), len(data)) for name, data in files.items())
    return PacketManifest(kind=kind, files=parts, **about)


def to_sign(manifest: PacketManifest) -> bytes:
    return SIGNED + _written(manifest)


def packed(manifest: PacketManifest, signature: str, files: dict[str, bytes]) -> bytes:
    """The ZIP: the same bytes for the same packet."""
    assert [part.name for part in manifest.files] == list(files), "the manifest is of other files"
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as whole:
        signed = written({"algorithm": "Ed25519", "public_key": manifest.signer, "signature": signature})
        for name, data in {MANIFEST: _written(manifest), SIGNATURE: signed, **files}.items():
            entry = zipfile.ZipInfo(name, _WHEN)
            entry.external_attr = 0o600 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            whole.writestr(entry, data)
    return made.getvalue()


def opened(data: bytes) -> OpenedPacket:
    """A packet from a ZIP. Nothing is unpacked to a path, and no size that the ZIP states is believed.

    Raises:
        FileUnreadable: no packet, damaged, changed, swelling, or with files that no packet has.
    """
    inside = _files(data)
    if MANIFEST not in inside or SIGNATURE not in inside:
        raise unreadable("it is no packet of Antigone's")
    manifest_bytes, signed = inside.pop(MANIFEST), inside.pop(SIGNATURE)
    manifest = _manifest(read(manifest_bytes))
    stated = shaped(read(signed), {"algorithm": str, "public_key": str, "signature": str})
    if stated["algorithm"] != "Ed25519" or stated["public_key"] != manifest.signer:
        raise unreadable("its signature is of another key than it says")
    found = {name: (hashlib.sha256(content).hexdigest(), len(content)) for name, content in inside.items()}
    if found != {part.name: (part.sha256, part.size) for part in manifest.files}:
        raise unreadable("its files are not those that it lists")
    return OpenedPacket(manifest, SIGNED + manifest_bytes, stated["signature"], inside)


def is_zip(data: bytes) -> bool:
    return data.startswith(b"PK\x03\x04")


def _files(data: bytes) -> dict[str, bytes]:
    known = {MANIFEST, SIGNATURE} | {name for names in PARTS.values() for name in names}
    if len(data) > MOST:
        raise unreadable("it is larger than 20 MB")
    found: dict[str, bytes] = {}
    left = MOST
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as whole:
            entries = whole.infolist()
            if len(entries) > len(known) or any(entry.flag_bits & 0x1 for entry in entries):
                raise unreadable("it holds more than a packet has, or has a password")
            for entry in entries:
                if entry.filename not in known or entry.filename in found:
                    raise unreadable("it holds files that no packet has")
                with whole.open(entry) as file:
                    content = file.read(min(left, _MOST_PART) + 1)
                left -= len(content)
                if left < 0 or len(content) > _MOST_PART:
                    raise unreadable("it swells beyond measure")
                found[entry.filename] = content
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError, RuntimeError) as fault:
        raise unreadable("it is damaged") from fault
    except Exception as fault:  # zlib and lzma have faults of their own
        if type(fault).__module__ in ("zlib", "_lzma", "lzma"):
            raise unreadable("it is damaged") from fault
        raise
    return found


def _manifest(value: Any) -> PacketManifest:
    shape: dict[str, type] = {"format": str, "version": int, "kind": str, "number": str, "subject": str, "sender": str}
    shape |= {"recipient": str, "made": str, "signer": str, "files": list}
    given = dict(shaped(value, shape))
    if given.pop("format") != FORMAT or given.pop("version") != VERSION:
        raise unreadable("it is of another version of the format")
    if given["kind"] not in list(PacketKind):
        raise unreadable("it is of a kind that is not known here")
    parts = [shaped(each, {"name": str, "sha256": str, "size": int}) for each in given.pop("files")]
    return PacketManifest(
        **{**given, "kind": PacketKind(given["kind"])}, files=tuple(PacketFile(**part) for part in parts)
    )


def _written(manifest: PacketManifest) -> bytes:
    about = asdict(manifest)
    return written({"format": FORMAT, "version": VERSION, **about, "files": [asdict(part) for part in manifest.files]})
