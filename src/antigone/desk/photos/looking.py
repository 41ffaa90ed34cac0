"""A look at a file before it is anybody's photograph: what is in it, and pictures of its faces. Keeps it encrypted."""

from __future__ import annotations

from dataclasses import dataclass

from antigone.desk.photos import pictures, vault
from antigone.desk.photos.actions._adding import ONE_AT_A_TIME
from antigone.desk.photos.engine import detector
from antigone.face.find import find_faces
from antigone.face.photo import PhotoLimits, decode
from antigone.types import Refusal

MOST_FACES = 24
"""Faces of which a picture is made."""
_FACE = 160
_NAME = "photograph"


@dataclass(frozen=True, slots=True)
class Looked:
    """A file that is a photograph, encrypted in the vault, with no row yet."""

    sha256: str
    sealed: vault.Sealed
    size: int
    faces: list[list[float]]
    """``[left, top, width, height]`` of each, the largest first. ``vault.Size.FACE`` has its picture, from 1."""


def look_at(data: bytes, limits: PhotoLimits) -> Looked | Refusal:
    """Decode, find the faces, encrypt and write. Where it is refused, nothing is left.

    Raises:
        StorageFailed: if it cannot be written. WeightsMissing: if there is no detector.
    """
    with ONE_AT_A_TIME:
        photo = decode(data, _NAME, limits)
        if isinstance(photo, Refusal):
            return photo
        faces = find_faces(detector(), photo)[:MOST_FACES]
        made = pictures.made_from(photo)
        crops = [pictures.around(photo, face.box, _FACE) for face in faces]
    sealed = vault.keep(data)
    for size in (vault.Size.VIEW, vault.Size.BLURRED):
        vault.keep_made(sealed, size, made[size])
    for number, crop in enumerate(crops, 1):
        vault.keep_made(sealed, vault.Size.FACE, crop, number)
    return Looked(photo.sha256, sealed, len(data), [face.box.as_list() for face in faces])
