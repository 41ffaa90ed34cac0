"""Destroying photographs. Called inside an act that erases, which has the permission and the audit row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from django.db import transaction
from django.utils import timezone

from antigone.desk.photos import keyring, signals, vault
from antigone.desk.photos.actions import _index
from antigone.desk.photos.models import CoverByHand, Face, FaceTemplate, Photograph, PhotoKey, PointsByHand
from antigone.desk.photos.vault import Sealed
from antigone.errors import VaultDamaged

_EMPTY = {
    "file_name": "",
    "sha256": "",
    "size": 0,
    "format": "",
    "width": None,
    "height": None,
    "notes": [],
    "stage": Photograph.Stage.UNKNOWN,
    "grade": None,
    "sealed_details": None,
    "refusal": None,
    "state": Photograph.State.ERASED,
    "indexed": False,
}
"""What the row of an erased photograph says."""


@dataclass(frozen=True, slots=True)
class Piece:
    """The bytes of something that was destroyed: fingerprints of it are kept for the proof that nothing is left."""

    data: bytes = field(repr=False)
    plain: bool
    """False if it is encrypted with the key that was destroyed."""


def destroy(photograph: Photograph) -> tuple[Counter[str], list[Piece]]:
    """Destroy a photograph's rows; its files and its half of a key follow when the transaction is committed.

    Returns what was destroyed, counted, and the pieces of which fingerprints are kept for the proof.
    """
    destroyed = _in_database(photograph)
    transaction.on_commit(lambda: vault.discard(photograph.sealed))  # after a crash here, Job.Kind.SCRUB does it
    return destroyed


def _in_database(photograph: Photograph) -> tuple[Counter[str], list[Piece]]:
    key = PhotoKey.objects.filter(photograph=photograph).first()
    templates = list(FaceTemplate.objects.filter(face__photograph=photograph))
    pieces = [] if key is None else _pieces(Sealed(photograph.sealed, bytes(key.wrapped)), templates)
    _index.leave([photograph])
    counted = Counter(
        photographs=1,
        pictures=vault.count_made(photograph.sealed),
        faces=Face.objects.filter(photograph=photograph).count(),
        templates=len(templates),
        details=int(photograph.sealed_details is not None),
        points=PointsByHand.objects.filter(photograph=photograph).count(),
        covers=CoverByHand.objects.filter(photograph=photograph).count(),
    )
    for more in signals.erased.answers(sender=Photograph, photographs=[photograph]):
        counted += Counter(more)
    FaceTemplate.objects.filter(face__photograph=photograph).delete()
    Face.objects.filter(photograph=photograph).delete()
    PointsByHand.objects.filter(photograph=photograph).delete()
    CoverByHand.objects.filter(photograph=photograph).delete()
    PhotoKey.objects.filter(photograph=photograph).delete()
    now = timezone.now()
    for name, value in _EMPTY.items():
        setattr(photograph, name, value)
    photograph.erased_at, photograph.ended_at = now, photograph.ended_at or now
    photograph.save(update_fields=[*_EMPTY, "erased_at", "ended_at"])
    return counted, pieces


def _pieces(sealed: Sealed, templates: Sequence[FaceTemplate]) -> list[Piece]:
    """The bytes of a face wherever it is kept: in full and half precision, and encrypted; and of its key.

    If the key is gone already, only what is encrypted with it.
    """
    closed = (sealed.wrapped, *(bytes(each.vector) for each in templates))
    found = [Piece(vault.without_mark(data), plain=False) for data in closed]
    try:
        found.append(Piece(keyring.half(sealed.name), plain=True))
        opened = vault.unseal_templates((sealed, bytes(template.vector)) for template in templates)
    except VaultDamaged:
        return found
    for numbers in opened:
        halved = np.frombuffer(numbers, "<f4").astype("<f2").tobytes()
        found += [Piece(numbers, plain=True), Piece(halved, plain=True)]
    return found
