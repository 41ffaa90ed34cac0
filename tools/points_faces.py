"""Faces for tools/train_points.py: upright crops with the points that the machine finds on the undamaged photograph.

    uv run python tools/points_faces.py ../shared/faces/lfw-dev --out OUT

Of people to train on and to watch by (see ``part``); people of the parts that choose and judge are never read. Of every
--each-th photograph it is also kept where the machine's points go once a cover is laid over it: the training starts
from points that err as these do.
"""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path

import numpy as np

from antigone.engine import Engine
from antigone.face.find import find_faces
from antigone.face.geometry import UPRIGHT, apply, cut, similarity
from antigone.gallery.intake import photos_in
from antigone.types import Photo
from points_damage import damaged

SIDE, EYES = 208, 40.0
"""Pixels of a crop, and between the eyes of an average face in it."""
SEED = 20261201


def part(person: str) -> str:
    """What a person's photographs are for, by the name alone: six in ten train, two choose, two judge."""
    number = hashlib.sha256(f"points|{person}".encode()).digest()[0] % 10
    return "choose" if number < 2 else "judge" if number < 4 else "watch" if number == 4 else "train"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--each", type=int, default=6)
    arguments = parser.parse_args()
    engine = Engine.open(threads=1)
    aim = UPRIGHT * EYES + (SIDE - 1) / 2
    kept: dict[str, list[np.ndarray]] = {"crops": [], "points": [], "starts": [], "watch": []}
    random = np.random.default_rng(SEED)
    covered = lost = 0
    for number, path in enumerate(photos_in(arguments.folder)):
        what = part(path.parent.name)
        photo = engine.read(path)
        if what not in ("train", "watch") or not isinstance(photo, Photo):
            continue
        faces = find_faces(engine.detector, photo)
        if not faces or faces[0].detection < 0.9:
            continue
        face = min(faces, key=lambda f: float(np.hypot(*(f.landmarks.mean(axis=0) - photo.pixels.shape[0] / 2))))
        way = similarity(face.landmarks, aim)
        kept["crops"].append(cut(photo.pixels, way, SIDE, SIDE))
        kept["points"].append(apply(way, face.landmarks).astype(np.float32))
        kept["watch"].append(np.array(what == "watch"))
        if number % arguments.each == 0:
            covered += 1
            pixels = damaged(photo.pixels, photo.pixels, random, face.eye_distance, face.landmarks.mean(axis=0))
            found = find_faces(engine.detector, Photo(photo.name, photo.sha256, pixels, "PNG"))
            near = [f for f in found if np.hypot(*np.subtract(f.box.centre, face.box.centre)) < 1.5 * face.eye_distance]
            lost += not near
            if near:
                off = (apply(way, near[0].landmarks) - apply(way, face.landmarks)) / EYES
                kept["starts"].append(np.concatenate([off.ravel(), [near[0].detection]]).astype(np.float32))
    starts = np.stack(kept["starts"])
    errors = np.linalg.norm(starts[:, :10].reshape(-1, 5, 2), axis=2).mean(axis=1)
    print(f"{len(kept['crops'])} faces; {covered} covered, {lost} not found; points then off by eye distances:")
    for name, those in (("all", errors), ("in doubt", errors[starts[:, 10] < 0.91])):
        shown = np.quantile(those, (0.5, 0.75, 0.9, 0.99)).round(3)
        print(f"  {name} ({len(those)}): mean {those.mean():.3f}, quantiles {shown}")
    arguments.out.mkdir(parents=True, exist_ok=True)
    np.savez(arguments.out / "faces.npz", **{name: np.stack(rows) for name, rows in kept.items()})


if __name__ == "__main__":
    main()
