"""Comparisons are of whom they say, and of no photo with itself."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antigone.errors import SamplesInvalid
from antigone.evidence.fusion import FUSIONS, fuse, two_models
from antigone.evidence.pairs import MISSED, Sides, draw, listed
from evidence.population import population, table


def test_every_two_people_are_compared_once_and_everyone_with_himself_at_most_ten_times() -> None:
    samples = population(people=30, photos=6)
    pairs = draw(samples)
    others = ~pairs.mated
    assert others.sum() == 30 * 29 / 2
    assert len(set(zip(pairs.reference[others], pairs.probe[others], strict=True))) == others.sum()
    assert np.bincount(pairs.reference[pairs.mated]).tolist() == [10] * 30


def test_a_photo_is_never_compared_with_itself_nor_with_its_copies() -> None:
    vectors = np.repeat(np.eye(6, dtype=np.float32), 2, axis=0)  # each photo stands there twice
    samples = table(np.repeat(["A", "B"], 6), vectors, photos=np.repeat([f"{n:064x}" for n in range(6)], 2))
    pairs = draw(samples)
    assert pairs.mated.sum() > 0 and pairs.score[pairs.mated].max() == 0
    assert draw(samples, Sides(*np.ones((2, 12), bool), references=2)).score.max() == 0


def test_no_more_comparisons_are_drawn_than_asked_and_all_differ() -> None:
    samples = population(people=200, photos=1)
    pairs = draw(samples, most_non_mated=500)
    assert len(pairs.score) == 500
    assert len(set(zip(pairs.reference, pairs.probe, strict=True))) == 500


def test_the_same_seed_draws_the_same_comparisons_whatever_came_before() -> None:
    samples = population(people=40)
    one, other, another = draw(samples, seed=5), draw(samples, seed=5), draw(samples, seed=6)
    assert np.array_equal(one.score, other.score) and not np.array_equal(one.score, another.score)


def test_a_face_that_was_not_found_is_missed_by_everybody() -> None:
    samples = population(people=3, photos=2)
    templates, refusals = samples.templates.copy(), samples.refusals.copy()
    templates[0], refusals[0] = 0, "no-face"
    pairs = draw(table(samples.persons, templates, refusals=refusals))
    assert (pairs.score == MISSED)[pairs.mated].tolist() == [True, False, False]


def test_both_sides_show_only_the_photos_they_may() -> None:
    samples = population(people=20, photos=4)
    scan = np.arange(len(samples)) % 4 < 2
    vectors = np.where(scan[:, None], np.eye(24)[0], np.eye(24)[1]).astype(np.float32)
    pairs = draw(table(samples.persons, vectors), Sides(scan, ~scan))
    assert pairs.mated.any() and (pairs.score == 0).all()  # a scan is compared with an original, never with a scan


def test_a_list_of_pairs_names_photos_from_one_and_refuses_who_is_not_there() -> None:
    samples = table(np.repeat(["Ann", "Bob"], 2), np.eye(4, dtype=np.float32))
    pairs = listed(samples, ["2\t1", "Ann 1 2", "Ann 1 Bob 2"])
    assert pairs.mated.tolist() == [True, False]
    for line in ("Ann 1 3", "Eve 1 2", "Ann 0 1", "Ann"):
        with pytest.raises(SamplesInvalid):
            listed(samples, [line])


@given(st.integers(1, 4), st.integers(1, 3), st.sampled_from(FUSIONS), st.integers(0, 99))
@settings(max_examples=40, deadline=None)
def test_the_order_of_photos_never_changes_a_score_and_no_score_leaves_its_range(
    references: int, probes: int, fusion: str, seed: int
) -> None:
    random = np.random.default_rng(seed)
    sides = [random.normal(size=(2, count, 8)).astype(np.float32) for count in (references, probes)]
    one, other = (side / np.linalg.norm(side, axis=2, keepdims=True) for side in sides)
    score = fuse(fusion, one, other)
    shuffled = fuse(fusion, one[:, random.permutation(references)], other[:, random.permutation(probes)])
    assert np.allclose(score, shuffled, atol=1e-6) and (np.abs(score) <= 1.0001).all()
    assert np.allclose(score, fuse(fusion, other, one), atol=1e-6)


def test_fusions_on_a_table_made_by_hand() -> None:
    one = np.eye(3, dtype=np.float32)[None, :2]
    other = np.array([[[0.8, 0.6, 0.0]]], np.float32)
    assert fuse("max", one, other)[0] == pytest.approx(0.8)
    assert fuse("mean", one, other)[0] == pytest.approx(0.7)
    assert fuse("top-2", one, other)[0] == pytest.approx(0.7)
    assert 0.7 < fuse("soft-max", one, other)[0] < 0.8
    assert fuse("mean-template", one, other)[0] == pytest.approx(1.4 / np.sqrt(2))


def test_two_models_score_the_mean_of_their_scores() -> None:
    first, second = population(people=5, seed=1), population(people=5, seed=2)
    fused = two_models(first, second, share=0.25)
    rows = np.arange(15)
    score = np.einsum("nd,nd->n", fused.templates, fused.templates[rows[::-1]])
    parts = [np.einsum("nd,nd->n", s.templates, s.templates[rows[::-1]]) for s in (first, second)]
    assert np.allclose(score, 0.25 * parts[0] + 0.75 * parts[1], atol=1e-6)
    with pytest.raises(SamplesInvalid):
        two_models(first, population(people=4))
