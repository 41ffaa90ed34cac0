"""Names and informants of a record: rows that are added, changed and taken back where they stand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Model
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.records.actions.names import (
    add_informant,
    add_name,
    change_informant,
    change_name,
    remove_informant,
    remove_name,
)
from antigone.desk.records.models import Record
from antigone.desk.records.queries import find_record
from antigone.desk.web.forms import submitted, whole_number
from antigone.desk.web.gate import DeskRequest, page
from antigone.desk.web.records.forms import ChangeInformantForm, ChangeNameForm, InformantForm, NameForm
from antigone.desk.web.records.record import show_record
from antigone.desk.web.subjects.forms import ChangeForm, OpenedSection
from antigone.desk.web.subjects.opening import may_change


@page(Verb.CHANGE, Thing.RECORD, "GET", "HEAD", "POST")
def names_page(request: DeskRequest, number: int) -> HttpResponse:
    record = find_record(request.actor, number)
    context: dict[str, Any] = {"by": request.actor, "record": record}
    return _rows_page(
        request,
        record,
        "names",
        list(record.names.all()),
        new=NameForm,
        changed=ChangeNameForm,
        add=lambda **said: add_name(**context, **said),
        change=lambda row, **said: change_name(**context, name=row, **said),
        remove=lambda row, **said: remove_name(**context, name=row, **said),
        done=_("The names are written down."),
    )


@page(Verb.CHANGE, Thing.RECORD, "GET", "HEAD", "POST")
def informants_page(request: DeskRequest, number: int) -> HttpResponse:
    record = find_record(request.actor, number)
    context: dict[str, Any] = {"by": request.actor, "record": record}
    return _rows_page(
        request,
        record,
        "informants",
        list(record.informants.all()),
        new=InformantForm,
        changed=ChangeInformantForm,
        add=lambda **said: add_informant(**context, **said),
        change=lambda row, **said: change_informant(**context, informant=row, **said),
        remove=lambda row, **said: remove_informant(**context, informant=row, **said),
        done=_("The informants are written down."),
    )


def _rows_page(
    request: DeskRequest,
    record: Record,
    section: str,
    rows: list[Any],
    *,
    new: type[forms.Form],
    changed: type[forms.Form],
    add: Callable[..., object],
    change: Callable[..., object],
    remove: Callable[..., object],
    done: str,
) -> HttpResponse:
    """The page of a record with this list opened. ``?change=7`` opens the form of row 7.

    A post names the row in ``line``; ``act`` says that it is changed, else it is taken back. ``add`` takes the form's
    fields; ``change`` and ``remove`` a row's number before them.
    """
    may_change(request, record.subject)
    sent, ids = request.method == "POST", f"{section}-%s"
    line = whole_number((request.POST if sent else request.GET).get("line" if sent else "change"))
    row = next((row for row in rows if row.pk == line), None)
    if row is not None and (not sent or request.POST.get("act") == "change"):
        form = changed(request.POST if sent else None, initial=_as_it_is(row), auto_id=ids)
        finished = sent and submitted(form, lambda **fields: change(row.pk, **fields))
        held = OpenedSection(section, form, row=row)
    elif sent and line is not None:
        because = ChangeForm(request.POST, auto_id=False)
        finished = submitted(because, lambda reason: remove(line, reason=reason))
        held = OpenedSection(section, because=because)
    else:
        form = new(request.POST if sent else None, auto_id=ids)
        finished = sent and submitted(form, add)
        held = OpenedSection(section, form)
    if not finished:
        return show_record(request, record, held)
    messages.success(request, done)
    return redirect(f"{record.address}#{section}")


def _as_it_is(row: Model) -> dict[str, Any]:
    said = {field.name: getattr(row, field.name) for field in row._meta.concrete_fields}
    return said | ({"safe": {True: "yes", False: "no", None: ""}[said["safe"]]} if "safe" in said else {})
