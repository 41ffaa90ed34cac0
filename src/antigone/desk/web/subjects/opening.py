"""Opening, closing and reopening: the same pages for cases and records."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from antigone.desk.accounts import queries as accounts
from antigone.desk.accounts.access import require, takes_part
from antigone.desk.accounts.models import Incident
from antigone.desk.accounts.permissions import Verb
from antigone.desk.subjects.actions.closing import close_subject, reopen_subject
from antigone.desk.subjects.models import THINGS, Subject
from antigone.desk.subjects.queries import find_subject, may_add_to
from antigone.desk.web.forms import submitted
from antigone.desk.web.gate import DeskRequest, page
from antigone.desk.web.subjects.forms import ChangeForm
from antigone.errors import NotAllowed
from antigone.types import Profile


def may_change(request: DeskRequest, subject: Subject) -> None:
    """Raise NotAllowed before a form is shown that could not be sent."""
    require(request.actor, Verb.CHANGE, subject)


def choose_incident(request: DeskRequest, page: str, template: str) -> HttpResponse:
    """Choose an incident. Nobody is asked where there is one. ``page`` opens there."""
    possible = list(may_add_to(request.actor).order_by("-pk")[:200])
    if len(possible) == 1:
        return redirect(page, possible[0].pk)
    return render(request, template, {"incidents": possible})


def incident_to_add_to(request: DeskRequest, number: int) -> Incident:
    """Raises: NotThere; NotAllowed, if one's agency takes no part in it."""
    incident = accounts.find_incident(request.actor, number)
    if not takes_part(request.actor, incident):
        raise NotAllowed(
            _("Your agency may not add to this incident."),
            _("Ask the agency that leads it to share it with yours, to work with it."),
        )
    return incident


@page(Verb.CLOSE, THINGS, "GET", "HEAD", "POST")
def close_page(request: DeskRequest, kind: Profile, number: int) -> HttpResponse:
    subject = find_subject(request.actor, number, kind)
    if kind is Profile.PM:
        title, done = _("Close the case"), _("The case is closed.")
        lead = _("When the work on it is over: nothing in it can be changed until it is opened again.")
    else:
        title, done = _("Close the record"), _("The record is closed.")
        lead = _("When nobody looks for them any more: nothing in it can be changed until it is opened again.")
    context = {"title": title, "lead": lead, "button": _("Close"), "grave": True}
    return _because(request, subject, Verb.CLOSE, done, context)


@page(Verb.OPEN, THINGS, "GET", "HEAD", "POST")
def reopen_page(request: DeskRequest, kind: Profile, number: int) -> HttpResponse:
    subject = find_subject(request.actor, number, kind)
    if kind is Profile.PM:
        title, done = _("Open the case again"), _("The case is open again.")
    else:
        title, done = _("Open the record again"), _("The record is open again.")
    return _because(request, subject, Verb.OPEN, done, {"title": title, "button": _("Open again")})


def _because(request: DeskRequest, subject: Subject, verb: Verb, done: str, context: dict[str, Any]) -> HttpResponse:
    """A form that asks for the reason, and the act when it is sent."""
    require(request.actor, verb, subject)
    form = ChangeForm(request.POST or None)
    form.fields["reason"].label = _("Why")

    do = close_subject if verb is Verb.CLOSE else reopen_subject
    if submitted(form, lambda reason: do(by=request.actor, subject=subject, reason=reason)):
        messages.success(request, done)
        return redirect(subject.address)
    context |= {"form": form, "subject": subject, "last": 0}
    return render(request, "desk/subjects/change.html", context, status=400 if form.is_bound else 200)
