"""Opening a record, after a look at those of nearly the same name; closing it and opening it again."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from antigone.desk.accounts.models import Incident
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.records.actions.records import open_record
from antigone.desk.records.models import Record
from antigone.desk.records.queries import nearly
from antigone.desk.web.forms import submitted
from antigone.desk.web.gate import DeskRequest, page
from antigone.desk.web.records.forms import OpenRecordForm
from antigone.desk.web.subjects.opening import choose_incident, incident_to_add_to

_NAME = ("family", "given", "patronymic")
_TOLD = {
    "name": "informant",
    "relation": "relation",
    "languages": "spoken",
    "contact": "contact",
    "safe": "safe",
    "never": "never",
}
"""What an informant's columns are called in the form."""


@page(Verb.OPEN, Thing.RECORD, "GET", "HEAD")
def choose_page(request: DeskRequest) -> HttpResponse:
    return choose_incident(request, "incident-open-record", "desk/records/choose.html")


@page(Verb.OPEN, Thing.RECORD, "GET", "HEAD", "POST")
def open_page(request: DeskRequest, number: int) -> HttpResponse:
    incident = incident_to_add_to(request, number)
    form = OpenRecordForm(request.POST or None)
    near = _near(request, form, incident.pk)
    made: list[Record] = []
    if not near and submitted(form, lambda **said: made.append(_open(request, incident, said))):
        code = made[0].subject.code
        messages.success(request, _("Record %(code)s is open. Add a photograph next.") % {"code": code})
        return redirect(made[0].address)
    if near:
        form.fields["looked"].widget = forms.CheckboxInput()
    context = {"form": form, "incident": incident, "near": near}
    return render(request, "desk/records/open.html", context, status=400 if form.is_bound else 200)


def _near(request: DeskRequest, form: OpenRecordForm, incident: int) -> list[Record]:
    """Records to look at first; none once somebody said that they looked."""
    if not form.is_valid() or form.cleaned_data["looked"]:
        return []
    said = form.cleaned_data
    return nearly(request.actor, incident, [said], (said["born_earliest"], said["born_latest"]))


def _open(request: DeskRequest, incident: Incident, said: dict[str, Any]) -> Record:
    said.pop("looked")
    name = {part: said.pop(part) for part in _NAME}
    told = {column: said.pop(field) for column, field in _TOLD.items()}
    informants = [told] if told["name"] else []
    return open_record(by=request.actor, incident=incident, names=[name], informants=informants, **said)
