"""Nobody has a role on one person's word."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.conf import settings
from django.db import DatabaseError, IntegrityError, transaction
from django.test import override_settings
from django.utils import timezone

from antigone.desk.accounts.access import may
from antigone.desk.accounts.actions.appointments import confirm_appointment, refuse_appointment
from antigone.desk.accounts.actions.incidents import open_incident, revoke_grant, share_incident
from antigone.desk.accounts.actions.invitations import accept_invitation, invite, renew
from antigone.desk.accounts.actions.people import change_roles, end_person
from antigone.desk.accounts.actor import Actor, acting, console, visitor
from antigone.desk.accounts.models import Appointment, Person, RoleHeld, Token
from antigone.desk.accounts.permissions import Level, Role, Thing, Verb
from antigone.desk.accounts.queries import to_confirm
from antigone.desk.accounts.secrets import new_totp
from antigone.desk.audit.models import AuditRow
from antigone.desk.console import give_roles, invite_administrator
from antigone.desk.environment import Mode
from antigone.desk.identification.actions.board import appoint
from antigone.desk.identification.models import Seat
from antigone.desk.web.worklist import worklist
from antigone.errors import AntigoneError, NotAllowed, OutOfStep, RuleBroken
from desk_api import a_token
from desk_databases import Database
from desk_people import People, a_person, an_agency, appointed, as_, browser, code_of, confirmed_by

pytestmark = pytest.mark.both

GOOD = "rain on the tin roof"


def joined(token: str, address: str = "192.0.2.9") -> Person:
    secret = new_totp()
    return accept_invitation(by=visitor(address), token=token, password=GOOD, secret=secret, code=code_of(secret))


def farid(people: People, *roles: Role, by: Actor | None = None) -> Person:
    """Somebody whom Dana invited to Hills, and who joined."""
    _, token = invite(
        by=by or as_(people.dana),
        agency=people.hills.pk,
        email="farid@example.org",
        name="Farid Aziz",
        roles=roles or (Role.EXAMINER,),
    )
    return joined(token)


def waiting_for(person: Person) -> Appointment:
    return Appointment.objects.get(person=person, confirmed_at=None, ended_at=None)


@pytest.mark.slow
@pytest.mark.parametrize("role", Role)
def test_whoever_is_invited_has_no_role_until_a_second_person_confirms_it(people: People, role: Role) -> None:
    one = farid(people, role)
    assert one.roles == frozenset() and not may(as_(one), Verb.SEE, Thing.AGENCY.of(people.hills))
    confirm_appointment(by=as_(people.ana), appointment=waiting_for(one))
    assert one.roles == {role}


@pytest.mark.slow
def test_whoever_appoints_does_not_confirm_and_nobody_confirms_themselves(people: People) -> None:
    one = farid(people, Role.ADMINISTRATOR)
    for by in (people.dana, one):
        with pytest.raises(AntigoneError):
            confirm_appointment(by=as_(by), appointment=waiting_for(one))
    confirmed_by(people.ana)
    change_roles(by=as_(people.dana), person=one, roles=[Role.ADMINISTRATOR, Role.EXAMINER], reason="trained")
    for by in (people.dana, one):
        with pytest.raises(RuleBroken, match="does not vouch alone"):
            confirm_appointment(by=as_(by), appointment=waiting_for(one))
    assert one.roles == {Role.ADMINISTRATOR}


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ADMINISTRATOR}))
def test_only_administrators_confirm(people: People, role: Role) -> None:
    other, one = a_person("Gita Rao", people.hills, role), farid(people)
    with pytest.raises(NotAllowed):
        confirm_appointment(by=as_(other), appointment=waiting_for(one))


@pytest.mark.slow
def test_an_administrator_of_another_agency_confirms_while_the_two_work_together(people: People) -> None:
    """Whichever of them leads. Ana is left out: the host's administrators look after all agencies."""
    other, one = a_person("Vera Amsel", an_agency("Valley hospital"), Role.ADMINISTRATOR), farid(people)
    assert not to_confirm(as_(other)).exists()
    with pytest.raises(NotAllowed):
        confirm_appointment(by=as_(other), appointment=waiting_for(one))
    incident = open_incident(by=as_(people.dana), agency=people.hills.pk, code="ONE", name="One")
    grant = share_incident(by=as_(people.dana), incident=incident, to=other.agency_id, level=Level.SEE, reason="help")
    assert list(to_confirm(as_(other))) == [waiting_for(one)]
    revoke_grant(by=as_(people.dana), grant=grant, reason="done")
    assert not to_confirm(as_(other)).exists()
    theirs = open_incident(by=as_(other), agency=other.agency_id, code="TWO", name="Two")
    share_incident(by=as_(other), incident=theirs, to=people.hills.pk, level=Level.SEE, reason="help")
    confirm_appointment(by=as_(other), appointment=waiting_for(one))
    assert one.roles == {Role.EXAMINER}


def test_what_is_taken_ends_at_once_and_what_is_new_waits(people: People) -> None:
    change_roles(by=as_(people.dana), person=people.emil, roles=[Role.REGISTRAR, Role.BOARD_MEMBER], reason="moved")
    assert people.emil.roles == frozenset()
    change_roles(by=as_(people.dana), person=people.emil, roles=[Role.REGISTRAR], reason="no, not the board")
    confirmed_by(people.ana)
    assert people.emil.roles == {Role.REGISTRAR}, "what was overtaken never comes"


@pytest.mark.slow
def test_a_new_link_of_a_colleague_gives_nobody_what_the_colleague_may_do(people: People) -> None:
    """Dana makes a link for Emil and opens it herself."""
    appointed(people.emil, Role.BOARD_MEMBER)
    _, token = renew(by=as_(people.dana), person=people.emil, reason="he says that he lost his telephone")
    assert people.emil.roles == {Role.EXAMINER, Role.BOARD_MEMBER}, "until it is used"
    joined(token)
    assert people.emil.roles == frozenset()
    with pytest.raises(RuleBroken):
        confirm_appointment(by=as_(people.dana), appointment=waiting_for(people.emil))
    refuse_appointment(by=as_(people.ana), appointment=waiting_for(people.emil), reason="I rang him: it was not he")
    assert people.emil.roles == frozenset()
    _, token = renew(by=as_(people.ana), person=people.emil, reason="now it is he")
    joined(token)
    assert not Appointment.objects.filter(person=people.emil, confirmed_at=None, ended_at=None).exists()
    change_roles(by=as_(people.ana), person=people.emil, roles=[Role.EXAMINER], reason="as before")
    confirmed_by(people.dana)
    assert people.emil.roles == {Role.EXAMINER}


def test_a_link_that_is_used_while_roles_wait_lets_them_wait_on(people: People) -> None:
    one = farid(people, Role.EXAMINER, Role.REGISTRAR)
    _, token = renew(by=as_(people.dana), person=one, reason="lost the telephone on the first day")
    joined(token)
    confirmed_by(people.ana)
    assert one.roles == {Role.EXAMINER, Role.REGISTRAR}


def test_nobody_renews_themselves(people: People) -> None:
    with pytest.raises(RuleBroken, match="yourself"):
        renew(by=as_(people.ana), person=people.ana, reason="a longer life for a stolen session")
    assert browser(people.ana).post(f"/people/{people.ana.pk}/renew", {"renew-reason": "x"}).status_code == 400
    assert b"/renew" not in browser(people.ana).get(f"/people/{people.ana.pk}").content


@pytest.mark.slow
def test_a_desk_begins_with_two_administrators_of_its_console_and_the_third_waits(desk: Database) -> None:
    made = []
    for name in ("Ana Petrova", "Berta Lang", "Carl Dorn"):
        link = invite_administrator(agency="Harbour mortuary", name=name, email=f"{name[0]}@example.org")
        made.append(joined(link.rpartition("/")[2]))
    assert [one.roles == {Role.ADMINISTRATOR} for one in made] == [True, True, False]
    confirmed_by(made[0])
    assert made[2].roles == {Role.ADMINISTRATOR}


def test_an_administrator_who_lost_everything_begins_again_at_the_console_and_the_other_confirms(
    people: People,
) -> None:
    second, third = (a_person(name, people.harbour, Role.ADMINISTRATOR) for name in ("Berta Lang", "Carl Dorn"))
    assert third.roles
    link = invite_administrator(agency="Harbour mortuary", name="Ana", email=people.ana.email)
    again = joined(link.rpartition("/")[2])
    assert again == people.ana and again.roles == frozenset()
    confirmed_by(second)
    assert again.roles == {Role.ADMINISTRATOR}


@pytest.mark.slow
def test_on_a_desk_of_two_the_other_one_confirms(desk: Database) -> None:
    with override_settings(DESK=replace(settings.DESK, mode=Mode.ONE_DESK)):
        ana, berta = (
            joined(invite_administrator(agency="H", name=name, email=f"{name}@x.org").rpartition("/")[2])
            for name in ("Ana", "Berta")
        )
        give_roles(email="ana@x.org", roles=[Role.EXAMINER, Role.REGISTRAR])
        assert ana.roles == {Role.ADMINISTRATOR}
        with pytest.raises(RuleBroken):
            confirm_appointment(by=as_(ana), appointment=waiting_for(ana))
        confirmed_by(berta)
        assert ana.roles == {Role.ADMINISTRATOR, Role.EXAMINER, Role.REGISTRAR}
        with pytest.raises(RuleBroken, match="Nobody here"):
            give_roles(email="carl@x.org", roles=[Role.EXAMINER])


@pytest.mark.slow
def test_an_appointment_is_confirmed_or_refused_once(people: People) -> None:
    one = farid(people)
    waits = waiting_for(one)
    refuse_appointment(by=as_(people.ana), appointment=waits, reason="nobody knows him")
    for again in (
        lambda: confirm_appointment(by=as_(people.ana), appointment=waits),
        lambda: refuse_appointment(by=as_(people.ana), appointment=waits, reason="again"),
    ):
        with pytest.raises(OutOfStep):
            again()
    change_roles(by=as_(people.dana), person=one, roles=[Role.EXAMINER], reason="his papers came")
    later = waiting_for(one)
    end_person(by=as_(people.ana), person=one, reason="left")
    with pytest.raises(OutOfStep):
        confirm_appointment(by=as_(people.ana), appointment=later)
    assert one.roles == frozenset()


def test_whoever_appointed_somebody_may_take_it_back(people: People) -> None:
    one = farid(people)
    with pytest.raises(NotAllowed):
        refuse_appointment(by=as_(one), appointment=waiting_for(one), reason="I do not want to")
    refuse_appointment(by=as_(people.dana), appointment=waiting_for(one), reason="the wrong Farid")
    assert not Appointment.objects.filter(person=one, ended_at=None).exists()


def test_a_program_vouches_for_nobody(people: People) -> None:
    one = farid(people)
    secret = a_token(people.ana)
    assert secret
    by = acting(people.ana, token=Token.objects.get(person=people.ana))
    assert Role.ADMINISTRATOR in by.roles and not to_confirm(by).exists()
    with pytest.raises(NotAllowed):
        confirm_appointment(by=by, appointment=waiting_for(one))


def test_the_audit_says_who_appointed_who_confirmed_and_from_where_the_link_was_opened(people: People) -> None:
    one = farid(people)
    waits = waiting_for(one)
    confirm_appointment(by=as_(people.ana), appointment=waits)
    accepted = AuditRow.objects.get(verb="accept invitation")
    assert accepted.details["address"] == "192.0.2.9" and accepted.details["appointment"] == waits.pk
    confirmed = AuditRow.objects.get(verb="confirm appointment")
    assert (confirmed.actor, confirmed.thing) == (f"person {people.ana.pk}", f"appointment {waits.pk}")
    assert confirmed.details["roles"] == ["examiner"] and confirmed.details["person"] == one.pk
    assert (waits.by, waits.how) == (people.dana, "joined")


def test_an_appointment_waits_on_the_work_list_of_those_who_can_confirm_it(people: People) -> None:
    farid(people)

    def told(person: Person) -> list[str]:
        found = {str(each.words): [called for _, called in each.things] for each in worklist(as_(person))}
        return found.get("Appointments that wait for a second person", [])

    assert told(people.ana) == ["Farid Aziz"]
    assert told(people.dana) == told(people.boris) == told(people.clara) == []


@pytest.mark.slow
def test_a_second_person_confirms_on_a_page_and_the_one_who_waits_is_told(people: People) -> None:
    one = farid(people)
    waits = waiting_for(one)
    assert "These roles wait until a second person confirms" in browser(one).get("/").content.decode()
    own = browser(people.dana).get(waits.address).content.decode()
    assert "a second person confirms it" in own and "/confirm" not in own
    ana = browser(people.ana)
    shown = ana.get(waits.address).content.decode()
    assert "Dana Haddad" in shown and "/confirm" in shown and "Farid Aziz" in ana.get("/appointments").content.decode()
    assert "Farid Aziz" in ana.get("/").content.decode()
    assert ana.post(f"{waits.address}/refuse", {"reason": ""}).status_code == 400
    assert ana.post(f"{waits.address}/confirm").status_code == 302
    assert one.roles == {Role.EXAMINER} and "These roles wait" not in browser(one).get("/").content.decode()


@pytest.mark.parametrize("change", ["unconfirmed", "another's", "another role"])
def test_the_database_gives_no_role_that_was_not_confirmed(people: People, change: str) -> None:
    one = farid(people, Role.EXAMINER)
    waits = waiting_for(one)
    row: dict[str, Any] = {"person": one, "role": "examiner", "appointment": waits}
    if change != "unconfirmed":
        confirm_appointment(by=as_(people.ana), appointment=waits)
        row |= {"person": people.boris} if change == "another's" else {"role": "board member"}
    with pytest.raises(DatabaseError, match="second person"), transaction.atomic():
        RoleHeld.objects.create(**row)


def test_the_database_takes_a_confirmation_only_from_an_administrator_who_is_a_second_person(people: People) -> None:
    one = farid(people)
    waits = waiting_for(one)
    for nobody in (people.dana, one, people.boris, None):
        with pytest.raises(DatabaseError), transaction.atomic():
            Appointment.objects.filter(pk=waits.pk).update(confirmed_by=nobody, confirmed_at=timezone.now())
    for fields in ({"by": people.ana}, {"roles": ["board member"]}, {"by": None}, {"person": people.boris}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Appointment.objects.filter(pk=waits.pk).update(**fields)
    with pytest.raises(IntegrityError), transaction.atomic():
        Appointment.objects.create(person=people.dana, by=people.dana, how="given", roles=[], at=timezone.now())
    with pytest.raises(DatabaseError, match="begins unconfirmed"), transaction.atomic():
        Appointment.objects.create(
            person=people.emil, how="given", roles=["auditor"], at=timezone.now(), confirmed_at=timezone.now()
        )
    with pytest.raises(DatabaseError, match="never deleted"), transaction.atomic():
        waits.delete()


@pytest.mark.slow
def test_a_seat_is_not_given_by_whoever_invited_the_one_who_sits(people: People) -> None:
    incident = open_incident(by=as_(people.dana), agency=people.hills.pk, code="ONE", name="One")
    one, other = farid(people, Role.BOARD_MEMBER), a_person("Gita Rao", people.hills, Role.ADMINISTRATOR)
    confirmed_by(people.ana)
    seat = {"incident": incident, "person": one, "discipline": "odontology", "reason": "trained"}
    with pytest.raises(RuleBroken, match="You appointed"):
        appoint(by=as_(people.dana), **seat)  # type: ignore[arg-type]
    with pytest.raises(DatabaseError, match="invited"), transaction.atomic():
        Seat.objects.create(**seat, appointed_by=people.dana, appointed_at=timezone.now())
    assert appoint(by=as_(other), **seat).person == one  # type: ignore[arg-type]
    both = a_person("Hana Iro", people.hills, Role.ADMINISTRATOR, Role.BOARD_MEMBER)
    with pytest.raises(RuleBroken, match="it is you"):
        appoint(by=as_(both), **{**seat, "person": both})  # type: ignore[arg-type]


def test_two_accounts_of_one_administrator_alone_give_nobody_a_role(people: People) -> None:
    """Dana invites herself twice more, as an administrator too, and lets each account try to confirm the other."""
    _, token = invite(
        by=as_(people.dana), agency=people.hills.pk, email="d2@x.org", name="D", roles=[Role.ADMINISTRATOR]
    )
    second = joined(token)
    third = farid(people)
    for by in (people.dana, second, third):
        for waits in Appointment.objects.filter(confirmed_at=None):
            with pytest.raises(AntigoneError):
                confirm_appointment(by=as_(by), appointment=waits)
    with pytest.raises(NotAllowed):
        invite(by=as_(second), agency=people.hills.pk, email="d4@x.org", name="D", roles=[Role.EXAMINER])
    assert second.roles == third.roles == frozenset()


def test_the_console_alone_appoints_nobody_once_a_desk_has_two_administrators(people: People) -> None:
    a_person("Berta Lang", people.harbour, Role.ADMINISTRATOR)
    _, token = invite(
        by=console(), agency=people.harbour.pk, email="x@example.org", name="X", roles=[Role.ADMINISTRATOR]
    )
    assert joined(token).roles == frozenset()
