"""What imports do when photographs are erased, in the same transaction."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from antigone.desk.intake.actions.erasing import forget_photographs
from antigone.desk.photos import signals as photos
from antigone.desk.photos.models import Photograph


@receiver(photos.erased, dispatch_uid="intake: empty names of files")
def photographs_erased(photographs: list[Photograph], **_: Any) -> dict[str, int]:
    return {"files": forget_photographs(photographs)}
