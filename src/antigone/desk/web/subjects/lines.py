"""Marks and identifiers held elsewhere: the same pages for cases and records."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from antigone.desk.accounts.access import require
from antigone.desk.accounts.permissions import Verb
from antigone.desk.subjects.actions.lines import add_elsewhere, add_mark, remove_elsewhere, remove_mark
from antigone.desk.subjects.models import THINGS, Subject
from antigone.desk.subjects.queries import find_subject
from antigone.desk.web.forms import submitted
from antigone.desk.web.gate import DeskRequest, page
from antigone.desk.web.subjects.forms import ChangeForm, NewElsewhere, NewMark
from antigone.types import Profile


def may_change(request: DeskRequest, subject: Subject) -> None:
    """Raise NotAllowed before a form is shown that could not be sent."""
    require(request.actor, Verb.CHANGE, subject)


@page(Verb.CHANGE, THINGS, "GET", "HEAD", "POST")
def marks_page(request: DeskRequest, kind: Profile, number: int) -> HttpResponse:
    """Marks, with one more to write and each to take back."""
    subject = find_subject(request.actor, number, kind)

    def add(**fields: Any) -> None:
        add_mark(by=request.actor, subject=subject, **fields)
        messages.success(request, _("The mark is written down."))

    def remove(number: int, reason: str) -> None:
        remove_mark(by=request.actor, subject=subject, mark=number, reason=reason)
        messages.success(request, _("The mark is taken back. The history keeps it."))

    context = {"title": _("Marks on the body"), "marks": subject.marks.all()}
    template = "desk/subjects/marks.html"
    return _lines(request, subject, template=template, new=NewMark, add=add, remove=remove, context=context)


@page(Verb.CHANGE, THINGS, "GET", "HEAD", "POST")
def elsewhere_page(request: DeskRequest, kind: Profile, number: int) -> HttpResponse:
    """Who holds fingerprints, dental findings and DNA."""
    subject = find_subject(request.actor, number, kind)

    def add(**fields: Any) -> None:
        add_elsewhere(by=request.actor, subject=subject, **fields)
        messages.success(request, _("The reference is written down."))

    def remove(number: int, reason: str) -> None:
        remove_elsewhere(by=request.actor, subject=subject, elsewhere=number, reason=reason)
        messages.success(request, _("The reference is taken back. The history keeps it."))

    context = {
        "title": _("Fingerprints, dental findings and DNA held elsewhere"),
        "references": subject.elsewhere.all(),
    }
    template = "desk/subjects/elsewhere.html"
    return _lines(request, subject, template=template, new=NewElsewhere, add=add, remove=remove, context=context)


def _lines(
    request: DeskRequest,
    subject: Subject,
    *,
    template: str,
    new: type[forms.Form],
    add: Callable[..., None],
    remove: Callable[[int, str], None],
    context: dict[str, Any],
) -> HttpResponse:
    may_change(request, subject)
    form, because = new(), ChangeForm(auto_id=False)
    if request.method == "POST":
        number = request.POST.get("line", "")
        if number.isascii() and number.isdigit() and len(number) < 18:
            because = ChangeForm(request.POST, auto_id=False)
            done = submitted(because, lambda reason: remove(int(number), reason))
        else:
            form = new(request.POST)
            done = submitted(form, add)
        if done:
            return redirect(request.path)
    said = {"subject": subject, "form": form, "because": because, **context}
    return render(request, template, said, status=400 if form.is_bound or because.is_bound else 200)
