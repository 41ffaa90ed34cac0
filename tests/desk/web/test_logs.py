"""What must not stand in a log."""

from __future__ import annotations

import io
import logging
import sys

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction

from antigone.desk.accounts.actions import invitations
from antigone.desk.accounts.models import Person
from antigone.desk.logs import Discreet
from antigone.desk.web.accounts import joining
from desk_people import People, browser


def test_the_link_of_an_invitation_is_in_no_log(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    assert settings.LOGGING["handlers"]["stderr"]["formatter"] == "discreet"
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(Discreet())
    logging.getLogger("django.request").addHandler(handler)

    def broken(token: str) -> None:
        raise ZeroDivisionError(f"inside, at /invitation/{token}")

    monkeypatch.setattr(joining, "find_open_invitation", broken)
    token = invitations.new_token()
    assert browser().get(f"/invitation/{token}?next=/invitation/{token}").status_code == 500
    logging.getLogger("django.request").removeHandler(handler)
    assert "ZeroDivisionError" in written.getvalue() and token not in written.getvalue()
    assert "/invitation/…" in written.getvalue()


def test_the_token_of_a_program_is_in_no_log() -> None:
    try:
        raise ValueError("Bearer antigone_abcdefghijklmnop")
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, "", 0, "asked with %s", ("antigone_abcdefghij",), sys.exc_info())
    assert Discreet().format(record).count("antigone_…") == 3 and "abcdefghij" not in Discreet().format(record)


def test_an_address_begins_no_line_of_its_own_in_a_log(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(Discreet())
    logging.getLogger("django.request").addHandler(handler)

    def broken(token: str) -> None:
        raise ZeroDivisionError("inside")

    monkeypatch.setattr(joining, "find_open_invitation", broken)
    assert browser().get("/invitation/x%0Aperson%2012%20signed%20in").status_code == 500
    logging.getLogger("django.request").removeHandler(handler)
    assert "ZeroDivisionError" in written.getvalue() and "\nperson 12" not in written.getvalue()


@pytest.mark.slow
@pytest.mark.both
def test_a_fault_of_the_database_names_nobody_in_a_log(people: People) -> None:
    ana = people.ana
    try:
        with transaction.atomic():
            Person.objects.create(email=ana.email, name=ana.name, agency=ana.agency, joined_at=ana.joined_at)
    except IntegrityError:
        record = logging.LogRecord("x", logging.ERROR, "", 0, "broken", (), sys.exc_info())
    told = Discreet().format(record)
    assert "IntegrityError" in told and "email" in told
    assert ana.email not in told and ana.name not in told
