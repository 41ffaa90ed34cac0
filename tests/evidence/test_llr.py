"""What weights are worth, against the package `lir` (Netherlands Forensic Institute), written by others."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antigone.errors import SamplesInvalid
from antigone.evidence.bounds import elub
from antigone.evidence.llr import cllr, cllr_min, curves, ece, pav, tippett

seeds = st.integers(0, 10_000)


def weights(seed: int, ties: bool = False) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    counts = random.integers(5, 80, 2)
    one, other = random.normal(1, 1, counts[0]), random.normal(-1, 1.3, counts[1])
    return (one.round(), other.round()) if ties else (one, other)


@pytest.mark.slow
@given(seeds, st.booleans())
@settings(max_examples=40, deadline=None)
def test_cllr_and_its_minimum_agree_with_lir(seed: int, ties: bool) -> None:
    from lir.data.models import LLRData
    from lir.metrics import cllr as their_cllr
    from lir.metrics import cllr_min as their_min

    one, other = weights(seed, ties)
    data = LLRData(features=np.concatenate([one, other]), labels=np.repeat([1, 0], [len(one), len(other)]))
    assert cllr(one, other) == pytest.approx(their_cllr(data), abs=1e-9)
    assert cllr_min(one, other) == pytest.approx(their_min(data), abs=1e-9)


@pytest.mark.slow
@given(seeds)
@settings(max_examples=25, deadline=None)
def test_the_cross_entropy_agrees_with_lir(seed: int) -> None:
    from lir.plotting.expected_calibration_error import calculate_ece

    one, other = weights(seed)
    odds = np.linspace(-3, 3, 13)
    theirs = calculate_ece(
        10 ** np.concatenate([one, other]), np.repeat([1, 0], [len(one), len(other)]), 1 / (1 + 10**-odds)
    )
    assert np.allclose(ece(one, other, odds), theirs)
    assert ece(one, other, np.zeros(1))[0] == pytest.approx(cllr(one, other))  # at even odds it is Cllr


@pytest.mark.slow
@given(seeds)
@settings(max_examples=25, deadline=None)
def test_bounds_agree_with_lir_if_pairs_are_counted_as_people(seed: int) -> None:
    from lir.algorithms.bayeserror import elub as their_elub

    one, other = weights(seed)
    theirs = their_elub(np.concatenate([one, other]), np.repeat([1, 0], [len(one), len(other)]))
    shares = [np.full(len(values), 1 / len(values)) for values in (one, other)]
    ours = elub(one, shares[0], other, shares[1], people=(len(one), len(other)))
    assert ours == pytest.approx(theirs, abs=0.0101)


def test_fewer_people_behind_the_same_comparisons_allow_smaller_weights() -> None:
    random = np.random.default_rng(1)
    one, other = random.normal(4, 1, 2000), random.normal(-4, 1, 2000)
    share = np.full(2000, 1 / 2000)
    low, high = elub(one, share, other, share, people=(2000, 2000))
    less, least = elub(one, share, other, share, people=(50, 50))
    assert low < less < 0 < least < high and least <= np.log10(51)


@pytest.mark.slow
@given(seeds)
@settings(max_examples=25, deadline=None)
def test_pav_agrees_with_scikit_learn(seed: int) -> None:
    from sklearn.isotonic import IsotonicRegression

    one, other = weights(seed)
    values, labels = np.concatenate([one, other]), np.repeat([1.0, 0.0], [len(one), len(other)])
    heavy = np.where(labels == 1, 1 / len(one), 1 / len(other))
    share = IsotonicRegression().fit(values, labels, sample_weight=heavy).predict(np.sort(values))
    with np.errstate(divide="ignore"):
        assert np.allclose(pav(one, other)[1], np.log10(share) - np.log10(1 - share))


def test_figures_known_without_a_computer() -> None:
    nothing = np.zeros(3)
    assert cllr(nothing, nothing) == 1  # saying nothing costs one bit
    assert cllr(np.full(2, np.inf), np.full(2, -np.inf)) == 0
    assert cllr(np.array([-np.inf]), np.zeros(1)) == np.inf
    assert cllr_min(np.array([1.0, 2.0]), np.array([0.0, 0.5])) == 0
    one, other = tippett(np.array([0.0, 1.0]), np.array([-1.0, 0.0]), np.array([-1.0, 0.0, 0.5, 2.0]))
    assert one.tolist() == [1, 1, 0.5, 0] and other.tolist() == [1, 0.5, 0, 0]


@given(seeds, st.floats(0.1, 5), st.floats(-3, 3))
@settings(max_examples=25, deadline=None)
def test_the_minimum_does_not_depend_on_how_weights_are_stretched(seed: int, factor: float, shift: float) -> None:
    one, other = weights(seed)
    assert cllr_min(one, other) <= cllr(one, other) + 1e-12
    assert cllr_min(one * factor + shift, other * factor + shift) == pytest.approx(cllr_min(one, other))


@given(seeds)
@settings(max_examples=25, deadline=None)
def test_a_weighted_comparison_counts_as_often_as_its_weight(seed: int) -> None:
    one, other = weights(seed)
    random = np.random.default_rng(seed)
    times = [random.integers(0, 4, len(values)) for values in (one, other)]
    times[0][0], times[1][0] = 1, 1
    repeated = [np.repeat(values, count) for values, count in zip((one, other), times, strict=True)]
    assert cllr(one, other, *times) == pytest.approx(cllr(*repeated))
    assert cllr_min(one, other, *times) == pytest.approx(cllr_min(*repeated))


def test_weights_that_are_not_numbers_are_refused() -> None:
    with pytest.raises(SamplesInvalid, match="not a number"):
        cllr(np.array([np.nan]), np.zeros(2))
    with pytest.raises(SamplesInvalid, match="no comparisons"):
        cllr(np.zeros(0), np.zeros(2))


def test_curves_hold_what_the_plots_need() -> None:
    drawn = curves(*weights(3))
    assert set(drawn) == {"tippett", "ece", "pav"}
    assert len(drawn["tippett"]["mated"]) == len(drawn["tippett"]["log10_lr"])
    assert max(drawn["ece"]["saying_nothing"]) == pytest.approx(1)
