"""What an import knew of a file: its path often has a name in it. Called inside the act that erases."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q, QuerySet

from antigone.desk.intake import spool
from antigone.desk.intake.models import ImportItem
from antigone.desk.photos.models import Photograph
from antigone.desk.subjects.models import Subject


def forget_photographs(photographs: Iterable[Photograph]) -> int:
    """The files of which these photographs came. How many there were."""
    return _forget(ImportItem.objects.filter(photograph__in=[each.pk for each in photographs]))


def forget_subject(subject: Subject) -> int:
    """The files of a record: those that came, those that were refused, and those that wait under the same number."""
    items = ImportItem.objects.filter(subject=subject)
    same = Q(pk__in=items.values("pk"))
    for bringing, who in items.exclude(who="").values_list("bringing", "who").distinct():
        same |= Q(bringing=bringing, who=who, subject=None)
    return _forget(ImportItem.objects.filter(same))


def _forget(items: QuerySet[ImportItem]) -> int:
    found = list(items.exclude(state=ImportItem.State.ERASED).select_related("bringing"))
    waiting = [(item.bringing.spool, item.place) for item in found if item.state == ImportItem.State.WAITING]
    for item in found:
        item.state = ImportItem.State.ERASED
        item.path = item.who = item.sha256 = item.detail = item.hint = ""
        item.details = {}
        item.save()
    transaction.on_commit(lambda: _discard(waiting))
    return len(found)


def _discard(waiting: list[tuple[str, int]]) -> None:
    for name, place in waiting:
        spool.discard(name, place)
