"""A candidate list: what reading it costs, its lines, its grid, and one pair of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render

from antigone.desk.accounts.access import may
from antigone.desk.accounts.models import Agency
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.candidates import queries
from antigone.desk.candidates.listing import RunList, listing
from antigone.desk.candidates.models import Run
from antigone.desk.photos.queries import is_hidden, looks_of
from antigone.desk.review.actions.people import saw_the_list
from antigone.desk.review.barring import reading_bars
from antigone.desk.web.covers import uncovered
from antigone.desk.web.gate import DeskRequest, page
from antigone.desk.web.searches.beside import beside
from antigone.desk.web.searches.lines import CandidateLine, ListFilter, lines_of
from antigone.desk.web.searches.sides import AskedSide, sides_of, small_faces, uncover_side
from antigone.desk.web.subjects.context import may_ask

DENSITIES = ("lines", "grid", "pair")


@page(Verb.SEE, Thing.SEARCH, "GET", "HEAD")
def run_page(request: DeskRequest, number: int) -> HttpResponse:
    run = queries.find_run(request.actor, number)
    if run.state == Run.State.DONE:
        if reading_bars(request.actor, run.subject):
            return render(request, "desk/searches/before_list.html", {"run": run, "subject": run.subject})
        saw_the_list(by=request.actor, run=run)
    names = dict(Agency.objects.filter(pk__in=[part["agency"] for part in run.gallery or []]).values_list("pk", "name"))
    sees_subject = queries.subjects(request.actor, [run.subject_id]).exists()
    context: dict[str, Any] = {
        "run": run,
        "subject": run.subject,
        "sees_subject": sees_subject,
        "name": queries.names_of([run.subject_id]).get(run.subject_id, "") if sees_subject else "",
        "list": None,
        "gallery": [{**part, "name": names.get(part["agency"], "")} for part in run.gallery or []],
        "newer": queries.newer_run(request.actor, run),
        "arrived": queries.arrived_since(run),
        "may_ask": may_ask(request.actor, run.subject),
        "may_exclude": may(request.actor, Verb.MAKE, Thing.EXCLUSION.of(run.subject)),
        "may_review": may(request.actor, Verb.OPEN, Thing.REVIEW.of(run.subject)),
    }
    if run.state == Run.State.DONE:
        context |= _list(request, run, context["name"])
    return render(request, "desk/searches/run.html", context)


@page(Verb.SEE, Thing.SEARCH, "POST")
def read_page(request: DeskRequest, number: int) -> HttpResponse:
    """Whoever could be asked to examine has read what it costs, and reads the list."""
    run = queries.find_run(request.actor, number)
    if run.state == Run.State.DONE:
        saw_the_list(by=request.actor, run=run)
    return redirect(run.address)


@page(Verb.SEE, Thing.SEARCH, "POST")
def uncover_page(request: DeskRequest, number: int) -> HttpResponse:
    run = queries.find_run(request.actor, number)
    if run.state != Run.State.DONE or reading_bars(request.actor, run.subject):
        return redirect(run.address)
    listed = queries.subjects(request.actor, [*run.candidates.values_list("subject", flat=True), run.subject_id])
    return uncover_side(request, run.address, listed)


def _list(request: DeskRequest, run: Run, name: str) -> dict[str, Any]:
    found = listing(request.actor, run)
    lines = lines_of(request.actor, run.subject, found)
    form = ListFilter(request.GET, lines)
    ordered = form.sorted(lines)
    fitting = form.narrowed(line for line in ordered if not line.listed.is_serious)
    serious = [line for line in ordered if line.listed.is_serious]
    asked = request.GET.get("view", "")
    view = asked if asked in DENSITIES else DENSITIES[0]
    shown = [*fitting, *serious]
    context = {
        "list": found,
        "form": form,
        "view": view,
        "fitting": fitting,
        "serious": serious,
        "out": len(lines) - len(shown),
        "all": len(lines),
        "strata": sorted({line.listed.weight.stratum for line in lines if line.listed.weight}),
        "looks": looks_of(request.actor),
        "page": run.address,
    }
    if view == "pair" and shown:
        return context | _pair(request, run, found, shown, name)
    best = found.probes[0].pk if found.probes else None
    (standing,) = sides_of(request, run.address, [AskedSide(run.subject, name, best, "face")])
    return context | {"standing": standing, "faces": _faces(request, run, shown), "place": ""}


def _faces(request: DeskRequest, run: Run, lines: Sequence[CandidateLine]) -> dict[int, str]:
    """The small faces of these lines by number of the photograph; none of those that are covered."""
    open_now = uncovered(request, run.address)
    pictures = [line.listed.photograph for line in lines if line.listed.photograph is not None]
    return small_faces(request, [each for each in pictures if not is_hidden(each) or each.subject_id in open_now])


def _pair(request: DeskRequest, run: Run, found: RunList, lines: list[CandidateLine], name: str) -> dict[str, Any]:
    at = _place(request.GET.get("at", ""), lines)
    line, listed = lines[at], lines[at].listed
    best = found.probes[0].pk if found.probes else None
    people = [AskedSide(run.subject, name, best, "face")]
    if listed.subject is not None:
        people.append(AskedSide(listed.subject, listed.name, listed.candidate.photograph_id, "other"))
    sides = sides_of(request, run.address, people)
    return {
        "line": line,
        "each": listed,
        "sides": sides,
        "place": at + 1,
        "of": len(lines),
        "before": lines[at - 1].rank if at else None,
        "after": lines[at + 1].rank if at + 1 < len(lines) else None,
        "facts": beside(run.subject, listed.subject) if listed.subject is not None else [],
    }


def _place(asked: str, lines: Sequence[CandidateLine]) -> int:
    """Where the candidate of this rank stands in the order that is shown; the first if it is not among them."""
    return next((place for place, line in enumerate(lines) if str(line.rank) == asked), 0)
