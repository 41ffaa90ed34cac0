"""What exchange does when a record is erased: packets that nobody took are destroyed, numbers of others emptied. What
left stands among what to recall.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from django.dispatch import receiver

from antigone.desk.erasing import signals as erasing
from antigone.desk.exchange.actions._forgetting import forget_subject
from antigone.desk.exchange.models import Arrival
from antigone.desk.subjects.models import Subject


@receiver(erasing.erased, dispatch_uid="exchange: destroy packets, empty numbers of others")
def record_erased(subject: Subject, **_: Any) -> dict[str, int]:
    return forget_subject(subject)


@receiver(erasing.tables_to_clear, dispatch_uid="exchange: the table of arrivals")
def tables(**_: Any) -> tuple[type[Model], ...]:
    return (Arrival,)
