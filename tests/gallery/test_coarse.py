"""A search that passes over most templates quickly finds the same people as one that looks at each."""

from __future__ import annotations

from pathlib import Path

import hypothesis
import hypothesis.strategies as st
import numpy as np
import pytest

from antigone.errors import GalleryDamaged
from antigone.gallery import coarse, exact
from antigone.gallery.exact import ExactIndex

SIZE = 16


def index_of(vectors: np.ndarray) -> ExactIndex:
    ids = np.arange(1, len(vectors) + 1, dtype=np.int64) * 3
    return ExactIndex.build(vectors.shape[1], [(ids, vectors)])


def templates(
    random: np.random.Generator, people: int, alike: float, many: int = 4_000, size: int = SIZE
) -> np.ndarray:
    """Of so many people; the smaller ``alike``, the nearer are those of one person."""
    of = random.standard_normal((people, size), dtype=np.float32)[random.integers(people, size=many)]
    vectors = of + alike * random.standard_normal(of.shape, dtype=np.float32)
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)


@pytest.mark.slow
@hypothesis.given(
    seed=st.integers(0, 2**32 - 1),
    people=st.sampled_from([1, 3, 200, 4_000]),
    alike=st.sampled_from([0.0, 0.01, 0.3]),
    most=st.integers(1, 40),
    of_length=st.sampled_from([(0.2, SIZE), (1.0, SIZE), (1.0, 128), (3.0, 128)]),
)
@hypothesis.settings(max_examples=60)
def test_the_list_is_the_same_to_the_last_bit_also_where_thousands_look_alike(
    seed: int, people: int, alike: float, most: int, of_length: tuple[float, int]
) -> None:
    length, size = of_length
    random = np.random.default_rng(seed)
    vectors = templates(random, people, alike, size=size)
    probe = np.float32(length) * (vectors[0] if seed % 2 else templates(random, 1, 1.0, 1, size)[0])
    with pytest.MonkeyPatch.context() as changed:
        whole = index_of(vectors)
        changed.setattr(exact, "FEWEST", 100)
        changed.setattr(coarse, "_FIRST", 40)
        quick = index_of(vectors)
        assert whole._coarse == [None] and quick._coarse[0] is not None
        ids, scores = quick.search(probe, most)
    wanted, full = whole.search(probe, most)
    assert ids.tolist() == wanted.tolist() and scores.tobytes() == full.tobytes()


def test_what_is_proved_is_not_looked_at_again_and_what_is_not_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exact, "FEWEST", 100)
    monkeypatch.setattr(coarse, "_FIRST", 40)
    random = np.random.default_rng(1)
    for vectors, proved in (
        (templates(random, 4_000, 0.3), True),
        (templates(random, 4_000, 0.3, size=128), True),
        (templates(random, 1, 0.01), False),
        (np.tile(templates(random, 1, 0.0, 1), (4_000, 1)), False),
    ):
        index = index_of(vectors)
        codes = index._coarse[0]
        assert codes is not None
        assert (codes.search(exact._flat(index._shards[0]), vectors[0], 3) is not None) is proved


def test_a_template_lies_no_further_from_its_codes_than_is_said() -> None:
    vectors = templates(np.random.default_rng(2), 4_000, 0.3)
    index = index_of(vectors)
    flat = exact._flat(index._shards[0])
    codes = coarse.CoarseCodes.of(flat)
    exactly = flat.reconstruct_n(0, 4_000).astype(np.float64)
    rests = np.linalg.norm(exactly - codes._step * codes.codes.reconstruct_n(0, 4_000), axis=1)
    assert 0 < rests.max() <= codes._rest < 1.1 * rests.max()
    longest = codes._step * np.linalg.norm(codes.codes.reconstruct_n(0, 4_000), axis=1).max()
    assert longest <= codes._longest < 1.1 * longest


@pytest.mark.slow
def test_what_was_written_is_read_and_codes_of_others_are_refused(tmp_path: Path) -> None:
    random = np.random.default_rng(3)
    vectors = templates(random, 60_000, 0.3, 60_000)
    index = index_of(vectors)
    paths = index.save(lambda number: tmp_path / f"{number}.faiss")
    assert len(paths) == 2, "a file in half precision, and one of one byte a number"
    found = ExactIndex.load(SIZE, paths)
    assert found.count == 60_000 and found._coarse[0] is not None
    for probe in vectors[:3]:
        for mine, its in zip(index.search(probe, 5), found.search(probe, 5), strict=True):
            assert mine.tobytes() == its.tobytes()
    earlier = ExactIndex.load(SIZE, paths[:1])
    assert earlier._coarse == [None], "the files of an earlier version are read"
    other = index_of(vectors[:55_000]).save(lambda number: tmp_path / f"other-{number}.faiss")
    with pytest.raises(GalleryDamaged):
        ExactIndex.load(SIZE, [paths[0], other[1]])
