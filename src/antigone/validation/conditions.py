"""What each condition does to searches: how often the face is still found, and how often its person is.

Everything is simulated on photos of the living: docs/conditions.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from antigone.evidence.conditions import ConditionStep, Side
from antigone.evidence.identification import (
    FPIRS,
    Enrolment,
    fnir,
    fnir_interval,
    plan,
    rank_interval,
    rank_one,
    searches,
    threshold_at,
)
from antigone.evidence.intervals import stated
from antigone.evidence.samples import Ints, Samples

MOST_PEOPLE = 2000
"""Searched for, and again searched with while not enrolled: enough for an FPIR of 0.01, few enough for an evening."""


@dataclass(frozen=True, slots=True)
class ConditionPhotos:
    """The photos that conditions are tried on: two of everybody who has several, one of everybody else.

    ``rows`` are places in the whole table; ``plan`` says what each is for, in places of ``rows``.
    """

    rows: Ints
    plan: Enrolment

    def wanted(self, side: Side) -> Ints:
        """Places in the whole table of the photos that a condition of ``side`` changes."""
        searched = np.concatenate([self.plan.probes, self.plan.strangers])
        return np.sort(self.rows[searched if side is Side.PM else self.plan.gallery])


def part_of(samples: Samples, most: int = MOST_PEOPLE, seed: int = 0) -> ConditionPhotos:
    """Draw at most ``most`` people who have several photos, and four times as many who have one."""
    _, person = samples.people()
    order = np.argsort(person, kind="stable")
    photos = np.split(order, np.flatnonzero(np.diff(person[order])) + 1)
    random = np.random.default_rng(seed)
    several = _drawn([rows[:2] for rows in photos if len(rows) > 1], most, random)
    single = _drawn([rows for rows in photos if len(rows) == 1], 4 * most, random)
    rows = np.sort(np.concatenate([*several, *single]))
    return ConditionPhotos(rows, plan(samples.take(rows), 0))


def _drawn(groups: list[Ints], most: int, random: np.random.Generator) -> list[Ints]:
    if len(groups) <= most:
        return groups
    return [groups[i] for i in random.choice(len(groups), most, replace=False)]


def part_under(samples: Samples, part: ConditionPhotos, changed: Samples | None, side: Side) -> Samples:
    """The rows of ``part``, with ``changed`` standing in for the photos that a condition of ``side`` changes."""
    base = samples.take(part.rows)
    return base if changed is None else _with(base, np.searchsorted(part.rows, part.wanted(side)), changed)


def effect(samples: Samples, part: ConditionPhotos, changed: Samples | None, side: Side) -> dict[str, Any]:
    """Figures of the searches of ``part``; with ``changed``, those photos stand in for the ones ``side`` names.

    ``changed`` has a row for each of ``part.wanted(side)``, in that order. FNIR is given at the threshold that the same
    share of non-mated searches passes under the same condition.
    """
    now = part_under(samples, part, changed, side)
    found = now.found[np.searchsorted(part.rows, part.wanted(side))]
    made = searches(now, 0)
    return {
        "photos": len(found),
        "faces_found": int(found.sum()),
        "mated_searches": len(made.mate),
        "non_mated_searches": len(made.stranger),
        "enrolled": made.enrolled,
        "rank_1": {"value": rank_one(made)} | stated(rank_interval(made)),
        **{f"fnir_at_fpir_{fpir:g}": {"value": fnir(made, fpir)} | stated(fnir_interval(made, fpir)) for fpir in FPIRS},
        "median_mated_score": float(np.median(made.mate)),
    }


def at_old_threshold(
    samples: Samples, part: ConditionPhotos, changed: Samples, side: Side, fpir: float
) -> dict[str, float]:
    """FNIR and FPIR at the threshold that good photos of the living would have set."""
    threshold = threshold_at(searches(samples.take(part.rows), 0).stranger, fpir)
    now = searches(part_under(samples, part, changed, side), 0)
    return {
        "threshold": threshold,
        "fnir": float((now.mate <= threshold).mean()),
        "fpir": float((now.stranger > threshold).mean()),
    }


def _with(base: Samples, places: Ints, changed: Samples) -> Samples:
    if not np.array_equal(base.paths[places], changed.paths):
        raise ValueError("the changed photos are not those they stand in for")
    width = f"<U{max(1, *(len(code) for code in (*base.refusals, *changed.refusals)))}"
    templates, refusals = base.templates.copy(), base.refusals.astype(width)
    templates[places], refusals[places] = changed.templates, changed.refusals
    return replace(base, templates=templates, refusals=refusals)


def ranking(results: Iterable[dict[str, Any]], fpir: float = FPIRS[-1]) -> list[dict[str, Any]]:
    """Which conditions cost most, the worst first: by FNIR at ``fpir``."""
    key = f"fnir_at_fpir_{fpir:g}"
    shown = ("condition", "severity", "faces_found", "photos")
    rows = [{name: result[name] for name in shown} | {"fnir": result[key]["value"]} for result in results]
    return sorted(rows, key=lambda row: (-row["fnir"], row["condition"], row["severity"]))


def mean_fnir(results: Sequence[dict[str, Any]], severity: int, fpir: float = FPIRS[-1]) -> float | None:
    """The mean over all conditions at one severity, each counting once."""
    values = [r[f"fnir_at_fpir_{fpir:g}"]["value"] for r in results if r["severity"] == severity]
    return float(np.mean(values)) if values else None


def needed(part: ConditionPhotos, steps: Sequence[ConditionStep]) -> dict[int, tuple[ConditionStep, ...]]:
    """For each place in the table, the conditions it is wanted under."""
    wanted: dict[int, list[ConditionStep]] = {}
    for side in Side:
        for row in part.wanted(side).tolist():
            wanted.setdefault(row, []).extend(step for step in steps if step.condition.side is side)
    return {row: tuple(found) for row, found in wanted.items()}
