"""What is said of a calibration that was judged on people it never saw."""

from __future__ import annotations

import numpy as np

from antigone.evidence.assess import HeldOutWeights, joined, judge, stated_bounds
from antigone.evidence.calibrate import calibrate
from antigone.evidence.pairs import Pairs
from evidence.population import population


def test_two_halves_are_judged_each_by_what_it_states() -> None:
    """One half states 3 and above and is wrong in one of ten; the other never states so much and must not dilute it."""

    def half(llr: list[float], most: float) -> HeldOutWeights:
        count = len(llr)
        pairs = Pairs(np.zeros(count), np.arange(count), (np.arange(count) + 1) % count, count)
        return HeldOutWeights("everybody", (1, 1), 0, pairs, np.array(llr), np.full(count, most))

    able, unable = half([3.2] + [-1.0] * 9, 3.2), half([-1.0] * 90, 2.5)
    both = joined([able], [unable], (10, 90))
    wrong = judge(both[0])["wrong"]
    assert wrong["3"]["strangers"] == 1 and wrong["3"]["comparisons"] == 10 and wrong["3"]["share"] == 0.1
    assert wrong["2"]["comparisons"] == 100 and wrong["2"]["share"] == 0.01


def test_the_weights_that_are_stated_are_those_of_either_half() -> None:
    """A report's "Weights stated" goes from the lowest that one half states to the highest that the other does."""
    halves = [
        calibrate(population(people=count, scatter=0.75), made="d", description="x", repeats=20) for count in (110, 160)
    ]
    (one,), (other,) = (half.strata for half in halves)
    assert one.refused is None and other.refused is None and one.bounds != other.bounds
    assert stated_bounds(halves) == {
        one.label: [min(one.bounds[0], other.bounds[0]), max(one.bounds[1], other.bounds[1])]
    }
