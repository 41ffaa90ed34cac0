"""Joining an agency by a link that works once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, connections, transaction
from django.test import override_settings
from django.utils import timezone

from antigone.desk.accounts.actions.invitations import accept_invitation, invite, renew, withdraw_invitation
from antigone.desk.accounts.actor import console, visitor
from antigone.desk.accounts.models import Invitation, Person
from antigone.desk.accounts.permissions import Role
from antigone.desk.accounts.secrets import new_totp
from antigone.desk.audit.models import AuditRow
from antigone.desk.audit.verify import verify
from antigone.desk.environment import Mode
from antigone.errors import AntigoneError, NotAllowed, NotThere, RuleBroken
from desk_databases import Database
from desk_people import People, as_, browser, code_of, confirmed_by, two_agencies

pytestmark = pytest.mark.both

GOOD = "rain on the tin roof"


def invited(people: People, email: str = "farid@example.org") -> str:
    _, token = invite(
        by=as_(people.dana), agency=people.hills.pk, email=email, name="Farid Aziz", roles=[Role.EXAMINER]
    )
    return token


def join(token: str, password: str = GOOD, code: str | None = None) -> Person:
    secret = new_totp()
    digits = code_of(secret) if code is None else code
    return accept_invitation(by=visitor(""), token=token, password=password, secret=secret, code=digits)


def test_farid_joins_with_the_roles_he_was_invited_to(people: People) -> None:
    farid = join(invited(people))
    confirmed_by(people.ana)
    assert (farid.agency, farid.roles, farid.email) == (people.hills, {Role.EXAMINER}, "farid@example.org")
    assert farid.password.startswith("argon2$argon2id$") and farid.sealed_totp


def test_the_link_and_the_secrets_are_kept_nowhere(people: People) -> None:
    token = invited(people)
    join(token)
    rows = " ".join(f"{row.detail} {row.reason}" for row in AuditRow.objects.all())
    kept = " ".join(Invitation.objects.values_list("token_hash", flat=True)) + rows
    assert token not in kept and "farid" not in rows.lower()


def test_a_link_works_once(people: People) -> None:
    token = invited(people)
    join(token)
    with pytest.raises(NotThere):
        join(token)


@pytest.mark.parametrize("token", ["", "x", "../../etc", "\x00", "a" * 5000])
def test_what_was_never_a_link_opens_nothing(people: People, token: str) -> None:
    with pytest.raises(NotThere):
        join(token)


def test_a_link_ends_by_age_or_when_it_is_withdrawn(people: People) -> None:
    old = invited(people)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    with pytest.raises(NotThere):
        join(old)
    token = invited(people)
    withdraw_invitation(by=as_(people.dana), invitation=Invitation.objects.first())  # type: ignore[arg-type]
    with pytest.raises(NotThere):
        join(token)


@pytest.mark.parametrize(
    "password", ["short", "123456789012", "password1234", "farid@example.org", "ababababababab", "x" * 1001]
)
def test_a_weak_password_is_refused_and_the_link_still_works(people: People, password: str) -> None:
    token = invited(people)
    with pytest.raises(RuleBroken):
        join(token, password)
    assert join(token).name == "Farid Aziz"


def test_nobody_joins_an_agency_without_an_authenticator(people: People) -> None:
    from dataclasses import replace

    token = invited(people)
    for code in ("", "000000"):
        with pytest.raises(RuleBroken):
            join(token, code=code)
    with override_settings(DESK=replace(settings.DESK, mode=Mode.ONE_DESK)):
        assert join(token, code="").sealed_totp == ""


def test_an_administrator_invites_only_to_their_own_agency_unless_of_the_host(people: People) -> None:
    one = {"email": "farid@example.org", "name": "Farid", "roles": [Role.EXAMINER]}
    with pytest.raises(NotAllowed):
        invite(by=as_(people.dana), agency=people.harbour.pk, **one)  # type: ignore[arg-type]
    for nobody in (people.emil, people.boris, people.clara):
        with pytest.raises(NotAllowed):
            invite(by=as_(nobody), agency=people.hills.pk, **one)  # type: ignore[arg-type]
    assert Invitation.objects.count() == 0
    assert AuditRow.objects.filter(verb="refused").count() == 4, "what was tried is recorded"
    invite(by=as_(people.ana), agency=people.hills.pk, **one)  # type: ignore[arg-type]
    invite(by=console(), agency=people.hills.pk, **one)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "change",
    [
        {"email": "not an address"},
        {"email": "EMIL.NOVAK@example.org"},
        {"name": " \u202e\x07 "},
        {"name": "x" * 121},
        {"roles": []},
        {"roles": [Role.AUDITOR, Role.ADMINISTRATOR]},
    ],
)
def test_an_invitation_that_makes_no_sense_is_not_made(people: People, change: dict[str, Any]) -> None:
    sound = {"email": "farid@example.org", "name": "Farid", "roles": [Role.EXAMINER]}
    with pytest.raises(RuleBroken):
        invite(by=as_(people.dana), agency=people.hills.pk, **{**sound, **change})
    assert Invitation.objects.count() == 0


def test_a_name_in_its_own_script_is_kept_and_its_tricks_are_not(people: People) -> None:
    names = {"  Фарід\tАзіз ": "Фарід Азіз", "فرید\u200cزاده": "فرید\u200cزاده", "Far\u202eid": "Far id"}
    for given, kept in names.items():
        made, _ = invite(by=console(), agency=people.hills.pk, email="f@example.org", name=given, roles=[Role.EXAMINER])
        assert made.name == kept


def test_somebody_who_lost_their_telephone_begins_again(people: People) -> None:
    client = browser(people.emil)
    _, token = renew(by=as_(people.dana), person=people.emil, reason="telephone stolen")
    assert client.get("/account").status_code == 200, "until it is used"
    again = join(token)
    assert again.roles == frozenset(), "until a second person says that it is Emil"
    confirmed_by(people.ana)
    assert again == people.emil and again.sealed_totp != people.emil.sealed_totp and again.roles == {Role.EXAMINER}
    assert client.get("/account").status_code == 302


@pytest.mark.parametrize("table", ["person", "agency", "invitation", "incident", "grant"])
def test_the_database_deletes_nothing_the_audit_names(people: People, table: str) -> None:
    invited(people)
    from antigone.desk.accounts.actions.incidents import open_incident, share_incident
    from antigone.desk.accounts.permissions import Level

    incident = open_incident(by=as_(people.dana), agency=people.hills.pk, code="ONE", name="One")
    share_incident(by=as_(people.dana), incident=incident, to=people.harbour.pk, level=Level.SEE, reason="together")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM accounts_{table}")


def at_once(times: int, do: Callable[[], object]) -> list[object]:
    """What came of doing something several times at the same moment."""
    start, results = threading.Barrier(times), []

    def one() -> None:
        start.wait()
        try:
            results.append(do())
        except AntigoneError as fault:
            results.append(type(fault))
        finally:
            connections["default"].close()

    threads = [threading.Thread(target=one) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.mark.slow
def test_two_people_with_one_link_at_the_same_moment(own_desk: Database) -> None:
    people = two_agencies()
    token = invited(people)
    results = at_once(4, lambda: join(token))
    assert results.count(NotThere) == 3 and Person.objects.filter(name="Farid Aziz").count() == 1
    assert verify().faults == ()


@pytest.mark.slow
def test_two_administrators_who_end_each_other_at_the_same_moment(own_desk: Database) -> None:
    from antigone.desk.accounts.actions.people import end_person
    from desk_people import a_person

    people = two_agencies()
    second = a_person("Gita Rao", people.hills, Role.ADMINISTRATOR)
    turns = iter([(as_(people.dana), second), (as_(second), people.dana)])
    lock = threading.Lock()

    def end() -> None:
        with lock:
            by, person = next(turns)
        end_person(by=by, person=person, reason="quarrel")

    results = at_once(2, end)
    assert results.count(NotAllowed) == 1, "whoever has left can do nothing more"
    assert Person.objects.filter(agency=people.hills, ended_at=None, held__role=Role.ADMINISTRATOR).count() == 1
