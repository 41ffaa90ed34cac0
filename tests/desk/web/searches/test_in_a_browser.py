"""From photographs to a candidate list, in a browser: by telephone, from right to left, and what axe says of it."""

from __future__ import annotations

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from antigone.desk.candidates.models import DuplicateWarning
from antigone.desk.subjects.models import Subject
from antigone.desk.worker import work_once
from antigone.types import Profile
from desk_browser import complaints, fits, sign_in, sound, turn
from desk_people import two_agencies
from desk_photos import a_photograph, a_reference, a_subject

pytestmark = pytest.mark.slow


def by_keys(page: Page) -> None:
    """The face uncovered and covered again, the densities, and the help, on a telephone and on a wide screen."""
    face = page.locator("#faces svg image")
    page.keyboard.press("c")
    expect(face).to_be_visible()
    for key, name in (("1", "lines"), ("2", "grid"), ("3", "pair")):
        page.keyboard.press(key)
        expect(page.locator(".densities [aria-current]")).to_have_attribute("data-key", key)
        expect(face.first).to_be_visible()
        sound(page, name)
        turn(page, "ltr")
    page.set_viewport_size({"width": 1440, "height": 900})
    for side in page.locator(".pair svg").all():
        assert side.evaluate("each => each.getBoundingClientRect().width") >= 0.4 * 1440
    with page.expect_response("**/photographs/cover"):
        page.keyboard.press("c")
    expect(page.locator("#faces section").first.locator("svg")).to_be_hidden()
    expect(page.get_by_role("button", name="Show it clearly")).to_be_visible()
    page.reload()
    expect(page.get_by_role("button", name="Show it clearly")).to_be_visible()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    assert complaints(page) == []
    page.get_by_label("Single keys work on this page").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("1")
    expect(page.locator(".densities [aria-current]")).to_have_attribute("data-key", "3")
    page.emulate_media(media="print")
    expect(page.get_by_text("Faces of the dead are not printed.")).to_be_visible()
    page.emulate_media(media="screen")
    page.set_viewport_size({"width": 360, "height": 740})


def test_from_photographs_to_a_list_and_an_excluded_pair(window: BrowserContext) -> None:
    people = two_agencies()
    case, record = a_subject(people), a_subject(people, Profile.AM)
    Subject.objects.filter(pk__in=[case.pk, record.pk]).update(age_low=30, age_high=40)
    a_reference(people, subject=record)
    a_photograph(people, subject=case)
    work_once()
    twin = a_subject(people, Profile.AM)
    DuplicateWarning.objects.create(
        first=record,
        second=twin,
        score=0.6,
        weight={"log10_lr": 2.5, "low": 2.0, "high": 3.0, "verbal": "Some words.", "stratum": "adults"},
        at=timezone.now(),
    )
    page = window.new_page()
    sign_in(page, people.boris.email)
    page.goto(f"/cases/{case.pk}/searches")
    assert complaints(page) == [] and fits(page)
    page.get_by_role("table").get_by_role("link").first.click()
    expect(page.get_by_text("A list always has a first place")).to_be_visible()
    expect(page.locator(".candidate")).to_contain_text(record.code)
    by_keys(page)
    page.goto(page.url.partition("?")[0])
    page.get_by_label(f"Choose {record.code}").check()
    page.get_by_role("button", name="Exclude").click()
    assert complaints(page) == [] and fits(page)
    page.get_by_label("What proves it").select_option("dna")
    page.get_by_label("Why").fill("Two profiles.")
    page.get_by_role("button", name="Exclude").click()
    expect(page.get_by_text("1 that conflicts seriously, or is excluded")).to_be_visible()
    assert complaints(page) == []
    page.get_by_role("link", name="excluded: DNA differs").click()
    assert complaints(page) == [] and fits(page)
    page.goto(f"/cases/{case.pk}/exclude")
    page.get_by_label("Why").fill("Two profiles.")
    page.get_by_label("Look for a record: a name or its code").press_sequentially("0")
    page.get_by_role("group", name="Which record").get_by_label(twin.code).wait_for()  # while that was written
    chosen = page.get_by_role("group", name="Which record").get_by_label(record.code)
    chosen.check()
    page.get_by_label("Look for a record: a name or its code").fill(str(twin.place))
    expect(page.get_by_role("group", name="Which record").get_by_label(twin.code)).to_be_visible()
    expect(chosen).to_be_checked()
    expect(page.get_by_label("Why")).to_have_value("Two profiles.")
    sound(page, "choose")
    turn(page, "ltr")
    page.goto(f"/cases/{case.pk}/search")
    assert complaints(page) == [] and fits(page)
    page.locator("header summary").click()
    page.get_by_role("link", name="Warnings").click()
    assert complaints(page) == [] and fits(page)
    page.get_by_role("link", name=record.code).click()
    assert complaints(page) == [] and fits(page)
    page.get_by_role("button", name="Link them").click()  # without a reason: the browser says so
    page.locator("form", has_text="Link them").get_by_label("Why").fill("Reported twice.")
    page.get_by_role("button", name="Link them").click()
    expect(page.get_by_text("There is no warning")).to_be_visible()
