"""The mean template that is taken off every template: fit one, and see what it does to each group of people.

    uv run python bench/centre.py ../shared/faces/lfw-dev ../shared/faces/utkface-dev [--model sface]

Four centres are compared: none, the mean of LFW's people, the mean over UTKFace's groups (each crossing of age band,
sex and group counts once, whatever its size), and the mean of all UTKFace. False matches within a group are counted at
the threshold that a thousandth of LFW's non-mated pairs pass, on the half of each set the centre was not fitted on.
What is printed last is the balanced centre of all UTKFace, for the model's card.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
from pathlib import Path

import numpy as np

from antigone.engine import Engine
from antigone.evidence.identification import fnir, rank_one, searches
from antigone.evidence.samples import of_folder
from antigone.face.embed import Embedder
from antigone.gallery.intake import photos_in
from antigone.types import Profile

FMR = 1e-3
LEAST = 10
"""People a crossing needs to count."""
BANDS = (3, 13, 20, 40, 60)


@dataclasses.dataclass(frozen=True)
class Faces:
    paths: np.ndarray
    templates: np.ndarray
    found: np.ndarray


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("lfw", type=Path)
    parser.add_argument("utkface", type=Path)
    parser.add_argument("--model", default="sface")
    arguments = parser.parse_args()
    engine = bare(Engine.open(arguments.model))
    lfw, utk = faces(engine, arguments.lfw), faces(engine, arguments.utkface)
    utk = Faces(*(values[utk.found] for values in (utk.paths, utk.templates, utk.found)))
    random = np.random.default_rng(0)
    person = np.unique([path.split("/")[0] for path in lfw.paths], return_inverse=True)[1]
    fit_lfw, fit_utk = random.random(person.max() + 1) < 0.5, random.random(len(utk.paths)) < 0.5
    centres = {
        "none": np.zeros(lfw.templates.shape[1]),
        "mean of LFW's people": person_mean(lfw, person, fit_lfw[person]),
        "mean of UTKFace": utk.templates[fit_utk].mean(axis=0),
        "mean over UTKFace's groups": balanced(utk, fit_utk),
    }
    for name, centre in centres.items():
        print(json.dumps({"centre": name} | measured(lfw, ~fit_lfw[person], utk, ~fit_utk, centre)))
    print("centre = " + json.dumps([round(float(v), 5) for v in balanced(utk, np.ones(len(utk.paths), bool))]))


def bare(engine: Engine) -> Engine:
    """``engine`` without the centres its cards have."""
    networks = tuple(
        dataclasses.replace(network, card=dataclasses.replace(network.card, centre=()))
        for network in engine.embedder.networks
    )
    return dataclasses.replace(engine, embedder=Embedder(networks, engine.embedder.cuts))


def faces(engine: Engine, folder: Path) -> Faces:
    paths = list(photos_in(folder))
    templates = np.zeros((len(paths), engine.embedder.size), np.float32)
    for row, outcome in enumerate(engine.probe_all(paths, Profile.AM, principal=True)):
        if outcome.probe is not None:
            templates[row] = outcome.probe.template.vector
    return Faces(np.array([p.relative_to(folder).as_posix() for p in paths]), templates, templates.any(axis=1))


def person_mean(lfw: Faces, person: np.ndarray, chosen: np.ndarray) -> np.ndarray:
    sums = np.zeros((person.max() + 1, lfw.templates.shape[1]))
    np.add.at(sums, person[chosen], lfw.templates[chosen])
    return unit(sums[np.unique(person[chosen])]).mean(axis=0)


def balanced(utk: Faces, chosen: np.ndarray) -> np.ndarray:
    crossing = np.array(["/".join((str(band(path)), *path.split("_")[1:3])) for path in utk.paths])
    means = []
    for one in np.unique(crossing[chosen]):
        rows = chosen & (crossing == one)
        if rows.sum() >= LEAST:
            means.append(utk.templates[rows].mean(axis=0))
    return np.mean(means, axis=0)


def band(path: str) -> int:
    return int(np.digitize(int(path.split("_", maxsplit=1)[0]), BANDS))


def measured(lfw: Faces, of_lfw: np.ndarray, utk: Faces, of_utk: np.ndarray, centre: np.ndarray) -> dict:
    ours, theirs = unit(lfw.templates[of_lfw] - centre), unit(utk.templates[of_utk] - centre)
    paths = lfw.paths[of_lfw]
    first = np.unique([path.split("/")[0] for path in paths], return_index=True)[1]
    threshold = float(np.quantile(strangers(ours[first]), 1 - FMR))
    samples = of_folder(paths, ours.astype(np.float32), lfw.found[of_lfw], "centred otherwise")
    splits = [searches(samples, seed) for seed in range(10)]
    rows = utk.paths[of_utk]
    within = {
        name: {"people": int(chosen.sum()), "fmr": round(float((strangers(theirs[chosen]) > threshold).mean()), 4)}
        for name, chosen in groups(rows).items()
    }
    return {
        "lfw_fnir_at_fpir_0.03": round(float(np.mean([fnir(s, 0.03) for s in splits])), 4),
        "lfw_rank_1_errors": round(float(np.mean([1 - rank_one(s) for s in splits])), 4),
        "threshold": round(threshold, 3),
        "fmr_within": within,
    }


def groups(paths: np.ndarray) -> dict[str, np.ndarray]:
    age = np.array([int(path.split("_")[0]) for path in paths])
    sex = np.array([path.split("_")[1] for path in paths])
    group = np.array([path.split("_")[2] for path in paths])
    adult = (age >= 20) & (age < 60)
    return {
        "0-2 years": age < 3,
        "3-12 years": (age >= 3) & (age < 13),
        "13-19 years": (age >= 13) & (age < 20),
        "20-59 years": adult,
        "women from 60": (age >= 60) & (sex == "1"),
        "men from 60": (age >= 60) & (sex == "0"),
    } | {f"20-59 years, group {one}": adult & (group == one) for one in "01234"}


def strangers(templates: np.ndarray) -> np.ndarray:
    return (templates @ templates.T)[np.triu_indices(len(templates), 1)]


def unit(rows: np.ndarray) -> np.ndarray:
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


if __name__ == "__main__":
    main()
