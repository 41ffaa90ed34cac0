"""Searches: asking for one, and reading a candidate list. There is no way to send a picture to search with."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Query, Router

from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.api.gate import operation, who
from antigone.desk.api.shapes.common import At, Page, Paged, page_of
from antigone.desk.api.shapes.searches import RunOut, SearchSaid, WholeRun
from antigone.desk.api.shapes.subjects import Kind
from antigone.desk.candidates import queries
from antigone.desk.candidates.actions.runs import ask_for_search
from antigone.desk.candidates.listing import listing
from antigone.desk.candidates.models import Run
from antigone.desk.review.actions.conflicts_of_interest import saw_the_list
from antigone.desk.subjects.queries import find_subject

router = Router(tags=["searches"])


@operation(router, "GET", "/{kind:kind}/{number}/searches", Verb.SEE, Thing.SEARCH, Page[RunOut])
def searches(request: HttpRequest, kind: Kind, number: At, asked: Query[Paged]) -> Page[RunOut]:
    """The searches of a case among the incident's records, or of a record among its cases: the latest first."""
    by = who(request)
    subject = find_subject(by, number, kind)
    return page_of(queries.runs(by).filter(subject=subject), asked, RunOut.of)


@operation(router, "POST", "/{kind:kind}/{number}/searches", Verb.ASK, Thing.SEARCH, RunOut)
def ask_search(request: HttpRequest, kind: Kind, number: At, body: SearchSaid) -> RunOut:
    """Search a case among the records, or a record among the cases.

    New photographs are searched by themselves: ask when something else changed.
    """
    by = who(request)
    subject = find_subject(by, number, kind)
    return RunOut.of(ask_for_search(by=by, subject=subject, purpose=body.purpose, reason=body.reason))


@operation(router, "GET", "/searches/{number}", Verb.SEE, Thing.SEARCH, WholeRun)
def search(request: HttpRequest, number: At) -> WholeRun:
    """One search with its candidate list: each entry with what speaks for and against it at this moment.

    Whoever reads a list is not asked to examine what is on it.
    """
    by = who(request)
    run = queries.find_run(by, number)
    if run.state == Run.State.DONE:
        saw_the_list(by=by, run=run)
    newer = queries.newer_run(by, run)
    shown = listing(by, run) if run.state == Run.State.DONE else None
    return WholeRun.whole(run, shown, None if newer is None else newer.pk, queries.arrived_since(run))
