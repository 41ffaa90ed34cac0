"""Lawful sources and consents over HTTP: on what reference photographs are held and searched."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from antigone.desk.accounts import queries as accounts
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.api.common import At, Number, OneOf, Page, Paged, ReasonSaid, Said, Words, page_of
from antigone.desk.api.gate import operation, who
from antigone.desk.photos import lawful_basis
from antigone.desk.photos.actions import lawful_basis as actions
from antigone.desk.photos.models import Consent, Source
from antigone.desk.subjects.queries import find_subject
from antigone.types import Basis, Profile

BasisIs = Annotated[str, OneOf(Basis)]


class SourceSaid(Said):
    """On what ground your agency will hold reference photographs in an incident."""

    name: Words
    controller: Words = Field(description="Who answers for the data, in the law's sense.")
    basis: BasisIs
    instrument: Words = Field(description="The law, agreement or form that says so.")
    purposes: Words
    recipients: Words = Field("", description="With whom it may be shared; nobody if empty.")
    valid_from: date
    valid_until: date | None = Field(None, description="The last day; null if it has no end.")


class SourceOut(Schema):
    """A lawful source of reference photographs."""

    number: int
    incident: int
    agency: int
    name: str
    controller: str
    basis: BasisIs
    instrument: str
    purposes: str
    recipients: str
    valid_from: date
    valid_until: date | None
    made_at: datetime
    ended_at: datetime | None
    live: bool = Field(description="Whether it is in force today.")

    @classmethod
    def of(cls, row: Source, live: bool | None = None) -> SourceOut:
        fields = set(cls.model_fields) - {"number", "incident", "agency", "live"}
        return cls(
            number=row.pk,
            incident=row.incident_id,
            agency=row.agency_id,
            live=row.live if live is None else live,  # type: ignore[attr-defined] # annotated by the query
            **{name: getattr(row, name) for name in fields},
        )


class ConsentSaid(Said):
    """Somebody allowed photographs of a missing person to be searched."""

    source: Number = Field(description="A source of the record's agency that rests on consent.")
    given_by: Words
    relation: Words
    given_on: date
    how: Words = Field(description="Signed form, recorded call, in the presence of whom.")
    valid_until: date | None = None


class ConsentOut(Schema):
    """Somebody allowed photographs of a missing person to be searched, and can take that back."""

    number: int
    source: int
    record: int
    given_by: str
    relation: str
    given_on: date
    how: str
    valid_until: date | None
    made_at: datetime
    withdrawn_at: datetime | None

    @classmethod
    def of(cls, row: Consent) -> ConsentOut:
        fields = set(cls.model_fields) - {"number", "source", "record"}
        return cls(
            number=row.pk,
            source=row.source_id,
            record=row.subject_id,
            **{name: getattr(row, name) for name in fields},
        )


class Left(Schema):
    """It ended, and with it the photographs held on it."""

    number: int
    photographs: int = Field(description="How many photographs ended: they are in no index any more.")


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
