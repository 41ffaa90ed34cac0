"""What the worker does every minute: assign open slots, since people join, leaves end, and agencies share more."""

from __future__ import annotations

import time

from antigone.desk.accounts.act import act
from antigone.desk.accounts.actor import Actor, worker
from antigone.desk.accounts.permissions import WHOLE_DESK, Thing, Verb
from antigone.desk.review.actions._assigning import assign_all
from antigone.desk.review.models import Slot
from antigone.desk.review.open import live_pairs
from antigone.desk.review.people import can_be_assigned


def assign_waiting(*, by: Actor) -> int:
    """Try every open slot. Returns how many were assigned."""
    if not any(can_be_assigned(slot) for slot in Slot.objects.filter(filled_at=None, pair__in=live_pairs())):
        return 0
    with act(by, Verb.ASK, Thing.ASSIGNMENT.of(WHOLE_DESK)) as doing:
        made = assign_all()
        doing.record(None, given=len(made))
    return len(made)


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
