"""Identification figures of the default model on a folder of people: FOLDER/PERSON/PHOTO.

    uv run python bench/accuracy.py FOLDER [--model NAME] [--turned] [--splits 10] [--out FILE.json]

``--turned`` turns every photo by a random angle first (seed 0; corners black), enrolled ones and searched ones alike.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from functools import partial
from pathlib import Path

import cv2
import numpy as np

from antigone.engine import Engine
from antigone.evidence.identification import fnir, fnir_interval, rank_interval, rank_one, searches
from antigone.evidence.intervals import stated
from antigone.evidence.samples import of_folder
from antigone.gallery.intake import photos_in
from antigone.parallel import in_order
from antigone.types import Photo, Profile, Refusal


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--model", default="sface")
    parser.add_argument("--turned", action="store_true")
    parser.add_argument("--splits", type=int, default=10)
    parser.add_argument("--out", type=Path)
    arguments = parser.parse_args()
    engine = Engine.open(arguments.model)
    paths, templates, found, off = embed(engine, arguments.folder, arguments.turned)
    report = figures(paths, templates, found, arguments.splits, engine.embedder.model)
    report |= {"model": engine.embedder.model, "precision": engine.embedder.networks[0].precision}
    report |= {"turned": arguments.turned, "angle_error_median_99": off}
    text = json.dumps(report, indent=1)
    print(text)
    if arguments.out:
        arguments.out.write_text(text)


def embed(engine: Engine, folder: Path, turned: bool) -> tuple:
    """Paths, templates, whether a face was found, and how far the angles found are off (degrees)."""
    paths = list(photos_in(folder))
    angles = np.random.default_rng(0).uniform(0, 360, len(paths)) if turned else np.zeros(len(paths))

    def one(job: tuple[Path, float]) -> tuple[np.ndarray, bool, float]:
        photo = engine.read(job[0])
        assert isinstance(photo, Photo), photo
        if turned:
            photo = replace(photo, pixels=turn(photo.pixels, job[1]))
        probe = engine.probe(photo, Profile.AM, principal=True)
        if isinstance(probe, Refusal):
            return np.zeros(engine.embedder.size, np.float32), False, np.nan
        off = abs((probe.choice.face.angle - job[1] + 180) % 360 - 180)
        return probe.template.vector, True, off

    rows = list(in_order(one, list(zip(paths, angles, strict=True)), engine.threads))
    names = np.array([path.relative_to(folder).as_posix() for path in paths])
    templates, found = np.stack([row[0] for row in rows]), np.array([row[1] for row in rows])
    off = [round(float(q), 1) for q in np.nanquantile([row[2] for row in rows], [0.5, 0.99])]
    return names, templates, found, off if turned else None


def turn(pixels: np.ndarray, degrees: float) -> np.ndarray:
    """``pixels`` turned clockwise about the middle, in a picture of the same size."""
    height, width = pixels.shape[:2]
    matrix = cv2.getRotationMatrix2D(((width - 1) / 2, (height - 1) / 2), -degrees, 1)
    return cv2.warpAffine(pixels, matrix, (width, height))


def figures(paths: np.ndarray, templates: np.ndarray, found: np.ndarray, splits: int, model: str) -> dict:
    samples = of_folder(paths, templates, found, model)
    first = searches(samples, 0)
    others = [searches(samples, seed) for seed in range(1, splits)]
    report = {
        "photos": len(paths),
        "faces_found": [int(found.sum()), round(float(found.mean()), 5)],
        "enrolled": first.enrolled,
        "mated_searches": len(first.mate),
        "mated_people": len(np.unique(first.person)),
        "non_mated_searches": len(first.stranger),
    }
    for name, figure, interval in (
        ("rank_1", rank_one, rank_interval(first)),
        *((f"fnir_at_fpir_{f}", partial(fnir, fpir=f), fnir_interval(first, f)) for f in (0.1, 0.03, 0.01)),
    ):
        spread = [figure(split) for split in others]
        report[name] = {
            "first_photo_enrolled": round(figure(first), 4),
            **stated(interval),
            "mean_of_random_splits": round(float(np.mean(spread)), 4) if spread else None,
            "range_of_random_splits": [round(min(spread), 4), round(max(spread), 4)] if spread else None,
        }
    return report


if __name__ == "__main__":
    main()
