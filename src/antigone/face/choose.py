"""Which face of a photo is meant. Never guessed: a person names it, or asks for the principal one and is told so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from antigone.types import Face, Photo, Refusal

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
        return Choice(max(faces, key=lambda face: _prominence(photo, face)), "principal")
    return Refusal(
        "several-faces",
        f"{len(faces)} faces were found: {_boxes(faces)}.",
        "Name the one you mean with --face N, crop the photo to it, or take the largest and most central one with"
        " --principal.",
    )


def _prominence(photo: Photo, face: Face) -> float:
    """Large and central is high: the face's side, less its distance from the middle, in parts of the photo."""
    x, y = face.box.centre
    side = float(np.sqrt(face.box.width * face.box.height)) / photo.long_side
    return side - float(np.hypot(x / photo.width - 0.5, y / photo.height - 0.5))


def _boxes(faces: tuple[Face, ...], most: int = 8) -> str:
    shown = [f"{f.index} at {f.box.as_list()}" for f in faces[:most]]
    return ", ".join(shown) + (f" and {len(faces) - most} more" if len(faces) > most else "")
