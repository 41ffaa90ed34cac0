"""Opening a case, closing it and opening it again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from antigone.desk.accounts.access import require
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.cases.actions.cases import close_case, open_case, reopen_case
from antigone.desk.cases.models import Case
from antigone.desk.cases.queries import find_case
from antigone.desk.subjects.models import Subject
from antigone.desk.web.cases.forms import OpenCase
from antigone.desk.web.forms import submitted
from antigone.desk.web.gate import DeskRequest, page
from antigone.desk.web.subjects.forms import Because
from antigone.desk.web.subjects.opening import choose_incident, incident_to_add_to


@page(Verb.OPEN, Thing.CASE, "GET", "HEAD")
def choose_page(request: DeskRequest) -> HttpResponse:
    return choose_incident(request, "incident-open-case", "desk/cases/choose.html")


@page(Verb.OPEN, Thing.CASE, "GET", "HEAD", "POST")
def open_page(request: DeskRequest, number: int) -> HttpResponse:
    incident = incident_to_add_to(request, number)
    form = OpenCase(request.POST or None)
    made: list[Case] = []
    last = _whole(request.POST.get("last"))

    def do(**fields: Any) -> None:
        made.append(open_case(by=request.actor, incident=incident, once_after=last, **fields))

    if submitted(form, do):
        code = made[0].subject.code
        messages.success(request, _("Case %(code)s is open. Write the code on the label now.") % {"code": code})
        return redirect("case", made[0].pk)
    mine = Subject.objects.filter(opened_by=request.user).order_by("-pk").values_list("pk", flat=True)
    about = {"form": form, "incident": incident, "last": last if form.is_bound else mine.first() or 0}
    return render(request, "desk/cases/open.html", about, status=400 if form.is_bound else 200)


@page(Verb.CLOSE, Thing.CASE, "GET", "HEAD", "POST")
def close_page(request: DeskRequest, number: int) -> HttpResponse:
    case = find_case(request.actor, number)
    about = {
        "title": _("Close the case"),
        "lead": _("When the work on it is over: nothing in it can be changed until it is opened again."),
        "button": _("Close"),
        "grave": True,
        "done": _("The case is closed."),
    }
    return _because(request, case, Verb.CLOSE, close_case, about)


@page(Verb.OPEN, Thing.CASE, "GET", "HEAD", "POST")
def reopen_page(request: DeskRequest, number: int) -> HttpResponse:
    case = find_case(request.actor, number)
    about = {"title": _("Open the case again"), "button": _("Open again"), "done": _("The case is open again.")}
    return _because(request, case, Verb.OPEN, reopen_case, about)


def _because(request: DeskRequest, case: Case, verb: Verb, do: Any, about: dict[str, Any]) -> HttpResponse:
    subject = case.subject
    require(request.actor, verb, subject)
    form = Because(request.POST or None)
    form.fields["reason"].label = _("Why")
    if submitted(form, lambda reason: do(by=request.actor, case=case, reason=reason)):
        messages.success(request, about["done"])
        return redirect("case", case.pk)
    about |= {"form": form, "subject": subject, "back": "case", "last": 0}
    return render(request, "desk/subjects/change.html", about, status=400 if form.is_bound else 200)


def _whole(asked: str | None) -> int | None:
    return int(asked) if asked and asked.isascii() and asked.isdigit() and len(asked) < 18 else None
