"""Plane geometry: affine maps between the photo and the pictures cut from it.

A map is 2 x 3: ``[x', y'] = map @ [x, y, 1]``. Coordinates name pixel centres, as OpenCV's warps do.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from antigone.types import Pixels, Points

Map = NDArray[np.float64]


def apply(affine: Map, points: NDArray[np.float64]) -> NDArray[np.float64]:
    """``points`` (... x 2) as ``affine`` maps them."""
    return points @ affine[:, :2].T + affine[:, 2]


def invert(affine: Map) -> Map:
    turn = np.linalg.inv(affine[:, :2])
    return np.hstack([turn, (-turn @ affine[:, 2])[:, None]])


def compose(after: Map, before: Map) -> Map:
    """The map that applies ``before``, then ``after``."""
    turn = after[:, :2] @ before[:, :2]
    return np.hstack([turn, (after[:, :2] @ before[:, 2] + after[:, 2])[:, None]])


def similarity(source: Points, target: Points) -> Map:
    """The shift, turn and scale (no mirroring) that brings ``source`` nearest to ``target`` in least squares.

    Source: Umeyama, IEEE PAMI 13(4), 1991, in its closed form for the plane.
    """
    centre, aim = source.mean(axis=0), target.mean(axis=0)
    s, t = source - centre, target - aim
    size = float((s**2).sum())
    if size == 0:
        raise ValueError("five landmarks in one place give no scale")
    cosine = float((s * t).sum()) / size
    sine = float((s[:, 0] * t[:, 1] - s[:, 1] * t[:, 0]).sum()) / size
    turn = np.array([[cosine, -sine], [sine, cosine]])
    return np.hstack([turn, (aim - turn @ centre)[:, None]])


def turn_about(centre: tuple[float, float], degrees: float, scale: float, target: tuple[float, float]) -> Map:
    """Turn a picture clockwise by ``degrees`` about ``centre``, scale it, and bring ``centre`` to ``target``."""
    angle = np.deg2rad(degrees)
    cosine, sine = np.cos(angle) * scale, np.sin(angle) * scale
    turn = np.array([[cosine, -sine], [sine, cosine]])
    return np.hstack([turn, (np.array(target) - turn @ np.array(centre))[:, None]])


def cut(picture: Pixels, affine: Map, width: int, height: int) -> Pixels:
    """The ``width`` x ``height`` picture that ``affine`` maps ``picture`` onto; black where there is none.

    Where it shrinks more than twofold the picture is averaged down first: otherwise most pixels would be skipped,
    and fine patterns (a halftone print, a beard) would turn into false ones.
    """
    scale = float(np.sqrt(abs(np.linalg.det(affine[:, :2]))))
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
    across = landmarks[1] - landmarks[0] + landmarks[4] - landmarks[3]
    down = landmarks[3:].sum(axis=0) - landmarks[:2].sum(axis=0)
    direction = across + np.array([down[1], -down[0]])
    degrees = float(np.degrees(np.arctan2(direction[1], direction[0])))
    return 180.0 if degrees <= -180 else degrees
