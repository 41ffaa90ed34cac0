"""A gallery: a folder with the enrolled photos (the truth), the index made from them, and a manifest that ties them.

Writers hold a lock. They commit photos in small batches and seal the gallery at the end: the index is made anew and
the manifest written last. A writer that is killed leaves whole batches and an old seal; the next to open the gallery
notices by the generation, and seals it again before anything is searched.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np
from filelock import FileLock, Timeout
from numpy.typing import NDArray

from antigone.errors import (
    GalleryBusy,
    GalleryDamaged,
    GalleryForeign,
    GalleryMissing,
    NotEnrolled,
    UsageError,
)
from antigone.files import storage_faults, write_bytes
from antigone.gallery.exact import REBUILD, ROUNDING, ExactIndex, nearest
from antigone.gallery.store import FILE, RESTORE, GalleryEntry, Store
from antigone.types import Candidate, Match, Template

INDEX, MANIFEST, LOCK = "index-{:03d}.faiss", "manifest.json", ".lock"


@dataclass(frozen=True, slots=True)
class Seal:
    """What the manifest says: which photos, which model, and which index belongs to them."""

    format: int
    model: str
    size: int
    generation: int
    photos: int
    persons: int
    fingerprint: str
    index: dict[str, str]
    """The index's files and their SHA-256."""

    def as_json(self) -> dict[str, object]:
        return {"fingerprint": self.fingerprint, "photos": self.photos, "persons": self.persons}


@dataclass(slots=True)
class Gallery:
    """An open, sealed gallery, ready to search."""

    folder: Path
    seal: Seal
    _store: Store = field(repr=False)
    _index: ExactIndex = field(repr=False)
    _counted: dict[tuple[tuple[str, str], ...], tuple[int, int]] = field(default_factory=dict, repr=False)

    def __enter__(self) -> Gallery:
        return self

    def __exit__(self, *_: object) -> None:
        self._store.close()

    def search(self, probe: Template, top: int, where: dict[str, str] | None = None) -> tuple[Candidate, ...]:
        """The ``top`` persons most like ``probe``, each once; persons of equal score in order of their id.

        Every template is compared. The scores given are those of the full-precision templates.

        Raises:
            GalleryForeign: if ``probe`` was made by another model.
            GalleryDamaged: if the index disagrees with the photos.
        """
        if probe.model != self.seal.model:
            raise GalleryForeign(
                f"The gallery was made with {self.seal.model}, the photo's template with {probe.model}.",
                "Use the same model: templates of different models cannot be compared.",
            )
        allowed = self._store.ids_where(where) if where else None
        total = self._index.count if allowed is None else len(allowed)
        if top < 1:
            raise UsageError("A list has at least one place.", "Give --top a number from 1.")
        if not total:
            return ()
        persons = self._nearest_persons(probe, top, total, allowed)
        entries = self._store.entries_of(persons)
        kept = set(allowed.tolist()) if allowed is not None else None
        matches: dict[str, list[tuple[Match, GalleryEntry]]] = {}
        for number, entry in entries:
            if kept is None or number in kept:
                self._same_as_indexed(number, entry)
                score = float(np.clip(np.dot(entry.template, probe.vector), -1, 1))
                match = Match(entry.person, entry.path, entry.sha256, score)
                matches.setdefault(entry.person, []).append((match, entry))
        for pairs in matches.values():
            pairs.sort(key=lambda pair: (-pair[0].score, pair[0].sha256, pair[1].face))
        ranked = sorted(matches.items(), key=lambda item: (-item[1][0][0].score, item[0]))[:top]
        return tuple(
            Candidate(rank, person, tuple(match for match, _ in pairs), pairs[0][1].details)
            for rank, (person, pairs) in enumerate(ranked, start=1)
        )

    def count(self, where: dict[str, str] | None = None) -> tuple[int, int]:
        """How many persons, and how many photos of them, are enrolled, or fit the filters."""
        if not where:
            return self.seal.persons, self.seal.photos
        key = tuple(sorted(where.items()))
        if key not in self._counted:  # asked for every photo of a search, and a sealed gallery does not change
            owners = self._store.persons_of(self._store.ids_where(where).tolist())
            self._counted[key] = len(set(owners.values())), len(owners)
        return self._counted[key]

    def columns(self) -> dict[str, list[str]]:
        """What manifests said of the photos, by which a search can be narrowed: columns and their values."""
        return self._store.columns()

    def photos_of(self, persons: Sequence[str]) -> list[GalleryEntry]:
        """Everything kept of these persons' photos."""
        return [entry for _, entry in self._store.entries_of(persons)]

    def _nearest_persons(self, probe: Template, top: int, total: int, allowed: np.ndarray | None) -> list[str]:
        """All persons who could stand among the first ``top`` once scored in full precision."""

        def search(most: int) -> tuple[list[str], NDArray[np.float32]]:
            ids, scores = self._index.search(probe.vector, most, allowed)
            owner = self._store.persons_of(ids.tolist())
            if len(owner) != len(ids):
                raise self._disagreement()
            return [owner[number] for number in ids.tolist()], scores

        return list(nearest([(total, search)], top))

    def _same_as_indexed(self, number: int, entry: GalleryEntry) -> None:
        try:
            indexed = self._index.vector(number)
        except KeyError as fault:
            raise self._disagreement() from fault
        if not np.allclose(indexed, entry.template, atol=ROUNDING):
            raise self._disagreement()

    def _disagreement(self) -> GalleryDamaged:
        return GalleryDamaged(
            f"The index of the gallery {self.folder} disagrees with its photos.",
            REBUILD,
        )

    def problems(self) -> list[str]:
        """Everything that is wrong with the gallery's files; empty if all agrees. Reads all of it."""
        found = self._store.check()
        if self._store.fingerprint() != self.seal.fingerprint:
            found.append("the enrolled photos are not the ones the manifest was made for")
        if self._store.counts() != (self.seal.photos, self.seal.persons):
            found.append("the manifest's counts are not those of the enrolled photos")
        if self._index.count != self.seal.photos:
            found.append(f"the index holds {self._index.count} templates, not {self.seal.photos}")
        for ids, vectors in self._store.vectors():
            if not np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-3):
                found.append("a template's length is not 1")
            try:
                indexed = np.stack([self._index.vector(number) for number in ids.tolist()])
            except KeyError:
                found.append("the index lacks an enrolled photo")
            else:
                if not np.allclose(indexed, vectors, atol=ROUNDING):
                    found.append("the index holds other templates than were enrolled")
        return list(dict.fromkeys(found))


def open_gallery(folder: Path) -> Gallery:
    """The gallery in ``folder``, sealed anew first if a writer was interrupted.

    Raises:
        GalleryMissing, GalleryDamaged, GalleryForeign, GalleryBusy, StorageFailed
    """
    _must_exist(folder)
    store = Store.open(folder)
    try:
        seal = _read_seal(folder)
        if seal is None or seal.generation != store.generation:
            with _locked(folder):  # a writer at work holds this lock: its unfinished gallery is not searched
                seal = _seal(store)
        index = _load_index(folder, seal)
        if (seal.model, seal.size) != (store.model, store.size):
            raise GalleryDamaged(f"The files in {folder} belong to different galleries.", RESTORE)
    except BaseException:
        store.close()
        raise
    return Gallery(folder, seal, store, index)


class Writer:
    """A gallery open for enrolling and removing; nobody else writes to it meanwhile."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known = store.owners()

    def enrolled(self, sha256: str) -> tuple[tuple[str, int], ...]:
        """Whose faces in this photo are enrolled already: (person, face). May be asked from any thread."""
        return self._known.get(sha256, ())

    def add(self, entries: Sequence[GalleryEntry]) -> None:
        """Keep all of ``entries``, or none."""
        self._store.add(entries)
        for entry in entries:
            self._known[entry.sha256] = (*self.enrolled(entry.sha256), (entry.person, entry.face))


@contextmanager
def open_writer(folder: Path, model: str, size: int) -> Iterator[Writer]:
    """A gallery to write to, made if there is none, locked meanwhile and sealed at the end.

    Raises:
        GalleryForeign: if the gallery was made with another model.
        GalleryBusy, GalleryDamaged, StorageFailed
    """
    with storage_faults(folder):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not (folder / FILE).exists() and any(p.name not in (LOCK, f".{FILE}.new") for p in folder.iterdir()):
            raise UsageError(f"{folder} is not empty and is no gallery.", "Choose an empty or a new folder.")
    with _locked(folder):
        store = Store.open(folder) if (folder / FILE).exists() else Store.create(folder, model, size)
        try:
            if store.model != model:
                raise GalleryForeign(
                    f"The gallery {folder} was made with {store.model}, not with {model}.",
                    "Enrol into a new gallery, or use that model.",
                )
            yield Writer(store)
            if _is_stale(folder, store):
                _seal(store)
        finally:
            store.close()


def remove(folder: Path, column: str, value: str) -> tuple[int, Seal]:
    """Destroy a person's or a photo's templates in database and index; how many there were, and the new seal.

    Raises:
        NotEnrolled: if there is nothing of that name.
        GalleryMissing, GalleryBusy, GalleryDamaged, StorageFailed
    """
    _must_exist(folder)
    with _locked(folder):
        store = Store.open(folder)
        try:
            gone = store.remove(column, value)
            if not gone:
                raise NotEnrolled(f"No {column} {value!r} is enrolled in {folder}.", "Nothing was removed.")
            return gone, _seal(store)
        finally:
            store.close()


def rebuild(folder: Path) -> Seal:
    """Make the index and the manifest anew from the enrolled photos.

    Raises:
        GalleryDamaged: if the photos themselves are damaged.
    """
    _must_exist(folder)
    with _locked(folder):
        store = Store.open(folder)
        try:
            if store.check():
                raise GalleryDamaged(f"The photos of the gallery {folder} are damaged.", RESTORE)
            return _seal(store)
        finally:
            store.close()


def _must_exist(folder: Path) -> None:
    if not (folder / FILE).is_file():
        if (folder / MANIFEST).exists():
            raise GalleryDamaged(f"The gallery {folder} has lost its file {FILE}.", RESTORE)
        raise GalleryMissing(f"There is no gallery in {folder}.", "Make one with: antigone enrol FOLDER --gallery DIR")


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    lock = FileLock(folder / LOCK, timeout=0)
    with storage_faults(folder):
        try:
            lock.acquire()
        except Timeout as fault:
            raise GalleryBusy(
                f"Another process is writing to the gallery {folder}.", "Try again when it has finished."
            ) from fault
    try:
        yield
    finally:
        lock.release()


def _is_stale(folder: Path, store: Store) -> bool:
    seal = _read_seal(folder)
    return (
        seal is None or seal.generation != store.generation or not all((folder / name).is_file() for name in seal.index)
    )


def _seal(store: Store) -> Seal:
    folder = store.folder
    files = ExactIndex.build(store.size, store.vectors()).save(lambda number: folder / INDEX.format(number))
    for old in set(folder.glob(INDEX.replace("{:03d}", "*"))) - set(files):
        old.unlink()  # it may hold templates that have been removed
    photos, persons = store.counts()
    seal = Seal(
        format=1,
        model=store.model,
        size=store.size,
        generation=store.generation,
        photos=photos,
        persons=persons,
        fingerprint=store.fingerprint(),
        index={file.name: _hash(file) for file in files},
    )
    write_bytes(folder / MANIFEST, json.dumps(asdict(seal), indent=1).encode())
    return seal


def _read_seal(folder: Path) -> Seal | None:
    """The manifest, or None where it is missing or cut off, which a new seal mends."""
    try:
        return Seal(**json.loads((folder / MANIFEST).read_text(encoding="utf-8")))
    except (FileNotFoundError, json.JSONDecodeError, TypeError, UnicodeDecodeError):
        return None


def _load_index(folder: Path, seal: Seal) -> ExactIndex:
    paths = [folder / name for name in sorted(seal.index)]
    if any(path.parent != folder or not path.is_file() or _hash(path) != seal.index[path.name] for path in paths):
        raise GalleryDamaged(
            f"The index of the gallery {folder} is missing or is not the one its manifest names.", REBUILD
        )
    return ExactIndex.load(seal.size, paths)


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
