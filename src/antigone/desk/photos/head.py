"""The whole head as the bench shows it: upright, its eyes and mouth where those of every other are.

Turned, moved and scaled as a whole, and nothing else. Around the face's box at least 60 % of it is left on each side,
so that hair, ears, outline and neck can be judged. Pixels are those of the photograph as far as they go: a picture is
made no larger than it was taken, but for one so small that it could not be laid beside another.
"""

from __future__ import annotations

import numpy as np

from antigone.desk.photos.pictures import as_jpeg
from antigone.face.geometry import Map, apply, compose, cut, scale_of, similarity
from antigone.types import Box, Photo, Points

BEYOND = 0.6
"""Of the face's box, on each side of it."""
WIDE, HIGH = 0.8, 1.0
"""The picture's shape: that of a head, and of half a screen."""
EYES = 0.128
"""Between the eyes, in parts of its height."""
EYE_LINE = 0.45
_UPRIGHT: Points = np.array([[-0.5, 0], [0.5, 0], [0, 0.5625], [-0.417, 1.146], [0.417, 1.146]])
"""The five points of a face, in distances between the eyes, from the middle between them."""
_UPRIGHT_ENOUGH, _TALL = 15, 1.3
"""Degrees; and how much higher than wide the box of an upright face is, here as a rule."""
_SMALLEST, _LARGEST = 600, 2400


def of_face(points: Points) -> Points:
    """Where points lie in the picture, in parts of its height: given in distances between the eyes, as ``_UPRIGHT``."""
    return np.asarray(points, np.float64) * EYES + [WIDE / 2, EYE_LINE]


def placed(landmarks: Points, box: Box) -> tuple[Map, int]:
    """How a photograph is laid into the picture of the head, and the picture's height in pixels."""
    frame = similarity(landmarks, of_face(_UPRIGHT))
    middle, half = np.array([WIDE, HIGH]) / 2, scale_of(frame) * (0.5 + BEYOND) * size(box, frame)
    beyond = (np.abs(apply(frame, np.array(box.centre)) - middle) + half) / middle
    if (most := float(beyond.max())) > 1:  # a long face, or one that is turned: farther away, around the middle
        frame = compose(
            np.array([[1 / most, 0, middle[0] * (1 - 1 / most)], [0, 1 / most, middle[1] * (1 - 1 / most)]]), frame
        )
    height = int(np.clip(round(1 / scale_of(frame)), _SMALLEST, _LARGEST))
    return compose(np.array([[height, 0, 0], [0, height, 0]], np.float64), frame), height


def size(box: Box, frame: Map) -> Points:
    """How wide and high the box of a face is, or would be if the face were upright: around one that is tilted, a box is
    larger than the face."""
    across, down = frame[0, :2]
    if np.degrees(np.arctan2(abs(down), abs(across))) < _UPRIGHT_ENOUGH:
        return np.array([box.width, box.height])
    wide = np.hypot(box.width, box.height) / np.hypot(1, _TALL)
    return np.array([wide, wide * _TALL])


def whole_head(photo: Photo, landmarks: Points, box: Box) -> bytes:
    """The picture, as a JPEG; black where the photograph ends."""
    frame, height = placed(landmarks, box)
    return as_jpeg(cut(photo.pixels, frame, round(height * WIDE), height))
