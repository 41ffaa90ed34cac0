"""What the audit says of backups and restores."""

from __future__ import annotations

from antigone.desk.accounts.act import act
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.permissions import WHOLE_DESK, Thing, Verb


def record_backup(*, by: Actor, copy: str, files: int, new: int, rows: int, removed: int, keys: str) -> None:
    """Record that a copy of the desk was made, and what it has. ``keys``: the SHA-256 of the copy of keys."""
    with act(by, Verb.MAKE, Thing.BACKUP.of(WHOLE_DESK)) as doing:
        doing.record(None, copy=copy, files=files, new=new, rows=rows, removed=removed, keys=keys)


def record_restore(*, by: Actor, copy: str, files: int, rows: int, head: int) -> None:
    """Record that this desk is a copy that was put back. Checkpoints of after the copy have more rows than it."""
    with act(by, Verb.RESTORE, Thing.BACKUP.of(WHOLE_DESK)) as doing:
        doing.record(None, copy=copy, files=files, rows=rows, head=head)
