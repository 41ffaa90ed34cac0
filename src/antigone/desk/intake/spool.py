"""The spool: encrypted files from browsers, until the worker has imported them, in ``intake`` in the desk's folder.
Beside the files of an import lie, as encrypted as they, what they were called and what was answered (``sending.py``).

The key is made from the desk's key for photographs; a file opens only in its own place of its own import.
"""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_bytes, token_hex

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.translation import gettext_noop as noop

from antigone.desk.photos.space import require_room
from antigone.files import storage_faults, write_bytes
from antigone.types import Refusal

_NONCE = 12
_GONE = Refusal("gone", noop("The file that was sent is not there any more."), noop("Send it again in a new import."))


def new() -> str:
    """A new empty folder for the files of one import."""
    name = token_hex(16)
    with storage_faults(_folder(name)):
        _folder(name).mkdir(mode=0o700, parents=True)
    return name


def keep(name: str, place: int | str, data: bytes) -> None:
    require_room(len(data))
    nonce = token_bytes(_NONCE)
    closed = AESGCM(_key(name)).encrypt(nonce, data, str(place).encode())
    write_bytes(_folder(name) / str(place), nonce + closed)


def read(name: str, place: int | str) -> bytes | Refusal:
    try:
        kept = (_folder(name) / str(place)).read_bytes()
        return AESGCM(_key(name)).decrypt(kept[:_NONCE], kept[_NONCE:], str(place).encode())
    except (OSError, InvalidTag, ValueError):
        return _GONE


def discard(name: str, place: int | str | None = None) -> None:
    """Delete one file, or all of an import. Deleting it twice is no fault."""
    if not name:
        return
    if place is None:
        shutil.rmtree(_folder(name), ignore_errors=True)
    else:
        (_folder(name) / str(place)).unlink(missing_ok=True)


def kept() -> list[tuple[str, datetime]]:
    """The folders that are there, each with when something was last put into it."""
    there = Path(settings.DESK.home) / "intake"
    folders = [each for each in there.iterdir() if each.is_dir()] if there.is_dir() else []
    return [(each.name, datetime.fromtimestamp(each.stat().st_mtime, UTC)) for each in folders]


def _folder(name: str) -> Path:
    if len(name) != 32 or not name.isalnum():
        raise AssertionError("not the name of a place in the spool")
    return Path(settings.DESK.home) / "intake" / name


def _key(name: str) -> bytes:
    made = HKDF(SHA256(), length=32, salt=None, info=b"antigone intake " + name.encode())
    return made.derive(settings.DESK.photo_key)
