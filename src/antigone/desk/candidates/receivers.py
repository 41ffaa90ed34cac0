"""What searches do when photographs enter or leave the index, in the same transaction.

Every process of the desk imports this: it needs no engine.
"""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from antigone.desk.accounts.actor import worker
from antigone.desk.candidates.actions.runs import begin_by_itself, mark_lists
from antigone.desk.candidates.models import Run
from antigone.desk.candidates.queries import lists_of
from antigone.desk.photos import signals as photos
from antigone.desk.photos.models import Photograph


@receiver(photos.entered, dispatch_uid="candidates: search")
def search_for(photographs: list[Photograph], **_: Any) -> None:
    """Enqueue a search for a new photograph: of a case among the records, of a record among the cases."""
    subjects = {each.subject_id: each.subject for each in photographs}
    begin_by_itself(by=worker(), subjects=subjects.values(), why=Run.Why.NEW_PHOTOGRAPH)


@receiver(photos.left, dispatch_uid="candidates: mark lists")
def mark_lists_of(photographs: list[Photograph], **_: Any) -> None:
    mark_lists(photographs)


@receiver(photos.erased, dispatch_uid="candidates: count lists")
def photographs_erased(photographs: list[Photograph], **_: Any) -> dict[str, int]:
    return {"lists": len(lists_of(photographs))}
