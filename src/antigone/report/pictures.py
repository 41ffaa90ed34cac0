"""Pictures for people: copies with the faces marked, and upright portraits for side-by-side looking.

Nothing is enhanced: a portrait is turned, scaled and cut, and no more.
"""

from __future__ import annotations

import cv2
import numpy as np

from antigone.face.geometry import cut, similarity
from antigone.types import Face, Photo, Pixels, Points

WIDTH, HEIGHT = 240, 300
# Landmarks of an upright face in a portrait of WIDTH x HEIGHT, with hair, ears and chin in the frame.
_IN_PORTRAIT: Points = np.array([[86.0, 132], [154, 132], [120, 170], [92, 208], [148, 208]])


def annotated(photo: Photo, faces: tuple[Face, ...], long_side: int = 1600) -> bytes:
    """A JPEG of ``photo`` with every face framed and numbered."""
    scale = min(1.0, long_side / photo.long_side)
    size = max(1, round(photo.width * scale)), max(1, round(photo.height * scale))
    picture = cv2.resize(photo.pixels, size, interpolation=cv2.INTER_AREA) if scale < 1 else photo.pixels.copy()
    thick = max(1, round(max(size) / 400))
    for face in faces:
        x, y = round(face.box.x * scale), round(face.box.y * scale)
        right, bottom = x + round(face.box.width * scale), y + round(face.box.height * scale)
        for colour, width in (((0, 0, 0), 3 * thick), ((255, 255, 255), thick)):  # seen on any background
            cv2.rectangle(picture, (x, y), (right, bottom), colour, width)
            place = max(2, x + 2 * thick), max(24 * thick // 2 + 8, y - 4 * thick)
            cv2.putText(picture, str(face.index), place, cv2.FONT_HERSHEY_SIMPLEX, 0.5 * thick + 0.3, colour, width)
    return _jpeg(picture.astype(np.uint8, copy=False))


def portrait(photo: Photo, landmarks: Points) -> bytes:
    """A JPEG of the face turned upright, at the size and place all portraits share."""
    return _jpeg(cut(photo.pixels, similarity(landmarks, _IN_PORTRAIT), WIDTH, HEIGHT))


def _jpeg(picture: Pixels) -> bytes:
    done, data = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 88])
    if not done:
        raise ValueError("the picture could not be encoded")
    return data.tobytes()
