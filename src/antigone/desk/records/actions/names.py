"""The names of a missing person, in as many scripts and spellings as there are."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from antigone.desk.accounts.act import act
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.permissions import Verb
from antigone.desk.accounts.validators import clean_text
from antigone.desk.records.actions._lines import NAME, new_name, plain_name, save_name, sort
from antigone.desk.records.models import Name, Record
from antigone.desk.subjects.actions.changing import keep, line, still_open
from antigone.errors import RuleBroken


def add_name(*, by: Actor, record: Record, **said: str) -> Name:
    """Say how else they are called or written. ``said`` is of ``_lines.NAME``.

    Raises:
        RuleBroken: if it is empty, or there already.
    """
    fields, about = plain_name(said), record.subject
    with act(by, Verb.CHANGE, about) as doing:
        subject = still_open(about)
        found = Record.objects.select_related("subject").get(pk=subject.pk)
        _not_there_yet(found, fields)
        name = new_name(found, fields)
        keep(doing.by, subject, "", {f"name {name.pk}": None})
        doing.record(subject.pk, name=name.pk)
    return name


def change_name(*, by: Actor, record: Record, name: int, reason: str, **said: str) -> None:
    """Write a name differently; how it was written is kept.

    Raises:
        RuleBroken: if it is empty, not there any more, or nothing would change.
    """
    fields, about, reason = plain_name(said), record.subject, clean_text(reason, "reason", 2000)
    with act(by, Verb.CHANGE, about, reason=reason) as doing:
        subject = still_open(about)
        row = _named(record, name)
        was = line(row, *NAME)
        if was == line(Name(**{**was, **fields}), *NAME):
            raise RuleBroken(_("Nothing was changed."), _("Change something, or go back."))
        for field, value in fields.items():
            setattr(row, field, value)
        save_name(row)
        keep(doing.by, subject, reason, {f"name {row.pk}": was})
        doing.record(subject.pk, name=row.pk)


def remove_name(*, by: Actor, record: Record, name: int, reason: str) -> None:
    """Take back a name that is not theirs; the history keeps it.

    Raises:
        RuleBroken: if it is the only one, or not there any more.
    """
    about, reason = record.subject, clean_text(reason, "reason", 2000)
    with act(by, Verb.CHANGE, about, reason=reason) as doing:
        subject = still_open(about)
        row = _named(record, name)
        if not record.names.exclude(pk=row.pk).exists():
            raise RuleBroken(_("This is the only name of this record."), _("Add the right name first."))
        keep(doing.by, subject, reason, {f"name {row.pk}": line(row, *NAME)})
        doing.record(subject.pk, name=row.pk, removed=True)
        row.delete()
        sort(Record.objects.get(pk=subject.pk))


def _named(record: Record, number: int) -> Name:
    row = Name.objects.select_related("record__subject").filter(record=record, pk=number).first()
    if row is None:
        raise RuleBroken(_("This name is not there any more."), _("There is nothing to do."))
    return row


def _not_there_yet(record: Record, fields: dict[str, Any]) -> None:
    if record.names.filter(**{name: fields.get(name, "") for name in ("family", "given", "patronymic")}).exists():
        raise RuleBroken(_("This name is written down already."), _("There is nothing to do."))
