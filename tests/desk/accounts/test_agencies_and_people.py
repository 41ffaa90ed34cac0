"""Agencies, roles, leaving, one's own account."""

from __future__ import annotations

import pytest

from antigone.desk.accounts.act import act
from antigone.desk.accounts.actions.account import change_password
from antigone.desk.accounts.actions.agencies import close_agency, open_agency, rename_agency
from antigone.desk.accounts.actions.incidents import close_incident, open_incident, revoke_grant, share_incident
from antigone.desk.accounts.actions.people import change_roles, end_person
from antigone.desk.accounts.models import Agency, Person
from antigone.desk.accounts.permissions import Level, Role, Verb
from antigone.desk.accounts.secrets import new_totp, seal
from antigone.desk.audit.models import AuditRow
from antigone.errors import NotAllowed, RuleBroken, SignInRefused
from desk_people import PASSWORD, People, a_person, as_, browser, code_of, confirmed_by

pytestmark = pytest.mark.both

NEW = "seven slow green boats"


@pytest.mark.slow
def test_only_the_hosts_administrator_opens_and_closes_agencies(people: People) -> None:
    opened = open_agency(by=as_(people.ana), name="Valley hospital")
    assert not opened.is_host
    for nobody in (people.dana, people.boris, people.clara):
        with pytest.raises(NotAllowed):
            open_agency(by=as_(nobody), name="Another")
    with pytest.raises(NotAllowed):
        close_agency(by=as_(people.dana), agency=people.hills.pk, reason="mine")
    with pytest.raises(RuleBroken, match="runs this desk"):
        close_agency(by=as_(people.ana), agency=people.harbour.pk, reason="tired")


def test_two_agencies_have_two_names(people: People) -> None:
    with pytest.raises(RuleBroken):
        open_agency(by=as_(people.ana), name="HILLS  police")
    with pytest.raises(RuleBroken):
        rename_agency(by=as_(people.dana), agency=people.hills.pk, name="harbour mortuary")
    rename_agency(by=as_(people.dana), agency=people.hills.pk, name="Hills Police")
    assert Agency.objects.get(pk=people.hills.pk).name == "Hills Police"


@pytest.mark.slow
def test_roles_change_at_once_when_they_are_confirmed_or_taken_even_for_somebody_who_is_signed_in(
    people: People,
) -> None:
    client, actor = browser(people.emil), as_(people.emil)
    assert client.get("/people").status_code == 403
    change_roles(by=as_(people.dana), person=people.emil, roles=[Role.ADMINISTRATOR], reason="deputy")
    assert client.get("/people").status_code == 403
    confirmed_by(people.ana)
    assert client.get("/people").status_code == 200
    change_roles(by=as_(people.dana), person=people.emil, roles=[Role.EXAMINER], reason="back")
    with pytest.raises(NotAllowed):
        rename_agency(by=actor, agency=people.hills.pk, name="Mine now")


@pytest.mark.slow
def test_nobody_changes_their_own_standing_or_leaves_an_agency_without_anybody(people: People) -> None:
    for change in (
        lambda: change_roles(by=as_(people.dana), person=people.dana, roles=[Role.AUDITOR], reason="r"),
        lambda: end_person(by=as_(people.dana), person=people.dana, reason="r"),
        lambda: end_person(by=as_(people.ana), person=people.dana, reason="r"),
        lambda: change_roles(by=as_(people.ana), person=people.dana, roles=[Role.EXAMINER], reason="r"),
        lambda: change_roles(by=as_(people.dana), person=people.emil, roles=[], reason="r"),
        lambda: change_roles(by=as_(people.dana), person=people.emil, roles=[Role.EXAMINER], reason=" "),
    ):
        with pytest.raises(RuleBroken):
            change()
    a_person("Gita Rao", people.hills, Role.ADMINISTRATOR)
    end_person(by=as_(people.ana), person=people.dana, reason="left for another post")
    with pytest.raises(RuleBroken, match="have left"):
        end_person(by=as_(people.ana), person=people.dana, reason="again")
    with pytest.raises(NotAllowed):
        rename_agency(by=as_(people.dana), agency=people.hills.pk, name="Mine")


def test_an_act_that_records_nothing_is_undone(people: People) -> None:
    with pytest.raises(AssertionError, match="no audit row"):  # noqa: SIM117
        with act(as_(people.ana), Verb.CHANGE, people.hills):
            Agency.objects.filter(pk=people.hills.pk).update(name="Changed")
    assert Agency.objects.get(pk=people.hills.pk).name == "Hills police"


def test_an_act_that_fails_leaves_neither_change_nor_row(people: People) -> None:
    before = AuditRow.objects.count()
    with (
        pytest.raises(ZeroDivisionError),
        act(as_(people.ana), Verb.CHANGE, people.hills) as doing,
    ):
        Agency.objects.filter(pk=people.hills.pk).update(name="Changed")
        doing.record(people.hills.pk)
        _ = 1 / 0
    assert Agency.objects.get(pk=people.hills.pk).name == "Hills police"
    assert AuditRow.objects.count() == before


def test_what_somebody_tried_and_may_not_is_in_the_audit(people: People) -> None:
    with pytest.raises(NotAllowed):
        rename_agency(by=as_(people.emil), agency=people.hills.pk, name="Mine now")
    row = AuditRow.objects.latest("sequence")
    assert (row.actor, row.verb) == (f"person {people.emil.pk}", "refused")
    assert (row.thing, row.agency, row.details["verb"]) == ("agency", people.hills.pk, "change agency")
    assert Agency.objects.get(pk=people.hills.pk).name == "Hills police"


@pytest.mark.slow
def test_a_new_password_signs_other_browsers_out(people: People) -> None:
    here, there = browser(people.emil), browser(people.emil)
    sent = {"old": PASSWORD, "password": NEW, "again": NEW}
    assert here.post("/account/password", sent).status_code == 302
    assert (here.get("/account").status_code, there.get("/account").status_code) == (200, 302)


def test_a_thief_of_a_browser_cannot_guess_the_password_for_long(people: People) -> None:
    for _ in range(5):
        with pytest.raises(RuleBroken, match="present password is wrong"):
            change_password(by=as_(people.emil), old="guess", new=NEW, session_key=None)
    with pytest.raises(SignInRefused):
        change_password(by=as_(people.emil), old=PASSWORD, new=NEW, session_key=None)


@pytest.mark.slow
def test_another_authenticator_takes_the_place_of_the_first_and_signs_other_browsers_out(people: People) -> None:
    here, there = browser(people.emil), browser(people.emil)
    secret = new_totp()
    sent = {"sealed": seal(secret), "password": PASSWORD, "code": "000000"}
    assert here.post("/account/authenticator", sent).status_code == 400
    assert there.get("/account").status_code == 200
    assert here.post("/account/authenticator", {**sent, "code": code_of(secret)}).status_code == 302
    assert Person.objects.get(pk=people.emil.pk).sealed_totp != people.emil.sealed_totp
    assert (here.get("/account").status_code, there.get("/account").status_code) == (200, 302)


def test_a_code_of_an_incident_is_never_used_again(people: People) -> None:
    dana = as_(people.dana)
    incident = open_incident(by=dana, agency=people.hills.pk, code=" halcyon-26 ", name="The ferry")
    assert incident.code == "HALCYON-26"
    close_incident(by=dana, incident=incident, reason="all named")
    for code in ("HALCYON-26", "x", "ÄÖ", "A B", "-A", "A" * 21):
        with pytest.raises(RuleBroken):
            open_incident(by=dana, agency=people.hills.pk, code=code, name="Another")
    with pytest.raises(RuleBroken, match="closed"):
        share_incident(by=dana, incident=incident, to=people.harbour.pk, level=Level.SEE, reason="late")


def test_an_incident_is_shared_once_with_each_and_revoked_once(people: People) -> None:
    dana = as_(people.dana)
    incident = open_incident(by=dana, agency=people.hills.pk, code="ONE", name="One")
    share = {"by": dana, "incident": incident, "level": Level.SEE, "reason": "together"}
    grant = share_incident(to=people.harbour.pk, **share)  # type: ignore[arg-type]
    for to in (people.harbour.pk, people.hills.pk, 10**6):
        with pytest.raises(RuleBroken):
            share_incident(to=to, **share)  # type: ignore[arg-type]
    with pytest.raises(NotAllowed):
        revoke_grant(by=as_(people.ana), grant=grant, reason="not ours to revoke")
    revoke_grant(by=dana, grant=grant, reason="done")
    with pytest.raises(RuleBroken):
        revoke_grant(by=dana, grant=grant, reason="again")
    share_incident(to=people.harbour.pk, **share)  # type: ignore[arg-type]
