"""The first half of restoring a copy into an empty place: files, keys and settings. Needs no desk that has started.

While a restore lasts, a mark lies in the desk's folder: a desk that was restored by half does not start
(``desk.E013``), and the next try begins by removing what is there.
"""

from __future__ import annotations

import json
import os
import shutil
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from antigone.desk.backup.contents import place_of
from antigone.desk.backup.folder import DATABASE, MANIFEST, SQLITE, BackupFolder, CopyList, Follow, silently
from antigone.desk.backup.hashing import of_file
from antigone.desk.backup.keys_copy import SECRETS, KeysCopy, read_keys
from antigone.desk.backup.packs import Pack, PackedFile, read_index
from antigone.desk.backup.sealing import Identity, open_file, opened, read_identity
from antigone.desk.backup.state import DatabaseState, from_json
from antigone.desk.environment import RESTORING
from antigone.desk.setup import SETTINGS_FILE
from antigone.errors import BackupDamaged, NoRoom, StorageFailed, UsageError
from antigone.files import storage_faults, write_bytes

_PREFIX = "ANTIGONE_DESK_"


@dataclass(frozen=True, slots=True)
class RestoredFiles:
    """What the first half of a restore has written."""

    copy: str
    vendor: str
    files: int
    size: int
    state: DatabaseState
    """What the database must be."""
    settings_left_out: tuple[str, ...]
    """Settings of the copy that name what may not be here."""


def restore_files(
    *,
    home: Path,
    source: Path,
    keys: Path,
    key_file: Path,
    copy: str = "",
    database_file: Path | None = None,
    follow: Follow = silently,
) -> RestoredFiles:
    """Put the files, the keys and the settings of a copy into an empty folder, each file compared with its hash.

    Needs no settings: it writes them. What PostgreSQL shall have waits in the folder for ``restore_database``.

    Raises:
        UsageError: the place is not empty; there is no such copy; the key is another.
        BackupDamaged: a file is cut off or altered, or the desk did not sign it.
        StorageFailed, NoRoom. Whatever is raised, the folder is as it was.
    """
    by = read_identity(key_file)
    folder, kept = BackupFolder(source), read_keys(keys, by)
    said = folder.read_list(copy or next(iter(folder.copies()[::-1]), ""), kept.public_key)
    _fits(said, database_file)
    _is_empty(home)
    packs, state = read_manifest(folder, said, by)
    _room(home, packs, said)
    try:
        with storage_faults(home):
            home.mkdir(mode=0o700, parents=True, exist_ok=True)
            home.chmod(0o700)
            (home / RESTORING).touch(mode=0o600)
        files = size = 0
        for pack in follow(iter(packs), len(packs), "packs"):
            for file in _unpack(folder, said, pack, by, home):
                files, size = files + 1, size + file.found.size
        _put_database(folder, said, by, home)
        _put_keys(kept, home)
        left_out = _put_settings(kept, home, database_file)
    except BaseException:
        clear(home)
        raise
    return RestoredFiles(said.copy, said.database, files, size, state, tuple(left_out))


def _fits(said: CopyList, database_file: Path | None) -> None:
    if said.database == "postgresql" and database_file is None:
        raise UsageError(
            "The copy is of a desk with PostgreSQL.",
            "Make an empty database, write its address into a file, and name that with --database-file.",
        )
    if said.database == "sqlite" and database_file is not None:
        raise UsageError("The copy is of a desk with SQLite.", "Leave out --database-file.")


def _is_empty(home: Path) -> None:
    if (home / RESTORING).exists():
        clear(home)
    if home.exists() and any(home.iterdir()):
        raise UsageError(f"{home} is not empty.", "Give a new folder (--into).")


def clear(home: Path) -> None:
    """Remove what was put back. The mark goes last, so that whoever is killed here leaves it."""
    if not home.is_dir():
        return
    for each in home.iterdir():
        if each.name != RESTORING:
            shutil.rmtree(each) if each.is_dir() else each.unlink()
    (home / RESTORING).unlink(missing_ok=True)


def _checked(folder: BackupFolder, said: CopyList, name: str) -> Path:
    """A file of the backup that is as it was written. Raises: BackupDamaged."""
    if name not in said.files:
        raise BackupDamaged(f"The list of the copy does not have {name}.", "Take another copy (--copy).")
    if fault := folder.fault_of(name, said):
        raise BackupDamaged(f"{name}: {fault}.", "Take another copy (--copy), or another disk's.")
    return folder.place / name


def read_manifest(folder: BackupFolder, said: CopyList, by: Identity) -> tuple[list[Pack], DatabaseState]:
    """Which files a copy has, in which packs, and what its database must be. Raises: BackupDamaged, BackupLocked."""
    name = f"copies/{said.copy}/{MANIFEST}"
    data = opened(_checked(folder, said, name).read_bytes(), by, name)
    try:
        manifest = json.loads(zlib.decompress(data))
        packs, wanted = [], manifest["packs"]
        for pack_name, places in wanted.items():
            index = f"packs/{pack_name}.index.age"
            pack = read_index(_checked(folder, said, index).read_bytes(), by, index)
            pack.wanted = [int(place) for place in places]
            packs.append(pack)
        return packs, from_json(manifest["database"])
    except (ValueError, KeyError, TypeError, zlib.error) as fault:
        raise BackupDamaged(f"{name} is no manifest.", "Take another copy (--copy).") from fault


def _room(home: Path, packs: list[Pack], said: CopyList) -> None:
    place = next(each for each in (home, *home.parents) if each.exists())
    database = said.files[f"copies/{said.copy}/{DATABASE}"][1]
    needed = sum(pack.files[at].found.size for pack in packs for at in pack.wanted) + 10 * database
    if shutil.disk_usage(place).free < needed:
        raise NoRoom(f"The copy needs about {needed / 1e6:.0f} MB in {place}, and less is free.", "Free some space.")


def unpacked(folder: BackupFolder, said: CopyList, pack: Pack, by: Identity) -> Iterator[tuple[PackedFile, bytes]]:
    """The files of a pack that are wanted, decrypted. Raises: BackupDamaged, BackupLocked."""
    name = f"packs/{pack.name}.age"
    data = opened(_checked(folder, said, name).read_bytes(), by, name)
    for at in pack.wanted:
        file = pack.files[at]
        yield file, data[file.start : file.start + file.found.size]


def _unpack(folder: BackupFolder, said: CopyList, pack: Pack, by: Identity, home: Path) -> Iterator[PackedFile]:
    """Write the files of a pack that are wanted, and read each back when all of them are on the disk."""
    files = []
    for file, data in unpacked(folder, said, pack, by):
        files.append(file)
        path = place_of(file.found.path, home)
        with storage_faults(path):
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with path.open("xb") as written:
                written.write(data)
                _on_the_disk_by_itself(written.fileno())
            path.chmod(0o600)
            os.utime(path, ns=(file.found.written, file.found.written))  # so the next backup knows it
    if hasattr(os, "sync"):
        os.sync()  # once for all files of a pack, of which each alone would wait for the disk
    for file in files:
        path = place_of(file.found.path, home)
        if of_file(path) != file.sha256:
            raise StorageFailed(f"{path} was not read back as it was written.", "Take another disk.")
        yield file


def _on_the_disk_by_itself(handle: int) -> None:
    """Windows cannot be told to write all."""
    if not hasattr(os, "sync"):
        os.fsync(handle)


def _put_database(folder: BackupFolder, said: CopyList, by: Identity, home: Path) -> None:
    name = f"copies/{said.copy}/{DATABASE}"
    whole = home / "backup" / "database.zip"
    open_file(_checked(folder, said, name), whole, by)
    if said.database == "sqlite":
        with storage_faults(home), zipfile.ZipFile(whole) as copy:
            copy.extract(SQLITE, home)
            (home / SQLITE).chmod(0o600)
        shutil.rmtree(whole.parent)


def _put_keys(kept: KeysCopy, home: Path) -> None:
    for name in SECRETS:
        write_bytes(home / name, kept.secrets[name].encode())
    with storage_faults(home):
        (home / "keys").mkdir(mode=0o700)
    for name, data in kept.halves.items():
        if Path(name).name != name:
            raise BackupDamaged("The copy of keys would write outside its folder.", "Do not trust it.")
        write_bytes(home / "keys" / name, data)


def _put_settings(kept: KeysCopy, home: Path, database_file: Path | None) -> list[str]:
    """The copy's settings with this folder's keys and this database. What names a file that is not here is left out."""
    own = {name: f"{_PREFIX}{name.split('.')[0].upper()}_KEY" for name in SECRETS}
    lines, left_out = [], []
    for line in kept.settings_file.splitlines():
        name, _, value = line.partition("=")
        about = name.strip().removesuffix("_FILE")
        if about in own.values() or about == f"{_PREFIX}DATABASE":
            continue
        if name.strip().endswith("_FILE") and not Path(value.strip()).is_file():
            left_out.append(name.strip())
            continue
        lines.append(line)
    lines += [f"{variable}_FILE={home / name}" for name, variable in own.items() if kept.secrets[name]]
    if database_file is not None:
        lines.append(f"{_PREFIX}DATABASE_FILE={database_file.absolute()}")
    write_bytes(home / SETTINGS_FILE, ("\n".join(lines) + "\n").encode())
    return left_out
