"""One photo at work: its pixels, its face's frame, and the few ways in which anything is put on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from antigone.evidence.conditions.anatomy import BOTTOM, LEFT, RIGHT, TOP, FaceMap, Plane, single, smooth
from antigone.evidence.conditions.frame import Frame, Picture
from antigone.types import Pixels

Colour = tuple[float, float, float]
"""Blue, green, red: 0-255, or parts of the light that is left."""
Random = np.random.Generator
_AT_ONCE = 1_000_000


@dataclass(frozen=True, eq=False)
class Scene:
    """A photo and where the face lies in it. ``pixels`` is never changed; every way of painting returns a new one."""

    pixels: Pixels
    frame: Frame

    @property
    def sheet(self) -> FaceMap:
        return self.frame.sheet

    @property
    def unit(self) -> float:
        return self.frame.unit

    @cached_property
    def flat(self) -> Picture:
        """The face laid flat."""
        return self.frame.on_sheet(self.pixels)

    @cached_property
    def skin(self) -> NDArray[np.floating[Any]]:
        """Mean colour of both cheeks and the forehead."""
        s = self.sheet
        where = s.spot(-0.55, 0.6, 0.2) + s.spot(0.55, 0.6, 0.2) + 0.6 * s.spot(0, -0.5, 0.35, 0.15)
        mean = np.tensordot(where, self.flat, axes=2) / where.sum()
        return np.asarray(mean, np.float32)

    @cached_property
    def skin_where(self) -> Plane:
        """How far each point of the sheet is bare skin: near the cheeks' colour, within face and neck."""
        s = self.sheet
        soft = cv2.GaussianBlur(self.flat, (0, 0), 0.05 * s.density)
        off = soft - self.skin
        light = off.mean(axis=2)
        tint = off - light[:, :, None]
        far = (tint**2).sum(axis=2) / 30.0**2 + (np.minimum(light + 15, 0) / 55.0) ** 2
        core = np.maximum(s.spot(0, 0.45, 0.7, 0.95), 0) * np.float32(0.6)
        return np.asarray(np.maximum(np.exp(-far), core) * np.maximum(s.oval, s.neck), np.float32)

    @cached_property
    def monochrome(self) -> bool:
        """Whether the photo has no colours, or next to none."""
        step = max(1, min(self.pixels.shape[:2]) // 40)
        part = self.pixels[::step, ::step]
        return float((part.max(axis=2) - part.min(axis=2)).mean()) < 2.5

    @cached_property
    def light(self) -> float:
        """How bright white things would be here, 1 as in full light: from the brightest parts of face and hair."""
        s = self.sheet
        grey = (self.flat[::3, ::3] @ single([0.114, 0.587, 0.299]))[s.head[::3, ::3] > 0.5]
        return float(np.clip(np.quantile(grey, 0.97) / 200, 0.25, 1.1))

    def with_pixels(self, pixels: Pixels) -> Scene:
        """The same face in changed pixels of the same size."""
        return Scene(pixels, self.frame)

    def multiply(self, factor: NDArray[np.floating[Any]]) -> Pixels:
        """Light taken away or added: a sheet's height x width x 3 factor, 1 where nothing changes."""
        if self.frame.empty:
            return self.pixels.copy()
        rows, columns = self.frame.window
        lying = self.frame.on_photo(factor)
        if lying.ndim == 2:
            lying = lying[:, :, None]
        return self._replace(self.pixels[rows, columns] * lying)

    def stain(self, amount: Plane, colour: Colour) -> Pixels:
        """A pigment: where ``amount`` is 1, the parts ``colour`` of the light are left."""
        return self.multiply(self.pigment(amount, colour))

    def pigment(self, amount: Plane, colour: Colour) -> Picture:
        """The factor of a pigment, for ``multiply``; several pigments are the product of their factors."""
        left = (amount * self.sheet.fade).astype(np.float32, copy=False)[:, :, None]
        return np.asarray(1 - left * (1 - single(colour)), np.float32)

    def cover(self, amount: Plane, colour: NDArray[np.floating[Any]] | Colour, *, whole: bool = False) -> Pixels:
        """Something opaque: ``colour`` (one, or a sheet's picture) where ``amount`` is 1; ``whole``: to the rim."""
        if self.frame.empty:
            return self.pixels.copy()
        rows, columns = self.frame.window
        alpha = self.frame.on_photo(amount if whole else amount * self.sheet.fade)[:, :, None]
        paint = np.asarray(colour, np.float32)
        if paint.ndim == 3:
            paint = self.frame.on_photo(paint)
        part = self.pixels[rows, columns].astype(np.float32)
        return self._replace(part + alpha * (paint - part))

    def move(self, right: Plane, down: Plane) -> Pixels:
        """Every point shows what lay ``right``, ``down`` (units of the face) of it: a smooth change of shape."""
        if self.frame.empty:
            return self.pixels.copy()
        rows, columns = self.frame.window
        fade = self.sheet.fade
        lying = self.frame.on_photo(np.dstack([right * fade, down * fade]))
        m = self.frame.matrix.astype(np.float32)
        x = np.arange(columns.start, columns.stop, dtype=np.float32)
        y = np.arange(rows.start, rows.stop, dtype=np.float32)[:, None]
        from_x = x + m[0, 0] * lying[:, :, 0] + m[0, 1] * lying[:, :, 1]
        from_y = y + m[1, 0] * lying[:, :, 0] + m[1, 1] * lying[:, :, 1]
        moved = cv2.remap(self.pixels, from_x, from_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        return self._replace(moved)

    def by_rows(self, change: Callable[[Pixels, slice], Pixels], margin: int = 0) -> Pixels:
        """``change`` done to the whole photo, a million pixels at a time: large photos are not held as fractions.

        It is given pixels and the rows they are. ``margin`` rows above and below come with them, to look at only.
        """
        height, width = self.pixels.shape[:2]
        step = max(64, _AT_ONCE // width)
        if height <= step:
            return change(self.pixels, slice(0, height))
        out = np.empty_like(self.pixels)
        for top in range(0, height, step):
            bottom = min(height, top + step)
            seen = slice(max(0, top - margin), min(height, bottom + margin))
            part = change(self.pixels[seen], seen)
            out[top:bottom] = part[top - seen.start : bottom - seen.start]
        return out

    def _replace(self, part: NDArray[np.floating[Any]] | Pixels) -> Pixels:
        rows, columns = self.frame.window
        out = self.pixels.copy()
        out[rows, columns] = part if part.dtype == np.uint8 else to_bytes(np.asarray(part, np.float32))
        return out


def to_bytes(values: NDArray[np.floating[Any]]) -> Pixels:
    """Rounded and kept within 0-255."""
    return np.asarray(np.clip(values + np.float32(0.5), 0, 255), np.uint8)


def noise(random: Random, sheet: FaceMap, millimetres: float, octaves: int = 3) -> Plane:
    """Irregular patches about ``millimetres`` wide on a sheet: mean 0, spread 1. The same at every density."""
    cell = millimetres / 63
    total: Plane = np.zeros((sheet.height, sheet.width), np.float32)
    for octave in range(octaves):
        size = cell / 2**octave
        shape = int((BOTTOM - TOP) / size) + 2, int((RIGHT - LEFT) / size) + 2
        lattice = random.standard_normal(shape, dtype=np.float32)
        if max(shape) > 2 * sheet.height:
            continue  # finer than the sheet can show; drawn all the same, so that what follows is the same
        total += np.asarray(cv2.resize(lattice, total.shape[::-1], interpolation=cv2.INTER_CUBIC)) * 0.5**octave
    mean, spread = cv2.meanStdDev(total)
    return (total - np.float32(mean[0, 0])) * np.float32(1 / max(float(spread[0, 0]), 1e-6))


def patches(values: Plane, share: float, softness: float = 0.25) -> Plane:
    """The highest ``share`` of normal-like ``values``, soft at the rim."""
    edge = _normal_quantile(1 - share)
    return smooth(edge - softness, edge + softness, values)


def _normal_quantile(p: float) -> float:
    """Tukey's lambda approximation: good to 0.01 between 0.02 and 0.98."""
    return float((p**0.135 - (1 - p) ** 0.135) / 0.1975)


def grain(random: Random, shape: tuple[int, ...], strength: float) -> NDArray[np.floating[Any]]:
    """Noise of a sensor or of a surface, pixel by pixel."""
    return random.standard_normal(shape, dtype=np.float32) * np.float32(strength)
