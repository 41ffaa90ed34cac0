"""Which face of a photo is meant. Never guessed: a person names it, or asks for the principal one and is told so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from antigone.types import MOST_FACES, Face, Photo, Refusal

_NEARLY = 0.8
"""Of the largest face's side: as good as equal, for people stand at different distances."""

How = Literal["only", "named", "principal"]


@dataclass(frozen=True, slots=True)
class Choice:
    """A face, and how it came to be the one."""

    face: Face
    how: How


def choose(
    photo: Photo, faces: tuple[Face, ...], number: int | None = None, principal: bool = False
) -> Choice | Refusal:
    """The face meant: the only one, the one called ``number``, or the ``principal`` one if that was asked for."""
    if not faces:
        return Refusal(
            "no-face",
            "No face was found in the photo.",
            "Photograph the whole face from the front, well lit, with nothing over it, at least 60 pixels between the"
            " eyes.",
        )
    if number is not None:
        if number > len(faces):
            return Refusal(
                "no-such-face",
                f"There is no face {number}: {len(faces)} found.",
                "antigone analyse --annotated DIR shows the faces with their numbers.",
            )
        return Choice(faces[number - 1], "named")
    if len(faces) == 1:
        return Choice(faces[0], "only")
    if principal:
        return Choice(_principal(photo, faces), "principal")
    if len(faces) >= MOST_FACES:
        return Refusal(
            "several-faces",
            f"The photo shows {MOST_FACES} faces or more; not all of them are looked at.",
            "Cut the person who is meant out of the photo, and use that.",
        )
    return Refusal(
        "several-faces",
        f"{len(faces)} faces were found: {_boxes(faces)}.",
        "Name the one you mean with --face N, crop the photo to it, or take the largest and most central one with"
        " --principal.",
    )


def _principal(photo: Photo, faces: tuple[Face, ...]) -> Face:
    """The largest; of those that are nearly as large, the one nearest the middle."""
    sides = {face.index: _side_within(photo, face) for face in faces}
    most = _NEARLY * max(sides.values())
    return min((face for face in faces if sides[face.index] >= most), key=lambda face: _from_middle(photo, face))


def _side_within(photo: Photo, face: Face) -> float:
    """Of what is in the photo: half a face at its edge is looked for beyond it, and its box is the larger for that."""
    box = face.box
    width = min(box.x + box.width, photo.width) - max(box.x, 0)
    height = min(box.y + box.height, photo.height) - max(box.y, 0)
    return float(np.sqrt(max(width, 0) * max(height, 0)))


def _from_middle(photo: Photo, face: Face) -> float:
    x, y = face.box.centre
    return float(np.hypot(x / photo.width - 0.5, y / photo.height - 0.5))


def _boxes(faces: tuple[Face, ...], most: int = 8) -> str:
    shown = [f"{f.index} at {f.box.as_list()}" for f in faces[:most]]
    return ", ".join(shown) + (f" and {len(faces) - most} more" if len(faces) > most else "")
