"""What notification keeps of people who are erased, and what stands against erasing them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _words

from antigone.desk.erasing import events as erasing
from antigone.desk.erasing.space import ALSO_HELD
from antigone.desk.notification.actions._forgetting import forget_people, forget_prepared
from antigone.desk.notification.models import Plan
from antigone.desk.notification.queries import at_work, errors_to_tell
from antigone.desk.photos import events as photos
from antigone.desk.photos.models import Photograph
from antigone.desk.subjects.models import Subject


def connect() -> None:
    photos.may_be_erased.connect(_may_be_erased, dispatch_uid="notification: keep who must be told")
    photos.erased.connect(_photographs_erased, dispatch_uid="notification: prepared pictures")
    erasing.erased.connect(_record_erased, dispatch_uid="notification: names in plans")
    held = ("notification.Entry", "notification.Prepared")
    ALSO_HELD.extend(label for label in held if label not in ALSO_HELD)


def _may_be_erased(subject: Subject, **_: Any) -> str | None:
    """Who was told that somebody is dead who is not, hears of the error from us: for that they must be reached."""
    of = Plan.objects.filter(record=subject)
    if at_work(of).exists() or errors_to_tell(of).exists():
        return _words("A family is still to be told, or to be told of an error. Bring that to its end first.")
    return None


def _photographs_erased(photographs: list[Photograph], **_: Any) -> None:
    forget_prepared(photographs)


def _record_erased(subject: Subject, **_: Any) -> dict[str, int]:
    plans = list(Plan.objects.filter(record=subject).select_related("decision"))
    for plan in plans:
        forget_people(plan)
    return {"plans": len(plans), "told": sum(plan.told_at is not None for plan in plans)}
