"""The bench in a browser: by keyboard, by telephone, from right to left, and what axe says of it."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from antigone.desk.review.actions.begin import begin_review
from antigone.desk.review.actions.writing import write_entries
from antigone.desk.review.models import Assignment, ExaminationEntry
from antigone.protocol.components import Component
from antigone.protocol.scales import Direction
from antigone.types import Profile
from desk_browser import complaints, fits, sign_in, turn
from desk_people import as_
from desk_review import a_team, analysis, comparison, examine, seen_pair

pytestmark = pytest.mark.slow
KEPT = os.environ.get("ANTIGONE_TEST_PICTURES")
"""A folder for pictures of the pages, to be looked at by people."""


def sound(page: Page, name: str) -> None:
    """At 360 and 1280 pixels and from right to left, nothing sticks out and axe finds nothing."""
    for width, side in ((360, "ltr"), (360, "rtl"), (1280, "ltr")):
        page.set_viewport_size({"width": width, "height": 800})
        turn(page, side)
        assert fits(page), f"{name} at {width} {side}"
        if KEPT:
            page.screenshot(path=Path(KEPT) / f"{name}-{width}-{side}.png", full_page=True)
    assert complaints(page) == [], name


def test_one_examiner_from_the_blurred_picture_to_the_name(window: BrowserContext) -> None:
    team = a_team()
    case, record = seen_pair(team)
    pair = begin_review(by=as_(team.people.boris), case=case, record=record, reason="first on the list")
    assignment = Assignment.objects.filter(pair=pair).select_related("examiner")[0]
    page = window.new_page()
    sign_in(page, assignment.examiner.email)
    page.goto("/my-work")
    sound(page, "mine")
    page.get_by_role("link", name="Analyse the dead person").click()
    analyse(page, assignment)
    write_entries(by=as_(assignment.examiner), assignment=assignment, written_down=analysis(Profile.PM))
    write_entries(by=as_(assignment.examiner), assignment=assignment, written_down=analysis(Profile.AM))
    page.goto(page.url)
    compare(page)
    left = [entry for entry in comparison(Direction.SAME) if getattr(entry, "component", None) is not Component.NOSE]
    write_entries(by=as_(assignment.examiner), assignment=assignment, written_down=left)
    page.goto(page.url)
    conclude(page)


def analyse(page: Page, assignment: Assignment) -> None:
    """With nothing but the keyboard."""
    image = page.locator(".window img")
    expect(image).to_have_attribute("src", f"/my-work/pictures/{assignment.pictures.get(side='pm').key}/blurred")
    page.locator("#reveal").focus()
    page.keyboard.press("Enter")
    expect(image).to_have_attribute("src", f"/my-work/pictures/{assignment.pictures.get(side='pm').key}")
    expect(image).to_have_js_property("complete", True)
    assert image.evaluate("each => each.naturalWidth") == 1200
    sound(page, "analyse")

    page.locator(".window").first.focus()
    for key in ("+", "+", "ArrowRight"):
        page.keyboard.press(key)
    assert float(page.locator("#bench").get_attribute("data-zoom") or 0) == pytest.approx(1.56, abs=0.01)
    page.keyboard.press("0")

    page.locator("input[name=skin-how][value=seen]").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("smooth, a little livor")
    page.locator("input[name=hair-how][value=seen]").focus()  # leaving a component keeps it
    expect(page.locator("#progress")).to_contain_text("1 of 19")
    expect(page.locator("#c-skin legend")).to_contain_text("kept")
    assert json.loads(ExaminationEntry.objects.get(assignment=assignment).said)["words"] == "smooth, a little livor"


def compare(page: Page) -> None:
    page.locator("#reveal").click()
    expect(page.locator(".window img")).to_have_count(2)
    page.locator(".window").first.focus()
    page.keyboard.press("+")
    moved = page.evaluate("Array.from(document.querySelectorAll('.window img'), each => each.style.transform)")
    assert moved[0] == moved[1] and "scale(1.25)" in moved[0], "both move together"
    page.locator(".window").nth(1).dispatch_event("wheel", {"deltaY": -200, "clientX": 50, "clientY": 50})
    assert float(page.locator("#bench").get_attribute("data-zoom") or 0) > 1.25
    page.get_by_label("Brightness").first.fill("1.5")
    assert "brightness(1.5)" in page.evaluate("document.querySelector('.window img').style.filter")
    sound(page, "compare")
    page.locator("#c-nose").get_by_label("similar").check()
    page.locator("#nose-words").fill("the same bridge and wings")
    page.locator("#keep-nose").click()
    expect(page.locator("#progress")).to_contain_text("1 of 19")


def conclude(page: Page) -> None:
    sound(page, "conclude")
    page.get_by_label("Identification possible").check()
    page.get_by_label("Reasons").fill("the ears, and a scar over the left brow")
    page.get_by_role("button", name="Conclude").click()
    sound(page, "unmask")
    assert "Ludmila" not in page.content()
    page.get_by_role("button", name="Unmask").click()
    expect(page.get_by_text("Ludmila Ostrava")).to_be_visible()
    sound(page, "done")
    page.get_by_role("link", name="Change Nose").first.click()
    sound(page, "change")


def test_the_pages_around_it(window: BrowserContext) -> None:
    team = a_team(["Ines Marlow", "Jonah Reck"])
    case, record = seen_pair(team)
    pair = begin_review(by=as_(team.people.boris), case=case, record=record, reason="first on the list")
    for assignment, direction in zip(
        Assignment.objects.filter(pair=pair), (Direction.SAME, Direction.DIFFERENT), strict=True
    ):
        examine(assignment, direction)
    page = window.new_page()
    sign_in(page, team.people.boris.email)
    for name, address in (
        ("begin", f"/cases/{case.pk}/review"),
        ("reviews", "/reviews"),
        ("waiting", f"/reviews/{pair.pk}"),
        ("errors", "/my-work/error-rates"),
        ("leave", "/my-work/leave"),
        ("rules", f"/incidents/{team.incident.pk}/review-rules"),
    ):
        page.goto(address)
        sound(page, name)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    sign_in(page, team.people.ana.email)
    for name, address in (
        ("load", "/my-work/load"),
        ("change-rules", f"/incidents/{team.incident.pk}/review-rules/change"),
    ):
        page.goto(address)
        sound(page, name)
