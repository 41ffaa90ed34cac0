"""Cases of the dead: the list, one of them, opening, changing, the inventory."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Query, Router

from antigone.desk.accounts import queries as accounts
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.api.gate import operation, who
from antigone.desk.api.shapes.cases import (
    Article16Said,
    CaseOut,
    CasesAsked,
    ChangeCase,
    EffectOut,
    EffectSaid,
    MoveEffect,
    OpenCase,
    WholeCase,
)
from antigone.desk.api.shapes.common import Acknowledged, At, Page, ReasonSaid, page_of
from antigone.desk.cases.actions import cases as actions
from antigone.desk.cases.actions.effects import add_effect, move_effect, strike_effect
from antigone.desk.cases.queries import find_case, narrow_cases, with_all
from antigone.desk.subjects.queries import last_revision, subjects
from antigone.types import Profile

router = Router(tags=["cases"])


@operation(router, "GET", "/cases", Verb.SEE, Thing.CASE, Page[CaseOut])
def cases(request: HttpRequest, asked: Query[CasesAsked]) -> Page[CaseOut]:
    """The cases that you may see, the latest first."""
    rows = narrow_cases(subjects(who(request), Profile.PM), asked.asked())
    return page_of(rows, asked, CaseOut.of, full=with_all(photographs=False))


@operation(router, "GET", "/cases/{number}", Verb.SEE, Thing.CASE, WholeCase)
def case(request: HttpRequest, number: At) -> WholeCase:
    """One case."""
    return _whole(request, number)


@operation(router, "POST", "/cases", Verb.OPEN, Thing.CASE, WholeCase)
def open_case(request: HttpRequest, body: OpenCase) -> WholeCase:
    """Open a case of your agency. Its code is made now and never used again."""
    by, said = who(request), body.said()
    incident = accounts.find_incident(by, said.pop("incident"))
    made = actions.open_case(by=by, incident=incident, **said)
    return _whole(request, made.pk)


@operation(router, "PATCH", "/cases/{number}", Verb.CHANGE, Thing.CASE, WholeCase)
def change_case(request: HttpRequest, number: At, body: ChangeCase) -> WholeCase:
    """Change what a case says. What it said is kept."""
    by = who(request)
    actions.change_case(by=by, case=find_case(by, number), **body.said())
    return _whole(request, number)


@operation(router, "PUT", "/cases/{number}/article16", Verb.CHANGE, Thing.CASE, WholeCase)
def change_article16(request: HttpRequest, number: At, body: Article16Said) -> WholeCase:
    """Write what article 16 of the First Geneva Convention asks for. What is left out stays as it is."""
    by, said = who(request), body.said()
    reason, as_of = said.pop("reason"), said.pop("as_of", None)
    actions.change_article16(by=by, case=find_case(by, number), reason=reason, fields=said, as_of=as_of)
    return _whole(request, number)


@operation(router, "POST", "/cases/{number}/effects", Verb.CHANGE, Thing.CASE, EffectOut)
def add_effect_to_case(request: HttpRequest, number: At, body: EffectSaid) -> EffectOut:
    """Write the next line of the inventory."""
    by = who(request)
    return EffectOut.of(add_effect(by=by, case=find_case(by, number), **body.said()))


@operation(router, "POST", "/cases/{number}/effects/{place}/move", Verb.CHANGE, Thing.CASE, Acknowledged)
def move_effect_of_case(request: HttpRequest, number: At, place: At, body: MoveEffect) -> Acknowledged:
    """Say where a thing is kept now."""
    by = who(request)
    move_effect(by=by, case=find_case(by, number), place=place, **body.said())
    return Acknowledged(number=number)


@operation(router, "POST", "/cases/{number}/effects/{place}/strike", Verb.CHANGE, Thing.CASE, Acknowledged)
def strike_effect_of_case(request: HttpRequest, number: At, place: At, body: ReasonSaid) -> Acknowledged:
    """Strike a line that is wrong, or whose thing was given away: it stays readable."""
    by = who(request)
    strike_effect(by=by, case=find_case(by, number), place=place, reason=body.reason)
    return Acknowledged(number=number)


def _whole(request: HttpRequest, number: int) -> WholeCase:
    found = find_case(who(request), number)
    return WholeCase.whole(found, last_revision(found.subject))
