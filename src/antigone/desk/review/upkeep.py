"""What the worker does for reviews from time to time."""

from __future__ import annotations

import time

from antigone.desk.accounts.actor import worker
from antigone.desk.review.actions.upkeep import assign_waiting

EVERY = 60.0
"""Seconds."""


class Giver:
    """Gives what waits to whoever has come since: people join, leave ends, agencies share more."""

    def __init__(self) -> None:
        self._due = time.monotonic()

    def when_due(self) -> None:
        if time.monotonic() >= self._due:
            self._due = time.monotonic() + EVERY
            assign_waiting(by=worker())
