"""Snapshots of segments as files. A manifest, replaced last and in one step, names the files of the valid one.

A reader believes a snapshot only if manifest, files and history agree, and otherwise says which does not: the segment
is then made from the database. A writer that is killed leaves files that no manifest names; the next one removes them.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from filelock import FileLock, Timeout

from antigone.desk.candidates.index.segment import ROW, IndexSegment, PartKey, SegmentKey
from antigone.desk.candidates.index.source import Anchor
from antigone.errors import GalleryDamaged
from antigone.files import may_be_mapped, replace_with, storage_faults, write_bytes
from antigone.gallery.exact import ExactIndex

FORMAT, MANIFEST, LOCK = 2, "manifest.json", ".lock"


class Unusable(Exception):
    """Why a snapshot cannot be used."""


@dataclass(frozen=True, slots=True)
class SnapshotManifest:
    """The manifest of a snapshot: its files, their hashes, and what of the database it has."""

    format: int
    incident: int
    agency: int
    kind: str
    model: str
    segment: int
    sequence: int
    count: int
    size: int
    fingerprint: str
    audit_row: int
    """Where the audit was when it was made: by its hash, another history is noticed."""
    audit_hash: str
    rows: str
    shards: list[str]
    hashes: dict[str, str]
    """SHA-256 of each file."""

    @property
    def key(self) -> SegmentKey:
        return SegmentKey(PartKey(self.incident, self.agency, self.kind, self.model), self.segment)

    @property
    def anchor(self) -> Anchor:
        return Anchor(self.audit_row, self.audit_hash)


def write(home: Path, segment: IndexSegment, made_at: Anchor) -> bool:
    """Write a compacted ``segment``. False if another process is writing it.

    Raises:
        StorageFailed
    """
    assert not segment.gone and not len(segment.tail), "only a compacted segment is written"
    folder = home / segment.key.folder
    with storage_faults(folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        with FileLock(folder / LOCK, timeout=0):
            _save(folder, segment, made_at)
    except Timeout:
        return False
    return True


def _save(folder: Path, segment: IndexSegment, made_at: Anchor) -> None:
    name = f"{segment.sequence}-{secrets.token_hex(4)}"
    files = [folder / f"{name}.rows.npy"]
    replace_with(files[0], partial(_write_rows, segment.rows))
    files += segment.base.save(lambda number: folder / f"{name}-{number:03d}.faiss")
    manifest = SnapshotManifest(
        format=FORMAT,
        **asdict(segment.key.part),
        segment=segment.key.segment,
        sequence=segment.sequence,
        count=segment.count,
        size=segment.base.size,
        fingerprint=segment.fingerprint,
        audit_row=made_at.sequence,
        audit_hash=made_at.hash,
        rows=files[0].name,
        shards=[file.name for file in files[1:]],
        hashes={file.name: _hash(file) for file in files},
    )
    text = json.dumps(asdict(manifest), sort_keys=True)
    write_bytes(folder / MANIFEST, json.dumps({"is": text, "sha256": _sha256(text.encode())}).encode())
    kept = {MANIFEST, LOCK, *(file.name for file in files)}
    for old in folder.iterdir():  # it may hold templates that left; who has it open keeps it until they close it
        if old.name not in kept:
            old.unlink(missing_ok=True)


def read(home: Path, key: SegmentKey) -> SnapshotManifest | None:
    """A segment's manifest, or None if it has none.

    Raises:
        Unusable: it is damaged, or of another segment.
    """
    try:
        said: Any = json.loads((home / key.folder / MANIFEST).read_bytes())
        if _sha256(said["is"].encode()) != said["sha256"]:
            raise Unusable("its manifest was changed")
        manifest = SnapshotManifest(**json.loads(said["is"]))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as fault:
        raise Unusable("its manifest cannot be read") from fault
    if manifest.format != FORMAT:
        raise Unusable("it is of another version")
    if manifest.key != key:
        raise Unusable("it is of another segment or model")
    return manifest


def keys(home: Path) -> list[SegmentKey]:
    """The segments of which there are files that can be read."""
    found = []
    for file in home.glob(f"*/{MANIFEST}"):
        with suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
            key = SnapshotManifest(**json.loads(json.loads(file.read_bytes())["is"])).key
            if key.folder == file.parent.name:
                found.append(key)
    return found


def load(home: Path, manifest: SnapshotManifest) -> IndexSegment:
    """The segment that ``manifest`` names, mapped from its files.

    Raises:
        Unusable: a file is missing, damaged or of something else.
    """
    folder, key = home / manifest.key.folder, manifest.key
    try:
        for name, hash_ in manifest.hashes.items():
            if Path(name).name != name or _hash(folder / name) != hash_:
                raise Unusable(f"the file {name} is damaged")
        rows = np.load(folder / manifest.rows, mmap_mode="r" if may_be_mapped() else None, allow_pickle=False)
        paths = [folder / name for name in manifest.shards]
        base = ExactIndex.load(manifest.size, paths) if paths else ExactIndex(manifest.size, [])
    except (OSError, ValueError, GalleryDamaged) as fault:
        raise Unusable("a file of it cannot be read") from fault
    if rows.dtype != ROW or not len(rows) == base.count == manifest.count:
        raise Unusable("its files are not of one size")
    found = IndexSegment(key, manifest.sequence, base, rows)
    if found.fingerprint != manifest.fingerprint:
        raise Unusable("its fingerprint is another")
    return found


def remove(home: Path, key: SegmentKey) -> None:
    """Delete a segment's files, if it has any."""
    folder = home / key.folder
    if not folder.is_dir():
        return
    with storage_faults(folder), FileLock(folder / LOCK, timeout=10):
        (folder / MANIFEST).unlink(missing_ok=True)  # first: whoever is killed leaves none that names what is gone
        _empty(folder)


def remove_unnamed(home: Path) -> None:
    """Delete files that no manifest names, as somebody leaves them who is killed while they write or delete: they may
    hold templates that left. Where another process is writing they stay.
    """
    for folder in home.glob("*/"):
        if (folder / MANIFEST).exists() or all(file.name == LOCK for file in folder.iterdir()):
            continue
        with suppress(Timeout), storage_faults(folder), FileLock(folder / LOCK, timeout=0):
            if not (folder / MANIFEST).exists():
                _empty(folder)


def _empty(folder: Path) -> None:
    for file in folder.iterdir():
        if file.name != LOCK:
            file.unlink(missing_ok=True)


def _write_rows(rows: np.ndarray, path: Path) -> None:
    with path.open("wb") as file:
        np.save(file, rows, allow_pickle=False)


def _hash(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
