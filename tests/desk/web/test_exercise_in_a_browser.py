"""An exercise from its beginning to its receipt, in a browser: begun, entered, practised in, thrown away."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from antigone.desk.accounts.permissions import Role
from antigone.desk.exercises.entering import enter
from antigone.desk.exercises.models import Exercise
from antigone.desk.exercises.shipped import TO_ADD, to_add
from antigone.desk.subjects.models import Subject
from desk_browser import ON_ONE_DATABASE, as_seen, fits, sign_in, sound
from desk_people import a_person, two_agencies

pytestmark = [pytest.mark.slow, pytest.mark.sweep]
MARK = "aside.exercise-mark"


def a_window(chromium: Browser, served: Any) -> BrowserContext:
    return chromium.new_context(viewport={"width": 1440, "height": 900}, base_url=served.address, locale="en-US")


def press(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.locator("main").get_by_role("button", name=name, exact=True).first.click()


@ON_ONE_DATABASE
def test_an_exercise_is_practised_in_and_thrown_away(chromium: Browser, served: Any) -> None:
    people = two_agencies()
    rosa = a_person("Rosa Lund", people.harbour, Role.REGISTRAR)
    admins, registrars = a_window(chromium, served), a_window(chromium, served)
    ana, page = admins.new_page(), registrars.new_page()
    sign_in(ana, people.ana.email)
    sign_in(page, rosa.email)
    ana.goto("/exercise")
    press(ana, "Begin an exercise")
    page.goto("/exercise")
    press(page, "Enter its people")
    enter(Exercise.objects.get().pk)  # the worker's part
    press(page, "Practise in it")
    expect(page.locator(MARK)).to_contain_text("nobody in it exists")
    _open_a_case(page)
    for side in ("ltr", "rtl"):
        for width in (1440, 360):
            as_seen(page, width, side, {})
            assert fits(page) and page.locator(MARK).is_visible(), (side, width)
    sound(page, "a case of an exercise")
    page.emulate_media(media="print")
    assert page.locator(MARK).is_visible(), "paper says so too"
    page.emulate_media(media="screen")
    ana.goto("/exercise/throw-away")
    press(ana, "Throw it away for ever")
    expect(ana.locator("main")).to_contain_text("This code is shown once")
    page.goto("/cases")
    expect(page.locator(MARK)).to_have_count(0)
    assert "EXERCISE-1" not in page.locator("main").inner_text()
    for window in (admins, registrars):
        window.close()


def _open_a_case(page: Page) -> None:
    """With a picture that the exercise's page gave."""
    page.goto("/incidents")
    page.get_by_role("link", name="EXERCISE-1").first.click()
    page.get_by_role("link", name="Open a case").first.click()
    press(page, "Open the case")
    page.get_by_role("link", name="Add photographs").first.click()
    page.locator("main input[type=file]").first.set_input_files(
        files=[{"name": TO_ADD[0], "mimeType": "image/jpeg", "buffer": to_add(TO_ADD[0])}]
    )
    press(page, "Add")
    case = Subject.objects.filter(kind="pm").latest("pk")
    assert case.photographs.count() == 1
    page.goto(case.address)
