"""Destroying what imports know of files: paths often have names in them. Called inside the act that erases."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q, QuerySet

from antigone.desk.intake import spool
from antigone.desk.intake.actions.previews import forget_person, forget_pictures
from antigone.desk.intake.models import ImportItem
from antigone.desk.photos.models import Photograph
from antigone.desk.subjects.models import Subject


def forget_photographs(photographs: Iterable[Photograph]) -> int:
    """Empty the rows of files from which these photographs came. Returns how many.

    Previews that hold one of them are given up besides.
    """
    photographs = list(photographs)
    forget_pictures(photographs)
    return _forget(ImportItem.objects.filter(photograph__in=[each.pk for each in photographs]))


def forget_subject(subject: Subject) -> int:
    """Empty the rows of a record's files: imported, refused, and those that wait under its number.

    Previews that have something of its person are given up besides.
    """
    forget_person(subject)
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
