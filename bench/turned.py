"""Of the faces that are listed in upright photographs: how many are listed when the photograph is turned by any angle?

    uv run python bench/turned.py FOLDER [--photos 600] [--several 216] [--out FILE.json]

Faces of 40 pixels and more that are beyond doubt in the upright photograph count. ``--photos`` are drawn by chance from
all, ``--several`` from those in which several such faces are listed. The cost is in pixels that the detector is shown:
the same on every machine.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from antigone.engine import Engine
from antigone.face.find import find_faces
from antigone.gallery.intake import photos_in
from antigone.types import Face, Photo

SMALLEST, SURE = 40, 0.9


@dataclass
class Counting:
    """The detector, which counts the pixels that it is shown."""

    network: Any
    shown: int = 0

    def run(self, pictures: np.ndarray) -> Any:
        self.shown += pictures.size // 3
        return self.network.run(pictures)


@dataclass
class Tally:
    photos: int = 0
    faces: int = 0
    listed: int = 0
    whole: int = 0
    upright_pixels: int = 0
    turned_pixels: int = 0

    def add(self, other: Tally) -> None:
        for each in fields(self):
            setattr(self, each.name, getattr(self, each.name) + getattr(other, each.name))

    def report(self) -> dict[str, object]:
        return {
            "photos": self.photos,
            "faces": self.faces,
            "listed when turned": round(self.listed / max(1, self.faces), 4),
            "photos of which all faces are listed": round(self.whole / max(1, self.photos), 4),
            "pixels shown of an upright photo": self.upright_pixels // max(1, self.photos),
            "pixels shown of a turned photo": self.turned_pixels // max(1, self.photos),
        }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--photos", type=int, default=600)
    parser.add_argument("--several", type=int, default=216)
    parser.add_argument("--out", type=Path)
    arguments = parser.parse_args()
    chance = np.random.default_rng(0)
    everything = list(photos_in(arguments.folder))
    order = chance.permutation(len(everything))
    engine = Engine.open(threads=1)
    drawn, several = Tally(), Tally()
    for place, number in enumerate(order):
        if place >= arguments.photos and several.photos >= arguments.several:
            break
        photo = engine.read(everything[number])
        if isinstance(photo, Photo):
            angle = float(np.random.default_rng(int(number)).uniform(-180, 180))
            counted = one(engine, photo, angle)
            for tally, wanted in ((drawn, place < arguments.photos), (several, several.photos < arguments.several)):
                if wanted and (tally is drawn or counted.faces > 1):
                    tally.add(counted)
    text = json.dumps({"drawn": drawn.report(), "of several people": several.report()}, indent=1)
    print(text)
    if arguments.out:
        arguments.out.write_text(text)


def one(engine: Engine, photo: Photo, angle: float) -> Tally:
    """A tally of one photo, turned by ``angle``."""
    counting = Counting(engine.detector)
    upright = [face for face in find_faces(counting, photo) if face.detection >= SURE and size(face) >= SMALLEST]
    cost, counting.shown = counting.shown, 0
    pixels, to_turned = turned(photo.pixels, angle)
    found = find_faces(counting, Photo(photo.name, photo.sha256, pixels, photo.format))
    listed = sum(any(same(face, to_turned, other) for other in found) for face in upright)
    return Tally(1, len(upright), listed, int(listed == len(upright)), cost, counting.shown)


def size(face: Face) -> float:
    return float(np.sqrt(face.box.width * face.box.height))


def turned(pixels: np.ndarray, angle: float) -> tuple[np.ndarray, np.ndarray]:
    """The photo turned clockwise on grey paper large enough for all of it, and the map that did it."""
    height, width = pixels.shape[:2]
    matrix = cv2.getRotationMatrix2D(((width - 1) / 2, (height - 1) / 2), -angle, 1)
    cosine, sine = abs(matrix[0, 0]), abs(matrix[0, 1])
    across, down = round(width * cosine + height * sine), round(width * sine + height * cosine)
    matrix[:, 2] += [(across - width) / 2, (down - height) / 2]
    return cv2.warpAffine(pixels, matrix, (across, down), borderValue=(128, 128, 128)), matrix


def same(face: Face, to_turned: np.ndarray, other: Face) -> bool:
    where = to_turned @ (*face.landmarks.mean(axis=0), 1)
    return bool(np.hypot(*(where - other.landmarks.mean(axis=0))) < 0.35 * size(face))


if __name__ == "__main__":
    main()
