"""One process of a node that holds segments in memory and answers from them. It knows no database and no key.

Whoever has the database tells it what came and left; it says of itself what it holds. For some seconds it keeps what a
segment was before, so that somebody who asked the database a moment ago is answered as of that moment.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from antigone.desk.candidates.index.segment import (
    ROW,
    Ids,
    IndexedTemplate,
    IndexReceipt,
    IndexSegment,
    Rows,
    SegmentAnswer,
    SegmentKey,
)
from antigone.gallery.exact import ExactIndex
from antigone.types import Vector

PIECE = 4_096
"""Templates in one piece of a segment on its way."""
KEPT = 15.0
"""Seconds for which an earlier state of a segment is kept."""
ABANDONED = 30.0
"""Seconds without a further piece after which filling a segment was given up by whoever began it."""


@dataclass(frozen=True, slots=True)
class SegmentPiece:
    """Some templates of a segment, in ascending order, as they lie in memory."""

    rows: Rows
    vectors: NDArray[np.float16] = field(repr=False)


@dataclass(frozen=True, slots=True)
class SegmentChange:
    """What a segment is after step ``upto`` that was at step ``since`` or later: each template's last step counts."""

    since: int
    upto: int
    came: tuple[IndexedTemplate, ...]
    left: tuple[int, ...]


@dataclass
class _Filling:
    by: str
    step: int
    pieces: list[SegmentPiece] = field(default_factory=list)
    last: float = field(default_factory=time.monotonic)


def pieces_of(segment: IndexSegment) -> Iterator[SegmentPiece]:
    """A compacted segment in pieces. Half precision is what it has: nothing is lost on the way."""
    assert not segment.gone and not len(segment.tail), "only a compacted segment is given away"
    done = 0
    for ids, vectors in segment.base.chunks():
        for start in range(0, len(ids), PIECE):
            many = min(PIECE, len(ids) - start)
            rows = np.array(segment.rows[done : done + many])
            yield SegmentPiece(rows, vectors[start : start + many].astype(np.float16))
            done += many


def segment_from(key: SegmentKey, step: int, pieces: list[SegmentPiece]) -> IndexSegment:
    """A segment from its pieces."""
    whole = [(piece.rows["template"].astype(np.int64), piece.vectors.astype(np.float32)) for piece in pieces]
    base = ExactIndex.build(pieces[0].vectors.shape[1], iter(whole)) if whole else ExactIndex(0, [])
    return IndexSegment(key, step, base, np.concatenate([p.rows for p in pieces]) if pieces else np.empty(0, ROW))


def _whole(segment: IndexSegment) -> IndexSegment:
    return segment.compacted() if segment.gone or len(segment.tail) else segment


class SegmentHolder:
    """The segments of one node. Safe for threads: segments are values, and the lock is held to replace one."""

    def __init__(self) -> None:
        self._states: dict[SegmentKey, list[tuple[float, IndexSegment]]] = {}
        """Of each segment the newest state last, each with when it was made."""
        self._fillings: dict[SegmentKey, _Filling] = {}
        self._given: tuple[str, SegmentKey, list[SegmentPiece]] | None = None
        """The segment that somebody else is being given at the moment, in pieces."""
        self._leaving = False
        self._lock = threading.RLock()

    def about(self) -> tuple[int, bool, dict[SegmentKey, IndexReceipt]]:
        """The number of the process, whether the node is about to leave, and what it holds."""
        with self._lock:
            return os.getpid(), self._leaving, {key: states[-1][1].receipt for key, states in self._states.items()}

    def leave(self) -> int:
        """Note that this node is about to leave. How many segments it still holds."""
        self._leaving = True
        return len(self._states)

    def answer(self, key: SegmentKey, must: IndexReceipt, vector: Vector, most: int) -> SegmentAnswer | None:
        """The ``most`` templates nearest to ``vector``, as of ``must`` if that state is here, with the receipt of the
        state that was searched. None: nothing of this segment is here."""
        held = self._state(key, must)
        return None if held is None else held.answer(vector, most)

    def persons(self, key: SegmentKey, must: IndexReceipt) -> tuple[IndexReceipt, Ids] | None:
        """Whose templates the segment holds."""
        held = self._state(key, must)
        return None if held is None else (held.receipt, held.persons)

    def of_subjects(
        self, key: SegmentKey, must: IndexReceipt, subjects: list[int]
    ) -> tuple[IndexReceipt, dict[int, NDArray[np.uint64]]] | None:
        """The templates that the segment holds of these subjects, with the hashes of their rows."""
        held = self._state(key, must)
        return None if held is None else (held.receipt, held.of_subjects(subjects))

    def photographs(self, numbers: list[int]) -> bool:
        """Whether any state of any segment here holds a template of these photographs, also where nobody finds it."""
        with self._lock:
            states = [state for several in self._states.values() for _, state in several]
            pieces = [piece.rows for each in self._fillings.values() for piece in each.pieces]
            pieces += [piece.rows for piece in (self._given[2] if self._given else [])]
        rows = [*pieces, *(each for state in states for each in (state.rows, state.tail))]
        return any(bool(np.isin(each["photograph"], numbers).any()) for each in rows)

    def follow(self, key: SegmentKey, change: SegmentChange) -> IndexReceipt | None:
        """Apply a change. The receipt afterwards, also if the change does not fit; None: the segment is not here."""
        with self._lock:
            held = self._newest(key)
            if held is None or not change.since <= held.sequence < change.upto:
                return None if held is None else held.receipt
            came = [each for each in change.came if not held.holds(each.template)]
            left = [template for template in change.left if held.holds(template)]
            self._put(held.changed(change.upto, came, left))
            return self._states[key][-1][1].receipt

    def begin(self, key: SegmentKey, by: str, step: int) -> bool:
        """Begin to take a segment in pieces. False: somebody else is at it."""
        with self._lock:
            other = self._fillings.get(key)
            if other is not None and other.by != by and time.monotonic() - other.last < ABANDONED:
                return False
            self._fillings[key] = _Filling(by, step)
            return True

    def more(self, key: SegmentKey, by: str, piece: SegmentPiece | None) -> bool:
        """Take one piece. False: this filling is not under way any more, or there was no piece."""
        with self._lock:
            filling = self._fillings.get(key)
            if filling is None or filling.by != by or piece is None:
                return False
            filling.pieces.append(piece)
            filling.last = time.monotonic()
            return True

    def finish(self, key: SegmentKey, by: str) -> IndexReceipt | None:
        """Hold what came in pieces, in the place of whatever was held."""
        with self._lock:
            filling = self._fillings.pop(key, None)
        if filling is None or filling.by != by:
            return None
        segment = segment_from(key, filling.step, filling.pieces)
        with self._lock:
            self._states[key] = []
            self._put(segment)
        return segment.receipt

    def give(self, key: SegmentKey, must: IndexReceipt, number: int) -> SegmentPiece | None:
        """Piece ``number`` of a segment as of ``must``; None if it has no more, or that state is not here."""
        with self._lock:
            if self._given is None or self._given[:2] != (must.fingerprint, key):
                held = self._state(key, must)
                if held is None or not held.receipt.satisfies(must):
                    return None
                self._given = must.fingerprint, key, list(pieces_of(_whole(held)))
            pieces = self._given[2]
            if number < len(pieces):
                return pieces[number]
            self._given = None
            return None

    def clear(self) -> dict[SegmentKey, IndexReceipt]:
        """Take what left out of memory: segments are made anew without it, and no earlier state of any is kept."""
        with self._lock:
            self._given = None
            due = {key: states[-1][1] for key, states in self._states.items()}
        for key, newest in due.items():
            whole = _whole(newest) if newest.untidy else newest  # takes a second for a large one: searches go on
            with self._lock:
                states = self._states.get(key)
                if states and states[-1][1] is not newest:
                    whole = _whole(states[-1][1])
                if states:
                    self._states[key] = [(time.monotonic(), whole)]
        with self._lock:
            self._fillings = {k: f for k, f in self._fillings.items() if time.monotonic() - f.last < ABANDONED}
            return {key: states[-1][1].receipt for key, states in self._states.items()}

    def drop(self, key: SegmentKey) -> None:
        """Hold this segment no more."""
        with self._lock:
            self._states.pop(key, None)
            self._fillings.pop(key, None)
            self._given = None

    def _newest(self, key: SegmentKey) -> IndexSegment | None:
        states = self._states.get(key)
        return states[-1][1] if states else None

    def _state(self, key: SegmentKey, must: IndexReceipt) -> IndexSegment | None:
        """The newest state that satisfies ``must``; if there is none, the newest: its receipt says that it does not."""
        with self._lock:
            states = list(self._states.get(key, ()))
        for _, state in reversed(states):
            if state.receipt.satisfies(must):
                return state
        return states[-1][1] if states else None

    def _put(self, segment: IndexSegment) -> None:
        states, now = self._states.setdefault(segment.key, []), time.monotonic()
        states.append((now, segment))
        self._states[segment.key] = [s for s in states[:-1] if now - s[0] < KEPT] + states[-1:]
