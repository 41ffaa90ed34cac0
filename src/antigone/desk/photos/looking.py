"""A face as the bench compares it, and an original decoded anew."""

from __future__ import annotations

from antigone.desk.photos import pictures, vault
from antigone.desk.photos.head import whole_head
from antigone.desk.photos.models import Photograph
from antigone.desk.photos.queries import chosen_face, sealed
from antigone.errors import VaultDamaged
from antigone.face.photo import decode
from antigone.types import Box, Photo, Refusal

_NAME = "photograph"


def aligned(photograph: Photograph) -> bytes:
    """The chosen face with its whole head, as the bench shows it. Made the first time, and kept beside the original.

    Raises:
        VaultDamaged: if there is no chosen face, or the original cannot be read.
        NotThere: if the photograph was erased.
    """
    place, face = sealed(photograph), chosen_face(photograph)
    if face is None:
        raise VaultDamaged("This photograph has no chosen face any more.", "Choose the face again.")
    if not vault.is_made(place, vault.Size.BENCH, face.number):
        landmarks = vault.unseal_landmarks(place, bytes(face.landmarks))
        head = whole_head(decoded(place), landmarks, Box(*face.box))
        vault.keep_made(place, vault.Size.BENCH, head, face.number)
    return vault.made(place, vault.Size.BENCH, face.number)


def as_taken(photograph: Photograph) -> bytes:
    """The photograph as it was taken. It is made anew each time: the original lies in the vault already.

    Raises:
        VaultDamaged: if the original cannot be read.
        NotThere: if the photograph was erased.
    """
    return pictures.as_taken(decoded(sealed(photograph)))


def turn_of(photograph: Photograph) -> float:
    """By how many degrees, clockwise, a photograph is turned so that its chosen face is upright; 0 if there is none.

    Raises:
        VaultDamaged, NotThere
    """
    face = chosen_face(photograph)
    return 0.0 if face is None else pictures.turn_of(vault.unseal_landmarks(sealed(photograph), bytes(face.landmarks)))


def decoded(place: vault.Sealed) -> Photo:
    """Raises VaultDamaged."""
    photo = decode(vault.original(place), _NAME)
    if isinstance(photo, Refusal):  # it was decoded when it came, and it is what it was
        raise VaultDamaged(
            f"A photograph that was decoded when it came no longer is: {photo.detail}",
            "Have whoever runs this desk look for a changed version of Pillow or too little memory.",
        )
    return photo
