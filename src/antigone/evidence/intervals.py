"""Intervals that hold what they say for few people and for few errors: bench/coverage.py counts how often they do.

Where none would, there is none, and a reason in its place. Where errors were too few for an interval, there is a limit
on one side: it begins at 0 (or ends at 1) and holds at least as often as it says.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from scipy.optimize import brentq
from scipy.special import betainc
from scipy.stats import beta, norm, t

from antigone.evidence.samples import Floats, Ints

LEVEL = 0.95
FEWEST_FOR_SHARE = 10
"""People below whom a share is printed without an interval."""
FEWEST_FOR_COST = 30
"""The same for a mean cost, which a single person can make large."""
FEWEST_ERRORS = 3.0
"""Independent errors, or successes if they are fewer, below which only a limit on one side is known."""
FEWEST_AT_THRESHOLD = 5.0
"""Independent false matches, or strangers searched for, that a threshold must rest on: with fewer it is elsewhere in
the next data set, and how far is not known from this one."""

TOO_FEW_PEOPLE = "too few people"
THRESHOLD_UNKNOWN = "too few strangers reach the threshold"
Interval = tuple[float, float] | str
"""Low and high end, or why there are none."""


def stated(interval: Interval, name: str = "") -> dict[str, Any]:
    """As a report keeps it: ``interval_95``, or None and ``no_interval``, the reason; of a figure by its ``name``,
    where several are in one part, ``NAME_95`` and ``NAME_no_interval``."""
    key, reason = (f"{name}_95", f"{name}_no_interval") if name else ("interval_95", "no_interval")
    return {key: None, reason: interval} if isinstance(interval, str) else {key: interval}


def of_share(
    value: float,
    variance: float,
    people: int,
    comparisons: int,
    *,
    behind: float = math.inf,
    level: float = LEVEL,
) -> Interval:
    """Interval of a share of comparisons, or searches, of which people give several each.

    ``variance``: with other people, as :mod:`antigone.evidence.variance` gives it. It says how many independent
    comparisons these are worth, and the interval is the binomial's mid-p one for so many; at no error, or nothing but
    errors, for as many as there are people. ``behind``: how many independent false matches the threshold rests on.
    Source: E. L. Korn and B. I. Graubard, "Confidence intervals for proportions with small expected number of positive
    counts estimated from survey data", Survey Methodology 24 (1998), with mid-p's tails in place of the exact ones
    [not checked against the source].
    """
    if people < FEWEST_FOR_SHARE:
        return TOO_FEW_PEOPLE
    if behind < FEWEST_AT_THRESHOLD:
        return THRESHOLD_UNKNOWN
    worth = float(people)
    if variance > 0 and 0 < value < 1:
        fewer = (norm.ppf(0.5 + level / 2) / t.ppf(0.5 + level / 2, people - 1)) ** 2
        worth = min(value * (1 - value) / variance * fewer, float(comparisons))
    if min(value, 1 - value) * worth >= FEWEST_ERRORS:
        return mid_p(value * worth, worth, level)
    low, high = exact(value * worth, worth, level)
    return (0.0, high) if value < 0.5 else (low, 1.0)


def narrowed(interval: Interval, value: float, factor: float) -> Interval:
    """An interval of which either end is so many times as far from ``value``; a limit on one side stays one."""
    if isinstance(interval, str):
        return interval
    low, high = (value + min(factor, 1.0) * (end - value) for end in interval)
    return 0.0 if interval[0] <= 0 else low, 1.0 if interval[1] >= 1 else high


def upper_limit(value: float, variance: float, people: int, comparisons: int) -> float:
    """The upper end of :func:`of_share`; of fewer than ten people the exact one of so many."""
    interval = of_share(value, variance, people, comparisons)
    return exact(value * people, people)[1] if isinstance(interval, str) else interval[1]


def exact(errors: float, of: float, level: float = LEVEL) -> tuple[float, float]:
    """Clopper and Pearson's interval of ``errors`` in ``of``; neither need be whole. It never
    holds less often than it says.
    """
    tail = (1 - level) / 2
    low = 0.0 if errors <= 1e-9 else float(beta.ppf(tail, errors, of - errors + 1))
    high = 1.0 if errors >= of - 1e-9 else float(beta.ppf(1 - tail, errors + 1, of - errors))
    return low, high


def mid_p(errors: float, of: float, level: float = LEVEL) -> tuple[float, float]:
    """The interval of ``errors`` in ``of``, 0 < errors < of, that counts what was seen half into either tail.

    It holds about as often as it says, where the exact one holds more often. Neither number need be whole.
    Source: G. Berry and P. Armitage, "Mid-P confidence intervals: a brief review", The Statistician 44 (1995) [not
    checked against the source; the number is checked against sums of SciPy's binomial].
    """

    def above(share: float) -> float:
        return float(betainc(errors, of - errors + 1, share) + betainc(errors + 1, of - errors, share)) / 2

    tail = (1 - level) / 2
    low, high = (float(brentq(lambda share, at=at: above(share) - at, 0.0, 1.0)) for at in (tail, 1 - tail))
    return low, high


def of_cost(value: float, variance: float, people: int, one_more: float, level: float = LEVEL) -> Interval:
    """Interval of a mean cost such as Cllr.

    Student's on the logarithm. A few people make most of a cost, and whoever would make the next part may not have been
    seen: the upper end is that of ``one_more``, the cost with one more person as costly as the worst on either side,
    who may be there or not (the same caution as in :mod:`antigone.evidence.bounds`).
    """
    if people < FEWEST_FOR_COST or value <= 0:
        return TOO_FEW_PEOPLE
    more = max(one_more - value, 0.0)
    times = float(t.ppf(0.5 + level / 2, people - 1)) / value
    low, high = (math.exp(times * wide) for wide in (-math.sqrt(variance), math.sqrt(variance + more**2)))
    return value * low, (value + more) * high


def worst_mean(costs: Floats, *sides: Ints) -> float:
    """The mean cost of the comparisons of the person whose mean is highest. ``sides``: the persons of each."""
    total, count = np.zeros(1), np.zeros(1)
    for side in sides:
        size = max(len(total), int(side.max(initial=0)) + 1)
        total = np.pad(total, (0, size - len(total))) + np.bincount(side, costs, minlength=size)
        count = np.pad(count, (0, size - len(count))) + np.bincount(side, minlength=size)
    return float(np.max(total[count > 0] / count[count > 0]))
