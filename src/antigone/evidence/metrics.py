"""Verification: false-match and false-non-match rates, as ISO/IEC 19795-1 names them.

A comparison is accepted at a threshold if its score is at or above it. FMR (here also FAR): share of the non-mated
comparisons accepted. FNMR: share of the mated ones not accepted; TAR = 1 - FNMR. A face not found is not accepted.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from scipy.optimize import isotonic_regression
from scipy.stats import norm

from antigone.errors import SamplesInvalid
from antigone.evidence.intervals import Interval, narrowed, of_share, stated
from antigone.evidence.pairs import MISSED, Pairs
from antigone.evidence.samples import Floats
from antigone.evidence.variance import Mean, of_pairs, of_people

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


class Thresholds:
    """FNMR and FMR at any threshold, each with how it varies with the people."""

    def __init__(self, pairs: Pairs) -> None:
        mated = pairs.mated
        self._mated, self._others = pairs.take(mated), pairs.take(~mated)

    def fnmr(self, threshold: float) -> Mean:
        missed = (self._mated.score < threshold).astype(np.float64)
        return of_people(missed, self._mated.reference, self._mated.persons)

    def fmr(self, threshold: float) -> Mean:
        pairs = self._others
        accepted = ((pairs.score >= threshold) & pairs.scored).astype(np.float64)
        return of_pairs(accepted, pairs.reference, pairs.probe, pairs.persons)


def verification(pairs: Pairs) -> dict[str, Any]:
    """EER, TAR at FAR and DET with intervals by person, and the counts they rest on.

    A threshold at an FMR is itself an estimate: TAR varies with the people whose photographs are missed at it, and with
    those who put it where it is, by as much as the curve is steep there.
    """
    curve, at = Sorted(pairs).curve(), Thresholds(pairs)
    mated = pairs.mated
    counts = {
        "mated_comparisons": int(mated.sum()),
        "mated_people": pairs.people(mated=True),
        "non_mated_comparisons": int((~mated).sum()),
        "non_mated_people": pairs.people(mated=False),
    }
    report: dict[str, Any] = counts | {
        "missed_mated": int((mated & ~pairs.scored).sum()),
        "missed_non_mated": int((~mated & ~pairs.scored).sum()),
        "det": det(curve),
        "eer": {"value": eer(curve)} | stated(_eer_interval(curve, at, counts)),
    }
    for far in FARS:
        report[f"tar_at_far_{far:g}"] = {
            "value": tar_at_far(curve, far),
            **stated(_tar_interval(curve, at, far, counts)),
            "threshold": threshold_at_far(curve, far),
            "false_matches_allowed": int(far * counts["non_mated_comparisons"] + 1e-9),
        }
    return report


def _tar_interval(curve: Curve, at: Thresholds, far: float, counts: dict[str, int]) -> Interval:
    threshold = threshold_at_far(curve, far)
    missed, accepted = at.fnmr(threshold), at.fmr(threshold)
    wide = max(accepted.variance, far * (1 - far) / counts["non_mated_comparisons"]) ** 0.5
    both = missed.plus(accepted.times(_slope(curve, far, wide)))
    people, mated = counts["mated_people"], counts["mated_comparisons"]
    return of_share(tar_at_far(curve, far), both.variance, people, mated, behind=(far / wide) ** 2)


def _eer_interval(curve: Curve, at: Thresholds, counts: dict[str, int]) -> Interval:
    """The interval of FNMR where the curve crosses, narrowed by as much as EER varies less.

    EER is FNMR there where FMR is held to be as large, so that strangers, who are many more, steady it. But it rests on
    no more mated people than FNMR does, and is as lopsided. The hull lies below the curve, and in small tables below
    the truth: the interval is about where the curve itself crosses.
    """
    crossing = int(np.argmax(curve.fmr >= curve.fnmr)) if (curve.fmr >= curve.fnmr).any() else len(curve.fmr) - 1
    missed, accepted = at.fnmr(curve.threshold[crossing]), at.fmr(curve.threshold[crossing])
    value, mated = eer(curve), counts["mated_comparisons"]
    slope = _slope_where_equal(curve, value, 0.5 / mated)
    both = missed.plus(accepted.times(slope)).times(1 / (1 + slope))
    around = of_share(both.value, missed.variance, counts["mated_people"], mated)
    steadier = (both.variance / missed.variance) ** 0.5 if missed.variance > 0 else 1.0
    held = narrowed(around, both.value, steadier)
    return held if isinstance(held, str) else (min(held[0], value), max(held[1], value))


def _slope_where_equal(curve: Curve, rate: float, least: float) -> float:
    """By how much FNMR falls where FMR rises, where both are ``rate``: from a quarter of it to four times as much.

    Of normal deviates, in which such curves are nearly straight, as on DET plots; the slope is then the curve's own
    where both rates are equal. ``least``: what no rate is taken to be below. Source: A. Martin and others, "The DET
    curve in assessment of detection task performance", Eurospeech 1997 [not checked against the source].
    """
    rate = max(rate, least)
    low, high = rate / 4, min(4 * rate, 0.5)
    missed = [min(max(1 - tar_at_far(curve, fmr), least), 1 - least) for fmr in (low, high)]
    falls = (norm.ppf(missed[0]) - norm.ppf(missed[1])) / (norm.ppf(high) - norm.ppf(low)) if high > low else 1.0
    return float(np.clip(falls, 0.2, 5.0))


def _slope(curve: Curve, fmr: float, wide: float) -> float:
    """By how much FNMR falls where FMR rises, from ``wide`` before it to ``wide`` behind."""
    low, high = max(fmr - wide, 0.0), min(fmr + wide, 1.0)
    return (tar_at_far(curve, high) - tar_at_far(curve, low)) / (high - low) if high > low else 0.0
