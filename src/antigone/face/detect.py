"""YuNet: the faces in one picture that stand nearly upright in it.

What comes out here is raw: coordinates of the picture it was given. :mod:`antigone.face.find` looks at a photo from
every side and at every size with it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from antigone.face.geometry import Map, apply, roll
from antigone.types import Box, Pixels, Points
from antigone.weights.session import Network

STRIDES = (8, 16, 32)
MULTIPLE = max(STRIDES)
"""A picture's sides must be multiples of this."""

_OVERLAP = 0.3  # boxes of one picture that share more of their area than this are one face


@dataclass(frozen=True, slots=True)
class Detection:
    """A face as the detector sees it: the square-on box as four corners, so that it can be turned."""

    corners: NDArray[np.float64] = field(repr=False)
    landmarks: Points = field(repr=False)
    score: float

    def seen_through(self, affine: Map) -> Detection:
        """The same detection in the coordinates that ``affine`` maps onto."""
        return Detection(apply(affine, self.corners), apply(affine, self.landmarks), self.score)

    @property
    def angle(self) -> float:
        return roll(self.landmarks)

    @property
    def centre(self) -> NDArray[np.float64]:
        return np.asarray(self.corners.mean(axis=0), dtype=np.float64)

    @property
    def size(self) -> float:
        """The side of a square of the same area, in pixels."""
        across, down = self.corners[1] - self.corners[0], self.corners[3] - self.corners[0]
        return float(np.sqrt(abs(across[0] * down[1] - across[1] * down[0])))

    @property
    def box(self) -> Box:
        """The upright rectangle around the corners."""
        (x, y), (right, bottom) = self.corners.min(axis=0), self.corners.max(axis=0)
        return Box(float(x), float(y), float(right - x), float(bottom - y))


@lru_cache(maxsize=32)
def _cells(width: int, height: int, stride: int) -> NDArray[np.float32]:
    rows, columns = np.mgrid[: height // stride, : width // stride]
    return np.stack([columns.ravel(), rows.ravel()], axis=1).astype(np.float32)


def detect(network: Network, picture: Pixels, threshold: float) -> list[Detection]:
    """The faces in ``picture`` scored at least ``threshold``, best first.

    Both sides of ``picture`` must be multiples of 32. The score is the square root of the product of the network's
    two outputs, as its authors define it.
    """
    height, width = picture.shape[:2]
    out = network.run(picture[None])
    found = []
    for stride in STRIDES:
        certainty = out[f"cls_{stride}"].reshape(-1) * out[f"obj_{stride}"].reshape(-1)
        at = np.flatnonzero(certainty >= threshold * threshold)
        if at.size:
            cells = _cells(width, height, stride)[at]
            boxes = out[f"bbox_{stride}"].reshape(-1, 4)[at]
            points = out[f"kps_{stride}"].reshape(-1, 5, 2)[at]
            middle, sides = (cells + boxes[:, :2]) * stride, np.exp(boxes[:, 2:]) * stride
            landmarks = (cells[:, None] + points) * stride
            scores = np.sqrt(np.minimum(certainty[at], 1))
            found.append(np.hstack([middle - sides / 2, sides, landmarks.reshape(-1, 10), scores[:, None]]))
    if not found:
        return []
    rows = np.concatenate(found).astype(np.float64)
    if len(rows) > 1:
        rows = rows[np.argsort(-rows[:, 14], kind="stable")]
        kept = cv2.dnn.NMSBoxes(rows[:, :4].tolist(), rows[:, 14].tolist(), threshold, _OVERLAP)
        rows = rows[np.asarray(kept).ravel()]
    return [_detection(row) for row in rows]


def _detection(row: NDArray[np.float64]) -> Detection:
    x, y, w, h = row[:4]
    corners = np.array([[x, y], [x + w, y], [x + w, y + h], [x, y + h]])
    return Detection(corners, row[4:14].reshape(5, 2), float(row[14]))
