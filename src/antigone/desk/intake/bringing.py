"""Working through the files of an import: by the worker for a browser's, by the console for a folder's."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from django.db import DatabaseError
from django.utils.translation import gettext_noop as noop

from antigone.desk.accounts.actor import Actor, acting, console, worker
from antigone.desk.accounts.models import Person
from antigone.desk.intake import spool
from antigone.desk.intake.actions import items
from antigone.desk.intake.actions.items import Over
from antigone.desk.intake.models import Import, ImportItem
from antigone.desk.photos import vault
from antigone.desk.photos.actions._adding import prepare
from antigone.desk.photos.core_words import REFUSALS
from antigone.errors import AntigoneError, ForbiddenOrigin, NotAllowed, RuleBroken
from antigone.face import photo
from antigone.types import Refusal
from antigone.unexpected import refused

AT_A_TIME = 50
"""Files that one job brings in before it puts itself down again, so that others get their turn."""


def bring_in_next(number: int) -> None:
    """The worker's BRING_IN job: import the next files. It can be run again."""
    bringing = Import.objects.filter(pk=number).first()
    if bringing is None or not bringing.spool or bringing.seen_at is None:
        return
    if bringing.cancelled_at is None:
        for item in _waiting(bringing):
            if not _one(worker(), item):
                break  # a file was set aside: the job is put down, and has all its tries again
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


def _one(by: Actor, item: ImportItem) -> bool:
    """Import or refuse one file. False: it was set aside, because it ended its worker twice."""
    sound = items.begin(item=item)
    if sound:
        try:
            _bring(by, item)
        except BaseException:
            items.let_go(item=item)
            raise
    else:
        _refuse(by, item, *REFUSALS["set-aside"])
    whole = item.bringing
    if whole.spool:
        spool.discard(whole.spool, item.place)
    return sound


def _bring(by: Actor, item: ImportItem) -> None:
    """What is slow is done before the act. Whatever one file brings about is told of this file, and stops no other."""
    try:
        _read_and_bring(by, item)
    except (RuleBroken, NotAllowed) as fault:
        _refuse(by, item, fault.detail, fault.hint)
    except Over:
        pass
    except (AntigoneError, DatabaseError):
        raise  # the disk is full, say: that is not this file's, and it is tried again
    except Exception as fault:
        why = refused(fault)
        _refuse(by, item, why.detail, why.hint)


def _read_and_bring(by: Actor, item: ImportItem) -> None:
    ordered = acting(Person.objects.select_related("agency").get(pk=item.bringing.by_id))
    data = _read(item)
    if isinstance(data, Refusal):
        raise RuleBroken(data.detail, data.hint)
    prepared = prepare(data, item.path, decoding=True)
    named = False
    try:
        named = items.bring_in(by=by, ordered=ordered, item=item, prepared=prepared)
    finally:
        if not named:
            vault.discard(prepared.sealed.name)


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
