"""Packs: many files of the desk's folder in one encrypted file, so that a backup is few files and written in one go.

A pack's index says which files are in it. It is encrypted to the backup's key and to the desk's own exchange key: so
the desk finds out what it has backed up before, and one that was broken off goes on where it was.
"""

from __future__ import annotations

import json
import os
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_hex

from antigone.desk.backup.contents import StoredFile
from antigone.desk.backup.folder import BackupFolder, Follow
from antigone.desk.backup.hashing import of_bytes, of_file
from antigone.desk.backup.sealing import Identity, opened, sealed
from antigone.errors import BackupDamaged, BackupLocked, StorageFailed
from antigone.files import write_bytes

SIZE = 32_000_000
"""Bytes after which a pack is written: so much is held in memory, and so much is done again after a crash."""
_LIVE = 0.5
"""Of a pack of which less than this share is still wanted, what is wanted is packed anew, so that it can go."""


@dataclass(frozen=True, slots=True)
class PackedFile:
    """A file in a pack: where it begins, and its hash."""

    found: StoredFile
    start: int
    sha256: str


@dataclass(slots=True)
class Pack:
    """A pack as its index says it."""

    name: str
    sha256: str
    """Of the encrypted pack."""
    size: int
    files: list[PackedFile]
    index_sha256: str = ""
    index_size: int = 0
    wanted: list[int] = field(default_factory=list)
    """Places in ``files`` of those that are in the copy at hand."""

    @property
    def listed(self) -> dict[str, tuple[str, int]]:
        """As a copy's list has it."""
        return {
            f"packs/{self.name}.age": (self.sha256, self.size),
            f"packs/{self.name}.index.age": (self.index_sha256, self.index_size),
        }


def index_of(pack: Pack) -> bytes:
    files = [[each.found.path, each.found.size, each.found.written, each.start, each.sha256] for each in pack.files]
    said = {"name": pack.name, "sha256": pack.sha256, "size": pack.size, "files": files}
    return zlib.compress(json.dumps(said).encode(), 6)


def read_index(data: bytes, by: Identity, what: str) -> Pack:
    """Raises: BackupDamaged, BackupLocked."""
    closed = opened(data, by, what)
    try:
        said = json.loads(zlib.decompress(closed))
        files = [
            PackedFile(StoredFile(path, size, written), start, sha)
            for path, size, written, start, sha in said.pop("files")
        ]
        return Pack(**said, files=files, index_sha256=of_bytes(data), index_size=len(data))
    except (ValueError, KeyError, TypeError, zlib.error) as fault:
        raise BackupDamaged(f"{what} is no index of a pack.", "Take another copy (--copy).") from fault


def known_packs(folder: BackupFolder, own: Identity) -> list[Pack]:
    """The packs that are whole in size and that this desk wrote itself; what it cannot read is packed anew."""
    found = []
    for path in sorted(folder.packs.glob("*.index.age")):
        try:
            pack = read_index(path.read_bytes(), own, path.name)
            whole = (folder.packs / f"{pack.name}.age").stat().st_size == pack.size
        except (BackupDamaged, BackupLocked, FileNotFoundError):
            continue
        if whole:
            found.append(pack)
    return found


def already_in(packs: Iterable[Pack], files: Sequence[StoredFile]) -> tuple[list[Pack], list[StoredFile]]:
    """The packs of which something is wanted, and the files that are in none of them."""
    where: dict[StoredFile, tuple[Pack, int]] = {}
    for pack in packs:
        for place, each in enumerate(pack.files):
            where[each.found] = (pack, place)
    wanted: dict[str, list[tuple[int, StoredFile]]] = defaultdict(list)
    by_name, new = {}, []
    for file in files:
        if file in where:
            pack, place = where[file]
            by_name[pack.name] = pack
            wanted[pack.name].append((place, file))
        else:
            new.append(file)
    used = []
    for name, some in wanted.items():
        pack = by_name[name]
        if sum(file.size for _, file in some) < _LIVE * sum(each.found.size for each in pack.files):
            new += [file for _, file in some]
        else:
            pack.wanted = sorted(place for place, _ in some)
            used.append(pack)
    return used, new


def write_packs(
    folder: BackupFolder, home: Path, files: Sequence[StoredFile], keys: Sequence[str], *, own: str, follow: Follow
) -> list[Pack]:
    """Pack files, each pack read back before the next is begun. Files that are gone meanwhile are left out.

    ``keys``: to whom the packs are encrypted; ``own``: the desk's key, which reads the indexes too.

    Raises:
        StorageFailed: the disk is full, or does not give back what was written.
    """
    written: list[Pack] = []
    held, some, size = list[bytes](), list[PackedFile](), 0
    for data, file in _read(home, follow(iter(files), len(files), "files")):
        if some and size + len(data) > SIZE:
            written.append(_write(folder, held, some, keys, own))
            held, some, size = [], [], 0
        some.append(PackedFile(file, size, of_bytes(data)))
        held.append(data)
        size += len(data)
    if some:
        written.append(_write(folder, held, some, keys, own))
    return written


def _read(home: Path, files: Iterator[StoredFile]) -> Iterator[tuple[bytes, StoredFile]]:
    for file in files:
        try:
            with (home / file.path).open("rb") as opened_file:
                written = os.fstat(opened_file.fileno()).st_mtime_ns
                data = opened_file.read()
        except FileNotFoundError:
            continue  # erased, or sent, since it was seen
        except OSError as fault:
            raise StorageFailed(
                f"{file.path} cannot be read: {fault.strerror}.", "Run: antigone desk fsck. It says whose it is."
            ) from fault
        yield data, StoredFile(file.path, len(data), written)  # it may have been written anew since it was seen


def _write(folder: BackupFolder, held: list[bytes], some: list[PackedFile], keys: Sequence[str], own: str) -> Pack:
    name = token_hex(16)
    closed = sealed(b"".join(held), keys)
    pack = Pack(name, of_bytes(closed), len(closed), some, wanted=list(range(len(some))))
    keep(folder.packs / f"{name}.age", closed)
    index = sealed(index_of(pack), [*keys, own])
    keep(folder.packs / f"{name}.index.age", index)
    pack.index_sha256, pack.index_size = of_bytes(index), len(index)
    return pack


def keep(path: Path, data: bytes) -> None:
    """Write a file of a backup and read it back.

    Raises:
        StorageFailed: also if the disk gives back something else.
    """
    write_bytes(path, data)
    if of_file(path) != of_bytes(data):
        path.unlink()
        raise StorageFailed(f"{path} was not read back as it was written.", "Do not trust this disk: take another.")
