"""From photographs to a candidate list, in a browser: by telephone, from right to left, and what axe says of it."""

from __future__ import annotations

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, expect

from antigone.desk.candidates.models import DuplicateWarning
from antigone.desk.subjects.models import Subject
from antigone.desk.worker import work_once
from antigone.types import Profile
from desk_browser import complaints, fits, sign_in, turn
from desk_people import two_agencies
from desk_photos import a_photograph, a_reference, a_subject

pytestmark = pytest.mark.slow


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
    expect(page.get_by_role("heading", level=3)).to_contain_text(record.code)
    for picture in page.locator("img.face").all():
        picture.scroll_into_view_if_needed()
        expect(picture).to_have_js_property("complete", True)
        assert picture.evaluate("each => each.naturalWidth") > 0
    for side in ("ltr", "rtl"):
        turn(page, side)
        assert fits(page) and complaints(page) == []
    turn(page, "ltr")
    page.get_by_role("link", name="Exclude this pair").click()
    assert complaints(page) == [] and fits(page)
    page.get_by_label("What proves it").select_option("dna")
    page.get_by_label("Why").fill("Two profiles.")
    page.get_by_role("button", name="Exclude").click()
    page.get_by_role("table").get_by_role("link").first.click()
    expect(page.get_by_text("1 excluded, set apart")).to_be_visible()
    assert complaints(page) == []
    page.get_by_role("link", name="Excluded").click()
    assert complaints(page) == [] and fits(page)
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
