"""The bench in a browser: by keyboard, by telephone, from right to left, and what axe says of it."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from antigone.desk.review.actions.begin import begin_review
from antigone.desk.review.actions.writing import write_entries
from antigone.desk.review.bench_models import ClearLook, FaceCover
from antigone.desk.review.models import Assignment, ExaminationEntry
from antigone.protocol.entries import Entry
from antigone.protocol.scales import Direction
from antigone.types import Profile
from desk_browser import sign_in, sound
from desk_people import as_
from desk_review import a_team, analysis, examine, seen_pair

pytestmark = pytest.mark.slow


def test_one_examiner_by_keyboard_alone_from_the_covered_picture_to_the_name(window: BrowserContext) -> None:
    team = a_team()
    case, record = seen_pair(team)
    pair = begin_review(by=as_(team.people.boris), case=case, record=record, reason="first on the list")
    assignment = Assignment.objects.filter(pair=pair).select_related("examiner")[0]
    page = window.new_page()
    sign_in(page, assignment.examiner.email)
    page.goto("/my-work")
    sound(page, "mine")
    page.get_by_role("link", name="Analyse the dead person").click()
    uncover(page, assignment)
    choose(page, assignment)
    write(assignment, analysis(Profile.PM)[2:-1])
    page.reload()
    lock(page)
    expect(page.locator("#sheet-form")).to_have_attribute("data-step", "analyse-reference")
    expect(page.locator(".pane")).to_have_count(1)
    write(assignment, analysis(Profile.AM)[:-1])
    page.reload()
    expect(page.locator("figure[data-fresh]")).to_have_count(0)
    page.keyboard.press("Enter")
    compare(page)
    conclude(page, assignment)


def write(assignment: Assignment, entries: list[Entry]) -> None:
    """What would only be more of the same."""
    write_entries(by=as_(assignment.examiner), assignment=assignment, written_down=entries)


def uncover(page: Page, assignment: Assignment) -> None:
    key = assignment.pictures.get(side="pm").key
    expect(page.locator(".stage img")).to_have_attribute("src", f"/my-work/pictures/{key}/blurred")
    sound(page, "covered")
    page.keyboard.press("c")
    clear = page.locator(".stage img.clear")
    expect(clear).to_have_attribute("src", f"/my-work/pictures/{key}")
    expect(page.locator("figure[data-fresh]")).to_have_count(0)  # it was on the screen, and the desk has that
    assert ClearLook.objects.exclude(seen_at=None).count() == 1
    for key_pressed in ("+", "+", "ArrowRight", "]"):
        page.keyboard.press(key_pressed)
    expect(page.locator("#view-said")).to_have_text("156 %, 1°")
    page.keyboard.press("z")
    page.keyboard.press("v")
    expect(page.locator(".stage img.taken")).to_be_visible()
    expect(clear).to_be_hidden()
    page.keyboard.press("v")
    page.keyboard.press("c")
    expect(page.locator(".stage img.blurred")).to_be_visible()
    page.keyboard.press("c")


def choose(page: Page, assignment: Assignment) -> None:
    """Skin by its keys; the outline without any, which is said in words, and then in words of one's own."""
    page.keyboard.press("1")
    expect(page.locator("#faults a")).to_have_text("Skin: choose what is seen of it, or write it")
    page.keyboard.press("a")
    page.keyboard.press("Shift+A")
    page.keyboard.press("1")
    expect(page.locator("#c-outline")).to_be_visible()
    expect(page.locator("#faults")).to_be_hidden()
    expect(page.locator("#progress")).to_contain_text("1 of 19")
    kept = json.loads(ExaminationEntry.objects.get(assignment=assignment).said)
    assert (kept["visibility"], kept["descriptors"], kept["may_have_changed"]) == ("seen", ["smooth"], ["livor"])
    page.keyboard.press("Space")
    page.keyboard.type("1 side swollen")
    page.keyboard.press("Escape")
    page.keyboard.press("2")
    expect(page.locator("#progress")).to_contain_text("2 of 19")
    sound(page, "analyse")


def lock(page: Page) -> None:
    """With everything kept and looked at, one key locks."""
    expect(page.get_by_role("button", name="Lock this analysis")).to_be_focused()
    page.keyboard.press("Enter")


def compare(page: Page) -> None:
    expect(page.locator("#sheet-form")).to_have_attribute("data-step", "compare")
    expect(page.locator(".stage img.clear")).to_have_count(2)  # a look lasts the sitting
    page.keyboard.press("+")
    turned = page.locator(".stage").evaluate_all("all => all.map((each) => each.style.transform)")
    assert turned[0] == turned[1] and "scale(1.25)" in turned[0], "both move together"
    page.keyboard.press("x")
    page.keyboard.press("]")
    turned = page.locator(".stage").evaluate_all("all => all.map((each) => each.style.transform)")
    assert turned[0] != turned[1], "or apart"
    page.keyboard.press("2")
    expect(page.locator("#skin-words")).to_be_focused()  # what differs is said in words
    page.keyboard.type("darker")
    sound(page, "compare")
    page.keyboard.press("Escape")
    page.keyboard.press("1")
    for n in range(2, 20):
        expect(page.locator("#progress, #level").first).to_be_attached()
        expect(page.locator(".component.now .hows input").first).to_be_attached()
        name = page.locator(".component.now").get_attribute("data-component")
        page.keyboard.press("1")
        expect(page.locator(f".component.now[data-component={name}]"), str(n)).to_have_count(0)


def conclude(page: Page, assignment: Assignment) -> None:
    expect(page.locator("#sheet-form")).to_have_attribute("data-step", "conclude")
    page.get_by_role("button", name="Conclude").click()
    expect(page.locator("#faults li")).to_have_text(["Choose a conclusion", "Write the reasons for your conclusion"])
    sound(page, "conclude")
    page.locator("#work").focus()
    page.keyboard.press("1")
    page.keyboard.type("the ears, and a scar over the left brow")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("button", name="Unmask")).to_be_focused()
    sound(page, "unmask")
    assert "Ludmila" not in page.content()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Ludmila Ostrava")).to_be_visible()
    expect(page.get_by_text("Nothing else waits for you")).to_be_visible()
    sound(page, "done")
    page.get_by_text("Your analysis of the dead person").click()
    page.get_by_role("link", name="Change Nose").first.click()
    sound(page, "change")
    page.goto("/my-work/own")
    sound(page, "own")


def test_a_picture_of_the_dead_that_nobody_looked_at_locks_nothing(window: BrowserContext) -> None:
    """What hides the face is painted over with the hand, too."""
    team = a_team()
    case, record = seen_pair(team)
    pair = begin_review(by=as_(team.people.boris), case=case, record=record, reason="first on the list")
    assignment = Assignment.objects.filter(pair=pair).select_related("examiner")[0]
    write(assignment, analysis(Profile.PM)[:-1])
    page = window.new_page()
    page.set_viewport_size({"width": 1440, "height": 900})
    sign_in(page, assignment.examiner.email)
    page.goto(assignment.address)
    lock(page)
    expect(page.locator("#faults li")).to_have_text(["The dead person, picture 1: look at it clearly first"])
    page.locator("#work").focus()
    page.keyboard.press("c")
    page.keyboard.press("b")
    expect(page.locator(".stage img.clear")).to_have_js_property("complete", True)
    page.locator("#brush [value=cloth]").check()
    page.get_by_label("Width").fill("24")
    box = page.locator("canvas.cover").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * 0.3, box["y"] + box["height"] * 0.4)
    page.mouse.down()
    for at in (0.44, 0.47):
        page.mouse.move(box["x"] + box["width"] * 0.3, box["y"] + box["height"] * at)
        page.mouse.move(box["x"] + box["width"] * 0.7, box["y"] + box["height"] * at, steps=12)
    page.mouse.up()
    with page.expect_navigation():
        page.get_by_role("button", name="Keep what is painted").click()
    assert "eyes" in FaceCover.objects.get().components
    expect(page.locator("#c-eyes input[value=not-seen]")).to_be_checked()


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
