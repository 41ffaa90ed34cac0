"""What notification does and answers when apps below it erase somebody, ask who is bound, or show a family its page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Model, Q
from django.dispatch import receiver
from django.utils.translation import gettext as _words

from antigone.desk.erasing import signals as erasing
from antigone.desk.families import signals as families
from antigone.desk.families.models import Request
from antigone.desk.notification.actions._forgetting import forget_people, forget_prepared
from antigone.desk.notification.models import NotificationPlan, PlanEntry, PreparedPicture
from antigone.desk.notification.queries import at_work, errors_to_tell
from antigone.desk.photos import signals as photos
from antigone.desk.photos.models import Photograph
from antigone.desk.review import signals as review
from antigone.desk.subjects.models import Subject
from antigone.protocol.conflicts import ConflictOfInterest


@receiver(erasing.reasons_to_keep, dispatch_uid="notification: keep whose family must be told")
def why_kept(subject: Subject, **_: Any) -> str | None:
    """Why an erasure must keep something: a family told of an error must still be reached."""
    of = NotificationPlan.objects.filter(record=subject)
    if at_work(of).exists() or errors_to_tell(of).exists():
        return _words("A family is still to be told, or to be told of an error. Bring that to its end first.")
    return None


@receiver(photos.erased, dispatch_uid="notification: destroy prepared pictures")
def photographs_erased(photographs: list[Photograph], **_: Any) -> dict[str, int]:
    forget_prepared(photographs)
    return {}


@receiver(erasing.erased, dispatch_uid="notification: empty names and words in plans")
def record_erased(subject: Subject, **_: Any) -> dict[str, int]:
    plans = list(NotificationPlan.objects.filter(record=subject).select_related("decision"))
    for plan in plans:
        forget_people(plan)
    return {"plans": len(plans), "told": sum(plan.told_at is not None for plan in plans)}


@receiver(erasing.tables_to_clear, dispatch_uid="notification: tables of plans and prepared pictures")
def tables(**_: Any) -> tuple[type[Model], ...]:
    return (PlanEntry, PreparedPicture)


@receiver(families.contact_wanted, dispatch_uid="notification: the family was told")
def was_told(request: Request, **_: Any) -> bool:
    """Whether the family was told, so that its page no longer says "we are looking"."""
    return NotificationPlan.objects.filter(record=request.record_id, told_at__isnull=False).exists()


@receiver(review.conflicts, dispatch_uid="notification: who was with the family, and who planned it")
def conflicts(case: Subject, record: Subject, **_: Any) -> Iterable[tuple[int, ConflictOfInterest]]:
    entries = PlanEntry.objects.filter(Q(plan__case=case) | Q(plan__record=record)).order_by()
    for column in ("by", "one", "two"):
        for person in entries.exclude(**{column: None}).values_list(column, flat=True).distinct():
            yield person, ConflictOfInterest.MET_THE_FAMILY
    plans = NotificationPlan.objects.filter(Q(case=case) | Q(record=record)).order_by()
    for person in plans.values_list("opened_by", flat=True).distinct():
        yield person, ConflictOfInterest.KNOWS_THE_OUTCOME
