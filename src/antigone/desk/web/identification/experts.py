"""The register of experts of an incident: entering them, confirming, taking them out."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from antigone.desk.accounts import queries as accounts
from antigone.desk.accounts.access import may, require
from antigone.desk.accounts.models import Incident
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.identification import queries
from antigone.desk.identification.actions.experts import confirm_expert, end_expert, enter_expert
from antigone.desk.identification.models import Expert
from antigone.desk.web.forms import submitted
from antigone.desk.web.gate import DeskRequest, page
from antigone.desk.web.identification.forms import ConfirmExpert, EndExpert, EnterExpert
from antigone.errors import RuleBroken


@page(Verb.SEE, Thing.EXPERT, "GET", "HEAD")
def experts_page(request: DeskRequest, number: int) -> HttpResponse:
    return _show(request, _seen(request, Verb.SEE, number))


@page(Verb.OPEN, Thing.EXPERT, "POST")
def enter_page(request: DeskRequest, number: int) -> HttpResponse:
    found, form = _seen(request, Verb.OPEN, number), EnterExpert(request.POST)
    if submitted(form, lambda **said: enter_expert(by=request.actor, incident=found, **said)):
        messages.success(request, _("The expert is entered. They can be named once a second person confirms it."))
        return redirect("incident-experts", number)
    return _show(request, found, enter_form=form)


@page(Verb.CONFIRM, Thing.EXPERT, "POST")
def confirm_page(request: DeskRequest, number: int) -> HttpResponse:
    found, form = _seen(request, Verb.CONFIRM, number), ConfirmExpert(request.POST)

    def do(*, expert: int, how: str) -> None:
        confirm_expert(by=request.actor, expert=_row(found, expert), how=how)

    if submitted(form, do):
        messages.success(request, _("The expert is confirmed, and can be named."))
        return redirect("incident-experts", number)
    return _show(request, found, trouble=_said(form))


@page(Verb.END, Thing.EXPERT, "POST")
def end_page(request: DeskRequest, number: int) -> HttpResponse:
    found, form = _seen(request, Verb.END, number), EndExpert(request.POST)

    def do(*, expert: int, reason: str) -> None:
        end_expert(by=request.actor, expert=_row(found, expert), reason=reason)

    if submitted(form, do):
        messages.success(request, _("They are taken out of the register. What names them stays."))
        return redirect("incident-experts", number)
    return _show(request, found, trouble=_said(form))


def _seen(request: DeskRequest, verb: Verb, number: int) -> Incident:
    found = accounts.find_incident(request.actor, number)
    require(request.actor, verb, Thing.EXPERT.of(found))
    return found


def _row(incident: Incident, number: int) -> Expert:
    row = queries.experts(incident).filter(pk=number).first()
    if row is None:
        raise RuleBroken(_("There is no such expert."), _("Choose one of the list."))
    return row


def _said(form: Any) -> str:
    return " ".join(str(words) for errors in form.errors.values() for words in errors)


def _show(request: DeskRequest, found: Incident, **more: Any) -> HttpResponse:
    by, of, is_open = request.actor, Thing.EXPERT.of(found), found.closed_at is None
    context = {
        "incident": found,
        "experts": list(queries.experts(found)),
        "me": by.person,
        "may_confirm": is_open and may(by, Verb.CONFIRM, of),
        "may_end": is_open and may(by, Verb.END, of),
        "enter_form": EnterExpert() if is_open and may(by, Verb.OPEN, of) else None,
        "confirm_form": ConfirmExpert(auto_id=False),
        "end_form": EndExpert(auto_id=False),
        **more,
    }
    return render(request, "desk/identification/experts.html", context, status=400 if more else 200)
