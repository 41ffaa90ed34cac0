"""Intervals for few people and few errors, against SciPy's exact ones and against data sets that are really drawn."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binomtest

from antigone.evidence.assess import HeldOutWeights, judge, with_one_more
from antigone.evidence.bootstrap import draws
from antigone.evidence.intervals import exact, of_cost, of_share, worst_mean
from antigone.evidence.llr import cllr
from antigone.evidence.metrics import verification
from antigone.evidence.pairs import Pairs, draw
from evidence.population import population


@pytest.mark.parametrize(("errors", "of"), [(0, 30), (1, 30), (7, 50), (30, 30)])
def test_the_exact_interval_is_clopper_and_pearsons(errors: int, of: int) -> None:
    known = binomtest(errors, of).proportion_ci(0.95, method="exact")
    assert exact(errors, of) == pytest.approx((known.low, known.high))


def test_of_independent_comparisons_the_interval_is_nearly_the_binomials() -> None:
    random = np.random.default_rng(0)
    replicates = random.binomial(200, 0.1, 4000) / 200
    low, high = of_share(0.1, replicates, 200, 200) or (0, 0)
    known = binomtest(20, 200).proportion_ci(0.95, method="exact")
    assert (low, high) == pytest.approx((known.low, known.high), abs=0.004)


def test_nobody_missed_among_thirty_people_is_not_nobody_ever() -> None:
    """However many photographs each has: 300 searches of 30 people are no more than 30 people."""
    assert of_share(0.0, np.zeros(50), 30, 300) == pytest.approx((0, 1 - 0.025 ** (1 / 30)))
    assert of_share(1.0, np.ones(50), 30, 300) == pytest.approx((0.025 ** (1 / 30), 1))


def test_below_ten_people_a_share_and_below_twenty_a_cost_have_no_interval() -> None:
    assert of_share(0.5, [0.4, 0.6], 9, 100) is None and of_share(0.5, [0.4, 0.6], 10, 100) is not None
    assert of_cost(0.5, [0.4, 0.6], 19, 0.5) is None and of_cost(0.5, [0.4, 0.6], 20, 0.5) is not None
    few = verification(draw(population(people=9, photos=2, scatter=1.2)), repeats=5)
    assert few["eer"]["interval_95"] is None and few["tar_at_far_0.01"]["interval_95"] is None


def test_people_photographed_often_are_worth_less_than_their_photographs() -> None:
    """Thirty people, each missed always or never, ten times: thirty comparisons, not three hundred."""
    missed = np.repeat(np.arange(30) < 6, 10).astype(float)
    replicates = [np.average(missed, weights=np.repeat(times, 10)) for times in draws(30, 2000, 1)]
    low, high = of_share(0.2, replicates, 30, 300) or (0, 0)
    known = binomtest(6, 30).proportion_ci(0.95, method="exact")
    assert (low, high) == pytest.approx((known.low, known.high), abs=0.03)


def test_a_cost_may_have_one_more_person_as_costly_as_the_worst() -> None:
    random = np.random.default_rng(0)
    replicates = np.exp(random.normal(np.log(0.1), 0.2, 4000))
    low, high = of_cost(0.1, replicates, 1000, 0.15) or (0, 0)
    assert low == pytest.approx(0.1 * np.exp(-1.962 * 0.2), rel=0.03)
    assert high == pytest.approx(0.15 * np.exp(1.962 * 0.2), rel=0.03)
    assert worst_mean(np.array([1.0, 3.0, 5.0]), np.array([0, 0, 2])) == 5
    assert worst_mean(np.array([1.0, 3.0]), np.array([0, 1]), np.array([1, 2])) == 3


def test_one_more_is_the_cost_of_a_table_with_the_worst_person_twice() -> None:
    """Two people mated, one badly; written from the definition of Cllr."""
    llr = np.array([1.0, -2.0, -1.0])
    pairs = Pairs(np.zeros(3), np.array([0, 1, 0]), np.array([0, 1, 1]), 2)
    cost = np.logaddexp2(0, -np.array([1.0, -2.0, -2.0]) / np.log10(2)).mean()
    other = np.logaddexp2(0, np.array([-1.0]) / np.log10(2)).mean()
    assert with_one_more(pairs, llr) == pytest.approx((cost + other) / 2)
    assert with_one_more(pairs, llr) > cllr(llr[:2], llr[2:])


@pytest.mark.slow
def test_the_interval_of_a_cost_of_twenty_people_holds_it_nine_times_in_ten() -> None:
    """A short form of bench/coverage.py: weights of a straight line through simulated people's scores."""
    truth = judge(_weighed(draw(population(people=700, photos=3, scatter=0.9, seed=5))), 2)["cllr"]
    held = []
    for seed in range(40):
        made = judge(_weighed(draw(population(people=20, photos=3, scatter=0.9, seed=100 + seed))), 60)["cllr_95"]
        held.append(made[0] <= truth <= made[1])
    assert np.mean(held) >= 0.85


def _weighed(pairs: Pairs) -> HeldOutWeights:
    llr = np.clip(8 * (pairs.score - 0.35), -2, 2.5)
    return HeldOutWeights("everybody", (1, 1), 0, pairs, llr, np.full(len(llr), 2.5))
