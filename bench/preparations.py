"""Whether painting over what death and water leave on a face helps to compare it. It does not: docs/decisions/0013.

    uv run python bench/preparations.py ../shared/faces/lfw-dev [--mated 150] [--others 240]

Faces under simulated conditions (severity 2) are compared as they are, and after each of three preparations known
from forensic photography and dermatology, alone and averaged with the face as it is: the red channel as grey (blood and
livor are paler in red light), contrast evened out locally (CLAHE), and dark thin strands removed (a black-hat transform
and inpainting, after Lee and others' DullRazor, 1997). FNIR at FPIR 0.03 among the first photos of all people with
several.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np

from antigone.engine import Engine
from antigone.evidence.conditions import Severity, apply, condition
from antigone.evidence.identification import threshold_at
from antigone.gallery.intake import photos_in
from antigone.types import Photo, Pixels, Profile

CONDITIONS = (
    "wet-hair",
    "soil",
    "half-face",
    "blood",
    "cloth",
    "greening",
    "marbling",
    "wounds",
    "livor",
    "night",
    "flash",
)
FPIR = 0.03
Prepare = Callable[[Pixels], Pixels]


def red(picture: Pixels) -> Pixels:
    return np.ascontiguousarray(np.repeat(picture[:, :, 2:], 3, axis=2))


def evened(picture: Pixels) -> Pixels:
    lab = cv2.cvtColor(picture, cv2.COLOR_BGR2LAB)
    lab[:, :, 0] = cv2.createCLAHE(2.0, (8, 8)).apply(lab[:, :, 0])
    return cv2.cvtColor(lab, cv2.COLOR_LAB2BGR)


def without_strands(picture: Pixels) -> Pixels:
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    thin = np.zeros_like(grey)
    for shape in ((9, 1), (1, 9), (9, 9)):
        dark = cv2.morphologyEx(grey, cv2.MORPH_BLACKHAT, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, shape))
        thin |= (dark > 22).astype(np.uint8)
    return cv2.inpaint(picture, cv2.dilate(thin, np.ones((3, 3), np.uint8)), 3, cv2.INPAINT_TELEA)


PREPARATIONS: dict[str, Prepare] = {"red": red, "evened": evened, "without strands": without_strands}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--mated", type=int, default=150)
    parser.add_argument("--others", type=int, default=240)
    arguments = parser.parse_args()
    people: dict[str, list[Path]] = {}
    for path in photos_in(arguments.folder):
        people.setdefault(path.relative_to(arguments.folder).parts[0], []).append(path)
    random = np.random.default_rng(0)
    several = [paths for paths in people.values() if len(paths) > 1]
    single = [paths for paths in people.values() if len(paths) == 1]
    chosen = random.choice(len(several), arguments.mated, replace=False)
    engine = Engine.open()
    gallery = np.stack([template(engine, engine.read(paths[0])) for paths in several])
    probes = [several[i][1] for i in chosen]
    others = [single[i][0] for i in random.choice(len(single), arguments.others, replace=False)]
    report = {}
    for name in CONDITIONS:
        rows = [ways(engine, path, name) for path in (*probes, *others)]
        report[name] = {way: fnir(np.stack([r[way] for r in rows]), gallery, chosen) for way in rows[0]}
    means = {way: round(float(np.mean([r[way] for r in report.values()])), 4) for way in report[CONDITIONS[0]]}
    print(json.dumps({"enrolled": len(gallery), "mean": means, "conditions": report}, indent=1))


def ways(engine: Engine, path: Path, name: str) -> dict[str, np.ndarray]:
    """Templates of one photo under a condition: as it is, prepared, and the means of both."""
    photo = engine.read(path)
    assert isinstance(photo, Photo)
    probe = engine.probe(photo, Profile.PM, principal=True)
    changed = apply(condition(name), Severity.MODERATE, photo.pixels, probe.choice.face, 1)
    made = engine.probe(Photo(photo.name, photo.sha256, changed, "PNG"), Profile.PM, principal=True)
    if not hasattr(made, "template"):
        nothing = np.zeros(engine.embedder.size)
        return dict.fromkeys(("as it is", *PREPARATIONS, *(f"as it is + {p}" for p in PREPARATIONS)), nothing)
    found = {"as it is": made.template.vector}
    for way, prepare in PREPARATIONS.items():
        prepared = Photo(photo.name, photo.sha256, prepare(changed), "PNG")
        found[way] = engine.embedder.template(prepared, made.choice.face).vector
    for way in PREPARATIONS:
        both = found["as it is"] + found[way]
        found[f"as it is + {way}"] = both / np.linalg.norm(both)
    return found


def template(engine: Engine, photo: object) -> np.ndarray:
    assert isinstance(photo, Photo)
    probe = engine.probe(photo, Profile.AM, principal=True)
    return probe.template.vector if hasattr(probe, "template") else np.zeros(engine.embedder.size, np.float32)


def fnir(vectors: np.ndarray, gallery: np.ndarray, mates: np.ndarray) -> float:
    """Mated probes first, then the others; a face that was not found counts as a miss."""
    scores = np.where(vectors.any(axis=1)[:, None], vectors @ gallery.T, -1.0)
    mate = scores[np.arange(len(mates)), mates]
    return round(float((mate <= threshold_at(scores[len(mates) :].max(axis=1), FPIR)).mean()), 4)


if __name__ == "__main__":
    main()
