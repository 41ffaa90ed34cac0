"""Where the camera stands: the body lies at an angle, or the face is seen from above, below or aside."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from antigone.evidence.conditions.anatomy import FaceMap, sheet_of, smooth
from antigone.evidence.conditions.frame import Frame
from antigone.evidence.conditions.scene import Random, Scene
from antigone.types import Pixels

_DISTANCE = 11.0  # units to the new camera: 0.7 m, an arm's length over a body
_COARSE = 32
_JUMP = 0.2  # units: more between neighbours of the mesh is an edge, not a slope
_BACK = -1.3  # how deep the surroundings lie: the plane of the ears


def lying(scene: Scene, degrees: float, random: Random) -> Pixels:
    """The whole picture turned by ``degrees``, give or take 15, to either side, on a canvas that holds all of it."""
    side = 1.0 if random.random() < 0.5 else -1.0
    turn = side * (degrees + random.uniform(-15, 15))
    height, width = scene.pixels.shape[:2]
    cosine, sine = float(np.cos(np.deg2rad(turn))), float(np.sin(np.deg2rad(turn)))
    size = (
        max(1, round(width * abs(cosine) + height * abs(sine))),
        max(1, round(width * abs(sine) + height * abs(cosine))),
    )
    middle = np.array([(width - 1) / 2, (height - 1) / 2])
    matrix = np.array([[cosine, -sine, 0.0], [sine, cosine, 0.0]])
    matrix[:, 2] = (np.array(size) - 1) / 2 - matrix[:, :2] @ middle
    rim = np.concatenate([scene.pixels[0], scene.pixels[-1], scene.pixels[:, 0], scene.pixels[:, -1]])
    ground = tuple(float(v) for v in np.median(rim, axis=0))
    turned = cv2.warpAffine(
        scene.pixels, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=ground
    )
    return np.asarray(turned, np.uint8)


def above(scene: Scene, degrees: float, _random: Random) -> Pixels:
    """The camera stands ``degrees`` above the face's front: the forehead comes nearer, the chin goes away."""
    return _seen_from(scene, 0.0, degrees)


def below(scene: Scene, degrees: float, _random: Random) -> Pixels:
    """The camera stands ``degrees`` below: towards the head from the feet."""
    return _seen_from(scene, 0.0, -degrees)


def aside(scene: Scene, degrees: float, random: Random) -> Pixels:
    """The camera stands ``degrees`` to one side: the one the face already looks away from, if it does.

    No face is turned by more than 60 degrees in all, as far as its nose tells: beyond that half of it was never seen.
    """
    matrix = scene.frame.matrix
    leaning = float(matrix[:, 2] @ matrix[:, 0]) / float(matrix[:, 0] @ matrix[:, 0])
    draw = random.random()
    side = float(np.sign(leaning)) if abs(leaning) > 0.1 else (1.0 if draw < 0.5 else -1.0)
    already = float(np.degrees(np.arctan(abs(leaning))))
    return _seen_from(scene, side * min(degrees, max(5.0, 60.0 - already)), 0.0)


def _seen_from(scene: Scene, yaw: float, pitch: float) -> Pixels:
    """The picture from a camera that has gone round the head, over a mesh of a generic face."""
    if scene.frame.empty:
        return scene.pixels.copy()
    shift, edge = _on_photo(scene.frame, _shift(scene.frame, yaw, pitch))
    rows, columns = scene.frame.window
    x = np.arange(columns.start, columns.stop, dtype=np.float32) + shift[:, :, 0]
    y = np.arange(rows.start, rows.stop, dtype=np.float32)[:, None] + shift[:, :, 1]
    seen = np.asarray(cv2.remap(scene.pixels, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT_101), np.uint8)
    # The mesh's steps along that edge are smoothed away.
    wide = 2 * max(1, round(scene.unit / _COARSE)) + 1
    along = cv2.dilate(edge, np.ones((wide, wide), np.uint8)) > 0
    seen[along] = cv2.blur(seen, (wide, wide))[along]
    out = scene.pixels.copy()
    out[rows, columns] = seen
    return out


def _shift(frame: Frame, yaw: float, pitch: float) -> NDArray[np.floating[Any]]:
    """For every point of the sheet, as the new camera sees it: how far off in the photo its colour is found, pixels."""
    s = sheet_of(_COARSE)  # the change is smooth: a coarse mesh does
    old = frame.matrix / frame.unit
    third = np.cross(old[0], old[1])
    camera = np.stack([old[0], old[1], third / max(float(np.linalg.norm(third)), 1e-6)])
    # Turned about the face's own axes as the photo shows them, so that a face lying aslant is treated alike.
    across = np.array([old[0, 0], old[1, 0], 0.0]) / np.linalg.norm(old[:, 0])
    down = np.array([-across[1], across[0], 0.0])
    turn = _about(across, -np.deg2rad(pitch)) @ _about(down, np.deg2rad(yaw))
    points = np.stack([s.u.ravel(), s.v.ravel(), np.maximum(s.depth, np.float32(_BACK)).ravel()])
    here = camera @ points
    pivot = (camera @ np.array([0.0, 0.6, _BACK / 2]))[:, None]
    there = turn @ (here - pivot)
    there[:2] *= _DISTANCE / (_DISTANCE - there[2])
    # Only the head moves. The surroundings stay, and what it uncovers is filled from beside it.
    goes = smooth(1.45, 1.0, np.sqrt((s.u / 1.35) ** 2 + ((s.v - 0.1) / 1.95) ** 2).astype(np.float32)).ravel()
    flat = np.linalg.inv(old[:, :2])
    came = flat @ here[:2]
    landed = came + goes * (flat @ (there[:2] + pivot[:2]) - came)
    away = _splat(s, landed, came - landed, there[2] * goes + (1 - goes) * _BACK)
    m = frame.matrix[:, :2].astype(np.float32)
    shift = np.tensordot(m, away * s.fade, axes=1)
    return np.ascontiguousarray(np.moveaxis(shift, 0, 2), np.float32)


def _on_photo(frame: Frame, shift: NDArray[np.floating[Any]]) -> tuple[NDArray[np.floating[Any]], NDArray[np.uint8]]:
    """The coarse sheet's ``shift`` for every pixel of the window.

    Where the face ends before what lies behind it, the shift jumps. A mean of both sides would show a third thing
    there, so each pixel takes one side. Also returns where that is (uint8).
    """
    column, row = frame.flat_places
    share = np.float32(_COARSE / frame.sheet.density)
    places = column * share, row * share
    even = cv2.remap(shift, *places, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    nearest = cv2.remap(shift, *places, cv2.INTER_NEAREST, borderMode=cv2.BORDER_REPLICATE)
    jump = np.abs(even - nearest).max(axis=2, keepdims=True) > _JUMP / 3 * frame.unit
    return np.asarray(np.where(jump, nearest, even), np.float32), jump[:, :, 0].astype(np.uint8)


def _about(axis: NDArray[np.float64], angle: float) -> NDArray[np.float64]:
    turn, _ = cv2.Rodrigues(axis * angle)
    return np.asarray(turn, np.float64)


def _splat(
    s: FaceMap, landed: NDArray[np.float64], value: NDArray[np.float64], near: NDArray[np.float64]
) -> NDArray[np.floating[Any]]:
    """``value`` (2 x n) at the places where the points land; the nearer point wins; gaps are filled from around."""
    column = (landed[0] - s.u[0, 0]) * s.density
    row = (landed[1] - s.v[0, 0]) * s.density
    left, top = np.floor(column).astype(np.int32), np.floor(row).astype(np.int32)
    seen = (left >= 0) & (left < s.width - 1) & (top >= 0) & (top < s.height - 1)
    left, top, dx, dy = left[seen], top[seen], (column - left)[seen], (row - top)[seen]
    nearness = np.exp(np.clip(near[seen] * 20, -60, 20))
    shown = value[:, seen]
    places = [top * s.width + left + o for o in (0, 1, s.width, s.width + 1)]
    shares = [(1 - dx) * (1 - dy), dx * (1 - dy), (1 - dx) * dy, dx * dy]
    place = np.concatenate(places)
    weight = np.concatenate([share * nearness for share in shares])
    total = np.bincount(place, weight, s.width * s.height)
    filled = np.asarray(total > 1e-26, np.float32).reshape(s.height, s.width)
    out = np.empty((2, s.height, s.width), np.float32)
    for number in (0, 1):
        plane = np.bincount(place, weight * np.tile(shown[number], 4), s.width * s.height)
        mean = (plane / np.maximum(total, 1e-26)).astype(np.float32).reshape(s.height, s.width) * filled
        out[number] = mean
    rough, ground = out.copy(), filled.copy()
    for times in (0.02, 0.08, 0.3):  # gaps first from near by, then from farther off
        sigma = times * s.density
        base = cv2.GaussianBlur(filled, (0, 0), sigma)
        for number in (0, 1):
            around = cv2.GaussianBlur(out[number], (0, 0), sigma) / (base + np.float32(1e-6))
            rough[number] += (1 - ground) * (base > 0.02) * around
        ground = np.maximum(ground, (base > 0.02).astype(np.float32))
    square = np.ones((3, 3), np.uint8)
    for number in (0, 1):
        plane = rough[number]
        even = (cv2.dilate(plane, square) - cv2.erode(plane, square)) < _JUMP
        plane[even] = cv2.GaussianBlur(plane, (0, 0), 0.025 * s.density)[even]
    return rough
