"""What reconciliations do when a record is erased: the words of proposals go, numbers and places stay."""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from django.dispatch import receiver

from antigone.desk.erasing import signals as erasing
from antigone.desk.reconciling.actions.runs import forget_lines
from antigone.desk.reconciling.models import ProposedPair
from antigone.desk.subjects.models import Subject


@receiver(erasing.erased, dispatch_uid="reconciling: empty what proposals say")
def record_erased(subject: Subject, **_: Any) -> dict[str, int]:
    return {"proposals": forget_lines(subject=subject.pk)}


@receiver(erasing.tables_to_clear, dispatch_uid="reconciling: the table of proposals")
def tables(**_: Any) -> tuple[type[Model], ...]:
    return (ProposedPair,)
