"""A second look at one face, upright and at one size, for landmarks that alignment can rely on.

Small errors of the five points are the largest single loss of the whole chain (docs/accuracy.md). The mean over two
sizes and their mirror images takes about a quarter off the misses at the same false-positive rate.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from antigone.face.detect import Detection, detect
from antigone.face.geometry import Map, apply, cut, invert, similarity, turn_about
from antigone.types import Pixels, Points
from antigone.weights.session import Network

SIDE = 128
"""Pixels of one upright picture. Four of them, side by side, are looked at in one go."""
EYE_DISTANCES = (26.0, 34.0)
"""Pixels between the eyes in them: two sizes, each straight and mirrored."""

_LEAST = 0.3  # the detector's score for a look to count
_UPRIGHT_ENOUGH = 2.0  # degrees
_MOST_TURNS = 5
_MIRRORED = [1, 0, 2, 4, 3]  # in a mirror image the left eye is the right one
# Where the points of an upright face lie, in units of the distance between the eyes, about the face's middle.
_UPRIGHT: Points = np.array([[-0.5, -0.46], [0.5, -0.46], [0.0, 0.11], [-0.41, 0.69], [0.41, 0.69]])


@dataclass(frozen=True, slots=True)
class Refined:
    """A face after the second look. ``spread`` is how far the looks disagree, in distances between the eyes."""

    detection: Detection
    spread: float


def refine(network: Network, picture: Pixels, first: Detection) -> Refined | None:
    """``first`` with better landmarks, in the coordinates of ``picture``; None if it is no face on a second look."""
    start = first.landmarks
    for _ in range(_MOST_TURNS):
        looks = _four_looks(network, picture, start)
        if len(looks) < 2:
            return None
        landmarks = np.mean([look.landmarks for look in looks], axis=0)
        left, grown = _still_off(start, landmarks)
        if abs(left) < _UPRIGHT_ENOUGH and 0.8 < grown < 1.25:
            break
        # The detector takes a leaning face for more upright than it is, and reports about half of what is left.
        middle = landmarks.mean(axis=0)
        start = apply(turn_about((middle[0], middle[1]), left, 1.0, (middle[0], middle[1])), landmarks)
    score = sum(look.score for look in looks) / 4
    corners = np.mean([look.corners for look in looks], axis=0)
    return Refined(Detection(corners, landmarks, score), _spread(looks, landmarks))


def _spread(looks: list[Detection], landmarks: Points) -> float:
    eyes = float(np.linalg.norm(landmarks[1] - landmarks[0]))
    apart = np.linalg.norm(np.array([look.landmarks for look in looks]) - landmarks, axis=2)
    return float(apart.mean()) / eyes


def _still_off(start: Points, landmarks: Points) -> tuple[float, float]:
    """By how many degrees, and how much in size, ``landmarks`` differ from the ``start`` the face was turned by."""
    change = similarity(start, landmarks)[:, :2]
    degrees = float(np.degrees(np.arctan2(change[1, 0], change[0, 0])))
    return degrees, float(np.sqrt(abs(np.linalg.det(change))))


def _four_looks(network: Network, picture: Pixels, landmarks: Points) -> list[Detection]:
    """What the detector makes of the face at two sizes, straight and mirrored, where it finds it at all."""
    sheet = np.zeros((2 * SIDE, 2 * SIDE, 3), np.uint8)
    ways_back: list[Map] = []
    for row, eyes in enumerate(EYE_DISTANCES):
        to_upright = similarity(landmarks, _UPRIGHT * eyes + (SIDE - 1) / 2)
        upright = cut(picture, to_upright, SIDE, SIDE)
        sheet[row * SIDE : (row + 1) * SIDE, :SIDE] = upright
        sheet[row * SIDE : (row + 1) * SIDE, SIDE:] = upright[:, ::-1]
        ways_back.append(invert(to_upright))
    found = detect(network, sheet, _LEAST)
    looks = []
    for row, back in enumerate(ways_back):
        for column in (0, 1):
            best = _central(found, np.array([column * SIDE, row * SIDE], dtype=np.float64))
            if best is not None:
                looks.append((_unmirrored(best) if column else best).seen_through(back))
    return looks


def _central(found: list[Detection], corner: NDArray[np.float64]) -> Detection | None:
    """The face in the middle of one picture: a neighbour that happens to score higher is not the one meant."""
    middle = corner + (SIDE - 1) / 2
    distances = [(d, float(np.linalg.norm(d.centre - middle))) for d in found]
    near = [(d.score - away / SIDE, d) for d, away in distances if away < SIDE / 4]
    if not near:
        return None
    shift = np.array([[1.0, 0, -corner[0]], [0, 1.0, -corner[1]]])
    return max(near, key=lambda pair: pair[0])[1].seen_through(shift)


def _unmirrored(detection: Detection) -> Detection:
    flip: Map = np.array([[-1.0, 0, SIDE - 1], [0, 1.0, 0]])
    corners = apply(flip, detection.corners)[[1, 0, 3, 2]]
    return Detection(corners, apply(flip, detection.landmarks)[_MIRRORED], detection.score)
