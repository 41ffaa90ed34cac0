"""What simulated conditions do to detection and comparison: a check of the simulation itself.

    uv run python bench/conditions.py FOLDER [--photos 100] [--conditions all] [--seed 0] [--out FILE.json]

FOLDER/PERSON/PHOTO, living people. One photo each of people evenly spread over the folder, those with one face in it.
Each condition is drawn on the photo at each severity; then the face is looked for anew, as a search would. "Found" is
the share of photos in which a face is found within an eye distance of where it was, allowing for a picture made smaller
or with bars added (``lying`` and ``photo-of-photo``, which move the face: anywhere). "Cosine" is the mean between the
templates of the untouched and of the changed photo, over photos in which it was found; that of other people, the floor
it falls to, stands above the table. ``ms`` is the median processor time to draw it. Where the mean cosine does not
fall from one severity to the next, the last column says so.

This is one photo against itself under a condition, not an error rate.
"""

from __future__ import annotations

import argparse
import json
import time
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from antigone.engine import Engine
from antigone.evidence.conditions import Condition, Severity, apply, parse
from antigone.face.find import find_faces
from antigone.gallery.intake import photos_in
from antigone.types import Face, Photo, Refusal

ANYWHERE = frozenset(["lying", "photo-of-photo"])
"""Conditions that move the face to a place that is not worked out here."""


@dataclass(frozen=True)
class Sample:
    photo: Photo
    face: Face
    vector: NDArray[np.float32]


@dataclass(frozen=True)
class Line:
    """One condition at one severity: found or not, cosine where found, seconds to draw."""

    found: NDArray[np.bool_]
    cosine: NDArray[np.float64]
    seconds: NDArray[np.float64]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--photos", type=int, default=100)
    parser.add_argument("--conditions", default="all")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path)
    arguments = parser.parse_args()
    chosen = list(dict.fromkeys(step.condition for step in parse(arguments.conditions)))
    engine = Engine.open(threads=1)
    samples = gather(engine, arguments.folder, arguments.photos)
    vectors = np.array([sample.vector for sample in samples])
    others = (vectors @ vectors.T)[~np.eye(len(vectors), dtype=bool)].mean()
    print(f"{len(samples)} photos of as many people; cosine of other people: {others:.3f}\n")
    print("| condition | found | | | cosine | | | ms | |")
    print("|---|---|---|---|---|---|---|---|---|")
    report: dict[str, object] = {"photos": len(samples), "others": round(float(others), 4), "conditions": {}}
    for condition in chosen:
        lines = [measure(engine, samples, condition, severity, arguments.seed) for severity in Severity]
        print(row(condition, lines), flush=True)
        report["conditions"][condition.name] = {  # type: ignore[index]
            severity.word: {"found": round(float(line.found.mean()), 4), "cosine": mean(line)}
            for severity, line in zip(Severity, lines, strict=True)
        }
    if arguments.out:
        arguments.out.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")


def gather(engine: Engine, folder: Path, count: int) -> list[Sample]:
    """One photo each of people evenly spread over the folder, with exactly one face found in it."""
    first = {path.parent.name: path for path in reversed(list(photos_in(folder)))}
    people = sorted(first)
    samples: list[Sample] = []
    for number in np.linspace(0, len(people) - 1, min(len(people), 2 * count)).astype(int):
        photo = engine.read(first[people[number]])
        faces = () if isinstance(photo, Refusal) else find_faces(engine.detector, photo)
        if len(faces) == 1 and not isinstance(photo, Refusal):
            samples.append(Sample(photo, faces[0], engine.embedder.template(photo, faces[0]).vector))
        if len(samples) == count:
            break
    return samples


def measure(engine: Engine, samples: list[Sample], condition: Condition, severity: Severity, seed: int) -> Line:
    found, cosine, seconds = [], [], []
    for sample in samples:
        start = time.process_time()
        pixels = apply(condition, severity, sample.photo.pixels, sample.face, seed)
        seconds.append(time.process_time() - start)
        photo = Photo(sample.photo.name, sample.photo.sha256, pixels, "PNG")
        face = _same(sample, photo, find_faces(engine.detector, photo), anywhere=condition.name in ANYWHERE)
        found.append(face is not None)
        if face is not None:
            cosine.append(float(engine.embedder.template(photo, face).vector @ sample.vector))
    return Line(np.array(found), np.array(cosine), np.array(seconds))


def _same(sample: Sample, photo: Photo, faces: tuple[Face, ...], anywhere: bool) -> Face | None:
    """The face found where the face was; the picture may have been made smaller or have got bars above and below."""
    if anywhere:
        return faces[0] if faces else None
    scale = photo.width / sample.photo.width
    middle = sample.face.landmarks.mean(axis=0) * scale
    middle[1] += (photo.height - sample.photo.height * scale) / 2
    eyes = sample.face.eye_distance * scale
    near = [(float(np.linalg.norm(face.landmarks.mean(axis=0) - middle)), face) for face in faces]
    within = [pair for pair in near if pair[0] < eyes]
    return min(within, key=lambda pair: pair[0])[1] if within else None


def mean(line: Line) -> float | None:
    return round(float(line.cosine.mean()), 4) if len(line.cosine) else None


def row(condition: Condition, lines: list[Line]) -> str:
    found = " | ".join(f"{line.found.mean():.2f}" for line in lines)
    means = [mean(line) for line in lines]
    cosine = " | ".join("-" if value is None else f"{value:.2f}" for value in means)
    known = [value for value in means if value is not None]
    odd = "" if all(a >= b for a, b in pairwise(known)) else "not falling"
    ms = 1000 * float(np.median(np.concatenate([line.seconds for line in lines])))
    return f"| {condition.name} | {found} | {cosine} | {ms:.0f} | {odd} |"


if __name__ == "__main__":
    main()
