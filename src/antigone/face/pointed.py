"""A face where a person set its points: one that the machine found too, or one that it did not find.

On a covered face the machine's points go to what is visible, and everything after them compares a shifted face.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from antigone.face.geometry import UPRIGHT, apply, invert, roll, scale_of, similarity
from antigone.types import Box, Face, Points, Refusal

_LEAST_POINTS = 2  # fewer say neither how large a face is nor which way up it lies
_SMALLEST = 8.0  # pixels between the eyes of an average face of that size: less is a slip of the hand
# Of 665 faces of lfw-dev the machine's own points lie at most 0.36 distances between the eyes from those of an average
# face brought as near as can be, and the line of the eyes at 85 degrees or more to that from the eyes to the mouth.
_MOST_OFF, _LEAST_SINE = 0.55, 0.5
# The detector's box about an upright face, in distances between the eyes about the face's middle: medians of the same.
_CORNERS: NDArray[np.float64] = np.array([[-1.16, -1.62], [1.16, -1.62], [1.16, 1.51], [-1.16, 1.51]])
_SWAPPED = (
    "Left is what is on the left of the picture when the face is held upright: the person's own right. Swap left and"
    " right, or turn the picture that was mirrored."
)


def impossible(points: Points) -> Refusal | None:
    """Why these points (5 x 2; not a number where none was set) are no face's, or None if they may be one's."""
    known = _set(points)
    if known.sum() < _LEAST_POINTS:
        return _refused(
            "points-too-few",
            f"{'Only one point was' if known.any() else 'No points were'} set.",
            "Set two points or more, best all five.",
        )
    if _side_of(points) < 0:
        return _refused("points-mirrored", "The points are those of a face in a mirror.", _SWAPPED)
    if len(np.unique(points[known], axis=0)) < known.sum():
        return _refused("points-impossible", "Two points lie in one place.", "Set each of them anew.")
    whole = similarity(UPRIGHT[known], points[known])
    if scale_of(whole) < _SMALLEST:
        return _refused("points-impossible", "The points lie within a few pixels of each other.", "Set them anew.")
    off = apply(invert(whole), points[known]) - UPRIGHT[known]
    if (known.sum() > _LEAST_POINTS and math.sqrt(float((off**2).sum(axis=1).mean())) > _MOST_OFF) or _slants(points):
        return _refused(
            "points-impossible",
            "No face has its points so.",
            "Look whether one was set in a wrong place, or two were exchanged: eyes, tip of the nose, corners of the"
            " mouth.",
        )
    return None


def outside(points: Points, width: int, height: int) -> Refusal | None:
    """Why these points (5 x 2; not a number where none was set) do not all lie in a picture so wide and high."""
    out = (points < -0.5) | (points > np.array([width, height]) - 0.5)  # a point that was not set is not out
    if not out.any():
        return None
    x, y = points[out.any(axis=1)][0]
    return _refused(
        "points-outside",
        f"The point {x:g}, {y:g} lies outside the photo, which has {width} x {height} pixels.",
        "Points are of the photo as people see it, upright, counted from its upper left corner.",
    )


def pointed(points: Points, faces: tuple[Face, ...]) -> Face | Refusal:
    """The face that ``points`` name: with its number if it is one of ``faces``, else as one more, the last.

    What was not set is taken from the face that the machine found there. ``points`` must be possible.
    """
    known = _set(points)
    laid = apply(similarity(UPRIGHT[known], points[known]), UPRIGHT)
    there = face_at(laid, faces)
    if not known.all() and there is None:
        return _refused(
            "points-too-few",
            "Some points were left to the machine, and it finds no face there.",
            "Set all five points.",
        )
    whole = points if there is None else np.where(known[:, None], points, there.landmarks)
    why = impossible(whole)
    if why is not None:
        return replace(why, detail=f"{why.detail} Some of them are the machine's own.") if not known.all() else why
    return Face(
        index=there.index if there is not None else len(faces) + 1,
        box=there.box if there is not None else _box(whole),
        landmarks=whole,
        angle=roll(whole),
        detection=there.detection if there is not None else 0.0,
        by_hand=True,
    )


def _set(points: Points) -> NDArray[np.bool_]:
    """Which of the five points were set."""
    return np.asarray(~np.isnan(points).any(axis=1), np.bool_)


def face_at(laid: Points, faces: tuple[Face, ...]) -> Face | None:
    """Which of ``faces`` is where a face with the points ``laid`` (all five) would be, and as large."""
    box = _box(laid)
    near = [(math.dist(face.box.centre, box.centre), face) for face in faces if _as_large(face.box, box)]
    within = [pair for pair in near if pair[0] < 0.5 * min(_side(pair[1].box), _side(box))]
    return min(within, key=lambda pair: pair[0])[1] if within else None


def _as_large(one: Box, other: Box) -> bool:
    return 0.4 < _side(one) / _side(other) < 2.5


def _side(box: Box) -> float:
    return math.sqrt(box.width * box.height)


def _box(points: Points) -> Box:
    corners = apply(similarity(UPRIGHT, points), _CORNERS)
    (x, y), (right, bottom) = corners.min(axis=0).tolist(), corners.max(axis=0).tolist()
    return Box(x, y, right - x, bottom - y)


def _slants(points: Points) -> bool:
    """Whether the eyes lie along the face instead of across it, or the corners of the mouth do."""
    across = [points[1] - points[0], points[4] - points[3]]
    down = np.nanmean(points[3:], axis=0) - np.nanmean(points[:2], axis=0) if _eyes_and_mouth(points) else None
    if down is None:
        return False
    return any(_sine(each, down) < _LEAST_SINE for each in across if not np.isnan(each).any())


def _side_of(points: Points) -> float:
    """Above 0 for a face as it is, below for one in a mirror; 0 where too few points are set to say so."""
    if not _eyes_and_mouth(points):
        return 0.0
    down = np.nanmean(points[3:], axis=0) - np.nanmean(points[:2], axis=0)
    across = [each for each in (points[1] - points[0], points[4] - points[3]) if not np.isnan(each).any()]
    sines = [_sine(each, down) for each in across]
    return sum(sines) if all(sine < 0 for sine in sines) else 0.0


def _eyes_and_mouth(points: Points) -> bool:
    known = _set(points)
    return bool(known[:2].any() and known[3:].any() and (known[:2].all() or known[3:].all()))


def _sine(across: NDArray[np.float64], down: NDArray[np.float64]) -> float:
    lengths = float(np.linalg.norm(across) * np.linalg.norm(down))
    return float(across[0] * down[1] - across[1] * down[0]) / max(lengths, 1e-9)


def _refused(code: str, detail: str, hint: str) -> Refusal:
    return Refusal(code, detail, hint)
