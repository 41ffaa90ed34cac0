"""Signing in, and everything that stands against somebody else doing it."""

from __future__ import annotations

from datetime import timedelta
from unittest import mock

import pytest
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.test import Client, override_settings
from django.utils import timezone

from antigone.desk.accounts.actions.agencies import close_agency
from antigone.desk.accounts.actions.invitations import accept_invitation, renew
from antigone.desk.accounts.actions.people import end_person
from antigone.desk.accounts.actions.signing_in import sign_in, sign_out_everywhere
from antigone.desk.accounts.actor import visitor
from antigone.desk.accounts.lockout import MOST_CODES, MOST_OF_ADDRESS, MOST_OF_PERSON
from antigone.desk.accounts.models import Attempt, Person, Session
from antigone.desk.accounts.secrets import attempt_key, is_browser_of, known_browser
from antigone.desk.audit.models import AuditRow
from antigone.desk.environment import Mode
from antigone.errors import SignInRefused
from desk_people import PASSWORD, SECRET, People, as_, browser, code_of

pytestmark = pytest.mark.both


def try_as(person: Person, *, password: str = PASSWORD, code: str | None = None, address: str = "192.0.2.1") -> Person:
    digits = code_of() if code is None else code
    return sign_in(by=visitor(address), email=person.email.upper(), password=password, code=digits)


def test_emil_signs_in_with_password_and_code(people: People) -> None:
    assert try_as(people.emil) == people.emil
    row = AuditRow.objects.last()
    assert row is not None and (row.verb, row.thing) == ("sign in to own account", f"own account {people.emil.pk}")


@pytest.mark.parametrize(("password", "code"), [("wrong", None), (PASSWORD, "000000"), (PASSWORD, ""), ("", "")])
def test_any_part_that_is_wrong_is_refused_in_the_same_words(people: People, password: str, code: str | None) -> None:
    with pytest.raises(SignInRefused, match="That is not right"):
        try_as(people.emil, password=password, code=code)
    with pytest.raises(SignInRefused, match="That is not right"):
        sign_in(by=visitor(""), email="nobody@example.org", password=password, code="123456")


def test_a_code_is_used_once(people: People) -> None:
    code = code_of()
    try_as(people.emil, code=code)
    with pytest.raises(SignInRefused):
        try_as(people.emil, code=code)


def test_a_code_seen_with_a_wrong_password_is_used_up(people: People) -> None:
    code = code_of()
    for password in ("wrong", PASSWORD):
        with pytest.raises(SignInRefused):
            try_as(people.emil, password=password, code=code)


@pytest.mark.parametrize("steps", [-3, -2, 2, 3])
def test_an_old_code_and_a_future_one_are_refused(people: People, steps: int) -> None:
    with pytest.raises(SignInRefused):
        try_as(people.emil, code=code_of(steps=steps))


@pytest.mark.parametrize("code", ["١٢٣٤٥٦", "12345", "1234567890123456789", "\x00\x00"])
def test_what_is_no_code_is_refused(people: People, code: str) -> None:
    with pytest.raises(SignInRefused):
        try_as(people.emil, code=code)


def test_too_many_failures_lock_emil_out_for_a_while_even_with_the_right_password(people: People) -> None:
    for n in range(MOST_OF_PERSON):
        with pytest.raises(SignInRefused, match="not right"):
            try_as(people.emil, password="wrong", code="", address=f"192.0.2.{n}")
    rows = AuditRow.objects.count()
    with pytest.raises(SignInRefused, match="Too many"):
        try_as(people.emil)
    assert AuditRow.objects.count() == rows, "nobody fills the audit by trying on"
    assert try_as(people.dana) == people.dana, "others are not kept out"
    Attempt.objects.update(at=timezone.now() - timedelta(minutes=16))
    assert try_as(people.emil) == people.emil
    assert not Attempt.objects.exclude(key="").filter(at__gt=timezone.now() - timedelta(minutes=15)).exists()


@pytest.mark.slow
def test_strangers_do_not_lock_emil_out_of_a_browser_in_which_he_has_signed_in_and_he_is_told(people: People) -> None:
    client = Client(SERVER_NAME="localhost", REMOTE_ADDR="198.51.100.1")
    sent = {"email": people.emil.email, "password": PASSWORD, "code": code_of()}
    assert client.post("/sign-in", sent).status_code == 302
    kept = client.cookies["antigone-known"]
    assert kept["httponly"] and kept["samesite"] == "Strict" and kept["path"] == "/sign-in"
    client.post("/sign-out")
    for n in range(MOST_OF_PERSON):
        with pytest.raises(SignInRefused, match="not right"):
            try_as(people.emil, password="wrong", code="", address=f"192.0.2.{n}")
    for _n in range(MOST_OF_ADDRESS):
        Attempt.objects.create(key=attempt_key("address", "198.51.100.1"), at=timezone.now())
    with pytest.raises(SignInRefused, match="Too many"):
        try_as(people.emil, address="203.0.113.9")
    later = timezone.now() + timedelta(minutes=2)
    with mock.patch("django.utils.timezone.now", lambda: later):
        strange = Client(SERVER_NAME="localhost", REMOTE_ADDR="203.0.113.10")
        assert strange.post("/sign-in", {**sent, "code": code_of()}).status_code == 403
        assert client.post("/sign-in", {**sent, "code": code_of()}).status_code == 302
        page = client.get("/").content.decode()
    assert f"{MOST_OF_PERSON} attempts to sign in as you failed, the last from 192.0.2.{MOST_OF_PERSON - 1}" in page


def test_a_browser_that_is_known_is_no_way_to_try_on_and_ends_with_the_password(people: People) -> None:
    kept = known_browser(people.emil)
    for _ in range(MOST_OF_PERSON):
        with pytest.raises(SignInRefused, match="not right"):
            tries_by(kept, people.emil, password="wrong")
    with pytest.raises(SignInRefused, match="Too many"):
        tries_by(kept, people.emil)
    assert not is_browser_of(people.dana, kept) and not is_browser_of(people.emil, kept + "x")
    assert is_browser_of(people.emil, kept)
    people.emil.password = make_password("another password for Emil")
    assert not is_browser_of(people.emil, kept)


def tries_by(kept: str, person: Person, password: str = PASSWORD) -> Person:
    return sign_in(by=visitor("192.0.2.1"), email=person.email, password=password, code=code_of(), browser=kept)


@pytest.mark.slow
def test_one_address_cannot_try_everybody(people: People) -> None:
    for n in range(MOST_OF_ADDRESS):
        Attempt.objects.all().update(at=timezone.now())
        with pytest.raises(SignInRefused):
            sign_in(by=visitor("198.51.100.1"), email=f"person{n}@example.org", password="x" * 1001, code="")
    with pytest.raises(SignInRefused, match="Too many"):
        try_as(people.emil, address="198.51.100.1")


def test_a_password_alone_is_not_enough_for_an_agency(people: People) -> None:
    Person.objects.filter(pk=people.emil.pk).update(sealed_totp="")
    with pytest.raises(SignInRefused):
        try_as(people.emil, code="")
    from dataclasses import replace

    with override_settings(DESK=replace(settings.DESK, mode=Mode.ONE_DESK)):
        assert try_as(people.emil, code="") == people.emil
        with pytest.raises(SignInRefused):
            try_as(people.dana, code="")


def test_somebody_who_left_is_signed_out_and_stays_out(people: People) -> None:
    client = browser(people.emil)
    assert client.get("/account").status_code == 200
    end_person(by=as_(people.dana), person=people.emil, reason="moved away")
    assert client.get("/account").status_code == 302
    with pytest.raises(SignInRefused):
        try_as(people.emil)


def test_an_agency_that_is_closed_is_signed_out(people: People) -> None:
    client = browser(people.emil)
    close_agency(by=as_(people.ana), agency=people.hills.pk, reason="merged")
    assert client.get("/account").status_code == 302
    with pytest.raises(SignInRefused):
        try_as(people.emil)


def test_sign_out_everywhere_ends_every_browser(people: People) -> None:
    first, second = browser(people.emil), browser(people.emil)
    sign_out_everywhere(by=as_(people.emil))
    assert [client.get("/account").status_code for client in (first, second)] == [302, 302]
    assert Session.objects.filter(person=people.emil).count() == 0


@pytest.mark.slow
def test_a_fourth_browser_ends_the_first(people: People) -> None:
    clients = [browser() for _ in range(4)]
    for n, client in enumerate(clients):
        Person.objects.filter(pk=people.emil.pk).update(totp_step=0)
        answer = client.post("/sign-in", {"email": people.emil.email, "password": PASSWORD, "code": code_of()})
        assert answer.status_code == 302, n
    assert [client.get("/account").status_code for client in clients] == [302, 200, 200, 200]


def test_a_sitting_ends_after_half_an_hour_unused_and_after_twelve_hours(people: People) -> None:
    client = browser(people.emil)
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert client.get("/account").status_code == 302
    client = browser(people.emil)
    session = client.session
    assert session.get_expiry_age() == 30 * 60
    session["began"] = (timezone.now() - timedelta(hours=12, seconds=1)).timestamp()
    session.save()
    assert client.get("/account").status_code == 302


def test_a_failure_is_recorded_with_the_number_of_whom_it_was_about_and_not_with_their_address(people: People) -> None:
    with pytest.raises(SignInRefused):
        try_as(people.emil, password="wrong")
    row = AuditRow.objects.last()
    assert row is not None and (row.actor, row.details["person"]) == ("visitor", people.emil.pk)
    assert row.agency == people.hills.pk and people.emil.email not in row.detail
    with pytest.raises(SignInRefused):
        sign_in(by=visitor("192.0.2.1"), email="nobody@example.org", password="x", code="")
    row = AuditRow.objects.last()
    assert row is not None and row.details["person"] is None


@pytest.mark.slow
def test_who_knows_the_password_guesses_ten_codes_a_day_and_then_a_second_person_is_needed(people: People) -> None:
    for n in range(MOST_CODES):
        Attempt.objects.filter(at__gt=timezone.now() - timedelta(minutes=15)).update(
            at=timezone.now() - timedelta(minutes=16)  # five a quarter of an hour, as the other limit has it
        )
        with pytest.raises(SignInRefused, match="not right"):
            try_as(people.emil, code="000000", address=f"192.0.2.{n}")
    Attempt.objects.update(at=timezone.now() - timedelta(minutes=16))
    rows = AuditRow.objects.count()
    with pytest.raises(SignInRefused, match="wrong codes today"):
        try_as(people.emil)
    assert AuditRow.objects.count() == rows, "nobody fills the audit by trying on"
    with pytest.raises(SignInRefused, match="not right"):
        try_as(people.emil, password="wrong", code="")  # which says nothing of codes to whoever only guesses passwords
    _, link = renew(by=as_(people.dana), person=people.emil, reason="somebody guesses at it")
    joined = accept_invitation(by=visitor(""), token=link, password=PASSWORD, secret=SECRET, code=code_of())
    Person.objects.filter(pk=joined.pk).update(totp_step=0)
    assert try_as(people.emil) == people.emil


@pytest.mark.slow
def test_a_right_code_with_a_wrong_password_is_not_counted_as_a_guess_of_codes(people: People) -> None:
    for n in range(MOST_CODES + 1):
        Attempt.objects.update(at=timezone.now() - timedelta(minutes=16))
        with pytest.raises(SignInRefused, match="not right"):
            try_as(people.emil, password="wrong", code="000000", address=f"192.0.2.{n}")
    Attempt.objects.update(at=timezone.now() - timedelta(minutes=16))
    assert try_as(people.emil) == people.emil, "a stranger locks nobody out for the day"


def test_what_a_stolen_copy_of_the_database_has_opens_no_sitting(people: People) -> None:
    client = browser(people.emil)
    assert client.get("/account").status_code == 200
    kept = Session.objects.get(person=people.emil).session_key
    thief = browser()
    thief.cookies[settings.SESSION_COOKIE_NAME] = kept
    assert thief.get("/account").status_code == 302
    assert client.cookies[settings.SESSION_COOKIE_NAME].value not in str(list(Session.objects.values_list()))
