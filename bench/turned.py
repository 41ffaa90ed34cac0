"""Of the faces that are listed in upright photographs: how many are listed when the photograph is turned by any angle?

    uv run python bench/turned.py FOLDER [--photos 600] [--several 216] [--out FILE.json]

Faces of 40 pixels and more that are beyond doubt in the upright photograph count. ``--photos`` are drawn by chance from
all, ``--several`` from those in which several such faces are listed. The cost is in pixels that the detector is shown:
the same on every machine. Intervals are by photograph: the faces of one are turned together.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from antigone.engine import Engine
from antigone.evidence.intervals import exact, of_share
from antigone.evidence.variance import of_totals
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


@dataclass(frozen=True)
class Counted:
    """One photograph: its faces that count, how many of them are listed when it is turned, and pixels shown of both."""

    faces: int
    listed: int
    upright_pixels: int
    turned_pixels: int


def report(photos: list[Counted]) -> dict[str, object]:
    """Shares and costs of these photographs, each share with its interval."""
    faces, listed = (np.array([getattr(each, name) for each in photos], float) for name in ("faces", "listed"))
    mean, whole = of_totals(listed, faces), (listed == faces).mean()
    between = of_share(mean.value, mean.variance, len(photos), int(faces.sum()))
    return {
        "photos": len(photos),
        "faces": int(faces.sum()),
        "listed": int(listed.sum()),
        "listed when turned": round(mean.value, 4),
        "by photograph, 95 %": between if isinstance(between, str) else [round(each, 4) for each in between],
        "photos of which all faces are listed": round(float(whole), 4),
        "of these, 95 %": [round(each, 4) for each in exact((listed == faces).sum(), len(photos))],
        "pixels shown of an upright photo": sum(each.upright_pixels for each in photos) // len(photos),
        "pixels shown of a turned photo": sum(each.turned_pixels for each in photos) // len(photos),
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
    drawn: list[Counted] = []
    several: list[Counted] = []
    for place, number in enumerate(order):
        if place >= arguments.photos and len(several) >= arguments.several:
            break
        photo = engine.read(everything[number])
        if isinstance(photo, Photo):
            angle = float(np.random.default_rng(int(number)).uniform(-180, 180))
            counted = one(engine, photo, angle, fewest=0 if place < arguments.photos else 2)
            if place < arguments.photos:
                drawn.append(counted)
            if counted.faces > 1 and len(several) < arguments.several:
                several.append(counted)
    text = json.dumps({"drawn": report(drawn), "of several people": report(several)}, indent=1)
    print(text)
    if arguments.out:
        arguments.out.write_text(text)


def one(engine: Engine, photo: Photo, angle: float, fewest: int = 0) -> Counted:
    """One photo, turned by ``angle`` if at least ``fewest`` of its faces count."""
    counting = Counting(engine.detector)
    upright = [face for face in find_faces(counting, photo) if face.detection >= SURE and size(face) >= SMALLEST]
    if len(upright) < fewest:
        return Counted(len(upright), 0, counting.shown, 0)
    cost, counting.shown = counting.shown, 0
    pixels, to_turned = turned(photo.pixels, angle)
    found = find_faces(counting, Photo(photo.name, photo.sha256, pixels, photo.format))
    listed = sum(any(same(face, to_turned, other) for other in found) for face in upright)
    return Counted(len(upright), listed, cost, counting.shown)


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
