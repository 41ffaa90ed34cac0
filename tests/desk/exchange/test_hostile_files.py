"""What somebody may send instead of a sheet, a publication or a packet: none of it is read."""

from __future__ import annotations

import io
import zipfile

import pytest

from antigone.desk.exchange.sheets import sheets_from_csv
from antigone.errors import FileUnreadable
from antigone.exchange.as_json import sheet_from_json, sheet_json
from antigone.exchange.packet import MANIFEST, SIGNATURE, PacketKind, manifest_of, opened, packed
from antigone.exchange.published import from_pfif
from antigone.exchange.recall import letter_from_json
from antigone.exchange.sheet import (
    Sheet,
    SheetSide,
)


def _zip(files: dict[str, bytes], **how: int) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as whole:
        for name, data in files.items():
            whole.writestr(name, data)
    return made.getvalue()


DTD = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><pfif xmlns="http://zesty.ca/pfif/1.4"><person>&b;</person></pfif>'
HOSTILE: dict[str, bytes] = {
    "entities": DTD,
    "a file of the machine": b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>',
    "depth": b"<a>" * 60_000,
    "many parts": b"<pfif xmlns='http://zesty.ca/pfif/1.4'>" + b"<a/>" * 200_000 + b"</pfif>",
    "another coding": "<?xml version='1.0' encoding='utf-16'?><x/>".encode("utf-16"),
    "a coding that is none": b"<?xml version='1.0' encoding='latin-1'?><x>\xe9</x>",
    "a coding that is not what it says": b"<?xml version='1.0' encoding='latin-1'?><x/>",
    "no pfif": b"<html/>",
    "another version": b"<pfif xmlns='http://zesty.ca/pfif/1.1'/>",
    "nothing": b"",
    "bytes": bytes(range(256)),
    "deep json": b"[" * 100_000,
    "a name twice": b'{"format": "antigone sheet", "format": "antigone sheet"}',
    "no number": b'{"format": "antigone sheet", "version": NaN}',
    "a number beyond measure": b'{"a": ' + b"9" * 10_000 + b"}",
    "five megabytes": b'"' + b"x" * 5_000_001 + b'"',
    "another table": b"name,photo\nx,http://x\n",
    "a table of nobody": b"side,code\n",
    "a row too long": b"side,code\nam,X,Y\n",
    "a row too short": b"side,code\nam\n",
    "a case with a name": b"side,code,family\npm,X,Y\n",
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_file_is_not_read(what: str) -> None:
    for read in (from_pfif, sheet_from_json, sheets_from_csv, letter_from_json, opened):
        with pytest.raises(FileUnreadable):
            read(HOSTILE[what])


def _whole() -> dict[str, bytes]:
    sheet = Sheet(SheetSide.PM, "H-PM-1", "I", "A")
    files = {"sheet.json": sheet_json(sheet)}
    about = {"number": "X-P-1", "subject": "H", "sender": "A", "recipient": "B", "made": "2026", "signer": "k"}
    with zipfile.ZipFile(io.BytesIO(packed(manifest_of(PacketKind.SHEET, files, **about), "s", files))) as made:
        return {name: made.read(name) for name in made.namelist()}


@pytest.mark.slow
def test_a_packet_that_was_meddled_with_does_not_open() -> None:
    good = _whole()
    assert opened(_zip(good))
    bad: dict[str, dict[str, bytes]] = {
        "another file": {**good, "sheet.json": good["sheet.json"] + b" "},
        "one more": {**good, "sheet.csv": b"side"},
        "one less": {name: data for name, data in good.items() if name != "sheet.json"},
        "a picture": {**good, "face.jpg": b"\xff\xd8"},
        "a way out": {**good, "../sheet.json": b"{}"},
        "no manifest": {name: data for name, data in good.items() if name != MANIFEST},
        "no signature": {name: data for name, data in good.items() if name != SIGNATURE},
        "a bomb": {**good, "sheet.csv": b"\0" * 11_000_000},
        "another signer": {**good, SIGNATURE: good[SIGNATURE].replace(b'"k"', b'"l"')},
        "another kind": {**good, MANIFEST: good[MANIFEST].replace(b'"sheet"', b'"dvi"')},
        "more than it may say": {**good, MANIFEST: good[MANIFEST].replace(b'"made"', b'"face"')},
    }
    for what, files in bad.items():
        with pytest.raises(FileUnreadable):
            opened(_zip(files))
            raise AssertionError(what)
    whole = _zip(good)
    for cut in (whole[:-30], whole[:100], whole[:50] + b"\xff" * 9 + whole[59:], b"PK\x03\x04" + b"\0" * 200):
        with pytest.raises(FileUnreadable):
            opened(cut)
            raise AssertionError(len(cut))
