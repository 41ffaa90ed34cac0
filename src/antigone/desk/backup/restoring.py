"""The second half of restoring a copy: the database, and what was erased since the copy was made, erased again.

It is compared with what the copy says: rows and hash of each table, and the head of the audit.
"""

from __future__ import annotations

import shutil
import zipfile
from dataclasses import dataclass
from pathlib import Path

from antigone.desk.accounts.actor import Actor
from antigone.desk.audit.verify import verify
from antigone.desk.backup import postgresql, sqlite
from antigone.desk.backup.actions.records import record_restore
from antigone.desk.backup.folder import SQLITE
from antigone.desk.backup.restoring_files import RestoredFiles, clear
from antigone.desk.backup.state import differences
from antigone.desk.environment import RESTORING
from antigone.desk.erasing.proving import put_right
from antigone.desk.erasing.scrub import scrub
from antigone.errors import RuleBroken, StorageFailed
from antigone.files import storage_faults


@dataclass(frozen=True, slots=True)
class RestoredDesk:
    """What the second half has done."""

    rows: int
    head: int
    """The last row of the audit in the copy."""
    erased_again: int


def restore_database(*, by: Actor, home: Path, restored: RestoredFiles) -> RestoredDesk:
    """Fill the database, compare it with the copy, and erase again what was erased since the copy was made.

    Needs the settings that ``restore_files`` wrote.

    Raises:
        RuleBroken: the database is not empty, or the copy is of another version.
        StorageFailed: what is there is not what was copied. The folder is then as it was before.
    """
    try:
        _fill(home, restored)
    except BaseException:
        clear(home)
        raise
    record_restore(
        by=by, copy=restored.copy, files=restored.files, rows=restored.state.rows, head=restored.state.head[0]
    )
    with storage_faults(home):
        (home / RESTORING).unlink()
    return RestoredDesk(restored.state.rows, restored.state.head[0], _erase_again(by))


def _fill(home: Path, restored: RestoredFiles) -> None:
    if restored.vendor == "postgresql":
        with zipfile.ZipFile(home / "backup" / "database.zip") as copy:
            postgresql.fill_database(copy, restored.state)
        shutil.rmtree(home / "backup")
    elif faults := differences(restored.state, sqlite.state_of(home / SQLITE)):
        raise StorageFailed(f"The database is not what was copied: {'; '.join(faults[:5])}.", "Take another copy.")
    if broken := verify().faults:
        raise RuleBroken(
            f"The audit in the copy is not whole: {broken[0].words}", "Take an earlier copy (--copy), and find out why."
        )


def _erase_again(by: Actor) -> int:
    """Erasures made after the copy, made again, and cleared up after at once."""
    done = put_right(by)
    for erasure in done:
        scrub(erasure.pk)
    return len(done)
