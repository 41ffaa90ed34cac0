"""From scores to weights: each way rises, stays finite, and agrees with an independent implementation."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antigone.evidence.calibrators import CALIBRATORS, MOST, isotonic, kernel, logistic
from antigone.evidence.llr import cllr
from antigone.evidence.pairs import Pairs
from antigone.evidence.tally import Binned, Tally, grid_over


def scores(seed: int, mated: int = 300, others: int = 2000, gap: float = 3.0) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    return random.normal(gap, 1, mated), random.normal(0, 1, others)


def tally_of(one: np.ndarray, other: np.ndarray) -> Tally:
    """Everybody in one comparison only, so that people and comparisons are the same number."""
    numbers = np.arange(len(one) + 2 * len(other))
    pairs = Pairs(
        np.concatenate([one, other]),
        np.concatenate([numbers[: len(one)], numbers[len(one) :: 2]]),
        np.concatenate([numbers[: len(one)], numbers[len(one) + 1 :: 2]]),
        len(numbers),
    )
    return Binned(pairs, grid_over(pairs.score)).tally()


@pytest.mark.slow
@given(st.integers(0, 10_000), st.integers(1, 80), st.integers(1, 80), st.sampled_from(list(CALIBRATORS)))
@settings(max_examples=60, deadline=None)
def test_a_higher_score_never_weighs_less_and_no_weight_is_infinite(
    seed: int, mated: int, others: int, name: str
) -> None:
    llr = CALIBRATORS[name](tally_of(*scores(seed, mated, others)))
    assert np.isfinite(llr).all() and (np.diff(llr) >= -1e-12).all() and (np.abs(llr) <= MOST).all()


@pytest.mark.parametrize("name", list(CALIBRATORS))
def test_how_many_strangers_were_compared_does_not_enter_a_weight(name: str) -> None:
    tally = tally_of(*scores(0))
    more = Tally(tally.grid, tally.mated, tally.others, tally.mated_people, tally.other_people)
    pairs_doubled = tally_of(scores(0)[0], np.tile(scores(0)[1], 2))
    assert np.array_equal(CALIBRATORS[name](tally), CALIBRATORS[name](more))
    near = np.abs(tally.grid - 1.5) < 1
    assert np.allclose(CALIBRATORS[name](pairs_doubled)[near], CALIBRATORS[name](tally)[near], atol=0.1)


@pytest.mark.slow
def test_logistic_agrees_with_scikit_learn() -> None:
    from sklearn.linear_model import LogisticRegression

    one, other = scores(1)
    tally = tally_of(one, other)
    theirs = LogisticRegression(class_weight="balanced", C=1e6).fit(
        np.concatenate([one, other])[:, None], np.repeat([1, 0], [len(one), len(other)])
    )
    line = (theirs.intercept_[0] + theirs.coef_[0, 0] * tally.grid) / np.log(10)
    assert np.allclose(logistic(tally), line, atol=0.05)


@pytest.mark.slow
def test_isotonic_agrees_with_scikit_learn_away_from_the_ends() -> None:
    from sklearn.isotonic import IsotonicRegression

    one, other = scores(2, gap=1.5)
    tally = tally_of(one, other)
    total = tally.mated + tally.others
    share = IsotonicRegression(out_of_bounds="clip").fit(
        tally.grid[total > 0], (tally.mated / np.where(total > 0, total, 1))[total > 0], total[total > 0]
    )
    middle = tally.grid[(tally.grid > 0) & (tally.grid < 1.5)]
    odds = share.predict(middle)
    ours = np.interp(middle, tally.grid, isotonic(tally))
    assert np.abs(ours - np.log10(odds / (1 - odds))).mean() < 0.05


def test_the_kernel_finds_the_ratio_of_two_bells() -> None:
    one, other = scores(3, 3000, 20000, gap=2.0)
    tally = tally_of(one, other)
    right = (2 * tally.grid - 2) / np.log(10)  # of two unit Gaussians, two apart
    inside = (tally.grid > -0.5) & (tally.grid < 2.5)
    assert np.abs(kernel(tally) - right)[inside].max() < 0.2


@pytest.mark.parametrize("name", list(CALIBRATORS))
def test_weights_of_new_people_cost_little_more_than_the_best_possible(name: str) -> None:
    tally = tally_of(*scores(4))
    one, other = scores(5, 3000, 3000)
    llr = CALIBRATORS[name](tally)
    right = [(3 * values - 4.5) / np.log(10) for values in (one, other)]
    ours = [np.interp(values, tally.grid, llr) for values in (one, other)]
    assert cllr(*ours) < cllr(*right) + 0.03


def test_borrowing_mixes_by_people_and_counts_them() -> None:
    one, other = tally_of(*scores(6, 10, 20)), tally_of(*scores(7, 100, 100))
    other = Tally(one.grid, other.mated, other.others, other.mated_people, other.other_people)
    mixed = one.borrow(other, 10, 0)
    assert np.allclose(mixed.mated, (one.mated + other.mated) / 2) and np.allclose(mixed.others, one.others)
    assert (mixed.mated_people, mixed.other_people) == (20, 40)
    assert one.borrow(other, 1000, 0).mated_people == 110  # no more than there are
    assert mixed.survival()[0] == pytest.approx(1)
