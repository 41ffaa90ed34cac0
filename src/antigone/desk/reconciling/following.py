"""What follows in reconciliations when a record is erased: the words of proposals go, numbers and places stay."""

from __future__ import annotations

from typing import Any

from antigone.desk.erasing import events
from antigone.desk.erasing.space import ALSO_HELD
from antigone.desk.reconciling.actions.runs import forget_lines
from antigone.desk.subjects.models import Subject

_HELD = "reconciling.Proposal"


def connect() -> None:
    events.erased.connect(_erased, dispatch_uid="reconciling: what proposals say")
    if _HELD not in ALSO_HELD:
        ALSO_HELD.append(_HELD)


def _erased(subject: Subject, **_: Any) -> dict[str, int]:
    return {"proposals": forget_lines(subject=subject.pk)}
