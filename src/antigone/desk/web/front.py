from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.i18n import set_language

from antigone.desk.accounts import queries
from antigone.desk.accounts.access import somewhere
from antigone.desk.accounts.actions.appointments import roles_waiting
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.figures.queries import published
from antigone.desk.web.first_day.checklist import steps
from antigone.desk.web.gate import DeskRequest, keep_waiting, public
from antigone.desk.web.worklist import counts_of, worklist

_OPENED = (("cases-open", _("Open a case"), Thing.CASE), ("records-open", _("Open a record"), Thing.RECORD))


@public("GET", "HEAD")
def front(request: DeskRequest) -> HttpResponse:
    """The front page: for everybody what this is; for those who are signed in their worklist."""
    if request.actor.person is None:
        return render(request, "desk/front.html", {"figures": published()})
    open_ones = queries.incidents(request.actor).filter(closed_at=None)[:20]
    alone = not request.user.sealed_totp and not queries.passkeys(request.actor).exists()
    waiting = worklist(request.actor)
    keep_waiting(request, counts_of(waiting))
    context = {"incidents": open_ones, "password_alone": alone, "waiting": waiting}
    context["roles_waiting"] = roles_waiting(request.user)
    context["may_open"] = [
        (name, words) for name, words, thing in _OPENED if somewhere(request.actor, Verb.OPEN, thing)
    ]
    if somewhere(request.actor, Verb.OPEN, Thing.INCIDENT):
        context["may_open_incident"] = True
        context["first_day"] = [step for step in steps(request.actor) if step.waits]
    return render(request, "desk/home.html", context)


@public("POST")
def language(request: DeskRequest) -> HttpResponse:
    """Choose the desk's language in this browser, signed in or not."""
    return set_language(request)
