"""How good weights of evidence are: Cllr and its smallest possible value, ECE, Tippett and PAV curves.

Weights are log10 likelihood ratios; ``mated`` are those of comparisons of one person, ``others`` of two. Minus and plus
infinity are allowed. Comparisons may be weighted. No prior probability enters a weight; the ECE curve merely shows the
cost over a range of odds that somebody else may hold.

Sources: N. Brümmer and J. du Preez, "Application-independent evaluation of speaker detection", Computer Speech and
Language 20 (2006) (Cllr, Cllr-min); D. Ramos and J. Gonzalez-Rodriguez, "Reliable support: measuring calibration of
likelihood ratios", Forensic Science International 230 (2013) (ECE) [both not checked against the source; the numbers
are checked against the package lir 1.3.1, written by others].
"""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.optimize import isotonic_regression

from antigone.errors import SamplesInvalid
from antigone.evidence.samples import Floats

_LOG2_10 = np.log2(10.0)


def _weights(values: Floats, weight: Floats | None) -> Floats:
    if len(values) == 0:
        raise SamplesInvalid("There are no comparisons to judge weights by.", "Both kinds, mated and not, are needed.")
    if np.isnan(values).any():
        raise SamplesInvalid("A weight is not a number.", "Leave out comparisons without a score, and count them.")
    weight = np.ones(len(values)) if weight is None else weight
    return np.asarray(weight / weight.sum())


def _mean_cost(llr: Floats, weight: Floats) -> float:
    """Weighted mean of log2(1 + 1 / LR)."""
    used = weight > 0
    return float((np.logaddexp2(0, -llr[used] * _LOG2_10) * weight[used]).sum())


def cllr(mated: Floats, others: Floats, w_mated: Floats | None = None, w_others: Floats | None = None) -> float:
    """Cost of weights: 0 is perfect, 1 is what saying nothing costs, above 1 they mislead."""
    return (_mean_cost(mated, _weights(mated, w_mated)) + _mean_cost(-others, _weights(others, w_others))) / 2


def pav(
    mated: Floats, others: Floats, w_mated: Floats | None = None, w_others: Floats | None = None
) -> tuple[Floats, Floats]:
    """The best monotone weights there could be: distinct values, ascending, and the log10 LR of each.

    Pool adjacent violators on both classes made equally heavy, so that odds are likelihood ratios.
    """
    values = np.concatenate([mated, others])
    one = np.concatenate([_weights(mated, w_mated), np.zeros(len(others))])
    other = np.concatenate([np.zeros(len(mated)), _weights(others, w_others)])
    distinct, place = np.unique(values, return_inverse=True)
    one, other = np.bincount(place, one), np.bincount(place, other)
    kept = one + other > 0
    distinct, one, other = distinct[kept], one[kept], other[kept]
    share = isotonic_regression(one / (one + other), weights=one + other).x
    with np.errstate(divide="ignore"):
        return distinct, np.log10(share) - np.log10(np.maximum(1 - share, 0))


def cllr_min(mated: Floats, others: Floats, w_mated: Floats | None = None, w_others: Floats | None = None) -> float:
    """Cllr after PAV: what is lost by discrimination alone. The rest is lost by calibration."""
    distinct, best = pav(mated, others, w_mated, w_others)
    return cllr(
        best[np.minimum(np.searchsorted(distinct, mated), len(best) - 1)],
        best[np.minimum(np.searchsorted(distinct, others), len(best) - 1)],
        w_mated,
        w_others,
    )


def ece(mated: Floats, others: Floats, log10_odds: Floats) -> Floats:
    """Empirical cross-entropy (bits) at each of ``log10_odds``, odds held by whoever decides: an axis, not an input."""
    share = 1 / (1 + 10.0**-log10_odds)
    shifts = log10_odds * _LOG2_10
    one, other = mated * _LOG2_10, others * _LOG2_10
    cost_mated = np.array([np.logaddexp2(0, -(one + shift)).mean() for shift in shifts])
    cost_others = np.array([np.logaddexp2(0, other + shift).mean() for shift in shifts])
    return np.asarray(share * cost_mated + (1 - share) * cost_others)


def tippett(mated: Floats, others: Floats, at: Floats) -> tuple[Floats, Floats]:
    """Share of the mated, and of the other, comparisons whose weight is at or above each of ``at``."""

    def share(values: Floats) -> Floats:
        return np.asarray(1 - np.searchsorted(np.sort(values), at, side="left") / len(values))

    return share(mated), share(others)


def curves(mated: Floats, others: Floats, points: int = 121) -> dict[str, Any]:
    """Tippett, ECE and PAV curves, for drawing. Infinities of PAV are None."""
    most = max(2.0, float(np.ceil(np.abs(np.concatenate([mated, others])).max())))
    at = np.linspace(-most, most, points)
    one, other = tippett(mated, others, at)
    odds = np.linspace(-3, 3, 61)
    distinct, best = pav(mated, others)
    after = [best[np.searchsorted(distinct, values)] for values in (mated, others)]
    thin = np.unique(np.linspace(0, len(distinct) - 1, 400).astype(int))

    def plain(values: Floats) -> list[float | None]:
        return [round(float(v), 5) if np.isfinite(v) else None for v in values]

    return {
        "tippett": {"log10_lr": plain(at), "mated": plain(one), "non_mated": plain(other)},
        "ece": {
            "log10_odds": plain(odds),
            "weights": plain(ece(mated, others, odds)),
            "after_pav": plain(ece(after[0], after[1], odds)),
            "saying_nothing": plain(ece(np.zeros(1), np.zeros(1), odds)),
        },
        "pav": {"log10_lr": plain(distinct[thin]), "after_pav": plain(best[thin])},
    }
