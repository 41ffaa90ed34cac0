"""The morning meeting: from the front page to one sheet of paper, on any screen and without scripts.

    uv run pytest -n 0 -s tests/desk/web/test_overview_in_a_browser.py

prints the keys, which docs/usability.md quotes.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from unittest import mock

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from antigone.desk.accounts.models import Incident, MapGround, Person
from antigone.desk.accounts.permissions import Role
from antigone.desk.cases.actions.cases import open_case
from antigone.desk.records.actions.records import open_record
from desk_browser import EVERY_SIDE, ON_ONE_DATABASE, SHOTS, fits, sign_in, sound, turn
from desk_people import a_person, as_, two_agencies
from desk_photos import an_incident

pytestmark = pytest.mark.slow


def a_busy_incident() -> Incident:
    people = two_agencies()
    rosa = a_person("Rosa Weiss", people.harbour, Role.REGISTRAR, Role.BOARD_MEMBER)
    incident = an_incident(people)
    for n in range(12):
        with mock.patch("django.utils.timezone.now", lambda n=n: datetime.now(UTC) - timedelta(days=2 * n)):
            open_case(by=as_(rosa), incident=incident, latitude=46.4 + n / 90, longitude=30.7 + n % 5 / 30)
            for k in range(n % 3):
                at = {"last_seen_latitude": 46.45 + k / 50, "last_seen_longitude": 30.75 - n / 90}
                open_record(by=as_(rosa), incident=incident, names=[{"family": "Щербак", "given": "Олена"}], **at)
    return incident


def sheets(page: Page) -> int:
    return page.pdf(format="A4", prefer_css_page_size=True).count(b"/Type /Page\n")


def to_link(page: Page, name: str) -> int:
    """Go on by Tab until a link with these words has the focus. Returns how many keys it took."""
    for keys in range(1, 120):
        page.keyboard.press("Tab")
        if name in str(page.evaluate("document.activeElement.matches('a') && document.activeElement.innerText")):
            return keys
    raise AssertionError(f"the keyboard does not reach {name}")


@ON_ONE_DATABASE
def test_the_sheet_of_the_morning_meeting(window: BrowserContext) -> None:
    incident = a_busy_incident()
    page = window.new_page()
    sign_in(page, "rosa.weiss@example.org")
    for width, side in EVERY_SIDE:
        page.set_viewport_size({"width": width, "height": 740})
        page.goto("/")
        keys = 0
        for name in (incident.name, "A sheet for the morning meeting"):
            turn(page, side)
            page.keyboard.press("Tab")
            page.keyboard.press("Enter")  # past the header
            keys += 2
            keys += to_link(page, name)
            with page.expect_navigation():
                page.keyboard.press("Enter")
            keys += 1
        turn(page, side)
        expect(page.get_by_role("table").first).to_be_visible()
        assert fits(page) and keys <= 25
        many = sheets(page)
        print(f"from the front page to the morning meeting's sheet, {width} {side}: {keys} keys, {many} page of A4")
        assert many == 1
    sound(page, "morning")
    if SHOTS:
        page.pdf(path=f"{SHOTS}/morning.pdf", format="A4", prefer_css_page_size=True)

    page.goto(incident.address)
    expect(page.get_by_role("img", name="Where 12 bodies were found")).to_be_visible()
    page.get_by_text("The map as a table").click()
    expect(page.locator("[data-label='Latitude']").first).to_be_visible()  # a card, on a telephone
    sound(page, "incident")


@ON_ONE_DATABASE
def test_the_picture_without_scripts_in_arabic(window: BrowserContext) -> None:
    incident = a_busy_incident()
    assert window.browser is not None
    coast = [[(46.38, 30.68), (46.44, 30.72), (46.5, 30.74)]]
    lia = Person.objects.get(email="rosa.weiss@example.org")
    MapGround.objects.create(incident=incident, lines=coast, at=datetime.now(UTC), by=lia)
    page = window.new_page()
    sign_in(page, lia.email)
    other = window.browser.new_context(
        java_script_enabled=False,
        locale="ar",
        base_url=page.url.split("/", 3)[0] + "//" + page.url.split("/")[2],
        storage_state=window.storage_state(),
    )
    theirs = other.new_page()
    theirs.goto(incident.address)
    assert theirs.locator("html").get_attribute("dir") == "rtl"
    expect(theirs.locator(".coast")).to_have_count(1)
    expect(theirs.locator(".meet rect")).to_have_count(2)
    expect(theirs.locator(".found-there")).to_have_count(12)
    if SHOTS:
        theirs.set_viewport_size({"width": 1440, "height": 900})
        theirs.screenshot(path=f"{SHOTS}/incident-ar.png", full_page=True)
    other.close()
