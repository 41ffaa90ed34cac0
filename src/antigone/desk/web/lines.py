"""Marks and identifiers held elsewhere: the same sections on the pages of cases and of records."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from antigone.desk.accounts.permissions import Verb
from antigone.desk.cases.queries import find_case
from antigone.desk.records.queries import find_record
from antigone.desk.subjects.actions.lines import add_elsewhere, add_mark, remove_elsewhere, remove_mark
from antigone.desk.subjects.models import THINGS, Subject
from antigone.desk.subjects.queries import find_subject
from antigone.desk.web.cases.case import show_case
from antigone.desk.web.forms import submitted, whole_number
from antigone.desk.web.gate import DeskRequest, page
from antigone.desk.web.records.record import show_record
from antigone.desk.web.subjects.forms import ChangeForm, NewElsewhere, NewMark, OpenedSection
from antigone.desk.web.subjects.opening import may_change
from antigone.types import Profile


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

    return _lines(request, subject, "marks", new=NewMark, add=add, remove=remove)


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

    return _lines(request, subject, "elsewhere", new=NewElsewhere, add=add, remove=remove)


def _lines(
    request: DeskRequest,
    subject: Subject,
    name: str,
    *,
    new: type[forms.Form],
    add: Callable[..., None],
    remove: Callable[[int, str], None],
) -> HttpResponse:
    """The page of a case or record with this list opened, which adds a line or takes one back."""
    may_change(request, subject)
    if request.method != "POST":
        return _show(request, subject, OpenedSection(name))
    number = whole_number(request.POST.get("line"))
    if number is not None:
        because = ChangeForm(request.POST, auto_id=False)
        done, held = submitted(because, lambda reason: remove(number, reason)), OpenedSection(name, because=because)
    else:
        form = new(request.POST, auto_id=f"{name}-%s")
        done, held = submitted(form, add), OpenedSection(name, form)
    return redirect(f"{subject.address}#{name}") if done else _show(request, subject, held)


def _show(request: DeskRequest, subject: Subject, asked: OpenedSection) -> HttpResponse:
    if subject.is_case:
        return show_case(request, find_case(request.actor, subject.pk), asked)
    return show_record(request, find_record(request.actor, subject.pk), asked)
