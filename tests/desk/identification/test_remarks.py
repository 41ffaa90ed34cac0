"""What is said of the people behind a file, where people decide. It accuses nobody, and nobody can hide it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from django.utils import timezone

from antigone.desk.accounts.actions.invitations import accept_invitation, invite
from antigone.desk.accounts.actor import visitor
from antigone.desk.accounts.models import Appointment, Person
from antigone.desk.accounts.permissions import Role
from antigone.desk.accounts.secrets import new_totp
from antigone.desk.identification.actions.board import appoint, end_seat
from antigone.desk.identification.actions.certificates import make_certificate
from antigone.desk.identification.certificate import sections
from antigone.desk.identification.models import Decision, Seat
from antigone.desk.identification.remarks import decisions_with_remarks, remarks_of, remarks_on
from antigone.desk.identification.to_protocol import frozen_of
from desk_board import Board, a_file, a_ready_file, decided, identified
from desk_people import a_person, as_, browser, code_of, confirmed_by

pytestmark = pytest.mark.slow

FIREFOX, CHROMIUM = "Mozilla/5.0 Firefox/140.0", "Mozilla/5.0 Chromium/140.0"
HERE, THERE = ("192.0.2.9", FIREFOX), ("198.51.100.7", CHROMIUM)
NAMES = ("Uma Berg", "Vito Carr", "Wim Dahl")


@contextmanager
def after(**time: float) -> Iterator[None]:
    at = timezone.now() + timedelta(**time)
    with mock.patch("django.utils.timezone.now", lambda: at):
        yield


def opened(board: Board, name: str, where: tuple[str, str], by: Person | None = None) -> Person:
    """A board member who opened their invitation there, and whom Vera confirms."""
    people = board.team.people
    email = f"{name[:3]}@example.org"
    _, token = invite(
        by=as_(by or people.ana), agency=people.harbour.pk, email=email, name=name, roles=[Role.BOARD_MEMBER]
    )
    secret, (address, agent) = new_totp(), where
    made: dict[str, Any] = {"token": token, "password": "rain on the tin roof", "secret": secret}
    return accept_invitation(by=visitor(address), code=code_of(secret), browser=agent, **made)


def seated(board: Board, *people: Person) -> None:
    """Vera confirms them and gives them seats, in place of who was there. She invited nobody."""
    vera = a_person("Vera Grau", board.team.people.harbour, Role.ADMINISTRATOR)
    confirmed_by(vera)
    for seat in Seat.objects.filter(ended_at=None):
        end_seat(by=as_(vera), seat=seat, reason="another board")
    for person in people:
        appoint(by=as_(vera), incident=board.incident, person=person, discipline="odontology", reason="trained")
    board.members[:] = people


def said(remarks: Any) -> list[str]:
    return [remark.words for remark in remarks]


def established(board: Board) -> Decision:
    with after(days=30):
        return identified(board)


def test_nothing_is_said_of_a_board_of_long_standing(board: Board) -> None:
    decision = established(board)
    assert said(remarks_of(decision)) == said(remarks_on(decision.file)) == []
    assert list(decisions_with_remarks(as_(board.team.people.clara))) == []


def test_accounts_opened_within_a_day_in_one_browser_are_named_wherever_people_decide(board: Board) -> None:
    gita = a_person("Gita Rao", board.team.people.harbour, Role.ADMINISTRATOR)
    uma, vito = opened(board, NAMES[0], HERE), opened(board, NAMES[1], HERE, gita)
    wim = opened(board, NAMES[2], THERE, a_person("Hana Iro", board.team.people.harbour, Role.ADMINISTRATOR))
    seated(board, uma, vito, wim)
    decision = established(board)
    words = "Uma Berg, Vito Carr opened their invitations within a day from one network address and browser."
    assert said(remarks_of(decision)) == [words]
    for person, address in (
        (board.rosa, decision.file.address),
        (uma, decision.file.address_of("sitting")),
        (board.team.people.clara, "/audit/people"),
    ):
        assert words in browser(person).get(address).content.decode(), address
    assert words in repr(list(sections(frozen_of(decision), decision.sha256, decision.at, said(remarks_of(decision)))))
    made = make_certificate(by=as_(uma), decision=decision)
    with mock.patch("antigone.desk.identification.actions.certificates.remarks_of", lambda _: []):
        assert len(bytes(made.pdf)) > len(bytes(make_certificate(by=as_(uma), decision=decision).pdf)), "it is on paper"


def test_two_who_came_to_one_computer_on_different_days_are_not_named(board: Board) -> None:
    gita = a_person("Gita Rao", board.team.people.harbour, Role.ADMINISTRATOR)
    uma = opened(board, NAMES[0], HERE)
    with after(hours=25):
        vito = opened(board, NAMES[1], HERE, gita)
    seated(board, uma, vito)
    with after(days=30):
        assert said(remarks_on(a_file(board))) == []


def test_where_the_browser_or_the_address_is_not_known_nothing_is_concluded(board: Board) -> None:
    gita = a_person("Gita Rao", board.team.people.harbour, Role.ADMINISTRATOR)
    seated(board, opened(board, NAMES[0], ("", FIREFOX)), opened(board, NAMES[1], ("", FIREFOX), gita))
    assert set(Appointment.objects.values_list("origin", flat=True)) == {""}
    with after(days=30):
        assert said(remarks_on(a_file(board))) == []


def test_the_address_itself_is_kept_nowhere_but_in_the_audit(board: Board) -> None:
    opened(board, NAMES[0], HERE)
    rows = repr(list(Appointment.objects.values())) + repr(list(Person.objects.values()))
    assert HERE[0] not in rows and FIREFOX not in rows


def test_members_whom_one_person_invited_are_named_with_that_person(board: Board) -> None:
    uma, vito = opened(board, NAMES[0], HERE), opened(board, NAMES[1], THERE)
    seated(board, uma, vito, board.members[0])
    with after(days=30):
        found = said(remarks_on(a_file(board)))
    assert found == ["Uma Berg, Vito Carr of the board were all invited or appointed by Ana Petrova."]


@pytest.mark.parametrize(("minutes", "told"), [(59, True), (61, False)])
def test_a_decision_within_an_hour_of_an_appointment_says_so(board: Board, minutes: float, told: bool) -> None:
    with after(days=30):
        file, uma = a_ready_file(board), opened(board, NAMES[0], HERE)
        seated(board, *board.members[:2], uma)
    with after(days=30, minutes=minutes):
        decision = decided(board, file)
    assert decision is not None
    words = "Mara Voss, Nils Aker, Uma Berg: appointed less than an hour before the board decided."
    assert said(remarks_of(decision)) == ([words] if told else [])


def test_what_came_after_a_decision_is_not_said_of_it(board: Board) -> None:
    decision = established(board)
    with after(days=31):
        seated(board, opened(board, NAMES[0], HERE), opened(board, NAMES[1], HERE))
    assert said(remarks_of(decision)) == []
