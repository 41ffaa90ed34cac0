"""The list of erasures outside the database: the file ``erased`` in the folder of keys, backed up with the keys.

A database that is put back from a copy does not know of erasures that came after the copy. This list does: it holds
numbers, codes and days, no names, and ``antigone desk erase-again`` does by it once more what had been done.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from antigone.desk.erasing.models import Erasure
from antigone.desk.photos import keyring


@dataclass(frozen=True, slots=True)
class ErasedEntry:
    """One erasure, with what is needed to replay it."""

    key: str
    """``Erasure.key``"""
    subject: str
    """The code of the case or record."""
    whole: bool
    """All that the record says, and not one photograph only."""
    photographs: tuple[str, ...]
    """The names in the vault of those that were erased."""
    asked_as: str
    asked_at: str
    due_on: str
    done_at: str


def entry_of(erasure: Erasure, names: Sequence[str]) -> ErasedEntry:
    """The entry of an erasure. ``names``: the vault names of the photographs that were destroyed."""
    return ErasedEntry(
        key=str(erasure.key),
        subject=erasure.subject.code,
        whole=erasure.photograph_id is None,
        photographs=tuple(names),
        asked_as=erasure.asked_as,
        asked_at=erasure.asked_at.isoformat(),
        due_on=erasure.due_on.isoformat(),
        done_at="" if erasure.done_at is None else erasure.done_at.isoformat(),
    )


def path() -> Path:
    return keyring.folder() / "erased"


def entries() -> list[ErasedEntry]:
    """All entries, in the order in which they were made."""
    try:
        lines = path().read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return []
    found = {}
    for line in lines:
        try:
            said = json.loads(line)
            entry = ErasedEntry(**{**said, "photographs": tuple(said["photographs"])})
        except (ValueError, TypeError, KeyError):
            continue  # cut off by a crash: the job that clears up writes it again
        found[entry.key] = entry
    return list(found.values())


def note(several: Iterable[ErasedEntry]) -> None:
    """Append those that are not on the list; they are on the disk when this returns.

    Raises:
        StorageFailed
    """
    with keyring.locked():
        known = {entry.key for entry in entries()}
        _append([entry for entry in several if entry.key not in known])


def note_again(several: Iterable[ErasedEntry]) -> None:
    """Append entries in place of those of the same erasures, which were altered: the last of several is believed.

    Raises:
        StorageFailed
    """
    with keyring.locked():
        _append(list(several))


def _append(new: Sequence[ErasedEntry]) -> None:
    if new:
        with path().open("a+b") as opened:
            held = opened.tell()
            opened.seek(max(0, held - 1))
            begins = b"" if held == 0 or opened.read(1) == b"\n" else b"\n"
            lines = (json.dumps(asdict(entry), sort_keys=True, ensure_ascii=False) for entry in new)
            opened.write(begins + "".join(f"{line}\n" for line in lines).encode())
            opened.flush()
            os.fsync(opened.fileno())
        path().chmod(0o600)
