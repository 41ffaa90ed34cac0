"""The figures quoted in the documents are computed as ISO/IEC 19795-1 and NIST define them, on hand-made tables."""

from __future__ import annotations

import numpy as np
import pytest

from antigone.evidence.identification import Searches, fnir, interval, rank_one, searches
from antigone.evidence.samples import of_folder


def table(mate: list[float], other: list[float], stranger: list[float]) -> Searches:
    best = np.maximum(mate, other)
    return Searches(np.array(mate), best, np.array(stranger), np.arange(len(mate)), 10)


def test_a_search_succeeds_when_its_mate_is_before_everybody_else() -> None:
    assert rank_one(table([0.9, 0.5, 0.7, 0.2], [0.1, 0.6, 0.7, 0.1], [0.3])) == 0.75


def test_a_face_that_was_not_found_is_a_miss_and_not_left_out() -> None:
    assert rank_one(table([0.9, -1.0], [0.1, -1.0], [0.3])) == 0.5
    assert fnir(table([0.9, -1.0], [0.1, -1.0], [0.3, 0.2]), 0.5) == 0.5


def test_the_threshold_lets_no_more_strangers_through_than_was_asked() -> None:
    strangers = [i / 100 for i in range(100)]
    split = table([0.985, 0.975, 0.5, 0.2], [0, 0, 0, 0], strangers)
    assert fnir(split, 0.01) == 0.75  # above 0.98 there is one stranger, above 0.98 one mate
    assert fnir(split, 0.5) == 0.25


def test_intervals_are_drawn_by_person_and_repeat_with_their_seed() -> None:
    random = np.random.default_rng(0)
    split = table(list(random.random(200)), [0.3] * 200, list(random.random(200) / 2))
    low, high = interval(split, rank_one, repeats=300)
    assert (low, high) == interval(split, rank_one, repeats=300)
    assert low < rank_one(split) < high
    assert high - low == pytest.approx(2 * 1.96 * np.sqrt(0.7 * 0.3 / 200), rel=0.25)  # the binomial's


def test_nobody_is_searched_with_the_photo_that_is_enrolled() -> None:
    paths = np.array([f"P{p}/{i}.jpg" for p in range(20) for i in range(1 + p % 3)])
    templates = np.eye(len(paths), dtype=np.float32)  # each photo is like itself only
    split = searches(of_folder(paths, templates, np.ones(len(paths), bool), "model"), 0)
    assert split.mate.max() == 0 and split.stranger.max() == 0
