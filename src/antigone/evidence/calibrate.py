"""Making a calibration from people who are known.

For every stratum: comparisons are drawn; the way from scores to weights is chosen by cross-validation over people; the
bounds come from weights of people who had no part in the fit; the intervals from drawing people again and again. A
stratum that is too small, or whose weights would mislead, refuses.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from antigone.errors import SamplesInvalid, UsageError
from antigone.evidence.best_of import worth_of_several
from antigone.evidence.calibration import Calibration, Stratum
from antigone.evidence.calibrators import CALIBRATORS
from antigone.evidence.crossfit import FOLDS, HeldOut, held_out, simplest_of_the_best
from antigone.evidence.fit import FEWEST_MATED, FitGrids, fit_strata
from antigone.evidence.fusion import FUSIONS
from antigone.evidence.pairs import MOST_NON_MATED, draw
from antigone.evidence.samples import Floats, Ints, Samples, folds, prepare
from antigone.evidence.strata import Cell, Photos, cells, left_out, sides, split_names
from antigone.evidence.tally import Binned, grid_over

ONE_PHOTO: tuple[Photos, ...] = ((1, 1),)
SEVERAL_PHOTOS: tuple[Photos, ...] = ((1, 1), (2, 1), (3, 1), (1, 2), (2, 2))


def calibrate(
    samples: Samples,
    *,
    made: str,
    description: str,
    by: Sequence[str] = (),
    photos: Sequence[Photos] = ONE_PHOTO,
    fusion: str | None = None,
    seed: int = 1,
    repeats: int = 200,
    most: int = MOST_NON_MATED,
) -> Calibration:
    """A calibration for one model from people who are known.

    ``made`` is its date; ``by`` the columns its strata differ in (age_band, sex, profile, condition, origin), of groups
    the widest first; ``photos`` the numbers of photos (of the missing, of the dead) to calibrate for; ``fusion`` how
    several become one score, chosen by measurement if left out. The same arguments give the same calibration.

    Raises:
        SamplesInvalid: nobody with two photos, one person only, a column that is not there or empty, too few people.
        UsageError: fewer than 20 replicates, or no such fusion.
    """
    if repeats < 20:
        raise UsageError(f"{repeats} replicates give no interval.", "Use 200 or more; fewer than 20 are refused.")
    prepared = prepare(samples)
    table, people = prepared.samples, len(np.unique(prepared.samples.persons))
    attributes, groups = split_names(table, by)
    fold = _fold_of_people(table, seed)
    tried: dict[str, float] = {}
    if fusion is None:
        fusion, tried = _choose_fusion(table, photos, fold, seed)
    work = _prepare_work(
        table, cells(table, (*attributes, *groups), photos), fusion, fold, seed=seed, repeats=repeats, most=most
    )
    method, judged, scores = _choose_method(work)
    strata = [_with_worth(table, work, stratum, seed) for stratum in fit_strata(work, method, judged)]
    data: dict[str, Any] = {
        "photos": len(table),
        "people": people,
        "left_out": {**prepared.left_out, **left_out(table, by)},
        "seed": seed,
        "repeats": repeats,
        "cllr_by_method": scores,
        "cllr_by_fusion": tried,
    }
    made_of = (attributes + groups, attributes)
    return Calibration(table.model, made, description, tuple(photos), *made_of, fusion, method, data, tuple(strata))


def _with_worth(samples: Samples, work: FitGrids, stratum: Stratum, seed: int) -> Stratum:
    """With what several photographs of a stranger are worth on a list, where one of them is compared at a time."""
    if stratum.references != 1:
        return stratum
    cell = next(c for c in work.cells if (c.key, c.references, c.probes) == (stratum.key, 1, stratum.probes))
    return replace(stratum, worth=worth_of_several(samples, sides(samples, cell), seed))


def _fold_of_people(samples: Samples, seed: int) -> Ints:
    """(persons,): the fold of each."""
    names, place = samples.people()
    fold = np.empty(len(names), np.int64)
    fold[place] = folds(samples, FOLDS, seed)
    return fold


def _choose_fusion(samples: Samples, photos: Sequence[Photos], fold: Ints, seed: int) -> tuple[str, dict[str, float]]:
    """The fusion with the lowest cross-validated Cllr over the numbers of photos above one, all groups together."""
    several = [count for count in photos if count != (1, 1)]
    if not several:
        return "max", {}
    tried = {}
    for fusion in FUSIONS:
        work = _prepare_work(
            samples, cells(samples, (), several), fusion, fold, seed=seed, repeats=0, most=MOST_NON_MATED // 3
        )
        judged = held_out(work.binned, work.parents, fold, {"kernel": CALIBRATORS["kernel"]})["kernel"]
        costs = [own.cllr() for own, _ in judged if own.judged]
        if costs:
            tried[fusion] = round(float(np.mean(costs)), 5)
    if not tried:
        return "max", {}
    return min(tried, key=lambda name: tried[name]), tried


def _prepare_work(
    samples: Samples, wanted: list[Cell], fusion: str, fold: Ints, *, seed: int, repeats: int, most: int
) -> FitGrids:
    pairs = [
        draw(samples, sides(samples, cell), fusion, seed=seed + place, most_non_mated=most)
        for place, cell in enumerate(wanted)
    ]
    grids: dict[int, Floats] = {}
    binned: list[Binned] = []
    for place in range(len(wanted)):
        root = _root(wanted, place)
        if root not in grids:
            family = [pairs[other].score for other in range(len(wanted)) if _root(wanted, other) == root]
            grids[root] = _grid(family)
        binned.append(Binned(pairs[place], grids[root]))
    return FitGrids(wanted, binned, fold, seed, repeats)


def _root(wanted: list[Cell], place: int) -> int:
    parent = wanted[place].parent
    return place if parent is None else _root(wanted, parent)


def _grid(family: list[Floats]) -> Floats:
    scores = np.concatenate(family)
    return grid_over(scores) if len(scores) else np.linspace(-1, 1, 400)


def _choose_method(work: FitGrids) -> tuple[str, list[tuple[HeldOut, HeldOut]], dict[str, float]]:
    """The calibrator with the lowest Cllr on held-out people, averaged over the strata, with what each borrows.

    The simplest of those is taken that cost at most ``SIMPLER`` bits more than the best.
    """
    judged = held_out(work.binned, work.parents, work.fold, CALIBRATORS)
    costs = {}
    for name, strata in judged.items():
        each = [
            lent.cllr()
            for place, (_, lent) in enumerate(strata)
            if lent.judged and work.binned[_root(work.cells, place)].pairs.people(mated=True) >= FEWEST_MATED
        ]
        if each:
            costs[name] = round(float(np.mean(each)), 5)
    if not costs:
        raise SamplesInvalid(
            f"No stratum has {FEWEST_MATED} people with different photos of each.",
            "Add people with several photos, or name fewer columns to separate by.",
        )
    method = simplest_of_the_best(costs)
    return method, judged[method], costs
