"""Every address x every role x own or another agency x signed out, made from the addresses and the permission table."""

from __future__ import annotations

from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from antigone.desk.accounts.access import may, somewhere
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.models import Person
from antigone.desk.accounts.permissions import Role, Scope, Thing, Verb
from antigone.desk.web.urls import urlpatterns
from desk_people import People, as_, browser, two_agencies
from desk_things import Things, one_of_each_role, things_of_both

pytestmark = pytest.mark.slow

PATTERNS = {str(pattern.name): pattern for pattern in urlpatterns}
SEEN_AS = {
    "person": Thing.PERSON,
    "invitation": Thing.INVITATION,
    "agency": Thing.AGENCY,
    "incident": Thing.INCIDENT,
    "grant": Thing.GRANT,
    "case": Thing.CASE,
    "record": Thing.RECORD,
    "photograph": Thing.PM_PHOTO,
    "source": Thing.SOURCE,
    "consent": Thing.CONSENT,
    "import": Thing.IMPORT,
    "search": Thing.SEARCH,
    "exclusion": Thing.EXCLUSION,
    "link": Thing.LINK,
    "warning": Thing.DOUBT,
    "review": Thing.REVIEW,
    "examination": Thing.WORK,
    "picture": Thing.WORK,
    "leave": Thing.LEAVE,
    "known": Thing.KNOWN_PAIR,
    "file": Thing.FILE,
    "decision": Thing.DECISION,
    "recall": Thing.RECALL,
    "recipient": Thing.RECIPIENT,
    "packet": Thing.PACKET,
    "arrival": Thing.ARRIVAL,
    "door": Thing.DOOR,
    "request": Thing.REQUEST,
    "given": Thing.GIVEN,
    "notification": Thing.NOTIFICATION,
    "prepared": Thing.PREPARED,
    "training": Thing.TRAINING,
    "list": Thing.LISTING,
    "reconciliation": Thing.RECONCILIATION,
    "proposal": Thing.PROPOSAL,
    "erasure": Thing.ERASURE,
}
"""The first word of an address's name, and the thing its number is of."""
ALSO = {Thing.PM_PHOTO: Thing.AM_PHOTO}
"""Whose numbers are asked for under the same address."""
OF_AN_INCIDENT = {
    *(Thing.INCIDENT, Thing.GRANT, Thing.CASE, Thing.RECORD, Thing.PM_PHOTO, Thing.AM_PHOTO),
    *(Thing.SOURCE, Thing.CONSENT, Thing.IMPORT),
    *(Thing.SEARCH, Thing.EXCLUSION, Thing.LINK, Thing.DOUBT),
    Thing.REVIEW,
    *(Thing.FILE, Thing.DECISION, Thing.RECALL),
    *(Thing.PACKET, Thing.ARRIVAL),
    *(Thing.NOTIFICATION, Thing.PREPARED),
}
"""What is shared with its incident."""
ONES_OWN = {Thing.WORK: None, Thing.LEAVE: Role.ADMINISTRATOR}
"""What is there for one person alone, who is none of those who ask here; and the role that sees everybody's."""
FOUND_BY = {Thing.INVITATION: Verb.WITHDRAW, Thing.GRANT: Verb.REVOKE}
"""What one must be allowed to do to find a thing, where that is not to see it."""


@pytest.fixture(scope="module")
def people(one_desk: Path) -> People:
    return two_agencies()


@pytest.fixture(scope="module")
def things(people: People) -> tuple[Things, Things]:
    return things_of_both(people)


@dataclass
class Window:
    """The browser of somebody who is signed in, or of nobody, which each question finds as it was."""

    client: Client
    cookies: str = field(init=False)

    def __post_init__(self) -> None:
        self.cookies = self.client.cookies.output(header="", sep=";")

    def ask(self, address: str, method: str) -> Any:
        """What the desk answers; whatever it did is undone."""
        self.client.cookies = SimpleCookie(self.cookies)
        with transaction.atomic():
            answer: HttpResponse = getattr(self.client, method)(address)
            transaction.set_rollback(True)
        return answer


@pytest.fixture(scope="module")
def everybody(people: People) -> list[tuple[Person, Role, Window]]:
    return [(person, role, Window(browser(person))) for person, role in one_of_each_role(people)]


@pytest.fixture(scope="module")
def stranger(one_desk: Path) -> Window:
    return Window(browser())


def kinds_of(name: str) -> list[Thing | None]:
    """Whose numbers the address takes; None if it takes none."""
    kind = SEEN_AS.get(name.split("-", maxsplit=1)[0]) if "number" in str(PATTERNS[name].pattern) else None
    return [kind, ALSO[kind]] if kind in ALSO else [kind]


def expected(by: Actor, verb: Verb, thing: Thing, kind: Thing | None, of: Things) -> set[int]:
    either = kind in ALSO or kind in ALSO.values()
    if not any(somewhere(by, verb, each) for each in ((thing, ALSO[thing]) if either and thing in ALSO else (thing,))):
        return {403}
    thing = kind if either and kind and thing in ALSO else thing
    if kind is None:
        return {200, 302, 400}
    if kind in ONES_OWN and ONES_OWN[kind] not in by.roles:
        return {404}
    if kind is Thing.REVIEW and Role.EXAMINER in by.roles:  # they may still be asked: then they must not know of it
        return {404}
    scope = Scope(of.agency.pk, int(of.numbers[Thing.INCIDENT]) if kind in OF_AN_INCIDENT else None)
    if not may(by, FOUND_BY.get(kind, Verb.SEE), kind.of(scope)):
        return {404}
    return {200, 302, 400} if may(by, verb, thing.of(scope)) else {403}


@pytest.mark.parametrize("name", [n for n, p in PATTERNS.items() if not getattr(p.callback, "public", False)])
def test_an_address_answers_whom_the_table_names_and_nobody_else(
    things: tuple[Things, Things], everybody: list[tuple[Person, Role, Window]], stranger: Window, name: str
) -> None:
    verb, thing = PATTERNS[name].callback.permission  # type: ignore[union-attr]
    kinds = kinds_of(name)
    asked = 0
    for person, role, window in everybody:
        by = as_(person)
        for of, kind in product(things if kinds[0] else things[:1], kinds):
            address = reverse(name, args=[of.numbers[kind]] if kind else [])
            for method in ("get", "post"):
                answer = window.ask(address, method)
                if answer.status_code == 405:
                    continue
                who = f"{method} {address} by a {role} of {person.agency}, of {of.agency}"
                assert answer.status_code in expected(by, verb, thing, kind, of), who
                asked += 1
    assert asked >= len(Role) * 2
    for method in ("get", "post"):
        answer = stranger.ask(address, method)
        assert answer.status_code == 302 and answer["Location"].startswith("/sign-in"), f"{method} {address} signed out"


def test_every_address_says_who_may_ask() -> None:
    silent = [
        name
        for name, pattern in PATTERNS.items()
        if not (getattr(pattern.callback, "public", False) or hasattr(pattern.callback, "permission"))
    ]
    assert silent == []
    public = [name for name, pattern in PATTERNS.items() if getattr(pattern.callback, "public", False)]
    assert public == ["front", "language", "sign-in", "accept-invitation", "figures", "figures-file", "sign-in-passkey"]


@pytest.mark.parametrize(
    "address", ["/nothing", "/admin/", "/people/", "/people/x", "/static/", "/api", "/invitation/"]
)
def test_what_is_not_there_is_not_there_for_anybody(people: People, address: str) -> None:
    for person in (None, people.ana):
        answer = browser(person).get(address)
        assert answer.status_code == 404 and b"Traceback" not in answer.content
