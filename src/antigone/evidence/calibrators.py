"""Ways from scores to log10 likelihood ratios. Each takes counts on a grid and gives one value a point, never falling.

Both classes are made equally heavy before anything is fitted, so how many comparisons of either kind there were, and
with it any prior probability, does not enter.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy.optimize import isotonic_regression

from antigone.evidence.samples import Floats
from antigone.evidence.tally import Tally

Calibrator = Callable[[Tally], Floats]

_LN10 = np.log(10.0)
MOST = 9.0
"""No fit goes beyond ten to this power; the bounds of a calibration are far below."""


def logistic(tally: Tally) -> Floats:
    """A straight line: logistic regression with both classes equally heavy.

    Source: N. Brümmer and J. du Preez (2006), as in :mod:`antigone.evidence.llr`. A faint pull towards 0, as heavy as
    one person, keeps it finite where the classes do not overlap.
    """
    middle, width = tally.grid.mean(), np.ptp(tally.grid) / 4
    x = np.stack([np.ones_like(tally.grid), (tally.grid - middle) / width])
    people = max(1.0, min(tally.mated_people, tally.other_people))
    pull = np.array([0.0, 0.01 / people])
    theta: Floats = np.zeros(2)
    for _ in range(100):
        share = 1 / (1 + np.exp(-np.clip(theta @ x, -500, 500)))
        slope = x @ (tally.mated * (1 - share) - tally.others * share) - pull * theta
        curvature = (x * ((tally.mated + tally.others) * share * (1 - share))) @ x.T + np.diag(pull + 1e-12)
        step = np.linalg.solve(curvature, slope)
        step *= min(1.0, 5.0 / max(float(np.abs(step).max()), 1e-12))
        theta += step
        if float(np.abs(step).max()) < 1e-9:
            break
    theta[1] = max(theta[1], 0.0)
    return np.asarray(np.clip(theta @ x / _LN10, -MOST, MOST))


def isotonic(tally: Tally) -> Floats:
    """Steps: pool adjacent violators, with one misleading comparison a class at either end so that no step is infinite.

    The misleading one weighs as much as one person.
    """
    mated, others = tally.mated.copy(), tally.others.copy()
    mated[0] += 1 / (tally.mated_people + 1)
    others[-1] += 1 / (tally.other_people + 1)
    mated, others = mated / mated.sum(), others / others.sum()
    return _monotone(mated, others)


def kernel(tally: Tally) -> Floats:
    """The ratio of two smoothed densities, made to rise by pooling adjacent violators.

    Gaussian kernels of Silverman's width for as many observations as there are people; to each density one person's
    worth of an even spread over the grid is added, which takes the ratio back towards 1 where nobody has been seen.
    """
    densities = [
        _smoothed(tally.grid, share, people)
        for share, people in ((tally.mated, tally.mated_people), (tally.others, tally.other_people))
    ]
    return _monotone(densities[0], densities[1])


def _smoothed(grid: Floats, share: Floats, people: float) -> Floats:
    mean = float(share @ grid)
    spread = max(float(share @ (grid - mean) ** 2), 0.0) ** 0.5
    width = max(1.06 * spread * max(people, 1.0) ** -0.2, float(grid[1] - grid[0]))
    reach = np.arange(-(len(grid) - 1), len(grid)) * (grid[1] - grid[0]) / width
    bell = np.exp(-0.5 * reach**2)
    smooth = np.convolve(share, bell)[len(grid) - 1 : 2 * len(grid) - 1]
    smooth /= max(smooth.sum(), 1e-300)
    return np.asarray((smooth * people + 1 / len(grid)) / (people + 1))


def _monotone(mated: Floats, others: Floats) -> Floats:
    total = mated + others
    seen = total > 0
    share = np.interp(np.arange(len(total)), np.flatnonzero(seen), mated[seen] / total[seen])
    rising = isotonic_regression(share, weights=np.maximum(total, 1e-12)).x
    with np.errstate(divide="ignore"):
        ratio = np.log10(rising) - np.log10(np.maximum(1 - rising, 0))
    return np.asarray(np.clip(ratio, -MOST, MOST))


CALIBRATORS: dict[str, Calibrator] = {"logistic": logistic, "kernel": kernel, "isotonic": isotonic}
"""From the simplest to the most supple: of two that do equally well the simpler is taken."""
