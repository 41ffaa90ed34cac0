"""The index of this process: all its parts, caught up with the database before every search.

Safe for threads: parts are values, and only whoever holds the lock puts another in the place of one. Safe for several
processes: each holds its own, and files are put in place whole.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy as np
from django.conf import settings
from django.db.models import QuerySet

from antigone.desk.candidates.index import snapshot, source
from antigone.desk.candidates.index.part import IndexPart, PartKey, fingerprint_of, row_hash
from antigone.desk.photos.models import IndexChange

_log = logging.getLogger("antigone.desk.index")


@dataclass
class Index:
    """The index of one process. ``home``: the folder of its snapshots."""

    home: Path
    _parts: dict[PartKey, IndexPart] = field(default_factory=dict)
    _sequence: int = 0
    _last: tuple[int, bool] | None = None
    """Template and direction of step ``_sequence``: if the database has another there, it is another database."""
    _lock: threading.RLock = field(default_factory=threading.RLock, repr=False)

    def caught_up(self, keys: Iterable[PartKey]) -> dict[PartKey, IndexPart]:
        """These parts as the database has them now. One indexed query where nothing changed."""
        wanted = list(keys)
        with self._lock:
            self._follow()
            for key in wanted:
                if key not in self._parts:
                    self._parts[key] = self._open(key)
            return {key: self._parts[key] for key in wanted}

    def again(self, key: PartKey) -> IndexPart:
        """Rebuild a part from the database, whatever is in memory or in files."""
        with self._lock:
            snapshot.remove(self.home, key)
            self._parts.pop(key, None)
            return self.caught_up([key])[key]

    def forget(self, key: PartKey) -> None:
        """Drop a part that nobody searches any more: its model was replaced."""
        with self._lock:
            self._parts.pop(key, None)
            snapshot.remove(self.home, key)

    def tidy(self) -> None:
        """Compact and write what is due, also of parts in files only, so that what left the index leaves the disk.

        A worker does this every minute; it takes a second or two for a part of half a million.
        """
        with self._lock:
            held = self.caught_up(self._parts)
            behind = [key for key in snapshot.keys(self.home) if key not in held and _left_since(self.home, key)]
            for key, part in {**held, **self.caught_up(behind)}.items():
                if part.untidy:
                    self._parts[key] = whole = part.compacted()
                    if not _is_written(self.home, whole):
                        snapshot.write(self.home, whole, source.anchor())

    def _follow(self) -> None:
        """Apply the index changes since the last time. Never inside an act, whose changes may be rolled back."""
        if not self._parts and (step := IndexChange.objects.order_by("-sequence").first()) is not None:
            self._sequence, self._last = step.sequence, (step.template, step.removed)
            return None
        steps = list(source.steps_from(self._sequence))
        if self._last is not None and (not steps or _mark(steps[0]) != (self._sequence, *self._last)):
            _log.warning("The index in memory is of another history of the database. It is read again.")
            self._parts.clear()
            self._sequence, self._last = 0, None
            return self._follow()
        if not steps or steps[-1].sequence == self._sequence:
            return None
        new = [step for step in steps if step.sequence > self._sequence]
        for key in {_key(step) for step in new} & set(self._parts):
            self._parts[key] = _applied(self._parts[key], [step for step in new if _key(step) == key])
        self._sequence = new[-1].sequence
        self._last = (new[-1].template, new[-1].removed)
        return None

    def _open(self, key: PartKey) -> IndexPart:
        part = self._from_files(key)
        if part is None:
            upto = source.last_step()  # read first: steps taken while the rows are read are taken again below
            part = IndexPart.build(key, upto, source.entries(key))
            part = _upto_now(part)
            whole = part.compacted() if part.gone or len(part.tail) else part
            snapshot.write(self.home, whole, source.anchor())
            return whole
        return _upto_now(part)

    def _from_files(self, key: PartKey) -> IndexPart | None:
        """A part from its snapshot; None, and a line in the log, if there is no valid one."""
        for _ in range(2):  # another process may put a newer one in its place between reading and opening
            try:
                manifest = snapshot.read(self.home, key)
                if manifest is None:
                    return None
                if manifest.sequence > source.last_step() or not source.holds(manifest.anchor):
                    raise snapshot.Unusable("it is of another history of the database")
                return snapshot.load(self.home, manifest)
            except snapshot.Unusable as fault:
                why = str(fault)
        _log.warning("The snapshot %s of the index is not used: %s. It is made again.", key.folder, why)
        return None


def _left_since(home: Path, key: PartKey) -> bool:
    """Whether the files of a part hold templates that left."""
    manifest = _manifest(home, key)
    return manifest is not None and _steps_of(key).filter(removed=True, sequence__gt=manifest.sequence).exists()


def _is_written(home: Path, part: IndexPart) -> bool:
    """Whether another process has written the same snapshot."""
    manifest = _manifest(home, part.key)
    return manifest is not None and manifest.fingerprint == part.fingerprint and source.holds(manifest.anchor)


def _manifest(home: Path, key: PartKey) -> snapshot.SnapshotManifest | None:
    try:
        return snapshot.read(home, key)
    except snapshot.Unusable:
        return None


def _steps_of(key: PartKey) -> QuerySet[IndexChange]:
    return IndexChange.objects.filter(incident=key.incident, agency=key.agency, kind=key.kind, model=key.model)


def _upto_now(part: IndexPart) -> IndexPart:
    steps = _steps_of(part.key).filter(sequence__gt=part.sequence)
    return _applied(part, list(steps.order_by("sequence")))


def _applied(part: IndexPart, steps: list[IndexChange]) -> IndexPart:
    """``part`` after ``steps``. A step that is in it already changes nothing: what counts is each template's last."""
    steps = [step for step in steps if step.sequence > part.sequence]
    if not steps:
        return part
    last = {step.template: step for step in steps}
    coming = [number for number, step in last.items() if not step.removed]
    found = source.entries_of(number for number in coming if not part.holds(number))
    left = [number for number, step in last.items() if step.removed and part.holds(number)]
    # A template whose row is gone left by a later step, which follows.
    return part.changed(steps[-1].sequence, [found[n] for n in coming if n in found], left)


def _key(step: IndexChange) -> PartKey:
    return PartKey(step.incident_id, step.agency_id, step.kind, step.model)


def _mark(step: IndexChange) -> tuple[int, int, bool]:
    return step.sequence, step.template, step.removed


def fingerprint_in_database(key: PartKey) -> tuple[str, int]:
    """Fingerprint and count of what the database says a part holds. Reads all of it."""
    lanes, count = np.zeros(4, np.uint64), 0
    for chunk in source.entries(key):
        count += len(chunk)
        for entry in chunk:
            lanes += row_hash(entry.template, entry.subject, entry.vector.tobytes())
    return fingerprint_of(lanes), count


def index() -> Index:
    """The index of this process."""
    return _of(settings.DESK.home)


@cache
def _of(home: Path) -> Index:
    return Index(home / "index")
