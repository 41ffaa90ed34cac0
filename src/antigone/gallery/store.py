"""The enrolled photos: one SQLite file, which is the truth. The index is made from it and can be made again."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from antigone.errors import GalleryDamaged, GalleryForeign, StorageFailed
from antigone.tables.naming import one_spelling
from antigone.types import Basis, Vector

FORMAT = 1
FILE = "photos.sqlite3"

_SCHEMA = f"""
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE photo (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    person TEXT NOT NULL CHECK (length(trim(person)) > 0),
    path TEXT NOT NULL,
    location TEXT NOT NULL,
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    face INTEGER NOT NULL CHECK (face >= 1),
    chosen TEXT NOT NULL CHECK (chosen IN ('only', 'named', 'principal')),
    source TEXT NOT NULL CHECK (length(trim(source)) > 0),
    basis TEXT NOT NULL CHECK (basis IN ({", ".join(repr(b.value) for b in Basis)})),
    details TEXT NOT NULL CHECK (json_valid(details)),
    landmarks TEXT NOT NULL CHECK (json_valid(landmarks)),
    quality REAL NOT NULL,
    enrolled TEXT NOT NULL,
    template BLOB NOT NULL,
    UNIQUE (sha256, face)
);
CREATE INDEX photo_person ON photo (person);
"""
_COLUMNS = "person, path, sha256, face, chosen, source, basis, details, landmarks, quality, template"
_ALL = f"{_COLUMNS}, location"


@dataclass(frozen=True, slots=True)
class GalleryEntry:
    """One enrolled photo with everything that is kept of it."""

    person: str
    path: str
    sha256: str
    face: int
    chosen: str
    source: str
    basis: Basis
    details: tuple[tuple[str, str], ...]
    landmarks: tuple[tuple[float, float], ...]
    quality: float
    template: Vector
    location: str = ""
    """Where the file was when it was enrolled, to show it again. No part of the fingerprint: files may move."""

    def _row(self) -> tuple[object, ...]:
        details = json.dumps(dict(self.details), ensure_ascii=False, sort_keys=True)
        points = json.dumps([[round(x, 3), round(y, 3)] for x, y in self.landmarks])
        blob = self.template.astype("<f4").tobytes()
        return (
            *(self.person, self.path, self.sha256, self.face, self.chosen, self.source, self.basis.value),
            *(details, points, round(self.quality, 6), blob, self.location),
        )


def _entry(row: Sequence[object]) -> GalleryEntry:
    person, path, sha256, face, chosen, source, basis, details, landmarks, quality, blob, location = row
    return GalleryEntry(
        *(str(person), str(path), str(sha256), int(face), str(chosen), str(source), Basis(str(basis))),  # type: ignore[call-overload]
        tuple(sorted(json.loads(str(details)).items())),
        tuple((x, y) for x, y in json.loads(str(landmarks))),
        float(quality),  # type: ignore[arg-type]
        np.frombuffer(blob, "<f4").astype(np.float32),  # type: ignore[call-overload]
        str(location),
    )


class Store:
    """An open gallery database. Every change is one transaction, and raises the generation by one."""

    def __init__(self, folder: Path, connection: sqlite3.Connection) -> None:
        self.folder = folder
        self._db = connection
        meta = {str(key): str(value) for key, value in self._read("SELECT key, value FROM meta")}
        if str(meta.get("format")) != str(FORMAT):
            raise GalleryForeign(
                f"The gallery {folder} has format {meta.get('format')}; this Antigone reads {FORMAT}.",
                "Use the version of Antigone that made it, or enrol the photos again.",
            )
        self.model, self.size = str(meta["model"]), int(str(meta["size"]))

    @classmethod
    def create(cls, folder: Path, model: str, size: int) -> Store:
        """A new, empty database, which appears under its name only when it is complete."""
        new = folder / f".{FILE}.new"
        new.unlink(missing_ok=True)
        with _faults(folder), closing(sqlite3.connect(new)) as db, db:
            db.executescript(_SCHEMA)
            rows = [("format", str(FORMAT)), ("model", model), ("size", str(size)), ("generation", "0")]
            db.executemany("INSERT INTO meta VALUES (?, ?)", rows)
        new.chmod(0o600)
        new.rename(folder / FILE)
        return cls.open(folder)

    @classmethod
    def open(cls, folder: Path) -> Store:
        """Raises GalleryDamaged, GalleryForeign."""
        with _faults(folder):
            db = sqlite3.connect(f"{(folder / FILE).absolute().as_uri()}?mode=rw", uri=True, timeout=10)
            db.execute("PRAGMA secure_delete = ON")  # what is removed is overwritten, not only unlinked
            db.execute("PRAGMA synchronous = FULL")
        return cls(folder, db)

    def close(self) -> None:
        self._db.close()

    def _read(self, query: str, values: Sequence[object] = ()) -> list[tuple[object, ...]]:
        with _faults(self.folder):
            return self._db.execute(query, values).fetchall()

    @property
    def generation(self) -> int:
        return int(str(self._read("SELECT value FROM meta WHERE key = 'generation'")[0][0]))

    def counts(self) -> tuple[int, int]:
        """How many photos, and of how many persons."""
        photos, persons = self._read("SELECT count(*), count(DISTINCT person) FROM photo")[0]
        return int(str(photos)), int(str(persons))

    def owners(self) -> dict[str, tuple[tuple[str, int], ...]]:
        """Whose faces are enrolled, by photo: (person, face)."""
        found: dict[str, tuple[tuple[str, int], ...]] = {}
        for sha256, person, face in self._read("SELECT sha256, person, face FROM photo ORDER BY id"):
            found[str(sha256)] = (*found.get(str(sha256), ()), (str(person), int(str(face))))
        return found

    def add(self, entries: Iterable[GalleryEntry]) -> None:
        """Add all of ``entries``, or none; without any, nothing happens."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        rows = [(*entry._row(), now) for entry in entries]
        if not rows:
            return
        marks = ", ".join("?" * 13)
        with _faults(self.folder), self._db:
            self._db.executemany(f"INSERT INTO photo ({_ALL}, enrolled) VALUES ({marks})", rows)
            self._raise_generation()

    def remove(self, column: str, value: str) -> int:
        """Destroy the rows whose ``column`` (person or sha256) is ``value``, however spelled; how many there were."""
        assert column in ("person", "sha256")
        with _faults(self.folder), self._db:
            self._db.create_function("one_spelling", 1, one_spelling, deterministic=True)
            gone = self._db.execute(
                f"DELETE FROM photo WHERE one_spelling({column}) = ?", (one_spelling(value),)
            ).rowcount
            if gone:
                self._raise_generation()
        if gone:
            with _faults(self.folder):
                self._db.execute("VACUUM")  # also what earlier versions of a page may have left behind
        return gone

    def _raise_generation(self) -> None:
        self._db.execute("UPDATE meta SET value = CAST(value AS INTEGER) + 1 WHERE key = 'generation'")

    def vectors(self, chunk: int = 25_000) -> Iterator[tuple[NDArray[np.int64], NDArray[np.float32]]]:
        """Ids and templates of all photos in order of id, a chunk at a time."""
        last = 0
        while rows := self._read("SELECT id, template FROM photo WHERE id > ? ORDER BY id LIMIT ?", (last, chunk)):
            ids = np.array([row[0] for row in rows], np.int64)
            if any(len(row[1]) != 4 * self.size for row in rows):  # type: ignore[arg-type]
                raise GalleryDamaged(f"The gallery {self.folder} holds a template of the wrong size.", RESTORE)
            blob = b"".join(row[1] for row in rows)  # type: ignore[misc]
            yield ids, np.frombuffer(blob, "<f4").reshape(len(rows), self.size).astype(np.float32)
            last = int(ids[-1])

    def persons_of(self, ids: Sequence[int]) -> dict[int, str]:
        found: dict[int, str] = {}
        for part in _parts(ids):
            rows = self._read(f"SELECT id, person FROM photo WHERE id IN ({_marks(part)})", part)
            found |= {int(str(number)): str(person) for number, person in rows}
        return found

    def entries_of(self, persons: Sequence[str]) -> list[tuple[int, GalleryEntry]]:
        """Every photo of ``persons``, with its id."""
        found: list[tuple[int, GalleryEntry]] = []
        for part in _parts(persons):
            rows = self._read(f"SELECT id, {_ALL} FROM photo WHERE person IN ({_marks(part)}) ORDER BY id", part)
            found += [(int(str(row[0])), _entry(row[1:])) for row in rows]
        return found

    def ids_where(self, where: dict[str, str]) -> NDArray[np.int64]:
        """Ids of the photos whose details have all these values."""
        terms = " AND ".join("EXISTS (SELECT 1 FROM json_each(details) WHERE key = ? AND value = ?)" for _ in where)
        values = [one_spelling(text) for pair in where.items() for text in pair]
        rows = self._read(f"SELECT id FROM photo WHERE {terms or '1'} ORDER BY id", values)
        return np.array([row[0] for row in rows], np.int64)

    def columns(self) -> dict[str, list[str]]:
        """What manifests said of the photos: the columns, each with some of its values."""
        rows = self._read("SELECT DISTINCT d.key, d.value FROM photo, json_each(details) d ORDER BY d.key, d.value")
        found: dict[str, list[str]] = {}
        for key, value in rows:
            found.setdefault(str(key), []).append(str(value))
        return found

    def fingerprint(self) -> str:
        """A hash of who is enrolled with which photos and templates, whatever the order they came in."""
        whole = hashlib.sha256(f"antigone gallery {FORMAT}\n{self.model}\n".encode())
        with _faults(self.folder):
            for row in self._db.execute(f"SELECT {_COLUMNS} FROM photo ORDER BY sha256, face"):
                line = json.dumps([*row[:-1], hashlib.sha256(row[-1]).hexdigest()], ensure_ascii=True)
                whole.update(line.encode() + b"\n")
        return whole.hexdigest()

    def check(self) -> list[str]:
        """What is wrong inside the database file; empty if nothing."""
        return [str(row[0]) for row in self._read("PRAGMA integrity_check") if row[0] != "ok"]


RESTORE = "Restore the gallery from a backup, or enrol the photos again into a new folder."


def _parts(values: Sequence[Any], size: int = 500) -> Iterator[Sequence[Any]]:
    return (values[i : i + size] for i in range(0, len(values), size))


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


@contextmanager
def _faults(folder: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as fault:
        code = getattr(fault, "sqlite_errorname", "")
        if code.startswith(("SQLITE_FULL", "SQLITE_IOERR", "SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_BUSY")):
            raise StorageFailed(
                f"The gallery {folder} cannot be read or written: {fault}.",
                "Free some space or check the permissions, then run the same command again: nothing is half-written.",
            ) from fault
        raise GalleryDamaged(f"The gallery {folder} is damaged: {fault}.", RESTORE) from fault
    except sqlite3.DatabaseError as fault:
        if isinstance(fault, sqlite3.IntegrityError):
            raise
        raise GalleryDamaged(f"The gallery {folder} is damaged: {fault}.", RESTORE) from fault
