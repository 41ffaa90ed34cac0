"""How often the intervals that reports print hold the truth: simulated people, many data sets of each size.

    uv run python bench/coverage.py [--sets 200] [--sizes 10 30 100] [--repeats 200] [--json]

People who do not exist: a direction each in 24 dimensions, one to four photographs scattered about it, in an easier and
a harder task. The truth is what the same figure is over thousands of such people. An interval of 95 % should hold it in
93 to 97 of 100 data sets; exact intervals hold it more often where errors are rare, since nobody can be missed by half.
Prints the share of data sets whose interval held the truth, or "-" where too few people give none. Exits with 1 if any
printed interval holds it in fewer than 90 of 100: the bench's own chance error with 200 data sets is 3 of 100.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from antigone.errors import SamplesInvalid
from antigone.evidence.assess import HeldOutWeights, judge
from antigone.evidence.calibrate import calibrate
from antigone.evidence.calibration import Stratum
from antigone.evidence.fit import FEWEST_OTHERS
from antigone.evidence.identification import fnir, identification, rank_one, searches
from antigone.evidence.metrics import verification
from antigone.evidence.pairs import Pairs, draw
from antigone.evidence.samples import Samples, of_folder

SIZES = (10, 20, 30, 50, 100, 200, 400, 800)
TASKS = {"easier": 0.6, "harder": 0.9}
DIMENSIONS = 24
ALARM = 0.90
Interval = tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Figure:
    """One kind of figure: what is true of it, and its interval in a data set."""

    name: str
    truth: float
    interval: Callable[[Samples, int], Interval]


def people(count: int, scatter: float, seed: int, singles: int = 0) -> Samples:
    """``count`` people with two to four photographs, and ``singles`` with one."""
    random = np.random.default_rng(seed)
    photos = np.concatenate([random.integers(2, 5, count), np.ones(singles, int)])
    faces = np.repeat(random.normal(size=(count + singles, DIMENSIONS)), photos, axis=0)
    templates = faces + scatter * random.normal(size=faces.shape)
    templates /= np.linalg.norm(templates, axis=1, keepdims=True)
    names = np.repeat(np.arange(count + singles), photos)
    paths = np.array([f"P{person:05}/{row:06}.jpg" for row, person in enumerate(names)])
    return of_folder(paths, templates.astype(np.float32), np.ones(len(paths), bool), "fake@1")


def figures(scatter: float, repeats: int) -> Iterator[Figure]:
    known = people(300, scatter, 1)
    stratum = calibrate(known, made="bench", description="people who do not exist", repeats=20).find({}, (1, 1))
    assert isinstance(stratum, Stratum)
    many = people(1500, scatter, 2)
    pairs = draw(many, most_non_mated=1_000_000)
    truths = verification(pairs, 0, 1)
    for key in ("eer", "tar_at_far_0.01", "tar_at_far_0.001"):
        yield Figure(key, truths[key]["value"], _of_verification(key, repeats))
    cost = judge(_weighed(stratum, pairs), 2)["cllr"]
    yield Figure("cllr", cost, _of_weights(stratum, repeats))


def _of_verification(key: str, repeats: int) -> Callable[[Samples, int], Interval]:
    def interval(samples: Samples, seed: int) -> Interval:
        pairs = draw(samples, seed=seed)
        wanted = float(key.rsplit("_", 1)[1]) if "_" in key else 0.0
        if wanted and (~pairs.mated).sum() * wanted < 1:
            return None  # no non-mated comparison may be accepted: it is another figure than the truth's
        found: Interval = verification(pairs, repeats, seed)[key]["interval_95"]
        return found

    return interval


def _of_weights(stratum: Stratum, repeats: int) -> Callable[[Samples, int], Interval]:
    def interval(samples: Samples, seed: int) -> Interval:
        found: Interval = judge(_weighed(stratum, draw(samples, seed=seed)), repeats, seed)["cllr_95"]
        return found

    return interval


def _weighed(stratum: Stratum, pairs: Pairs) -> HeldOutWeights:
    assert stratum.curves is not None
    llr = np.clip(np.interp(pairs.score, stratum.curves.grid, stratum.curves.llr), *stratum.bounds)
    return HeldOutWeights("everybody", (1, 1), 0, pairs, llr, np.full(len(llr), stratum.bounds[1]))


def searched(scatter: float, size: int, sets: int, repeats: int) -> dict[str, float | None]:
    """Rank 1 and FNIR, whose truth depends on the gallery's size: its mean over many data sets of the same size."""
    truth = {"rank_1": [], "fnir_at_fpir_0.1": []}  # type: dict[str, list[float]]
    for seed in range(max(2000 // size, 20)):
        made = searches(people(size, scatter, 10_000 + seed, singles=2 * size), 0)
        truth["rank_1"].append(rank_one(made))
        truth["fnir_at_fpir_0.1"].append(fnir(made, 0.1))
    held: dict[str, list[bool]] = {key: [] for key in truth}
    for seed in range(sets):
        report = identification(people(size, scatter, 20_000 + seed, singles=2 * size), splits=1, repeats=repeats)
        for key, values in truth.items():
            if report[key]["interval_95"]:
                low, high = report[key]["interval_95"]
                held[key].append(low <= np.mean(values) <= high)
    return {key: float(np.mean(values)) if values else None for key, values in held.items()}


def weights_of_another(scatter: float, size: int, sets: int) -> float | None:
    """How often a weight's interval holds what another calibration, from as many other people, says at the same score.

    Where either is at its bound the other is taken to it: a bound is said beside the weight, and has no interval.
    """
    if size < FEWEST_OTHERS:
        return None
    held = []
    for seed in range(min(sets, 50)):
        one, other = (_calibrated(scatter, size, 30_000 + 2 * seed + which) for which in (0, 1))
        if one.curves is None or other.curves is None:
            continue
        for score in np.quantile(draw(people(200, scatter, seed), seed=seed).score, (0.5, 0.99, 0.999)):
            _, low, high = one.at(float(score))
            another = np.clip(np.clip(other.weight_without_bounds(float(score)), *other.bounds), *one.bounds)
            held.append(low - 0.005 <= another <= high + 0.005)
    return float(np.mean(held)) if held else None


def _calibrated(scatter: float, size: int, seed: int) -> Stratum:
    made = calibrate(people(size, scatter, seed), made="bench", description="people who do not exist", repeats=100)
    stratum = made.find({}, (1, 1))
    assert isinstance(stratum, Stratum)
    return stratum


def covered(figure: Figure, scatter: float, size: int, sets: int) -> float | None:
    """The share of ``sets`` data sets whose interval holds the truth; None where most have none."""
    held = []
    for seed in range(sets):
        try:
            interval = figure.interval(people(size, scatter, 1000 + seed), seed)
        except SamplesInvalid:
            continue
        if interval:
            held.append(interval[0] <= figure.truth <= interval[1])
    return float(np.mean(held)) if len(held) > sets / 2 else None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sets", type=int, default=200)
    parser.add_argument("--repeats", type=int, default=200)
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    rows = []
    for task, scatter in TASKS.items():
        kinds = list(figures(scatter, asked.repeats))
        for size in asked.sizes:
            found = {kind.name: covered(kind, scatter, size, asked.sets) for kind in kinds}
            found |= searched(scatter, size, asked.sets, asked.repeats)
            found["weight"] = weights_of_another(scatter, size, asked.sets)
            rows.append({"task": task, "people": size, **found})
            if not asked.json:
                shown = [
                    f"{key} {'-' if value is None else value if isinstance(value, str) else f'{value:.3g}'}"
                    for key, value in rows[-1].items()
                ]
                print("  ".join(shown), flush=True)
    if asked.json:
        print(json.dumps(rows))
    stated = [
        value for row in rows for key, value in row.items() if key not in ("task", "people") and value is not None
    ]
    raise SystemExit(int(any(float(value) < ALARM for value in stated)))


if __name__ == "__main__":
    main()
