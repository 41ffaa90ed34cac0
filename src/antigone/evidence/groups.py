"""Errors by group of people, at one threshold for all: who bears them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Any

import numpy as np

from antigone.evidence.intervals import of_share, stated
from antigone.evidence.metrics import Sorted, threshold_at_far
from antigone.evidence.pairs import Pairs, Sides, draw
from antigone.evidence.samples import UNKNOWN, Mask, Samples
from antigone.evidence.variance import of_pairs, of_people

ALARM = 10.0
"""Times as many false matches in one group as in another: from here on the report warns."""
FEWEST_PEOPLE = 50
"""In a group, for its rate to enter the largest ratio."""
MOST = 100_000


def by_group(
    samples: Samples,
    names: Sequence[str],
    *,
    far: float = 1e-3,
    threshold: float | None = None,
    seed: int = 1,
) -> dict[str, Any]:
    """FMR (strangers of one group against each other) and FNMR of every group and every crossing of two or more
    columns.

    The threshold is that of FMR ``far`` over everybody, unless one is given. Photos whose group is not known are left
    out and counted. The largest ratio is between the rates of groups of one kind (one column, or one crossing) with at
    least 50 people; where a group had no false match, its upper limit stands in, and the ratio is "at least".

    Raises:
        SamplesInvalid: a column is not there or empty, or there are no mated or non-mated comparisons.
    """
    columns = {name: samples.column(name) for name in names}
    given = threshold is not None
    if threshold is None:
        everybody = draw(samples, seed=seed, most_non_mated=3 * MOST)
        threshold = threshold_at_far(Sorted(everybody).curve(), far)
    kinds = [kind for size in range(1, len(names) + 1) for kind in combinations(names, size)]
    report: dict[str, Any] = {
        "threshold": threshold,
        "fmr_over_everybody": None if given else far,
        "unknown": {name: int((column == UNKNOWN).sum()) for name, column in columns.items()},
        "kinds": [],
    }
    for kind in kinds:
        groups = []
        for values in sorted(
            {v for v in zip(*(columns[name].tolist() for name in kind), strict=True) if UNKNOWN not in v}
        ):
            inside: Mask = np.ones(len(samples), bool)
            for name, value in zip(kind, values, strict=True):
                inside &= columns[name] == value
            key = dict(zip(kind, values, strict=True))
            groups.append({"group": key} | _one_group(samples, inside, threshold, seed))
        report["kinds"].append({"by": list(kind), "groups": groups, "largest_ratio": _largest_ratio(groups)})
    ratios = [kind["largest_ratio"]["ratio"] for kind in report["kinds"] if kind["largest_ratio"]]
    report["largest_ratio"] = max(ratios) if ratios else None
    report["alarm"] = bool(ratios and max(ratios) > ALARM)
    report["alarm_above"] = ALARM
    return report


def _one_group(samples: Samples, inside: Mask, threshold: float, seed: int) -> dict[str, Any]:
    pairs = draw(samples, Sides(inside, inside), seed=seed, most_non_mated=MOST)
    people = len(np.unique(samples.persons[inside]))
    return {
        "people": people,
        "photos": int(inside.sum()),
        "fmr": _rate(pairs, mated=False, threshold=threshold),
        "fnmr": _rate(pairs, mated=True, threshold=threshold),
    }


def _rate(pairs: Pairs, *, mated: bool, threshold: float) -> dict[str, Any] | None:
    chosen = pairs.take(pairs.mated == mated)
    if not len(chosen.score):
        return None
    wrong = chosen.score < threshold if mated else chosen.score >= threshold
    people = chosen.people(mated)
    hit = wrong.astype(np.float64)
    if mated:
        mean = of_people(hit, chosen.reference, chosen.persons)
    else:
        mean = of_pairs(hit, chosen.reference, chosen.probe, chosen.persons)
    return {
        "value": mean.value,
        **stated(of_share(mean.value, mean.variance, people, len(wrong))),
        "wrong": int(wrong.sum()),
        "comparisons": len(wrong),
        "people": people,
    }


def _largest_ratio(groups: list[dict[str, Any]]) -> dict[str, Any] | None:
    rated = [(g["fmr"], g["group"]) for g in groups if g["fmr"] and g["people"] >= FEWEST_PEOPLE]
    if len(rated) < 2:
        return None
    worst = max(rated, key=lambda item: item[0]["value"])
    best = min(rated, key=lambda item: item[0]["value"] or item[0]["interval_95"][1])
    floor = best[0]["value"] or best[0]["interval_95"][1]
    if worst is best or worst[0]["value"] == 0 or floor == 0:
        return None
    return {
        "ratio": worst[0]["value"] / floor,
        "at_least": best[0]["value"] == 0,
        "highest": worst[1],
        "lowest": best[1],
    }
