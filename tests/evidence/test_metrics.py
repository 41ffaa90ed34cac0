"""Error rates, against scikit-learn and against tables made by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antigone.errors import SamplesInvalid
from antigone.evidence.metrics import Curve, Sorted, eer, tar_at_far, threshold_at_far, verification
from antigone.evidence.pairs import MISSED, Pairs, draw
from evidence.population import population


def pairs_of(mated: list[float], others: list[float]) -> Pairs:
    count, more = len(mated), len(others)
    reference = np.concatenate([np.arange(count), np.zeros(more, int)])
    probe = np.concatenate([np.arange(count), np.arange(1, more + 1)])
    return Pairs(np.array(mated + others, float), reference, probe, max(count, more + 1))


def fnmr_at(curve: Curve, threshold: float) -> float:
    """Of the mated pairs, those below the threshold: the curve's rate at the lowest score that is not."""
    return float(curve.fnmr[max(np.count_nonzero(curve.threshold >= threshold) - 1, 0)])


def test_rates_on_a_table_made_by_hand() -> None:
    curve = Sorted(pairs_of([0.9, 0.8, 0.4, 0.3], [0.5, 0.35, 0.2, 0.1, 0.0])).curve()
    assert [curve.fmr_at(t) for t in (1.0, 0.5, 0.3, 0.0)] == pytest.approx([0, 0.2, 0.4, 1])
    assert [fnmr_at(curve, t) for t in (1.0, 0.5, 0.3, 0.0)] == pytest.approx([1, 0.5, 0, 0])
    assert tar_at_far(curve, 0.2) == 0.75 and threshold_at_far(curve, 0.2) == 0.4
    assert tar_at_far(curve, 0.01) == 0.5 and threshold_at_far(curve, 0.01) == 0.8
    # By hand: the hull goes from (0, 0.5), two of four mated above every stranger, to (0.4, 0); both are 2/9 on it.
    assert eer(curve) == pytest.approx(2 / 9)


def test_a_face_not_found_is_a_miss_and_no_false_match() -> None:
    curve = Sorted(pairs_of([0.9, MISSED], [0.5, MISSED])).curve()
    assert tar_at_far(curve, 1.0) == 0.5 and curve.fmr.max() == 0.5
    report = verification(pairs_of([0.9, MISSED], [0.5, MISSED]))
    assert (report["missed_mated"], report["missed_non_mated"], report["mated_comparisons"]) == (1, 1, 2)


def test_no_mated_or_no_non_mated_comparison_is_refused() -> None:
    for pairs in (pairs_of([], [0.1, 0.2]), pairs_of([0.5], [])):
        with pytest.raises(SamplesInvalid, match="mated comparisons"):
            Sorted(pairs).curve()


@pytest.mark.slow
@given(st.integers(0, 500), st.integers(2, 60), st.integers(2, 60), st.booleans())
@settings(max_examples=40, deadline=None)
def test_curves_agree_with_scikit_learn(seed: int, mated: int, others: int, ties: bool) -> None:
    from sklearn.metrics import roc_curve

    random = np.random.default_rng(seed)
    one, other = random.normal(1, 1, mated), random.normal(0, 1, others)
    if ties:
        one, other = one.round(), other.round()
    curve = Sorted(pairs_of(list(one), list(other))).curve()
    labels = np.repeat([1, 0], [mated, others])
    fpr, tpr, _ = roc_curve(labels, np.concatenate([one, other]), drop_intermediate=False)
    assert np.allclose(curve.fmr, fpr) and np.allclose(1 - curve.fnmr, tpr)
    for far in (0.01, 0.1, 0.5):
        assert tar_at_far(curve, far) == pytest.approx(tpr[fpr <= far].max())
    assert eer(curve) == pytest.approx(hull_eer(fpr, 1 - tpr))


def hull_eer(fmr: np.ndarray, fnmr: np.ndarray) -> float:
    """Where two thresholds taken by turns make both rates equal: the lowest of all lines between two points."""
    best = 1.0
    for a, b in zip(fmr, fnmr, strict=True):
        for c, d in zip(fmr, fnmr, strict=True):
            if (b - a) * (d - c) <= 0 and (b - a) != (d - c):
                share = (b - a) / ((b - a) - (d - c))
                best = min(best, a + share * (c - a))
    return best


def test_rates_that_are_equal_nowhere_on_the_curve_are_equal_on_its_hull() -> None:
    """The nearest point would say 0.25: FMR 0 and FNMR 0.5 there. All of both kinds but one mated score are level."""
    curve = Sorted(pairs_of([0.9, 0.5], [0.5, 0.5, 0.5])).curve()
    assert list(curve.fmr) == [0, 0, 1] and list(curve.fnmr) == [1, 0.5, 0]
    assert eer(curve) == pytest.approx(1 / 3)


def test_where_most_faces_were_missed_the_equal_error_rate_is_what_was_missed() -> None:
    curve = Sorted(pairs_of([0.9, MISSED, MISSED, MISSED], [0.5, MISSED, MISSED, MISSED])).curve()
    assert eer(curve) == 0.75


def test_drawing_a_person_twice_is_having_two_of_that_person() -> None:
    pairs = draw(population(people=12, photos=2, scatter=1.5), seed=2)
    times = np.random.default_rng(0).integers(0, 3, 12)
    weight = pairs.weight(times)
    repeated = np.repeat(np.arange(len(weight)), weight.astype(int))
    again = Pairs(pairs.score[repeated], pairs.reference[repeated], pairs.probe[repeated], 12)
    weighted, plain = Sorted(pairs).curve(Sorted(pairs).pairs.weight(times)), Sorted(again).curve()
    for score in np.linspace(-1, 1, 50):
        assert weighted.fmr_at(score) == pytest.approx(plain.fmr_at(score))
        assert fnmr_at(weighted, score) == pytest.approx(fnmr_at(plain, score))


def test_intervals_hold_their_figure() -> None:
    pairs = draw(population(people=60, photos=3, scatter=1.3))
    one = verification(pairs)
    assert one == verification(pairs)
    low, high = one["eer"]["interval_95"]
    assert low <= one["eer"]["value"] <= high and high - low < 0.13
    assert one["mated_people"] == 60 and one["non_mated_comparisons"] == 60 * 59 / 2
