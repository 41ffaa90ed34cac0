"""Whether this machine's clock can be believed: held against the moments at which something was done on the desk.

An old laptop whose battery is empty begins in the year 2000; a hand slips and it is 2036. What a person does stands
either way, with the time that the clock said. What the desk does by itself because a day is over must not happen then:
a photograph whose ground has run out leaves the index for good. docs/reliability.md lists what depends on the clock.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from antigone.desk.audit.models import AuditRow

BEHIND = timedelta(minutes=10)
"""Clocks that are set by a network step back by seconds; this is more."""
AHEAD = timedelta(days=30)
"""A desk may have been off for that long."""
WAIT = 24 * 60 * 60.0
"""Seconds of a worker's life for which nothing runs out after such a leap ahead: time to see it and set the clock."""
_LOOKED_AT = 1001
"""The last acts. Some may have been done while the clock was wrong: the one in the middle says what was usual."""
_SAY_EVERY = 60 * 60.0
_log = logging.getLogger("antigone.desk.worker")


def is_behind() -> bool:
    """Whether the clock lies behind the last act, or behind most of the last ones, by more than clocks step."""
    acts = list(AuditRow.objects.order_by("-sequence").values_list("at", flat=True)[:_LOOKED_AT])
    return bool(acts) and timezone.now() < max(acts[0], sorted(acts)[len(acts) // 2]) - BEHIND


def leapt_ahead() -> bool:
    """Whether it lies so far ahead of the last act that the desk must have been off for long, or the clock is wrong."""
    last = AuditRow.objects.order_by("-sequence").values_list("at", flat=True).first()
    return last is not None and timezone.now() - last > AHEAD


@dataclass(slots=True)
class ClockGuard:
    """What the worker asks before it lets anything run out because a day is over."""

    begun: bool = False
    held_until: float = 0.0
    """By ``time.monotonic``."""
    said: float = float("-inf")

    def holds(self) -> bool:
        """Whether nothing may run out now: the clock is behind, or leapt ahead before this worker began."""
        if not self.begun:
            self.begun = True
            self.held_until = time.monotonic() + WAIT if leapt_ahead() else 0.0
        if time.monotonic() < self.held_until:
            return self._say("far ahead of")
        return is_behind() and self._say("behind")

    def _say(self, where: str) -> bool:
        if time.monotonic() - self.said > _SAY_EVERY:
            self.said = time.monotonic()
            _log.warning("The clock is %s what was done on this desk: nothing runs out now. Set it.", where)
        return True
