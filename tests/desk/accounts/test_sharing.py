"""Who shares what with whom on one incident, when more than two agencies work in it."""

from __future__ import annotations

import pytest

from antigone.desk.accounts import queries
from antigone.desk.accounts.access import may
from antigone.desk.accounts.actions.incidents import open_incident, revoke_grant, share_incident
from antigone.desk.accounts.models import Agency, Grant, Incident, Person
from antigone.desk.accounts.permissions import Level, Role, Scope, Thing, Verb
from antigone.desk.audit.models import AuditRow
from antigone.errors import NotAllowed, NotThere, RuleBroken
from desk_people import People, a_person, an_agency, as_, browser

pytestmark = pytest.mark.both


@pytest.fixture
def coast(people: People) -> tuple[Agency, Person, Person]:
    """A third agency, its administrator and its examiner."""
    agency = an_agency("Coast guard")
    return agency, a_person("Gita Rao", agency, Role.ADMINISTRATOR), a_person("Hana Sato", agency, Role.EXAMINER)


@pytest.fixture
def incident(people: People) -> Incident:
    return open_incident(by=as_(people.dana), agency=people.hills.pk, code="HALCYON", name="The ferry Halcyon")


def lets(by: Person, incident: Incident, to: Agency, level: Level = Level.WORK) -> Grant:
    return share_incident(by=as_(by), incident=incident, to=to.pk, level=level, reason="joint identification")


def test_who_is_let_to_work_shares_what_they_hold_themselves_and_nothing_else(
    people: People, coast: tuple[Agency, Person, Person], incident: Incident
) -> None:
    agency, _, hana = coast
    lets(people.dana, incident, people.harbour)
    grant = lets(people.ana, incident, agency, Level.SEE)
    assert grant.owner == people.harbour
    by = as_(hana)
    assert may(by, Verb.SEE, Thing.CASE.of(Scope(people.harbour.pk, incident.pk)))
    assert not may(by, Verb.SEE, Thing.CASE.of(Scope(people.hills.pk, incident.pk))), (
        "Hills shares with Harbour, not with Coast"
    )
    assert not may(by, Verb.CHANGE, Thing.CASE.of(Scope(people.harbour.pk, incident.pk)))
    assert queries.find_incident(by, incident.pk) == incident and may(
        by, Verb.SEE, Thing.INCIDENT.of(Scope(people.hills.pk, incident.pk))
    )
    row = AuditRow.objects.filter(verb="share incident").last()
    assert row is not None and (row.agency, row.incident, row.details["to"]) == (
        people.harbour.pk,
        incident.pk,
        agency.pk,
    )
    revoke_grant(by=as_(people.ana), grant=grant, reason="done")
    assert not may(by, Verb.SEE, Thing.CASE.of(Scope(people.harbour.pk, incident.pk)))
    with pytest.raises(NotThere):
        queries.find_incident(by, incident.pk)


@pytest.mark.slow
def test_who_only_sees_does_not_share_and_who_does_not_take_part_even_less(
    people: People, coast: tuple[Agency, Person, Person], incident: Incident
) -> None:
    agency, gita, _ = coast
    with pytest.raises(NotAllowed, match="does not work"):
        lets(people.ana, incident, agency)
    lets(people.dana, incident, people.harbour, Level.SEE)
    with pytest.raises(NotAllowed, match="does not work"):
        lets(people.ana, incident, agency)
    with pytest.raises(NotAllowed):
        lets(people.boris, incident, agency)
    with pytest.raises(RuleBroken):
        lets(people.dana, incident, people.hills)
    row = AuditRow.objects.filter(verb="refused").last()
    assert row is not None and row.details["verb"] == "share incident"
    assert browser(gita).get(f"/incidents/{incident.pk}").status_code == 404


@pytest.mark.slow
def test_everybody_in_an_incident_sees_who_shares_and_only_the_owner_takes_it_back(
    people: People, coast: tuple[Agency, Person, Person], incident: Incident
) -> None:
    agency, gita, hana = coast
    lets(people.dana, incident, people.harbour)
    client = browser(people.ana)
    sent = {"to": agency.pk, "level": "work", "reason": "divers found them"}
    assert client.post(f"/incidents/{incident.pk}/share", sent).status_code == 302
    page = browser(hana).get(f"/incidents/{incident.pk}").content.decode()
    assert page.count("Harbour mortuary") >= 2 and "divers found them" in page and "joint identification" not in page
    assert "Revoke" not in page
    grant = Grant.objects.get(to=agency)
    assert browser(gita).post(f"/grants/{grant.pk}/revoke", {"revoke-reason": "x"}).status_code == 404
    assert browser(people.dana).post(f"/grants/{grant.pk}/revoke", {"revoke-reason": "x"}).status_code == 404
    assert client.post(f"/grants/{grant.pk}/revoke", {"revoke-reason": "done"}).status_code == 302


@pytest.mark.slow
def test_an_agency_that_is_shut_out_still_takes_back_what_it_shared(
    people: People, coast: tuple[Agency, Person, Person], incident: Incident
) -> None:
    first = lets(people.dana, incident, people.harbour)
    mine = lets(people.ana, incident, coast[0])
    revoke_grant(by=as_(people.dana), grant=first, reason="done")
    with pytest.raises(NotAllowed):
        lets(people.ana, incident, coast[0])
    client = browser(people.ana)
    assert "Revoke" in client.get(f"/incidents/{incident.pk}").content.decode()
    assert client.post(f"/grants/{mine.pk}/revoke", {"revoke-reason": "done"}).status_code == 302
    assert client.get(f"/incidents/{incident.pk}").status_code == 404
