"""Keys, halves of keys of what was erased, and the list of erasures."""

from __future__ import annotations

import pyrage
from cryptography.fernet import InvalidToken
from django.conf import settings

from antigone.desk.accounts.models import Person
from antigone.desk.accounts.secrets import unseal
from antigone.desk.audit.keys import public_key
from antigone.desk.backup.sealing import public_of
from antigone.desk.erasing import erased
from antigone.desk.erasing.erased import entry_of
from antigone.desk.erasing.models import Erasure
from antigone.desk.erasing.scrub import names_of
from antigone.desk.fsck.finding import Faults, StoredFault, StoredKind
from antigone.desk.photos import keyring
from antigone.desk.photos.models import Photograph
from antigone.errors import SettingsInvalid

_ROW = 64
_KEYS_BACK = "Put it back from the copy of keys that the last backup wrote, or from paper"


def key_files() -> Faults:
    """Whether each key of the desk still is one, and the one that locked what is there."""
    desk = settings.DESK
    try:
        public_key(desk.checkpoint_key)
    except SettingsInvalid:
        yield StoredFault(StoredKind.KEY, "checkpoint.key", "not a private key any more", "", _KEYS_BACK)
    if desk.exchange_key:
        try:
            public_of(desk.exchange_key)
        except pyrage.IdentityError:
            yield StoredFault(StoredKind.KEY, "exchange.key", "not a private key any more", "", _KEYS_BACK)
    sealed = Person.objects.exclude(sealed_totp="").values_list("sealed_totp", flat=True)
    opened = [_opens(one) for one in sealed[:20]]
    if opened and not any(opened):
        yield StoredFault(StoredKind.KEY, "secret.key", "no authenticator's secret opens with it", "", _KEYS_BACK)


def _opens(sealed: str) -> bool:
    try:
        unseal(sealed)
    except InvalidToken:
        return False
    return True


def erased_halves() -> Faults:
    """What was erased has zeros for half of a key: anything else would be a key again."""
    gone = set(Photograph.objects.filter(erased_at__isnull=False).values_list("sealed", flat=True))
    for name in sorted(gone - keyring.destroyed()):
        number, code = Photograph.objects.filter(sealed=name).values_list("pk", "subject__code")[0]
        yield StoredFault(
            StoredKind.HALF_KEY,
            f"keys/{name[:2]}",
            "does not say that the key was destroyed",
            f"erased photograph {number} of {code}",
            "Destroy it again: antigone desk fsck --mend",
        )


def torn_halves() -> Faults:
    """Files of halves whose last row was cut off."""
    for path in sorted(keyring.folder().glob("??")):
        if path.is_file() and (left := path.stat().st_size % _ROW):
            yield StoredFault(
                StoredKind.HALF_KEY,
                f"keys/{path.name}",
                f"its last row is cut off after {left} bytes",
                "",
                "Nothing, if no photograph of this file is named: a crash left it, and the next row is written over it",
            )


def erased_list() -> Faults:
    """The list of erasures has each that the database has, as the database has it."""
    said = {entry.key: entry for entry in erased.entries()}
    done = Erasure.objects.filter(state=Erasure.State.DONE, scrubbed_at__isnull=False).select_related("subject")
    for erasure in done.order_by("pk").iterator(500):
        entry = said.get(str(erasure.key))
        names = names_of(erasure)
        if entry is None or (entry.subject, entry.whole, set(entry.photographs)) != _told(erasure, names):
            yield StoredFault(
                StoredKind.ERASED,
                "keys/erased",
                "is not there, or says something else",
                f"erasure {erasure.pk} of {erasure.subject.code}",
                "Write it again: antigone desk fsck --mend",
            )


def _told(erasure: Erasure, names: list[str]) -> tuple[str, bool, set[str]]:
    entry = entry_of(erasure, names)
    return entry.subject, entry.whole, set(entry.photographs)


def destroy_again() -> int:
    """Put right what of erasures can be put right by this desk itself: zeros for halves, entries of the list."""
    gone = set(Photograph.objects.filter(erased_at__isnull=False).values_list("sealed", flat=True))
    lost = gone - keyring.destroyed()
    keyring.destroy(lost)
    damaged = {fault.whose for fault in erased_list()}
    done = Erasure.objects.filter(state=Erasure.State.DONE).select_related("subject")
    again = [each for each in done if f"erasure {each.pk} of {each.subject.code}" in damaged]
    erased.note_again([entry_of(each, names_of(each)) for each in again])
    return len(lost) + len(again)
