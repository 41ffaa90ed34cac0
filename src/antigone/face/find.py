"""Every face in a photo, whichever way up it lies and however large the photo is.

The detector sees faces that stand nearly upright and are neither tiny nor huge in the picture it is given. So the
photo is shown to it from four sides and in several sizes; where that leaves any doubt, turned by every eighth of a
circle; each face so found is then turned upright, brought to one size and looked at again, which settles whether it is
a face and where its landmarks are. An upright portrait pays for two runs of the detector.

However hostile the picture, the detector is shown a bounded number of pixels (``MOST_SHOWN``): by pixels, not by time,
so that the same photo gives the same faces on a busy machine.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray

from antigone.face.detect import MULTIPLE, Detection, Runs, detect
from antigone.face.geometry import Map, compose, cut, invert, turn_about
from antigone.face.landmarks import SIDE, Refined, refine
from antigone.types import MOST_FACES, Face, Photo, Pixels
from antigone.weights.session import Outputs

SMALLEST_FACE = 40
"""Pixels across the smallest face that is looked for, in a photo of up to 50 megapixels."""
MOST_SHOWN = 32_000_000
"""Pixels that the detector is shown of a photo in which it finds nothing: about 30 ns each, as
bench/photograph_cost.py has it."""

_FIRST_LOOK, _KEEP = 0.6, 0.6  # detector scores: worth a second look, and a face after it
# The detector also "sees" faces that stand on their head, as upright ones, with landmarks that are nonsense; but it
# scores only about 4 in 100 of them above this, and 99 in 100 upright ones.
_SURE = 0.9
_ATTEMPTS = 3  # directions in which one spot gets a second look
_SMALL, _MIDDLE = 160, 640  # long sides of the photo as it is looked at
_OVERLAP = 160  # pixels that neighbouring tiles share
_MOST_TILES = 56  # of an upright photo: what is larger than 50 megapixels is looked at less closely
_ANSWERED = 2 * (2 * SIDE) ** 2  # pixels of second looks that a face which is found is not charged for
_FLAT = 0.5  # a tile whose grey values deviate less than this holds one colour and no face
_QUARTERS = (0, cv2.ROTATE_90_COUNTERCLOCKWISE, cv2.ROTATE_180, cv2.ROTATE_90_CLOCKWISE)
_LEANING, _MOST_ANGLES = (
    22.0,
    3,
)  # degrees that a head leans in an upright photo; angles at which one is looked at whole
_EIGHTHS = (45, 90, 135, 180, 225, 270, 315)


@dataclass(frozen=True, slots=True)
class _Level:
    """The photo at one size: ``scale`` is level pixels for a photo pixel."""

    pixels: Pixels
    scale: float

    @property
    def long_side(self) -> int:
        return int(max(self.pixels.shape[:2]))


class _Spent(Exception):
    """Raised when the detector was shown as much of a photo as it ever is."""


@dataclass(slots=True)
class _Meter:
    """The detector for one photo: it counts the pixels that it is shown, and stops at a limit."""

    network: Runs
    left: int = MOST_SHOWN

    def run(self, pictures: Pixels) -> Outputs:
        if self.left <= 0:
            raise _Spent
        self.left -= pictures.size // 3
        return self.network.run(pictures)


@dataclass(slots=True)
class _Search:
    """What is known so far of one photo: the detector's meter, what it saw, and what a second look made of each."""

    meter: _Meter
    photo: Photo
    seen: list[Detection] = field(default_factory=list)
    refined: dict[int, Refined | None] = field(default_factory=dict)
    """By the place in memory of a detection of ``seen``: nothing is looked at again twice."""

    def look(self, looks: Iterable[Detection]) -> list[Refined]:
        """Take in what is seen until the meter stops it, and settle which of all seen so far are faces."""
        with suppress(_Spent):
            for detection in looks:
                self.seen.append(detection)
        return _settle(self)

    def refine(self, detection: Detection) -> Refined | None:
        key = id(detection)
        if key not in self.refined:
            before = self.meter.left
            found = refine(self.meter, self.photo.pixels, detection)
            if found is not None and found.detection.score >= _KEEP:
                self.meter.left = min(before, self.meter.left + _ANSWERED)
            self.refined[key] = found
        return self.refined[key]


def find_faces(network: Runs, photo: Photo) -> tuple[Face, ...]:
    """All faces in ``photo``, the largest first."""
    near = _halved(photo.pixels) if photo.long_side > 2 * _MIDDLE else None
    # What is much larger than the levels is averaged down to half once, and no more than once in full.
    whole = near if near is not None and near.long_side > 2 * _MIDDLE else _Level(photo.pixels, 1.0)
    small = _level(whole, _SMALL)
    levels = [small] if small.long_side * 2 >= photo.long_side else [small, _level(whole, _MIDDLE)]
    search = _Search(_Meter(network), photo)
    faces = search.look(_look_first(search.meter, levels, near))
    sure = [face for face in faces if face.detection.score >= _SURE]
    if sure and (angles := _away_from_upright(sure)):
        faces = search.look(d for angle in angles for d in _look_whole(search.meter, levels, near, angle))
    if not sure:
        faces = search.look(d for level in levels for angle in _EIGHTHS for d in _look(search.meter, level, angle))
    if not faces:
        faces = search.look(_look_harder(search.meter, levels, near))
    return _numbered(faces)


def _look_first(meter: _Meter, levels: list[_Level], near: _Level | None) -> Iterator[Detection]:
    yield from _look_from_four_sides(meter, levels[0])
    for level in levels[1:]:
        yield from _look(meter, level, 0)
    if near is not None:
        close = _within(near, _MOST_TILES)
        yield from _look_closely(meter, close, _tiles(close), 0)


def _away_from_upright(faces: list[Refined]) -> list[float]:
    """The angles at which faces stand that are beyond doubt: where one person lies, others lie beside them."""
    angles: list[float] = []
    for face in sorted(faces, key=lambda face: -face.detection.size):
        turn = (face.detection.angle + 180) % 360 - 180
        if abs(turn) > _LEANING and all(abs((turn - other + 180) % 360 - 180) > _LEANING for other in angles):
            angles.append(turn)
    return angles[:_MOST_ANGLES]


def _look_whole(meter: _Meter, levels: list[_Level], near: _Level | None, angle: float) -> Iterator[Detection]:
    """The photo at one angle, as closely as an upright one is looked at."""
    for level in levels:
        yield from _look(meter, level, angle, shrink=False)
    if near is not None:
        close, tiles = _turned_tiles(near, meter.left)
        yield from _look_closely(meter, close, tiles, angle)


def _level(whole: _Level, long_side: int) -> _Level:
    """The photo at most ``long_side`` pixels long; never enlarged."""
    height, width = whole.pixels.shape[:2]
    scale = min(1.0, long_side / max(height, width))
    if scale == 1.0:
        return whole
    size = max(1, round(width * scale)), max(1, round(height * scale))
    how = cv2.INTER_AREA if scale < 0.5 else cv2.INTER_LINEAR
    small = cv2.resize(whole.pixels, size, interpolation=how).astype(np.uint8, copy=False)
    return _Level(small, scale * whole.scale)


def _halved(pixels: Pixels) -> _Level:
    """The photo at half its size, each pixel the mean of four: many times quicker than any other size."""
    height, width = (length // 2 * 2 for length in pixels.shape[:2])
    half = cv2.resize(pixels[:height, :width], (width // 2, height // 2), interpolation=cv2.INTER_AREA)
    return _Level(half.astype(np.uint8, copy=False), 0.5)


def _look_from_four_sides(network: Runs, level: _Level) -> list[Detection]:
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


def _look(network: Runs, level: _Level, angle: float, margin: float = 0.0, *, shrink: bool = True) -> list[Detection]:
    """Faces in ``level`` turned counter-clockwise by ``angle``, in the photo's coordinates.

    ``shrink``: it is made to fit into as large a picture as it was, and not a larger one.
    """
    height, width = level.pixels.shape[:2]
    turn = math.radians(angle)
    across = abs(width * math.cos(turn)) + abs(height * math.sin(turn))
    down = abs(width * math.sin(turn)) + abs(height * math.cos(turn))
    side = _up(level.long_side if shrink else math.ceil(max(across, down)))
    times = min(1.0, side / max(across, down)) * (1 - margin)
    to_canvas = turn_about((width / 2, height / 2), -angle, times, (side / 2, side / 2))
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


def _within(near: _Level, most_tiles: int) -> _Level:
    """``near``, or as much smaller as it takes to be seen in so many tiles."""
    height, width = near.pixels.shape[:2]
    long_side = near.long_side
    while long_side > _MIDDLE:
        scale = long_side / near.long_side
        if len(_starts(round(height * scale))) * len(_starts(round(width * scale))) <= most_tiles:
            break
        long_side = long_side * 15 // 16
    return _level(near, long_side)


def _tiles(level: _Level) -> list[tuple[int, int]]:
    """The upper left corners of the tiles in which there is anything to see. They overlap by more than a small face."""
    height, width = level.pixels.shape[:2]
    corners = [(top, left) for top in _starts(height) for left in _starts(width)]
    return [corner for corner in corners if float(cv2.meanStdDev(_tile(level, corner))[1].max()) >= _FLAT]


def _tile(level: _Level, corner: tuple[int, int]) -> Pixels:
    top, left = corner
    return level.pixels[top : top + _MIDDLE, left : left + _MIDDLE]


def _look_closely(meter: _Meter, level: _Level, tiles: list[tuple[int, int]], angle: float) -> Iterator[Detection]:
    """Small faces in a large photo, tile by tile."""
    for top, left in tiles:
        corner = np.array([[1.0, 0, left], [0, 1.0, top]])
        back = compose(_back(np.eye(2, 3), level.scale), corner)
        for found in _look(meter, _Level(_tile(level, (top, left)), 1.0), angle):
            yield found.seen_through(back)


def _starts(length: int) -> list[int]:
    step = _MIDDLE - _OVERLAP
    count = max(1, math.ceil((length - _OVERLAP) / step))
    return [min(i * step, max(0, length - _MIDDLE)) for i in range(count)]


def _look_harder(meter: _Meter, levels: list[_Level], near: _Level | None) -> Iterator[Detection]:
    """Last resorts for a photo in which nothing was found: a margin, more light, small faces at every angle."""
    angles = (0, *_EIGHTHS)
    for angle in angles:
        yield from _look(meter, levels[0], angle, margin=0.4)
    lit = _Level(_with_light(levels[-1].pixels), levels[-1].scale)
    for angle in angles:
        yield from _look(meter, lit, angle)
    if near is not None:
        close, tiles = _turned_tiles(near, meter.left)
        for angle in _EIGHTHS:
            yield from _look_closely(meter, close, tiles, angle)


def _turned_tiles(near: _Level, left: int) -> tuple[_Level, list[tuple[int, int]]]:
    """As close a look as can be had from every side for the pixels that are ``left`` to be shown."""
    most = max(1, left // (len(_EIGHTHS) * _MIDDLE**2))
    close = _within(near, _MOST_TILES)
    tiles = _tiles(close)
    if len(tiles) <= most:
        return close, tiles
    close = _within(near, most)
    return close, _tiles(close)


def _with_light(pixels: Pixels) -> Pixels:
    """Local contrast equalised, for faces in deep shade or glare (only to find them, never to compare them)."""
    lab = cv2.cvtColor(pixels, cv2.COLOR_BGR2LAB)
    lab[:, :, 0] = cv2.createCLAHE(clipLimit=4.0, tileGridSize=(4, 4)).apply(lab[:, :, 0])
    lit: Pixels = cv2.cvtColor(lab, cv2.COLOR_LAB2BGR)
    return lit


def _settle(search: _Search) -> list[Refined]:
    """Each face once, looked at again upright; what is no face on the second look is dropped."""
    spots: list[list[Detection]] = []
    firsts = _Places()
    for detection in sorted(search.seen, key=lambda d: -d.score):
        known = firsts.same_as(detection)
        if known is not None:
            spots[known].append(detection)
        elif len(spots) < 2 * MOST_FACES:
            spots.append([detection])
            firsts.add(detection)
    faces: list[Refined] = []
    places = _Places()
    with suppress(_Spent):
        for spot in spots:
            best = _second_look(search, spot)
            if best is not None and places.same_as(best.detection) is None:
                faces.append(best)
                places.add(best.detection)
            if len(faces) == MOST_FACES:
                break
    return faces


def _second_look(search: _Search, spot: list[Detection]) -> Refined | None:
    """The best that a second look in each of a few directions makes of one spot."""
    best: Refined | None = None
    tried: list[float] = []
    for detection in spot:
        if any(abs((detection.angle - angle + 180) % 360 - 180) < 30 for angle in tried):
            continue
        tried.append(detection.angle)
        refined = search.refine(detection)
        if refined is not None and refined.detection.score >= max(_KEEP, best.detection.score if best else 0):
            best = refined
        if (best is not None and best.detection.score >= _SURE) or len(tried) == _ATTEMPTS:
            break
    return best


@dataclass(slots=True)
class _Places:
    """Where faces are: a hostile picture makes tens of thousands of comparisons, so NumPy makes them."""

    rows: NDArray[np.float64] = field(default_factory=lambda: np.empty((2 * MOST_FACES, 3)))
    count: int = 0

    def add(self, detection: Detection) -> None:
        self.rows[self.count] = (*detection.centre, detection.size)
        self.count += 1

    def same_as(self, detection: Detection) -> int | None:
        """Which detection is of the same face: their middles are nearer than half the smaller one's side."""
        x, y = detection.centre
        size, sizes = detection.size, self.rows[: self.count, 2]
        apart = np.hypot(self.rows[: self.count, 0] - x, self.rows[: self.count, 1] - y)
        same = (apart < 0.5 * np.minimum(sizes, size)) | (apart < 0.25 * np.maximum(sizes, size))
        return int(same.argmax()) if same.any() else None


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
