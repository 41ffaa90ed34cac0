"""Opening a case, and writing it section by section where each stands, with the inventory."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.cases.actions.cases import change_article16, change_case, open_case
from antigone.desk.cases.actions.effects import add_effect, move_effect, strike_effect
from antigone.desk.cases.models import Case
from antigone.desk.cases.queries import find_case
from antigone.desk.subjects.models import Subject
from antigone.desk.web.cases.case import SECTIONS, as_it_is, show_case, tell
from antigone.desk.web.cases.forms import NewEffect, OpenCaseForm
from antigone.desk.web.forms import submitted, whole_number
from antigone.desk.web.gate import DeskRequest, page
from antigone.desk.web.subjects.forms import ChangeForm, OpenedSection
from antigone.desk.web.subjects.opening import choose_incident, incident_to_add_to, may_change


@page(Verb.OPEN, Thing.CASE, "GET", "HEAD")
def choose_page(request: DeskRequest) -> HttpResponse:
    return choose_incident(request, "incident-open-case", "desk/cases/choose.html")


@page(Verb.OPEN, Thing.CASE, "GET", "HEAD", "POST")
def open_page(request: DeskRequest, number: int) -> HttpResponse:
    incident = incident_to_add_to(request, number)
    form = OpenCaseForm(request.POST or None)
    made: list[Case] = []
    last = whole_number(request.POST.get("last"))

    def do(**fields: Any) -> None:
        made.append(open_case(by=request.actor, incident=incident, once_after=last, **fields))

    if submitted(form, do):
        code = made[0].subject.code
        messages.success(request, _("Case %(code)s is open. Write the code on the label now.") % {"code": code})
        return redirect(made[0].address)
    mine = Subject.objects.filter(opened_by=request.user).order_by("-pk").values_list("pk", flat=True)
    context = {"form": form, "incident": incident, "last": last if form.is_bound else mine.first() or 0}
    return render(request, "desk/cases/open.html", context, status=400 if form.is_bound else 200)


def _section(name: str, do: Callable[..., None] = change_case) -> Any:
    """The page of a case with one section opened, which writes what is sent of it."""

    @page(Verb.CHANGE, Thing.CASE, "GET", "HEAD", "POST")
    def section(request: DeskRequest, number: int) -> HttpResponse:
        case = find_case(request.actor, number)
        may_change(request, case.subject)
        if request.method != "POST":
            return show_case(request, case, OpenedSection(name))
        form = SECTIONS[name].form(request.POST, auto_id=f"{name}-%s", initial=as_it_is(case))
        last = whole_number(request.POST.get("last"))
        if submitted(form, lambda **fields: do(by=request.actor, case=case, as_of=last, **fields)):
            messages.success(request, _("It is written down."))
            return redirect(f"{case.address}#{name}")
        later = [each for each in case.subject.history() if last is not None and each.pk > last]
        return show_case(request, case, OpenedSection(name, form, told=tell(case, later)))

    return section


def _article16(*, by: Any, case: Case, as_of: int | None, reason: str = "", **fields: Any) -> None:
    said: Mapping[str, str] = fields
    change_article16(by=by, case=case, reason=reason, as_of=as_of, fields=said)


found_page = _section("found")
body_page = _section("body")
teeth_page = _section("teeth")
clothing_page = _section("clothing")
custody_page = _section("custody")
article16_page = _section("article16", _article16)


@page(Verb.CHANGE, Thing.CASE, "GET", "HEAD", "POST")
def effects_page(request: DeskRequest, number: int) -> HttpResponse:
    """The inventory: three forms in one section, told apart by their buttons."""
    case = find_case(request.actor, number)
    may_change(request, case.subject)
    asked = request.POST.get("do", "")
    line = whole_number(request.POST.get("line")) or 0

    def add(**fields: Any) -> None:
        effect = add_effect(by=request.actor, case=case, **fields)
        messages.success(request, _("Line %(number)s is written down.") % {"number": effect.place})

    def move(reason: str) -> None:
        kept = request.POST.get("kept_where", "")
        move_effect(by=request.actor, case=case, place=line, kept_where=kept, reason=reason)
        messages.success(request, _("It is written down where it is kept now."))

    def strike(reason: str) -> None:
        strike_effect(by=request.actor, case=case, place=line, reason=reason)
        messages.success(request, _("The line is struck. It stays readable."))

    if request.method != "POST":
        return show_case(request, case, OpenedSection("effects"))
    if asked in ("move", "strike"):
        because = ChangeForm(request.POST, auto_id=False)
        because.fields["reason"].required = asked == "strike"
        done, held = submitted(because, move if asked == "move" else strike), OpenedSection("effects", because=because)
    else:
        form = NewEffect(request.POST, auto_id="effects-%s")
        done, held = submitted(form, add), OpenedSection("effects", form)
    return redirect(f"{case.address}#effects") if done else show_case(request, case, held)
