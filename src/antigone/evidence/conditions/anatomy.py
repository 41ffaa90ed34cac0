"""A generic adult face, laid flat: where its parts are and how deep it is.

Coordinates ``u`` (to the picture's right of an upright face) and ``v`` (downwards) have their origin midway between
the pupils. One unit is the distance between the pupils: about 63 mm in the mean adult, 50 to 75 mm in nearly all
(Dodgson, Proc. SPIE 5291, 2004, abstract). The depth is drawn from a few smooth forms. It is nobody's measured face: it
serves to show how parts shift against each other when the camera moves, not to measure.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import cv2
import numpy as np
from numpy.typing import ArrayLike, NDArray

MM = 1 / 63
"""One millimetre in units of the distance between the pupils."""

LEFT, RIGHT, TOP, BOTTOM = -2.4, 2.4, -2.6, 3.0
"""What a sheet covers, in units: the head, its hair and the neck."""
EYE_U, NOSE_V, MOUTH_V, MOUTH_U, CHIN_V, HAIRLINE_V = 0.5, 0.57, 1.02, 0.425, 1.78, -0.95
_DENSITIES = (32, 48, 64, 96, 128)

Plane = NDArray[np.floating[Any]]
"""One number for each point of a sheet: height x width."""


def single(values: ArrayLike) -> Plane:
    """``values`` as numbers of 32 bits."""
    return np.asarray(values, np.float32)


def smooth(low: float, high: float, values: Plane) -> Plane:
    """0 up to ``low``, 1 from ``high``, an S between them; the other way round if ``low`` is the larger."""
    t = np.clip((values - np.float32(low)) * np.float32(1 / (high - low)), 0, 1)
    return np.asarray(t * t * (np.float32(3) - 2 * t), np.float32)


@dataclass(frozen=True, eq=False)
class FaceMap:
    """The face laid flat, ``density`` points to the unit. Its planes are made once and shared: never change them."""

    density: int

    @property
    def width(self) -> int:
        return round((RIGHT - LEFT) * self.density)

    @property
    def height(self) -> int:
        return round((BOTTOM - TOP) * self.density)

    @cached_property
    def u(self) -> Plane:
        row = LEFT + np.arange(self.width, dtype=np.float32) / self.density
        return _fixed(np.broadcast_to(row.astype(np.float32), (self.height, self.width)).copy())

    @cached_property
    def v(self) -> Plane:
        column = TOP + np.arange(self.height, dtype=np.float32) / self.density
        return _fixed(np.broadcast_to(column.astype(np.float32)[:, None], (self.height, self.width)).copy())

    @cached_property
    def fade(self) -> Plane:
        """1 over the head, 0 at the sheet's rim, so that nothing ends in a straight line."""
        inside = np.minimum(np.minimum(self.u - LEFT, RIGHT - self.u), np.minimum(self.v - TOP, BOTTOM - self.v))
        return _fixed(smooth(0.02, 0.4, inside))

    @cached_property
    def oval(self) -> Plane:
        """The face from hairline to chin and ear to ear, soft at its rim."""
        return _fixed(smooth(1.06, 0.9, self._round(1.12, 1.42, 0.42)))

    @cached_property
    def head(self) -> Plane:
        """The whole head with its hair, soft at its rim."""
        return _fixed(smooth(1.2, 0.95, self._round(1.4, 1.95, 0.05)))

    @cached_property
    def neck(self) -> Plane:
        """The neck below the chin."""
        return _fixed(smooth(0.85, 0.6, np.abs(self.u)) * smooth(1.6, 1.9, self.v) * smooth(2.9, 2.4, self.v))

    @cached_property
    def lips(self) -> Plane:
        """The red of both lips when closed."""
        bow = 0.1 * (1 - (self.u / 0.46) ** 2)
        return _fixed(smooth(0.05, -0.02, np.abs(self.v - MOUTH_V - 0.015) - bow))

    @cached_property
    def eyes(self) -> Plane:
        """Both openings between the lids."""
        x = np.abs(self.u) - EYE_U
        return _fixed(smooth(1.3, 0.8, np.sqrt((x / 0.25) ** 2 + (self.v / 0.1) ** 2)))

    @cached_property
    def depth(self) -> Plane:
        """Units towards the camera; 0 at the eyes and the corners of the mouth, about 0.5 at the tip of the nose."""
        u, v = self.u, self.v
        ball = 1.5 * np.sqrt(np.maximum(0.0, 1 - (u / 1.3) ** 2 - ((v - 0.1) / 2.05) ** 2)) - 1.36
        ridge = np.clip((v + 0.15) / 0.72, 0, 1) ** 1.3 * smooth(0.8, 0.6, v)
        nose = 0.4 * ridge * np.exp(-((u / (0.1 + 0.1 * np.clip(v / 0.57, 0, 1))) ** 2))
        sockets = -0.1 * np.exp(-(((np.abs(u) - 0.48) / 0.24) ** 2) - ((v + 0.02) / 0.15) ** 2)
        brows = 0.06 * np.exp(-((u / 0.8) ** 2) - ((v + 0.3) / 0.14) ** 2)
        lips = 0.09 * np.exp(-((u / 0.34) ** 2) - ((v - MOUTH_V) / 0.16) ** 2)
        chin = 0.16 * np.exp(-((u / 0.34) ** 2) - ((v - 1.55) / 0.22) ** 2)
        cheeks = 0.1 * np.exp(-(((np.abs(u) - 0.62) / 0.3) ** 2) - ((v - 0.5) / 0.3) ** 2)
        whole = ball + nose + sockets + brows + lips + chin + cheeks
        soft = cv2.GaussianBlur(whole.astype(np.float32), (0, 0), 0.03 * self.density)
        return _fixed(np.asarray(soft, np.float32))

    @cached_property
    def soft_depth(self) -> Plane:
        """Depth without fine form: gentle enough to be solved for step by step."""
        return _fixed(np.asarray(cv2.GaussianBlur(self.depth, (0, 0), 0.16 * self.density), np.float32))

    @cached_property
    def normals(self) -> NDArray[np.floating[Any]]:
        """Where the surface faces: height x width x 3 (right, down, towards the camera), length 1."""
        down, right = np.gradient(self.depth, 1 / self.density)
        raw = np.stack([-right, -down, np.ones_like(right)], axis=2)
        raw /= np.linalg.norm(raw, axis=2, keepdims=True)
        return _fixed(raw.astype(np.float32))

    def _round(self, half_width: float, half_height: float, middle: float) -> Plane:
        """Distance from the middle as a part of an ellipse's radius."""
        return np.sqrt((self.u / half_width) ** 2 + ((self.v - middle) / half_height) ** 2).astype(np.float32)

    def spot(self, u: float, v: float, wide: float, high: float | None = None) -> Plane:
        """A soft round spot: 1 in its middle, 0.37 at the half widths given."""
        tall = wide if high is None else high
        across = np.exp(-(((self.u[0] - u) / wide) ** 2))
        down = np.exp(-(((self.v[:, 0] - v) / tall) ** 2))
        return np.asarray(down[:, None] * across[None, :], np.float32)

    def at(self, u: float, v: float) -> tuple[int, int]:
        """Column and row of a point, as near as whole numbers come."""
        return round((u - LEFT) * self.density), round((v - TOP) * self.density)


def _fixed(plane: NDArray[np.floating[Any]]) -> NDArray[np.floating[Any]]:
    plane = np.ascontiguousarray(plane, np.float32)
    plane.flags.writeable = False
    return plane


@lru_cache(maxsize=len(_DENSITIES))
def sheet_of(density: int) -> FaceMap:
    """The one sheet of this density."""
    return FaceMap(density)


def sheet_for(unit: float) -> FaceMap:
    """The sheet that is about as fine as a photo with ``unit`` pixels between the eyes; at most 128 to the unit."""
    return sheet_of(next((d for d in _DENSITIES if d >= unit * 0.95), _DENSITIES[-1]))
