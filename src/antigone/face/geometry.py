"""Plane geometry: affine maps between the photo and the pictures cut from it.

A map is 2 x 3: ``[x', y'] = map @ [x, y, 1]``. Coordinates name pixel centres, as OpenCV's warps do.
"""

from __future__ import annotations

import cmath
import math

import cv2
import numpy as np
from numpy.typing import NDArray

from antigone.types import Pixels, Points

Map = NDArray[np.float64]

UPRIGHT: Points = np.array([[-0.5, -0.46], [0.5, -0.46], [0.0, 0.11], [-0.41, 0.69], [0.41, 0.69]])
"""Where the points of an upright face lie, in units of the distance between the eyes, about the face's middle."""


def apply(affine: Map, points: NDArray[np.float64]) -> NDArray[np.float64]:
    """``points`` (... x 2) as ``affine`` maps them."""
    return points @ affine[:, :2].T + affine[:, 2]


# The rest works on Python's own numbers: for six of them NumPy's calls cost ten times as much as the arithmetic, and a
# photo needs hundreds. In the plane a turn and a scale are one product of complex numbers.


def invert(affine: Map) -> Map:
    (a, b, x), (c, d, y) = affine.tolist()
    over = 1 / (a * d - b * c)
    a, b, c, d = d * over, -b * over, -c * over, a * over
    return np.array([[a, b, -a * x - b * y], [c, d, -c * x - d * y]])


def compose(after: Map, before: Map) -> Map:
    """The map that applies ``before``, then ``after``."""
    (a, b, x), (c, d, y) = after.tolist()
    (e, f, u), (g, h, v) = before.tolist()
    return np.array(
        [[a * e + b * g, a * f + b * h, a * u + b * v + x], [c * e + d * g, c * f + d * h, c * u + d * v + y]]
    )


def scale_of(affine: Map) -> float:
    """By how much ``affine`` makes lengths longer, on average over directions."""
    (a, b, _), (c, d, _) = affine.tolist()
    return math.sqrt(abs(a * d - b * c))


def similarity(source: Points, target: Points) -> Map:
    """The shift, turn and scale (no mirroring) that brings ``source`` nearest to ``target`` in least squares.

    Source: Umeyama, IEEE PAMI 13(4), 1991, in its closed form for the plane.
    """
    s, t = _complex(source), _complex(target)
    centre, aim = sum(s) / len(s), sum(t) / len(t)
    size = sum(abs(p - centre) ** 2 for p in s)
    if size == 0:
        raise ValueError("five landmarks in one place give no scale")
    turn = sum((p - centre).conjugate() * (q - aim) for p, q in zip(s, t, strict=True)) / size
    return _map(turn, aim - turn * centre)


def turn_about(centre: tuple[float, float], degrees: float, scale: float, target: tuple[float, float]) -> Map:
    """Turn a picture clockwise by ``degrees`` about ``centre``, scale it, and bring ``centre`` to ``target``."""
    turn = cmath.rect(scale, math.radians(degrees))
    return _map(turn, complex(*target) - turn * complex(*centre))


def turn_of(affine: Map) -> float:
    """Degrees by which a similarity turns a picture clockwise, in (-180, 180]."""
    return math.degrees(math.atan2(affine[1, 0], affine[0, 0]))


def _complex(points: Points) -> list[complex]:
    return [complex(x, y) for x, y in points.tolist()]


def _map(turn: complex, shift: complex) -> Map:
    return np.array([[turn.real, -turn.imag, shift.real], [turn.imag, turn.real, shift.imag]])


def cut(picture: Pixels, affine: Map, width: int, height: int) -> Pixels:
    """The ``width`` x ``height`` picture that ``affine`` maps ``picture`` onto; black where there is none.

    Where it shrinks more than twofold the picture is averaged down first: otherwise most pixels would be skipped,
    and fine patterns (a halftone print, a beard) would turn into false ones.
    """
    scale = scale_of(affine)
    if scale < 0.5:
        picture, affine = _shrunk(picture, affine, width, height, scale)
    warped: Pixels = cv2.warpAffine(picture, affine, (width, height), flags=cv2.INTER_LINEAR)
    return warped


def _shrunk(picture: Pixels, affine: Map, width: int, height: int, scale: float) -> tuple[Pixels, Map]:
    corners = np.array([[0, 0], [width, 0], [0, height], [width, height]], dtype=np.float64)
    seen = apply(invert(affine), corners)
    margin = 2 / scale
    rows, columns = picture.shape[:2]
    left, top = np.clip(np.floor(seen.min(axis=0) - margin), 0, [columns - 1, rows - 1]).astype(int)
    right, bottom = np.clip(np.ceil(seen.max(axis=0) + margin), [left + 1, top + 1], [columns, rows]).astype(int)
    part = picture[top:bottom, left:right]
    size = max(1, round(part.shape[1] * scale)), max(1, round(part.shape[0] * scale))
    fx, fy = part.shape[1] / size[0], part.shape[0] / size[1]
    small = cv2.resize(part, size, interpolation=cv2.INTER_AREA)
    # A small pixel's centre stands for the middle of the pixels it averages.
    back = np.array([[fx, 0, left + (fx - 1) / 2], [0, fy, top + (fy - 1) / 2]], dtype=np.float64)
    return small.astype(np.uint8, copy=False), compose(affine, back)


def roll(landmarks: Points) -> float:
    """Degrees the face is turned in the picture's plane, clockwise, in (-180, 180]: 0 is upright.

    Taken from the line from the eyes' middle to the mouth's and from the line through the eyes, together.
    """
    left, right, _, mouth_left, mouth_right = _complex(landmarks)
    across = right - left + mouth_right - mouth_left
    down = mouth_left + mouth_right - left - right
    direction = across - 1j * down
    degrees = math.degrees(cmath.phase(direction))
    return 180.0 if degrees <= -180 else degrees
