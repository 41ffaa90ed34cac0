"""Reconciliations: asked for, and their proposals."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.desk.accounts.access import may
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.accounts.queries import find_incident
from antigone.desk.csv_export import lines
from antigone.desk.reconciling import queries
from antigone.desk.reconciling.actions.runs import ask_for_reconciliation, export_proposals
from antigone.desk.reconciling.models import ProposedPair, Reconciliation, Sampling, Unlisted
from antigone.desk.reconciling.queries import since
from antigone.desk.web.forms import Reason, submitted
from antigone.desk.web.gate import DeskRequest, page
from antigone.desk.web.reconciling.lists import about_lists
from antigone.desk.web.reconciling.shown import VisibleSubjects, not_listed, sampled, shown, why_refused


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


EACH = 50
_AT_ONCE = 500
HEADER = (
    *("place", "case", "record", "posterior", "standard_error", "nobody_kept", "log10_lr", "low", "high"),
    *("in_most_probable_assignment", "first_of_its_list", "also_first_for"),
)
"""The columns of the file: their names never change with the reader's language."""


@page(Verb.SEE, Thing.RECONCILIATION, "GET", "HEAD")
def one(request: DeskRequest, number: int) -> HttpResponse:
    run = queries.find_reconciliation(request.actor, number)
    return _proposals(request, run, Reason())


@page(Verb.SEE, Thing.RECONCILIATION, "GET", "HEAD")
def contested(request: DeskRequest, number: int) -> HttpResponse:
    """Pairs whose record is first on other cases' lists too."""
    run = queries.find_reconciliation(request.actor, number)
    rows = Paginator(ProposedPair.objects.filter(run=run).exclude(also_first_for=[]).order_by("place"), EACH)
    found = rows.get_page(request.GET.get("page"))
    context = {"pages": found, "proposals": shown(request.actor, list(found))}
    return render(request, "desk/reconciling/contested.html", {**_about(request, run, "contested"), **context})


@page(Verb.SEE, Thing.RECONCILIATION, "GET", "HEAD")
def sample(request: DeskRequest, number: int) -> HttpResponse:
    run = queries.find_reconciliation(request.actor, number)
    rows = list(Sampling.objects.filter(run=run))
    context = {**_about(request, run, "sample"), "samplings": sampled(request.actor, rows)}
    return render(request, "desk/reconciling/sample.html", context)


@page(Verb.SEE, Thing.RECONCILIATION, "GET", "HEAD")
def unlisted(request: DeskRequest, number: int) -> HttpResponse:
    run = queries.find_reconciliation(request.actor, number)
    found = Paginator(Unlisted.objects.filter(run=run), EACH).get_page(request.GET.get("page"))
    context = {"pages": found, "unlisted": not_listed(request.actor, list(found))}
    return render(request, "desk/reconciling/unlisted.html", {**_about(request, run, "unlisted"), **context})


@page(Verb.SEE, Thing.RECONCILIATION, "GET", "HEAD")
def made(request: DeskRequest, number: int) -> HttpResponse:
    """How a reconciliation was made, and how far it can be trusted."""
    run = queries.find_reconciliation(request.actor, number)
    context = _about(request, run, "made")
    context["lists"] = [{**each, "percent": f"{100 * each['share']:g}"} for each in run.lists or []]
    return render(request, "desk/reconciling/made.html", context)


@page(Verb.EXPORT, Thing.RECONCILIATION, "GET", "HEAD", "POST")
def export(request: DeskRequest, number: int) -> HttpResponse:
    """The file, or the page again with what was wrong."""
    run = queries.find_reconciliation(request.actor, number)
    if request.method != "POST":
        return redirect(run.address)
    form, numbers = Reason(request.POST), list[int]()

    def do(*, reason: str) -> None:
        numbers.extend(export_proposals(by=request.actor, run=run, reason=reason))

    if not submitted(form, do):
        return _proposals(request, run, form)
    answer = StreamingHttpResponse(lines(HEADER, _rows(request, numbers)), content_type="text/csv; charset=utf-8")
    name = f"reconciliation-{run.pk}-{timezone.localdate():%Y-%m-%d}.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return cast(HttpResponse, answer)


def _rows(request: DeskRequest, numbers: list[int]) -> Iterator[list[object]]:
    """The proposals, without pairs that the reader may not see any more."""
    for begin in range(0, len(numbers), _AT_ONCE):
        some = list(ProposedPair.objects.filter(pk__in=numbers[begin : begin + _AT_ONCE]).order_by("place"))
        known = VisibleSubjects(request.actor, {n for p in some for n in (p.case_id, p.record_id, *p.also_first_for)})
        for each in some:
            if each.case_id not in known.subjects or each.record_id not in known.subjects:
                continue
            codes = known.codes
            yield [
                each.place,
                codes[each.case_id],
                codes[each.record_id],
                *(round(value, 4) for value in (each.posterior, each.error, each.nobody)),
                *(round(value, 2) for value in (each.log10_lr, each.low, each.high)),
                each.in_joint,
                each.first_by_weight,
                " ".join(codes[n] for n in each.also_first_for if n in codes),
            ]


def _proposals(request: DeskRequest, run: Reconciliation, form: Reason) -> HttpResponse:
    found = Paginator(ProposedPair.objects.filter(run=run).order_by("place"), EACH).get_page(request.GET.get("page"))
    context = {
        **_about(request, run, "proposals"),
        "pages": found,
        "proposals": shown(request.actor, list(found)),
        "export": form if may(request.actor, Verb.EXPORT, run) else None,
    }
    return render(request, "desk/reconciling/run.html", context, status=400 if form.is_bound else 200)


def _about(request: DeskRequest, run: Reconciliation, here: str) -> dict[str, Any]:
    """The context that every page of a reconciliation shares."""
    done = run.state == Reconciliation.State.DONE
    return {
        "run": run,
        "here": here,
        "since": since(run) if done else {},
        "newer": queries.newer(run),
        "refused": why_refused(run),
        "may_ask": run.incident.closed_at is None and may(request.actor, Verb.ASK, run),
    }
