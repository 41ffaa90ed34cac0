"""Tokens: what a person's own program may do, for how long, and what stands against somebody else's."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from antigone.desk.accounts.access import may, somewhere
from antigone.desk.accounts.act import act
from antigone.desk.accounts.actions.account import change_password
from antigone.desk.accounts.actions.agencies import close_agency
from antigone.desk.accounts.actions.people import change_roles, end_person
from antigone.desk.accounts.actions.signing_in import sign_in, sign_out_everywhere
from antigone.desk.accounts.actions.tokens import LONGEST, MOST, acting_by_token, end_token, make_token
from antigone.desk.accounts.actor import now, visitor
from antigone.desk.accounts.lockout import MOST_OF_ADDRESS
from antigone.desk.accounts.models import Person, RoleHeld, Token
from antigone.desk.accounts.permissions import Role, Thing, Verb
from antigone.desk.audit.models import AuditRow
from antigone.errors import NotAllowed, NotThere, RuleBroken, TooOften
from desk_people import PASSWORD, People, appointed, as_, browser, code_of

pytestmark = pytest.mark.both

ADDRESS = "192.0.2.9"


def a_token(person: Person, *roles: Role, days: int = 30) -> tuple[Token, str]:
    return make_token(by=as_(person), password=PASSWORD, name="nightly list", roles=roles or person.roles, days=days)


def test_emils_program_acts_as_emil_with_the_roles_of_the_token(people: People) -> None:
    appointed(people.emil, Role.REGISTRAR)
    token, secret = a_token(people.emil, Role.EXAMINER)
    by = acting_by_token(secret, ADDRESS)
    assert by is not None and (by.name, by.roles, by.token) == (as_(people.emil).name, {Role.EXAMINER}, token.pk)
    assert now(by).roles == {Role.EXAMINER}, "an act reads the roles again, and not more of them"
    assert may(by, Verb.SEE, Thing.CASE.of(people.hills))
    assert secret not in str(AuditRow.objects.values_list("detail", flat=True)) and secret not in token.token_hash


def test_a_token_never_has_a_role_that_its_person_has_not(people: People) -> None:
    with pytest.raises(RuleBroken, match="do not have"):
        a_token(people.emil, Role.EXAMINER, Role.ADMINISTRATOR)
    _, secret = a_token(people.emil)
    RoleHeld.objects.filter(person=people.emil).delete()
    by = acting_by_token(secret, ADDRESS)
    assert by is not None and by.roles == frozenset()


@pytest.mark.parametrize("what", ["password", "everywhere", "roles"])
def test_tokens_end_with_the_password_with_signing_out_everywhere_and_with_roles(people: People, what: str) -> None:
    _, secret = a_token(people.emil)
    if what == "password":
        change_password(by=as_(people.emil), old=PASSWORD, new="rain on the tin roof", session_key=None)
    elif what == "everywhere":
        sign_out_everywhere(by=as_(people.emil))
    else:
        more = [Role.EXAMINER, Role.REGISTRAR]
        change_roles(by=as_(people.dana), person=people.emil, roles=more, reason="more work")
    assert acting_by_token(secret, ADDRESS) is None
    row = AuditRow.objects.filter(detail__contains="tokens_ended").latest("sequence")
    assert row.details["tokens_ended"] == 1


def test_a_token_neither_changes_the_account_nor_makes_tokens(people: People) -> None:
    _, secret = a_token(people.emil)
    by = acting_by_token(secret, ADDRESS)
    assert by is not None
    for verb, thing in ((Verb.CHANGE, Thing.ACCOUNT), (Verb.MAKE, Thing.TOKEN), (Verb.SIGN_OUT, Thing.ACCOUNT)):
        assert not may(by, verb, thing.of(people.hills)) and not somewhere(by, verb, thing)
    with pytest.raises(NotAllowed):
        make_token(by=by, password=PASSWORD, name="another", roles=[Role.EXAMINER], days=1)
    with pytest.raises(NotAllowed):
        change_password(by=by, old=PASSWORD, new="rain on the tin roof", session_key=None)


@pytest.mark.parametrize("days", [0, -1, LONGEST + 1])
def test_a_token_lives_for_at_most_a_season(people: People, days: int) -> None:
    with pytest.raises(RuleBroken, match="lives from"):
        a_token(people.emil, days=days)


def test_a_token_needs_the_password_and_there_are_not_many(people: People) -> None:
    with pytest.raises(RuleBroken, match="password"):
        make_token(by=as_(people.emil), password="wrong", name="x", roles=[Role.EXAMINER], days=1)
    Token.objects.bulk_create(
        Token(
            person=people.emil,
            name="x",
            roles=["examiner"],
            token_hash=str(n),
            made_at=timezone.now(),
            expires_at=timezone.now() + timedelta(days=1),
        )
        for n in range(MOST)
    )
    with pytest.raises(RuleBroken, match="the most"):
        a_token(people.emil)


@pytest.mark.slow
def test_an_ended_token_a_late_one_and_that_of_somebody_who_left_open_nothing(people: People) -> None:
    token, ended = a_token(people.emil)
    end_token(by=as_(people.emil), token=token.pk)
    late, secret = a_token(people.emil)
    Token.objects.filter(pk=late.pk).update(expires_at=timezone.now())
    _, of_leaver = a_token(people.emil)
    _, of_closed = a_token(people.dana)
    end_person(by=as_(people.dana), person=people.emil, reason="left")
    close_agency(by=as_(people.ana), agency=people.hills.pk, reason="merged")
    for each in (ended, secret, of_leaver, of_closed, "antigone_", "", "\x00"):
        assert acting_by_token(each, ADDRESS) is None


def test_a_token_that_ends_while_a_program_works_stops_its_next_act(people: People) -> None:
    token, secret = a_token(people.emil)
    by = acting_by_token(secret, ADDRESS)
    assert by is not None
    end_token(by=as_(people.emil), token=token.pk)
    with pytest.raises(NotAllowed), act(by, Verb.OPEN, Thing.CASE.of(people.hills)):
        pass


def test_nobody_ends_anothers_token(people: People) -> None:
    token, _ = a_token(people.emil)
    with pytest.raises(NotThere):
        end_token(by=as_(people.dana), token=token.pk)


def test_its_use_is_recorded_once_a_day_and_what_it_does_each_time(people: People) -> None:
    token, secret = a_token(people.emil)
    rows = AuditRow.objects.count()
    for _n in range(3):
        by = acting_by_token(secret, ADDRESS)
    assert AuditRow.objects.count() == rows + 1
    token.refresh_from_db()
    assert token.used_on == timezone.localdate() and by is not None
    with act(by, Verb.OPEN, Thing.CASE.of(people.hills)) as doing:
        doing.record(1)
    row = AuditRow.objects.last()
    assert row is not None and row.details["by_token"] == token.pk


@pytest.mark.slow
def test_a_program_gone_wrong_fills_no_audit_and_locks_nobody_out_who_sits_beside_it(people: People) -> None:
    _, secret = a_token(people.emil)
    for n in range(MOST_OF_ADDRESS):
        assert acting_by_token(f"antigone_{n}", ADDRESS) is None
    rows = AuditRow.objects.count()
    with pytest.raises(TooOften, match="Too many"):
        acting_by_token("antigone_another", ADDRESS)
    assert AuditRow.objects.count() == rows
    assert acting_by_token(secret, ADDRESS) is not None, "a live token cannot be guessed, and works"
    asked = Client(SERVER_NAME="localhost", REMOTE_ADDR=ADDRESS)
    answer = asked.get("/api/me", headers={"Authorization": "Bearer antigone_another"})
    assert answer.status_code == 429 and answer.json()["detail"] == "Too many attempts."
    person = sign_in(by=visitor(ADDRESS), email=people.dana.email, password=PASSWORD, code=code_of())
    assert person == people.dana


def test_the_database_deletes_no_token(people: People) -> None:
    a_token(people.emil)
    with pytest.raises(DatabaseError, match="nothing is ever deleted"), transaction.atomic():
        Token.objects.all().delete()


@pytest.mark.slow
def test_a_token_is_made_shown_once_and_ended_on_ones_account(people: People) -> None:
    client = browser(people.emil)
    sent = {"name": "nightly list", "roles": ["examiner"], "days": "30", "password": PASSWORD}
    page = client.post("/account/tokens", sent).content.decode()
    secret = page.split("antigone_", 1)[1].split("<", 1)[0]
    assert acting_by_token(f"antigone_{secret}", ADDRESS) is not None
    assert secret not in client.get("/account/tokens").content.decode()
    token = Token.objects.get()
    assert browser(people.dana).post("/account/tokens/end", {"number": token.pk}).status_code == 404
    assert client.post("/account/tokens/end", {"number": "x"}).status_code == 400
    assert client.post("/account/tokens/end", {"number": token.pk}).status_code == 302
    assert acting_by_token(f"antigone_{secret}", ADDRESS) is None
    bad = client.post("/account/tokens", {**sent, "roles": ["auditor"]})
    assert bad.status_code == 400 and b"errorlist" in bad.content
