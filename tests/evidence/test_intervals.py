"""Intervals for few people and few errors, against SciPy's own and against data sets that are really drawn."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binom, binomtest
from scipy.stats import t as student

from antigone.evidence.assess import HeldOutWeights, judge, with_one_more
from antigone.evidence.identification import SplitScores, fnir_interval, rank_interval
from antigone.evidence.intervals import (
    THRESHOLD_UNKNOWN,
    TOO_FEW_PEOPLE,
    exact,
    mid_p,
    narrowed,
    of_cost,
    of_share,
    stated,
    upper_limit,
    worst_mean,
)
from antigone.evidence.llr import cllr
from antigone.evidence.metrics import verification
from antigone.evidence.pairs import Pairs, draw
from antigone.evidence.variance import of_pairs, of_people, of_totals
from evidence.population import population


@pytest.mark.parametrize(("errors", "of"), [(0, 30), (1, 30), (7, 50), (30, 30)])
def test_the_exact_interval_is_clopper_and_pearsons(errors: int, of: int) -> None:
    known = binomtest(errors, of).proportion_ci(0.95, method="exact")
    assert exact(errors, of) == pytest.approx((known.low, known.high))


@pytest.mark.parametrize(("errors", "of"), [(3, 30), (7, 50), (45, 50), (200, 1000)])
def test_at_the_ends_of_mid_p_half_of_what_was_seen_and_all_beyond_it_are_one_in_forty(errors: int, of: int) -> None:
    """Written from the definition, by SciPy's binomial."""
    low, high = mid_p(errors, of)
    seen = binom.pmf(errors, of, [low, high]) / 2
    assert binom.sf(errors, of, low) + seen[0] == pytest.approx(0.025)
    assert binom.cdf(errors - 1, of, high) + seen[1] == pytest.approx(0.025)


def test_of_independent_comparisons_the_interval_is_the_binomials() -> None:
    """One comparison a person: 20 of 200, with Student's correction for 200 people."""
    mean = of_people(np.repeat([1.0, 0.0], [20, 180]), np.arange(200), 200)
    assert mean.variance == pytest.approx(0.1 * 0.9 / 199)
    worth = 199 * (1.959964 / student.ppf(0.975, 199)) ** 2
    assert of_share(mean.value, mean.variance, 200, 200) == pytest.approx(mid_p(0.1 * worth, worth))
    assert of_share(mean.value, mean.variance, 200, 200) == pytest.approx(mid_p(20, 200), abs=0.001)


def test_nobody_missed_among_thirty_people_is_not_nobody_ever() -> None:
    """However many photographs each has: 300 searches of 30 people are no more than 30 people."""
    assert of_share(0.0, 0.0, 30, 300) == pytest.approx((0, 1 - 0.025 ** (1 / 30)))
    assert of_share(1.0, 0.0, 30, 300) == pytest.approx((0.025 ** (1 / 30), 1))


def test_two_errors_have_a_limit_and_three_an_interval() -> None:
    """Two errors among forty people: at most so many, as Clopper and Pearson say; nothing is said at the other end."""

    def of(errors: int, people: int = 40) -> tuple[float, float]:
        share = errors / people
        found = of_share(share, share * (1 - share) / people, people, people)
        assert not isinstance(found, str)
        return found

    worth = 40 * (1.959964 / student.ppf(0.975, 39)) ** 2
    assert of(2) == pytest.approx((0, exact(0.05 * worth, worth)[1]))
    assert of(38) == pytest.approx((exact(0.95 * worth, worth)[0], 1))
    assert 0 < of(4)[0] < 0.1 < of(4)[1] < 1 and 0 < of(36)[0] < 0.9 < of(36)[1] < 1


def test_where_no_interval_would_hold_there_is_a_reason() -> None:
    assert of_share(0.5, 0.01, 9, 100) == TOO_FEW_PEOPLE and of_share(0.5, 0.01, 10, 100) != TOO_FEW_PEOPLE
    assert of_cost(0.5, 0.01, 29, 0.5) == TOO_FEW_PEOPLE and of_cost(0.5, 0.01, 30, 0.5) != TOO_FEW_PEOPLE
    assert of_share(0.5, 0.01, 90, 100, behind=4.9) == THRESHOLD_UNKNOWN
    assert stated(TOO_FEW_PEOPLE) == {"interval_95": None, "no_interval": TOO_FEW_PEOPLE}
    assert stated(TOO_FEW_PEOPLE, "cllr") == {"cllr_95": None, "cllr_no_interval": TOO_FEW_PEOPLE}
    few = verification(draw(population(people=9, photos=2, scatter=1.2)))
    assert few["eer"]["interval_95"] is None and few["tar_at_far_0.01"]["no_interval"] == TOO_FEW_PEOPLE
    more = verification(draw(population(people=60, photos=3, scatter=1.2)))
    assert more["tar_at_far_0.01"]["interval_95"] and more["tar_at_far_0.0001"]["no_interval"] == THRESHOLD_UNKNOWN


def test_equal_rates_vary_less_than_one_of_them_and_are_as_lopsided() -> None:
    assert narrowed((0.02, 0.2), 0.1, 0.5) == pytest.approx((0.06, 0.15))
    assert narrowed((0.0, 0.2), 0.02, 0.5) == pytest.approx((0, 0.11))
    assert narrowed((0.02, 0.2), 0.1, 3) == pytest.approx((0.02, 0.2))
    assert narrowed(TOO_FEW_PEOPLE, 0.1, 0.5) == TOO_FEW_PEOPLE
    held, wide = 0, []
    for seed in range(60):
        random = np.random.default_rng(seed)  # normal scores two deviations apart: both rates are 0.1587 at the middle
        one, other = random.normal(1, 1, 100), random.normal(-1, 1, 4000)
        sides = random.integers(100, size=(2, 4000))
        sides[1] = (sides[0] + 1 + sides[1] % 99) % 100
        pairs = Pairs(np.append(one, other), *(np.append(np.arange(100), side) for side in sides), 100)
        low, high = verification(pairs)["eer"]["interval_95"]
        held += low <= 0.1587 <= high
        wide.append(high - low)
    assert held >= 52 and np.median(wide) < 0.75 * 2 * 1.96 * (0.1587 * 0.8413 / 100) ** 0.5


def test_an_upper_limit_of_few_people_is_the_exact_one() -> None:
    assert upper_limit(0.5, 0.01, 8, 100) == pytest.approx(exact(4, 8)[1])
    assert upper_limit(0.0, 0.0, 30, 300) == pytest.approx(1 - 0.025 ** (1 / 30))


def test_people_photographed_often_are_worth_less_than_their_photographs() -> None:
    """Thirty people, each missed always or never, ten times: thirty comparisons, not three hundred."""
    missed = np.repeat(np.arange(30) < 6, 10).astype(float)
    mean = of_people(missed, np.repeat(np.arange(30), 10), 30)
    assert mean.variance == pytest.approx(0.2 * 0.8 / 29)
    assert of_share(mean.value, mean.variance, 30, 300) == pytest.approx(mid_p(6, 30), abs=0.015)
    assert of_totals(np.array([1.0, 4.0]), np.array([1, 9])).value == 0.5


def test_pairs_of_two_persons_vary_as_populations_that_are_drawn_do() -> None:
    """Of 20 people each two are compared: with persons who are alike to all, and with pairs that are for themselves."""
    one, other = np.triu_indices(20, 1)
    for alike in (0.0, 1.0):
        means, said = [], []
        for seed in range(400):
            random = np.random.default_rng(seed)
            person, pair = random.normal(size=20), random.normal(size=len(one))
            mean = of_pairs(alike * (person[one] + person[other]) + pair, one, other, 20)
            means.append(mean.value)
            said.append(mean.variance)
        truth = 4 * alike / 20 + 1 / 190  # of a mean of 20 persons, twice each, and of 190 pairs
        assert np.var(means) == pytest.approx(truth, rel=0.25) and np.mean(said) == pytest.approx(truth, rel=0.25)


def test_a_sum_of_two_means_varies_by_what_they_share() -> None:
    """The same people in both: half of each of two means that are one is as uncertain as that one."""
    mean = of_people(np.array([1.0, 0.0, 0.0, 1.0]), np.arange(4), 4)
    both = mean.times(0.5).plus(mean.times(0.5))
    assert (both.value, both.variance) == pytest.approx((mean.value, mean.variance))


def test_a_threshold_that_strangers_put_elsewhere_widens_what_is_missed() -> None:
    """100 people, mates evenly over the scores, 100 strangers too: FPIR 0.5 is 0.05 uncertain, and FNIR with it."""
    even = (np.arange(100) + 0.5) / 100
    split = SplitScores(even, even, even + 0.001, np.arange(100), 10, np.zeros(100, int))
    low, high = fnir_interval(split, 0.5)
    variance = 0.5 * 0.5 / 99 + 0.05**2
    worth = 0.25 / variance * (1.959964 / student.ppf(0.975, 99)) ** 2
    assert (low, high) == pytest.approx(mid_p(0.5 * worth, worth), abs=0.01)
    assert fnir_interval(split, 0.04) == THRESHOLD_UNKNOWN  # four of a hundred
    assert rank_interval(split) == pytest.approx((0.025 ** (1 / 100), 1))


def test_a_cost_may_have_one_more_person_as_costly_as_the_worst() -> None:
    low, high = of_cost(0.1, 0.02**2, 1000, 0.15)
    assert low == pytest.approx(0.1 * np.exp(-student.ppf(0.975, 999) * 0.2))
    assert high == pytest.approx(0.15 * np.exp(student.ppf(0.975, 999) * np.hypot(0.02, 0.05) / 0.1))
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


def test_the_interval_of_a_cost_of_thirty_people_holds_it_nine_times_in_ten() -> None:
    """A short form of bench/coverage.py: weights of a straight line through simulated people's scores."""
    truth = judge(_weighed(draw(population(people=700, photos=3, scatter=0.9, seed=5), most_non_mated=50_000)))["cllr"]
    held = []
    for seed in range(40):
        low, high = judge(_weighed(draw(population(people=30, photos=3, scatter=0.9, seed=100 + seed))))["cllr_95"]
        held.append(low <= truth <= high)
    assert np.mean(held) >= 0.85


def _weighed(pairs: Pairs) -> HeldOutWeights:
    llr = np.clip(8 * (pairs.score - 0.35), -2, 2.5)
    return HeldOutWeights("everybody", (1, 1), 0, pairs, llr, np.full(len(llr), 2.5))
