"""Opening a case, and its pages for writing, section by section, with the inventory."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Model
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.cases.actions.cases import change_article16, change_case, open_case
from antigone.desk.cases.actions.effects import add_effect, move_effect, strike_effect
from antigone.desk.cases.models import Article16, Case
from antigone.desk.cases.queries import find_case
from antigone.desk.subjects.models import Subject
from antigone.desk.subjects.queries import last_revision
from antigone.desk.web.cases.case import tell
from antigone.desk.web.cases.forms import (
    Article16Form,
    CaseBodyForm,
    Clothing,
    Custody,
    NewEffect,
    OpenCaseForm,
    Teeth,
    WhereFoundForm,
)
from antigone.desk.web.forms import submitted
from antigone.desk.web.gate import DeskRequest, page
from antigone.desk.web.subjects.forms import ChangeForm
from antigone.desk.web.subjects.lines import may_change
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


Do = Callable[..., None]


def _section(form: type[ChangeForm], title: Any, do: Do = change_case, lead: Any = "") -> Any:
    """A page with the fields of one section, which writes them when they are sent."""

    @page(Verb.CHANGE, Thing.CASE, "GET", "HEAD", "POST")
    def section(request: DeskRequest, number: int) -> HttpResponse:
        case = find_case(request.actor, number)
        may_change(request, case.subject)
        return _changing(request, case, form, do, {"title": title, "lead": lead})

    return section


def _changing(
    request: DeskRequest, case: Case, kind: type[ChangeForm], do: Do, context: dict[str, Any]
) -> HttpResponse:
    form: forms.Form = kind(request.POST or None, initial=_as_it_is(case))
    seen = request.POST.get("last", "")
    last = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 18 else None
    if submitted(form, lambda **fields: do(by=request.actor, case=case, as_of=last, **fields)):
        messages.success(request, _("It is written down."))
        return redirect(case.address)
    later = [each for each in case.subject.history() if form.is_bound and last is not None and each.pk > last]
    context |= {
        "form": form,
        "subject": case.subject,
        "button": _("Save"),
        "last": last_revision(case.subject),
        "told": tell(case, later),
    }
    return render(request, "desk/subjects/change.html", context, status=400 if form.is_bound else 200)


def _as_it_is(case: Case) -> dict[str, Any]:
    rows: list[Model] = [case.subject, case]
    article16: Article16 | None = getattr(case, "article16", None)
    if article16 is not None:
        rows.append(article16)
    fields = [(row, field.name) for row in rows for field in row._meta.concrete_fields]
    return {name: getattr(row, name) for row, name in fields if name not in ("case", "subject")}


def _article16(*, by: Any, case: Case, reason: str, as_of: int | None, **fields: Any) -> None:
    said: Mapping[str, str] = fields
    change_article16(by=by, case=case, reason=reason, as_of=as_of, fields=said)


found_page = _section(WhereFoundForm, gettext_lazy("Where and when found"))
body_page = _section(CaseBodyForm, gettext_lazy("Sex, age and description"))
teeth_page = _section(Teeth, gettext_lazy("Teeth"))
clothing_page = _section(Clothing, gettext_lazy("Clothing and remarks"))
custody_page = _section(
    Custody, gettext_lazy("Who keeps the body"), lead=gettext_lazy("Everybody who kept it before stays on the list.")
)
article16_page = _section(
    Article16Form,
    gettext_lazy("Article 16 of the First Geneva Convention"),
    _article16,
    gettext_lazy(
        "For the dead of an adverse party. It goes to the information bureau and the Central Tracing Agency only."
    ),
)


@page(Verb.CHANGE, Thing.CASE, "GET", "HEAD", "POST")
def effects_page(request: DeskRequest, number: int) -> HttpResponse:
    """The inventory: three forms on one page, told apart by their buttons."""
    case = find_case(request.actor, number)
    may_change(request, case.subject)
    form, because = NewEffect(), ChangeForm(auto_id=False)
    asked = request.POST.get("do", "")
    place = request.POST.get("line", "")
    line = int(place) if place.isascii() and place.isdigit() and len(place) < 5 else 0

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

    if request.method == "POST":
        if asked in ("move", "strike"):
            because = ChangeForm(request.POST, auto_id=False)
            done = submitted(because, move if asked == "move" else strike)
        else:
            form = NewEffect(request.POST)
            done = submitted(form, add)
        if done:
            return redirect(request.path)
    context = {"case": case, "subject": case.subject, "effects": case.effects.all(), "form": form, "because": because}
    bad = form.is_bound or because.is_bound
    return render(request, "desk/cases/effects.html", context, status=400 if bad else 200)
