"""One segment of a part of the index: the templates of a stretch of numbers, as an immutable value.

Most templates lie in ``base`` (faiss, half precision, perhaps mapped from files); what came since is the ``tail``, in
full; what left since is ``gone``. A compaction makes one new base of all three.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from antigone.desk.photos.receipts import LANES, digest_of, fingerprint_of, row_hash
from antigone.gallery.exact import ExactIndex
from antigone.types import Vector

ROW = np.dtype([("template", "<i8"), ("subject", "<i8"), ("photograph", "<i8"), ("hash", "<u8", (LANES,))])
"""What is known of a template besides its numbers; in ascending order of ``template``."""
Rows = NDArray[np.void]
Ids = NDArray[np.int64]
TAIL = 2_048
"""So many may wait in the tail (or a tenth of the base, if that is more) before a compaction."""


@dataclass(frozen=True, slots=True)
class PartKey:
    """Which part of the index: incident, agency, kind and model."""

    incident: int
    agency: int
    kind: str
    model: str


@dataclass(frozen=True, slots=True)
class SegmentKey:
    """Which segment of a part: ``receipts.segment_of`` of its templates."""

    part: PartKey
    segment: int

    @property
    def folder(self) -> str:
        of, model = self.part, hashlib.sha256(self.part.model.encode()).hexdigest()[:16]
        return f"{of.incident}-{of.agency}-{of.kind}-{model}-{self.segment}"


@dataclass(frozen=True, slots=True)
class IndexReceipt:
    """What a segment holds, as its holder says, or must hold, as the database says."""

    segment: int
    step: int
    count: int
    fingerprint: str

    def satisfies(self, expected: IndexReceipt) -> bool:
        """Whether a holder with this receipt holds what it must, and has followed so far."""
        same = (self.segment, self.count, self.fingerprint) == (expected.segment, expected.count, expected.fingerprint)
        return same and self.step >= expected.step


@dataclass(frozen=True, slots=True)
class IndexedTemplate:
    """One template, as the database has it."""

    template: int
    subject: int
    photograph: int
    vector: Vector = field(repr=False, compare=False)


def each_once(several: list[Ids]) -> Ids:
    """The numbers in any of these, each once, in ascending order. What is in order already costs next to nothing."""
    numbers = np.sort(np.concatenate(several), kind="stable")
    return numbers[np.insert(numbers[1:] != numbers[:-1], 0, True)] if len(numbers) else numbers


def rows_of(entries: Iterable[IndexedTemplate]) -> Rows:
    made = []
    for each in entries:
        digest = digest_of(each.vector.astype("<f4").tobytes())
        hashed = row_hash(each.template, each.subject, digest)
        made.append((each.template, each.subject, each.photograph, hashed))
    return np.array(made, dtype=ROW)


@dataclass(frozen=True, slots=True)
class PartColumns:
    """The columns of a base's rows that every search and change reads, each contiguous in memory."""

    templates: Ids
    subjects: Ids
    sums: NDArray[np.uint64]
    """Of the hashes, lane by lane."""

    @classmethod
    def of(cls, rows: Rows) -> PartColumns:
        sums = rows["hash"].sum(axis=0, dtype=np.uint64)
        return cls(np.ascontiguousarray(rows["template"]), np.ascontiguousarray(rows["subject"]), sums)


@dataclass(frozen=True, slots=True)
class SegmentAnswer:
    """What one segment found, and what it holds."""

    receipt: IndexReceipt
    subjects: Ids
    """Of the nearest templates, nearest first."""
    scores: NDArray[np.float32]


@dataclass(frozen=True)
class IndexSegment:
    """All templates of a segment after step ``sequence``."""

    key: SegmentKey
    sequence: int
    """The last step of the index that is in it, of whichever part; 0 before the first."""
    base: ExactIndex = field(repr=False)
    rows: Rows = field(repr=False)
    """Of ``base``."""
    gone: frozenset[int] = frozenset()
    """Templates of ``base`` that left."""
    tail: Rows = field(default_factory=lambda: np.empty(0, ROW), repr=False)
    vectors: NDArray[np.float32] = field(default_factory=lambda: np.empty((0, 0), np.float32), repr=False)
    """Of ``tail``, line by line."""
    columns: PartColumns = field(default=None, repr=False)  # type: ignore[assignment]
    """Of ``rows``; made from them where nobody has them yet."""

    def __post_init__(self) -> None:
        if self.columns is None:
            object.__setattr__(self, "columns", PartColumns.of(self.rows))

    @classmethod
    def build(cls, key: SegmentKey, sequence: int, chunks: Iterable[list[IndexedTemplate]]) -> IndexSegment:
        """``chunks`` of entries in ascending order of template."""
        rows: list[Rows] = []
        size = 0

        def pieces() -> Iterator[tuple[Ids, NDArray[np.float32]]]:
            nonlocal size
            for entries in chunks:
                if entries:
                    rows.append(rows_of(entries))
                    vectors = np.stack([entry.vector for entry in entries]).astype(np.float32)
                    size = vectors.shape[1]
                    yield rows[-1]["template"].astype(np.int64), vectors

        base = _index(pieces())
        return cls(key, sequence, base, np.concatenate(rows) if rows else np.empty(0, ROW))

    @property
    def count(self) -> int:
        return len(self.rows) - len(self.gone) + len(self.tail)

    @cached_property
    def _left(self) -> NDArray[np.intp]:
        """The places of ``gone`` in ``rows``."""
        return np.searchsorted(self.columns.templates, np.array(sorted(self.gone), "<i8"))

    @property
    def live(self) -> Rows:
        """All rows of the part, in no particular order."""
        return np.concatenate([np.delete(self.rows, self._left), self.tail])

    @cached_property
    def persons(self) -> Ids:
        """Whose templates they are, each once, in ascending order."""
        return each_once([np.delete(self.columns.subjects, self._left), self.tail["subject"]])

    @cached_property
    def fingerprint(self) -> str:
        """Sum, lane by lane modulo 2 to the 64, of the rows' hashes: in whatever order they came, the same.

        Two segments with one fingerprint hold the same templates of the same subjects, unless somebody made the vectors
        to deceive: it is against faults, not against forgers, who would have to write to the database first.
        """
        left, came = (each["hash"].sum(axis=0, dtype=np.uint64) for each in (self.rows[self._left], self.tail))
        return fingerprint_of(self.columns.sums - left + came)

    @property
    def receipt(self) -> IndexReceipt:
        return IndexReceipt(self.key.segment, self.sequence, self.count, self.fingerprint)

    def holds(self, template: int) -> bool:
        return self.row(template) is not None

    def row(self, template: int) -> np.void | None:
        """The row of a template; None if the part does not hold it."""
        if len(found := np.flatnonzero(self.tail["template"] == template)):
            return self.tail[int(found[0])]  # type: ignore[no-any-return]
        place = int(np.searchsorted(self.columns.templates, template))
        if template in self.gone or place == len(self.rows) or self.columns.templates[place] != template:
            return None
        return self.rows[place]  # type: ignore[no-any-return]

    def of_subjects(self, subjects: Iterable[int]) -> dict[int, NDArray[np.uint64]]:
        """The templates it holds of these subjects, with the hashes of their rows."""
        wanted = np.array(sorted(subjects), "<i8")
        base = self.rows[np.flatnonzero(np.isin(self.columns.subjects, wanted))]
        tail = self.tail[np.isin(self.tail["subject"], wanted)]
        found = {int(row["template"]): row["hash"] for row in base if int(row["template"]) not in self.gone}
        return found | {int(row["template"]): row["hash"] for row in tail}

    def changed(self, sequence: int, came: Iterable[IndexedTemplate], left: Iterable[int]) -> IndexSegment:
        """The part with ``came`` added and ``left`` removed. What came is not in it, and no template is in both."""
        leaving = set(left)
        kept = np.isin(self.tail["template"], np.fromiter(leaving, np.int64, len(leaving)), invert=True)
        tail, vectors = self.tail[kept], self.vectors[kept] if len(self.vectors) else self.vectors
        templates, wanted = self.columns.templates, np.array(sorted(leaving), "<i8")
        places = np.searchsorted(templates, wanted)
        of_base = {int(n) for n, at in zip(wanted, places, strict=True) if at < len(templates) and templates[at] == n}
        if entries := list(came):
            more = np.stack([entry.vector for entry in entries]).astype(np.float32)
            vectors = np.concatenate([vectors, more]) if len(tail) else more
            tail = np.concatenate([tail, rows_of(entries)])
        return replace(self, sequence=sequence, gone=self.gone | of_base, tail=tail, vectors=vectors)

    def answer(self, vector: Vector, most: int) -> SegmentAnswer:
        """The ``most`` templates nearest to ``vector``, with the receipt by which the answer is believed or not."""
        rows, scores = self.search(vector, most)
        return SegmentAnswer(self.receipt, rows["subject"], scores)

    def search(self, vector: Vector, most: int) -> tuple[Rows, NDArray[np.float32]]:
        """Rows of the ``most`` templates nearest to ``vector``, nearest first, and cosines good to ``ROUNDING``."""
        ids, scores = self.base.search(vector, most + len(self.gone)) if len(self.rows) else _NOTHING
        if self.gone:
            kept = np.isin(ids, np.fromiter(self.gone, np.int64), invert=True)
            ids, scores = ids[kept], scores[kept]
        rows = self.rows[np.searchsorted(self.columns.templates, ids)]
        if len(self.tail):
            rows = np.concatenate([rows, self.tail])
            scores = np.concatenate([scores, self.vectors @ vector])
        order = np.lexsort((rows["template"], -scores))[:most]
        return rows[order], scores[order]

    @property
    def untidy(self) -> bool:
        """Whether a compaction is due: at once if something left, because its vectors still lie in the base."""
        return bool(self.gone) or len(self.tail) > max(TAIL, len(self.rows) // 10)

    def compacted(self) -> IndexSegment:
        """The same templates, all in one base."""
        order = np.argsort(self.tail["template"])
        tail, vectors = self.tail[order], self.vectors[order] if len(self.tail) else self.vectors
        gone = np.fromiter(self.gone, np.int64, len(self.gone))

        def pieces() -> Iterator[tuple[Ids, NDArray[np.float32]]]:
            done = 0
            for ids, base in self.base.chunks():
                upto = int(np.searchsorted(tail["template"], ids[-1]))
                kept = np.isin(ids, gone, invert=True)
                both = np.concatenate([ids[kept], tail["template"][done:upto]])
                if len(both):
                    mixed = np.concatenate([base[kept], vectors[done:upto]]) if upto > done else base[kept]
                    sorted_ = np.argsort(both)
                    yield both[sorted_], mixed[sorted_]
                done = upto
            if done < len(tail):
                yield tail["template"][done:].astype(np.int64), vectors[done:]

        live = self.live
        return IndexSegment(self.key, self.sequence, _index(pieces()), live[np.argsort(live["template"])])


_NOTHING = (np.empty(0, np.int64), np.empty(0, np.float32))


def _index(pieces: Iterator[tuple[Ids, NDArray[np.float32]]]) -> ExactIndex:
    first = next(pieces, None)
    if first is None:
        return ExactIndex(0, [])

    def again() -> Iterator[tuple[Ids, NDArray[np.float32]]]:
        yield first
        yield from pieces

    return ExactIndex.build(first[1].shape[1], again())
