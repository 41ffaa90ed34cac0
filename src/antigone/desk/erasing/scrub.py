"""The worker's work after an erasure: files, index, free space of the database. It may be done twice."""

from __future__ import annotations

from antigone.desk.accounts.actor import worker
from antigone.desk.candidates.index.shared import index
from antigone.desk.erasing import erased
from antigone.desk.erasing.actions.scrubbing import record_scrubbed
from antigone.desk.erasing.erased import entry_of
from antigone.desk.erasing.models import Erasure
from antigone.desk.erasing.vacuum import clear_free_space
from antigone.desk.photos import vault
from antigone.desk.photos.models import IndexChange, Photograph


def scrub(number: int) -> None:
    """Do what is left of an erasure when its transaction is through: also after a crash.

    Raises:
        StorageFailed: if something cannot be written now.
    """
    erasure = Erasure.objects.select_related("subject").filter(pk=number, state=Erasure.State.DONE).first()
    if erasure is None:
        return
    names = names_of(erasure)
    erased.note([entry_of(erasure, names)])
    for name in names:
        vault.discard(name)
    if IndexChange.objects.exists():
        index().tidy()
    clear_free_space()
    if erasure.scrubbed_at is None:
        record_scrubbed(by=worker(), erasure=erasure)


def names_of(erasure: Erasure) -> list[str]:
    """The names in the vault of what was erased: of a record, all its photographs."""
    if erasure.photograph_id is not None:
        return list(Photograph.objects.filter(pk=erasure.photograph_id).values_list("sealed", flat=True))
    return list(Photograph.objects.filter(subject=erasure.subject_id).values_list("sealed", flat=True))
