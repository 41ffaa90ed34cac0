"""Whether weights of evidence that were calibrated on good photos still hold under a condition.

They are calibrated on half of the people, as their photos are, and judged on the other half under the condition, both
ways: nobody is in both.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from antigone.errors import SamplesInvalid
from antigone.evidence.calibrate import calibrate
from antigone.evidence.calibration import Stratum
from antigone.evidence.llr import cllr, cllr_min
from antigone.evidence.samples import Floats, Ints, Samples, folds
from antigone.validation.conditions import ConditionPhotos

MISLEADING = 2.0
"""The weight whose share among strangers is told: it says that at most one in a hundred reaches it."""
_MOST = 300_000


@dataclass(frozen=True, slots=True)
class Halves:
    """For each person's half of the table, the stratum calibrated on the other half."""

    half: Ints
    """(rows of the whole table,)"""
    strata: tuple[Stratum, Stratum]

    def weigh(self, score: Floats, half: int) -> Floats:
        stratum = self.strata[half]
        assert stratum.curves is not None
        return np.asarray(np.clip(np.interp(score, stratum.curves.grid, stratum.curves.llr), *stratum.bounds))


def halves(samples: Samples, seed: int) -> Halves:
    """Calibrate on each half of the people, all of them as one group.

    Raises:
        SamplesInvalid: too few people for a calibration.
    """
    half = folds(samples, 2, seed)
    strata = []
    for judged in (0, 1):
        made = calibrate(samples.take(half != judged), made="", description="half", seed=seed, repeats=20)
        stratum = made.find({}, (1, 1))
        if not isinstance(stratum, Stratum) or stratum.refused is not None or stratum.curves is None:
            raise SamplesInvalid("No weights could be calibrated on half of the people.", "Add people.")
        strata.append(stratum)
    return Halves(half, (strata[0], strata[1]))


def weights_under(now: Samples, part: ConditionPhotos, made: Halves) -> dict[str, Any]:
    """Cost and misleading weights of every probe against every enrolled photo of the same half.

    ``now``: the rows of ``part``, under the condition. A photo without a face gets no weight and is not counted here:
    it is a miss elsewhere.
    """
    probes, gallery, place = part.plan.probes, part.plan.gallery, part.plan.place
    half = made.half[part.rows]
    mated, others = [], []
    for number in (0, 1):
        rows = np.flatnonzero((half[probes] == number) & now.found[probes])
        columns = np.flatnonzero((half[gallery] == number) & now.found[gallery])
        scores = (now.templates[probes[rows]] @ now.templates[gallery[columns]].T).astype(np.float64)
        own = columns[None, :] == place[rows][:, None]
        mated.append(made.weigh(scores[own], number))
        others.append(made.weigh(scores[~own], number))
    one, two = np.concatenate(mated), np.concatenate(others)
    if len(two) > _MOST:
        two = np.random.default_rng(0).choice(two, _MOST, replace=False)
    if not len(one) or not len(two):
        return {"not_measured": "No face was found in photos of the same people."}
    cost, least = cllr(one, two), cllr_min(one, two)
    return {
        "mated_comparisons": len(one),
        "non_mated_comparisons": len(two),
        "cllr": cost,
        "cllr_min": least,
        "strangers_at_2": float((two >= MISLEADING).mean()),
        "mated_at_2": float((one >= MISLEADING).mean()),
        "mated_below_0": float((one < 0).mean()),
    }
