"""What follows when a record is erased: packets that nobody took are destroyed, numbers of others emptied. What left
stands among what to recall.
"""

from __future__ import annotations

from typing import Any

from antigone.desk.erasing import events
from antigone.desk.erasing.space import ALSO_HELD
from antigone.desk.exchange.actions._forgetting import forget_subject
from antigone.desk.subjects.models import Subject

_HELD = "exchange.Arrival"


def connect() -> None:
    events.erased.connect(_erased, dispatch_uid="exchange: packets and numbers of others")
    if _HELD not in ALSO_HELD:
        ALSO_HELD.append(_HELD)


def _erased(subject: Subject, **_: Any) -> dict[str, int]:
    return forget_subject(subject)
