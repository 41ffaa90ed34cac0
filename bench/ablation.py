"""What was tried to lower open-set errors, and what it gave: docs/decisions/0004-crops.md quotes this.

    uv run python bench/ablation.py FOLDER [--splits 8] [--out FILE.json]

One figure for each way: the geometric mean of FNIR at FPIR 0.005, 0.01, 0.02, 0.03, 0.05 and 0.1, averaged over random
splits, which is steadier than one FPIR alone; and rank-1 errors. Fitted ways (centring, within-person whitening) are
fitted on half of the people and measured on the other half, twice.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path, PurePosixPath

import cv2
import numpy as np

from antigone.engine import Engine
from antigone.evidence.identification import fnir, rank_one, searches
from antigone.evidence.samples import of_folder
from antigone.face.align import Crop, crops
from antigone.face.choose import Choice, choose
from antigone.face.detect import detect
from antigone.face.find import find_faces
from antigone.gallery.intake import photos_in
from antigone.parallel import in_order
from antigone.types import Photo

FPIRS = (0.005, 0.01, 0.02, 0.03, 0.05, 0.1)
CUTS = [Crop(scale, mirrored) for scale in (1.0, 0.94, 1.06, 0.88, 1.12) for mirrored in (False, True)]
P, PM, S, SM, L, LM, XS, XSM, XL, XLM = range(10)
SETS = {
    "plain": [P],
    "plain + mirrored": [P, PM],
    "smaller and larger, mirrored + plain (kept)": [P, SM, LM],
    "plain + mirrored + smaller + larger mirrored": [P, PM, S, LM],
    "three sizes, straight and mirrored": [P, PM, S, SM, L, LM],
    "five sizes, straight and mirrored": list(range(10)),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--splits", type=int, default=8)
    parser.add_argument("--out", type=Path)
    arguments = parser.parse_args()
    paths = list(photos_in(arguments.folder))
    engine = Engine.open()
    rows = list(in_order(lambda path: both(engine, path), paths, engine.threads))
    names = np.array([path.relative_to(arguments.folder).as_posix() for path in paths])
    first, second = np.stack([row[0] for row in rows]), np.stack([row[1] for row in rows])
    report = {
        "one look, plain crop (as shipped)": figure(names, mean(first, [P]), arguments.splits),
        "one look, plain + mirrored": figure(names, mean(first, [P, PM]), arguments.splits),
    }
    for title, cuts in SETS.items():
        report[f"second look, {title}"] = figure(names, mean(second, cuts), arguments.splits)
    kept = mean(second, SETS["smaller and larger, mirrored + plain (kept)"])
    report["kept, with the gallery's 50 nearest strangers as cohort (0.3)"] = figure(
        names, kept, arguments.splits, cohort=0.3
    )
    for title, fit in FITTED.items():
        report[f"half of the people: {title}"] = fitted(names, kept, fit, arguments.splits)
    text = json.dumps(report, indent=1)
    print(text)
    if arguments.out:
        arguments.out.write_text(text)


def both(engine: Engine, path: Path) -> tuple[np.ndarray, np.ndarray]:
    """Embeddings of all cuts, with the detector's first landmarks and with those of the second look."""
    photo = engine.read(path)
    assert isinstance(photo, Photo)
    (network,) = engine.embedder.networks
    choice = choose(photo, find_faces(engine.detector, photo), principal=True)
    assert isinstance(choice, Choice), path
    second = choice.face.landmarks
    sides = [-(-side // 32) * 32 for side in photo.pixels.shape[:2]]
    canvas = cv2.copyMakeBorder(
        photo.pixels, 0, sides[0] - photo.height, 0, sides[1] - photo.width, cv2.BORDER_CONSTANT
    )
    seen = detect(engine.detector, canvas, 0.3)
    first = min(seen, key=lambda d: np.linalg.norm(d.centre - choice.face.box.centre)).landmarks
    return tuple(
        np.concatenate(
            [next(iter(network.run(crops(photo.pixels, points, network.card, (cut,))).values())).copy() for cut in CUTS]
        )
        for points in (first, second)
    )


def unit(rows: np.ndarray) -> np.ndarray:
    return rows / np.linalg.norm(rows, axis=-1, keepdims=True)


def mean(embeddings: np.ndarray, cuts: list[int]) -> np.ndarray:
    return unit(unit(embeddings[:, cuts]).sum(axis=1)).astype(np.float32)


def figure(names: np.ndarray, templates: np.ndarray, splits: int, cohort: float = 0.0) -> dict:
    samples = of_folder(names, templates, np.ones(len(names), bool), "tried")
    values, errors = [], []
    for seed in range(1, splits + 1):
        split = searches(samples, seed, cohort=cohort)
        values.append(np.exp(np.mean([np.log(max(fnir(split, f), 1e-4)) for f in FPIRS])))
        errors.append(1 - rank_one(split))
    return {"fnir": round(float(np.mean(values)), 4), "rank_1_errors": round(float(np.mean(errors)), 4)}


def fitted(names: np.ndarray, templates: np.ndarray, fit: Callable, splits: int) -> dict:
    people = np.array([PurePosixPath(name).parts[0] for name in names])
    unique, number = np.unique(people, return_inverse=True)
    half = (np.random.default_rng(7).random(len(unique)) < 0.5)[number]
    results = []
    for chosen in (half, ~half):
        change = fit(templates[chosen], number[chosen])
        results.append(figure(names[~chosen], unit(change(templates[~chosen])).astype(np.float32), splits))
    return {key: round(float(np.mean([r[key] for r in results])), 4) for key in results[0]}


def whitening(share: float) -> Callable:
    def fit(rows: np.ndarray, person: np.ndarray) -> Callable:
        within = np.zeros((rows.shape[1],) * 2)
        for one in np.unique(person):
            own = rows[person == one]
            if len(own) > 1:
                within += np.cov(own.T)
        within *= len(within) / np.trace(within)
        values, axes = np.linalg.eigh((1 - share) * within + share * np.eye(len(within)))
        middle = rows.mean(axis=0)
        return lambda other: (other - middle) @ (axes * values**-0.5) @ axes.T

    return fit


FITTED: dict[str, Callable] = {
    "nothing fitted": lambda rows, person: lambda other: other,
    "mean subtracted": lambda rows, person: lambda other: other - rows.mean(axis=0),
    "within-person whitening, much shrunk (0.6)": whitening(0.6),
    "within-person whitening, little shrunk (0.1)": whitening(0.1),
}


if __name__ == "__main__":
    main()
