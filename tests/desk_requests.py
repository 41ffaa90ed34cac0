"""Families' requests for the desk's tests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from antigone.desk.accounts.actions.incidents import open_incident
from antigone.desk.accounts.actor import Actor, family, visitor
from antigone.desk.accounts.models import Incident, Person
from antigone.desk.accounts.permissions import Role
from antigone.desk.families.actions.beginning import allow, answer, begin_request, send_request
from antigone.desk.families.actions.portals import open_to_families, prepare_portal
from antigone.desk.families.models import Allowed, FamilyPortal, Request
from antigone.desk.photos.actions.lawful_basis import open_source
from antigone.types import Basis
from desk_people import People, a_person, as_
from desk_remembered import remembered

WHO = {"given": "Олена", "family": "Ромашко", "other": "Olena Romashko"}
BODIES = "The tracing service\nThe police of Hills"


@dataclass
class Ferry:
    """An incident of Harbour whose families can ask."""

    people: People
    incident: Incident
    portal: FamilyPortal
    lena: Person
    """Liaison officer."""
    rosa: Person
    """Registrar."""

    @property
    def by(self) -> Actor:
        return as_(self.rosa)

    def begun(self, address: str = "203.0.113.5") -> tuple[Request, str]:
        return begin_request(by=visitor(address), portal=self.portal, language="uk")

    def told(self, **steps: dict[str, Any]) -> tuple[Request, str]:
        """A request that is not sent yet."""
        request, secret = self.begun()
        for step, said in {"who": WHO, "you": {"name": "Iryna", "relation": "mother"}, **steps}.items():
            answer(by=self.theirs(request), request=request, step=step, said=said)
        return request, secret

    def sent(self, *, search: bool = True, **steps: dict[str, Any]) -> Request:
        request, _ = self.told(**steps)
        allow(by=self.theirs(request), request=request, what=Allowed.What.SEARCH, yes=search)
        send_request(by=self.theirs(request), request=request)
        return Request.objects.get(pk=request.pk)

    def theirs(self, request: Request) -> Actor:
        return family(request.pk, "203.0.113.5")


@remembered
def a_ferry(people: People, *, public: bool = True) -> Ferry:
    ana, harbour = as_(people.ana), people.harbour
    incident = open_incident(by=ana, agency=harbour.pk, code="HALCYON", name="The ferry Halcyon")
    source = open_source(
        by=ana,
        incident=incident,
        name="Requests of families",
        controller="Harbour mortuary",
        basis=Basis.CONSENT,
        instrument="The family's own words on the request",
        purposes="To look for the person that they miss",
        valid_from=date(2020, 1, 1),
    )
    portal = prepare_portal(
        by=ana, incident=incident, source=source, called="The ferry Halcyon", telephone="+1 555 0100", bodies=BODIES
    )
    if public:
        open_to_families(by=ana, portal=portal, reason="the first families ask")
        portal.refresh_from_db()
    lena = a_person("Lena Liaison", harbour, Role.LIAISON_OFFICER)
    return Ferry(people, incident, portal, lena, a_person("Rosa Registrar", harbour, Role.REGISTRAR))
