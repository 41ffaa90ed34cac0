"""From the comparisons of every stratum to what it says of a score: curves, intervals, bounds, or a refusal."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np

from antigone.evidence.bootstrap import band, draws
from antigone.evidence.bounds import elub, honest_upper
from antigone.evidence.calibration import Curves, Stratum
from antigone.evidence.calibrators import CALIBRATORS, Calibrator
from antigone.evidence.crossfit import HeldOut, simplest_of_the_best, tallies
from antigone.evidence.llr import cllr
from antigone.evidence.samples import Floats, Ints
from antigone.evidence.strata import Cell
from antigone.evidence.tally import Binned, Tally

FEWEST_MATED = 30
"""People with different photos of each that the largest group of a stratum must have."""
FEWEST_OTHERS = 100
"""People whose scores as strangers must have been seen in a stratum."""
WORST_GAP = 0.05
"""Cllr above Cllr-min, in bits: what a stratum may lose by calibration before it refuses."""
LEAST_WEIGHT = 0.3
"""The largest weight a stratum states must be worth a word: twice as probable."""
BLIND_AT = (1.0, 2.0, 3.0)
"""Weights at which a larger group's curve must hold in each smaller group that is part of it."""
ENOUGH_PAIRS = 30
"""Comparisons from which on a share in the tail is trusted to say how independent they are."""


@dataclass(frozen=True, slots=True)
class FitGrids:
    """The strata with their comparisons on grids, and the fold of every person."""

    cells: list[Cell]
    binned: list[Binned] = field(repr=False)
    fold: Ints = field(repr=False)
    seed: int
    repeats: int

    @property
    def parents(self) -> list[int | None]:
        return [cell.parent for cell in self.cells]


def fit_strata(work: FitGrids, method: str, judged: list[tuple[HeldOut, HeldOut]]) -> list[Stratum]:
    """A stratum for every cell that anybody is in. ``judged``: weights of held-out people, as `crossfit.held_out`
    gives.
    """
    replicates = _replicates(work)
    made: list[Stratum] = []
    for place, (own, fit) in enumerate(tallies(work.binned, work.parents, None)):
        parent = work.cells[place].parent
        lender = None if parent is None else made[parent]
        refused = _too_few(own, lender)
        bare = _bare(work, place, own, lender)
        if refused:
            made.append(replace(bare, refused=refused))
        else:
            llr = CALIBRATORS[method](fit)
            made.append(_weighed(bare, llr, fit, own, spread=replicates[place], judged=judged[place]))
    return [stratum for stratum in _without_blind_ones(work, made) if any(stratum.counts.values())]


@dataclass(frozen=True, slots=True)
class _Replicates:
    """Curves of one stratum over the bootstrap: repeats x points."""

    llr: Floats = field(repr=False)
    survival: Floats = field(repr=False)


def _replicates(work: FitGrids) -> list[_Replicates]:
    """All that is done with the people, done with people drawn from them; the way from scores to weights is chosen
    again each time, by those who were not drawn."""
    shape = [(work.repeats, len(table.grid)) for table in work.binned]
    gathered = [_Replicates(np.zeros(size), np.zeros(size)) for size in shape]
    for repeat, times in enumerate(draws(len(work.fold), work.repeats, work.seed)):
        drawn = list(tallies(work.binned, work.parents, times))
        fits = _chosen_again(work, [fit for _, fit in drawn], (times == 0).astype(np.int64))
        for curves, (own, _), llr in zip(gathered, drawn, fits, strict=True):
            if llr is not None:
                curves.llr[repeat] = llr
            curves.survival[repeat] = own.survival()
    return gathered


def _chosen_again(work: FitGrids, drawn: list[Tally], left_out: Ints) -> list[Floats | None]:
    """The curves of the calibrator that costs those least who are ``left_out`` (persons,)."""
    fits = {name: [_fitted(calibrator, fit) for fit in drawn] for name, calibrator in CALIBRATORS.items()}
    judging = [lent for _, lent in tallies(work.binned, work.parents, left_out)]
    costs = {}
    for name, curves in fits.items():
        each = [
            _cost(llr, fit, lent)
            for fit, llr, lent in zip(drawn, curves, judging, strict=True)
            if llr is not None and lent.mated.any() and lent.others.any()
        ]
        if each:
            costs[name] = float(np.mean(each))
    return fits[simplest_of_the_best(costs)] if costs else next(iter(fits.values()))


def _cost(llr: Floats, fit: Tally, judging: Tally) -> float:
    """What a curve costs people it was not fitted to, where it says no more than those it was fitted to can carry."""
    carried = np.clip(llr, -np.log10(fit.mated_people + 1), np.log10(fit.other_people + 1))
    return cllr(carried, carried, judging.mated, judging.others)


def _fitted(calibrator: Calibrator, fit: Tally) -> Floats | None:
    return calibrator(fit) if fit.mated.any() and fit.others.any() else None


def _of_another(llr: Floats, replicates: Floats) -> tuple[Floats, Floats]:
    """Between which weights another calibration's lies, made from as many other people, 95 times in 100.

    Both vary, each as the replicates do: their difference varies by the root of two as much.
    """
    low, high = band(replicates)
    return llr - math.sqrt(2) * np.maximum(llr - low, 0), llr + math.sqrt(2) * np.maximum(high - llr, 0)


def _bare(work: FitGrids, place: int, own: Tally, lender: Stratum | None) -> Stratum:
    """The stratum with its counts, that says nothing yet."""
    cell, pairs = work.cells[place], work.binned[place].pairs
    counts = {
        "mated_people": int(own.mated_people),
        "mated_comparisons": int(pairs.mated.sum()),
        "non_mated_people": int(own.other_people),
        "non_mated_comparisons": int((~pairs.mated).sum()),
    }
    borrowed = lender.label if lender else ""
    return Stratum(
        cell.key, cell.references, cell.probes, counts, borrowed, (0.0, 0.0), 0.0, None, None, "Not calibrated.", None
    )


def _too_few(own: Tally, lender: Stratum | None) -> str | None:
    if lender is not None and lender.curves is None:
        return lender.refused
    if lender is None and own.mated_people < FEWEST_MATED:
        return f"Too few people: {own.mated_people:.0f} with different photos of each; {FEWEST_MATED} are needed."
    if own.other_people < FEWEST_OTHERS:
        return (
            f"Too few people: {own.other_people:.0f} whose scores as strangers were seen; {FEWEST_OTHERS} are needed."
        )
    return None


def _weighed(
    bare: Stratum, llr: Floats, fit: Tally, own: Tally, *, spread: _Replicates, judged: tuple[HeldOut, HeldOut]
) -> Stratum:
    low, high = _of_another(llr, spread.llr)
    survival, passed = own.survival(), fit.passed()
    survival_low, survival_high = band(spread.survival)
    independent = _independent(survival, spread.survival, bare.counts["non_mated_comparisons"])
    survival_high = np.minimum(np.maximum(survival_high, 3 / independent), 1)
    held, lent = judged
    lower, upper, limited_by = 0.0, 0.0, "people"
    if lent.judged:
        people = fit.mated_people, own.other_people
        lower, upper = elub(lent.mated, lent.w_mated, lent.others, lent.w_others, people=people)
        lower = max(lower, -float(np.log10(own.mated_people + 1)))  # what is borrowed never speaks against a person
        most, upper = upper, honest_upper(llr, passed, survival_high, upper)
        limited_by = "strangers" if upper < most else "people"
    cost, least = (held.cllr(), held.cllr_min()) if held.judged else (None, None)
    curves = Curves(
        fit.grid,
        llr,
        low,
        high,
        survival,
        np.minimum(survival_low, survival),
        np.maximum(survival_high, survival),
    )
    refused = None
    if cost is not None and least is not None and cost - least > WORST_GAP:
        refused = f"Its weights would mislead: Cllr {cost:.3f}, of which {cost - least:.3f} is lost by calibration."
    elif max(upper, -lower) < LEAST_WEIGHT:
        refused = "Strangers are as alike here as photographs of one person: no score could weigh anything."
    return replace(
        bare,
        bounds=(round(lower, 4) + 0.0, round(upper, 4)),
        independent=independent,
        cllr=cost,
        cllr_min=least,
        refused=refused,
        curves=curves,
        limited_by=limited_by,
    )


def _independent(survival: Floats, replicates: Floats, comparisons: int) -> float:
    """How many independent comparisons would scatter as the bootstrap over people does, high in the tail.

    From the binomial's variance at the highest point that enough comparisons reach. At least 1, at most
    ``comparisons``.
    """
    seen = np.flatnonzero(survival * comparisons >= ENOUGH_PAIRS)
    if not len(seen) or len(replicates) < 2:
        return 1.0
    share, variance = float(survival[seen[-1]]), float(replicates[:, seen[-1]].var())
    worth = share * (1 - share) / variance if variance > 0 else 1.0
    return float(min(max(worth, 1.0), comparisons))


def _without_blind_ones(work: FitGrids, made: list[Stratum]) -> Iterator[Stratum]:
    """Refuse what holds on average and not in a group that is part of it: the group must then be named.

    What is refused for one photo of each is refused for more. Groups whose strangers are known with one photo each are
    rarely known with more: a weight from more photos goes no higher than the one that was checked in those groups.
    """
    blind: dict[str, str] = {}
    checked: dict[str, float] = {}
    for place, stratum in sorted(enumerate(made), key=lambda item: item[1].references * item[1].probes):
        key = str(sorted(stratum.key.items()))
        reason = None if stratum.refused else _blind(stratum, [made[p] for p in _within(work.cells, place)])
        if (stratum.references, stratum.probes) == (1, 1) and stratum.curves is not None:
            blind[key] = reason or stratum.refused or ""
            checked[key] = stratum.bounds[1]
        reason = reason or (None if stratum.refused else blind.get(key) or None)
        low, high = stratum.bounds
        most = min(high, checked.get(key, high))
        limited_by = "groups" if most < high else stratum.limited_by
        refused = reason or stratum.refused
        yield replace(stratum, bounds=(low, most), refused=refused, limited_by=limited_by)


def _within(cells: list[Cell], place: int) -> list[int]:
    children = [number for number, cell in enumerate(cells) if cell.parent == place]
    return children + [deeper for child in children for deeper in _within(cells, child)]


def _blind(stratum: Stratum, parts: list[Stratum]) -> str | None:
    curves = stratum.curves
    assert curves is not None
    for part in parts:
        if part.curves is None:
            continue
        for weight in BLIND_AT:
            reached = int(np.searchsorted(curves.llr, weight))
            if weight > stratum.bounds[1] or reached == len(curves.llr):
                break
            share = float(part.curves.survival[reached])
            if share > 10**-weight:
                return (
                    f"It would mislead for: {part.label}. There {share:.1%} of strangers would reach a weight that"
                    f" states at most {10**-weight:.1%}. Name the group."
                )
    return None
