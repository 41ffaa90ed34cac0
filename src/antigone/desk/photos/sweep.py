"""Keeping the index lawful while nobody does anything: called by the worker when it starts and between jobs."""

from __future__ import annotations

import time
from dataclasses import dataclass

from antigone.desk.accounts.actor import worker
from antigone.desk.photos.actions.sweep import sweep_unlawful

EVERY = 60.0
"""Seconds."""


@dataclass(slots=True)
class Sweeper:
    """Sweeps when it is first asked, thoroughly, and at most once a minute after."""

    last: float | None = None

    def when_due(self) -> int:
        """Sweep if it is time. Returns how many photographs ended."""
        now = time.monotonic()
        if self.last is not None and now - self.last < EVERY:
            return 0
        ended = sweep_unlawful(by=worker(), thorough=self.last is None)
        self.last = now
        return ended
