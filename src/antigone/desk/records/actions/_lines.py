"""Names and informants as rows. Called inside an act."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from antigone.desk.accounts.validators import clean_text
from antigone.desk.records.latin import in_order
from antigone.desk.records.models import Informant, Name, NameKey, Record
from antigone.desk.records.spelling import keys_of
from antigone.desk.subjects.actions.changing import line
from antigone.desk.subjects.fields import plain_fields
from antigone.errors import RuleBroken

NAME = ("what", "family", "given", "patronymic")
INFORMANT = ("name", "relation", "languages", "contact", "safe", "never")


def plain_name(said: Mapping[str, str]) -> dict[str, Any]:
    """Raises: RuleBroken, if it has neither a family nor a given name."""
    fields = plain_fields(Name, {"what": Name.What.OWN, **said})
    if not (fields.get("family") or fields.get("given")):
        raise RuleBroken(_("The name is empty."), _("Write a family name or a given name, in any script."))
    return fields


def plain_informant(said: Mapping[str, Any]) -> dict[str, Any]:
    """Raises: RuleBroken, if nobody is named."""
    fields = plain_fields(Informant, {name: value for name, value in said.items() if name != "safe"})
    fields["name"] = clean_text(fields.get("name", ""), _("informant's name"), 200)
    return fields | {"safe": said["safe"]} if "safe" in said else fields


def new_name(record: Record, fields: Mapping[str, Any]) -> Name:
    """A row of a name, with what a search finds it by."""
    name = Name(record=record, **fields)
    save_name(name)
    return name


def new_informant(record: Record, fields: Mapping[str, Any]) -> Informant:
    return Informant.objects.create(record=record, **fields)


def told_by(row: Informant) -> dict[str, Any]:
    """An informant as the history has it."""
    safe = {True: "contact is safe", False: "contact is not safe", None: ""}[row.safe]
    return {**line(row, *INFORMANT), "safe": safe}


def save_name(name: Name) -> None:
    """Save it and make its keys anew."""
    name.sort_key = in_order(name.family, name.given, name.patronymic)
    name.save()
    name.keys.all().delete()
    incident = name.record.subject.incident_id
    found = sorted(keys_of(name.family, name.given, name.patronymic))
    NameKey.objects.bulk_create(NameKey(name=name, incident_id=incident, key=key, form=form) for key, form in found)
    sort(name.record)


def sort(record: Record) -> None:
    """Keep by which name the record stands in lists: its first."""
    first = record.names.order_by("pk").first()
    record.sort_key = first.sort_key if first else ""
    record.save(update_fields=["sort_key"])
