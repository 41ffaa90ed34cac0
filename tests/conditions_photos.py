"""Photos on which conditions are drawn: the portrait that scikit-image carries, with its five points known."""

from __future__ import annotations

import cv2
import numpy as np

from antigone.face.geometry import apply as moved
from antigone.face.geometry import roll
from antigone.types import Box, Face

POINTS = np.array([[202.8, 103.4], [245.9, 105.7], [222.6, 126.5], [204.0, 143.3], [241.2, 145.9]])
"""Where the detector finds Eileen Collins' eyes, nose and mouth."""


def face_of(points: np.ndarray) -> Face:
    low, high = points.min(axis=0), points.max(axis=0)
    size = 2.2 * np.maximum(high - low, 1)
    corner = points.mean(axis=0) - size / 2
    return Face(1, Box(*corner, *size), points, roll(points), 0.9)


def seen_through(picture: np.ndarray, matrix: np.ndarray, width: int, height: int) -> tuple[np.ndarray, Face]:
    """The portrait and its face after an affine map."""
    out = cv2.warpAffine(picture, matrix, (width, height), flags=cv2.INTER_AREA, borderMode=cv2.BORDER_REPLICATE)
    return out, face_of(moved(matrix, POINTS))
