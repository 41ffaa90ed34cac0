"""The worker's SCRUB job after an erasure: cleaning files, index and free space. It can be run again.

SQLite overwrites what is deleted with zeros (``secure_delete``), and its log is emptied here. PostgreSQL marks deleted
rows and leaves their bytes until something else is written there: the tables that held them are written anew. What it
cannot reach is said in docs/erasure.md: its own log of the last hours, archives of that log, and copies of the disk.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps
from django.db import OperationalError, connection
from django.db.models import Model

from antigone.desk.accounts.actor import worker
from antigone.desk.erasing import erased, signals
from antigone.desk.erasing.actions.photographs import record_scrubbed
from antigone.desk.erasing.erased import entry_of
from antigone.desk.erasing.models import Erasure
from antigone.desk.photos import vault
from antigone.desk.photos.models import IndexChange, Photograph
from antigone.errors import StorageFailed

_HELD = (
    *(
        "photos.FaceTemplate",
        "photos.PhotoKey",
        "photos.Face",
        "photos.Photograph",
        "photos.Consent",
        "erasing.Erasure",
    ),
    *("subjects.Subject", "subjects.Mark", "subjects.Elsewhere", "subjects.Revision"),
    *("records.Record", "records.Name", "records.NameKey", "records.Informant"),
    *("intake.ImportItem", "candidates.Run", "audit.Binding"),
)
"""Whose tables hold what is erased. Parts above answer ``signals.tables_to_clear`` with theirs."""
_PATIENCE = "5s"
"""How long a table is waited for that somebody is reading. The job is tried again later."""


def clear_free_space() -> None:
    """Overwrite the database's free space, where deleted rows were. Called outside of acts.

    Raises:
        StorageFailed: somebody is at work with a table; try again later.
    """
    if connection.in_atomic_block:
        raise AssertionError("free space is cleared when the transaction is through")
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            if cursor.fetchone()[0]:
                raise _busy()
            return
        try:
            cursor.execute(f"SET lock_timeout = '{_PATIENCE}'")
            for model in _held():
                cursor.execute(f'VACUUM (FULL) "{model._meta.db_table}"')
        except OperationalError as fault:
            raise _busy() from fault
        finally:
            cursor.execute("RESET lock_timeout")


def _held() -> Iterator[type[Model]]:
    yield from map(apps.get_model, _HELD)
    for models in signals.tables_to_clear.answers(sender=None):
        yield from models


def _busy() -> StorageFailed:
    return StorageFailed(
        "Somebody is reading what is to be cleared.", "The worker tries again; nothing of it can be read in the desk."
    )


def scrub(number: int) -> None:
    """Do what is left of an erasure when its transaction is committed: also after a crash.

    Clearing the free space serves all that were erased before it: where many are at once, it is done once.

    Raises:
        StorageFailed: if something cannot be written now.
    """
    done = Erasure.objects.select_related("subject").filter(state=Erasure.State.DONE, scrubbed_at=None)
    if not done.filter(pk=number).exists():
        return
    erasures = list(done)
    for erasure in erasures:
        names = names_of(erasure)
        erased.note([entry_of(erasure, names)])
        for name in names:
            vault.discard(name)
    if IndexChange.objects.exists():
        from antigone.desk.candidates.upkeep import clear_holders  # it has the engine, which no page needs

        clear_holders()
    clear_free_space()
    for erasure in erasures:
        record_scrubbed(by=worker(), erasure=erasure)


def names_of(erasure: Erasure) -> list[str]:
    """The vault names of what was erased: of a record, those of all its photographs."""
    if erasure.photograph_id is not None:
        return list(Photograph.objects.filter(pk=erasure.photograph_id).values_list("sealed", flat=True))
    return list(Photograph.objects.filter(subject=erasure.subject_id).values_list("sealed", flat=True))
