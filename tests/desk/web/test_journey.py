"""From an invitation to a candidate list, in a telephone's window, with scripts and without, on both databases."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import resources
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from antigone.desk.accounts.models import Agency
from antigone.desk.accounts.permissions import Role
from antigone.desk.audit.models import AuditRow
from antigone.desk.audit.verify import verify
from antigone.desk.console import invite_administrator
from antigone.desk.worker import work_once
from desk_browser import complaints, fits
from desk_people import a_person, code_of, confirmed_by

pytestmark = pytest.mark.slow
HALCYON = resources.files("antigone.demo") / "incident"
SAME_PERSON = HALCYON / "references" / "M-005" / "1.jpg", HALCYON / "unidentified" / "U-01.jpg"
SOMEBODY_ELSE = HALCYON / "references" / "M-012" / "1.jpg"


@pytest.fixture(params=[True, False], ids=["scripts", "no scripts"])
def scripts(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture
def page(chromium: Browser, served: Any, scripts: bool) -> Iterator[Page]:
    context = chromium.new_context(
        viewport={"width": 360, "height": 740}, base_url=served.address, java_script_enabled=scripts
    )
    yield context.new_page()
    context.close()


def test_from_an_invitation_to_a_candidate_list(page: Page, scripts: bool) -> None:
    link = invite_administrator(agency="Harbour mortuary", name="Ana Petrova", email="ana@example.org")
    _join(page, "/invitation/" + link.rpartition("/")[2])
    page.goto("/incidents/open")
    page.locator("main").get_by_label("Code").fill("HALCYON-26")
    page.locator("main").get_by_label("Name").fill("The ferry Halcyon")
    page.get_by_role("button", name="Open", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("HALCYON-26")
    page.goto("/people/invite")
    page.locator("main").get_by_label("Name").fill("Борис Щербак")
    page.get_by_label("E-mail address").fill("boris@example.org")
    page.get_by_label("examiner").check()
    page.get_by_label("registrar").check()
    page.get_by_role("button", name="Make the link").click()
    colleague = page.locator("code").inner_text()
    page.get_by_role("button", name="Sign out").click()

    _join(page, "/invitation/" + colleague.rpartition("/")[2])
    expect(page.get_by_text("These roles wait until a second person confirms")).to_be_visible()
    confirmed_by(a_person("Berta Lang", Agency.objects.get(), Role.ADMINISTRATOR))
    page.goto("/")
    page.get_by_role("link", name=re.compile("HALCYON-26")).click()
    page.get_by_role("link", name="Lawful sources of photographs").click()
    page.get_by_role("link", name="Open a lawful source").click()
    page.locator("main").get_by_label("Name").fill("Passport register")
    page.get_by_label("Controller").fill("Passport office")
    page.locator("input[name=basis][value=public-interest]").check()
    page.get_by_label("Instrument").fill("Disaster Victims Act, section 4")
    page.get_by_label("Purposes").fill("To identify the dead of the ferry")
    page.get_by_role("button", name="Open it").click()

    _a_record(page, "Сальвара Іван", SAME_PERSON[0].read_bytes())
    _a_record(page, "Merancourt Thibault", SOMEBODY_ELSE.read_bytes())
    page.goto("/cases/open")
    page.get_by_label("Where").fill("Grey Skerry, landing stage")
    page.get_by_role("button", name="Open the case").click()
    case = page.url
    _add(page, SAME_PERSON[1].read_bytes())

    page.goto(case)
    page.get_by_role("link", name=re.compile("The latest list: 2 candidates")).click()
    first = page.locator(".candidate").first
    expect(first).to_contain_text("Сальвара")
    expect(first).to_contain_text("Weight of evidence")
    expect(page.locator("main")).to_contain_text("A candidate is a lead, never an identification")
    if scripts:  # without them the page cannot be asked
        assert fits(page)
        assert complaints(page) == []
    page.get_by_role("link", name="Pair", exact=True).click()
    reference = page.locator("#faces image").last.get_attribute("href")
    assert reference is not None and page.request.get(reference).status == 200
    assert verify().faults == ()
    assert AuditRow.objects.filter(verb="see reference photograph").exists(), "each clear look is kept"


def _a_record(page: Page, name: str, picture: bytes) -> None:
    page.goto("/records/open")
    family, given = name.split()
    page.locator("input[name=family]").fill(family)
    page.locator("input[name=given]").fill(given)
    page.get_by_role("button", name="Open the record").click()
    _add(page, picture)


def _add(page: Page, picture: bytes) -> None:
    page.get_by_role("link", name="Add photographs").first.click()
    page.locator("input[type=file]").first.set_input_files(
        {"name": "1.jpg", "mimeType": "image/jpeg", "buffer": picture}
    )
    page.get_by_role("button", name="Add", exact=True).click()
    page.wait_for_url(re.compile(r"/photographs$"))
    work_once()


def _join(page: Page, link: str) -> None:
    page.goto(link)
    secret = page.locator("code").first.inner_text()
    page.get_by_label("New password").fill("rain on the tin roof")
    page.get_by_label("The same again").fill("rain on the tin roof")
    page.get_by_label("The code the app shows now").fill(code_of(secret))
    page.get_by_role("button", name="Join").click()
    expect(page.get_by_role("heading", name="Your desk")).to_be_visible()
