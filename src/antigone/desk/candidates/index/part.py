"""One part of the index: all segments of an incident, an agency, a kind and a model, with what each must hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from antigone.desk.candidates.index.segment import Ids, IndexReceipt, PartKey, SegmentAnswer, SegmentKey, each_once
from antigone.desk.photos.receipts import LANES, fingerprint_of, lanes_of
from antigone.errors import AntigoneError
from antigone.gallery import exact
from antigone.gallery.exact import Search
from antigone.parallel import workers
from antigone.types import Vector


class AnswerRefused(AntigoneError):
    """Raised if a segment answered that does not hold what the database says, or one did not answer."""

    def __init__(self, key: PartKey, segment: int, why: str) -> None:
        super().__init__(
            f"Segment {segment} of the index ({key.kind}, agency {key.agency}) {why}: its answer is not used.",
            "It is made again by itself. If this is said again: antigone desk index verify",
        )
        self.key = key


class SearchedSegment(Protocol):
    """A segment that can be searched, in this process or elsewhere."""

    @property
    def key(self) -> SegmentKey: ...

    @property
    def count(self) -> int: ...

    @property
    def fingerprint(self) -> str: ...

    @property
    def receipt(self) -> IndexReceipt: ...

    @property
    def persons(self) -> Ids: ...

    def answer(self, vector: Vector, most: int) -> SegmentAnswer: ...

    def of_subjects(self, subjects: Iterable[int]) -> dict[int, NDArray[np.uint64]]: ...


@dataclass(frozen=True)
class IndexPart:
    """All segments of a part, caught up to step ``sequence``."""

    key: PartKey
    sequence: int
    segments: tuple[SearchedSegment, ...] = field(repr=False)
    expected: Mapping[int, IndexReceipt] = field(repr=False)
    """What each segment must hold, as the database says."""

    @property
    def wrong(self) -> list[int]:
        """The segments that do not hold what they must, or are not there."""
        there = {segment.key.segment: segment.receipt for segment in self.segments}
        return sorted(n for n, must in self.expected.items() if n not in there or not there[n].satisfies(must))

    @cached_property
    def count(self) -> int:
        return sum(segment.count for segment in self.segments)

    @cached_property
    def subjects(self) -> int:
        """How many people they are of."""
        return len(each_once([segment.persons for segment in self.segments])) if self.segments else 0

    @cached_property
    def fingerprint(self) -> str:
        """Of all segments together."""
        lanes = np.zeros(LANES, np.uint64)
        for segment in self.segments:
            lanes = lanes + lanes_of(segment.fingerprint)
        return fingerprint_of(lanes)

    def of_subjects(self, subjects: Iterable[int]) -> dict[int, NDArray[np.uint64]]:
        """The templates it holds of these subjects, with the hashes of their rows."""
        wanted = list(subjects)
        found: dict[int, NDArray[np.uint64]] = {}
        for segment in self.segments:
            found |= segment.of_subjects(wanted)
        return found


def nearest(parts: Iterable[IndexPart], vector: Vector, top: int) -> dict[int, float]:
    """The subjects who could be among the first ``top`` once scored in full precision, with their best cosine.

    Raises:
        AnswerRefused: a segment does not hold what the database says. A shorter list would be a person missed.
    """
    searched = list(parts)
    for part in searched:
        if missing := sorted(set(part.expected) - {segment.key.segment for segment in part.segments}):
            raise AnswerRefused(part.key, missing[0], "did not answer")

    def search_of(part: IndexPart, segment: SearchedSegment) -> Search[int]:
        must = part.expected[segment.key.segment]

        def search(most: int) -> tuple[list[int], NDArray[np.float32]]:
            answer = segment.answer(vector, most)
            if not answer.receipt.satisfies(must):
                raise AnswerRefused(part.key, must.segment, "does not hold what the database says")
            return answer.subjects.tolist(), answer.scores

        return search

    places = [(segment.count, search_of(part, segment)) for part in searched for segment in part.segments]
    if len(places) < 2:
        return exact.nearest(places, top)
    with ThreadPoolExecutor(min(len(places), workers())) as pool:
        return exact.nearest(places, top, pool.map)
