"""Every face in a photo, whichever way up it lies and however large the photo is.

The detector sees faces that stand nearly upright and are neither tiny nor huge in the picture it is given. So the
photo is shown to it from four sides and in several sizes; where that leaves any doubt, turned by every eighth of a
circle; each face so found is then turned upright, brought to one size and looked at again, which settles whether it is
a face and where its landmarks are. An upright portrait pays for two runs of the detector.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import cv2
import numpy as np

from antigone.face.detect import MULTIPLE, Detection, detect
from antigone.face.geometry import Map, compose, cut, invert, turn_about
from antigone.face.landmarks import Refined, refine
from antigone.types import Face, Photo, Pixels
from antigone.weights.session import Network

SMALLEST_FACE = 40
"""Pixels across the smallest face that is looked for."""
MOST_FACES = 500
"""A photo with more faces than this is a crowd or a contact sheet, and is cut short here."""

_FIRST_LOOK, _KEEP = 0.6, 0.6  # detector scores: worth a second look, and a face after it
# The detector also "sees" faces that stand on their head, as upright ones, with landmarks that are nonsense; but it
# scores only about 4 in 100 of them above this, and 99 in 100 upright ones.
_SURE = 0.9
_ATTEMPTS = 3  # directions in which one spot gets a second look
_SMALL, _MIDDLE = 160, 640  # long sides of the photo as it is looked at
_OVERLAP = 160  # pixels that neighbouring tiles share
_QUARTERS = (0, cv2.ROTATE_90_COUNTERCLOCKWISE, cv2.ROTATE_180, cv2.ROTATE_90_CLOCKWISE)
_EIGHTHS = (45, 90, 135, 180, 225, 270, 315)


@dataclass(frozen=True, slots=True)
class _Level:
    """The photo at one size: ``scale`` is level pixels for a photo pixel."""

    pixels: Pixels
    scale: float

    @property
    def long_side(self) -> int:
        return int(max(self.pixels.shape[:2]))


def find_faces(network: Network, photo: Photo) -> tuple[Face, ...]:
    """All faces in ``photo``, the largest first."""
    small = _level(photo.pixels, _SMALL)
    levels = [small] if small.long_side * 2 >= photo.long_side else [small, _level(photo.pixels, _MIDDLE)]
    seen = _look_from_four_sides(network, small)
    for level in levels[1:]:
        seen += _look(network, level, 0)
    if photo.long_side > 2 * _MIDDLE:
        seen += _look_closely(network, photo, 0)
    faces = _settle(network, photo, seen)
    if not any(face.detection.score >= _SURE for face in faces):
        seen += [d for level in levels for angle in _EIGHTHS for d in _look(network, level, angle)]
        faces = _settle(network, photo, seen)
    if not faces:
        faces = _settle(network, photo, _look_harder(network, photo, levels))
    return _numbered(faces)


def _level(pixels: Pixels, long_side: int) -> _Level:
    """The photo at most ``long_side`` pixels long; never enlarged."""
    height, width = pixels.shape[:2]
    scale = min(1.0, long_side / max(height, width))
    if scale == 1.0:
        return _Level(pixels, 1.0)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    how = cv2.INTER_AREA if scale < 0.5 else cv2.INTER_LINEAR
    return _Level(cv2.resize(pixels, size, interpolation=how).astype(np.uint8, copy=False), scale)


def _look_from_four_sides(network: Network, level: _Level) -> list[Detection]:
    """Faces in ``level`` that stand upright or lie on a side or on their head: four turned copies in one picture."""
    height, width = level.pixels.shape[:2]
    cell = _up(level.long_side)
    sheet = np.zeros((2 * cell, 2 * cell, 3), np.uint8)
    ways_back = []
    for turns in range(4):
        left, top = turns % 2 * cell, turns // 2 * cell
        turned = level.pixels if turns == 0 else cv2.rotate(level.pixels, _QUARTERS[turns])
        rows, columns = turned.shape[:2]
        sheet[top : top + rows, left : left + columns] = turned
        middle = left + (columns - 1) / 2, top + (rows - 1) / 2
        to_sheet = turn_about(((width - 1) / 2, (height - 1) / 2), -90.0 * turns, 1.0, middle)
        ways_back.append(_back(to_sheet, level.scale))
    found = []
    for detection in detect(network, sheet, _FIRST_LOOK):
        column, row = (int(at >= cell) for at in detection.centre)
        found.append(detection.seen_through(ways_back[2 * row + column]))
    return found


def _look(network: Network, level: _Level, angle: float, margin: float = 0.0) -> list[Detection]:
    """Faces in ``level`` turned counter-clockwise by ``angle``, in the photo's coordinates."""
    height, width = level.pixels.shape[:2]
    turn = math.radians(angle)
    across = abs(width * math.cos(turn)) + abs(height * math.sin(turn))
    down = abs(width * math.sin(turn)) + abs(height * math.cos(turn))
    side = _up(level.long_side)
    shrink = min(1.0, side / max(across, down)) * (1 - margin)
    to_canvas = turn_about((width / 2, height / 2), -angle, shrink, (side / 2, side / 2))
    if angle == 0 and margin == 0:
        to_canvas = np.array([[1.0, 0, 0], [0, 1.0, 0]])
        canvas = np.zeros((_up(height), _up(width), 3), np.uint8)
        canvas[:height, :width] = level.pixels
    else:
        canvas = cut(level.pixels, to_canvas, side, side)
    return [d.seen_through(_back(to_canvas, level.scale)) for d in detect(network, canvas, _FIRST_LOOK)]


def _back(to_canvas: Map, scale: float) -> Map:
    half = (1 - scale) / 2  # a level's pixel stands for the middle of the photo's pixels it averages
    grow = np.array([[1 / scale, 0, half / scale], [0, 1 / scale, half / scale]])
    return compose(grow, invert(to_canvas))


def _up(length: int) -> int:
    return -(-length // MULTIPLE) * MULTIPLE


def _look_closely(network: Network, photo: Photo, angle: float) -> Iterator[Detection]:
    """Small faces in a large photo: half its size, in tiles that overlap by more than such a face."""
    level = _level(photo.pixels, photo.long_side // 2)
    height, width = level.pixels.shape[:2]
    for top in _starts(height):
        for left in _starts(width):
            tile = level.pixels[top : top + _MIDDLE, left : left + _MIDDLE]
            corner = np.array([[1.0, 0, left], [0, 1.0, top]])
            for found in _look(network, _Level(tile, 1.0), angle):
                yield found.seen_through(compose(_back(np.eye(2, 3), level.scale), corner))


def _starts(length: int) -> list[int]:
    step = _MIDDLE - _OVERLAP
    count = max(1, math.ceil((length - _OVERLAP) / step))
    return [min(i * step, max(0, length - _MIDDLE)) for i in range(count)]


def _look_harder(network: Network, photo: Photo, levels: list[_Level]) -> list[Detection]:
    """Last resorts for a photo in which nothing was found: a margin, more light, small faces at every angle."""
    angles = (0, *_EIGHTHS)
    seen = [d for angle in angles for d in _look(network, levels[0], angle, margin=0.4)]
    lit = _Level(_with_light(levels[-1].pixels), levels[-1].scale)
    seen += [d for angle in angles for d in _look(network, lit, angle)]
    if photo.long_side > 2 * _MIDDLE:
        seen += [d for angle in _EIGHTHS for d in _look_closely(network, photo, angle)]
    return seen


def _with_light(pixels: Pixels) -> Pixels:
    """Local contrast equalised, for faces in deep shade or glare (only to find them, never to compare them)."""
    lab = cv2.cvtColor(pixels, cv2.COLOR_BGR2LAB)
    lab[:, :, 0] = cv2.createCLAHE(clipLimit=4.0, tileGridSize=(4, 4)).apply(lab[:, :, 0])
    lit: Pixels = cv2.cvtColor(lab, cv2.COLOR_LAB2BGR)
    return lit


def _settle(network: Network, photo: Photo, seen: Iterable[Detection]) -> list[Refined]:
    """Each face once, looked at again upright; what is no face on the second look is dropped."""
    spots: list[list[Detection]] = []
    for detection in sorted(seen, key=lambda d: -d.score):
        spot = next((spot for spot in spots if _same(detection, spot[0])), None)
        if spot is not None:
            spot.append(detection)
        elif len(spots) < 2 * MOST_FACES:
            spots.append([detection])
    faces: list[Refined] = []
    for spot in spots:
        best = _second_look(network, photo.pixels, spot)
        if best is not None and not any(_same(best.detection, face.detection) for face in faces):
            faces.append(best)
    return faces[:MOST_FACES]


def _second_look(network: Network, picture: Pixels, spot: list[Detection]) -> Refined | None:
    """The best that a second look in each of a few directions makes of one spot."""
    best: Refined | None = None
    tried: list[float] = []
    for detection in spot:
        if any(abs((detection.angle - angle + 180) % 360 - 180) < 30 for angle in tried):
            continue
        tried.append(detection.angle)
        refined = refine(network, picture, detection)
        if refined is not None and refined.detection.score >= max(_KEEP, best.detection.score if best else 0):
            best = refined
        if (best is not None and best.detection.score >= _SURE) or len(tried) == _ATTEMPTS:
            break
    return best


def _same(one: Detection, other: Detection) -> bool:
    """Whether two detections are of one face: their middles are nearer than half the smaller one's side."""
    apart = math.dist(one.centre, other.centre)
    sizes = one.size, other.size
    return apart < 0.5 * min(sizes) or apart < 0.25 * max(sizes)


def _numbered(faces: list[Refined]) -> tuple[Face, ...]:
    ordered = sorted(faces, key=lambda f: (-f.detection.size, *f.detection.centre))
    return tuple(
        Face(
            index=number,
            box=face.detection.box,
            landmarks=face.detection.landmarks,
            angle=face.detection.angle,
            detection=min(1.0, face.detection.score),
        )
        for number, face in enumerate(ordered, start=1)
    )
