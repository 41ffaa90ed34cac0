"""How large a weight the people behind a calibration can carry: no extrapolation beyond them.

Source: P. Vergeer, A. van Es, A. de Jongh, I. Alberink and R. Stoel, "Numerical likelihood ratios outputted by LR
systems are often based on extrapolation: when to stop extrapolating?", Science and Justice 56 (2016), the empirical
lower and upper bounds (ELUB): the range in which weights are of more use than saying nothing, even if one more
misleading comparison had been seen. As in the package lir, against which it is tested; only that here the one more
misleading comparison is one person among the persons, not one pair among the pairs, because pairs that share a person
are not independent. This is stricter: with 1,000 people a weight never goes above 3, however many pairs they make.
"""

from __future__ import annotations

import numpy as np

from antigone.evidence.samples import Floats

STEP = 0.01


def elub(
    mated: Floats, w_mated: Floats, others: Floats, w_others: Floats, *, people: tuple[float, float]
) -> tuple[float, float]:
    """Lowest and highest log10 LR to be stated. ``people``: how many the mated and the other comparisons rest on.

    Weights are shares that sum to 1 in each class. Always low <= 0 <= high.
    """
    values = np.concatenate([mated[w_mated > 0], others[w_others > 0]])
    least = max(float(values.min()), -np.log10(people[0] + 1))
    most = min(float(values.max()), np.log10(people[1] + 1))
    low, high = min(0, int(np.floor_divide(least, STEP))), max(0, int(np.floor_divide(most, STEP)) + 1)
    at = np.linspace(low * STEP, high * STEP, high - low + 1)
    saying_nothing = np.where(at < 0, 10**at, 1.0)  # a weight of 0 is above every threshold below 0
    use = saying_nothing / _cost(mated, w_mated, others, w_others, at=at, people=people)
    left, right = at[(at <= 0) & (use < 1)], at[(at >= 0) & (use < 1)]
    lower = float(np.max(left + STEP, initial=at[0]))
    upper = float(np.min(right - STEP, initial=at[-1]))
    return min(lower, 0.0), max(upper, 0.0)


def _cost(
    mated: Floats, w_mated: Floats, others: Floats, w_others: Floats, *, at: Floats, people: tuple[float, float]
) -> Floats:
    """Expected cost of acting on weights above each threshold, with one more misleading person on either side."""
    passed = _above(mated, w_mated, at) * people[0] / (people[0] + 1)
    wrong = (_above(others, w_others, at) * people[1] + 1) / (people[1] + 1)
    return np.asarray(1 - passed + 10**at * wrong)


def _above(values: Floats, weight: Floats, at: Floats) -> Floats:
    order = np.argsort(values)
    tail = np.concatenate([np.cumsum(weight[order][::-1])[::-1], [0.0]])
    return np.asarray(tail[np.searchsorted(values[order], at, side="right")])


def honest_upper(llr: Floats, passed: Floats, survival_high: Floats, upper: float) -> float:
    """``upper``, lowered to where weights of 1 and above are wrong no more often than they say.

    A weight w says that strangers reach it at most 10^-w as often as mated comparisons do; here with the upper 95 %
    limit of the strangers' share. All arguments are per point of a grid.
    """
    for threshold in np.arange(1.0, upper + STEP / 2, STEP):
        place = int(np.searchsorted(llr, threshold - 1e-9))
        if place == len(llr):
            break
        if survival_high[place] > passed[place] * 10**-threshold:
            return float(max(threshold - STEP, 0.0))
    return upper
