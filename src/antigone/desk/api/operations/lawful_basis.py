"""Lawful sources and consents: the ground on which reference photographs are held and searched."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Query, Router

from antigone.desk.accounts import queries as accounts
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.api.gate import operation, who
from antigone.desk.api.shapes.common import At, Page, Paged, ReasonSaid, page_of
from antigone.desk.api.shapes.lawful_basis import ConsentOut, ConsentSaid, Left, SourceOut, SourceSaid
from antigone.desk.photos import lawful_basis
from antigone.desk.photos.actions import lawful_basis as actions
from antigone.desk.subjects.queries import find_subject
from antigone.types import Basis, Profile

router = Router(tags=["sources and consents"])


@operation(router, "GET", "/incidents/{number}/sources", Verb.SEE, Thing.SOURCE, Page[SourceOut])
def sources(request: HttpRequest, number: At, asked: Query[Paged]) -> Page[SourceOut]:
    """The lawful sources of an incident."""
    by = who(request)
    return page_of(lawful_basis.sources(by, accounts.find_incident(by, number)), asked, SourceOut.of)


@operation(router, "GET", "/sources/{number}", Verb.SEE, Thing.SOURCE, SourceOut)
def source(request: HttpRequest, number: At) -> SourceOut:
    """One lawful source."""
    return _one(request, number)


@operation(router, "POST", "/incidents/{number}/sources", Verb.OPEN, Thing.SOURCE, SourceOut)
def open_source(request: HttpRequest, number: At, body: SourceSaid) -> SourceOut:
    """Say on what ground your agency will hold reference photographs in an incident."""
    by, said = who(request), body.said()
    incident = accounts.find_incident(by, number)
    basis = Basis(said.pop("basis"))
    made = actions.open_source(by=by, incident=incident, basis=basis, **said)
    return _one(request, made.pk)


@operation(router, "POST", "/sources/{number}/end", Verb.END, Thing.SOURCE, Left)
def end_source(request: HttpRequest, number: At, body: ReasonSaid) -> Left:
    """End a source. All its photographs leave the index now."""
    by = who(request)
    gone = actions.end_source(by=by, source=lawful_basis.find_source(by, number), reason=body.reason)
    return Left(number=number, photographs=gone)


@operation(router, "GET", "/sources/{number}/consents", Verb.SEE, Thing.CONSENT, Page[ConsentOut])
def consents_of_source(request: HttpRequest, number: At, asked: Query[Paged]) -> Page[ConsentOut]:
    """The consents that were given under a source."""
    by = who(request)
    return page_of(lawful_basis.consents(by, source=lawful_basis.find_source(by, number)), asked, ConsentOut.of)


@operation(router, "GET", "/records/{number}/consents", Verb.SEE, Thing.CONSENT, Page[ConsentOut])
def consents_of_record(request: HttpRequest, number: At, asked: Query[Paged]) -> Page[ConsentOut]:
    """The consents that were given for a missing person's photographs."""
    by = who(request)
    return page_of(lawful_basis.consents(by, subject=find_subject(by, number, Profile.AM)), asked, ConsentOut.of)


@operation(router, "GET", "/consents/{number}", Verb.SEE, Thing.CONSENT, ConsentOut)
def consent(request: HttpRequest, number: At) -> ConsentOut:
    """One consent."""
    return ConsentOut.of(lawful_basis.find_consent(who(request), number))


@operation(router, "POST", "/records/{number}/consents", Verb.ADD, Thing.CONSENT, ConsentOut)
def add_consent(request: HttpRequest, number: At, body: ConsentSaid) -> ConsentOut:
    """Keep that somebody allowed photographs of a missing person to be searched."""
    by, said = who(request), body.said()
    subject, found = find_subject(by, number, Profile.AM), lawful_basis.find_source(by, said.pop("source"))
    return ConsentOut.of(actions.add_consent(by=by, source=found, subject=subject, **said))


@operation(router, "POST", "/consents/{number}/withdraw", Verb.WITHDRAW, Thing.CONSENT, Left)
def withdraw_consent(request: HttpRequest, number: At, body: ReasonSaid) -> Left:
    """Take a consent back. All photographs held on it leave the index now."""
    by = who(request)
    gone = actions.withdraw_consent(by=by, consent=lawful_basis.find_consent(by, number), reason=body.reason)
    return Left(number=number, photographs=gone)


def _one(request: HttpRequest, number: int) -> SourceOut:
    found = lawful_basis.find_source(who(request), number)
    return SourceOut.of(found, lawful_basis.is_live(found))
