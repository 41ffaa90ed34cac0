"""Damage of another hand, for bench/weights.py: drawn otherwise than the named conditions are.

The conditions follow a generic face and what is known of bodies. Nothing here does: flat covers, smooth fields of
colour, smooth warps, a plane turned in space, a slope of light, a blur, grain. A limit is chosen on these and judged
on those.
"""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

from antigone.types import Pixels, Points
from covers_by_hand import KINDS, cover

Damage = Callable[[Pixels, Points, float, np.random.Generator], Pixels]
"""Draws on a picture with a face's five points in it, from hardly (0) to badly (1)."""


def damaged(pixels: Pixels, points: Points, random: np.random.Generator) -> Pixels:
    """One kind of damage, or two: a cover as often as all others together."""
    names = list(DAMAGE)
    kinds = ["cover"] if random.random() < 0.35 else [names[int(random.integers(len(names)))]]
    if random.random() < 0.35:
        kinds.append(names[int(random.integers(len(names)))])
    for kind in kinds:
        if kind == "cover":
            pixels = cover(pixels, points, random, KINDS[int(random.integers(len(KINDS)))]).pixels
        else:
            pixels = DAMAGE[kind](pixels, points, float(random.uniform(0.1, 1.0)), random)
    return pixels


def _field(shape: tuple[int, ...], sigma: float, random: np.random.Generator) -> NDArray[np.float32]:
    """Smooth noise of deviation 1 whose hills are about so wide."""
    small = max(1.0, sigma / 4)
    coarse = (max(4, round(shape[0] / small)), max(4, round(shape[1] / small)))
    noise = cv2.GaussianBlur(random.normal(0, 1, coarse).astype(np.float32), (0, 0), 4.0)
    field = cv2.resize(noise, (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC)
    return np.asarray((field - field.mean()) / max(float(field.std()), 1e-6), np.float32)


def _eyes(points: Points) -> float:
    return float(np.linalg.norm(points[1] - points[0]))


def _stained(pixels: Pixels, points: Points, amount: float, random: np.random.Generator) -> Pixels:
    """Patches that pull towards one colour, darker or lighter, with soft or hard rims."""
    field = _field(pixels.shape, random.uniform(0.1, 0.8) * _eyes(points), random)
    share = 1 / (1 + np.exp(-(field - random.uniform(-1, 1)) * random.uniform(2, 12)))
    colour = random.uniform(10, 200, 3)
    mix = (0.75 * amount * share)[:, :, None]
    return _as_picture(pixels * (1 - mix) + mix * colour * (0.4 + pixels.mean(axis=2, keepdims=True) / 160))


def _warped(pixels: Pixels, points: Points, amount: float, random: np.random.Generator) -> Pixels:
    """The plane pulled about smoothly: everything a little elsewhere."""
    eyes = _eyes(points)
    height, width = pixels.shape[:2]
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    wide = random.uniform(0.3, 1.0) * eyes
    off = 0.14 * amount * wide
    moved = [axis + off * _field(pixels.shape, wide, random) for axis in (x, y)]
    return np.asarray(cv2.remap(pixels, *moved, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), np.uint8)


def _turned(pixels: Pixels, points: Points, amount: float, random: np.random.Generator) -> Pixels:
    """The picture as a plane seen aslant: narrower on one side, shorter one way."""
    eyes, middle = _eyes(points), points.mean(axis=0)
    square = np.array([[-1.5, -1.8], [1.5, -1.8], [1.5, 1.8], [-1.5, 1.8]])
    squeezed = square * np.where(random.random() < 0.5, [1 - 0.45 * amount, 1], [1, 1 - 0.4 * amount])
    squeezed = squeezed + random.normal(0, 0.18 * amount, (4, 2))
    way = cv2.getPerspectiveTransform(
        np.asarray(square * eyes + middle, np.float32), np.asarray(squeezed * eyes + middle, np.float32)
    )
    size = (pixels.shape[1], pixels.shape[0])
    return np.asarray(cv2.warpPerspective(pixels, way, size, borderMode=cv2.BORDER_REPLICATE), np.uint8)


def _lit(pixels: Pixels, points: Points, amount: float, random: np.random.Generator) -> Pixels:
    """A slope of light across the face, and another exposure and tone."""
    height, width = pixels.shape[:2]
    x, y = np.meshgrid(np.arange(width), np.arange(height))
    angle = random.uniform(0, 2 * np.pi)
    middle = points.mean(axis=0)
    slope = ((x - middle[0]) * np.cos(angle) + (y - middle[1]) * np.sin(angle)) / (2.5 * _eyes(points))
    stops = amount * (random.normal(0, 1.2) + random.uniform(0, 3) * np.clip(slope, -1, 1))
    toned = (pixels / 255.0) ** np.exp(random.normal(0, 0.4) * amount)
    return _as_picture(255 * toned * (2.0**stops)[:, :, None] * np.exp(random.normal(0, 0.25 * amount, 3)))


def _blurred(pixels: Pixels, points: Points, amount: float, random: np.random.Generator) -> Pixels:
    """Along a line or all round, then grain."""
    length = max(1, round(amount * random.uniform(0.1, 0.5) * _eyes(points)))
    kernel = np.zeros((2 * length + 1, 2 * length + 1), np.float32)
    if random.random() < 0.5:
        end = np.array([np.cos(a := random.uniform(0, np.pi)), np.sin(a)]) * length / 2
        ends = [tuple(int(v) for v in np.round(length + sign * end)) for sign in (-1, 1)]
        cv2.line(kernel, *ends, 1.0)
    else:
        kernel[length, length] = 1
        kernel = cv2.GaussianBlur(kernel, (0, 0), max(0.3, length / 3))
    soft = cv2.filter2D(pixels, -1, kernel / kernel.sum())
    return _as_picture(soft + random.normal(0, random.uniform(0, 25) * amount, pixels.shape))


def _as_picture(values: NDArray[np.floating]) -> Pixels:
    return np.clip(np.round(values), 0, 255).astype(np.uint8)


DAMAGE: dict[str, Damage] = {
    "stained": _stained,
    "warped": _warped,
    "turned": _turned,
    "lit": _lit,
    "blurred": _blurred,
}
