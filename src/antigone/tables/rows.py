"""What rows of tables and files of folders have in common: what they are read for, and why one is refused."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from antigone.face.photo import SUFFIXES
from antigone.tables.columns import DATES
from antigone.tables.phrases import Phrase
from antigone.tables.previews import PreviewRow
from antigone.types import Refusal

_OF_A_DISK = re.compile(r"[A-Za-z]:/|//\w|/(?:Users|home|Volumes|media|mnt|storage|sdcard)/|file:///", re.IGNORECASE)
LONGEST_PATH, LONGEST_WHO, LONGEST_CELL = 500, 120, 2_000


@dataclass(frozen=True, slots=True)
class WantedColumns:
    """What a table is read for: whose column, and what columns are known and read there."""

    whose: str
    """``person`` or ``case``: the column, and what a folder is of."""
    known: frozenset[str]
    values: bool = True
    """Whether sex and stature are read; dates and ages always are."""
    once: bool = True
    """Whether a file may be named by one row only."""
    inside: bool = True
    """Whether a path must lie within the folder."""


def is_hidden(path: str) -> bool:
    """Whether a file is one that a machine puts beside people's own."""
    parts = PurePosixPath(path).parts
    return any(part == "__MACOSX" or (part.startswith(".") and part != "..") for part in parts) or parts[-1:] in (
        ("Thumbs.db",),
        ("desktop.ini",),
    )


def is_photograph(path: str) -> bool:
    """Whether a file of a folder is a photograph, by its name; hidden files are not."""
    return not is_hidden(path) and PurePosixPath(path).suffix.lower() in SUFFIXES


def is_visible(text: str) -> bool:
    return any(c.isprintable() and not c.isspace() for c in text)


def leads_out(path: str) -> bool:
    parts = path.replace("\\", "/").split("/")
    return path.startswith(("/", "\\")) or ".." in parts or ":" in parts[0] or "\0" in path


def is_of_another_machine(path: str) -> bool:
    """Whether a path begins at a disk or share, of the machine where the table was written: its end may be meant."""
    plain = path.replace("\\", "/")
    return _OF_A_DISK.match(plain) is not None and ".." not in plain.split("/") and "\0" not in path


def refused(row: PreviewRow, code: str, why: Phrase, hint: Phrase, near: tuple[str, ...] = ()) -> PreviewRow:
    if row.refusal is not None:
        return row
    return replace(row, refusal=Refusal(code, str(why), str(hint)), why=why, near=near)


def columns_known(more: Collection[str] = ()) -> frozenset[str]:
    """The columns that every table may have, and ``more``."""
    return frozenset(("source", "basis", "face", "age", "sex", *DATES, *more))
