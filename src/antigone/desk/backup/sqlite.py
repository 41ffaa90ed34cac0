"""A copy of an SQLite database while others write to it, and what it holds."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from antigone.desk.backup.hashing import of_rows
from antigone.desk.backup.state import DatabaseState, TableState
from antigone.errors import StorageFailed

_PAGES = 4_096
"""At once, between which others get their turn at the disk."""
Progress = Callable[[int, int, int], object]
"""Told after each turn: a status, how many pages are left, and of how many."""


def copy_database(place: Path, to: Path, progress: Progress | None = None) -> DatabaseState:
    """Copy a database by SQLite's own way, and read the copy.

    One read transaction lasts from beginning to end, so that the copy is of one moment however long it takes: nobody
    who writes waits for it (WAL), and it is never begun again because of them.

    Raises:
        StorageFailed: no room; or the database is damaged.
    """
    with _faults(to), closing(sqlite3.connect(place, timeout=20, isolation_level=None)) as here:
        here.execute("PRAGMA query_only = ON")
        here.execute("BEGIN")
        head = _head(here)
        with closing(sqlite3.connect(to, isolation_level=None)) as there:
            here.backup(there, pages=_PAGES, progress=progress, sleep=0)
            there.execute("PRAGMA journal_mode = DELETE")
        here.execute("ROLLBACK")
    found = state_of(to)
    if found.head != head:
        raise StorageFailed("The copy of the database is not of one moment.", "Run it again.")
    return found


def state_of(place: Path) -> DatabaseState:
    """What a database holds.

    Raises:
        StorageFailed: if it is damaged.
    """
    with _faults(place), closing(sqlite3.connect(place, isolation_level=None)) as here:
        here.execute("PRAGMA query_only = ON")
        here.text_factory = bytes  # a text that is none shall be told by its table, not end everything
        if (said := here.execute("PRAGMA integrity_check(1)").fetchone()[0]) != b"ok":
            raise StorageFailed(f"The database is damaged: {said.decode(errors='replace')}.", "Run: antigone desk fsck")
        tables = {name: _table(here, name) for name in _names(here)}
        return DatabaseState(tables, _head(here), {})


def _names(here: sqlite3.Connection) -> list[str]:
    said = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_stat%' ORDER BY name"
    return [name.decode() for (name,) in here.execute(said)]


def _table(here: sqlite3.Connection, name: str) -> TableState:
    rows = here.execute(f'SELECT * FROM "{name}" ORDER BY rowid')
    columns = tuple(str(column[0]) for column in rows.description)
    return TableState(columns, *of_rows(rows))


def _head(here: sqlite3.Connection) -> tuple[int, str]:
    sequence, last = here.execute("SELECT sequence, hash FROM audit_head").fetchone()
    return int(sequence), last.decode() if isinstance(last, bytes) else str(last)


@contextmanager
def _faults(place: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as fault:
        full = "full" in str(fault)
        raise StorageFailed(
            f"The database cannot be copied to {place}: {fault}." if full else f"The database cannot be read: {fault}.",
            "Free some space, then run the same command again." if full else "Run: antigone desk fsck",
        ) from fault
