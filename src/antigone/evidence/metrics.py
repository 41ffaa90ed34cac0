"""Verification: false-match and false-non-match rates, as ISO/IEC 19795-1 names them.

A comparison is accepted at a threshold if its score is at or above it. FMR (here also FAR): share of the non-mated
comparisons accepted. FNMR: share of the mated ones not accepted; TAR = 1 - FNMR. A face not found is not accepted.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from scipy.optimize import isotonic_regression

from antigone.errors import SamplesInvalid
from antigone.evidence.bootstrap import draws
from antigone.evidence.intervals import of_share
from antigone.evidence.pairs import MISSED, Pairs
from antigone.evidence.samples import Floats

FARS = (1e-2, 1e-3, 1e-4)


@dataclass(frozen=True, slots=True)
class Curve:
    """FMR and FNMR at every score that occurs, the highest first. Begins above the highest: FMR 0, FNMR 1."""

    threshold: Floats = field(repr=False)
    fmr: Floats = field(repr=False)
    fnmr: Floats = field(repr=False)

    def fmr_at(self, threshold: float) -> float:
        return float(self.fmr[self._place(threshold)])

    def _place(self, threshold: float) -> int:
        return max(int(np.searchsorted(-self.threshold, -threshold, side="right")) - 1, 0)


class Sorted:
    """Pairs sorted once, for curves under many sets of weights."""

    def __init__(self, pairs: Pairs) -> None:
        order = np.argsort(-pairs.score, kind="stable")
        self.pairs = Pairs(pairs.score[order], pairs.reference[order], pairs.probe[order], pairs.persons)
        self._mated = self.pairs.mated
        last = np.append(self.pairs.score[1:] != self.pairs.score[:-1], True)
        ends = np.flatnonzero(last)
        self._ends = ends[self.pairs.score[ends] > MISSED]

    def curve(self, weight: Floats | None = None) -> Curve:
        """Raises SamplesInvalid if either class has no weight at all."""
        weight = np.ones(len(self._mated)) if weight is None else weight
        mated, other = np.where(self._mated, weight, 0), np.where(self._mated, 0, weight)
        total = mated.sum(), other.sum()
        if not (total[0] > 0 and total[1] > 0):
            missing = "mated" if total[0] == 0 else "non-mated"
            raise SamplesInvalid(
                f"There are no {missing} comparisons.", "Several people are needed, some with several photos."
            )
        fmr = np.concatenate([[0.0], np.cumsum(other)[self._ends] / total[1]])
        fnmr = 1 - np.concatenate([[0.0], np.cumsum(mated)[self._ends] / total[0]])
        above = np.nextafter(self.pairs.score[:1], np.inf)
        return Curve(np.concatenate([above, self.pairs.score[self._ends]]), fmr, np.maximum(fnmr, 0))


def tar_at_far(curve: Curve, far: float) -> float:
    """The most mated comparisons that can be accepted while no more than ``far`` of the others are."""
    return float(1 - curve.fnmr[np.searchsorted(curve.fmr, far * (1 + 1e-12), side="right") - 1])


def threshold_at_far(curve: Curve, far: float) -> float:
    """The lowest score at which no more than ``far`` of the non-mated comparisons are accepted."""
    return float(curve.threshold[np.searchsorted(curve.fmr, far * (1 + 1e-12), side="right") - 1])


def eer(curve: Curve) -> float:
    """Where FMR and FNMR are equal on the convex hull of the curve: what two thresholds taken by turns can reach.

    The hull begins at "accept nobody". With few scores, or many that are level, the curve itself has no point where the
    two are equal. If so many faces were missed that FNMR never comes down to FMR, the lowest FNMR there is.
    Source: F. Provost and T. Fawcett, "Robust classification for imprecise environments", Machine Learning 42 (2001)
    (ROC convex hull); the number is checked against SciPy's hull of the same points.
    """
    fmr, fnmr = _hull(curve)
    after = int(np.argmax(fmr >= fnmr)) if (fmr >= fnmr).any() else -1
    if after == -1:
        return float(fnmr[-1])
    one, other = (fmr[after - 1], fnmr[after - 1]), (fmr[after], fnmr[after])
    gap = (one[1] - one[0]) - (other[1] - other[0])
    share = (one[1] - one[0]) / gap
    return float(one[0] + share * (other[0] - one[0]))


def _hull(curve: Curve) -> tuple[Floats, Floats]:
    """FMR and FNMR at the corners of the curve's lower convex hull: pooling adjacent violators gives its slopes."""
    false, right = np.diff(curve.fmr), -np.diff(curve.fnmr)
    seen = np.flatnonzero(false + right > 0)
    if not len(seen):
        return curve.fmr[:1], curve.fnmr[:1]
    weight = false[seen] + right[seen]
    slope = isotonic_regression(right[seen] / weight, weights=weight, increasing=False).x
    ends = seen[np.flatnonzero(np.append(np.diff(slope) != 0, True))] + 1
    corners = np.concatenate([[0], ends])
    return curve.fmr[corners], curve.fnmr[corners]


def det(curve: Curve, points: int = 200) -> dict[str, list[float]]:
    """The curve thinned to about ``points`` points, evenly in log FMR, for drawing."""
    floor = max(float(np.min(curve.fmr[curve.fmr > 0], initial=1.0)), 1e-9)
    wanted = np.geomspace(floor, 1, points)
    places = np.unique(np.searchsorted(curve.fmr, wanted, side="right") - 1)
    places = places[np.isfinite(curve.threshold[places])]
    return {
        "threshold": [round(float(v), 6) for v in curve.threshold[places]],
        "fmr": [float(v) for v in curve.fmr[places]],
        "fnmr": [float(v) for v in curve.fnmr[places]],
    }


def verification(pairs: Pairs, repeats: int = 200, seed: int = 1) -> dict[str, Any]:
    """EER, TAR at FAR and DET with intervals by bootstrap over people, and the counts they rest on."""
    table = Sorted(pairs)
    curve = table.curve()
    figures: dict[str, Callable[[Curve], float]] = {"eer": eer}
    for far in FARS:
        figures[f"tar_at_far_{far:g}"] = lambda c, far=far: tar_at_far(c, far)  # type: ignore[misc]
    spread: dict[str, list[float]] = {name: [] for name in figures}
    for times in draws(pairs.persons, repeats, seed):
        weight = table.pairs.weight(times)
        if not (weight[table.pairs.mated].any() and weight[~table.pairs.mated].any()):
            continue
        drawn = table.curve(weight)
        for name, figure in figures.items():
            spread[name].append(figure(drawn))
    mated = pairs.mated
    report: dict[str, Any] = {
        "mated_comparisons": int(mated.sum()),
        "mated_people": pairs.people(mated=True),
        "non_mated_comparisons": int((~mated).sum()),
        "non_mated_people": pairs.people(mated=False),
        "missed_mated": int((mated & ~pairs.scored).sum()),
        "missed_non_mated": int((~mated & ~pairs.scored).sum()),
        "det": det(curve),
    }
    for name, figure in figures.items():
        held = of_share(figure(curve), spread[name], report["mated_people"], report["mated_comparisons"])
        report[name] = {"value": figure(curve), "interval_95": held}
    for far in FARS:
        report[f"tar_at_far_{far:g}"]["threshold"] = threshold_at_far(curve, far)
        report[f"tar_at_far_{far:g}"]["false_matches_allowed"] = int(far * (~mated).sum() + 1e-9)
    return report
