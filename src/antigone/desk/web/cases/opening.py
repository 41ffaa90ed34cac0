"""Opening a case, closing it and opening it again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.cases.actions.cases import open_case
from antigone.desk.cases.models import Case
from antigone.desk.subjects.models import Subject
from antigone.desk.web.cases.forms import OpenCaseForm
from antigone.desk.web.forms import submitted
from antigone.desk.web.gate import DeskRequest, page
from antigone.desk.web.subjects.opening import choose_incident, incident_to_add_to


@page(Verb.OPEN, Thing.CASE, "GET", "HEAD")
def choose_page(request: DeskRequest) -> HttpResponse:
    return choose_incident(request, "incident-open-case", "desk/cases/choose.html")


@page(Verb.OPEN, Thing.CASE, "GET", "HEAD", "POST")
def open_page(request: DeskRequest, number: int) -> HttpResponse:
    incident = incident_to_add_to(request, number)
    form = OpenCaseForm(request.POST or None)
    made: list[Case] = []
    last = _whole(request.POST.get("last"))

    def do(**fields: Any) -> None:
        made.append(open_case(by=request.actor, incident=incident, once_after=last, **fields))

    if submitted(form, do):
        code = made[0].subject.code
        messages.success(request, _("Case %(code)s is open. Write the code on the label now.") % {"code": code})
        return redirect(made[0].address)
    mine = Subject.objects.filter(opened_by=request.user).order_by("-pk").values_list("pk", flat=True)
    context = {"form": form, "incident": incident, "last": last if form.is_bound else mine.first() or 0}
    return render(request, "desk/cases/open.html", context, status=400 if form.is_bound else 200)


def _whole(asked: str | None) -> int | None:
    return int(asked) if asked and asked.isascii() and asked.isdigit() and len(asked) < 18 else None
