"""The proficiency set: one's own, and for whoever decides whether somebody does another."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from antigone.desk.accounts.access import somewhere
from antigone.desk.accounts.permissions import Role, Thing, Verb
from antigone.desk.review.actions.proficiency import begin_set, let_try_again
from antigone.desk.review.proficiency import (
    SetProgress,
    SetState,
    find_set,
    limits_of_agency,
    open_pieces,
    progress,
    progress_of_examiners,
    wrong_pieces,
)
from antigone.desk.web.forms import Reason, submitted
from antigone.desk.web.gate import DeskRequest, page
from antigone.desk.web.review.mine import percent


@page(Verb.SEE, Thing.PROFICIENCY, "GET", "HEAD")
def proficiency(request: DeskRequest) -> HttpResponse:
    """One's own set; for validators and administrators how the examiners of their agency stand to theirs."""
    examines = Role.EXAMINER in request.actor.roles
    mine = progress(request.user) if examines else None
    decides = somewhere(request.actor, Verb.RENEW, Thing.PROFICIENCY)
    context = {
        "limits": limits_of_agency(request.actor.agency),
        "mine": shown(mine) if mine else None,
        "pieces": open_pieces(request.actor),
        "wrong": wrong_pieces(request.actor, mine.latest) if mine and mine.latest else [],
        "others": [shown(each) for each in progress_of_examiners(request.actor)] if decides else [],
        "decides": decides,
    }
    return render(request, "desk/review/proficiency.html", context)


@page(Verb.OPEN, Thing.PROFICIENCY, "POST")
def begin(request: DeskRequest) -> HttpResponse:
    begin_set(by=request.actor)
    messages.success(request, _("The set is begun. Take the time that each pair needs."))
    return redirect("proficiency")


@page(Verb.RENEW, Thing.PROFICIENCY, "GET", "HEAD", "POST")
def again(request: DeskRequest, number: int) -> HttpResponse:
    """Decide that somebody does another set, with a reason."""
    found = find_set(request.actor, number)
    form = Reason(request.POST or None)
    if submitted(form, lambda reason: let_try_again(by=request.actor, done=found, reason=reason)):
        messages.success(request, _("They can do another set, with other pairs."))
        return redirect("proficiency")
    context: dict[str, Any] = {
        "form": form,
        "title": _("Let %(person)s do another set") % {"person": found.person.name},
        "words": _("Talk it through with them first: what was seen, and how it was weighed. Say what follows from it."),
        "button": _("Let them"),
        "back": found.address,
    }
    return render(request, "desk/searches/form.html", context, status=400 if form.is_bound else 200)


def shown(found: SetProgress) -> dict[str, Any]:
    """How somebody stands, for a page."""
    rates = []
    if found.found is not None:
        rates = [
            (_("False inclusion"), percent(found.found.false_inclusion)),
            (_("False exclusion"), percent(found.found.false_exclusion)),
            (_("Undecided, of two persons"), percent(found.found.undecided_different)),
            (_("Undecided, of one person"), percent(found.found.undecided_same)),
        ]
    return {
        "person": found.person,
        "stands": found.stands.value,
        "latest": found.latest,
        "limits": found.limits,
        "done": found.done,
        "rates": rates,
        "may_begin": found.stands in (SetState.NEVER, SetState.AGAIN),
    }
