"""The inventory of what was with a body."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.cases.actions.effects import add_effect, move_effect, strike_effect
from antigone.desk.cases.queries import find_case
from antigone.desk.web.cases.forms import NewEffect
from antigone.desk.web.forms import submitted
from antigone.desk.web.gate import DeskRequest, page
from antigone.desk.web.subjects.forms import ChangeForm
from antigone.desk.web.subjects.lines import may_change


@page(Verb.CHANGE, Thing.CASE, "GET", "HEAD", "POST")
def effects_page(request: DeskRequest, number: int) -> HttpResponse:
    """Three forms in one page, told apart by what their button says."""
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
