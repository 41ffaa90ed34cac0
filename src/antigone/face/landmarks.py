"""A second look at one face, upright and at one size, for landmarks that alignment can rely on.

Small errors of the five points are the largest single loss of the whole chain (docs/accuracy.md). The mean over two
sizes and their mirror images takes about a quarter off the misses at the same false-positive rate.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from antigone.face.detect import Detection, Runs, detect
from antigone.face.geometry import UPRIGHT, Map, apply, cut, invert, scale_of, similarity, turn_about, turn_of
from antigone.types import Pixels, Points

SIDE = 128
"""Pixels of one upright picture. Four of them, side by side, are looked at in one go."""
EYE_DISTANCES = (26.0, 34.0)
"""Pixels between the eyes in them: two sizes, each straight and mirrored."""

_LEAST = 0.3  # the detector's score for a look to count
_UPRIGHT_ENOUGH = 2.0  # degrees
_MOST_TURNS = 5
# In a mirror image the left corners are the right ones, and so are the eyes and the corners of the mouth.
_MIRRORED = [1, 0, 3, 2, 5, 4, 6, 8, 7]


@dataclass(frozen=True, slots=True)
class Refined:
    """A face after the second look. ``spread`` is how far the looks disagree, in distances between the eyes."""

    detection: Detection
    spread: float


def refine(network: Runs, picture: Pixels, first: Detection) -> Refined | None:
    """``first`` with better landmarks, in the coordinates of ``picture``; None if it is no face on a second look."""
    start = first.landmarks
    for _ in range(_MOST_TURNS):
        looks = _four_looks(network, picture, start)
        if len(looks) < 2:
            return None
        points = np.mean([look.points for look in looks], axis=0)
        landmarks = points[4:]
        left, grown = _still_off(start, landmarks)
        if abs(left) < _UPRIGHT_ENOUGH and 0.8 < grown < 1.25:
            break
        # The detector takes a leaning face for more upright than it is, and reports about half of what is left.
        x, y = landmarks.mean(axis=0).tolist()
        start = apply(turn_about((x, y), left, 1.0, (x, y)), landmarks)
    score = sum(look.score for look in looks) / 4
    return Refined(Detection(points, score), _spread(looks, points[4:]))


def _spread(looks: list[Detection], landmarks: Points) -> float:
    eyes = float(np.linalg.norm(landmarks[1] - landmarks[0]))
    apart = np.linalg.norm(np.array([look.landmarks for look in looks]) - landmarks, axis=2)
    return float(apart.mean()) / eyes


def _still_off(start: Points, landmarks: Points) -> tuple[float, float]:
    """By how many degrees, and how much in size, ``landmarks`` differ from the ``start`` the face was turned by."""
    change = similarity(start, landmarks)
    return turn_of(change), scale_of(change)


def _four_looks(network: Runs, picture: Pixels, landmarks: Points) -> list[Detection]:
    """What the detector makes of the face at two sizes, straight and mirrored, where it finds it at all."""
    sheet = np.zeros((2 * SIDE, 2 * SIDE, 3), np.uint8)
    ways_back: list[Map] = []
    for row, eyes in enumerate(EYE_DISTANCES):
        to_upright = similarity(landmarks, UPRIGHT * eyes + (SIDE - 1) / 2)
        upright = cut(picture, to_upright, SIDE, SIDE)
        sheet[row * SIDE : (row + 1) * SIDE, :SIDE] = upright
        sheet[row * SIDE : (row + 1) * SIDE, SIDE:] = upright[:, ::-1]
        ways_back.append(invert(to_upright))
    found = detect(network, sheet, _LEAST)
    looks = []
    for row, back in enumerate(ways_back):
        for column in (0, 1):
            best = _central(found, column * SIDE, row * SIDE)
            if best is not None:
                looks.append((_unmirrored(best) if column else best).seen_through(back))
    return looks


def _central(found: list[Detection], left: int, top: int) -> Detection | None:
    """The face in the middle of one picture: a neighbour that happens to score higher is not the one meant."""
    middle = left + (SIDE - 1) / 2, top + (SIDE - 1) / 2
    distances = [(math.dist(d.centre, middle), d) for d in found]
    near = [(d.score - away / SIDE, d) for away, d in distances if away < SIDE / 4]
    if not near:
        return None
    best = max(near, key=lambda pair: pair[0])[1]
    return Detection(best.points - np.array([left, top]), best.score)


def _unmirrored(detection: Detection) -> Detection:
    points = detection.points[_MIRRORED]
    points[:, 0] = SIDE - 1 - points[:, 0]
    return Detection(points, detection.score)
