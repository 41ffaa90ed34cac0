"""Preparing a picture for a family that asked, and looking it over."""

from __future__ import annotations

import base64
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from antigone.desk.accounts.access import may, require
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.cases.queries import find_case
from antigone.desk.notification.actions.preparing import look_over, prepare_picture, reveal_prepared
from antigone.desk.notification.cutting import Area
from antigone.desk.notification.models import PreparedPicture
from antigone.desk.notification.queries import asked_for, find_prepared
from antigone.desk.notification.words import RUNGS
from antigone.desk.photos.queries import standing_photographs_of
from antigone.desk.web.forms import submitted
from antigone.desk.web.gate import DeskRequest, page
from antigone.desk.web.notification import forms
from antigone.errors import RuleBroken
from antigone.protocol.ladder import Rung


@page(Verb.MAKE, Thing.PREPARED, "GET", "HEAD", "POST")
def prepare_page(request: DeskRequest, number: int) -> HttpResponse:
    """Cut and cover a photograph of the case. Only where somebody of the family asked."""
    subject = find_case(request.actor, number).subject
    require(request.actor, Verb.MAKE, Thing.PREPARED.of(subject))
    plan = asked_for(subject)
    photographs = standing_photographs_of(request.actor, subject)
    form = forms.PreparePictureForm(request.POST or None)
    form.fields["photograph"].queryset = photographs  # type: ignore[attr-defined]
    made: list[PreparedPicture] = []

    def do(*, cut: str, covers: str, **said: Any) -> None:
        if plan is None:
            raise RuleBroken(_("No family asks to see a picture of this case."), _("Nothing is prepared in advance."))
        areas = [_area(line) for line in covers.splitlines() if line.strip()]
        made.append(prepare_picture(by=request.actor, plan=plan, cut=_area(cut), covers=areas, **said))

    if submitted(form, do):
        messages.success(request, _("The picture is prepared. A second person looks it over before anybody sees it."))
        return redirect(made[0].address)
    context = {
        "subject": subject,
        "plan": plan,
        "form": form,
        "photographs": photographs,
        "pictures": [] if plan is None else list(PreparedPicture.objects.filter(plan=plan).order_by("-pk")),
    }
    return render(request, "desk/notification/prepare.html", context, status=400 if form.is_bound else 200)


def _area(text: str) -> Area:
    parts = text.replace(",", " ").split()
    if len(parts) != 4 or not all(part.isascii() and part.isdigit() and len(part) < 4 for part in parts):
        raise RuleBroken(_("Write four numbers."), _("Left, top, width and height, such as: 30 10 40 50."))
    return Area(*map(int, parts))


@page(Verb.SEE, Thing.PREPARED, "GET", "HEAD")
def prepared_page(request: DeskRequest, number: int) -> HttpResponse:
    return _show(request, find_prepared(request.actor, number))


@page(Verb.SEE, Thing.PREPARED, "POST")
def reveal_page(request: DeskRequest, number: int) -> HttpResponse:
    """The picture in the answer itself. Each look is a row of the audit."""
    picture = find_prepared(request.actor, number)
    jpeg = reveal_prepared(by=request.actor, picture=picture)
    return _show(request, picture, data=base64.b64encode(jpeg).decode())


@page(Verb.LOOK_OVER, Thing.PREPARED, "POST")
def look_over_page(request: DeskRequest, number: int) -> HttpResponse:
    picture = find_prepared(request.actor, number)
    require(request.actor, Verb.LOOK_OVER, picture)
    form = forms.LookOver(request.POST)
    if submitted(form, lambda **said: look_over(by=request.actor, picture=picture, **said)):
        messages.success(request, _("It is written down."))
        return redirect(picture.address)
    return _show(request, picture, form=form)


def _show(request: DeskRequest, picture: PreparedPicture, **more: Any) -> HttpResponse:
    case = picture.plan.case
    waits = picture.reviewed_at is None and picture.made_by_id != request.actor.person
    context = {
        "picture": picture,
        "rung": RUNGS[Rung(picture.rung)],
        "case": case,
        "sees_case": may(request.actor, Verb.SEE, case),
        "form": forms.LookOver() if waits and may(request.actor, Verb.LOOK_OVER, Thing.PREPARED.of(case)) else None,
        "own": picture.made_by_id == request.actor.person,
        **more,
    }
    answer = render(request, "desk/notification/prepared.html", context, status=400 if "form" in more else 200)
    answer["Cache-Control"] = "no-store, private"
    return answer
