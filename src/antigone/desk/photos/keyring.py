"""Half of each photograph's key, kept apart from the database and from the photographs: ``keys`` in the desk's folder.

A photograph opens only with its half from here, what the database has of its key, and the desk's ``PHOTO_KEY``. A
database is copied every night and the copies are kept; of this folder only the newest copy is. So what is destroyed
here is destroyed in every copy of everything else (docs/decisions/0029-erasing.md).

A file for each first byte of the names holds rows of 64 bytes: the name in the vault, and the half. A half that was
destroyed is overwritten with zeros; its name stays, so that a database put back from a copy is found out.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_bytes

from django.conf import settings
from filelock import FileLock

from antigone.desk.photos.space import make_once
from antigone.errors import VaultDamaged
from antigone.files import storage_faults

HALF = 32
_NAME, _ROW = 32, 64
_NONE = bytes(HALF)


def folder() -> Path:
    return Path(settings.DESK.home) / "keys"


def add(names: Iterable[str]) -> dict[str, bytes]:
    """Make a new half of a key for each of ``names``; they are on the disk when this returns.

    Raises:
        StorageFailed: if it cannot be written.
    """
    made = {name: token_bytes(HALF) for name in names}
    with locked():
        for file, some in _by_file(made).items():
            with file.open("ab") as opened:
                whole = opened.tell() - opened.tell() % _ROW  # a row that a crash cut off is written over
                opened.truncate(whole)
                opened.write(b"".join(bytes.fromhex(name) + made[name] for name in some))
                opened.flush()
                os.fsync(opened.fileno())
            file.chmod(0o600)
    return made


def halves(names: Iterable[str]) -> dict[str, bytes]:
    """The halves of those of ``names`` that exist and were not destroyed."""
    found = {}
    for file, some in _by_file(names).items():
        held = _read(file)
        for name in some:
            rows = [held[at + _NAME : at + _ROW] for at in _places(held, bytes.fromhex(name))]
            if rows and _NONE not in rows:
                found[name] = rows[0]
    return found


def half(name: str) -> bytes:
    """One half of a key. Raises: VaultDamaged, if it was destroyed or lost: the photograph cannot be decrypted."""
    found = halves([name]).get(name)
    if found is None:
        raise VaultDamaged(
            "The key of this photograph is not there: it was erased, or the folder of keys is of another day.",
            "If it was not erased, have whoever runs this desk put back the newest copy of the folder of keys.",
        )
    return found


def destroy(names: Iterable[str]) -> int:
    """Overwrite these halves on the disk before this returns. Returns how many there were; twice is no fault.

    Of a name that is not there, a destroyed half is written: it stays destroyed if an older copy is put back beside it.
    """
    count = 0
    if not (wanted_at := _by_file(names)):
        return 0
    with locked():
        for file, some in wanted_at.items():
            held = _read(file)
            with file.open("r+b") if held else file.open("w+b") as opened:
                for name in some:
                    places = list(_places(held, bytes.fromhex(name)))
                    for at in places:
                        count += held[at + _NAME : at + _ROW] != _NONE
                        opened.seek(at + _NAME)
                        opened.write(_NONE)
                    if not places:
                        end = opened.seek(0, os.SEEK_END)
                        opened.seek(end - end % _ROW)
                        opened.write(bytes.fromhex(name) + _NONE)
                opened.flush()
                os.fsync(opened.fileno())
            file.chmod(0o600)
    return count


def destroyed() -> set[str]:
    """The names of all photographs whose key was destroyed."""
    found = set()
    for file in _files():
        held, at = _read(file), -1
        while (at := held.find(_NONE, at + 1)) >= 0:
            if at % _ROW == _NAME:
                found.add(held[at - _NAME : at].hex())
    return found


def _files() -> list[Path]:
    return sorted(path for path in folder().glob("??") if path.is_file())


def _read(file: Path) -> bytes:
    """All rows of the file, without one that a crash cut off."""
    try:
        held = file.read_bytes()
    except FileNotFoundError:
        return b""
    return held[: len(held) - len(held) % _ROW]


def _places(held: bytes, name: bytes) -> Iterator[int]:
    """Where rows of this name begin: one, unless somebody put files together."""
    at = held.find(name)
    while at >= 0:
        if at % _ROW == 0:
            yield at
        at = held.find(name, at + 1)


def _by_file(names: Iterable[str]) -> dict[Path, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for name in names:
        found[name[:2]].append(name)
    return {folder() / begin: some for begin, some in found.items()}


@contextmanager
def locked() -> Iterator[None]:
    """A lock, during which nobody else writes in the folder of keys."""
    with storage_faults(folder()):
        make_once(folder())
        with FileLock(folder() / ".lock", timeout=20, mode=0o600):
            yield
