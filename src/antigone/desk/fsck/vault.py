"""Photographs, papers and what is made from them: file, key, and half of a key."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from antigone.desk.backup.hashing import of_file
from antigone.desk.families.models import Given
from antigone.desk.fsck.finding import FROM_BACKUP, Faults, StoredFault, StoredKind
from antigone.desk.identification.models import EvidencePaper
from antigone.desk.photos import keyring, vault
from antigone.desk.photos.models import Photograph, PhotoKey
from antigone.desk.photos.vault import Sealed, Size
from antigone.errors import VaultDamaged

_EVERY_PHOTOGRAPH = (Size.VIEW, Size.SMALL, Size.BLURRED)
_AGAIN = "; without one, bring the same file in again"


@dataclass(frozen=True, slots=True)
class Stored:
    """Something in the vault as the row that names it has it."""

    sealed: Sealed
    whose: str
    seen: bool
    """Whether pictures were made of it, which pages show."""


def stored() -> Iterator[Stored]:
    """Everything in the vault that a row names and nobody erased."""
    keys = PhotoKey.objects.filter(photograph__erased_at=None).select_related("photograph__subject").order_by("pk")
    looked_at = {Photograph.State.CHOOSE, Photograph.State.USABLE}
    for key in keys.iterator(500):
        of = key.photograph
        whose = f"photograph {of.pk} of {of.subject.code}"
        yield Stored(Sealed(of.sealed, bytes(key.wrapped)), whose, of.state in looked_at)
    for given in Given.objects.filter(wrapped__isnull=False).order_by("pk").iterator(500):
        whose = f"photograph {given.pk} that was given with request {given.request_id}"
        yield Stored(Sealed(given.sealed, bytes(given.wrapped or b"")), whose, False)
    for paper in EvidencePaper.objects.filter(wrapped__isnull=False).order_by("pk").iterator(500):
        whose = f"paper {paper.pk} of line {paper.line_id} before the board"
        yield Stored(Sealed(paper.sealed, bytes(paper.wrapped or b"")), whose, False)


def faults_of(one: Stored) -> Faults:
    """Read its file, every picture of it, and its key."""
    home, name = Path(settings.DESK.home), one.sealed.name
    original = vault.path_of(name)
    if not original.is_file():
        yield _fault(StoredKind.ORIGINAL, original, "not there", one)
    elif (said := _hash(original)) != name:
        yield _fault(StoredKind.ORIGINAL, original, said if " " in said else "not what was written", one)
    try:
        vault.check_key(one.sealed)
    except VaultDamaged:
        held = f"keys/{name[:2]}"
        yield StoredFault(StoredKind.HALF_KEY, held, *_key_words(one, (home / held).is_file()))
        return
    there = {(size, face): path for path, size, face in vault.made_of(name)}
    for (size, face), path in there.items():
        try:
            if size is None:
                raise VaultDamaged("no picture of the desk's", "")
            vault.made(one.sealed, size, face)
        except VaultDamaged:
            yield _fault(StoredKind.PICTURE, path, "does not open: it is not what was written", one)
    for size in _EVERY_PHOTOGRAPH if one.seen else ():
        if (size, 0) not in there:
            yield _fault(StoredKind.PICTURE, vault.path_of(name, size), "not there", one)


def _key_words(one: Stored, there: bool) -> tuple[str, str, str]:
    what = "the key does not open with it: half of it, its row or photo.key is another"
    if not keyring.halves([one.sealed.name]):
        what = "half of the key is not in it" if there else "not there"
    todo = "Put it back from the newest copy of keys: antigone desk restore into another folder; copy this file"
    return what, one.whose, todo


def _fault(kind: StoredKind, path: Path, what: str, one: Stored) -> StoredFault:
    todo = FROM_BACKUP + (_AGAIN if kind is StoredKind.ORIGINAL else "")
    return StoredFault(kind, path.relative_to(settings.DESK.home).as_posix(), what, one.whose, todo)


def _hash(path: Path) -> str:
    try:
        return of_file(path)
    except OSError as fault:
        return f"cannot be read: {fault.strerror}"


def still(one: Stored) -> bool:
    """Whether it is stored now as it was when the row was read: it may have been erased while its file was."""
    return (
        PhotoKey.objects.filter(photograph__sealed=one.sealed.name, photograph__erased_at=None).exists()
        or Given.objects.filter(sealed=one.sealed.name, wrapped__isnull=False).exists()
        or EvidencePaper.objects.filter(sealed=one.sealed.name, wrapped__isnull=False).exists()
    )
