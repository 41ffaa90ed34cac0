"""Every page that each role is shown, as axe finds it: wide and on a telephone, from either side, in the dark, printed.

It takes minutes: a part of ``--everywhere``. What changes most is looked at in every run by the journeys of each room.
"""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext

from antigone.desk.accounts.models import Person
from antigone.desk.accounts.permissions import Role
from desk_addresses import NOT_PUBLIC, address_of, kinds_of
from desk_browser import ON_ONE_DATABASE, unsound
from desk_people import browser, two_agencies
from desk_things import Things, one_of_each_role, things_of_both

pytestmark = pytest.mark.slow


def addresses(things: Things) -> dict[str, str]:
    """Of every page the address, by what it is of."""
    named = ((name, kind) for name in NOT_PUBLIC for kind in kinds_of(name))
    return {"front": "/"} | {f"{name} {kind or ''}": address_of(name, kind, things) for name, kind in named}


def as_somebody(chromium: Browser, served: Any, person: Person) -> BrowserContext:
    """The window of somebody who is signed in."""
    window = chromium.new_context(base_url=served.address)
    window.set_default_timeout(60_000)
    cookies = browser(person).cookies
    window.add_cookies([{"name": n, "value": c.value, "url": served.address} for n, c in cookies.items()])
    return window


@ON_ONE_DATABASE
@pytest.mark.minutes
def test_axe_finds_nothing_on_any_page_of_any_role(chromium: Browser, served: Any) -> None:
    seen: set[str] = set()
    found: list[str] = []
    people = two_agencies()
    asked = addresses(things_of_both(people)[0])
    for person, role in one_of_each_role(people)[: len(Role)]:
        window = as_somebody(chromium, served, person)
        page = window.new_page()
        for name, address in asked.items():
            if name in seen and name != "front":
                continue
            answer = window.request.get(address, max_redirects=0)
            if answer.status != 200 or not answer.body().lstrip().startswith(b"<!DOCTYPE html>"):  # a file, a part
                continue
            seen.add(name)
            page.goto(address)
            found += [f"{role}, {name}: {each}" for each in unsound(page)]
        window.close()
    assert found == []
    assert len(seen) > 100, "most pages can be read"
