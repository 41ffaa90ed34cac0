"""Whether the database knows of everything that was erased: it does not, if it was put back from a copy of before."""

from __future__ import annotations

from antigone.desk.accounts.actor import Actor
from antigone.desk.erasing import erased
from antigone.desk.erasing.actions.replay import erase_again
from antigone.desk.erasing.models import Erasure
from antigone.desk.photos import keyring
from antigone.desk.photos.models import Photograph, PhotoKey
from antigone.desk.subjects.models import Subject

_AT_ONCE = 500


def come_back() -> int:
    """How many photographs and records are in this database that were erased."""
    return len(_photographs(keyring.destroyed())) + len(_records())


def without_key() -> list[str]:
    """The names of photographs whose half of a key is neither there nor destroyed: an older folder of keys."""
    wanted = set(PhotoKey.objects.values_list("photograph__sealed", flat=True))
    return sorted(wanted - keyring.halves(wanted).keys() - keyring.destroyed())


def put_right(by: Actor) -> list[Erasure]:
    """Do again what was done and is not: see ``erased``."""
    return [erasure for entry in erased.entries() if (erasure := erase_again(by=by, entry=entry)) is not None]


def _photographs(names: set[str]) -> list[str]:
    wanted, found = sorted(names), list[str]()
    for start in range(0, len(wanted), _AT_ONCE):
        some = wanted[start : start + _AT_ONCE]
        found += Photograph.objects.filter(sealed__in=some, erased_at=None).values_list("sealed", flat=True)
    return found


def _records() -> list[str]:
    whole = sorted({entry.subject for entry in erased.entries() if entry.whole})
    found = list[str]()
    for start in range(0, len(whole), _AT_ONCE):
        some = Subject.objects.filter(code__in=whole[start : start + _AT_ONCE], erased_at=None)
        found += some.values_list("code", flat=True)
    return found
