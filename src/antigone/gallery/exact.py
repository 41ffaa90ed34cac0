"""Exact search: every template is compared, none is skipped. Half-precision numbers, inner product (faiss).

In a large index each is compared by one byte a number first, with a proof that nobody is missed (coarse.py).

Approximate indexes lose true mates (HNSW found 0.935 of them at 100,000): a missing person would stay missing.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import faiss
import numpy as np
from numpy.typing import NDArray

from antigone.errors import GalleryDamaged
from antigone.files import may_be_mapped, replace_with
from antigone.gallery.coarse import FEWEST, CoarseCodes
from antigone.parallel import workers
from antigone.types import Vector

Ids = NDArray[np.int64]
Owner = TypeVar("Owner")
Search = Callable[[int], tuple[Sequence[Owner], NDArray[np.float32]]]
"""Whose the so many nearest templates are, nearest first, and their cosines."""
REBUILD = "Run: antigone gallery verify --gallery DIR, then antigone gallery rebuild --gallery DIR"

ROUNDING = 1e-3
"""Half precision moves a cosine by less than this; candidates this near the last place are scored anew in full."""
CHUNK = 16_384
SHARD = 524_288
"""Templates in a file. faiss gives one search one thread; several files are searched side by side."""


class ExactIndex:
    """Templates by id, in ascending order, in memory or mapped from files."""

    def __init__(self, size: int, shards: Sequence[Any], coarse: Sequence[CoarseCodes | None] = ()) -> None:
        self.size = size
        self._shards = shards
        self._coarse = coarse or [None] * len(shards)
        self._last = [int(faiss.vector_to_array(shard.id_map)[-1]) for shard in shards]
        self._pool = ThreadPoolExecutor(max(1, min(len(shards), workers()))) if len(shards) > 1 else None

    @classmethod
    def build(cls, size: int, chunks: Iterable[tuple[Ids, NDArray[np.float32]]]) -> ExactIndex:
        """``chunks`` of ids and templates, in ascending order of id."""
        shards: list[Any] = []
        for ids, vectors in _pieces(chunks):
            if not shards or shards[-1].ntotal + len(ids) > SHARD:
                flat = faiss.IndexScalarQuantizer(size, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT)
                shards.append(faiss.IndexIDMap2(flat))
            shards[-1].add_with_ids(np.ascontiguousarray(vectors), ids)
        return cls(size, shards, [CoarseCodes.of(_flat(shard)) if shard.ntotal >= FEWEST else None for shard in shards])

    @classmethod
    def load(cls, size: int, paths: Sequence[Path]) -> ExactIndex:
        """Raises GalleryDamaged."""
        try:
            files = [faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC if may_be_mapped() else 0) for path in paths]
        except RuntimeError as fault:
            raise GalleryDamaged(f"The index in {paths[0].parent} cannot be read.", REBUILD) from fault
        shards = [file for file in files if isinstance(file, faiss.IndexIDMap2)]
        try:
            coarse = _matched(shards, [CoarseCodes(file) for file in files if file not in shards])
        except ValueError as fault:
            raise GalleryDamaged(f"The index in {paths[0].parent} is another one.", REBUILD) from fault
        if any(shard.d != size or not shard.ntotal for shard in shards):
            raise GalleryDamaged(f"The index in {paths[0].parent} is another one.", REBUILD)
        return cls(size, shards, coarse)

    def save(self, place: Callable[[int], Path]) -> list[Path]:
        """Write the index to the files ``place(0)``, ``place(1)`` and so on; which they were.

        Raises:
            StorageFailed: if the disk is full or cannot be written.
        """
        written = []
        for number, shard in enumerate([*self._shards, *(each.file for each in self._coarse if each)]):
            replace_with(place(number), partial(_write, shard))
            written.append(place(number))
        return written

    @property
    def count(self) -> int:
        return sum(int(shard.ntotal) for shard in self._shards)

    def chunks(self) -> Iterator[tuple[Ids, NDArray[np.float32]]]:
        """All ids and templates (as rounded), in ascending order of id, some thousands at a time."""
        for shard in self._shards:
            ids = faiss.vector_to_array(shard.id_map)
            for start in range(0, len(ids), CHUNK):
                many = min(CHUNK, len(ids) - start)
                yield ids[start : start + many], shard.index.reconstruct_n(start, many)

    def search(self, vector: Vector, most: int, allowed: Ids | None = None) -> tuple[Ids, NDArray[np.float32]]:
        """The ids of at most ``most`` templates nearest to ``vector``, nearest first, and their cosines.

        Of equal ones the lower id comes first. With ``allowed``, only templates with those ids are compared.
        """
        one = partial(_alone, vector=vector, most=most, allowed=allowed)
        parts = list((self._pool.map if self._pool else map)(one, self._shards, self._coarse))
        if not parts:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        ids, scores = np.concatenate([p[0] for p in parts]), np.concatenate([p[1] for p in parts])
        order = np.lexsort((ids, -scores))[:most]
        return ids[order], scores[order]

    def vector(self, number: int) -> Vector:
        """The template with id ``number``.

        Raises:
            KeyError: if there is none.
        """
        place = bisect_left(self._last, number)
        if place == len(self._shards):
            raise KeyError(number)
        try:
            return np.asarray(self._shards[place].reconstruct(int(number)), dtype=np.float32)
        except RuntimeError as fault:
            raise KeyError(number) from fault


Side = Callable[..., Iterable[Any]]
"""``map``, or one that works side by side."""


def nearest(places: Iterable[tuple[int, Search[Owner]]], top: int, side_by_side: Side = map) -> dict[Owner, float]:
    """All owners who could stand among the first ``top`` once scored in full precision, with their best score so far.

    ``places``: how many templates each holds, and its search. They are searched wider until nobody unseen could be
    among the first, so no template of any place is left out of the comparison.
    """
    searched = [(count, search) for count, search in places if count]
    most = max(64, 4 * top)
    while True:
        found = list(side_by_side(lambda search, most=most: search(most), [search for _, search in searched]))
        alike = [(float(s), owner) for owners, scores in found for owner, s in zip(owners, scores, strict=True)]
        best: dict[Owner, float] = {}
        for score, owner in sorted(alike, key=lambda each: -each[0]):
            best.setdefault(owner, score)
        unseen = [float(scores[-1]) for (count, _), (_, scores) in zip(searched, found, strict=True) if most < count]
        if len(best) <= top:
            if not unseen:
                return best
        else:
            last = list(best.values())[top - 1] - 2 * ROUNDING
            if not unseen or max(unseen) < last:
                return {owner: score for owner, score in best.items() if score >= last}
        most *= 4


def _pieces(chunks: Iterable[tuple[Ids, NDArray[np.float32]]]) -> Iterator[tuple[Ids, NDArray[np.float32]]]:
    for ids, vectors in chunks:
        for start in range(0, len(ids), SHARD):
            yield ids[start : start + SHARD], vectors[start : start + SHARD]


def _matched(shards: Sequence[Any], coarse: list[CoarseCodes]) -> list[CoarseCodes | None]:
    """The codes of each shard, none of those that are small; none at all where an earlier version wrote the files.

    Raises:
        ValueError: they are of others.
    """
    large = [shard for shard in shards if shard.ntotal >= FEWEST] if coarse else []
    of = {id(shard): each for shard, each in zip(large, coarse, strict=True)}
    if not all(of[id(shard)].is_of(_flat(shard)) for shard in large):
        raise ValueError("codes of other templates")
    return [of.get(id(shard)) for shard in shards]


def _flat(shard: Any) -> Any:
    return faiss.downcast_index(shard.index)


def _alone(
    shard: Any, coarse: CoarseCodes | None, vector: Vector, most: int, allowed: Ids | None
) -> tuple[Ids, NDArray[np.float32]]:
    """A search of one file in one thread: others would only wait for it, and take a processor while they do.

    How many faiss may begin is said thread by thread; whoever builds an index in this thread afterwards has all again.
    """
    many = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(1)
    try:
        return _search(shard, coarse, vector, most, allowed)
    finally:
        faiss.omp_set_num_threads(many)


def _search(
    shard: Any, coarse: CoarseCodes | None, vector: Vector, most: int, allowed: Ids | None
) -> tuple[Ids, NDArray[np.float32]]:
    settings: Any = None
    if allowed is not None:
        settings = faiss.SearchParameters()
        settings.sel = chosen = faiss.IDSelectorBatch(allowed)  # noqa: F841 - kept alive while it is used
    elif coarse is not None and (found := coarse.search(_flat(shard), vector, most)) is not None:
        return faiss.rev_swig_ptr(shard.id_map.data(), shard.ntotal)[found[1]], found[0]
    scores, ids = shard.search(vector[None], min(most, shard.ntotal), params=settings)
    real = ids[0] >= 0
    return ids[0][real], scores[0][real]


def _write(shard: faiss.Index, path: Path) -> None:
    try:
        faiss.write_index(shard, str(path))
    except RuntimeError as fault:  # faiss reports a full disk as a RuntimeError of its own
        raise OSError(None, "the index could not be written (is the disk full?)") from fault
