"""Where a desk's backups go: another disk, a third one for the keys, a stick for the key that opens them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from django.conf import settings
from django.db import connections
from django.test import override_settings

from antigone.desk.accounts.actor import console
from antigone.desk.backup.making import MadeBackup, make_backup
from antigone.desk.backup.restoring import RestoredDesk, restore_database
from antigone.desk.backup.restoring_files import RestoredFiles, restore_files
from antigone.desk.backup.sealing import public_of
from antigone.desk.exchange.keys import new_identity
from desk_databases import Database


@dataclass(frozen=True)
class Elsewhere:
    """Three places that are not the desk's."""

    backup: Path
    keys: Path
    stick: Path
    """The file with the private key."""

    def back_up(self, keep: int = 30, **how: object) -> MadeBackup:
        return make_backup(by=console(), to=self.backup, keys_to=self.keys, keep_copies=keep, **how)  # type: ignore[arg-type]

    def files_into(self, home: Path, **which: object) -> RestoredFiles:
        which = {"key_file": self.stick, **which}
        return restore_files(home=home, source=self.backup, keys=self.keys, **which)  # type: ignore[arg-type]

    def lying(self) -> dict[str, bytes]:
        """Every file of the backup but its lock."""
        found = {str(each.relative_to(self.backup)): each for each in self.backup.rglob("*") if each.is_file()}
        return {name: each.read_bytes() for name, each in found.items() if name != ".lock"}


@contextmanager
def elsewhere(folder: Path) -> Iterator[Elsewhere]:
    """The desk has a key for backups meanwhile, of which the private half is on a stick."""
    made = Elsewhere(folder / "backup", folder / "keys", folder / "stick")
    for each in (made.backup, made.keys):
        each.mkdir(parents=True)
    private = new_identity()
    made.stick.write_text(f"# of the harbour\n{private}\n")
    keys = {"backup_key": public_of(private), "exchange_key": new_identity()}
    with override_settings(DESK=replace(settings.DESK, **keys)):  # type: ignore[arg-type]
        yield made


@contextmanager
def restored(kept: Elsewhere, home: Path, desk: Database) -> Iterator[RestoredDesk]:
    """The desk from its newest copy in an empty folder, in use meanwhile; on PostgreSQL in a new database."""
    if desk.kind == "sqlite":
        there, named = Database("sqlite", home), None
    else:
        there, named = desk.empty(f"{desk.name}_again"), kept.stick.parent / "database"
        named.write_text(there.address)
    files = kept.files_into(home, database_file=named)
    there.use()
    with override_settings(DESK=replace(settings.DESK, home=home)):
        yield restore_database(by=console(), home=home, restored=files)
        connections["default"].close()
    desk.use()
    if desk.kind == "postgresql":
        desk.ask(f"DROP DATABASE {there.name} WITH (FORCE)")
