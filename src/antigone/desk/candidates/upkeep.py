"""What the worker does for the index while nothing else is to do."""

from __future__ import annotations

from antigone.desk.accounts.actor import worker
from antigone.desk.candidates.actions.models import follow_model
from antigone.desk.candidates.index.shared import index
from antigone.desk.photos.engine import model
from antigone.desk.photos.models import IndexChange


def keep_up() -> bool:
    """Whether there was something to do for the index: the next step of a change of the model, or a compaction."""
    if not IndexChange.objects.exists():
        return False  # and the engine is not opened for nothing
    index().tidy()
    return follow_model(by=worker(), model=model())
