"""The vault: encrypted photographs outside the web root, in ``photos`` in the desk's folder.

Each photograph has a random key of its own (AES-256-GCM). It is wrapped by the desk's key together with a half that
lies in the folder of keys (``keyring.py``), and lies wrapped in the database (``PhotoKey``): neither of the three shows
anything without the others. Destroying the half and the row destroys the photograph, also in copies of the database and
of this folder.

The original is named by the SHA-256 of what lies on the disk, and is never written again. What is made from it for
looking at (``Size``) lies beside it under the same key, and can be made anew.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from secrets import token_bytes

import numpy as np
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from antigone.desk.photos import keyring
from antigone.desk.photos.space import make_once, require_room
from antigone.errors import VaultDamaged
from antigone.files import storage_faults, sync_folder, write_bytes
from antigone.types import Points

_MARK = b"antigone photograph 1\n"
"""How every file begins: which way of encrypting it was."""
_NONCE, _KEY = 12, 32
_NAME = re.compile(r"[0-9a-f]{64}")
_WRAPPED, _ORIGINAL, _DETAILS, _TEMPLATE = "key of", "original", "details of", "template of"
_LANDMARKS, _COVER, _POINTS = "landmarks in", "cover of", "points set in"


class Size(StrEnum):
    """The kinds of pictures that are made from an original, always JPEG without metadata."""

    VIEW = "view"
    SMALL = "small"
    BLURRED = "blurred"
    """So coarse that nobody is recognised."""
    FACE = "face"
    """The chosen face, upright."""
    THUMBNAIL = "thumbnail"
    """The same, small: of many at once, on a list."""
    PREPARED = "prepared"
    """Cut and covered by a person, for a family that asked (desk/notification)."""
    BENCH = "head"
    """The whole head of the chosen face, upright and as two are compared: made when it is first asked for."""
    ORIGINAL = "original"
    """The photograph as it was taken, with all its pixels: made when it is asked for, and not kept."""


AT_ONCE = (Size.VIEW, Size.SMALL, Size.BLURRED, Size.FACE)
"""What the worker makes of every photograph, and all that pages and the API show. The others have ways of their own."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """An original as it lies in the vault: its name, and its wrapped key."""

    name: str
    """``Photograph.sealed``."""
    wrapped: bytes = field(repr=False)
    """``PhotoKey.wrapped``."""


def folder() -> Path:
    return Path(settings.DESK.home) / "photos"


def keep(data: bytes) -> Sealed:
    """Encrypt an original with a new key and write it. The row that names it comes after.

    Raises:
        NoRoom: if too little of the disk is free.
        StorageFailed: if it cannot be written.
    """
    require_room(len(data))
    with storage_faults(folder()):
        make_once(folder())
    key = token_bytes(_KEY)
    closed = _close(key, data, _ORIGINAL)
    name = hashlib.sha256(closed).hexdigest()
    (sealed,) = wrap({name: key})  # before the file: a crash leaves half of a key that opens nothing
    _write(_path(name), closed)
    return sealed


def wrap(keys: Mapping[str, bytes]) -> list[Sealed]:
    """The wrapped keys of these originals for the database; the other halves lie in the folder of keys.

    Raises:
        StorageFailed: if those cannot be written.
    """
    halves = keyring.add(keys)
    return [Sealed(name, _close(_wrapping(halves[name]), key, f"{_WRAPPED} {name}")) for name, key in keys.items()]


def original(sealed: Sealed) -> bytes:
    """The bytes of an original, verified.

    Raises:
        VaultDamaged
    """
    key, closed = _key(sealed), _read(_path(sealed.name))
    if hashlib.sha256(closed).hexdigest() != sealed.name:
        raise _damaged("The encrypted file of a photograph is not what was written.")
    return _open(key, closed, _ORIGINAL)


def keep_made(sealed: Sealed, size: Size, jpeg: bytes, face: int = 0) -> None:
    """Write a picture that was made from an original, in place of one of the same size. ``face``: which, for FACE."""
    _write(_path(sealed.name, size, face), _close(_key(sealed), jpeg, f"{size} {face} of {sealed.name}"))


def made(sealed: Sealed, size: Size, face: int = 0) -> bytes:
    """A picture that was made from an original.

    Raises:
        VaultDamaged: also if it has not been made yet.
    """
    return _open(_key(sealed), _read(_path(sealed.name, size, face)), f"{size} {face} of {sealed.name}")


def is_made(sealed: Sealed, size: Size, face: int = 0) -> bool:
    return _path(sealed.name, size, face).exists()


def forget_made(sealed: Sealed, size: Size, face: int = 0) -> None:
    """Delete a picture that was made from an original: it is made anew when it is asked for. Twice is no fault."""
    with storage_faults(folder()):
        _path(sealed.name, size, face).unlink(missing_ok=True)


def seal_details(sealed: Sealed, details: bytes) -> bytes:
    """Encrypt the camera's metadata, for ``Photograph.sealed_details``."""
    return _close(_key(sealed), details, f"{_DETAILS} {sealed.name}")


def unseal_details(sealed: Sealed, closed: bytes) -> bytes:
    return _open(_key(sealed), closed, f"{_DETAILS} {sealed.name}")


def seal_landmarks(sealed: Sealed, landmarks: Points) -> bytes:
    """Encrypt where eyes, nose and mouth are, for ``Face.landmarks``."""
    return _close(_key(sealed), np.asarray(landmarks, "<f8").tobytes(), f"{_LANDMARKS} {sealed.name}")


def unseal_landmarks(sealed: Sealed, closed: bytes) -> Points:
    """The five points ``(5, 2)`` of a face, in pixels of the upright photograph.

    Raises:
        VaultDamaged
    """
    return np.frombuffer(_open(_key(sealed), closed, f"{_LANDMARKS} {sealed.name}"), "<f8").reshape(5, 2)


def seal_points(sealed: Sealed, points: Points) -> bytes:
    """Encrypt the points that a person set, for ``PointsByHand.sealed``."""
    return _close(_key(sealed), np.asarray(points, "<f8").tobytes(), f"{_POINTS} {sealed.name}")


def unseal_points(sealed: Sealed, closed: bytes) -> Points:
    """The five points ``(5, 2)`` that a person set: not a number where they left one to the machine.

    Raises:
        VaultDamaged
    """
    return np.frombuffer(_open(_key(sealed), closed, f"{_POINTS} {sealed.name}"), "<f8").reshape(5, 2)


def seal_cover(sealed: Sealed, png: bytes) -> bytes:
    """Encrypt what somebody painted over on a photograph (``CoverByHand``; an examiner: ``review.FaceCover``)."""
    return _close(_key(sealed), png, f"{_COVER} {sealed.name}")


def unseal_cover(sealed: Sealed, closed: bytes) -> bytes:
    """Raises VaultDamaged."""
    return _open(_key(sealed), closed, f"{_COVER} {sealed.name}")


def seal_template(sealed: Sealed, numbers: bytes) -> bytes:
    """Encrypt a template's vector, for ``FaceTemplate.vector``."""
    return _close(_key(sealed), numbers, f"{_TEMPLATE} {sealed.name}")


def unseal_templates(several: Iterable[tuple[Sealed, bytes]]) -> list[bytes]:
    """Decrypt many vectors; much faster than one by one.

    Raises:
        VaultDamaged
    """
    closed = list(several)
    halves = keyring.halves({sealed.name for sealed, _ in closed})
    keys: dict[str, bytes] = {}
    opened = []
    for sealed, numbers in closed:
        if sealed.name not in keys:
            half = halves.get(sealed.name) or keyring.half(sealed.name)
            keys[sealed.name] = _open(_wrapping(half), bytes(sealed.wrapped), f"{_WRAPPED} {sealed.name}")
        opened.append(_open(keys[sealed.name], numbers, f"{_TEMPLATE} {sealed.name}"))
    return opened


def discard(name: str) -> None:
    """Destroy an original's key, and delete it and all pictures of it. Doing it twice is no fault."""
    keyring.destroy([name])
    with storage_faults(folder()):
        original = _path(name)
        for path in (original, *original.parent.glob(f"{name}.*")):
            path.unlink(missing_ok=True)


def without_mark(closed: bytes) -> bytes:
    """Encrypted bytes without the header that all of them begin with."""
    return closed.removeprefix(_MARK)


def count_made(name: str) -> int:
    """How many files there are of a photograph: the original, and its pictures."""
    original = _path(name)
    return int(original.is_file()) + sum(1 for _ in original.parent.glob(f"{name}.*"))


def path_of(name: str, size: Size | None = None) -> Path:
    """Where an original lies, or a picture that was made from all of it. Raises: VaultDamaged, if it is no name."""
    return _path(name, size)


def made_of(name: str) -> Iterator[tuple[Path, Size | None, int]]:
    """The files that lie beside an original: of which size, and of which face; no size if it is none of the desk's."""
    for path in sorted(_path(name).parent.glob(f"{name}.*")):
        size, _, face = path.name.removeprefix(f"{name}.").rpartition("-")
        known = size in list(Size) and face.isdecimal()
        yield path, Size(size) if known else None, int(face) if known else 0


def check_key(sealed: Sealed) -> None:
    """Raises: VaultDamaged, if the key of an original does not open: the file itself is not read."""
    _key(sealed)


def names() -> Iterator[tuple[str, float]]:
    """Every original in the vault with the time at which it was written (POSIX), to compare with the rows."""
    for path in folder().glob("??/??/*"):
        if _NAME.fullmatch(path.name):
            yield path.name, path.stat().st_mtime


def _path(name: str, size: Size | None = None, face: int = 0) -> Path:
    if not _NAME.fullmatch(name):
        raise _damaged("A photograph's row names no file.")
    return folder() / name[:2] / name[2:4] / (f"{name}.{size}-{face}" if size else name)


def _key(sealed: Sealed) -> bytes:
    _path(sealed.name)  # a row that names no file names no half either
    return _open(_wrapping(keyring.half(sealed.name)), bytes(sealed.wrapped), f"{_WRAPPED} {sealed.name}")


def _wrapping(half: bytes) -> bytes:
    """The key that wraps a photograph's key: from both halves, so that the loss of either locks it."""
    return hmac.digest(settings.DESK.photo_key, b"antigone photograph's key\n" + half, "sha256")


def _close(key: bytes, data: bytes, what: str) -> bytes:
    nonce = token_bytes(_NONCE)
    return _MARK + nonce + AESGCM(key).encrypt(nonce, data, what.encode())


def _open(key: bytes, closed: bytes, what: str) -> bytes:
    if not closed.startswith(_MARK):
        raise _damaged("An encrypted photograph does not begin as the desk writes them.")
    nonce, rest = closed[len(_MARK) : len(_MARK) + _NONCE], closed[len(_MARK) + _NONCE :]
    try:
        return AESGCM(key).decrypt(nonce, rest, what.encode())
    except (InvalidTag, ValueError) as fault:
        raise _damaged("A photograph does not open: its file, its row or the desk's key is another.") from fault


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as fault:
        raise _damaged("The encrypted file of a photograph is not there.") from fault
    except OSError as fault:
        raise VaultDamaged(
            f"The encrypted file of a photograph cannot be read: {fault.strerror}.",
            "Have whoever runs this desk look at its disk and at whose files they are.",
        ) from fault


def _damaged(detail: str) -> VaultDamaged:
    return VaultDamaged(
        detail, "Have whoever runs this desk restore photographs, database and keys from one backup, and look why."
    )


def _write(path: Path, data: bytes) -> None:
    """Write a file atomically, on the disk before this returns, with the folders' entries."""
    with storage_faults(path):
        for place in (folder(), path.parent.parent, path.parent):
            place.mkdir(mode=0o700, exist_ok=True)
    write_bytes(path, data)
    with storage_faults(path):
        for place in (path.parent, path.parent.parent, folder()):
            sync_folder(place)
