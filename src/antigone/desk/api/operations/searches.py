"""Searches: asking for one, and reading a candidate list. There is no way to send a picture to search with."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Query, Router

from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.api.gate import operation, who
from antigone.desk.api.shapes.common import At, Page, Paged, page_of
from antigone.desk.api.shapes.searches import RunOut, SearchSaid, WholeRun
from antigone.desk.candidates import queries
from antigone.desk.candidates.actions.runs import ask_for_search
from antigone.desk.candidates.listing import listing
from antigone.desk.candidates.models import Run
from antigone.desk.review.actions.conflicts_of_interest import saw_the_list
from antigone.desk.subjects.queries import find_subject
from antigone.types import Profile

router = Router(tags=["searches"])


@operation(router, "GET", "/cases/{number}/searches", Verb.SEE, Thing.SEARCH, Page[RunOut])
def searches_of_case(request: HttpRequest, number: At, asked: Query[Paged]) -> Page[RunOut]:
    """The searches of a case among the incident's records, the latest first."""
    return _of(request, Profile.PM, number, asked)


@operation(router, "GET", "/records/{number}/searches", Verb.SEE, Thing.SEARCH, Page[RunOut])
def searches_of_record(request: HttpRequest, number: At, asked: Query[Paged]) -> Page[RunOut]:
    """The searches of a record among the incident's cases, the latest first."""
    return _of(request, Profile.AM, number, asked)


@operation(router, "POST", "/cases/{number}/searches", Verb.ASK, Thing.SEARCH, RunOut)
def search_case(request: HttpRequest, number: At, body: SearchSaid) -> RunOut:
    """Search a case among the records. New photographs are searched by themselves: ask when something else changed."""
    return _ask(request, Profile.PM, number, body)


@operation(router, "POST", "/records/{number}/searches", Verb.ASK, Thing.SEARCH, RunOut)
def search_record(request: HttpRequest, number: At, body: SearchSaid) -> RunOut:
    """Search a record among the cases."""
    return _ask(request, Profile.AM, number, body)


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


def _of(request: HttpRequest, kind: Profile, number: int, asked: Paged) -> Page[RunOut]:
    by = who(request)
    subject = find_subject(by, number, kind)
    return page_of(queries.runs(by).filter(subject=subject), asked, RunOut.of)


def _ask(request: HttpRequest, kind: Profile, number: int, body: SearchSaid) -> RunOut:
    by = who(request)
    subject = find_subject(by, number, kind)
    return RunOut.of(ask_for_search(by=by, subject=subject, purpose=body.purpose, reason=body.reason))
