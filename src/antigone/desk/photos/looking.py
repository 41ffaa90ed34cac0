"""Looking at pictures: at a new file before it belongs to anybody, and at a face as the bench compares it."""

from __future__ import annotations

from dataclasses import dataclass

from antigone.desk.photos import pictures, vault
from antigone.desk.photos.actions._adding import ONE_AT_A_TIME
from antigone.desk.photos.engine import detector
from antigone.desk.photos.models import Photograph
from antigone.desk.photos.queries import chosen_face, sealed
from antigone.errors import VaultDamaged
from antigone.face.find import find_faces
from antigone.face.photo import PhotoLimits, decode
from antigone.types import Photo, Refusal

_NAME = "photograph"


def aligned(photograph: Photograph) -> bytes:
    """The chosen face as the bench shows it. Made from the original the first time, and kept beside it.

    Raises:
        VaultDamaged: if there is no chosen face, or the original cannot be read.
        NotThere: if the photograph was erased.
    """
    place, face = sealed(photograph), chosen_face(photograph)
    if face is None:
        raise VaultDamaged("This photograph has no chosen face any more.", "Choose the face again.")
    if not vault.is_made(place, vault.Size.BENCH, face.number):
        landmarks = vault.unseal_landmarks(place, bytes(face.landmarks))
        vault.keep_made(place, vault.Size.BENCH, pictures.aligned(decoded(place), landmarks), face.number)
    return vault.made(place, vault.Size.BENCH, face.number)


def decoded(place: vault.Sealed) -> Photo:
    """Raises VaultDamaged."""
    photo = decode(vault.original(place), _NAME)
    if isinstance(photo, Refusal):  # it was decoded when it came, and it is what it was
        raise VaultDamaged(
            f"A photograph that was decoded when it came no longer is: {photo.detail}",
            "Have whoever runs this desk look for a changed version of Pillow or too little memory.",
        )
    return photo


MOST_FACES = 24
"""Faces of which a picture is made."""
_FACE = 160


@dataclass(frozen=True, slots=True)
class Looked:
    """A file that was decoded and lies encrypted in the vault, with no row yet."""

    sha256: str
    sealed: vault.Sealed
    size: int
    faces: list[list[float]]
    """``[left, top, width, height]`` of each, the largest first. ``vault.Size.FACE`` has its picture, from 1."""


def look_at(data: bytes, limits: PhotoLimits) -> Looked | Refusal:
    """Decode a file, find its faces, encrypt and write it. If it is refused, nothing is left.

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
