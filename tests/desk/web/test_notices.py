"""What is new for somebody, and the mail that says no more than that something is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from email.message import Message as Mail
from socket import socket
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.conf import settings
from django.test import override_settings
from django.utils import timezone

from antigone.desk.accounts.models import Incident, Person
from antigone.desk.accounts.permissions import Role
from antigone.desk.audit.models import AuditRow
from antigone.desk.cases.actions.cases import open_case
from antigone.desk.environment import Encryption, MailServer, read_environment
from antigone.desk.subjects.actions.charge import give_charge
from antigone.desk.subjects.models import Subject
from antigone.desk.web.news import last_look, new_for
from antigone.desk.web.notices.mail import mail_those_with_news
from antigone.errors import SettingsInvalid
from desk_people import People, a_person, as_, browser
from desk_photos import an_incident


@pytest.fixture
def incident(people: People) -> Incident:
    return an_incident(people)


@pytest.fixture
def rosa(people: People) -> Person:
    return a_person("Rosa Ibarra", people.harbour, Role.REGISTRAR)


def told(person: Person) -> list[tuple[str, str]]:
    fresh = Person.objects.get(pk=person.pk)
    return [(str(each.words), each.called) for each in new_for(as_(person), last_look(fresh))]


def given(people: People, incident: Incident, rosa: Person) -> Subject:
    """A case that Rosa gave to Boris."""
    case = open_case(by=as_(people.boris), incident=incident).subject
    give_charge(by=as_(rosa), subject=case, to=people.boris, reason="he knows the quay")
    return case


def test_what_a_colleague_gave_is_new_until_one_has_seen_it(people: People, incident: Incident, rosa: Person) -> None:
    case = given(people, incident, rosa)
    assert told(people.boris) == [("You answer for it now", case.code)]
    assert told(rosa) == [] == told(people.emil), "it is news for whoever got it alone"
    client = browser(people.boris)
    page = client.get("/notices").content.decode()
    assert f'href="{case.address}"' in page
    assert client.get("/").content.decode().count('<span class="badge">1</span>') == 1
    assert client.post("/notices/seen").status_code == 302
    assert told(people.boris) == []
    assert '<span class="badge">1</span>' not in client.get("/").content.decode()


def test_what_was_taken_over_by_somebody_else_is_new_too(people: People, incident: Incident, rosa: Person) -> None:
    case = given(people, incident, rosa)
    browser(people.boris).post("/notices/seen")
    give_charge(by=as_(people.boris), subject=case, to=rosa, reason="leave")
    assert told(people.boris) == [("Somebody else answers for it now", case.code)]
    assert told(rosa) == [("You answer for it now", case.code)]


def test_nothing_older_than_a_month_is_new(people: People, incident: Incident, rosa: Person) -> None:
    case = given(people, incident, rosa)
    case.charges.update(at=timezone.now() - timedelta(days=31))
    assert told(people.boris) == []


class Postbox:
    """What a mail server does with what it is handed."""

    def __init__(self) -> None:
        self.mails: list[tuple[list[str], Mail]] = []
        self.broken = False

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.broken:
            return "451 Come back later"
        self.mails.append((envelope.rcpt_tos, message_from_bytes(envelope.content)))
        return "250 OK"


@pytest.fixture
def postbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[Postbox]:
    """The agency's mail server, a real one, on this machine."""
    box = Postbox()
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    mail = MailServer("127.0.0.1", port, Encryption.NONE, "desk@harbour.example")
    monkeypatch.setattr(settings, "DESK", replace(settings.DESK, mail=mail))
    with override_settings(
        EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
        EMAIL_HOST=mail.host,
        EMAIL_PORT=mail.port,
        DEFAULT_FROM_EMAIL=mail.sender,
    ):
        yield box
    server.stop()


def test_a_mail_says_that_there_is_work_and_nothing_else_and_once_an_hour(
    people: People, incident: Incident, rosa: Person, postbox: Postbox
) -> None:
    case = given(people, incident, rosa)
    assert mail_those_with_news() == 0, "nobody asked for it"
    browser(people.boris).post("/notices/mail", {"wanted": "1"})
    assert mail_those_with_news() == 1
    ((to, mail),) = postbox.mails
    assert to == [people.boris.email] and mail["Subject"] == "You have new work on the desk"
    body = mail.get_payload(decode=True).decode()  # type: ignore[union-attr]
    assert body.splitlines()[0] == "You have new work on the desk." and len(body.splitlines()) == len(
        settings.LANGUAGES
    )
    whole = mail.as_string() + body
    for secret in (case.code, incident.code, incident.name, people.boris.name, rosa.name, people.harbour.name):
        assert secret not in whole
    assert not re.search(r"https?://|\d+-PM-", whole)

    case.charges.update(at=timezone.now() - timedelta(minutes=90))
    Person.objects.update(mailed_at=timezone.now() - timedelta(minutes=61))
    assert mail_those_with_news() == 0, "that was told already"
    give_charge(by=as_(rosa), subject=case, to=rosa, reason="leave")
    Person.objects.update(mailed_at=timezone.now() - timedelta(minutes=59))
    assert mail_those_with_news() == 0, "an hour has not passed"
    case.charges.filter(person=people.boris).update(ended_at=timezone.now())
    Person.objects.update(mailed_at=timezone.now() - timedelta(minutes=61))
    assert mail_those_with_news() == 1 and len(postbox.mails) == 2
    assert AuditRow.objects.filter(verb="keep up own account").count() == 2


def test_a_server_that_refuses_is_asked_again_after_an_hour_and_nothing_breaks(
    people: People, incident: Incident, rosa: Person, postbox: Postbox
) -> None:
    given(people, incident, rosa)
    Person.objects.filter(pk=people.boris.pk).update(mail_notices=True)
    postbox.broken = True
    assert mail_those_with_news() == 0 and mail_those_with_news() == 0
    assert AuditRow.objects.filter(verb="keep up own account").count() == 1


def test_whoever_left_and_whoever_wants_none_any_more_gets_no_mail(
    people: People, incident: Incident, rosa: Person, postbox: Postbox
) -> None:
    given(people, incident, rosa)
    Person.objects.filter(pk=people.boris.pk).update(mail_notices=True, ended_at=timezone.now())
    assert mail_those_with_news() == 0
    Person.objects.filter(pk=people.boris.pk).update(ended_at=None)
    browser(people.boris).post("/notices/mail")
    assert mail_those_with_news() == 0 and postbox.mails == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"MAIL": "smtp://mail.example"},
        {"MAIL": "http://mail.example"},
        {"MAIL": "smtps://"},
        {"MAIL": "smtps://mail.example:port"},
        {"MAIL": "smtps://mail.example", "MAIL_FROM": "the desk"},
        {"MAIL": "smtps://mail.example"},
    ],
)
def test_a_mail_server_that_cannot_be_is_refused_and_its_password_is_not_said(wrong: dict[str, str]) -> None:
    said = {"MAIL_FROM": "desk@agency.example"} if len(wrong) == 1 and wrong["MAIL"] != "smtps://mail.example" else {}
    with pytest.raises(SettingsInvalid) as fault:
        read_environment(_whole() | {f"ANTIGONE_DESK_{name}": value for name, value in {**said, **wrong}.items()})
    assert "mail.example" not in str(fault.value.detail)


def test_a_mail_server_is_read_from_the_environment() -> None:
    said = {"MAIL": "starttls://desk:s%40fe@mail.example", "MAIL_FROM": "desk@agency.example"}
    found = read_environment(_whole() | {f"ANTIGONE_DESK_{name}": value for name, value in said.items()}).mail
    assert found == MailServer("mail.example", 587, Encryption.STARTTLS, "desk@agency.example", "desk", "s@fe")
    assert "s@fe" not in repr(found)
    assert read_environment(_whole()).mail is None


def _whole() -> dict[str, str]:
    return {
        "ANTIGONE_DESK_HOME": "/nowhere",
        "ANTIGONE_DESK_SECRET_KEY": "for a test, never for a desk: 0123456789 abcdefghij klmnop",
        "ANTIGONE_DESK_PHOTO_KEY": "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
        "ANTIGONE_DESK_CHECKPOINT_KEY": "none",
    }
