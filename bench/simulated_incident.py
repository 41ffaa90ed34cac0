"""A simulated incident: who is missing, who lies in the mortuary, and the weight of every pair.

Everything here is an assumption, but for how face weights are distributed: those of strangers come from the shipped
calibration, those of one person from scores measured on LFW. docs/reconciliation.md says so in words.
"""

from __future__ import annotations

import argparse
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from antigone.evidence.calibration import Calibration, Stratum
from antigone.reconciliation.joint import NOBODY
from antigone.reconciliation.lines import agreement_log10, distance_log10
from antigone.reconciliation.lists import Listing, closed_list, open_list
from antigone.reconciliation.table import TableCase

MODEL = "sface@fb143eea0783-88d058/r1"
BANDS = (("infant", 0, 2), ("child", 3, 12), ("adolescent", 13, 17), ("adult", 18, 59), ("old", 60, 95))
PEOPLE = (0.03, 0.10, 0.07, 0.65, 0.15)
"""Shares of the age bands among the missing [assumption]."""
STATURE = {"female": (162.0, 6.5), "male": (175.0, 7.0)}  # cm, [assumption]
MORTUARY = (
    *("camera-above", "camera-below", "camera-aside", "eyes-closed", "eyes-half-open", "jaw-dropped", "bloating"),
    *("pallor", "livor", "greening", "marbling", "drying", "wounds", "wet-hair", "blood", "soil", "foam", "cloth"),
    *("half-face", "night", "flash"),
)
"""Conditions of the dead and of their photos; how often a face is still found, and the cosine to the untouched photo,
are read from the table in docs/conditions.md."""
MATED = np.array(
    [0.053, 0.512, 0.562, 0.588, 0.61, 0.629, 0.644, 0.66, 0.673, 0.689, 0.699]
    + [0.711, 0.724, 0.738, 0.751, 0.764, 0.778, 0.797, 0.82, 0.849, 0.963]
)
"""Mated scores of LFW (dev half, 832 people, one pair each), quantiles 0, 0.05 ... 1."""


@dataclass
class People:
    sex: np.ndarray  # 1 female
    age: np.ndarray
    stature: np.ndarray
    mark: np.ndarray
    """Which of 200 marks they bear, -1 none."""
    near: np.ndarray
    band: np.ndarray


@dataclass
class Incident:
    cases: list[TableCase]
    lists: list[Listing]
    weights: np.ndarray
    face: np.ndarray | None
    truth: np.ndarray
    """Each body's record, or NOBODY."""


def measure(table: Path) -> None:
    """One pair of different photos of each person, drawn with seed 0."""
    from antigone.evidence.samples import of_folder, prepare

    with np.load(table) as file:
        samples = prepare(of_folder(file["paths"], file["templates"], file["status"] == "", MODEL)).samples
    random = np.random.default_rng(0)
    scores = []
    for person in np.unique(samples.persons):
        rows = np.flatnonzero((samples.persons == person) & (samples.refusals == ""))
        if len(rows) > 1:
            one, other = random.choice(rows, 2, replace=False)
            scores.append(float(samples.templates[one] @ samples.templates[other]))
    print(len(scores), [round(float(q), 3) for q in np.quantile(scores, np.linspace(0, 1, 21))])


def people(count: int, random: np.random.Generator) -> People:
    band = random.choice(len(BANDS), count, p=PEOPLE)
    low, high = (np.array([b[k] for b in BANDS])[band] for k in (1, 2))
    age = low + random.random(count) * (high - low + 1)
    sex = (random.random(count) < 0.45).astype(int)
    mean, sd = (np.where(sex == 1, STATURE["female"][k], STATURE["male"][k]) for k in (0, 1))
    stature = random.normal(mean, sd)
    stature[age < 18] = np.nan  # of children none is used
    mark = np.where(random.random(count) < 0.15, random.integers(200, size=count), -1)
    return People(sex, age, stature, mark, random.random(count) < 0.25, band)


def simulate(arguments: argparse.Namespace, calibration: Calibration, seed: int) -> Incident:
    random = np.random.default_rng([seed, 20])
    bodies, missing = arguments.bodies, arguments.missing
    everybody = people(missing, random)
    order = np.argsort(everybody.band * 2 + everybody.sex, kind="stable")  # strata lie together
    everybody = People(*(getattr(everybody, name)[order] for name in People.__dataclass_fields__))
    there = bodies if arguments.closed else round(arguments.listed * bodies)
    truth = np.full(bodies, NOBODY)
    truth[:there] = random.choice(missing, there, replace=False)
    dead = people(bodies, random)
    for name in People.__dataclass_fields__:
        getattr(dead, name)[:there] = getattr(everybody, name)[truth[:there]]
    weights, face = weigh(arguments, calibration, everybody=everybody, dead=dead, truth=truth, random=random)
    names = [f"record-{k}" for k in range(missing)]
    if arguments.closed:
        lists = [closed_list("aboard", names, "simulated", share=min(0.999, (missing - 0.5) / bodies))]
    else:
        lists = [open_list("reported", names, arguments.listed, "simulated; stated as it is")]
    return Incident([TableCase((f"case-{k}",)) for k in range(bodies)], lists, weights, face, truth)


def weigh(arguments, calibration, *, everybody, dead, truth, random) -> tuple[np.ndarray, np.ndarray | None]:
    """The weight of every pair: of all lines, and of the face alone."""
    times = 2 if arguments.worse else 1
    bodies, missing = len(truth), len(everybody.sex)
    # What the records say: sex of all, age of 9 in 10, stature of 7 in 10 (error 4 cm), marks of 8 in 10 who have one.
    said_sex = everybody.sex ^ (random.random(missing) < 0.002 * times)
    said_age = np.where(random.random(missing) < 0.9, everybody.age, np.nan)
    said_stature = everybody.stature + random.normal(0, 4 * times, missing)
    said_stature[random.random(missing) > 0.7] = np.nan
    said_mark = np.where(random.random(missing) < 0.9 - 0.1 * times, everybody.mark, -1)
    # What the mortuary says: sex of 95 in 100 (0.5 % wrong), age with an error of 5 years (children 1.5), stature 2.5;
    # 2 in 100 measurements are somebody else's; 9 in 10 marks are seen.
    seen_sex = (dead.sex ^ (random.random(bodies) < 0.005 * times)).astype(float)
    seen_sex[random.random(bodies) > 0.95] = np.nan
    age_sd = np.where(dead.age < 18, 1.5, 5.0)
    seen_age = dead.age + random.normal(0, age_sd * times)
    seen_stature = dead.stature + random.normal(0, 2.5 * times, bodies)
    for seen in (seen_age, seen_stature):
        wrong = random.random(bodies) < 0.02 * times
        seen[wrong] = random.permutation(seen)[wrong]
    seen_mark = np.where(random.random(bodies) < 0.9, dead.mark, -1)
    seen_near = np.where(truth == NOBODY, random.random(bodies) < 0.25, random.random(bodies) < 1 - 0.2 * times)
    face = (
        None
        if arguments.faces == "none"
        else faces(arguments.faces, calibration, everybody=everybody, truth=truth, random=random)
    )
    weights = np.zeros((bodies, missing), np.float32) if face is None else face.copy()
    women = said_sex.mean()
    frequency = np.bincount(said_mark[said_mark >= 0], minlength=200) / missing
    for row in range(bodies):
        weights[row] += _lines(
            (seen_sex[row], seen_age[row], age_sd[row], seen_stature[row], seen_mark[row]),
            (said_sex, said_age, said_stature, said_mark),
            women,
            frequency,
        )
        # Whether each person was last known near this body: of strangers a quarter, of the person as drawn above.
        near = random.random(missing) < 0.25
        if truth[row] != NOBODY:
            near[truth[row]] = seen_near[row]
        weights[row] += agreement_log10(near, 0.8, 0.25)
    return weights, face


def _lines(seen, said, women: float, frequency: np.ndarray) -> np.ndarray:
    """Sex, age, stature and mark of one body against all records, by the models of antigone.reconciliation."""
    sex, age, age_sd, stature, mark = seen
    said_sex, said_age, said_stature, said_mark = said
    total = np.zeros(len(said_sex))
    if not np.isnan(sex):
        share = women if sex == 1 else 1 - women
        share = share * 0.995 + (1 - share) * 0.005
        total += np.where(said_sex == sex, np.log10(0.993 / share), np.log10(0.007 / share))
    known = ~np.isnan(said_age)
    total[known] += distance_log10(np.array([age]), age_sd, said_age[known], 0.0, said_age[known])
    if not np.isnan(stature):
        for value in (0, 1):  # within one sex, as told
            rows = (said_sex == value) & ~np.isnan(said_stature)
            total[rows] += distance_log10(np.array([stature]), 2.5, said_stature[rows], 4.0, said_stature[rows])
    if mark >= 0 and frequency[mark] > 0:
        total[said_mark == mark] += min(np.log10(0.9 / frequency[mark]), 3.0)
    return total


def faces(kind: str, calibration, *, everybody, truth, random) -> np.ndarray:
    """Face weights, bodies x missing. As of the living, or each body under one or two moderate conditions at once, and
    3 in 10 faces not fit; 0 for all whose face is not fit or not found.

    A ten-thousandth of the score is added, so that lists keep the order of their scores where weights are at a limit.
    """
    bodies, missing = len(truth), len(everybody.sex)
    face = np.empty((bodies, missing), np.float32)
    strata = {}
    for place, (band, _, _) in enumerate(BANDS):
        for sex, name in ((1, "female"), (0, "male")):
            stratum = calibration.find({"age_band": band, "sex": name}, (1, 1))
            assert isinstance(stratum, Stratum) and stratum.curves is not None and stratum.refused is None
            strata[place, sex] = stratum
            columns = np.flatnonzero((everybody.band == place) & (everybody.sex == sex))
            if not len(columns):
                continue
            first, count = columns[0], len(columns)
            values = (np.clip(stratum.curves.llr, *stratum.bounds) + 1e-4 * stratum.curves.grid).astype(np.float32)
            tail = stratum.curves.survival[::-1]  # rises: the score reached by a share u of strangers
            above = np.flatnonzero(stratum.curves.llr > stratum.bounds[0])[0]
            share = stratum.curves.survival[above]
            face[:, first : first + count] = stratum.bounds[0]  # where most are; the others are drawn
            for row in range(bodies):
                few = random.integers(count, size=random.binomial(count, share))
                at = np.searchsorted(tail, random.random(len(few)) * share, side="left")
                face[row, first + few] = values[len(values) - 1 - np.minimum(at, len(values) - 1)]
    score = np.interp(random.random(bodies), np.linspace(0, 1, len(MATED)), MATED)
    usable = np.ones(bodies, bool)
    if kind != "living":
        cosines, found = conditions()
        for _ in range(1 if kind == "one" else 2):
            condition = random.integers(len(cosines), size=bodies)
            score = score * cosines[condition]
            usable &= random.random(bodies) < found[condition]
        usable &= random.random(bodies) < 0.7
    for row in range(bodies):
        if truth[row] != NOBODY:
            stratum = strata[int(everybody.band[truth[row]]), int(everybody.sex[truth[row]])]
            face[row, truth[row]] = stratum.at(float(score[row]))[0] + 1e-4 * score[row]
        if not usable[row]:
            face[row] = 0
    return face


def conditions() -> tuple[np.ndarray, np.ndarray]:
    """Cosine and share found of each of MORTUARY, moderate."""
    page = (Path(__file__).parents[1] / "docs/conditions.md").read_text(encoding="utf-8")
    found = re.findall(r"^\| `([a-z-]+)` \|" + r" ([\d.]+) \|" * 6, page, re.M)
    rows = {row[0]: [float(cell) for cell in row[1:]] for row in found}
    return np.array([rows[name][4] for name in MORTUARY]), np.array([rows[name][1] for name in MORTUARY])
