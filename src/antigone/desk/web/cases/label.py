"""The label of a body: its code in large letters and as a QR code."""

from __future__ import annotations

import segno
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from antigone.desk.accounts.access import require
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.cases.actions.cases import print_label
from antigone.desk.cases.queries import find_case
from antigone.desk.web.cases.forms import Labels
from antigone.desk.web.forms import submitted
from antigone.desk.web.gate import DeskRequest, page


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
        beginning, hyphen, place = subject.code.rpartition("-")
        context = {
            "subject": subject,
            "case": case,
            "beginning": beginning + hyphen,
            "place": place,
            "paper": form.cleaned_data["paper"],
            "copies": range(form.cleaned_data["copies"]),
            "square": square_of(way_to(request, subject.code)),
        }
        return render(request, "desk/cases/labels.html", context)
    context = {"form": form, "subject": subject, "case": case}
    return render(request, "desk/cases/label.html", context, status=400 if form.is_bound else 200)


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
