"""The worker's look at a photograph that a family gave: whether it can be decoded, and where its faces are."""

from __future__ import annotations

from antigone.desk.accounts.actor import worker
from antigone.desk.families.actions.looking import record_look
from antigone.desk.families.actions.photographs import LIMITS
from antigone.desk.families.models import Given
from antigone.desk.photos import pictures, vault
from antigone.desk.photos.engine import engine
from antigone.face.photo import decode
from antigone.types import Refusal

MOST_FACES = 24
"""Faces of which a picture is made."""
_FACE = 160


def look(number: int) -> None:
    """Find the faces of a given photograph and make the pictures of it; nothing if it was taken back meanwhile.

    Raises:
        VaultDamaged: and what the engine raises.
    """
    given = Given.objects.filter(pk=number, looked_at=None, wrapped__isnull=False).first()
    if given is None or given.wrapped is None:
        return
    sealed = vault.Sealed(given.sealed, bytes(given.wrapped))
    photo = decode(vault.original(sealed), "photograph", LIMITS)
    if isinstance(photo, Refusal):
        record_look(by=worker(), given=given, faces=None)
        return
    faces = engine().faces(photo)[:MOST_FACES]
    made = pictures.made_from(photo)
    for size in (vault.Size.VIEW, vault.Size.BLURRED):
        vault.keep_made(sealed, size, made[size])
    for place, face in enumerate(faces, 1):
        vault.keep_made(sealed, vault.Size.FACE, pictures.around(photo, face.box, _FACE), place)
    boxes = [photo.in_the_file(face.box).as_list() for face in faces]
    record_look(by=worker(), given=given, faces=boxes, notes=photo.notes)


def refuse_given(number: int, why: Refusal) -> None:  # noqa: ARG001 - a family is told that it cannot be read
    """Record that a given photograph cannot be used."""
    given = Given.objects.filter(pk=number, looked_at=None, wrapped__isnull=False).first()
    if given is not None:
        record_look(by=worker(), given=given, faces=None)
