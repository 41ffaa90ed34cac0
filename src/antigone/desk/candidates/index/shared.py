"""The index of this process: all its segments, caught up with the database before every search.

Safe for threads: segments are values, and only whoever holds the lock puts another in the place of one. Safe for
several processes: each holds its own, and files are put in place whole.
"""

from __future__ import annotations

import logging
import os
import socket
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from antigone.desk.candidates.index import snapshot, source
from antigone.desk.candidates.index.part import IndexPart
from antigone.desk.candidates.index.segment import IndexReceipt, IndexSegment, PartKey, SegmentKey
from antigone.desk.photos.models import IndexChange
from antigone.desk.photos.receipts import LANES, digest_of, fingerprint_of, lanes_of, row_hash, segment_of
from antigone.errors import GalleryDamaged

_log = logging.getLogger("antigone.desk.index")
_TRIES = 20
"""Rounds of catching up while other people keep changing what is searched."""


@dataclass
class Index:
    """The index of one process. ``home``: the folder of its snapshots."""

    home: Path
    _segments: dict[SegmentKey, IndexSegment] = field(default_factory=dict)
    _parts: dict[PartKey, IndexPart] = field(default_factory=dict)
    """What was made of the segments, while it still is what they are."""
    _receipts: dict[PartKey, dict[int, IndexReceipt]] = field(default_factory=dict)
    """What each segment must hold after step ``_sequence``, where it was asked for."""
    _sequence: int = 0
    _last: tuple[int, bool] | None = None
    """Template and direction of step ``_sequence``: if the database has another there, it is another database."""
    _lock: threading.RLock = field(default_factory=threading.RLock, repr=False)

    def caught_up(self, keys: Iterable[PartKey]) -> dict[PartKey, IndexPart]:
        """These parts as the database has them now. One indexed query where nothing changed.

        Raises:
            GalleryDamaged: a segment that was just made from the database does not hold what the database says.
        """
        wanted, made = list(keys), set[SegmentKey]()
        with self._lock:
            for _ in range(_TRIES):
                self._follow()
                if not self._asked(wanted) or self._opened(wanted):
                    continue  # a step came meanwhile, or while a segment was read: it is followed first
                parts = {key: self._part(key) for key in wanted}
                wrong = [SegmentKey(key, number) for key, part in parts.items() for number in part.wrong]
                if not wrong:
                    return parts
                if damaged := made & set(wrong):
                    raise GalleryDamaged(
                        f"The database does not hold what it says it does ({next(iter(damaged)).folder}).",
                        "Run: antigone desk index verify, and look for a fault of disk or memory.",
                    )
                for key in wrong:
                    _log.warning("The segment %s of the index is not what it must be. It is made again.", key.folder)
                    self._drop(key)
                made |= set(wrong)
        raise GalleryDamaged("The index changed faster than it could be followed.", "It is tried again by itself.")

    def again(self, key: PartKey) -> IndexPart:
        """Rebuild a part from the database, whatever is in memory or in files."""
        with self._lock:
            self.forget(key)
            return self.caught_up([key])[key]

    def forget(self, key: PartKey) -> None:
        """Drop a part: nobody searches it any more, or it is made again."""
        with self._lock:
            for each in {*self._segments, *snapshot.keys(self.home)}:
                if each.part == key:
                    self._drop(each)
            self._receipts.pop(key, None)

    def tidy(self) -> dict[str, int]:
        """Compact and write what is due, also of segments in files only, so that what left the index leaves the disk.

        A worker does this every minute; it takes a second for a segment. What did not change is not touched. Returns up
        to which step this process and the files are cleared of what left, by the name of who holds it.
        """
        with self._lock:
            upto = source.last_step()
            snapshot.remove_unnamed(self.home)
            self.caught_up({key.part for key in self._segments})
            held = dict(self._segments)
            for key in snapshot.keys(self.home):
                if key not in held and _left_since(self.home, key):
                    self.caught_up([key.part])
                    held[key] = self._segments.get(key) or self._open(key)
            for key, segment in {**held, **self._segments}.items():
                if segment.untidy:
                    self._segments[key] = whole = segment.compacted()
                    if not _is_written(self.home, whole):
                        snapshot.write(self.home, whole, source.anchor())
            return {this_process(): upto}

    def mend(self) -> bool:
        """Whether every segment lies where it must: in this process that is so whenever it is asked for."""
        return True

    def holds(self, photographs: list[int]) -> dict[str, bool]:
        """Whether this process has a template of these photographs in memory, also where no search finds it."""
        rows = [each for segment in self._segments.values() for each in (segment.rows, segment.tail)]
        return {this_process(): any(bool(np.isin(each["photograph"], photographs).any()) for each in rows)}

    def fault(self, key: PartKey) -> str:
        """What is wrong with the files of a part, in words; empty if nothing is."""
        try:
            for segment in snapshot.keys(self.home):
                manifest = snapshot.read(self.home, segment) if segment.part == key else None
                if manifest is not None:
                    snapshot.load(self.home, manifest)
                    if manifest.sequence > source.last_step() or not source.holds(manifest.anchor):
                        return "its snapshot is of another history of the database"
        except snapshot.Unusable as unusable:
            return f"its snapshot is not to be used: {unusable}"
        return ""

    def _asked(self, keys: list[PartKey]) -> bool:
        """Ask what segments must hold, where it is not known. False: it is of a later step than was followed."""
        if missing := [key for key in keys if key not in self._receipts]:
            found = source.receipts(missing)
            if any(each.step > self._sequence for of_part in found.values() for each in of_part.values()):
                return False
            self._receipts |= found
        return True

    def _opened(self, keys: list[PartKey]) -> bool:
        """Open the segments that are not in memory. True if there were any."""
        due = [SegmentKey(key, number) for key in keys for number in self._receipts[key]]
        missing = [each for each in due if each not in self._segments]
        for each in missing:
            self._segments[each] = self._open(each)
        return bool(missing)

    def _part(self, key: PartKey) -> IndexPart:
        expected = self._receipts[key]
        segments = tuple(self._segments[SegmentKey(key, number)] for number in sorted(expected))
        known = self._parts.get(key)
        if known is None or known.expected is not expected or [*map(id, known.segments)] != [*map(id, segments)]:
            known = self._parts[key] = IndexPart(key, self._sequence, segments, expected)
        return known

    def _drop(self, key: SegmentKey) -> None:
        snapshot.remove(self.home, key)
        self._segments.pop(key, None)
        self._parts.pop(key.part, None)

    def _follow(self) -> None:
        """Apply the index changes since the last time. Never inside an act, whose changes may be rolled back."""
        if not self._segments:
            step = IndexChange.objects.order_by("-sequence").first()
            if step is not None:
                if self._last is None or _mark(step) != (self._sequence, *self._last):
                    self._receipts.clear()
                self._sequence, self._last = step.sequence, (step.template, step.removed)
                return None
        steps = list(source.steps_from(self._sequence))
        if self._last is not None and (not steps or _mark(steps[0]) != (self._sequence, *self._last)):
            _log.warning("The index in memory is of another history of the database. It is read again.")
            for known in (self._segments, self._parts, self._receipts):
                known.clear()
            self._sequence, self._last = 0, None
            return self._follow()
        if not steps or steps[-1].sequence == self._sequence:
            return None
        new = [step for step in steps if step.sequence > self._sequence]
        for key in {_key(step) for step in new}:
            self._receipts.pop(key.part, None)
            if key in self._segments:
                self._segments[key] = _applied(self._segments[key], [step for step in new if _key(step) == key])
        self._sequence = new[-1].sequence
        self._last = (new[-1].template, new[-1].removed)
        return None

    def _open(self, key: SegmentKey) -> IndexSegment:
        segment = self._from_files(key)
        if segment is None:
            upto = source.last_step()  # read first: steps taken while the rows are read are taken again below
            segment = _upto_now(IndexSegment.build(key, upto, source.entries(key)))
            whole = segment.compacted() if segment.gone or len(segment.tail) else segment
            snapshot.write(self.home, whole, source.anchor())
            return whole
        return _upto_now(segment)

    def _from_files(self, key: SegmentKey) -> IndexSegment | None:
        """A segment from its snapshot; None, and a line in the log, if there is no valid one."""
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


def this_process() -> str:
    """What this process is called among those who hold templates: machine, number, and when it began."""
    return f"{socket.gethostname()} {os.getpid()} {began(os.getpid()) or 0}"


def ended_here(name: str) -> bool:
    """Whether the process of this name ran on this machine, and does not any more."""
    host, _, rest = name.partition(" ")
    number, _, when = rest.partition(" ")
    mine = host == socket.gethostname() and number.isdecimal() and when.isdecimal() and when != "0"
    return mine and began(int(number)) != int(when)


def began(number: int) -> int | None:
    """When a process of this machine began, as its system counts; None if there is none, or the system does not say."""
    try:
        return int(Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[19])
    except (OSError, ValueError, IndexError):
        return None


def _left_since(home: Path, key: SegmentKey) -> bool:
    """Whether the files of a segment hold templates that left."""
    manifest = _manifest(home, key)
    return manifest is not None and source.steps_of(key).filter(removed=True, sequence__gt=manifest.sequence).exists()


def _is_written(home: Path, segment: IndexSegment) -> bool:
    """Whether another process has written the same snapshot."""
    manifest = _manifest(home, segment.key)
    return manifest is not None and manifest.fingerprint == segment.fingerprint and source.holds(manifest.anchor)


def _manifest(home: Path, key: SegmentKey) -> snapshot.SnapshotManifest | None:
    try:
        return snapshot.read(home, key)
    except snapshot.Unusable:
        return None


def _upto_now(segment: IndexSegment) -> IndexSegment:
    steps = source.steps_of(segment.key).filter(sequence__gt=segment.sequence)
    return _applied(segment, list(steps.order_by("sequence")))


def _applied(segment: IndexSegment, steps: list[IndexChange]) -> IndexSegment:
    """``segment`` after ``steps``. One that is in it already changes nothing: what counts is each template's last."""
    steps = [step for step in steps if step.sequence > segment.sequence]
    if not steps:
        return segment
    last = {step.template: step for step in steps}
    coming = [number for number, step in last.items() if not step.removed]
    found = source.entries_of(number for number in coming if not segment.holds(number))
    left = [number for number, step in last.items() if step.removed and segment.holds(number)]
    # A template whose row is gone left by a later step, which follows.
    return segment.changed(steps[-1].sequence, [found[n] for n in coming if n in found], left)


def _key(step: IndexChange) -> SegmentKey:
    return SegmentKey(PartKey(step.incident_id, step.agency_id, step.kind, step.model), segment_of(step.template))


def _mark(step: IndexChange) -> tuple[int, int, bool]:
    return step.sequence, step.template, step.removed


def held_in_database(key: PartKey) -> dict[int, IndexReceipt]:
    """What the rows of the database themselves say each segment of a part holds. Reads all of it."""
    found = {}
    for segment in source.segments(key):
        lanes, count = np.zeros(LANES, np.uint64), 0
        for chunk in source.entries(segment):
            count += len(chunk)
            for entry in chunk:
                lanes += row_hash(entry.template, entry.subject, digest_of(entry.vector.tobytes()))
        found[segment.segment] = IndexReceipt(segment.segment, 0, count, fingerprint_of(lanes))
    return found


def fingerprint_in_database(key: PartKey) -> tuple[str, int]:
    """Fingerprint and count of what the database's rows say a part holds. Reads all of it."""
    held = held_in_database(key).values()
    lanes = sum((lanes_of(each.fingerprint) for each in held), np.zeros(LANES, np.uint64))
    return fingerprint_of(lanes), sum(each.count for each in held)
