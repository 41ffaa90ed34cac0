"""The label of a body: its code in large letters and as a QR code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import segno
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from antigone.desk.accounts.access import require
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.cases.actions.cases import print_label
from antigone.desk.cases.queries import find_case
from antigone.desk.subjects.models import Subject
from antigone.desk.web.cases.forms import Labels
from antigone.desk.web.forms import submitted
from antigone.desk.web.gate import DeskRequest, page
from antigone.desk.web.subjects.lists import back_to, ticked_rows
from antigone.errors import NotAllowed, RuleBroken
from antigone.types import Profile


@page(Verb.PRINT, Thing.CASE, "GET", "HEAD", "POST")
def label_page(request: DeskRequest, number: int) -> HttpResponse:
    """Asks how many; then shows the labels, which the browser prints. Each time is recorded."""
    case = find_case(request.actor, number)
    subject = case.subject
    require(request.actor, Verb.PRINT, subject)
    form = Labels(request.POST or None)

    def do(*, paper: str, copies: int | None) -> None:
        print_label(by=request.actor, case=case, copies=copies or 0)

    if submitted(form, do):
        return _sheet(request, [subject], form.cleaned_data, subject.address)
    context = {"form": form, "subject": subject, "case": case}
    return render(request, "desk/cases/label.html", context, status=400 if form.is_bound else 200)


@page(Verb.PRINT, Thing.CASE, "GET", "HEAD", "POST")
def labels_page(request: DeskRequest) -> HttpResponse:
    """Labels of the cases that are ticked. Each case is an act of its own: what one rule stops is said, and the others
    are printed.
    """
    rows = list(ticked_rows(request, Profile.PM).select_related("incident", "agency", "case"))
    back = back_to(request, Profile.PM)
    form = Labels(request.POST if "copies" in request.POST else None, initial={"copies": 1})
    form.fields["copies"].required = True
    if rows and form.is_valid():
        printed = [row for row in rows if _printed(request, row, form.cleaned_data["copies"] or 0)]
        if printed:
            return _sheet(request, printed, form.cleaned_data, back)
        return redirect(back)
    context = {"form": form, "rows": rows, "back": back}
    return render(request, "desk/cases/label_several.html", context, status=400 if form.is_bound else 200)


def _printed(request: DeskRequest, row: Subject, copies: int) -> bool:
    try:
        require(request.actor, Verb.PRINT, row)
        print_label(by=request.actor, case=row.case, copies=copies)
    except (NotAllowed, RuleBroken) as fault:
        messages.error(request, f"{row.code}: {fault.detail} {fault.hint}")
        return False
    return True


@dataclass(frozen=True, slots=True)
class LabelShown:
    """What stands on the label of a body."""

    subject: Subject
    beginning: str
    place: str
    square: str


def _sheet(request: DeskRequest, subjects: Sequence[Subject], said: dict[str, Any], back: str) -> HttpResponse:
    shown = []
    for subject in subjects:
        beginning, hyphen, place = subject.code.rpartition("-")
        shown.append(LabelShown(subject, beginning + hyphen, place, square_of(way_to(request, subject.code))))
    context = {"labels": shown, "paper": said["paper"], "copies": range(said["copies"]), "back": back}
    return render(request, "desk/cases/labels.html", context)


def way_to(request: DeskRequest, code: str) -> str:
    """What a label's square says: where this desk shows the case, so that the camera of any telephone leads there, with
    the code in it for whoever reads it elsewhere. The code alone on a desk that no other machine reaches.
    """
    if settings.DESK.loopback:
        return code
    return request.build_absolute_uri(f"{reverse('find')}?{urlencode({'q': code})}")


def square_of(words: str) -> str:
    """The QR code of these words: readable with a quarter of it dirty or torn."""
    return segno.make(words, error="q", micro=False).svg_data_uri(scale=4, border=4, light="white")
