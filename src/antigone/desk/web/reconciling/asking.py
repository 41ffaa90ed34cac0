"""The reconciliations of an incident, and asking for one."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from antigone.desk.accounts.access import may
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.accounts.queries import find_incident
from antigone.desk.reconciling import queries
from antigone.desk.reconciling.actions.runs import ask_for_reconciliation
from antigone.desk.reconciling.models import Reconciliation
from antigone.desk.web.forms import Reason, submitted
from antigone.desk.web.gate import DeskRequest, page
from antigone.desk.web.reconciling.lists import about_lists


@page(Verb.SEE, Thing.RECONCILIATION, "GET", "HEAD")
def of_incident(request: DeskRequest, number: int) -> HttpResponse:
    incident = find_incident(request.actor, number)
    queries.must_take_part(request.actor, incident)
    runs = queries.reconciliations(request.actor, incident)
    theirs = Thing.RECONCILIATION.of(request.actor.at(incident))
    context = {
        "incident": incident,
        "runs": Paginator(runs, 20).get_page(request.GET.get("page")),
        "may_ask": incident.closed_at is None and may(request.actor, Verb.ASK, theirs),
        **about_lists(request, incident),
    }
    return render(request, "desk/reconciling/incident.html", context)


@page(Verb.ASK, Thing.RECONCILIATION, "GET", "HEAD", "POST")
def ask(request: DeskRequest, number: int) -> HttpResponse:
    incident = find_incident(request.actor, number)
    queries.must_take_part(request.actor, incident)
    form = Reason(request.POST or None)
    made: list[Reconciliation] = []
    if submitted(
        form,
        lambda reason: made.append(ask_for_reconciliation(by=request.actor, incident=incident, reason=reason)),
    ):
        messages.success(request, _("Everybody is being set against everybody. It takes a minute or two."))
        return redirect(made[0].address)
    context = {
        "form": form,
        "title": _("Reconcile everybody of %(code)s") % {"code": incident.code},
        "words": _(
            "All cases are set against all records that your agency may see, with the lists as they stand. What comes"
            " of it orders the work: it proposes pairs for examiners, who do not see it, and it decides nothing."
        ),
        "button": _("Reconcile"),
        "back": None,
    }
    return render(request, "desk/searches/form.html", context, status=400 if form.is_bound else 200)
