"""Covers for tools/train_points.py: drawn by rule, and otherwise than the conditions and covers that judge.

The named conditions are drawn on a generic face laid flat; bench/covers_by_hand.py lays quantiles of distance fields
over the photograph. These are outlines of few corners, thick curves and pieces of other photographs.
"""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
Random = np.random.Generator


def damaged(picture: Picture, other: Picture, random: Random, eyes: float, middle: NDArray[np.float64]) -> Picture:
    """``picture`` with one to three covers about ``middle``; ``other`` is a photograph that pieces are taken from."""
    out = picture
    for _ in range(int(random.choice((1, 2, 3), p=(0.6, 0.25, 0.15)))):
        shape = _SHAPES[int(random.integers(len(_SHAPES)))]
        mask = np.zeros(picture.shape[:2], np.uint8)
        shape(mask, random, eyes, middle)
        out = _laid(out, mask, _stuff(out, other, random), random, eyes)
    return out


def _laid(picture: Picture, mask: Picture, stuff: NDArray[np.float32], random: Random, eyes: float) -> Picture:
    soft = mask.astype(np.float32) / 255
    if random.random() < 0.7:
        soft = cv2.GaussianBlur(soft, (0, 0), random.uniform(0.01, 0.12) * eyes)
    soft = (soft * random.choice((1.0, random.uniform(0.6, 1.0))))[:, :, None]
    laid = picture + (stuff - picture) * soft.astype(np.float32)
    return np.clip(laid, 0, 255).astype(np.uint8)


def _at(random: Random, eyes: float, middle: NDArray[np.float64], spread: float = 0.8) -> NDArray[np.float64]:
    return middle + random.normal(0, spread * eyes, 2)


def _outline(mask: Picture, random: Random, eyes: float, middle: NDArray[np.float64]) -> None:
    """An outline of few corners, as a torn piece has them."""
    corners = int(random.integers(3, 9))
    angles = np.sort(random.uniform(0, 2 * np.pi, corners))
    away = random.uniform(0.3, 1.7) * eyes * random.uniform(0.5, 1.0, corners)
    points = _at(random, eyes, middle) + np.stack([np.cos(angles), np.sin(angles)], axis=1) * away[:, None]
    cv2.fillPoly(mask, [points.round().astype(np.int32)], 255)


def _block(mask: Picture, random: Random, eyes: float, middle: NDArray[np.float64]) -> None:
    """A turned rectangle that often reaches beyond the face on one side."""
    size = random.uniform(0.5, 3.0, 2) * eyes
    box = cv2.boxPoints(((_at(random, eyes, middle, 1.0)).tolist(), size.tolist(), float(random.uniform(0, 180))))
    cv2.fillPoly(mask, [box.round().astype(np.int32)], 255)


def _rim(mask: Picture, random: Random, eyes: float, middle: NDArray[np.float64]) -> None:
    """Everything beyond a wavy line: one side of the face, the brow, or the chin."""
    angle, size = random.uniform(0, 2 * np.pi), 4 * eyes
    along, across = np.array([np.cos(angle), np.sin(angle)]), np.array([-np.sin(angle), np.cos(angle)])
    steps = np.linspace(-1, 1, 12)
    wave = random.normal(0, random.uniform(0, 0.15) * eyes, 12) + random.uniform(-0.5, 1.1) * eyes
    line = middle + steps[:, None] * size * across + wave[:, None] * along
    outer = np.array([line[-1] + size * along, line[0] + size * along])
    cv2.fillPoly(mask, [np.concatenate([line, outer]).round().astype(np.int32)], 255)


def _drops(mask: Picture, random: Random, eyes: float, middle: NDArray[np.float64]) -> None:
    """Turned ellipses of any size, in a heap."""
    heap = _at(random, eyes, middle, 0.5)
    for _ in range(int(random.integers(2, 25))):
        x, y = (heap + random.normal(0, 0.7 * eyes, 2)).round().astype(int).tolist()
        a, b = (random.gamma(2, 0.11, 2) * eyes + 1).astype(int).tolist()
        cv2.ellipse(mask, (x, y), (a, b), float(random.uniform(0, 180)), 0, 360, 255, -1)


def _curves(mask: Picture, random: Random, eyes: float, middle: NDArray[np.float64]) -> None:
    """Thick and thin bent lines that run over the face, most from one side."""
    begin = random.uniform(0, 2 * np.pi)
    for _ in range(int(random.integers(2, 28))):
        turn = begin + random.normal(0, 0.5)
        start = middle + 2.2 * eyes * np.array([np.cos(turn), np.sin(turn)]) + random.normal(0, 0.5 * eyes, 2)
        bend, end = _at(random, eyes, middle, 0.6), _at(random, eyes, middle, 1.2)
        t = np.linspace(0, 1, 9)[:, None]
        line = (1 - t) ** 2 * start + 2 * t * (1 - t) * bend + t**2 * end
        wide = max(1, round(float(random.uniform(0.02, 0.28)) * eyes))
        cv2.polylines(mask, [line.round().astype(np.int32)], False, 255, wide)


def _net(mask: Picture, random: Random, eyes: float, middle: NDArray[np.float64]) -> None:
    """A sheet with holes torn in it."""
    _block(mask, random, 1.5 * eyes, middle)
    for _ in range(int(random.integers(1, 5))):
        x, y = _at(random, eyes, middle).round().astype(int).tolist()
        cv2.circle(mask, (x, y), max(1, round(float(random.uniform(0.1, 0.5)) * eyes)), 0, -1)


_SHAPES: tuple[Callable[[Picture, Random, float, NDArray[np.float64]], None], ...] = (
    _outline, _block, _rim, _rim, _drops, _curves, _curves, _net,
)  # fmt: skip


def _stuff(picture: Picture, other: Picture, random: Random) -> NDArray[np.float32]:
    """What a cover shows: one colour, a gradient, coarse noise, another photograph on its side, or skin drawn out."""
    height, width = picture.shape[:2]
    kind = random.random()
    if kind < 0.25:
        turned = np.ascontiguousarray(np.rot90(other, int(random.integers(1, 4)))[:height, :width])
        return _coarser(turned, int(random.integers(8, 80))) * np.float32(random.uniform(0.3, 1.3))
    if kind < 0.4:
        blurred = _coarser(picture, int(random.integers(2, 10))) * np.float32(random.uniform(0.3, 1.2))
        return blurred + random.normal(0, 12, 3).astype(np.float32)
    colour = random.uniform(0, 255, 3) if random.random() < 0.5 else random.uniform(0, 255) + random.normal(0, 15, 3)
    cells = int(random.integers(1, 24))
    coarse = random.normal(0, random.choice((0, 10, 35)), (cells, cells, 1)) + random.normal(0, 4, (cells, cells, 3))
    drawn = cv2.resize((colour + coarse).astype(np.float32), (width, height), interpolation=cv2.INTER_CUBIC)
    return np.asarray(drawn, np.float32)


def _coarser(picture: Picture, cells: int) -> NDArray[np.float32]:
    """``picture`` as if it had so few pixels each way."""
    height, width = picture.shape[:2]
    few = cv2.resize(picture, (cells, cells), interpolation=cv2.INTER_AREA).astype(np.float32)
    return np.asarray(cv2.resize(few, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)


def in_another_light(picture: Picture, random: Random) -> Picture:
    """Brightness, contrast, colour, blur and noise of another camera."""
    out = picture.astype(np.float32)
    if random.random() < 0.8:
        grey, contrast = float(out[::4, ::4].mean()), random.uniform(0.5, 1.3)
        colours = (1 + random.normal(0, 0.08, 3)).astype(np.float32)
        out = out * (contrast * colours).astype(np.float32)
        out += (colours * grey * (random.uniform(0.55, 1.4) - contrast)).astype(np.float32)
    if random.random() < 0.2:
        out = cv2.cvtColor(cv2.cvtColor(out, cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR)
    if random.random() < 0.25:
        out = cv2.GaussianBlur(out, (0, 0), random.uniform(0.4, 2.0))
    if random.random() < 0.35:
        out = out + random.standard_normal(out.shape, np.float32) * np.float32(random.uniform(2, 14))
    return np.clip(out, 0, 255).astype(np.uint8)
