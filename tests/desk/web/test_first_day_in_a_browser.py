"""From two links to a first candidate list, on an empty desk, by following only what its pages offer.

    uv run pytest -n 0 -s tests/desk/web/test_first_day_in_a_browser.py

prints how many pages were opened, links and buttons pressed and fields filled, which docs/usability.md quotes. Nobody
types an address: each page is reached by a link or a button of the page before, from the link that was handed over on.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from importlib import resources
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from antigone.desk.console import invite_administrator
from antigone.desk.worker import work_once
from desk_browser import EVERY_SIDE, ON_ONE_DATABASE, Journey, sound
from desk_people import code_of

pytestmark = pytest.mark.slow
HALCYON = resources.files("antigone.demo") / "incident"
DEAD, MISSING = HALCYON / "unidentified" / "U-01.jpg", HALCYON / "references" / "M-005" / "1.jpg"
PASSWORD = "rain on the tin roof"


class Somebody(Journey):
    """A person at their own browser."""

    def join(self, link: str) -> None:
        """By the link that was handed over, the one address that nobody's page offers."""
        self.page.goto("/invitation/" + link.rpartition("/")[2])
        secret = self.page.locator("code").first.inner_text()
        self.fill("New password", PASSWORD)
        self.fill("The same again", PASSWORD)
        self.page.get_by_label("The code the app shows now").fill(code_of(secret))
        self.did["fields"] += 1
        self.button("Join")
        expect(self.page.get_by_role("button", name="Sign out")).to_be_attached()


@pytest.fixture
def windows(chromium: Browser, served: Any) -> Iterator[list[BrowserContext]]:
    """A browser for each of the four: nobody shares one."""
    may = ["clipboard-read", "clipboard-write"]
    made = [chromium.new_context(base_url=served.address, locale="en-US", permissions=may) for _ in range(4)]
    yield made
    for each in made:
        each.close()


LOOKED_AT = (1440, "ltr")
"""As it is gone in every run, with a look at its pages. From elsewhere it is a sweep: each makes a desk of its own."""


@ON_ONE_DATABASE
@pytest.mark.parametrize(
    "look",
    [pytest.param(look, marks=() if look == LOOKED_AT else pytest.mark.sweep) for look in EVERY_SIDE],
    ids=lambda look: "-".join(map(str, look)),
)
def test_two_administrators_come_to_a_first_candidate_list_by_following_only_the_pages(
    windows: list[BrowserContext], look: tuple[int, str]
) -> None:
    ana, berta, rosa, mara = (Somebody(window.new_page(), *look) for window in windows)
    ana.join(invite_administrator(agency="Harbour mortuary", name="Ana Petrova", email="ana@example.org"))
    expect(ana.page.locator("main")).to_contain_text("Have two administrators")
    berta.join(invite_administrator(agency="Harbour mortuary", name="Berta Lang", email="berta@example.org"))
    _looked_at(ana, look, "front-of-an-empty-desk")
    ana.link(re.compile("Open the checklist of the first day"))
    _looked_at(ana, look, "first-day")
    _an_incident(ana)
    _a_source(ana)
    links = [_invited(ana, "Rosa Lund", "rosa@example.org", "registrar")]
    links.append(_invited(ana, "Mara Voss", "mara@example.org", "board member"))
    for somebody, link in zip((rosa, mara), links, strict=True):
        somebody.join(link)
        expect(somebody.page.locator("main")).to_contain_text("wait until a second person confirms")
    for name in ("Mara Voss", "Rosa Lund"):
        berta.page.reload()
        berta.link(name)
        berta.button("I confirm the appointment")
        berta.link("Antigone")

    _help_beside(rosa)
    rosa.link("Open a record")
    rosa.fill("Family name", "Salvara")
    rosa.button("Open the record")
    _a_photograph(rosa, MISSING.read_bytes())
    rosa.link("Antigone")
    rosa.link("Open a case")
    rosa.button("Open the case")
    _a_photograph(rosa, DEAD.read_bytes())

    mara.page.reload()
    heading = mara.page.locator(".waiting dt").get_by_text("Candidate lists that nobody has read", exact=True)
    mara.follow(heading.locator("xpath=following-sibling::dd[1]").get_by_role("link"))
    if mara.page.locator(".candidate").count() == 0:
        mara.link(re.compile("The latest list"))
    expect(mara.page.locator(".candidate").first).to_contain_text("Salvara")

    did = sum((each.did for each in (ana, berta, rosa, mara)), Counter[str]())
    print(*look, *(f"{what}: {number}" for what, number in did.items()), sep=", ")
    assert did["links and buttons"] <= (40 if look[0] > 700 else 50) and did["fields"] <= 40


def _looked_at(somebody: Somebody, look: tuple[int, str], name: str) -> None:
    if look == LOOKED_AT:
        sound(somebody.page, name)
        somebody.page.set_viewport_size({"width": 1440, "height": 900})


def _an_incident(ana: Somebody) -> None:
    ana.link(re.compile("^Open an incident"))
    ana.fill("Code", "HALCYON-26")
    ana.fill("Name", "The ferry Halcyon")
    ana.button("Open")


def _a_source(ana: Somebody) -> None:
    ana.link("Lawful sources of photographs")
    ana.link("Open a lawful source")
    ana.fill("Name", "Passport register")
    ana.page.get_by_label("Controller").fill("Passport office")
    ana.page.locator("input[name=basis][value=public-interest]").check()
    ana.page.get_by_label("Instrument").fill("Disaster Victims Act, section 4")
    ana.page.get_by_label("Purposes").fill("To identify the dead of the ferry")
    ana.did["fields"] += 4
    ana.button("Open it")


def _invited(ana: Somebody, name: str, email: str, role: str) -> str:
    """The link that the administrator copies by the button."""
    ana.link("People")
    ana.link("Invite somebody")
    ana.fill("Name", name)
    ana.fill("E-mail address", email)
    ana.tick(role)
    ana.button("Make the link")
    ana.page.get_by_role("button", name="Copy").click()
    expect(ana.page.get_by_text("Copied.")).to_be_visible()
    ana.did["links and buttons"] += 1
    return str(ana.page.evaluate("navigator.clipboard.readText()"))


def _help_beside(rosa: Somebody) -> None:
    """Help is read beside the page, which stays, and is closed by the key that closes everything."""
    rosa.page.reload()
    address = rosa.page.url
    rosa.page.get_by_role("button", name="Help").click()
    expect(rosa.page.get_by_role("complementary", name="Your front page")).to_contain_text("the most pressing first")
    assert rosa.page.url == address
    rosa.page.keyboard.press("Escape")
    expect(rosa.page.get_by_role("button", name="Help")).to_be_focused()


def _a_photograph(rosa: Somebody, picture: bytes) -> None:
    rosa.link("Add photographs")
    file: Any = {"name": "1.jpg", "mimeType": "image/jpeg", "buffer": picture}
    rosa.page.locator("input[type=file]").first.set_input_files(file)
    rosa.did["fields"] += 1
    rosa.page.get_by_role("button", name="Add", exact=True).click()
    rosa.did["links and buttons"] += 1
    rosa.page.wait_for_url(re.compile(r"/photographs$"))
    work_once()
