"""Every address x every role x own or another agency x signed out, made from the addresses and the permission table.

Each page is HTML, and what a page offers is asked too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qs

import pytest
from django.http import HttpResponse
from django.urls import resolve

from antigone.desk.accounts.access import may, somewhere
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.permissions import Role, Scope, Thing, Verb
from antigone.desk.exchange import making
from antigone.desk.photos import vault
from desk_addresses import (
    NOT_PUBLIC,
    OF_KINDS,
    PATTERNS,
    Window,
    address_of,
    kinds_of,
    permission,
    says_its_kind,
    signed_in,
)
from desk_html import invalid, offered
from desk_people import People, as_, browser, two_agencies
from desk_things import Things, one_of_each_role, things_of_both

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("bare_refusals")]

OF_AN_INCIDENT = {
    *(Thing.INCIDENT, Thing.GRANT, Thing.CASE, Thing.RECORD, Thing.PM_PHOTO, Thing.AM_PHOTO),
    *(Thing.SOURCE, Thing.CONSENT, Thing.IMPORT),
    *(Thing.SEARCH, Thing.EXCLUSION, Thing.LINK, Thing.DUPLICATE_WARNING),
    Thing.REVIEW,
    *(Thing.FILE, Thing.DECISION, Thing.RECALL),
    *(Thing.PACKET, Thing.ARRIVAL),
    *(Thing.NOTIFICATION, Thing.PREPARED),
}
"""What is shared with its incident."""
ONES_OWN = {Thing.ASSIGNMENT: None, Thing.LEAVE: Role.ADMINISTRATOR}
"""What is there for one person alone, who is none of those who ask here; and the role that sees everybody's."""
FOUND_BY = {Thing.INVITATION: Verb.WITHDRAW, Thing.GRANT: Verb.REVOKE}
"""What one must be allowed to do to find a thing, where that is not to see it."""
OF_A_KIND = 2
"""How many links of a kind are followed for each role: with others of the kind, only the number is another."""
DONE = {200, 302, 400}
"""What a permitted question is answered: it is shown or carried out, or a rule stands against it."""


@pytest.fixture(scope="module")
def people(one_desk: Path) -> People:
    return two_agencies()


@pytest.fixture(scope="module")
def things(people: People) -> tuple[Things, Things]:
    return things_of_both(people)


@pytest.fixture(autouse=True)
def files_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a question did is undone in the database: then its files must be there too, for the next one."""
    for place in (vault, making):
        monkeypatch.setattr(place, "discard", lambda name: None)


@dataclass(frozen=True)
class Somebody:
    """Who asks, in one role alone."""

    by: Actor
    role: Role
    window: Window
    asked: dict[tuple[str, str], int] = field(default_factory=dict)
    """What each question was answered, so that none is asked twice."""
    followed: Counter[tuple[str, ...]] = field(default_factory=Counter)


class Answered(NamedTuple):
    """A question, its answer, and what the table says of it."""

    question: str
    status: int
    expected: set[int]
    page: str
    """What was answered, if it is a page of the desk."""


@pytest.fixture(scope="module")
def everybody(people: People) -> list[Somebody]:
    return [Somebody(as_(person), role, signed_in(person)) for person, role in one_of_each_role(people)]


@pytest.fixture(scope="module")
def stranger(one_desk: Path) -> Window:
    return Window(browser())


def shown_at_all(by: Actor, name: str, kind: Thing | None) -> bool:
    """Whether the gate lets them in, which looks at their roles and at no number."""
    verb, things = permission(name)
    kind_of = OF_KINDS[kind] if kind and says_its_kind(name) else PATTERNS[name].default_args.get("kind")
    asked = [things[kind_of]] if kind_of and len(things) > 1 else things.values()
    return any(somewhere(by, verb, each) for each in asked)


def expected(by: Actor, name: str, kind: Thing | None, of: Things) -> set[int]:
    if not shown_at_all(by, name, kind):
        return {403}
    if kind is None:
        return DONE
    if kind in ONES_OWN and ONES_OWN[kind] not in by.roles:
        return {404}
    if kind is Thing.REVIEW and Role.EXAMINER in by.roles:  # they may still be asked: then they must not know of it
        return {404}
    verb, things = permission(name)
    thing = things[OF_KINDS[kind]] if len(things) > 1 else things[""]
    scope = Scope(of.agency.pk, int(of.numbers[Thing.INCIDENT]) if kind in OF_AN_INCIDENT else None)
    if not may(by, FOUND_BY.get(kind, Verb.SEE), kind.of(scope)):
        return {404}
    return DONE if may(by, verb, thing.of(scope)) else {403}


def page_of(answer: HttpResponse) -> str:
    if answer.status_code not in (200, 400) or answer.streaming or not answer["Content-Type"].startswith("text/html"):
        return ""
    page = answer.content.decode()
    return page if page.lstrip().startswith("<!DOCTYPE html>") else ""


def refused(one: Somebody, page: str) -> list[str]:
    """What a page offers to somebody who is not let in, or is told that it is not there."""
    found = []
    for method, path in sorted(offered(page)):
        if (method, path) not in one.asked and _is_new(one, method, path):
            one.asked[method, path] = one.window.ask(path, method).status_code
        if one.asked.get((method, path), 200) in (403, 404, 500):
            found.append(f"{method} {path}: {one.asked[method, path]}")
    return found


def _is_new(one: Somebody, method: str, path: str) -> bool:
    """Whether it is another kind of question than those that were asked: of each kind a few are followed."""
    address, _query, asked = path.partition("?")
    of = resolve(address)
    kind = (method, str(of.url_name), str(of.kwargs.get("kind", "")), *sorted(parse_qs(asked, keep_blank_values=True)))
    one.followed[kind] += 1
    return of.url_name != "sign-out" and one.followed[kind] <= OF_A_KIND


def answers(one: Somebody, name: str, things: tuple[Things, Things], methods: list[str]) -> Iterator[Answered]:
    """What somebody is answered who asks for each number of each agency, by every method.

    Whom the gate keeps out asks once: it looks at no number, and stands before whatever a method does. A method that
    an address does not take leaves ``methods``: it takes it from all or from nobody.
    """
    for kind in kinds_of(name):
        for of, method in product(things if kind else things[:1], methods.copy()):
            if method not in methods:
                continue
            address = address_of(name, kind, of)
            answer = one.window.ask(address, method)
            status, question = answer.status_code, f"{method} {address} of {of.agency}"
            if status == 405:
                methods.remove(method)
                continue
            yield Answered(question, status, expected(one.by, name, kind, of), page_of(answer))
            if not shown_at_all(one.by, name, kind):
                break


@pytest.mark.parametrize("name", NOT_PUBLIC)
def test_an_address_answers_whom_the_table_names_and_nobody_else(
    things: tuple[Things, Things], everybody: list[Somebody], stranger: Window, name: str
) -> None:
    asked, methods, seen = 0, ["get", "post"], 0
    for one in everybody:
        for answer in answers(one, name, things, methods):
            who = f"{answer.question} by a {one.role} of agency {one.by.agency}"
            assert answer.status in answer.expected, who
            asked += 1
            if answer.page and seen < 2:
                assert invalid(answer.page) == [], who
                seen += 1
    assert asked >= len(Role) * 2 and methods
    address = address_of(name, kinds_of(name)[0], things[0])
    for method in ("get", "post"):
        shut = stranger.ask(address, method)
        assert shut.status_code == 302 and shut["Location"].startswith("/sign-in"), f"{method} {address} signed out"


@pytest.mark.sweep
def test_nobody_is_offered_what_they_are_refused(things: tuple[Things, Things], everybody: list[Somebody]) -> None:
    for one, name in product(everybody, NOT_PUBLIC):
        for answer in answers(one, name, things, ["get"]):
            if answer.page:
                assert refused(one, answer.page) == [], f"offered by {answer.question} to a {one.role}"
    assert sum(len(one.asked) for one in everybody) > 400


@pytest.mark.sweep
@pytest.mark.both
@pytest.mark.parametrize("template", ["postgresql"], indirect=True)
def test_every_address_answers_on_postgresql_too(things: tuple[Things, Things], everybody: list[Somebody]) -> None:
    """Whom the table names is asked above; here, once for each number, the first who may."""
    opened = 0
    for name in NOT_PUBLIC:
        for kind, method in product(kinds_of(name), ("get", "post")):
            who = next((one for one in everybody if expected(one.by, name, kind, things[0]) == DONE), None)
            if who is None:  # what is one person's own
                continue
            address = address_of(name, kind, things[0])
            answer = who.window.ask(address, method)
            assert answer.status_code in DONE | {405}, f"{method} {address} by a {who.role}"
            opened += answer.status_code == 200
    assert opened > len(NOT_PUBLIC) / 2


def test_every_address_says_who_may_ask() -> None:
    silent = [
        name
        for name, pattern in PATTERNS.items()
        if not (getattr(pattern.callback, "public", False) or hasattr(pattern.callback, "permission"))
    ]
    assert silent == []
    public = [name for name, pattern in PATTERNS.items() if getattr(pattern.callback, "public", False)]
    known = {"front", "language", "sign-in", "sign-in-passkey", "accept-invitation", "figures", "figures-file"}
    assert set(public) == known and len(public) == len(known)


@pytest.mark.parametrize(
    "address", ["/nothing", "/admin/", "/people/", "/people/x", "/static/", "/api", "/invitation/"]
)
def test_what_is_not_there_is_not_there_for_anybody(people: People, address: str) -> None:
    for person in (None, people.ana):
        answer = browser(person).get(address)
        assert answer.status_code == 404 and b"Traceback" not in answer.content
