"""The folder of a backup: packs of files, and for each copy a database, a manifest and a signed list of all it needs.

    copies/20261130T030000Z.json          the signed list; a copy is there when this is
    copies/20261130T030000Z/database.age  the database, and manifest.age, which files are in the copy
    packs/1f..e0.age                      files of the desk's folder, and 1f..e0.index.age, which they are

The lists are all that is not encrypted: hashes and sizes of encrypted files, so that whether a backup is whole can be
asked without the private key.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from filelock import FileLock, Timeout

from antigone.desk.audit.keys import as_bytes, as_text, private, public_key
from antigone.desk.backup.hashing import of_file
from antigone.errors import BackupDamaged, StorageFailed, UsageError
from antigone.files import storage_faults, write_bytes

FORMAT = 1
DATABASE, MANIFEST, SQLITE = "database.age", "manifest.age", "desk.sqlite3"
_SIGNED = b"antigone backup 1\n"
Follow = Callable[[Iterator[Any], int, str], Iterator[Any]]
"""Passes things on as they come, and says how far it is: how many there will be, and what they are called."""


def silently(things: Iterator[Any], _total: int, _word: str) -> Iterator[Any]:
    return things


@dataclass(frozen=True, slots=True)
class CopyList:
    """All files that a copy consists of."""

    format: int
    copy: str
    """Its name: the moment at which it was begun, UTC."""
    version: str
    """Of Antigone."""
    database: str
    """``sqlite`` or ``postgresql``"""
    files: Mapping[str, tuple[str, int]]
    """From the backup's folder: SHA-256 and size."""


class BackupFolder:
    """Where a backup is kept: another disk, a stick, a folder of another machine."""

    def __init__(self, place: Path) -> None:
        if not place.is_dir():
            raise UsageError(f"There is no folder {place}.", "Is its disk mounted? If it shall be new, make it first.")
        self.place = place

    @property
    def packs(self) -> Path:
        return self.place / "packs"

    @property
    def lists(self) -> Path:
        return self.place / "copies"

    def begin(self) -> None:
        """Make it a backup's folder, unless something else lies there.

        Raises:
            UsageError
        """
        if not self.lists.is_dir() and any(each.name != ".lock" for each in self.place.iterdir()):
            raise UsageError(f"{self.place} is not empty and holds no backup.", "Give an empty folder.")
        with storage_faults(self.place):
            self.lists.mkdir(mode=0o700, exist_ok=True)
            self.packs.mkdir(mode=0o700, exist_ok=True)

    def locked(self) -> FileLock:
        """Raises: StorageFailed, if another backup is being made there."""
        lock = FileLock(self.place / ".lock", mode=0o600)
        try:
            with storage_faults(self.place):
                lock.acquire(timeout=0)
        except Timeout as fault:
            raise StorageFailed(f"Another backup is being made in {self.place}.", "Let it finish.") from fault
        return lock

    def copies(self) -> list[str]:
        """The names of all copies that were finished, the oldest first."""
        return sorted(path.stem for path in self.lists.glob("*.json"))

    def part(self, copy: str, name: str) -> Path:
        return self.lists / copy / name

    def keep_list(self, said: CopyList, key: str) -> None:
        """Sign a list and write it: from now on the copy is there."""
        text = json.dumps(asdict(said), sort_keys=True)
        signature = as_text(private(key).sign(_SIGNED + text.encode()))
        whole = {"is": text, "public_key": public_key(key), "signature": signature}
        write_bytes(self.lists / f"{said.copy}.json", json.dumps(whole, indent=1).encode())

    def read_list(self, copy: str, public: str) -> CopyList:
        """A copy's list, its signature verified.

        Raises:
            UsageError: there is no such copy.
            BackupDamaged: altered, or made by another desk.
        """
        if copy not in self.copies():
            raise UsageError(
                f"There is no copy {copy or 'at all'} in {self.place}.",
                f"There are: {', '.join(self.copies())}." if self.copies() else "Give the folder of a backup.",
            )
        path = self.lists / f"{copy}.json"
        try:
            whole = json.loads(path.read_bytes())
            text = str(whole["is"]).encode()
            Ed25519PublicKey.from_public_bytes(as_bytes(public)).verify(
                as_bytes(str(whole["signature"])), _SIGNED + text
            )
            said = json.loads(text)
            files = {str(name): (str(sha), int(size)) for name, (sha, size) in said.pop("files").items()}
            found = CopyList(**said, files=files)
        except (InvalidSignature, ValueError, KeyError, TypeError, AttributeError) as fault:
            raise BackupDamaged(
                f"{path.name} was not signed by this desk, or was altered since.",
                "Take another copy (--copy). If none is sound, find out who could write there.",
            ) from fault
        if found.format != FORMAT or found.copy != copy:
            raise BackupDamaged(f"{path.name} is of another copy or format.", "Restore it with the newer Antigone.")
        return found

    def faults_of(self, said: CopyList, follow: Follow = silently, known: set[str] | None = None) -> list[str]:
        """What of a copy is not as it was written: each file's name and what is wrong. Needs no key.

        ``known``: names that were read before; those that are read now are added.
        """
        known = set() if known is None else known
        names = [name for name in said.files if name not in known]
        faults = []
        for name in follow(iter(names), len(names), "files of the backup"):
            if fault := self.fault_of(name, said):
                faults.append(f"{name}: {fault}")
            else:
                known.add(name)
        return faults

    def fault_of(self, name: str, said: CopyList) -> str:
        """What is wrong with one file; empty if nothing is."""
        sha256, size = said.files[name]
        path = self.place / name
        try:
            lies = path.stat().st_size
            if lies != size:
                return f"{'cut off' if lies < size else 'grown'}: {lies} bytes, and {size} were written"
            return "" if of_file(path) == sha256 else "not what was written"
        except FileNotFoundError:
            return "not there"
        except OSError as fault:
            return f"cannot be read: {fault.strerror}"
