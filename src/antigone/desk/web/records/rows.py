"""Names and informants of a record: rows that are added, changed and removed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Model
from django.http import HttpResponse
from django.shortcuts import redirect, render
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
from antigone.desk.web.forms import submitted
from antigone.desk.web.gate import DeskRequest, page
from antigone.desk.web.records.forms import ChangeInformantForm, ChangeNameForm, InformantForm, NameForm
from antigone.desk.web.subjects.forms import ChangeForm
from antigone.desk.web.subjects.opening import may_change


def rows_page(
    request: DeskRequest,
    record: Record,
    rows: list[Any],
    *,
    new: type[forms.Form],
    changed: type[forms.Form],
    add: Callable[..., object],
    change: Callable[..., object],
    remove: Callable[..., object],
    template: str,
    done: str,
) -> HttpResponse:
    """``?change=7`` shows the form of row 7. A post names the row in ``line``, and what to do in ``act``.

    ``add`` takes the form's fields; ``change`` and ``remove`` a row's number before them.
    """
    line, act = _number(request.POST.get("line")), request.POST.get("act", "")
    form, because = new(), ChangeForm(auto_id=False)
    opened = _row(rows, line if act == "change" else _number(request.GET.get("change")))
    changing = changed(initial=_as_it_is(opened), prefix="row") if opened else None
    finished = False
    if request.method == "POST":
        if act == "change" and opened is not None:
            changing = changed(request.POST, initial=_as_it_is(opened), prefix="row")
            finished = submitted(changing, lambda **fields: change(opened.pk, **fields))
        elif line is not None:
            because = ChangeForm(request.POST, auto_id=False)
            finished = submitted(because, lambda reason: remove(line, reason=reason))
        else:
            form = new(request.POST)
            finished = submitted(form, add)
    if finished:
        messages.success(request, done)
        return redirect(request.path)
    context = {
        "record": record,
        "subject": record.subject,
        "rows": rows,
        "form": form,
        "because": because,
        "opened": opened,
        "changing": changing,
    }
    return render(request, template, context, status=400 if request.method == "POST" else 200)


def _row(rows: list[Any], number: int | None) -> Any:
    return next((row for row in rows if row.pk == number), None)


def _as_it_is(row: Model) -> dict[str, Any]:
    said = {field.name: getattr(row, field.name) for field in row._meta.concrete_fields}
    return said | ({"safe": {True: "yes", False: "no", None: ""}[said["safe"]]} if "safe" in said else {})


def _number(asked: str | None) -> int | None:
    return int(asked) if asked and asked.isascii() and asked.isdigit() and len(asked) < 18 else None


@page(Verb.CHANGE, Thing.RECORD, "GET", "HEAD", "POST")
def names_page(request: DeskRequest, number: int) -> HttpResponse:
    record = find_record(request.actor, number)
    may_change(request, record.subject)
    context: dict[str, Any] = {"by": request.actor, "record": record}
    return rows_page(
        request,
        record,
        list(record.names.all()),
        new=NameForm,
        changed=ChangeNameForm,
        add=lambda **said: add_name(**context, **said),
        change=lambda row, **said: change_name(**context, name=row, **said),
        remove=lambda row, **said: remove_name(**context, name=row, **said),
        template="desk/records/names.html",
        done=_("The names are written down."),
    )


@page(Verb.CHANGE, Thing.RECORD, "GET", "HEAD", "POST")
def informants_page(request: DeskRequest, number: int) -> HttpResponse:
    record = find_record(request.actor, number)
    may_change(request, record.subject)
    context: dict[str, Any] = {"by": request.actor, "record": record}
    return rows_page(
        request,
        record,
        list(record.informants.all()),
        new=InformantForm,
        changed=ChangeInformantForm,
        add=lambda **said: add_informant(**context, **said),
        change=lambda row, **said: change_informant(**context, informant=row, **said),
        remove=lambda row, **said: remove_informant(**context, informant=row, **said),
        template="desk/records/informants.html",
        done=_("The informants are written down."),
    )
