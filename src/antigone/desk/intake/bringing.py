"""Working through the files of an import: by the worker for a browser's, by the console for a folder's."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from django.utils.translation import gettext_noop as noop

from antigone.desk.accounts.actor import Actor, acting, console, worker
from antigone.desk.accounts.models import Person
from antigone.desk.intake import spool
from antigone.desk.intake.actions import items
from antigone.desk.intake.actions.items import Over
from antigone.desk.intake.models import Import, ImportItem
from antigone.desk.photos import vault
from antigone.desk.photos.actions._adding import prepare
from antigone.errors import ForbiddenOrigin, NotAllowed, RuleBroken
from antigone.face import photo
from antigone.types import Refusal

AT_A_TIME = 50
"""Files that one job brings in before it puts itself down again, so that others get their turn."""


def bring_in_next(number: int) -> None:
    """The worker's BRING_IN job: import the next files. It can be run again."""
    bringing = Import.objects.filter(pk=number).first()
    if bringing is None or not bringing.spool:
        return
    if bringing.cancelled_at is None:
        for item in _waiting(bringing):
            _one(worker(), item)
    left = Import.objects.get(pk=number)
    if left.cancelled_at is not None or left.done_at is not None:
        spool.discard(left.spool)
    else:
        items.go_on(by=worker(), bringing=left)


def bring_in_all(bringing: Import, said: Callable[[ImportItem], None]) -> None:
    """Import every waiting file here and now, for the console. ``said`` is called for each."""
    while True:
        some = _waiting(bringing)
        if not some or Import.objects.get(pk=bringing.pk).cancelled_at is not None:
            return
        for item in some:
            _one(console(), item)
            said(ImportItem.objects.get(pk=item.pk))


def _waiting(bringing: Import) -> list[ImportItem]:
    waiting = bringing.items.filter(state=ImportItem.State.WAITING).order_by("place")
    return list(waiting.select_related("bringing")[:AT_A_TIME])


def _one(by: Actor, item: ImportItem) -> None:
    """Import or refuse one file. What is slow is done before the act."""
    whole = item.bringing
    ordered = acting(Person.objects.select_related("agency").get(pk=whole.by_id))
    try:
        data = _read(item)
        if isinstance(data, Refusal):
            raise RuleBroken(data.detail, data.hint)
        prepared = prepare(data, item.path, decoding=True)
        try:
            named = items.bring_in(by=by, ordered=ordered, item=item, prepared=prepared)
        except (Over, RuleBroken, NotAllowed):
            vault.discard(prepared.sealed.name)
            raise
        if not named:
            vault.discard(prepared.sealed.name)
    except (RuleBroken, NotAllowed) as fault:
        _refuse(by, item, fault.detail, fault.hint)
    except Over:
        pass
    if whole.spool:
        spool.discard(whole.spool, item.place)


def _refuse(by: Actor, item: ImportItem, detail: str, hint: str) -> None:
    try:
        items.refuse(by=by, item=item, detail=detail, hint=hint)
    except Over:
        return


def _read(item: ImportItem) -> bytes | Refusal:
    whole = item.bringing
    if whole.spool:
        return spool.read(whole.spool, item.place)
    folder = Path(whole.folder).resolve()
    path = (folder / item.path).resolve()
    if not path.is_relative_to(folder):
        return Refusal(
            "outside", noop("The file lies outside the folder."), noop("Put the file itself into the folder.")
        )
    try:
        return photo.read(path)
    except ForbiddenOrigin as fault:
        return Refusal("not-a-file", fault.detail, fault.hint)
