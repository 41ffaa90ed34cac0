"""What people are told when the disk or the database does not do its part: what is so, and what to do.

A full disk, a folder that nobody may write, a database that was stopped: none of it is anybody's mistake, and all of it
ends by itself or by the hand of whoever runs the desk. The transaction has undone what was begun.
"""

from __future__ import annotations

import errno
import sqlite3

import psycopg
from django.db import DatabaseError, InterfaceError
from django.utils.translation import gettext as _

from antigone.errors import AntigoneError, NoRoom, NotAnswering, StorageFailed
from antigone.files import NO_ROOM

_LITE_FULL, _LITE_BUSY = frozenset({13}), frozenset({5, 6})
_LITE_STORAGE = frozenset({3, 8, 10, 14, 23})
"""SQLite's primary codes for: no permission, read-only, a failing read or write, a file that cannot be opened."""
_PG_FULL = ("53100", "53400")
_PG_STORAGE = ("25006", "58030", "58P01", "42501", "XX001")
"""PostgreSQL's states for: read-only, a failing disk, a file that is gone, no permission, a damaged page."""
_PG_BUSY = ("55P03", "40P01", "57014", "40001")
_PG_AWAY = ("57P", "08", "53")


def outage(fault: BaseException | None) -> AntigoneError | None:
    """The fault for people, if this one is the disk's or the database's; None if it is something else."""
    if isinstance(fault, StorageFailed | NotAnswering):
        return _of_storage(fault.__cause__) if isinstance(fault.__cause__, OSError) else fault
    if isinstance(fault, DatabaseError | InterfaceError):
        return _of_database(fault.__cause__)
    return (
        _of_storage(fault) if isinstance(fault, OSError) and fault.errno in NO_ROOM | {errno.EROFS, errno.EIO} else None
    )


def _of_storage(fault: OSError) -> AntigoneError:
    return full() if fault.errno in NO_ROOM else _failing()


def _of_database(cause: BaseException | None) -> AntigoneError | None:
    if isinstance(cause, sqlite3.Error):
        code = getattr(cause, "sqlite_errorcode", 0) & 0xFF
        if code in _LITE_FULL:
            return full()
        if code in _LITE_BUSY:
            return busy()
        return _failing() if code in _LITE_STORAGE else None
    if not isinstance(cause, psycopg.Error):
        return None
    state = cause.sqlstate or ""
    if state in _PG_FULL:
        return full()
    if state in _PG_STORAGE:
        return _failing()
    if state in _PG_BUSY:
        return busy()
    gone = isinstance(cause, psycopg.OperationalError | psycopg.InterfaceError)
    return away() if state.startswith(_PG_AWAY) or (not state and gone) else None


def full() -> NoRoom:
    return NoRoom(
        _("The disk of this desk is full: nothing of this was kept."),
        _("Tell whoever runs the desk to free some space, then do it again. What the desk holds is safe."),
    )


def _failing() -> StorageFailed:
    return StorageFailed(
        _("The desk cannot write on its disk at this moment: nothing of this was kept."),
        _("Tell whoever runs the desk: its disk is read-only, gone or failing. Then do it again."),
    )


def busy() -> NotAnswering:
    return NotAnswering(
        _("Too many people write in the desk at this moment: nothing of this was kept."),
        _("Wait a minute, and do it again."),
    )


def away() -> NotAnswering:
    return NotAnswering(
        _("The desk's database does not answer at this moment: nothing of this was kept."),
        _("Wait a minute, and do it again. If it stays so, tell whoever runs the desk."),
    )
