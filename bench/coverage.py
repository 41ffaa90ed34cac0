"""How often the intervals that reports print hold the truth: simulated people, many data sets of each size.

    uv run python bench/coverage.py [--sets 200] [--sizes 10 30 100] [--tasks easier harder] [--json]

People who do not exist: a direction each in 24 dimensions, two to four photographs scattered about it, in tasks that
differ in how far they scatter. The truth is the same figure of everybody there could be: of 20,000 such people where
two photographs are compared, of all data sets of that size together where a gallery is searched, since what is found in
it depends on how large it is. An interval of 95 % should hold it in 93 to 97 of 100 data sets; the bench's own chance
error is 3 of 100 with 200 data sets. A limit on one side holds it more often.

Of a weight it is counted how often its interval holds the weight that another calibration, from as many other people,
gives the same score, over scores of strangers and of mates. Where a weight stands at a bound it is "at least" that, and
its one end is a limit on what another calibration would fit; what that one could state does not matter.

Prints one table a task, as Markdown: the share of data sets whose interval held; in brackets where most have a limit on
one side only; "-" where most have none. Exits with 1 if any interval holds in fewer than 90 of 100.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from antigone.evidence.assess import HeldOutWeights, judge
from antigone.evidence.calibrate import calibrate
from antigone.evidence.calibration import Stratum
from antigone.evidence.fit import FEWEST_OTHERS
from antigone.evidence.identification import (
    SplitScores,
    fnir_interval,
    rank_interval,
    rank_one,
    searches,
    threshold_at,
)
from antigone.evidence.intervals import Interval, of_share
from antigone.evidence.metrics import Sorted, Thresholds, threshold_at_far, verification
from antigone.evidence.pairs import Pairs
from antigone.evidence.samples import Floats, Ints, Samples, of_folder

SIZES = (10, 30, 100, 200, 400, 800)
TASKS = {"easier": 0.6, "harder": 0.9, "hardest": 1.2}
DIMENSIONS = 24
MOST_PAIRS = 60_000
CALIBRATIONS = 40
FPIRS = (0.1, 0.03)
ALARM = 0.90
WEIGHT = "a weight"


@dataclass(frozen=True, slots=True)
class Held:
    """Of data sets with an interval: how many, how many have only a limit on one side, and how many held the truth."""

    sets: int = 0
    limits: int = 0
    held: int = 0

    def and_of(self, interval: Interval | None, truth: float) -> Held:
        if interval is None or isinstance(interval, str):
            return self
        low, high = interval
        limited = low <= 0 or high >= 1
        return Held(self.sets + 1, self.limits + limited, self.held + (low <= truth <= high))

    def share(self, of: int) -> float | None:
        return self.held / self.sets if 2 * self.sets > of else None


def templates(count: int, scatter: float, seed: int, singles: int = 0) -> tuple[Floats, Ints]:
    """Templates of ``count`` people with two to four photographs and of ``singles`` with one; whose each is."""
    random = np.random.default_rng(seed)
    photos = np.concatenate([random.integers(2, 5, count), np.ones(singles, int)])
    faces = np.repeat(random.normal(size=(count + singles, DIMENSIONS)), photos, axis=0)
    made = faces + scatter * random.normal(size=faces.shape)
    return made / np.linalg.norm(made, axis=1, keepdims=True), np.repeat(np.arange(count + singles), photos)


def people(count: int, scatter: float, seed: int, singles: int = 0) -> Samples:
    made, person = templates(count, scatter, seed, singles)
    paths = np.array([f"P{number:05}/{row:06}.jpg" for row, number in enumerate(person)])
    return of_folder(paths, made.astype(np.float32), np.ones(len(paths), bool), "fake@1")


def comparisons(count: int, scatter: float, seed: int, most: int = MOST_PAIRS) -> Pairs:
    """Every two photographs of each person, and every two persons once, with a photograph of each drawn by chance."""
    made, person = templates(count, scatter, seed)
    random = np.random.default_rng((seed, 1))
    first, photos = np.unique(person, return_index=True, return_counts=True)[1:]
    one, other = [], []
    for apart in (1, 2, 3):
        rows = np.flatnonzero(person[apart:] == person[:-apart])
        one.append(rows)
        other.append(rows + apart)
    if count * (count - 1) // 2 <= most:
        persons = np.triu_indices(count, 1)
    else:
        drawn = random.integers(count, size=most)
        persons = drawn, (drawn + 1 + random.integers(count - 1, size=most)) % count
    for rows, side in zip((one, other), persons, strict=True):
        rows.append(first[side] + (random.random(len(side)) * photos[side]).astype(int))
    a, b = np.concatenate(one), np.concatenate(other)
    return Pairs(np.einsum("nd,nd->n", made[a], made[b]), person[a], person[b], count)


class Compared:
    """Figures of two photographs each, and their truth."""

    def __init__(self, scatter: float) -> None:
        known = calibrate(people(300, scatter, 1), made="bench", description="people who do not exist", repeats=20)
        stratum = known.find({}, (1, 1))
        assert isinstance(stratum, Stratum)
        self._scatter, self._stratum = scatter, stratum
        everybody = comparisons(20_000, scatter, 2, most=2_000_000)
        self._threshold = threshold_at_far(Sorted(everybody).curve(), 0.003)
        self.truth = {name: value for name, (value, _) in self._figures(everybody).items()}

    def held(self, size: int, sets: int) -> dict[str, Held]:
        counted: dict[str, Held] = defaultdict(Held)
        for seed in range(sets):
            for name, (_, interval) in self._figures(comparisons(size, self._scatter, 1000 + seed)).items():
                counted[name] = counted[name].and_of(interval, self.truth[name])
        return counted

    def _figures(self, pairs: Pairs) -> dict[str, tuple[float, Interval | None]]:
        made, at = verification(pairs), Thresholds(pairs)
        found = {
            name: (made[key]["value"], made[key]["interval_95"])
            for name, key in (("EER", "eer"), ("TAR at FAR 0.01", "tar_at_far_0.01"), ("at 0.001", "tar_at_far_0.001"))
        }
        missed, accepted = at.fnmr(self._threshold), at.fmr(self._threshold)
        counts = int(pairs.mated.sum()), int((~pairs.mated).sum())
        for name, mean, count in (("FNMR at a threshold", missed, counts[0]), ("FMR", accepted, counts[1])):
            found[name] = mean.value, of_share(mean.value, mean.variance, mean.people, count)
        curves = self._stratum.curves
        assert curves is not None
        llr = np.clip(np.interp(pairs.score, curves.grid, curves.llr), *self._stratum.bounds)
        report = judge(HeldOutWeights("everybody", (1, 1), 0, pairs, llr, np.full(len(llr), 9.0)))
        return found | {"Cllr": (report["cllr"], report["cllr_95"])}


def searched(scatter: float, size: int, sets: int) -> dict[str, Held]:
    """Rank 1 and FNIR of ``size`` people with several photographs, and twice as many with one."""
    made = [searches(people(size, scatter, 20_000 + seed, singles=2 * size), 0) for seed in range(sets)]
    truth = {"rank 1": float(np.average([rank_one(s) for s in made], weights=[len(s.mate) for s in made]))}
    mates, strangers = (np.concatenate([getattr(s, name) for s in made]) for name in ("mate", "stranger"))
    truth |= {f"FNIR at {fpir}": float(np.mean(mates <= threshold_at(strangers, fpir))) for fpir in FPIRS}
    counted: dict[str, Held] = defaultdict(Held)
    for split in made:
        for name, interval in _of_searches(split):
            counted[name] = counted[name].and_of(interval, truth[name])
    return counted


def _of_searches(split: SplitScores) -> Iterator[tuple[str, Interval]]:
    yield "rank 1", rank_interval(split)
    for fpir in FPIRS:
        yield f"FNIR at {fpir}", fnir_interval(split, fpir)


def weights(scatter: float, size: int, sets: int) -> dict[str, Held]:
    """Each of up to 40 calibrations against each other one, at scores of strangers and of mates."""
    if size < FEWEST_OTHERS:
        return {WEIGHT: Held()}
    pairs = comparisons(2000, scatter, 5)
    mated = pairs.mated
    scores = np.concatenate(
        [np.quantile(pairs.score[~mated], (0.5, 0.9, 0.99, 0.999)), np.quantile(pairs.score[mated], (0.05, 0.5))]
    )
    found = [_calibrated(scatter, size, 30_000 + seed) for seed in range(min(sets, CALIBRATIONS))]
    stating = [stratum for stratum in found if stratum.refused is None]
    counted = Held()
    for score in scores:
        fitted = np.array([stratum.weight_without_bounds(score) for stratum in stating])
        for number, stratum in enumerate(stating):
            value, low, high = stratum.at(score)
            others = np.clip(np.delete(fitted, number), *stratum.bounds)
            held = int(((others >= low) & (others <= high)).sum())
            limits = counted.limits + len(others) * (value in stratum.bounds)
            counted = Held(counted.sets + len(others), limits, counted.held + held)
    return {WEIGHT: counted}


def _calibrated(scatter: float, size: int, seed: int) -> Stratum:
    made = calibrate(
        people(size, scatter, seed), made="bench", description="people who do not exist", repeats=100, most=MOST_PAIRS
    )
    stratum = made.find({}, (1, 1))
    assert isinstance(stratum, Stratum)
    return stratum


def measured(tasks: Iterable[str], sizes: Iterable[int], sets: int) -> Iterator[dict[str, Any]]:
    """A row for each task and size."""
    for task in tasks:
        scatter = TASKS[task]
        compared = Compared(scatter)
        for size in sizes:
            of_weights = weights(scatter, size, sets)
            counted = compared.held(size, sets) | searched(scatter, size, sets) | of_weights
            figures = {
                name: {
                    "held": one.share(1 if name in of_weights else sets),
                    "of": one.sets,
                    "limits_on_one_side": one.limits,
                }
                for name, one in counted.items()
            }
            yield {"task": task, "people": size, "figures": figures}


def cell(figure: dict[str, Any]) -> str:
    if figure["held"] is None:
        return "-"
    return f"({figure['held']:.2f})" if 2 * figure["limits_on_one_side"] > figure["of"] else f"{figure['held']:.2f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sets", type=int, default=200)
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--tasks", choices=TASKS, nargs="+", default=list(TASKS))
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    rows = []
    for row in measured(asked.tasks, asked.sizes, asked.sets):
        if not asked.json:
            if not rows:
                print("| task, people |", " | ".join(row["figures"]), "|")
                print("|---" * (1 + len(row["figures"])) + "|")
            print(
                f"| {row['task']}, {row['people']} |", " | ".join(map(cell, row["figures"].values())), "|", flush=True
            )
        rows.append(row)
    seconds = round(time.process_time())
    load = round(os.getloadavg()[1], 1)
    print(
        json.dumps({"rows": rows, "processor_seconds": seconds, "load": load})
        if asked.json
        else f"{asked.sets} data sets a row, {seconds} s of a processor at a load of {load}"
    )
    shares = [figure["held"] for row in rows for figure in row["figures"].values() if figure["held"] is not None]
    raise SystemExit(int(min(shares, default=1.0) < ALARM))


if __name__ == "__main__":
    main()
