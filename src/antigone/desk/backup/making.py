"""Making a backup: the database at one moment, then the files of the desk's folder, then the keys, apart.

In this order, because a photograph's file and half key are written before its row: what the database of a copy names is
there when the files and the keys are copied after it, unless it was erased meanwhile, which the keys then say.
"""

from __future__ import annotations

import json
import shutil
import time
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

import antigone
from antigone.desk.accounts.actor import Actor
from antigone.desk.audit.keys import public_key
from antigone.desk.backup import postgresql, sqlite
from antigone.desk.backup.actions.records import record_backup
from antigone.desk.backup.contents import found_in, unknown_in
from antigone.desk.backup.folder import (
    DATABASE,
    FORMAT,
    MANIFEST,
    SQLITE,
    BackupFolder,
    CopyList,
    Follow,
    silently,
)
from antigone.desk.backup.hashing import of_file
from antigone.desk.backup.keys_copy import write_keys
from antigone.desk.backup.packs import Pack, already_in, keep, known_packs, write_packs
from antigone.desk.backup.sealing import identity, public_of, seal_file, sealed
from antigone.desk.backup.state import DatabaseState
from antigone.errors import BackupDamaged, NoRoom, SettingsInvalid, UsageError
from antigone.files import storage_faults

_MINUTE = 60.0
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class MadeBackup:
    """What a backup has written."""

    copy: str
    files: int
    """In the copy."""
    new: int
    """Of them, those that were not in the backup before."""
    new_bytes: int
    """What was written for this copy, encrypted."""
    rows: int
    removed: tuple[str, ...]
    """Copies that were removed, since newer ones are enough."""
    damaged: tuple[str, ...]
    """Copies whose lists this desk did not sign, or that were altered: nothing is removed while there is one."""
    left_out: tuple[str, ...]
    """What lies in the desk's folder and is not in the backup."""


def make_backup(
    *, by: Actor, to: Path, keys_to: Path, keep_copies: int, follow: Follow = silently, tell: Tell = lambda _: None
) -> MadeBackup:
    """Make a copy in the backup's folder, which has others, and replace the copy of keys.

    Raises:
        UsageError, SettingsInvalid: a folder or a key is not there, or keys and backup would lie together.
        StorageFailed: no room; a disk that does not give back what was written. Nothing is half-written: what was
            packed is found by the next one, and copies of before are as they were.
    """
    recipient, own = _keys()
    folder = BackupFolder(to)
    _apart(Path(settings.DESK.home), to, keys_to)
    folder.begin()
    lock = folder.locked()
    try:
        copy = _name(folder)
        home = Path(settings.DESK.home)
        tell("The database is being copied.")
        state = _copy_database(folder.part(copy, DATABASE), recipient, tell)
        used, new = already_in(known_packs(folder, identity(settings.DESK.exchange_key)), list(found_in(home)))
        written = write_packs(folder, home, new, [recipient], own=own, follow=follow)
        packs = [*used, *written]
        keep(folder.part(copy, MANIFEST), sealed(_manifest(packs, state), [recipient]))
        keys = write_keys(keys_to, [recipient])
        said = _list(folder, copy, packs)
        folder.keep_list(said, settings.DESK.checkpoint_key)
        removed, damaged = _tidy(folder, keep_copies)
    finally:
        lock.release()
    fresh = [DATABASE, MANIFEST]
    made = MadeBackup(
        copy=copy,
        files=sum(len(pack.wanted) for pack in packs),
        new=sum(len(pack.wanted) for pack in written),
        new_bytes=sum(pack.size + pack.index_size for pack in written)
        + sum(said.files[f"copies/{copy}/{name}"][1] for name in fresh),
        rows=state.rows,
        removed=tuple(removed),
        damaged=tuple(damaged),
        left_out=tuple(unknown_in(home)),
    )
    record_backup(by=by, copy=copy, files=made.files, new=made.new, rows=made.rows, removed=len(removed), keys=keys)
    return made


def _keys() -> tuple[str, str]:
    """To whom backups are encrypted, and the desk's own public key, which opens the indexes of packs."""
    desk = settings.DESK
    if not desk.backup_key:
        raise SettingsInvalid(
            "ANTIGONE_DESK_BACKUP_KEY is not set: there is no key to which a backup could be encrypted.",
            "`antigone desk backup-key FILE` makes a pair: keep the file elsewhere.",
        )
    if not desk.exchange_key:
        raise SettingsInvalid("This desk has no exchange key.", "`antigone desk init` makes one.")
    return desk.backup_key, public_of(desk.exchange_key)


def _apart(home: Path, to: Path, keys_to: Path) -> None:
    """Raises: UsageError, unless the desk, its backup and its keys lie in three folders."""
    if not keys_to.is_dir():
        raise UsageError(f"There is no folder {keys_to}.", "Is its disk mounted? If it shall be new, make it first.")
    several = [each.resolve() for each in (home, to, keys_to)]
    if any(one == other or one in other.parents for one in several for other in several if one is not other):
        raise UsageError(
            "The desk's folder, the backup and the copy of keys must lie apart: none of them inside another.",
            "Best on three disks: whoever finds the backup and the keys together needs one key less.",
        )


def _name(folder: BackupFolder) -> str:
    name = timezone.now().strftime("%Y%m%dT%H%M%SZ")
    while (folder.lists / f"{name}.json").exists():
        name += "b"
    return name


class _EachMinute:
    """Says how far SQLite has come with a large database."""

    def __init__(self, tell: Tell) -> None:
        self.tell, self.said = tell, time.monotonic()

    def __call__(self, _status: int, left: int, of: int) -> None:
        if time.monotonic() - self.said > _MINUTE:
            self.said = time.monotonic()
            self.tell(f"{of - left} of {of} pages of the database")


def _copy_database(to: Path, recipient: str, tell: Tell) -> DatabaseState:
    """Copy the database into an encrypted file, by way of a file that only the desk can read."""
    work = Path(settings.DESK.home) / "backup"
    with storage_faults(work):
        shutil.rmtree(work, ignore_errors=True)  # of one that was killed
        work.mkdir(mode=0o700)
    try:
        _room_for_database(work)
        whole = work / "database.zip"
        with storage_faults(work), zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made:
            if connection.vendor == "sqlite":
                place = Path(str(connection.settings_dict["NAME"]))
                state = sqlite.copy_database(place, work / SQLITE, _EachMinute(tell))
                made.write(work / SQLITE, SQLITE)
            else:
                state = postgresql.copy_database(made)
        with storage_faults(to):
            to.parent.mkdir(mode=0o700, exist_ok=True)
        seal_file(whole, to, [recipient])
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return state


def _room_for_database(work: Path) -> None:
    if connection.vendor != "sqlite":
        return
    needed = 2 * Path(str(connection.settings_dict["NAME"])).stat().st_size
    if shutil.disk_usage(work).free < needed:
        raise NoRoom(
            f"A copy of the database needs {needed / 1e6:.0f} MB beside it for a moment.", "Free some space first."
        )


def _manifest(packs: list[Pack], state: DatabaseState) -> bytes:
    said: dict[str, Any] = {
        "packs": {pack.name: pack.wanted for pack in packs},
        "database": state.as_json(),
        "vendor": connection.vendor,
    }
    return zlib.compress(json.dumps(said).encode(), 6)


def _list(folder: BackupFolder, copy: str, packs: list[Pack]) -> CopyList:
    files: dict[str, tuple[str, int]] = {}
    for name in (DATABASE, MANIFEST):
        path = folder.part(copy, name)
        files[f"copies/{copy}/{name}"] = (of_file(path), path.stat().st_size)
    for pack in packs:
        files |= pack.listed
    return CopyList(FORMAT, copy, antigone.__version__, connection.vendor, files)


def _tidy(folder: BackupFolder, keep_copies: int) -> tuple[list[str], list[str]]:
    """Remove copies beyond those that are kept, then every file that no copy needs. Which were removed, and which
    cannot be read: as long as there is one of those, nothing is removed, for nobody knows what it needs.
    """
    public, lists, damaged = public_key(settings.DESK.checkpoint_key), dict[str, CopyList](), list[str]()
    for copy in folder.copies():
        try:
            lists[copy] = folder.read_list(copy, public)
        except BackupDamaged:
            damaged.append(copy)
    if damaged:
        return [], damaged
    old = folder.copies()[:-keep_copies]
    with storage_faults(folder.place):
        for copy in old:
            (folder.lists / f"{copy}.json").unlink()
            del lists[copy]
        needed = {name for said in lists.values() for name in said.files}
        for path in folder.packs.iterdir():
            if f"packs/{path.name}" not in needed:
                path.unlink()
        for place in folder.lists.iterdir():
            if place.is_dir() and place.name not in lists:
                shutil.rmtree(place)
    return old, []
