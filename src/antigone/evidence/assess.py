"""Judging a calibration on people who had no part in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from antigone.evidence.calibrate import ONE_PHOTO, calibrate
from antigone.evidence.calibration import Calibration, Stratum
from antigone.evidence.intervals import of_cost, stated, upper_limit, worst_mean
from antigone.evidence.llr import cllr_min, curves
from antigone.evidence.pairs import MOST_NON_MATED, Pairs, draw
from antigone.evidence.samples import Floats, Samples, folds, prepare
from antigone.evidence.strata import Cell, Photos, cells, sides
from antigone.evidence.variance import Mean, of_pairs, of_people

WRONG_AT = (1.0, 2.0, 3.0)


@dataclass(frozen=True, slots=True)
class HeldOutWeights:
    """Comparisons of people a calibration never saw, in one of its strata, and the log10 LR it gives each."""

    label: str
    photos: Photos
    groups: int
    """How many groups the stratum names: 0 is everybody."""
    pairs: Pairs
    llr: Floats = field(repr=False)
    most: Floats = field(repr=False)
    """For each comparison, the largest weight that the calibration which judged it states: each half has its own."""


def weigh_all(
    calibration: Calibration, samples: Samples, seed: int = 1, most: int = MOST_NON_MATED
) -> tuple[list[HeldOutWeights], dict[str, str]]:
    """Every comparison drawn from ``samples`` in every stratum that states weights; and why the others do not.

    The people must not be those of the calibration: see :func:`crossfit`.
    """
    calibration.must_be_for(samples.model)
    weighed, refused = [], {}
    for number, cell in enumerate(cells(samples, calibration.by, calibration.photos)):
        stratum = calibration.find(cell.key, (cell.references, cell.probes))
        if not isinstance(stratum, Stratum) or stratum.refused is not None:
            refused[cell.label] = stratum if isinstance(stratum, str) else str(stratum.refused)
            continue
        pairs = draw(samples, sides(samples, cell), calibration.fusion, seed=seed + number, most_non_mated=most)
        weighed.append(_weighed(stratum, cell, pairs))
    return weighed, refused


def _weighed(stratum: Stratum, cell: Cell, pairs: Pairs) -> HeldOutWeights:
    assert stratum.curves is not None
    llr = np.clip(np.interp(pairs.score, stratum.curves.grid, stratum.curves.llr), *stratum.bounds)
    return HeldOutWeights(
        cell.label,
        (cell.references, cell.probes),
        len(cell.groups),
        pairs,
        np.asarray(llr),
        np.full(len(llr), stratum.bounds[1]),
    )


def joined(
    first: Sequence[HeldOutWeights], second: Sequence[HeldOutWeights], persons: tuple[int, int]
) -> list[HeldOutWeights]:
    """Both halves' comparisons, stratum by stratum; the second half's persons are numbered after the first's."""
    other = {weighed.label: weighed for weighed in second}
    both = []
    for one in first:
        two = other.pop(one.label, None)
        if two is None:
            both.append(_renumbered(one, 0, sum(persons)))
            continue
        parts = [_renumbered(one, 0, sum(persons)), _renumbered(two, persons[0], sum(persons))]
        pairs = _concatenated([part.pairs for part in parts], sum(persons))
        llr, most = (np.concatenate([getattr(part, name) for part in parts]) for name in ("llr", "most"))
        both.append(replace(one, pairs=pairs, llr=llr, most=most))
    return both + [_renumbered(left, persons[0], sum(persons)) for left in other.values()]


def _concatenated(parts: Sequence[Pairs], persons: int) -> Pairs:
    return Pairs(
        np.concatenate([part.score for part in parts]),
        np.concatenate([part.reference for part in parts]),
        np.concatenate([part.probe for part in parts]),
        persons,
    )


def _renumbered(weighed: HeldOutWeights, after: int, persons: int) -> HeldOutWeights:
    pairs = weighed.pairs
    moved = Pairs(pairs.score, pairs.reference + after, pairs.probe + after, persons)
    return replace(weighed, pairs=moved)


def judge(weighed: HeldOutWeights) -> dict[str, Any]:
    """Cllr, Cllr-min, and how often weights of 1, 2 and 3 and above speak for two different persons being one.

    Figures that need mated comparisons are None where there are none; weights that the stratum never states are left
    out. Intervals: 95 %, by person.
    """
    pairs, llr = weighed.pairs, weighed.llr
    mated = pairs.mated
    report: dict[str, Any] = {
        "stratum": weighed.label,
        "mated_people": pairs.people(mated=True),
        "mated_comparisons": int(mated.sum()),
        "non_mated_people": pairs.people(mated=False),
        "non_mated_comparisons": int((~mated).sum()),
        "cllr": None,
        "cllr_min": None,
        "cllr_minus_min": None,
        "wrong": {},
    }
    if mated.all():
        return report
    if mated.any():
        cost, least = _cost(weighed), cllr_min(llr[mated], llr[~mated])
        held = of_cost(cost.value, cost.variance, report["mated_people"], with_one_more(pairs, llr))
        report |= {"cllr": cost.value, "cllr_min": least, "cllr_minus_min": cost.value - least}
        report |= stated(held, "cllr")
    for at in WRONG_AT:
        if (weighed.most[~mated] >= at).any():
            able = weighed.most >= at
            report["wrong"][f"{at:g}"] = _wrong(replace(weighed, pairs=pairs.take(able), llr=llr[able]), at)
    return report


def _cost(weighed: HeldOutWeights) -> Mean:
    """Cllr: half of what mated comparisons cost on average, and half of what the others do."""
    pairs, mated = weighed.pairs, weighed.pairs.mated
    of_mated, of_others = _costs(weighed.llr)
    one, other = pairs.take(mated), pairs.take(~mated)
    both = of_people(of_mated[mated], one.reference, pairs.persons)
    return both.plus(of_pairs(of_others[~mated], other.reference, other.probe, pairs.persons)).times(0.5)


def _costs(llr: Floats) -> tuple[Floats, Floats]:
    """What each weight costs if the comparison is mated, and if it is not."""
    return np.logaddexp2(0, -llr / np.log10(2)), np.logaddexp2(0, llr / np.log10(2))


def with_one_more(pairs: Pairs, llr: Floats) -> float:
    """Cllr if one more person were as costly as the worst who was seen, mated, and one more as a stranger."""
    mated = pairs.mated
    cost_mated, cost_others = _costs(llr)
    one, other = cost_mated[mated], cost_others[~mated]
    worst = worst_mean(one, pairs.reference[mated]), worst_mean(other, pairs.reference[~mated], pairs.probe[~mated])
    more_mated = (worst[0] - one.mean()) / (pairs.people(mated=True) + 1)
    more_others = (worst[1] - other.mean()) / (pairs.people(mated=False) / 2 + 1)
    return float((one.mean() + more_mated + other.mean() + more_others) / 2)


def _wrong(able: HeldOutWeights, at: float) -> dict[str, Any]:
    """Share of strangers with a weight of ``at`` or more, among those weighed by a half that states so large a weight,
    with its upper 95 % limit by person. None seen: that of as many as there are people.
    """
    mated = able.pairs.mated
    others = able.pairs.take(~mated)
    reached = able.llr >= at - 1e-9
    mean = of_pairs(reached[~mated].astype(np.float64), others.reference, others.probe, others.persons)
    return {
        "strangers": int(reached[~mated].sum()),
        "comparisons": len(others.score),
        "share": mean.value,
        "upper_95": upper_limit(mean.value, mean.variance, mean.people, len(others.score)),
        "stated_at_most": 10**-at,
        "mated_reaching_it": float(reached[mated].mean()) if mated.any() else None,
    }


def crossfit(
    samples: Samples,
    *,
    by: Sequence[str] = (),
    photos: Sequence[Photos] = ONE_PHOTO,
    fusion: str | None = None,
    seed: int = 1,
    repeats: int = 200,
    most: int = MOST_NON_MATED,
) -> dict[str, Any]:
    """Calibrate on half of the people and judge on the other half, both ways; nobody is on both sides.

    Returns strata (see :func:`judge`), refused (why), overall (the widest stated groups that have mated comparisons,
    together, one photo each), and curves (Tippett, ECE, PAV) of the overall.
    """
    table = prepare(samples).samples
    half = folds(table, 2, seed)
    results = []
    for fitting, judging in ((0, 1), (1, 0)):
        made = calibrate(
            table.take(half == fitting),
            made="crossfit",
            description=f"half {fitting}",
            by=by,
            photos=photos,
            fusion=fusion,
            seed=seed,
            repeats=min(max(repeats, 20), 100),
            most=most,
        )
        tested = table.take(half == judging)
        results.append((made, *weigh_all(made, tested, seed + 100, most), len(tested.people()[0])))
    persons = (results[0][3], results[1][3])
    both = joined(results[0][1], results[1][1], persons)
    report: dict[str, Any] = {
        "strata": [judge(weighed) for weighed in both],
        "refused": results[0][2] | results[1][2],
        "method": [made.method for made, *_ in results],
        "fusion": [made.fusion for made, *_ in results],
        "bounds": stated_bounds(made for made, *_ in results),
    }
    return report | _overall(both)


def stated_bounds(made: Iterable[Calibration]) -> dict[str, list[float]]:
    """The lowest and the highest weight that either half states, by stratum."""
    found: dict[str, list[float]] = {}
    for stratum in (stratum for one in made for stratum in one.strata if stratum.refused is None):
        low, high = found.get(stratum.label, stratum.bounds)
        found[stratum.label] = [min(low, stratum.bounds[0]), max(high, stratum.bounds[1])]
    return found


def _overall(both: Iterable[HeldOutWeights]) -> dict[str, Any]:
    one_photo = [weighed for weighed in both if weighed.photos == (1, 1) and weighed.pairs.mated.any()]
    if not one_photo:
        return {}
    widest = min(weighed.groups for weighed in one_photo)
    parts = [weighed for weighed in one_photo if weighed.groups == widest]
    pairs = _concatenated([part.pairs for part in parts], parts[0].pairs.persons)
    llr = np.concatenate([part.llr for part in parts])
    most = np.concatenate([part.most for part in parts])
    overall = HeldOutWeights("overall", (1, 1), widest, pairs, llr, most)
    mated = pairs.mated
    drawn = curves(overall.llr[mated], overall.llr[~mated]) if mated.any() and not mated.all() else {}
    return {"overall": judge(overall), "curves": drawn}
