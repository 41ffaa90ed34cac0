"""One photograph that a family gave, until it is a reference photograph. It is blurred until somebody asks: nobody
knows before what it shows."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.families.actions.photographs import accept_given, decline_given, pick_face, see_given
from antigone.desk.families.actions.withdraw import withdraw_given
from antigone.desk.families.models import Given
from antigone.desk.families.queries import find_given
from antigone.desk.families.words import STATES
from antigone.desk.photos.vault import Size
from antigone.desk.web.forms import submitted
from antigone.desk.web.gate import DeskRequest, page
from antigone.desk.web.requests.forms import WhyForm


@page(Verb.SEE, Thing.GIVEN, "GET", "HEAD")
def given_page(request: DeskRequest, number: int) -> HttpResponse:
    return _show(request, find_given(request.actor, number))


@page(Verb.SEE, Thing.GIVEN, "POST")
def look_page(request: DeskRequest, number: int) -> HttpResponse:
    """The page with the clear picture: the answer itself, so that going back shows it blurred again."""
    return _show(request, find_given(request.actor, number), clear=True)


@page(Verb.SEE, Thing.GIVEN, "GET")
def blurred_picture_page(request: DeskRequest, number: int) -> HttpResponse:
    return _picture(see_given(by=request.actor, given=find_given(request.actor, number), size=Size.BLURRED))


@page(Verb.SEE, Thing.GIVEN, "GET")
def clear_picture_page(request: DeskRequest, number: int) -> HttpResponse:
    return _picture(see_given(by=request.actor, given=find_given(request.actor, number), size=Size.VIEW))


@page(Verb.ACCEPT, Thing.GIVEN, "POST")
def accept_page(request: DeskRequest, number: int) -> HttpResponse:
    found, form = find_given(request.actor, number), forms.Form(request.POST)
    if submitted(form, lambda: accept_given(by=request.actor, given=found)):
        messages.success(request, _("It is a reference photograph now. The desk prepares it for searching."))
        return redirect(found.request.address)
    return _show(request, found, fault_form=form)


@page(Verb.CLOSE, Thing.GIVEN, "POST")
def decline_page(request: DeskRequest, number: int) -> HttpResponse:
    found, form = find_given(request.actor, number), WhyForm(request.POST)
    if submitted(form, lambda why: decline_given(by=request.actor, given=found, why=why)):
        messages.success(request, _("It is not used. The family reads why."))
        return redirect(found.request.address)
    return _show(request, found, why_form=form)


@page(Verb.CHOOSE, Thing.GIVEN, "POST")
def pick_page(request: DeskRequest, number: int) -> HttpResponse:
    found, form = find_given(request.actor, number), forms.Form(request.POST)
    asked = request.POST.get("face", "")
    face = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 4 else None
    if submitted(form, lambda: pick_face(by=request.actor, given=found, number=face)):
        messages.success(request, _("It is kept who of them it is."))
        return redirect(found.address)
    return _show(request, found, fault_form=form)


@page(Verb.WITHDRAW, Thing.GIVEN, "POST")
def withdraw_page(request: DeskRequest, number: int) -> HttpResponse:
    found, form = find_given(request.actor, number), forms.Form(request.POST)
    if submitted(form, lambda: withdraw_given(by=request.actor, given=found)):
        messages.success(request, _("It is taken back, and searched with no more."))
        return redirect(found.request.address)
    return _show(request, found, fault_form=form)


def _show(request: DeskRequest, found: Given, *, clear: bool = False, **more: Any) -> HttpResponse:
    ready = found.request.record is not None and found.request.consent_id is not None
    context = {
        "given": found,
        "asked": found.request,
        "state": STATES[found.state],
        "there": found.withdrawn_at is None and not found.unreadable,
        "clear": clear,
        "faces": range(1, len(found.faces) + 1),
        "ready": ready,
        "again": found.photograph is not None and found.photograph.ended_at is not None,
        "why_form": WhyForm() if found.state == "waiting" else None,
        **more,
    }
    return render(request, "desk/requests/given.html", context, status=400 if more else 200)


def _picture(jpeg: bytes) -> HttpResponse:
    answer = HttpResponse(jpeg, content_type="image/jpeg")
    answer["Cache-Control"] = "no-store, private"
    answer["Content-Disposition"] = "inline"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer
