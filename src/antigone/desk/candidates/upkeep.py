"""Maintaining the index: what the worker does before its first job, and while it is idle."""

from __future__ import annotations

import logging
import threading

from django.conf import settings
from django.db import DatabaseError, connection

from antigone.desk.accounts.actor import worker
from antigone.desk.accounts.models import Incident
from antigone.desk.candidates.actions.holders import acknowledge, ended
from antigone.desk.candidates.actions.models import follow_model
from antigone.desk.candidates.faces import serving
from antigone.desk.candidates.index import source
from antigone.desk.candidates.index.chosen import index
from antigone.desk.candidates.index.shared import this_process
from antigone.desk.photos.engine import model
from antigone.desk.photos.models import IndexChange
from antigone.errors import AntigoneError

MEND_EVERY = 2.0
"""Seconds between two looks whether each segment of a cluster lies where it must."""
_log = logging.getLogger("antigone.desk.index")


def get_ready() -> None:
    """Load the engine and the index for open incidents, so that no search waits for it.

    Whoever holds templates is known before the first is read: a proof of an erasure asks it.
    """
    if (serves := serving()) is None:
        return
    model()
    if settings.DESK.cluster is None:
        acknowledge({this_process(): source.last_step()})
    open_ones = set(Incident.objects.filter(closed_at=None).values_list("pk", flat=True))
    index().caught_up(key for key in source.all_keys() if key.model == serves and key.incident in open_ones)


def clear_holders() -> None:
    """Have what left the index leave every memory and file, and write down who said so."""
    acknowledge(index().tidy())


def end() -> None:
    """This process ends, and what it holds with it."""
    ended(this_process())


class Mender(threading.Thread):
    """While a worker runs on a cluster: has each segment lie where it must, soon after a node is gone or came."""

    def __init__(self, stop: threading.Event) -> None:
        super().__init__(daemon=True, name="mender")
        self.stop = stop

    def run(self) -> None:
        while not self.stop.wait(MEND_EVERY):
            try:
                index().mend()
            except (AntigoneError, DatabaseError) as fault:
                _log.info("The cluster's segments are not mended now: %s", fault)
            finally:
                connection.close()


def keep_up() -> bool:
    """Do one step of a change of the model, or one compaction. Returns whether there was something to do."""
    if not IndexChange.objects.exists():
        return False  # and the engine is not opened for nothing
    clear_holders()
    return follow_model(by=worker(), model=model())
