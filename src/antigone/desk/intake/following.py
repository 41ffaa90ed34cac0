"""What happens to imports when photographs are erased, in the transaction in which they are."""

from __future__ import annotations

from typing import Any

from antigone.desk.intake.actions.erasing import forget_photographs
from antigone.desk.photos import events
from antigone.desk.photos.models import Photograph


def connect() -> None:
    events.erased.connect(_erased, dispatch_uid="intake: forget files")


def _erased(photographs: list[Photograph], **_: Any) -> dict[str, int]:
    return {"files": forget_photographs(photographs)}
