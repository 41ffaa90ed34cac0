"""Intervals that hold what they say for few people and for few errors: bench/coverage.py counts how often they do.

The bootstrap over people says how much a figure would vary with other people; its quantiles are not the interval. With
few people, or few errors, they are too narrow: nobody missed among thirty means that all replicates miss nobody.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import beta, norm, t

from antigone.evidence.samples import Floats, Ints

LEVEL = 0.95
FEWEST_FOR_SHARE = 10
"""People below whom a share is printed without an interval."""
FEWEST_FOR_COST = 20
"""The same for a mean cost, which a single person can make large."""


def of_share(
    value: float, replicates: ArrayLike, people: int, comparisons: int, level: float = LEVEL
) -> tuple[float, float] | None:
    """Interval of a share of comparisons, or searches, that people give several of; None below 10 people.

    ``replicates``: the share in draws of people. They say how many independent comparisons these are worth, and the
    interval is the binomial's exact one for so many: at no error, or at nothing but errors, for as many as there are
    people. Source: E. L. Korn and B. I. Graubard, "Confidence intervals for proportions with small expected number of
    positive counts estimated from survey data", Survey Methodology 24 (1998) [not checked against the source].
    """
    if people < FEWEST_FOR_SHARE:
        return None
    numbers = np.asarray(replicates, np.float64)
    variance = float(numbers[~np.isnan(numbers)].var()) if len(numbers) else 0.0
    if variance > 0 and 0 < value < 1:
        fewer = (norm.ppf(0.5 + level / 2) / t.ppf(0.5 + level / 2, people - 1)) ** 2
        worth = min(value * (1 - value) / variance * fewer, float(comparisons))
    else:
        worth = float(people)
    return exact(value * worth, worth, level)


def exact(errors: float, of: float, level: float = LEVEL) -> tuple[float, float]:
    """Clopper and Pearson's interval of ``errors`` in ``of``; neither need be whole."""
    tail = (1 - level) / 2
    low = 0.0 if errors <= 1e-9 else float(beta.ppf(tail, errors, of - errors + 1))
    high = 1.0 if errors >= of - 1e-9 else float(beta.ppf(1 - tail, errors + 1, of - errors))
    return low, high


def of_cost(
    value: float, replicates: ArrayLike, people: int, one_more: float, level: float = LEVEL
) -> tuple[float, float] | None:
    """Interval of a mean cost such as Cllr; None below 20 people.

    Student's on the logarithm, whose spread is the replicates'. A few people make most of a cost, and whoever would
    make the next part may not have been drawn: the upper end is that of ``one_more``, the cost with one more person as
    costly as the worst on either side (the same caution as in :mod:`antigone.evidence.bounds`).
    """
    numbers = np.asarray(replicates, np.float64)
    numbers = numbers[numbers > 0]
    if people < FEWEST_FOR_COST or len(numbers) < 2 or value <= 0:
        return None
    wide = float(t.ppf(0.5 + level / 2, people - 1) * np.log(numbers).std())
    return value * math.exp(-wide), max(value, one_more) * math.exp(wide)


def worst_mean(costs: Floats, *sides: Ints) -> float:
    """The mean cost of the comparisons of the person whose mean is highest. ``sides``: the persons of each."""
    total, count = np.zeros(1), np.zeros(1)
    for side in sides:
        size = max(len(total), int(side.max(initial=0)) + 1)
        total = np.pad(total, (0, size - len(total))) + np.bincount(side, costs, minlength=size)
        count = np.pad(count, (0, size - len(count))) + np.bincount(side, minlength=size)
    return float(np.max(total[count > 0] / count[count > 0]))
