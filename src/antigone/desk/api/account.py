"""Who am I, incidents, and the audit for its auditors, over HTTP."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from antigone.desk.accounts import queries
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.models import Agency, Incident
from antigone.desk.accounts.permissions import Role, Thing, Verb
from antigone.desk.api.common import At, Number, OneOf, Page, Paged, page_of
from antigone.desk.api.gate import operation, who
from antigone.desk.audit.models import AuditRow


class AgencyOut(Schema):
    """An agency."""

    number: int
    name: str

    @classmethod
    def of(cls, agency: Agency) -> AgencyOut:
        return cls(number=agency.pk, name=agency.name)


class WhoActs(Schema):
    """Who acts by this token."""

    person: int = Field(description="The person's number, as the audit has it.")
    agency: AgencyOut
    roles: list[Annotated[str, OneOf(Role)]] = Field(description="Those of the token that the person has now.")
    token: int = Field(description="The token's number, as the audit has it.")

    @classmethod
    def of(cls, by: Actor, agency: Agency) -> WhoActs:
        assert by.person is not None and by.token is not None, "the gate lets nobody in without a token"
        return cls(person=by.person, agency=AgencyOut.of(agency), roles=sorted(by.roles), token=by.token)


class IncidentOut(Schema):
    """What happened: the scope of its cases, records and searches."""

    number: int
    code: str = Field(description="Short, in capitals, never used again.")
    name: str
    agency: AgencyOut = Field(description="Who leads it.")
    opened_at: datetime
    closed_at: datetime | None

    @classmethod
    def of(cls, incident: Incident) -> IncidentOut:
        return cls(
            number=incident.pk,
            code=incident.code,
            name=incident.name,
            agency=AgencyOut.of(incident.agency),
            opened_at=incident.opened_at,
            closed_at=incident.closed_at,
        )


class AuditAsked(Paged):
    """What narrows the audit."""

    actor: str | None = Field(None, max_length=60, pattern=r"^[^\x00]*$", description="Such as `person 12`.")
    verb: str | None = Field(None, max_length=40, pattern=r"^[^\x00]*$", description="Such as `ask for search`.")
    thing: str | None = Field(None, max_length=60, pattern=r"^[^\x00]*$", description="Such as `case 7`.")
    incident: Number | None = Field(None, description="The incident's number.")


class AuditOut(Schema):
    """One row of the audit: numbers, never names."""

    number: int = Field(description="Its place in the chain.")
    at: datetime
    gesture: str = Field(description="Groups the rows of one request, command or job.")
    actor: str
    agency: int | None = Field(description="Whose thing it is.")
    incident: int | None
    verb: str
    thing: str
    reason: str
    detail: dict[str, Any] = Field(description="What changed.")
    previous: str = Field(description="The hash of the row before.")
    hash: str

    @classmethod
    def of(cls, row: AuditRow) -> AuditOut:
        return cls(
            number=row.sequence,
            at=row.at,
            gesture=str(row.gesture),
            actor=row.actor,
            agency=row.agency,
            incident=row.incident,
            verb=row.verb,
            thing=row.thing,
            reason=row.reason,
            detail=row.details,
            previous=row.previous,
            hash=row.hash,
        )


router = Router(tags=["desk"])


@operation(router, "GET", "/me", Verb.SEE, Thing.AGENCY, WhoActs)
def me(request: HttpRequest) -> WhoActs:
    """Who acts by this token, and with which roles."""
    by = who(request)
    return WhoActs.of(by, queries.find_agency(by, by.agency or 0))


@operation(router, "GET", "/incidents", Verb.SEE, Thing.INCIDENT, Page[IncidentOut])
def incidents(request: HttpRequest, asked: Query[Paged]) -> Page[IncidentOut]:
    """The incidents of your agency, and those that others share with it."""
    return page_of(queries.incidents(who(request)), asked, IncidentOut.of)


@operation(router, "GET", "/incidents/{number}", Verb.SEE, Thing.INCIDENT, IncidentOut)
def incident(request: HttpRequest, number: At) -> IncidentOut:
    """One incident."""
    return IncidentOut.of(queries.find_incident(who(request), number))


@operation(router, "GET", "/audit", Verb.SEE, Thing.AUDIT, Page[AuditOut])
def audit(request: HttpRequest, asked: Query[AuditAsked]) -> Page[AuditOut]:
    """Who did what, when and why, for auditors: the rows about things of the agencies that they audit."""
    rows = queries.audit_rows(who(request))
    wanted = {name: value for name, value in asked.asked().items() if value is not None}
    return page_of(rows.filter(**wanted), asked, AuditOut.of)
