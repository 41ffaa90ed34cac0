"""Changes of the face's shape: the jaw drops, the tissues swell."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from antigone.evidence.conditions import lids
from antigone.evidence.conditions.anatomy import MM, MOUTH_V, Plane, single, smooth
from antigone.evidence.conditions.scene import Random, Scene, noise
from antigone.types import Pixels

_MOUTH = 0.46  # half the width of the mouth's opening


def jaw_dropped(scene: Scene, millimetres: float, random: Random) -> Pixels:
    """The lower jaw hangs: the lips stand ``millimetres`` apart and the chin is as much lower."""
    s = scene.sheet
    drop = millimetres * MM
    lens = np.sqrt(np.clip(1 - (s.u / (_MOUTH - 0.12 * drop)) ** 2, 0, 1))
    wide = smooth(1.15, 0.55, np.abs(s.u))
    hang = wide * smooth(0.45, 1.5, s.v) * smooth(3.0, 2.0 + drop, s.v)
    line = MOUTH_V + 0.015 * lens
    sideways = drop * (1 - lens) * hang
    lower = drop * ((1 - lens) * hang + lens * smooth(3.0, 2.0 + drop, s.v) * wide)
    below = s.v - lower >= line
    down = np.where(below, lower, sideways)
    gap = ~below & (s.v - sideways > line)
    inwards = 0.1 * drop * s.u * hang * smooth(1.0, 1.5, s.v)  # hanging cheeks grow narrow
    moved = scene.with_pixels(scene.move(inwards.astype(np.float32), -down.astype(np.float32)))
    return _mouth(moved, (gap, lower, line), drop, random)


def _mouth(scene: Scene, where: tuple[NDArray[np.bool_], Plane, Plane], drop: float, random: Random) -> Pixels:
    """The opening: dark, with a hint of the upper teeth and of the tongue; hollow cheeks.

    ``where``: the gap, how far it is open at each point, and the line of the closed lips.
    """
    gap, lower, line = where
    s = scene.sheet
    opening = cv2.GaussianBlur(gap.astype(np.float32), (0, 0), max(0.6, 0.018 * s.density))
    depth = np.clip((s.v - line) / np.maximum(lower, 1e-3), 0, 1)
    light = np.float32(scene.skin.mean() / 150)
    inside = np.empty((*s.u.shape, 3), np.float32)
    inside[:] = single((24, 22, 36)) * light
    shape = 1 + np.float32(0.12) * noise(random, s, 6, 2)
    tongue = smooth(0.6, 1.0, depth) * smooth(0.34, 0.14, np.abs(s.u)) * shape
    inside += tongue[:, :, None] * single((48, 46, 78)) * light
    teeth = smooth(0.0, 0.02, s.v - line) * smooth(0.1, 0.07, s.v - line) * smooth(0.27, 0.2, np.abs(s.u))
    inside += (teeth * np.float32(min(1.0, drop / 0.3)))[:, :, None] * single((62, 72, 76)) * light
    hollow = (s.spot(-0.72, 0.95, 0.2, 0.4) + s.spot(0.72, 0.95, 0.2, 0.4)) * np.float32(0.45 * drop)
    shaded = scene.with_pixels(scene.stain(hollow, (0.4, 0.4, 0.45)))
    return shaded.cover(opening, inside)


def bloated(scene: Scene, percent: float, random: Random) -> Pixels:
    """Gas in the tissues: cheeks ``percent`` wider, lids swollen shut in the same measure, lips turned out."""
    s, k = scene.sheet, np.float32(percent / 100)
    shut = scene.with_pixels(lids.swollen(scene, min(100.0, 30 + 2.0 * percent), random))
    side = np.sign(s.u) * np.abs(s.u) * np.exp(-(((s.v - 0.75) / 1.0) ** 2)) * smooth(0.1, 0.5, np.abs(s.u))
    right = -k * side * smooth(2.2, 1.2, np.abs(s.u))
    down = np.zeros_like(right)
    for u, v, size, strength in (
        *((-0.6, 0.62, 0.45, 0.9), (0.6, 0.62, 0.45, 0.9)),  # cheeks
        *((-0.5, 0.0, 0.28, 1.1), (0.5, 0.0, 0.28, 1.1)),  # lids
        *((0.0, 1.02, 0.34, 1.6), (0.0, 0.5, 0.25, 0.7), (0.0, 1.7, 0.5, 0.6)),  # lips, nose, chin
    ):
        bump = s.spot(u, v, size) * k * np.float32(strength)
        right -= bump * (s.u - u)
        down -= bump * (s.v - v)
    swelled = shut.with_pixels(shut.move(right.astype(np.float32), down.astype(np.float32)))
    tight = 0.22 * (s.spot(-0.6, 0.5, 0.3) + s.spot(0.6, 0.5, 0.3)) + 0.14 * s.spot(0, -0.45, 0.4, 0.25)
    folds = s.spot(-0.5, 0.2, 0.3, 0.05) + s.spot(0.5, 0.2, 0.3, 0.05) + s.spot(-0.5, -0.2, 0.3, 0.05)
    folds += s.spot(0.5, -0.2, 0.3, 0.05)
    shine = 1 + k * 1.2 * (tight - 0.45 * folds) * s.oval
    return swelled.multiply(np.repeat(shine[:, :, None].astype(np.float32), 3, axis=2))
