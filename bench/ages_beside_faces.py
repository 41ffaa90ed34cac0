"""Whether age and sex may be added to a face's weight: strangers of a known age, as if independent and as they are.

    uv run python tools/make_calibration.py LFW UTKFACE --work FOLDER --date DATE --out FOLDER/calibration.json
    uv run python bench/ages_beside_faces.py FOLDER/samples.npz [--pairs 200000] [--repeats 200] [--json]

UTKFace names ages and sexes (as its annotators saw them) and has one photograph a person: everybody is a stranger to
everybody else. Half of all people calibrate, within age band and sex; the other half is weighed, and both ways. One of
each pair is taken for the dead, estimated within five years (a year and a half, of children), the other's age is told.

If nothing of age were left in a face's weight within a band, the mean of both likelihood ratios' product over strangers
would be the product of their means. Printed is the first divided by the second: how many times as strong as it should
be the sum is, with a 95 % interval by person. "Shuffled" is the same pairs, each with the age of another pair of its
stratum: what adding assumes. Sex is judged where the band alone is named, as the reconciliation does not add it there.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from antigone.evidence.bootstrap import draws, interval
from antigone.evidence.calibrate import calibrate
from antigone.evidence.calibration import Calibration, Stratum
from antigone.evidence.samples import Floats, Ints, Samples, folds, load, prepare
from antigone.reconciliation.lines import distance_log10

CHILD = 13
ERROR, ERROR_OF_CHILDREN = 5.0, 1.5
"""Years either way in which nineteen of twenty true ages lie, as an examiner would write them."""
AT = 2.0


@dataclass(frozen=True, slots=True)
class Strangers:
    """Pairs of strangers of one stratum, weighed by a calibration they had no part in."""

    label: str
    face: Floats = field(repr=False)
    """log10 LR of the face."""
    other: Floats = field(repr=False)
    """log10 LR of the age, or of the sex."""
    persons: tuple[Ints, Ints] = field(repr=False)
    gap: Floats = field(repr=False)
    """Years between the two."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("samples", type=Path)
    parser.add_argument("--pairs", type=int, default=200_000)
    parser.add_argument("--repeats", type=int, default=200)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    samples = prepare(load(asked.samples)).samples
    half = folds(samples, 2, 1)
    aged, sexed = {}, {}  # type: dict[str, list[Strangers]], dict[str, list[Strangers]]
    for fitting in (0, 1):
        made = calibrate(
            samples.take(half == fitting), made="bench", description="half", by=("age_band", "sex"), repeats=20
        )
        judged = samples.take(half != fitting)
        for found in within(made, judged, asked.pairs, sex_too=True):
            aged.setdefault(found.label, []).append(found)
        for found in within(made, judged, asked.pairs, sex_too=False):
            sexed.setdefault(found.label, []).append(found)
    rows = [told("age", parts, asked.repeats) for parts in aged.values()]
    rows += [told("sex", parts, asked.repeats) for parts in sexed.values()]
    print(json.dumps(rows) if asked.json else "\n".join(map(in_words, rows)))


def within(made: Calibration, judged: Samples, pairs: int, sex_too: bool) -> Iterator[Strangers]:
    """Strangers' pairs within each stratum that states weights: of age band and sex, or of age band alone."""
    ages, sexes = _said(judged)
    random = np.random.default_rng(7)
    known = (ages >= 0) & (sexes != "") & judged.found
    for band in np.unique(judged.groups["age_band"][known]):
        for sex in np.unique(sexes[known]) if sex_too else [""]:
            key = {"age_band": str(band)} | ({"sex": str(sex)} if sex_too else {})
            stratum = made.find(key, (1, 1))
            if not isinstance(stratum, Stratum) or stratum.refused or stratum.curves is None:
                continue
            rows = np.flatnonzero(known & (judged.groups["age_band"] == band) & ((sexes == sex) | (not sex_too)))
            one, two = (random.choice(rows, pairs) for _ in range(2))
            apart = one != two
            one, two = one[apart], two[apart]
            score = np.einsum("ij,ij->i", judged.templates[one], judged.templates[two])
            face = np.clip(np.interp(score, stratum.curves.grid, stratum.curves.llr), *stratum.bounds)
            other = of_age(ages[one], ages[two], ages[known]) if sex_too else of_sex(sexes[one], sexes[two])
            yield Strangers(stratum.label, face, other, (one, two), np.abs(ages[one] - ages[two]))


def _said(judged: Samples) -> tuple[Floats, Any]:
    """Ages and sexes as UTKFace's file names tell them; -1 and "" of everybody else."""
    names = [Path(path).name.split("_") for path in judged.paths.tolist()]
    alone = [len(parts) == 4 and parts[0].isdecimal() for parts in names]
    ages = [float(parts[0]) if ok else -1.0 for parts, ok in zip(names, alone, strict=True)]
    sex = np.where(alone, judged.groups["sex"], "")
    return np.array(ages), sex


def of_age(dead: Floats, missing: Floats, others: Floats) -> Floats:
    error = np.where(dead < CHILD, ERROR_OF_CHILDREN, ERROR) / 1.96
    return distance_log10(dead, error, missing, np.full(len(missing), 0.5), others)


def of_sex(dead: Any, missing: Any) -> Floats:
    """Both sexes as frequent, one in 200 written down wrongly."""
    return np.where(dead == missing, np.log10(0.995 / 0.5), np.log10(0.005 / 0.5))


def told(what: str, parts: list[Strangers], repeats: int) -> dict[str, Any]:
    """Both halves' figures of one stratum, together. The interval draws each half's people by themselves."""
    held = [_figures(parts, None)]
    drawn = [draws(int(max(side.max() for side in part.persons)) + 1, repeats, 3 + k) for k, part in enumerate(parts)]
    held += [_figures(parts, times) for times in zip(*drawn, strict=True)]
    ratios = {name: [row[name] for row in held] for name in held[0]}
    row: dict[str, Any] = {"beside": what, "stratum": parts[0].label, "pairs": sum(len(part.face) for part in parts)}
    row["people"] = sum(len(np.unique(np.concatenate(part.persons))) for part in parts)
    for name, values in ratios.items():
        row[name] = values[0]
        row[f"{name}_95"] = list(interval(values[1:]))
    return row


def _figures(parts: list[Strangers], times: tuple[Ints, ...] | None) -> dict[str, float]:
    face, other, weight = (np.concatenate(each) for each in zip(*_weighted(parts, times), strict=True))
    shuffled = np.concatenate([np.random.default_rng(1).permutation(part.other) for part in parts])
    lr_face, lr_other = 10.0**face, 10.0**other

    def mean(values: Floats) -> float:
        return float(np.average(values, weights=weight))

    near = np.concatenate([part.gap <= ERROR for part in parts])
    return {
        "times_too_strong": mean(lr_face * lr_other) / (mean(lr_face) * mean(lr_other)),
        "mean_lr_face": mean(lr_face),
        "mean_lr_face_within_five_years": float(np.average(lr_face[near], weights=weight[near] + 1e-12)),
        "face_at_2": mean(face >= AT),
        "sum_at_2": mean(face + other >= AT),
        "sum_at_2_shuffled": mean(face + shuffled >= AT),
    }


def _weighted(parts: list[Strangers], times: tuple[Ints, ...] | None) -> Iterator[tuple[Floats, Floats, Floats]]:
    for number, part in enumerate(parts):
        drawn = None if times is None else times[number]
        one, two = part.persons
        yield part.face, part.other, np.ones(len(one)) if drawn is None else (drawn[one] * drawn[two]).astype(float)


def in_words(row: dict[str, Any]) -> str:
    def figure(name: str, form: str) -> str:
        low, high = row[f"{name}_95"]
        return f"{row[name]:{form}} ({low:{form}}-{high:{form}})"

    return (
        f"{row['beside']} beside a face, {row['stratum']}: {row['people']} people, {row['pairs']} pairs\n"
        f"  times too strong {figure('times_too_strong', '.2f')}; mean LR of the face {figure('mean_lr_face', '.2f')},"
        f" of pairs within five years {figure('mean_lr_face_within_five_years', '.2f')}\n"
        f"  strangers at {AT:g} or more: face alone {figure('face_at_2', '.5f')}, sum {figure('sum_at_2', '.5f')},"
        f" sum as if independent {figure('sum_at_2_shuffled', '.5f')}"
    )


if __name__ == "__main__":
    main()
