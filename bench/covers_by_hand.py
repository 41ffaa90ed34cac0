"""Covers and the hand that paints them, for bench/covered.py: drawn otherwise than the named conditions are.

The conditions are drawn on a generic face laid flat (antigone.evidence.conditions); these are flat shapes laid over the
photograph itself, sized by the distance between the eyes. What is chosen on the one is judged on the other.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from antigone.face.cover import Mask, inpainted
from antigone.types import Pixels, Points

KINDS = ("sheet", "blotches", "strands", "band", "leaves")


@dataclass(frozen=True)
class Covered:
    pixels: Pixels
    mask: NDArray[np.bool_]
    """What is covered, to the pixel: nobody paints it so."""


@dataclass(frozen=True)
class Over:
    """Where a cover lies, in distances between the eyes from the face's middle, and how much of ``near`` it hides."""

    u: NDArray[np.float64]
    v: NDArray[np.float64]
    near: NDArray[np.bool_]
    amount: float


def cover(pixels: Pixels, landmarks: Points, random: np.random.Generator, kind: str) -> Covered:
    """``pixels`` with a cover of one of ``KINDS`` over the face, from a tenth to four fifths of it."""
    height, width = pixels.shape[:2]
    eyes = float(np.linalg.norm(landmarks[1] - landmarks[0]))
    x, y = np.meshgrid(np.arange(width), np.arange(height))
    middle = landmarks.mean(axis=0)
    u, v = (x - middle[0]) / eyes, (y - middle[1]) / eyes
    near = (u / 1.25) ** 2 + (v / 1.6) ** 2 < 1
    amount = random.uniform(0.1, 0.8)
    mask = _SHAPES[kind](Over(u, v, near, amount), random)
    paint = _paint(pixels, mask, random)
    soft = cv2.GaussianBlur(mask.astype(np.float32), (0, 0), max(0.6, 0.015 * eyes))[:, :, None]
    soft *= 1.0 if kind in ("sheet", "band") else random.uniform(0.88, 1.0)
    out = pixels * (1 - soft) + paint * soft
    return Covered(np.clip(np.round(out), 0, 255).astype(np.uint8), mask)


def _sheet(over: Over, random: np.random.Generator) -> NDArray[np.bool_]:
    """One straight edge at any angle."""
    angle = random.uniform(0, 2 * np.pi)
    off = over.u * np.cos(angle) + over.v * np.sin(angle)
    return off > np.quantile(off[over.near], 1 - over.amount)


def _blotches(over: Over, random: np.random.Generator) -> NDArray[np.bool_]:
    """Round blotches of any size, until so much is covered."""
    mask = np.zeros(over.u.shape, bool)
    while mask[over.near].mean() < over.amount:
        a, b, r = random.normal(0, 0.7), random.normal(0, 0.9), random.gamma(3, 0.09)
        mask |= (over.u - a) ** 2 + ((over.v - b) / random.uniform(0.6, 1.6)) ** 2 < r * r
    return mask


def _strands(over: Over, random: np.random.Generator) -> NDArray[np.bool_]:
    """Broad straight strands across the face, all leaning one way."""
    mask = np.zeros(over.u.shape, bool)
    lean = random.uniform(-1.2, 1.2)
    while mask[over.near].mean() < 0.8 * over.amount:
        angle, at, wide = lean + random.normal(0, 0.25), random.normal(0, 0.8), random.uniform(0.02, 0.12)
        mask |= np.abs(over.u * np.cos(angle) + over.v * np.sin(angle) - at) < wide
    return mask


def _band(over: Over, random: np.random.Generator) -> NDArray[np.bool_]:
    """A band across the face, as a bandage or a strap lies."""
    angle, at = random.normal(np.pi / 2, 0.5), random.normal(0, 0.5)
    off = np.abs(over.u * np.cos(angle) + over.v * np.sin(angle) - at)
    return off < np.quantile(off[over.near], 0.75 * over.amount)


def _leaves(over: Over, random: np.random.Generator) -> NDArray[np.bool_]:
    """Pointed shapes that lie about."""
    mask = np.zeros(over.u.shape, bool)
    while mask[over.near].mean() < over.amount:
        a, b, angle = random.normal(0, 0.7), random.normal(0, 0.9), random.uniform(0, np.pi)
        along = (over.u - a) * np.cos(angle) + (over.v - b) * np.sin(angle)
        across = (over.v - b) * np.cos(angle) - (over.u - a) * np.sin(angle)
        length = random.uniform(0.3, 0.8)
        mask |= np.abs(across) < 0.25 * length * np.clip(1 - (along / length) ** 2, 0, 1)
    return mask


_SHAPES = {"sheet": _sheet, "blotches": _blotches, "strands": _strands, "band": _band, "leaves": _leaves}


def _paint(pixels: Pixels, mask: NDArray[np.bool_], random: np.random.Generator) -> NDArray[np.float64]:
    """A flat or a mottled colour of any tone, or the colours of the scene: upside down and so blurred that no face is
    left in them, or a search would find it."""
    if random.random() < 0.3:
        blurred = cv2.GaussianBlur(pixels[::-1, ::-1], (0, 0), 0.06 * pixels.shape[0])
        return blurred * random.uniform(0.6, 1.1)
    colour = random.uniform(20, 220) * (1 + random.normal(0, 0.15, 3))
    height, width = mask.shape
    coarse = random.normal(0, 1, (max(2, height // 12), max(2, width // 12), 1)).repeat(3, axis=2)
    mottled = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC) * random.uniform(0, 30)
    return colour + mottled + random.normal(0, random.uniform(0, 8), pixels.shape)


def painted(exact: NDArray[np.bool_], eyes: float, random: np.random.Generator) -> NDArray[np.bool_]:
    """``exact`` as somebody paints it with a broad brush: a little too wide, with a shaky rim, a tenth of it missed."""
    if not exact.any():
        return exact
    away = cv2.distanceTransform((~exact).astype(np.uint8), cv2.DIST_L2, 5)
    within = cv2.distanceTransform(exact.astype(np.uint8), cv2.DIST_L2, 5)
    shake = _smooth(exact.shape, 0.15 * eyes, random)
    mask = away - within < (0.05 + 0.05 * shake) * eyes
    missed = _smooth(exact.shape, 0.2 * eyes, random)
    mask &= missed < np.quantile(missed[exact], 0.9)
    return np.asarray(mask, bool)


def _smooth(shape: tuple[int, int], sigma: float, random: np.random.Generator) -> NDArray[np.float64]:
    field = cv2.GaussianBlur(random.normal(0, 1, shape), (0, 0), max(1.0, sigma))
    return field / max(float(field.std()), 1e-9)


def drawn_over(before: Pixels, after: Pixels) -> NDArray[np.bool_]:
    """Where a condition drew something that an eye sees: what a person would paint over."""
    apart = np.abs(before.astype(np.int16) - after.astype(np.int16)).max(axis=2).astype(np.uint8)
    seen = (cv2.GaussianBlur(apart, (0, 0), 1.0) > 25).astype(np.uint8)
    return np.asarray(cv2.morphologyEx(seen, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8)) > 0, bool)


def jittered(landmarks: Points, share: float, random: np.random.Generator) -> Points:
    """Points as a hand sets them: off by ``share`` of the distance between the eyes (standard deviation, each way)."""
    eyes = float(np.linalg.norm(landmarks[1] - landmarks[0]))
    return landmarks + random.normal(0, share * eyes, landmarks.shape)


def mirrored(picture: Pixels, mask: Mask) -> Pixels:
    """A way to fill in what is hidden: the other half of the face; what is hidden on both sides is inpainted."""
    wide = cv2.dilate(mask.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    both = wide & wide[:, ::-1]
    half = np.where((wide & ~both)[:, :, None], picture[:, ::-1], picture)
    return inpainted(np.ascontiguousarray(half), both)


def one_colour(picture: Pixels, mask: Mask) -> Pixels:
    """A way to fill in what is hidden: the median colour of what is seen in the picture's middle."""
    wide = cv2.dilate(mask.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    height, width = mask.shape
    middle = np.zeros_like(wide)
    middle[height // 4 : height - height // 8, width // 5 : width - width // 5] = True
    seen = picture[middle & ~wide] if (middle & ~wide).any() else picture[~wide]
    if not len(seen):
        return picture
    return np.asarray(np.where(wide[:, :, None], np.median(seen, axis=0), picture), np.uint8)
