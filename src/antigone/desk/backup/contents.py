"""Which files of the desk's folder are in a backup, and which lie elsewhere on purpose."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from antigone.errors import BackupDamaged

KEPT = ("checkpoints", "countersigned", "exchange", "intake", "photos")
"""The vault, packets, what waits to be brought in, checkpoints and what was countersigned for others."""
KEYS = ("checkpoint.key", "desk.env", "exchange.key", "keys", "photo.key", "secret.key")
"""In the copy of keys, which is kept apart (``keys_copy``)."""
LEFT = ("answers-failed", "backup", "desk.sqlite3", "desk.sqlite3-shm", "desk.sqlite3-wal", "index", "uploads")
"""The database has a part of its own; the others are made again from it, or hold what is under way."""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file of the desk's folder as it is now: what tells that it has not changed since."""

    path: str
    """From the desk's folder, with /."""
    size: int
    written: int
    """``st_mtime_ns``"""


def found_in(home: Path) -> Iterator[StoredFile]:
    """Every file that belongs into a backup, in an order that does not change."""
    for name in KEPT:
        if (top := home / name).is_file():
            yield _state(top, home)
        for folder, folders, files in os.walk(top):
            folders.sort()
            for file in sorted(files):
                if not file.startswith("."):  # being written at this moment
                    try:
                        yield _state(Path(folder, file), home)
                    except FileNotFoundError:
                        continue


def _state(path: Path, home: Path) -> StoredFile:
    now = path.stat()
    return StoredFile(path.relative_to(home).as_posix(), now.st_size, now.st_mtime_ns)


def unknown_in(home: Path) -> list[str]:
    """What lies in the desk's folder and is in no backup, because nobody knows what it is."""
    known = {*KEPT, *KEYS, *LEFT}
    return sorted(path.name for path in home.iterdir() if path.name not in known and not path.name.startswith("."))


def place_of(path: str, home: Path) -> Path:
    """Where a file of a backup is put back: never outside the desk's folder.

    Raises:
        BackupDamaged
    """
    parts = PurePosixPath(path).parts
    if not parts or parts[0] not in KEPT or ".." in parts or "\\" in path:
        raise BackupDamaged("A file of the backup would lie outside the desk's folder.", "Do not trust this backup.")
    return home.joinpath(*parts)
