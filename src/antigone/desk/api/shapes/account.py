"""Who acts, incidents, and rows of the audit."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from ninja import Schema
from pydantic import Field

from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.models import Agency, Incident
from antigone.desk.accounts.permissions import Role
from antigone.desk.api.shapes.common import Number, OneOf, Paged
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
