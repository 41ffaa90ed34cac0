"""Maintaining the index: what the worker does before its first job, and while it is idle."""

from __future__ import annotations

from antigone.desk.accounts.actor import worker
from antigone.desk.accounts.models import Incident
from antigone.desk.candidates.actions.models import follow_model
from antigone.desk.candidates.faces import serving
from antigone.desk.candidates.index import source
from antigone.desk.candidates.index.shared import index
from antigone.desk.photos.engine import model
from antigone.desk.photos.models import IndexChange


def get_ready() -> None:
    """Load the engine and the index for open incidents, so that no search waits for it."""
    if (serves := serving()) is None:
        return
    model()
    open_ones = set(Incident.objects.filter(closed_at=None).values_list("pk", flat=True))
    index().caught_up(key for key in source.all_keys() if key.model == serves and key.incident in open_ones)


def keep_up() -> bool:
    """Do one step of a change of the model, or one compaction. Returns whether there was something to do."""
    if not IndexChange.objects.exists():
        return False  # and the engine is not opened for nothing
    index().tidy()
    return follow_model(by=worker(), model=model())
