"""Who am I, incidents, and the audit for its auditors."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Query, Router

from antigone.desk.accounts import queries
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.api.gate import operation, who
from antigone.desk.api.shapes.account import AuditAsked, AuditOut, IncidentOut, WhoActs
from antigone.desk.api.shapes.common import At, Page, Paged, page_of

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
