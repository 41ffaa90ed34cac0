"""What was found: which file, what is wrong with it, whose it is, what to do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class StoredKind(StrEnum):
    """The kinds of things that a desk has on its disks."""

    ORIGINAL = "original"
    PICTURE = "picture"
    """Made from an original."""
    KEY = "key"
    """A file in the desk's folder that locks others."""
    HALF_KEY = "half of a key"
    ERASED = "list of what was erased"
    CHECKPOINT = "checkpoint"
    REGISTER = "register of countersignatures"
    PACKET = "packet"
    WAITING = "file that waits to be brought in"
    INDEX = "part of the index"
    DATABASE = "database"
    COLUMN = "encrypted column"
    BOUND = "bound row"
    AUDIT = "audit"
    BACKUP = "backup"


@dataclass(frozen=True, slots=True)
class StoredFault:
    """One thing that is not as it was written."""

    kind: StoredKind
    path: str
    """From the desk's folder; of the database, the table."""
    what: str
    whose: str
    """By numbers and codes, never a name; empty if it is nobody's alone."""
    todo: str

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


Faults = Iterator[StoredFault]
FROM_BACKUP = "Put it back: antigone desk fsck --from BACKUP --key KEYFILE"
