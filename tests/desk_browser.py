"""What tests in a browser share: signing in, and axe."""

from __future__ import annotations

import os
import re
from collections import Counter
from itertools import product
from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import Locator, Page, expect

from desk_people import PASSWORD, code_of

_AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
RULES = (
    "{runOnly: {type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']},"
    " resultTypes: ['violations']}"  # where each rule is kept to is not written down: most of what axe takes
)
OF_THE_LOOK = (
    "{runOnly: {type: 'rule', values: ['color-contrast', 'link-in-text-block', 'scrollable-region-focusable',"
    " 'target-size', 'skip-link', 'css-orientation-lock']}, resultTypes: ['violations']}"
)
"""What can be another when colours and sides change, and nothing else does."""

ON_ONE_DATABASE = pytest.mark.parametrize("template", ["sqlite"], indirect=True)
"""For what looks at nothing but pages as a browser lays them out, which no database changes. That each page is there on
both is asked by test_matrix."""


SHOTS = os.environ.get("ANTIGONE_SCREENSHOTS")
"""A folder for pictures of the pages that are looked at, if somebody wants them."""
ON_PAPER = OF_THE_LOOK.replace(" 'target-size',", "")
"""Nobody points at paper."""
LOOKS: tuple[tuple[int, str, dict[str, str], str], ...] = (
    (360, "ltr", {"color_scheme": "light"}, RULES),
    (1440, "rtl", {"color_scheme": "dark"}, OF_THE_LOOK),
    (1440, "ltr", {"media": "print", "color_scheme": "dark"}, ON_PAPER),
)
"""How wide, from which side, in which colours or on paper, and what axe looks for. Each once and not each with each:
the dark changes colours alone, as test_pages holds, whatever the side; and whether anything sticks out of a telephone
from the right is asked besides. Whoever prints may work in the dark."""

EVERY_SIDE = ((360, "ltr"), (360, "rtl"), (1440, "ltr"), (1440, "rtl"))
"""A telephone and a wide screen, from the left and from the right: how each journey of docs/usability.md is gone."""


class Journey:
    """Somebody's way through the desk by what its pages offer, with how much they did; nothing ever sticks out."""

    def __init__(self, page: Page, width: int = 1440, side: str = "ltr") -> None:
        self.page = page
        self.did: Counter[str] = Counter()
        page.set_viewport_size({"width": width, "height": 740 if width < 700 else 900})
        seen_from(page, side)

    def follow(self, goal: Locator) -> None:
        """A link or a button that leads to a page. What lies in the header's menu is opened first."""
        if goal.count() and not goal.first.is_visible():
            self.press(self.page.locator("header summary").locator("visible=true"))
        with self.page.expect_navigation():
            self.press(goal)
        assert fits(self.page), self.page.url

    def press(self, goal: Locator) -> None:
        goal.first.click()
        self.did["links and buttons"] += 1

    def link(self, name: str | re.Pattern[str]) -> None:
        self.follow(self.page.get_by_role("link", name=name, include_hidden=True))

    def button(self, name: str) -> None:
        self.follow(self.page.locator("main").get_by_role("button", name=name, exact=True))

    def fill(self, label: str, words: str) -> None:
        self.page.locator("main").get_by_label(label).first.fill(words)
        self.did["fields"] += 1

    def tick(self, label: str) -> None:
        self.page.locator("main").get_by_label(label).first.check()
        self.did["fields"] += 1


def seen_from(page: Page, side: str) -> None:
    """Lay out every page from here on from that side."""
    page.add_init_script(
        f"document.addEventListener('DOMContentLoaded', () => document.documentElement.dir = '{side}')"
    )


def sign_in(page: Page, email: str, password: str = PASSWORD, code: str = "") -> None:
    page.goto("/sign-in")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_label("Code from your authenticator app").fill(code or code_of())
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def forget_who_was_here(page: Page) -> None:
    """As a new window: the page is left first, since what it still asks for would be answered with cookies."""
    page.goto("about:blank")
    page.context.clear_cookies()


def fits(page: Page) -> bool:
    """Whether nothing of the page is beyond the side of its window."""
    page.wait_for_load_state()  # a click ends when the next page begins to come, which is then without an element
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def turn(page: Page, side: str) -> None:
    """Lay the page out from the left (`ltr`) or from the right (`rtl`)."""
    page.wait_for_load_state()
    page.evaluate(f"document.documentElement.dir = '{side}'")


def complaints(page: Page, rules: str = RULES) -> list[str]:
    """What axe finds on the page as it is now. It is given to each page once."""
    page.wait_for_load_state()
    if not page.evaluate("'axe' in window"):
        page.evaluate(_AXE)
    found = page.evaluate(f"async () => (await axe.run(document, {rules})).violations")
    return [f"{each['id']}: {node['html'][:200]} {node['failureSummary']}" for each in found for node in each["nodes"]]


def unsound(page: Page) -> list[str]:
    """What axe finds on a page, and where something sticks out: on a telephone and on a wide screen, from the left and
    the right, in light and dark, and printed. The page is loaded once.
    """
    found = []
    page.wait_for_load_state()
    page.evaluate("window.hadFocus = document.activeElement")  # what is not printed loses it
    for width, side, media, rules in LOOKS:
        as_seen(page, width, side, media)
        found += [f"{width} {side} {media}: {each}" for each in complaints(page, rules)]
        if not fits(page):
            found.append(f"{width} {side} {media}: something sticks out")
    as_seen(page, 360, "rtl", {})
    if not fits(page):
        found.append("360 rtl: something sticks out")
    as_seen(page, 360, "ltr", {})
    page.evaluate("window.hadFocus.focus({preventScroll: true})")
    return found


def as_seen(page: Page, width: int, side: str, media: dict[str, str]) -> None:
    page.set_viewport_size({"width": width, "height": 740 if width < 700 else 900})
    page.emulate_media(**{"media": "screen", "color_scheme": "light", **media})  # type: ignore[arg-type]
    turn(page, side)


def sound(page: Page, name: str) -> None:
    """However a page is looked at, axe finds nothing on it, and nothing sticks out. It is a telephone's again then."""
    found = unsound(page)
    assert not found, f"{name}: {found}"
    if SHOTS:
        _pictures(page, name)


def _pictures(page: Page, name: str) -> None:
    for width, side, scheme in product((360, 1440), ("ltr", "rtl"), ("light", "dark")):
        as_seen(page, width, side, {"color_scheme": scheme})
        page.screenshot(path=f"{SHOTS}/{name}-{width}-{side}-{scheme}.png", full_page=True)
    as_seen(page, 360, "ltr", {})
