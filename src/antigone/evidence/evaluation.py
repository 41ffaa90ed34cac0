"""``antigone evaluate`` in one function: from a table of templates to a report of plain values, ready for JSON."""

from __future__ import annotations

import math
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.stats import chi2

from antigone.errors import SamplesInvalid
from antigone.evidence.assess import crossfit
from antigone.evidence.calibrate import ONE_PHOTO
from antigone.evidence.groups import by_group
from antigone.evidence.identification import fnir, identification, rank_one, searches
from antigone.evidence.intervals import upper_limit
from antigone.evidence.metrics import Sorted, eer, verification
from antigone.evidence.pairs import Pairs, draw, listed
from antigone.evidence.samples import Samples, prepare
from antigone.evidence.strata import Photos, left_out
from antigone.evidence.variance import of_pairs

SCHEMA = 1
NOTE = (
    "Measured on the people in this table and on nobody else. If they are living people, nothing here says how well it"
    " works on the dead."
)


@dataclass(frozen=True, slots=True)
class EvaluationPlan:
    """What to measure, besides the table itself."""

    by: tuple[str, ...] = ()
    """Groups of people to compare, and attributes and groups to calibrate by, the widest group first."""
    photos: tuple[Photos, ...] = ONE_PHOTO
    protocol: tuple[str, ...] | None = None
    """Lines of a list of pairs in LFW's format; without it comparisons are drawn."""
    distractors: Samples | None = None
    splits: int = 10
    repeats: int = 200
    seed: int = 1
    weights: bool = True
    """Whether to calibrate on one half of the people and judge on the other, which takes longest."""


def evaluate(samples: Samples, plan: EvaluationPlan | None = None) -> dict[str, Any]:
    """Everything that can be measured on ``samples``. The same table and plan give the same report.

    Parts that cannot be measured hold ``{"not_measured": why}`` and the rest goes on: identification where nobody has
    one photo only, weights where too few people have two.

    Raises:
        SamplesInvalid: one person only, nobody with two different photos, a column that is not there or empty.
    """
    plan = plan or EvaluationPlan()
    prepared = prepare(samples)
    table = prepared.samples
    groups = [name for name in plan.by if name in table.groups]
    pairs = draw(table, seed=plan.seed) if plan.protocol is None else listed(samples, plan.protocol)
    origin = {"pairs": "drawn by chance" if plan.protocol is None else "a list of pairs"}
    report: dict[str, Any] = {
        "schema": SCHEMA,
        "note": NOTE,
        "model": table.model,
        "data": {
            "photos": len(table),
            "people": len(np.unique(table.persons)),
            "people_with_several_photos": int((np.unique(table.persons, return_counts=True)[1] > 1).sum()),
            "left_out": {**prepared.left_out},
            "half_filled": left_out(table, plan.by),
            "distractors": 0 if plan.distractors is None else len(np.unique(plan.distractors.persons)),
            "seed": plan.seed,
            "repeats": plan.repeats,
        },
        "without_refused": _without_refused(table, plan),
        "verification": _or_why(lambda: verification(_found(pairs)) | origin),
        "strangers": _or_why(lambda: strangers_by_score(_found(pairs))),
        "identification": _or_why(lambda: _identification(table, plan)),
        "groups": by_group(table, groups, seed=plan.seed) if groups else None,
        "weights": _or_why(lambda: _weights(table, plan)) if plan.weights else None,
    }
    return plain(report)  # type: ignore[no-any-return]


def _without_refused(table: Samples, plan: EvaluationPlan) -> dict[str, Any] | None:
    """What the main figures would be if photographs that were refused were no misses; None if none was refused.

    A photograph with several faces, of which nobody chose one, says nothing of how well faces are compared.
    """
    if table.found.all():
        return None
    codes, counts = np.unique(table.refusals[~table.found], return_counts=True)
    report: dict[str, Any] = {
        "photos": int(table.found.sum()),
        "refused": dict(zip(codes.tolist(), counts.tolist(), strict=True)),
    }
    if not table.found.any():
        return report
    usable = table.take(table.found)
    with suppress(SamplesInvalid):
        report["eer"] = eer(Sorted(draw(usable, seed=plan.seed)).curve())
    with suppress(SamplesInvalid):
        made = searches(usable, 0, distractors=plan.distractors)
        report |= {"rank_1": rank_one(made), "fnir_at_fpir_0.01": fnir(made, 0.01)}
    return report


def _found(pairs: Pairs) -> Pairs:
    """The comparisons, if faces were found in any of either kind."""
    if not pairs.scored[pairs.mated].any() or not pairs.scored[~pairs.mated].any():
        raise SamplesInvalid(
            "Faces were found of too few people: no two photographs of one person, or of two, could be compared.",
            "See what was refused, and why; add people.",
        )
    return pairs


def _identification(table: Samples, plan: EvaluationPlan) -> dict[str, Any]:
    return identification(table, distractors=plan.distractors, splits=plan.splits, seed=plan.seed, repeats=plan.repeats)


def _weights(table: Samples, plan: EvaluationPlan) -> dict[str, Any]:
    return crossfit(table, by=plan.by, photos=plan.photos, seed=plan.seed, repeats=plan.repeats)


def _or_why(measure: Any) -> dict[str, Any]:
    try:
        return dict(measure())
    except SamplesInvalid as fault:
        return {"not_measured": str(fault)}


GALLERIES = (100, 1_000, 10_000, 100_000)


def strangers_by_score(pairs: Pairs) -> dict[str, Any]:
    """Expected number of strangers at or above a score, by score and by gallery size; with the comparisons behind it.

    ``at_most`` is the upper 95 % limit by person, and never below Poisson's for so few comparisons, as a share of one
    comparison in 300,000 is hardly known. Where no comparison reached the score it is that of as many as there are
    people.
    """
    others = pairs.take(~pairs.mated)
    people = others.people(mated=False)
    known = others.score[others.scored]
    scores = np.quantile(known, [0.5, 0.9, 0.99, 0.999, 0.9999, 1.0])
    mated = pairs.score[pairs.mated & pairs.scored]
    rows = []
    for score in np.unique(np.append(scores, np.quantile(mated, [0.05, 0.5]))):
        reached = others.score >= score
        count = int(reached.sum())
        mean = of_pairs(reached.astype(np.float64), others.reference, others.probe, others.persons)
        poisson = chi2.ppf(0.975, 2 * (count + 1)) / 2 / len(reached)
        limit = max(upper_limit(mean.value, mean.variance, people, len(reached)), float(poisson))
        rows.append(
            {
                "score": float(score),
                "comparisons": count,
                "expected": {str(size): mean.value * size if count else None for size in GALLERIES},
                "at_most": {str(size): min(limit, 1.0) * size for size in GALLERIES},
            }
        )
    return {"non_mated_comparisons": len(others.score), "by_score": rows}


def plain(value: Any) -> Any:
    """The value with NumPy's numbers as Python's, floats to 7 figures, and what is not finite as None."""
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, np.ndarray):
        return plain(value.tolist())
    if isinstance(value, bool | np.bool_):
        return bool(value)
    if isinstance(value, int | np.integer):
        return int(value)
    if isinstance(value, float | np.floating):
        return float(f"{float(value):.7g}") if math.isfinite(value) else None
    return value
