"""Searches: asked for, and all those of a case or record."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from antigone.desk.accounts.access import require
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.candidates import queries
from antigone.desk.candidates.actions.runs import ask_for_search
from antigone.desk.candidates.models import Run
from antigone.desk.subjects.queries import find_subject
from antigone.desk.web.forms import submitted
from antigone.desk.web.gate import DeskRequest, page
from antigone.desk.web.searches.forms import AskSearchForm
from antigone.desk.web.subjects.context import searches_context
from antigone.types import Profile


@page(Verb.ASK, Thing.SEARCH, "GET", "HEAD", "POST")
def search_page(request: DeskRequest, kind: Profile, number: int) -> HttpResponse:
    subject = find_subject(request.actor, number, kind)
    require(request.actor, Verb.ASK, Thing.SEARCH.of(subject))
    form = AskSearchForm(request.POST or None)
    made: list[Run] = []
    if submitted(form, lambda **said: made.append(ask_for_search(by=request.actor, subject=subject, **said))):
        messages.success(request, _("The search is being made. Its list is here in a few seconds."))
        return redirect(made[0].address)
    context = {
        "form": form,
        "subject": subject,
        "title": _("Search again for %(code)s") % {"code": subject.code},
        "words": _(
            "New photographs are searched by themselves. Ask when something else changed: more was shared with you, an"
            " estimate was corrected. The photographs of this case or record are searched with; there is no other way."
        ),
        "button": _("Search"),
        "back": subject.address_of("searches"),
    }
    return render(request, "desk/searches/form.html", context, status=400 if form.is_bound else 200)


@page(Verb.SEE, Thing.SEARCH, "GET", "HEAD")
def searches_page(request: DeskRequest, kind: Profile, number: int) -> HttpResponse:
    subject = find_subject(request.actor, number, kind)
    runs = Paginator(queries.runs_of(request.actor, subject), 50).get_page(request.GET.get("page"))
    context = {"subject": subject, "runs": runs, **searches_context(request.actor, subject)}
    return render(request, "desk/searches/of_subject.html", context)
