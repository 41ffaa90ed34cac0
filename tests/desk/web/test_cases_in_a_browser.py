"""Cases as a browser shows them: by keyboard alone on a telephone, from either side, and on paper."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from antigone.desk.accounts.actions.incidents import open_incident
from antigone.desk.accounts.permissions import Role
from antigone.desk.cases.actions.cases import change_article16, change_case, open_case
from antigone.desk.cases.actions.effects import add_effect, strike_effect
from antigone.desk.cases.models import Case
from antigone.desk.subjects.actions.lines import add_elsewhere, add_mark
from desk_browser import ON_ONE_DATABASE, SHOTS, sign_in, sound
from desk_people import People, a_person, as_, two_agencies

pytestmark = pytest.mark.slow


def tab_to(page: Page, name: str) -> None:
    """Go on by keyboard until something with these words has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        said = page.evaluate(
            "() => { const e = document.activeElement;"
            " return ((e.labels && e.labels[0] ? e.labels[0].innerText : '') || e.innerText || '').trim(); }"
        )
        if said.startswith(name):
            return
    raise AssertionError(f"the keyboard does not reach {name}")


def enter(page: Page) -> None:
    """Press Enter, and wait for the page it leads to."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def furnish() -> tuple[People, Case]:
    people = two_agencies()
    a_person("Rosa Weiss", people.harbour, Role.REGISTRAR, Role.EXAMINER)
    incident = open_incident(by=as_(people.ana), agency=people.harbour.pk, code="HALCYON-26", name="The ferry Halcyon")
    boris = as_(people.boris)
    case = open_case(
        by=boris,
        incident=incident,
        found_on=date(2026, 3, 1),
        found_place="Pier 4, under the third ladder",
        sex="male",
        age_low=30,
        age_high=45,
        custody="Coast guard",
    )
    change_case(by=boris, case=case, reason="cleaned", hair="grey, short", custody="Mortuary", custody_place="Shelf 3")
    change_article16(by=boris, case=case, reason="disc found", fields={"surname": "Щербак", "number": "77 207"})
    add_mark(by=boris, subject=case.subject, what="tattoo", where="left forearm", description="an anchor, blue")
    add_elsewhere(by=boris, subject=case.subject, what="dna", holder="Institute of the coast", number="D-17")
    add_effect(by=boris, case=case, description="A ring, yellow metal", found_where="left hand", kept_where="packet 1")
    add_effect(by=boris, case=case, description="A key")
    strike_effect(by=boris, case=case, place=2, reason="of another body")
    return people, case


def test_a_case_is_opened_changed_and_labelled_by_keyboard_alone(window: BrowserContext) -> None:
    people = two_agencies()
    open_incident(by=as_(people.ana), agency=people.harbour.pk, code="HALCYON-26", name="The ferry Halcyon")
    page = window.new_page()
    sign_in(page, people.boris.email)
    tab_to(page, "Cases")
    enter(page)
    tab_to(page, "Open a case")
    enter(page)
    expect(page.get_by_role("heading", name="Open a case")).to_be_visible()
    tab_to(page, "Where")
    page.keyboard.type("Pier 4")
    tab_to(page, "unknown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    tab_to(page, "Age, at least")
    page.keyboard.type("30")
    tab_to(page, "Age, at most")
    page.keyboard.type("40")
    enter(page)
    expect(page.get_by_role("heading", name="HALCYON-26-PM-00001")).to_be_visible()
    expect(page.get_by_role("status")).to_contain_text("Write the code on the label now")

    tab_to(page, "Describe marks")
    enter(page)
    tab_to(page, "Where on the body")
    page.keyboard.type("left forearm")
    tab_to(page, "What it looks like")
    page.keyboard.type("an anchor")
    tab_to(page, "Save")
    enter(page)
    expect(page.get_by_text("The mark is written down.")).to_be_visible()
    expect(page.locator("#marks")).to_contain_text("an anchor")

    tab_to(page, "Print the label")
    enter(page)
    tab_to(page, "Make the labels")
    enter(page)
    expect(page.locator(".label")).to_have_count(8)
    case = Case.objects.select_related("subject").get()
    assert (case.subject.sex, case.subject.age_high, case.found_place) == ("male", 40, "Pier 4")


@ON_ONE_DATABASE
def test_axe_finds_nothing_on_the_pages_of_cases_from_either_side(window: BrowserContext) -> None:
    _people, case = furnish()
    page = window.new_page()
    sign_in(page, "rosa.weiss@example.org")
    parts = ("found", "body", "teeth", "clothing", "custody", "article-16", "marks", "elsewhere", "effects", "history")
    at = f"/cases/{case.pk}"
    addresses = {
        "cases": "/cases",
        "narrowed": "/cases?sex=male&sort=-age",
        "nothing": "/cases?q=nowhere",
        "open": f"/incidents/{case.subject.incident_id}/cases/open",
        "incident": f"/incidents/{case.subject.incident_id}",
        "case": at,
        **{part: f"{at}/{part}" for part in (*parts, "label", "close", "reopen")},
    }

    def look(name: str) -> None:
        page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
        sound(page, f"case-{name}")

    for name, address in addresses.items():
        page.goto(address)
        look(name)
    page.goto(f"{at}/label")
    page.get_by_role("button", name="Make the labels").click()
    look("labels")
    page.emulate_media(media="print")
    assert not page.get_by_role("link", name="Back to the case").is_visible()
    assert not page.locator("header").is_visible() and page.locator(".label").first.is_visible()
    if SHOTS:
        page.pdf(path=f"{SHOTS}/labels.pdf", format="A4")


def test_labels_fit_their_paper(window: BrowserContext) -> None:
    _people, case = furnish()
    page = window.new_page()
    sign_in(page, "rosa.weiss@example.org")
    for paper, copies, pages in (("A sheet of A4", 8, 1), ("100 by 62 mm", 3, 3)):
        page.goto(f"/cases/{case.pk}/label")
        page.get_by_label(paper).check()
        page.get_by_label("How many").fill(str(copies))
        page.get_by_role("button", name="Make the labels").click()
        expect(page.locator(".label")).to_have_count(copies)
        printed = page.pdf(format="A4", prefer_css_page_size=True)
        assert printed.count(b"/Type /Page\n") == pages, paper


@ON_ONE_DATABASE
def test_a_registrar_ticks_several_cases_and_gives_them_to_a_colleague(window: BrowserContext) -> None:
    people, case = furnish()
    other = open_case(by=as_(people.boris), incident=case.subject.incident)
    page = window.new_page()
    sign_in(page, "rosa.weiss@example.org")
    page.goto("/cases")
    for each in (case, other):
        page.get_by_label(each.subject.code, exact=True).check()
    page.get_by_text("Take this list out as a file, or do something with several").click()
    sound(page, "several")
    page.get_by_role("button", name="Say who answers for those that are ticked").click()
    page.get_by_role("group", name="Who answers for them from now on").get_by_label("Boris Lind").check()
    page.get_by_label("Why").fill("He knows the quay.")
    sound(page, "charge")
    page.get_by_role("button", name="They answer for them").click()
    expect(page.get_by_role("status")).to_have_text("Boris Lind answers for 2 more.")
    expect(page.get_by_role("table").get_by_text("Boris Lind")).to_have_count(2)
    sound(page, "cases-with-charges")
