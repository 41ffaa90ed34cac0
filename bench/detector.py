"""How the bare detector scores faces that do not stand upright: docs/decisions/0003 quotes this.

uv run python bench/detector.py FOLDER [--photos 200]
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np

from antigone.engine import Engine
from antigone.face.detect import detect
from antigone.face.geometry import cut, turn_about
from antigone.gallery.intake import photos_in
from antigone.types import Photo

SIDE = 256


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--photos", type=int, default=200)
    arguments = parser.parse_args()
    everything = list(photos_in(arguments.folder))
    chosen = np.random.default_rng(0).choice(len(everything), arguments.photos, replace=False)
    engine = Engine.open(threads=1)
    photos = [engine.read(everything[i]) for i in chosen]
    report = {}
    for angle in (0, 15, 30, 45, 60, 90, 135, 180):
        scores = np.array([score(engine, photo, angle) for photo in photos if isinstance(photo, Photo)])
        report[angle] = {f"at least {least}": round(float((scores >= least).mean()), 3) for least in (0.6, 0.8, 0.9)}
    print(json.dumps({"photos": len(photos), "share_of_faces_scored": report}, indent=1))


def score(engine: Engine, photo: Photo, angle: float) -> float:
    """The best score near the middle of ``photo`` turned by ``angle``; 0 if there is none."""
    middle = (SIDE - 1) / 2
    turn = turn_about(((photo.width - 1) / 2, (photo.height - 1) / 2), angle, SIDE / photo.long_side, (middle, middle))
    found = detect(engine.detector, cut(photo.pixels, turn, SIDE, SIDE), 0.3)
    return max((d.score for d in found if np.hypot(d.centre[0] - middle, d.centre[1] - middle) < SIDE / 5), default=0.0)


if __name__ == "__main__":
    main()
