"""Names of a missing person, in as many scripts as there are, and informants."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from antigone.desk.accounts.act import act
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.permissions import Verb
from antigone.desk.accounts.validators import clean_text
from antigone.desk.records.latin import in_order
from antigone.desk.records.models import Informant, Name, NameKey, Record
from antigone.desk.records.spelling import keys_of
from antigone.desk.subjects.actions.changing import keep, line, must_say_why, still_open, why
from antigone.desk.subjects.fields import plain_fields
from antigone.errors import RuleBroken

NAME = ("what", "family", "given", "patronymic")
INFORMANT = ("name", "relation", "languages", "contact", "safe", "never")


def plain_name(said: Mapping[str, str]) -> dict[str, Any]:
    """A name, cleaned. Raises: RuleBroken, if it has neither a family nor a given name."""
    fields = plain_fields(Name, {"what": Name.What.OWN, **said})
    if not (fields.get("family") or fields.get("given")):
        raise RuleBroken(_("The name is empty."), _("Write a family name or a given name, in any script."))
    return fields


def plain_informant(said: Mapping[str, Any]) -> dict[str, Any]:
    """An informant, cleaned. Raises: RuleBroken, if nobody is named."""
    fields = plain_fields(Informant, {name: value for name, value in said.items() if name != "safe"})
    fields["name"] = clean_text(fields.get("name", ""), _("informant's name"), 200)
    return fields | {"safe": said["safe"]} if "safe" in said else fields


def new_name(record: Record, fields: Mapping[str, Any]) -> Name:
    """A row of a name, with the keys by which a search finds it."""
    name = Name(record=record, **fields)
    save_name(name)
    return name


def new_informant(record: Record, fields: Mapping[str, Any]) -> Informant:
    return Informant.objects.create(record=record, **fields)


def told_by(row: Informant) -> dict[str, Any]:
    """An informant as a revision has it."""
    safe = {True: "contact is safe", False: "contact is not safe", None: ""}[row.safe]
    return {**line(row, *INFORMANT), "safe": safe}


def save_name(name: Name) -> None:
    """Save a name and make its keys anew."""
    name.sort_key = in_order(name.family, name.given, name.patronymic)
    name.save()
    name.keys.all().delete()
    incident = name.record.subject.incident_id
    found = sorted(keys_of(name.family, name.given, name.patronymic))
    NameKey.objects.bulk_create(NameKey(name=name, incident_id=incident, key=key, form=form) for key, form in found)
    sort(name.record)


def sort(record: Record) -> None:
    """Keep the name under which lists sort the record: its first."""
    first = record.names.order_by("pk").first()
    record.sort_key = first.sort_key if first else ""
    record.save(update_fields=["sort_key"])


def add_name(*, by: Actor, record: Record, **said: str) -> Name:
    """Add another name or spelling. ``said`` is of ``NAME``.

    Raises:
        RuleBroken: if it is empty, or there already.
    """
    fields = plain_name(said)
    with act(by, Verb.CHANGE, record.subject) as doing:
        subject = still_open(record.subject)
        found = Record.objects.select_related("subject").get(pk=subject.pk)
        _not_there_yet(found, fields)
        name = new_name(found, fields)
        keep(doing.by, subject, "", {f"name {name.pk}": None})
        doing.record(subject.pk, name=name.pk)
    return name


def change_name(*, by: Actor, record: Record, name: int, reason: str = "", **said: str) -> None:
    """Change a name; how it was written is kept.

    Raises:
        RuleBroken: if it is empty, not there any more, or nothing would change.
    """
    fields, reason = plain_name(said), why(reason)
    with act(by, Verb.CHANGE, record.subject, reason=reason) as doing:
        subject = still_open(record.subject)
        row = _named(record, name)
        was = line(row, *NAME)
        if was == line(Name(**{**was, **fields}), *NAME):
            raise RuleBroken(_("Nothing was changed."), _("Change something, or go back."))
        must_say_why(reason, _changed(row, fields))
        for field, value in fields.items():
            setattr(row, field, value)
        save_name(row)
        keep(doing.by, subject, reason, {f"name {row.pk}": was})
        doing.record(subject.pk, name=row.pk)


def remove_name(*, by: Actor, record: Record, name: int, reason: str) -> None:
    """Remove a name that is not theirs; the history keeps it.

    Raises:
        RuleBroken: if it is the only one, or not there any more.
    """
    reason = clean_text(reason, "reason", 2000)
    with act(by, Verb.CHANGE, record.subject, reason=reason) as doing:
        subject = still_open(record.subject)
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


def add_informant(*, by: Actor, record: Record, **said: Any) -> Informant:
    """Add an informant. ``said`` is of ``INFORMANT``; ``safe`` is None until somebody asked.

    Raises:
        RuleBroken: if nobody is named.
    """
    fields = plain_informant(said)
    with act(by, Verb.CHANGE, record.subject) as doing:
        subject = still_open(record.subject)
        row = new_informant(Record.objects.get(pk=subject.pk), fields)
        keep(doing.by, subject, "", {f"informant {row.pk}": None})
        doing.record(subject.pk, informant=row.pk, safe=row.safe)
    return row


def change_informant(*, by: Actor, record: Record, informant: int, reason: str = "", **said: Any) -> None:
    """Change an informant: above all whether a contact is still safe. What was said is kept.

    Raises:
        RuleBroken: if nobody is named, they are not there any more, or nothing would change.
    """
    fields, reason = plain_informant(said), why(reason)
    with act(by, Verb.CHANGE, record.subject, reason=reason) as doing:
        subject = still_open(record.subject)
        row = _one(record, informant)
        was = told_by(row)
        if all(getattr(row, field) == value for field, value in fields.items()):
            raise RuleBroken(_("Nothing was changed."), _("Change something, or go back."))
        must_say_why(reason, _changed(row, fields))
        for field, value in fields.items():
            setattr(row, field, value)
        row.save()
        keep(doing.by, subject, reason, {f"informant {row.pk}": was})
        doing.record(subject.pk, informant=row.pk, safe=row.safe)


def remove_informant(*, by: Actor, record: Record, informant: int, reason: str) -> None:
    """Remove an informant who is not to be asked any more.

    Raises:
        RuleBroken: if they are not there any more.
    """
    reason = clean_text(reason, "reason", 2000)
    with act(by, Verb.CHANGE, record.subject, reason=reason) as doing:
        subject = still_open(record.subject)
        row = _one(record, informant)
        keep(doing.by, subject, reason, {f"informant {row.pk}": told_by(row)})
        doing.record(subject.pk, informant=row.pk, removed=True)
        row.delete()


def _changed(row: Name | Informant, fields: Mapping[str, Any]) -> list[Any]:
    """What the fields that would change say now."""
    return [getattr(row, name) for name, value in fields.items() if getattr(row, name) != value]


def _one(record: Record, number: int) -> Informant:
    row = Informant.objects.filter(record=record, pk=number).first()
    if row is None:
        raise RuleBroken(_("They are not there any more."), _("There is nothing to do."))
    return row
