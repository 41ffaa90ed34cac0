"""Intervals by drawing people, never pairs: pairs that share a person are not independent of each other.

Every replicate draws as many people as there are, with replacement. A mated pair then counts as often as its person was
drawn; a non-mated pair as often as the product of its two people's counts. Nothing is computed again but weighted sums.
Source: R. M. Bolle, N. K. Ratha and S. Pankanti, "Error analysis of pattern recognition systems: the subsets
bootstrap", Computer Vision and Image Understanding 93 (2004), of which this is the two-sided form [not checked against
the source].
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import ArrayLike

from antigone.evidence.samples import Floats, Ints

LEVEL = 0.95


def draws(people: int, repeats: int, seed: int) -> Iterator[Ints]:
    """How often each of ``people`` persons was drawn, ``repeats`` times over. The seed decides."""
    random = np.random.default_rng(seed)
    for _ in range(repeats):
        yield np.bincount(random.integers(people, size=people), minlength=people)


def interval(values: ArrayLike, level: float = LEVEL) -> tuple[float, float]:
    """The central ``level`` of the replicates' values; those that are not a number are passed over."""
    numbers = np.asarray(values, np.float64)
    numbers = numbers[~np.isnan(numbers)]
    if not len(numbers):
        return float("nan"), float("nan")
    low, high = np.quantile(numbers, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)


def band(replicates: Floats, level: float = LEVEL) -> tuple[Floats, Floats]:
    """The central ``level`` at every point of curves. ``replicates``: repeats x points."""
    low, high = np.quantile(replicates, [(1 - level) / 2, (1 + level) / 2], axis=0)
    return low, high
