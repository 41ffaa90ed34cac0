"""A number that no row can have is of nothing: not there, and never a fault. Made from the addresses."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import URLPattern, reverse

import antigone.desk.web
from antigone.desk.accounts.permissions import Role
from antigone.desk.api.urls import api
from antigone.desk.numbers import LARGEST
from antigone.desk.public.urls import urlpatterns as of_families
from antigone.desk.web.urls import urlpatterns
from desk_api import Program, a_token
from desk_people import People, appointed, browser, two_agencies

pytestmark = [pytest.mark.slow, pytest.mark.both, pytest.mark.usefixtures("bare_refusals")]

HUGE = (LARGEST + 1, 10**30)
NUMBERED = [each for each in (*urlpatterns, *of_families) if "<int:" in str(each.pattern)]
ASKED = sorted(
    {
        name
        for path in Path(antigone.desk.web.__file__).parent.rglob("*.py")
        for name in re.findall(r"""GET(?:\.get\(|\[)["'](\w+)["']""", path.read_text(encoding="utf-8"))
    }
)


@pytest.fixture(scope="module")
def people(one_desk: Path) -> People:
    return two_agencies()


@pytest.fixture(scope="module")
def client(people: People) -> Client:
    roles = {Role.REGISTRAR, Role.LIAISON_OFFICER, Role.BOARD_MEMBER, Role.VALIDATOR} - people.emil.roles
    appointed(people.emil, *roles)
    client = browser(people.emil)
    client.raise_request_exception = False
    return client


def address(pattern: URLPattern, number: int) -> str:
    kinds = {name: {"int": number, "kind": "pm"}.get(_kind(name, pattern), "x") for name in pattern.pattern.converters}
    return reverse(str(pattern.name), kwargs=kinds)


def _kind(name: str, pattern: URLPattern) -> str:
    found = re.search(rf"<(\w+):{name}>", str(pattern.pattern))
    return found[1] if found else ""


@pytest.mark.parametrize("number", HUGE)
def test_an_address_with_such_a_number_is_not_there(client: Client, number: int) -> None:
    assert len(NUMBERED) > 100
    answered = {
        f"{method} {pattern.name}": getattr(client, method)(address(pattern, number)).status_code
        for pattern in NUMBERED
        for method in ("get", "post")
    }
    assert {said: status for said, status in answered.items() if status != 404} == {}


def test_a_question_with_such_a_number_is_answered(client: Client) -> None:
    assert {"page", "incident"} <= set(ASKED)
    answered = {}
    for pattern in urlpatterns:
        if not pattern.pattern.converters and pattern.name:
            for number in (*HUGE, "٣" * 30):
                asked = client.get(reverse(str(pattern.name)), dict.fromkeys(ASKED, str(number)))
                answered[f"{pattern.name} {number}"] = asked.status_code
    assert {said: status for said, status in answered.items() if status >= 500} == {}


def test_an_operation_with_such_a_number_is_not_there_or_told_so(people: People) -> None:
    program = Program(a_token(people.boris))
    operations = [
        (path, operation)
        for _, router in api._routers
        for path, view in router.path_operations.items()
        for operation in view.operations
        if "{" in path
    ]
    assert len(operations) > 30
    for path, operation in operations:
        named = re.sub(r"\{(\w+:)?kind\}", "cases", path)
        there = re.sub(r"\{[^}]*\}", str(LARGEST + 1), named)
        for method in operation.methods:
            status = program.ask(method, there).status_code
            assert status in (403, 404, 415, 422), f"{method} {there}: {status}"
