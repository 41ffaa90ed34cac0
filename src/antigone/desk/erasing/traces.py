"""Fingerprints of what was destroyed, and looking for it in files later, without keeping any of it.

What is looked for: the face as numbers (in full, and in half precision, as the index has it) and the half of its key
that lay in the folder of keys; and what was encrypted with that key, which nothing opens any more. Of each, every 16
bytes in a row leave one fingerprint. A file is read at every offset, so any piece of 31 bytes or more that is left
anywhere holds one of them.

The fingerprints would tell whoever has the same photograph that it was here. Therefore they are closed with a code that
stands on the receipt and nowhere in the desk: only whoever holds the receipt can have the proof made. And each says too
little to lead back: 16 bytes of a face are four numbers of 128, about 90 bits that one would have to guess at once.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import struct
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_bytes
from typing import BinaryIO

import numpy as np
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from antigone.desk.photos.actions._destroying import Piece
from antigone.errors import RuleBroken

WINDOW = 16
_NONCE, _MAC, _WHERE = 12, 16, 18
"""Bytes of a nonce and of a fingerprint; bits by which places worth a second look are found."""
_CHUNK = 1 << 18
"""Bytes read at once: so few that what is made of them stays near the processor."""
_CODE = 20
"""Bytes: nobody guesses 160 bits."""
_MARK = struct.Struct("<I?")
_U8 = np.dtype("<u8")


@dataclass(frozen=True, slots=True)
class Trace:
    """A place in a file where a piece of what was erased still lies."""

    path: Path
    offset: int
    plain: bool
    """False if it is encrypted with the key that was destroyed: noise, to whoever has everything else."""


@dataclass(frozen=True, slots=True)
class Searched:
    """How much was read, and the traces that were found."""

    files: int
    size: int
    """Bytes."""
    remains: tuple[Trace, ...]
    unread: tuple[Path, ...]
    """Files that could not be read: nothing is proved of them."""


@dataclass(frozen=True, slots=True)
class ErasureMarks:
    """The decrypted fingerprints of one erasure."""

    key: bytes = field(repr=False)
    where: NDArray[np.bool_] = field(repr=False)
    macs: Mapping[bytes, bool] = field(repr=False)
    """Each with whether it is of something plain."""

    def in_bytes(self, held: bytes) -> Iterator[tuple[int, bool]]:
        """The offsets in ``held`` at which an erased piece begins, each with whether it is unencrypted."""
        if len(held) < WINDOW:
            return
        one, other = _multipliers(self.key)
        for phase in range(8):
            words = np.frombuffer(held, _U8, count=(len(held) - phase) // 8, offset=phase)
            for place in np.flatnonzero(self.where.take(_places(words, one, other))):
                offset = phase + 8 * int(place)
                plain = self.macs.get(_mac(self.key, held[offset : offset + WINDOW]))
                if plain is not None:
                    yield offset, plain


def new_code() -> str:
    """A new code ``ABCD-EFGH-...`` for a receipt."""
    plain = base64.b32encode(token_bytes(_CODE)).decode()
    return "-".join(plain[start : start + 4] for start in range(0, len(plain), 4))


def close(code: str, pieces: Iterable[Piece]) -> bytes:
    """The fingerprints of ``pieces``, encrypted for the database."""
    key = _key(code)
    one, other = _multipliers(key)
    kept = set()
    for piece in pieces:
        for start in range(0, len(piece.data) - WINDOW + 1, WINDOW):
            window = piece.data[start : start + WINDOW]
            if len(set(window)) > 4:  # zeros and the like lie everywhere
                place = int(_places(np.frombuffer(window, _U8), one, other)[0])
                kept.add(_MARK.pack(place, piece.plain) + _mac(key, window))
    nonce = token_bytes(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, b"".join(sorted(kept)), b"remains 1")


def open_marks(code: str, proof: bytes) -> ErasureMarks:
    """Decrypt the fingerprints with the receipt's code. Raises: RuleBroken, if it is another receipt's."""
    try:
        key = _key(code)
        rows = AESGCM(key).decrypt(proof[:_NONCE], proof[_NONCE:], b"remains 1")
    except (InvalidTag, ValueError) as fault:
        raise RuleBroken(
            _("This code does not belong to this receipt."),
            _("Copy it from the receipt: 32 letters and digits in groups of four."),
        ) from fault
    where = np.zeros(1 << _WHERE, bool)
    macs = {}
    for start in range(0, len(rows), _MARK.size + _MAC):
        place, plain = _MARK.unpack_from(rows, start)
        where[place] = True
        macs[rows[start + _MARK.size : start + _MARK.size + _MAC]] = plain
    return ErasureMarks(key, where, macs)


def find_traces(marks: ErasureMarks, folders: Iterable[Path]) -> Searched:
    """Look for traces at every offset of every file under ``folders``. Links are not followed."""
    files, size, remains, unread = 0, 0, list[Trace](), list[Path]()
    for path in _files(folders):
        try:
            with path.open("rb") as opened:
                for start, held in _chunks(opened):
                    remains += [Trace(path, start + offset, plain) for offset, plain in marks.in_bytes(held)]
                size += opened.tell()
        except OSError:
            unread.append(path)
        files += 1
    return Searched(files, size, tuple(remains), tuple(unread))


def _files(folders: Iterable[Path]) -> Iterator[Path]:
    for folder in folders:
        found = [folder] if folder.is_file() else sorted(folder.rglob("*"))
        yield from (path for path in found if path.is_file() and not path.is_symlink())


def _chunks(opened: BinaryIO) -> Iterator[tuple[int, bytes]]:
    start, kept = 0, b""
    while more := opened.read(_CHUNK):
        held = kept + more
        yield start, held
        kept = held[-(WINDOW - 1) :]
        start += len(held) - len(kept)


def _places(words: NDArray[np.uint64], one: np.uint64, other: np.uint64) -> NDArray[np.int64]:
    """For each word but the last, where it and the next one belong among 2^18 places."""
    found = words[:-1] * one
    found += words[1:] * other
    found >>= np.uint64(64 - _WHERE)
    return found.view(np.int64)


def _multipliers(key: bytes) -> tuple[np.uint64, np.uint64]:
    one, other = np.frombuffer(hmac.digest(key, b"places", "sha256")[:16], _U8) | np.uint64(1)
    return one, other


def _mac(key: bytes, window: bytes) -> bytes:
    return hmac.digest(key, window, "sha256")[:_MAC]


def _key(code: str) -> bytes:
    """Raises: ValueError, if it cannot be a code."""
    plain = re.sub(r"[\s-]", "", code).upper()
    return hashlib.sha256(b"antigone receipt\n" + base64.b32decode(plain)).digest()
