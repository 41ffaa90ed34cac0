"""What happens to searches when photographs come into the index or leave it, in the transaction in which they do; and
what the worker does for the index while nothing else is to do.
"""

from __future__ import annotations

from typing import Any

from antigone.desk.accounts.actor import worker
from antigone.desk.candidates.actions.models import follow_model
from antigone.desk.candidates.actions.runs import begin_by_itself, mark_lists
from antigone.desk.candidates.index.shared import index
from antigone.desk.candidates.models import Run
from antigone.desk.photos import events
from antigone.desk.photos.engine import model
from antigone.desk.photos.models import IndexChange, Photograph


def connect() -> None:
    events.entered.connect(_entered, dispatch_uid="candidates: search")
    events.left.connect(_left, dispatch_uid="candidates: mark lists")


def _entered(photographs: list[Photograph], **_: Any) -> None:
    """A new case photograph is searched among the records, a new record photograph among the cases."""
    subjects = {each.subject_id: each.subject for each in photographs}
    begin_by_itself(by=worker(), subjects=subjects.values(), why=Run.Why.NEW_PHOTOGRAPH)


def _left(photographs: list[Photograph], **_: Any) -> None:
    mark_lists(photographs)


def keep_up() -> bool:
    """Whether there was something to do for the index: the next step of a change of the model, or a compaction."""
    if not IndexChange.objects.exists():
        return False  # and the engine is not opened for nothing
    index().tidy()
    return follow_model(by=worker(), model=model())
