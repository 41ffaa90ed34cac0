"""Writing down that somebody asks for a photograph, or all that a record says, to be erased."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from antigone.desk.accounts.access import require
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.erasing.actions.asking import ask_erasure
from antigone.desk.erasing.models import Erasure
from antigone.desk.photos.models import Photograph
from antigone.desk.photos.queries import find_photograph
from antigone.desk.subjects.models import Subject
from antigone.desk.subjects.queries import find_subject
from antigone.desk.web.erasing.forms import AskErasureForm
from antigone.desk.web.forms import submitted
from antigone.desk.web.gate import DeskRequest, page
from antigone.types import Profile


@page(Verb.ASK, Thing.ERASURE, "GET", "HEAD", "POST")
def ask_for_photograph(request: DeskRequest, number: int) -> HttpResponse:
    found = find_photograph(request.actor, number)
    title = _("Erase photograph %(number)d of %(code)s") % {"number": found.pk, "code": found.subject.code}
    return _ask(request, found.subject, found, title, found.address)


@page(Verb.ASK, Thing.ERASURE, "GET", "HEAD", "POST")
def ask_for_record(request: DeskRequest, number: int) -> HttpResponse:
    found = find_subject(request.actor, number, Profile.AM)
    title = _("Erase all that %(code)s says") % {"code": found.code}
    return _ask(request, found, None, title, found.address)


def _ask(request: DeskRequest, subject: Subject, photograph: Photograph | None, title: str, back: str) -> HttpResponse:
    require(request.actor, Verb.ASK, Thing.ERASURE.of(subject))
    by_order = subject.is_case
    form = AskErasureForm(request.POST or None, by_order=by_order)
    made: list[Erasure] = []

    def do(**fields: Any) -> None:
        made.append(ask_erasure(by=request.actor, subject=subject, photograph=photograph, **fields))

    if submitted(form, do):
        messages.success(request, _("The request is written down. A second person agrees to it, or it is refused."))
        return redirect(made[0].address)
    waiting = Erasure.objects.filter(subject=subject, photograph=photograph, state__in=("asked", "agreed")).first()
    context = {
        "form": form,
        "title": title,
        "back": back,
        "subject": subject,
        "photograph": photograph,
        "by_order": by_order,
        "waiting": waiting,
        "over": (photograph or subject).erased_at is not None,
    }
    return render(request, "desk/erasing/ask.html", context, status=400 if form.is_bound else 200)
