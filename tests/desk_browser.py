"""What tests in a browser share: signing in, and axe."""

from __future__ import annotations

from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import Page, expect

from desk_people import PASSWORD, code_of

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
RULES = (
    "{runOnly: {type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']},"
    " resultTypes: ['violations']}"  # where each rule is kept to is not written down: most of what axe takes
)

ON_ONE_DATABASE = pytest.mark.parametrize("template", ["sqlite"], indirect=True)
"""For what looks at nothing but pages as a browser lays them out, which no database changes. That each page is there on
both is asked by test_matrix."""


def sign_in(page: Page, email: str, password: str = PASSWORD, code: str = "") -> None:
    page.goto("/sign-in")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_label("Code from your authenticator app").fill(code or code_of())
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def complaints(page: Page) -> list[str]:
    """What axe finds on the page as it is now. It is given to each page once."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found = page.evaluate(f"async () => (await axe.run(document, {RULES})).violations")
    return [f"{each['id']}: {node['html'][:200]} {node['failureSummary']}" for each in found for node in each["nodes"]]
