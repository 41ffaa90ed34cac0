"""Where the camera stands: the body lies at an angle, or the face is seen from above, below or aside."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from antigone.evidence.conditions.anatomy import Plane, Sheet, smooth
from antigone.evidence.conditions.frame import Frame
from antigone.evidence.conditions.scene import Random, Scene
from antigone.types import Pixels

_DISTANCE = 11.0  # units to the new camera: 0.7 m, an arm's length over a body
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
    """The camera stands ``degrees`` to one side; to the side the face already looks away from, if it does."""
    leaning = float(scene.frame.matrix[:, 2] @ scene.frame.matrix[:, 0])
    draw = random.random()
    side = np.sign(leaning) if abs(leaning) > 0.1 * scene.unit**2 else (1.0 if draw < 0.5 else -1.0)
    return _seen_from(scene, float(side) * degrees, 0.0)


def _seen_from(scene: Scene, yaw: float, pitch: float) -> Pixels:
    """The picture from a camera that has gone round the head, over a mesh of a generic face."""
    if scene.frame.empty:
        return scene.pixels.copy()
    shift = _shift(scene.frame, yaw, pitch)
    rows, columns = scene.frame.window
    lying_there = scene.frame.on_photo(shift, deep=False)
    x = np.arange(columns.start, columns.stop, dtype=np.float32) + lying_there[:, :, 0]
    y = np.arange(rows.start, rows.stop, dtype=np.float32)[:, None] + lying_there[:, :, 1]
    out = scene.pixels.copy()
    out[rows, columns] = cv2.remap(scene.pixels, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return out


def _shift(frame: Frame, yaw: float, pitch: float) -> NDArray[np.float32]:
    """For every point of the sheet, as the new camera sees it: how far off in the photo its colour is found, pixels."""
    s = frame.sheet
    deep = _head(s)
    old = frame.matrix
    first, second = old[0] / frame.unit, old[1] / frame.unit
    third = np.cross(first, second)
    camera = np.stack([first, second, third / max(float(np.linalg.norm(third)), 1e-6)])
    # Turned about the face's own axes as the photo shows them, so that a face lying aslant is treated alike.
    across = np.array([old[0, 0], old[1, 0], 0.0]) / np.linalg.norm(old[:, 0])
    down = np.array([-across[1], across[0], 0.0])
    turn = _about(across, -np.deg2rad(pitch)) @ _about(down, np.deg2rad(yaw))
    points = np.stack([s.u.ravel(), s.v.ravel(), deep.ravel()])
    here = camera @ points
    pivot = camera @ np.array([0.0, 0.6, _BACK / 2])
    there = turn @ (here - pivot[:, None]) + pivot[:, None]
    there[:2] *= _DISTANCE / (_DISTANCE - there[2] + here[2].mean())
    near = there[2]
    # Back to the sheet's own coordinates: where each point lands, and where it came from.
    flat = np.linalg.inv(old[:, :2] / frame.unit)
    landed, came = flat @ there[:2], flat @ here[:2]
    away = _splat(s, landed, came - landed, near)
    keep = smooth(2.3, 1.75, np.sqrt((s.u / 1.0) ** 2 + ((s.v - 0.2) / 1.15) ** 2).astype(np.float32))
    m = old[:, :2].astype(np.float32)
    shift = np.tensordot(m, away * keep, axes=1)
    return np.ascontiguousarray(np.moveaxis(shift, 0, 2).astype(np.float32))


def _head(s: Sheet) -> Plane:
    return np.maximum(s.depth, np.float32(_BACK))


def _about(axis: NDArray[np.float64], angle: float) -> NDArray[np.float64]:
    turn, _ = cv2.Rodrigues(axis * angle)
    return np.asarray(turn, np.float64)


def _splat(
    s: Sheet, landed: NDArray[np.float64], value: NDArray[np.float64], near: NDArray[np.float64]
) -> NDArray[np.float32]:
    """``value`` (2 x n) at the places where the points land; the nearer point wins; gaps are filled from around."""
    column = np.round((landed[0] - s.u[0, 0]) * s.density).astype(np.int64)
    row = np.round((landed[1] - s.v[0, 0]) * s.density).astype(np.int64)
    seen = (column >= 0) & (column < s.width) & (row >= 0) & (row < s.height)
    place = (row * s.width + column)[seen]
    weight = np.exp(np.clip(near[seen] * 14, -40, 40))
    total = np.bincount(place, weight, s.width * s.height)
    planes = [np.bincount(place, weight * v[seen], s.width * s.height) for v in value]
    filled = (total > 0).astype(np.float32).reshape(s.height, s.width)
    out = np.empty((2, s.height, s.width), np.float32)
    sigma = 0.03 * s.density
    ground = cv2.GaussianBlur(filled, (0, 0), sigma) + np.float32(1e-4)
    for number, plane in enumerate(planes):
        mean = (plane / np.maximum(total, 1e-30)).astype(np.float32).reshape(s.height, s.width)
        out[number] = cv2.GaussianBlur(mean, (0, 0), sigma) / ground
    return out
