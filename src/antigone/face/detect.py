"""YuNet: the faces in one picture that stand nearly upright in it.

What comes out here is raw: coordinates of the picture it was given. :mod:`antigone.face.find` looks at a photo from
every side and at every size with it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from antigone.face.geometry import Map, apply, roll
from antigone.types import Box, Pixels, Points
from antigone.weights.session import Outputs

STRIDES = (8, 16, 32)
MULTIPLE = max(STRIDES)
"""A picture's sides must be multiples of this."""

_OVERLAP = 0.3  # boxes of one picture that share more of their area than this are one face


class Runs(Protocol):
    """The detector's network, or what stands for it."""

    def run(self, pictures: Pixels) -> Outputs: ...


@dataclass(frozen=True, slots=True)
class Detection:
    """A face as the detector sees it: the square-on box as four corners, so that it can be turned, and its landmarks.

    ``points`` (9 x 2) holds the corners, clockwise from the upper left one, then the five landmarks.
    """

    points: NDArray[np.float64] = field(repr=False)
    score: float

    def seen_through(self, affine: Map) -> Detection:
        """The same detection in the coordinates that ``affine`` maps onto."""
        return Detection(apply(affine, self.points), self.score)

    @property
    def corners(self) -> NDArray[np.float64]:
        return self.points[:4]

    @property
    def landmarks(self) -> Points:
        return self.points[4:]

    @property
    def angle(self) -> float:
        return roll(self.landmarks)

    @property
    def centre(self) -> tuple[float, float]:
        (left, top), _, (right, bottom) = self.points[:3].tolist()
        return (left + right) / 2, (top + bottom) / 2

    @property
    def size(self) -> float:
        """The side of a square of the same area, in pixels."""
        (x, y), (right, upper), _, (left, lower) = self.points[:4].tolist()
        return math.sqrt(abs((right - x) * (lower - y) - (upper - y) * (left - x)))

    @property
    def box(self) -> Box:
        """The upright rectangle around the corners."""
        (x, y), (right, bottom) = self.corners.min(axis=0).tolist(), self.corners.max(axis=0).tolist()
        return Box(x, y, right - x, bottom - y)


@lru_cache(maxsize=32)
def _cells(width: int, height: int, stride: int) -> NDArray[np.float32]:
    rows, columns = np.mgrid[: height // stride, : width // stride]
    return np.stack([columns.ravel(), rows.ravel()], axis=1).astype(np.float32)


def detect(network: Runs, picture: Pixels, threshold: float) -> list[Detection]:
    """The faces in ``picture`` scored at least ``threshold``, best first.

    Both sides of ``picture`` must be multiples of 32. The score is the square root of the product of the network's
    two outputs, as its authors define it.
    """
    height, width = picture.shape[:2]
    out = network.run(picture[None])
    found: list[NDArray[np.float64]] = []
    scores: list[NDArray[np.float32]] = []
    for stride in STRIDES:
        certainty = out[f"cls_{stride}"].reshape(-1) * out[f"obj_{stride}"].reshape(-1)
        at = np.flatnonzero(certainty >= threshold * threshold)
        if at.size:
            cells = _cells(width, height, stride)[at]
            boxes = out[f"bbox_{stride}"].reshape(-1, 4)[at]
            middle, half = cells + boxes[:, :2], np.exp(boxes[:, 2:]) / 2
            points = np.zeros((at.size, 9, 2))
            points[:, 0], points[:, 2] = middle - half, middle + half
            points[:, 4:] = cells[:, None] + out[f"kps_{stride}"].reshape(-1, 5, 2)[at]
            found.append(points * stride)
            scores.append(np.sqrt(np.minimum(certainty[at], 1)))
    if not found:
        return []
    points, score = np.concatenate(found), np.concatenate(scores).astype(np.float64)
    points[:, 1, 0], points[:, 1, 1] = points[:, 2, 0], points[:, 0, 1]
    points[:, 3, 0], points[:, 3, 1] = points[:, 0, 0], points[:, 2, 1]
    order = np.argsort(-score, kind="stable")
    if order.size > 1:
        boxes = np.hstack([points[order, 0], points[order, 2] - points[order, 0]])
        order = order[np.asarray(cv2.dnn.NMSBoxes(boxes.tolist(), score[order].tolist(), threshold, _OVERLAP)).ravel()]
    return [Detection(points[i], float(score[i])) for i in order.tolist()]
