"""Who told us of a missing person, and how they can be reached without harm to them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from antigone.desk.accounts.act import act
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.permissions import Verb
from antigone.desk.accounts.validators import clean_text
from antigone.desk.records.actions._lines import new_informant, plain_informant, told_by
from antigone.desk.records.models import Informant, Record
from antigone.desk.subjects.actions.changing import keep, still_open
from antigone.errors import RuleBroken


def add_informant(*, by: Actor, record: Record, **said: Any) -> Informant:
    """Somebody else who knows. ``said`` is of ``_lines.INFORMANT``; ``safe`` is None until somebody asked.

    Raises:
        RuleBroken: if nobody is named.
    """
    fields, about = plain_informant(said), record.subject
    with act(by, Verb.CHANGE, about) as doing:
        subject = still_open(about)
        row = new_informant(Record.objects.get(pk=subject.pk), fields)
        keep(doing.by, subject, "", {f"informant {row.pk}": None})
        doing.record(subject.pk, informant=row.pk, safe=row.safe)
    return row


def change_informant(*, by: Actor, record: Record, informant: int, reason: str, **said: Any) -> None:
    """Say it differently: above all whether a contact is still safe. What was said is kept.

    Raises:
        RuleBroken: if nobody is named, they are not there any more, or nothing would change.
    """
    fields, about, reason = plain_informant(said), record.subject, clean_text(reason, "reason", 2000)
    with act(by, Verb.CHANGE, about, reason=reason) as doing:
        subject = still_open(about)
        row = _one(record, informant)
        was = told_by(row)
        if all(getattr(row, field) == value for field, value in fields.items()):
            raise RuleBroken(_("Nothing was changed."), _("Change something, or go back."))
        for field, value in fields.items():
            setattr(row, field, value)
        row.save()
        keep(doing.by, subject, reason, {f"informant {row.pk}": was})
        doing.record(subject.pk, informant=row.pk, safe=row.safe)


def remove_informant(*, by: Actor, record: Record, informant: int, reason: str) -> None:
    """Take somebody out who is not to be asked any more.

    Raises:
        RuleBroken: if they are not there any more.
    """
    about, reason = record.subject, clean_text(reason, "reason", 2000)
    with act(by, Verb.CHANGE, about, reason=reason) as doing:
        subject = still_open(about)
        row = _one(record, informant)
        keep(doing.by, subject, reason, {f"informant {row.pk}": told_by(row)})
        doing.record(subject.pk, informant=row.pk, removed=True)
        row.delete()


def _one(record: Record, number: int) -> Informant:
    row = Informant.objects.filter(record=record, pk=number).first()
    if row is None:
        raise RuleBroken(_("They are not there any more."), _("There is nothing to do."))
    return row
