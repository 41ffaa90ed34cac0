"""Pages on paper, and on the narrowest telephone: how many sheets, how high the header, and tables as cards."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from antigone.desk.cases.actions.cases import open_case
from antigone.desk.cases.actions.effects import add_effect
from antigone.desk.subjects.actions.lines import add_mark
from desk_browser import ON_ONE_DATABASE, SHOTS, fits, sign_in, sound, turn
from desk_people import as_, two_agencies
from desk_photos import a_photograph, an_incident

pytestmark = [pytest.mark.slow, ON_ONE_DATABASE]


def sheets(page: Page) -> int:
    page.emulate_media(media="print")
    printed = page.pdf(format="A4", prefer_css_page_size=True)
    return printed.count(b"/Type /Page\n")


def test_lists_cases_and_labels_are_few_sheets_and_a_telephone_shows_cards(window: BrowserContext) -> None:
    people = two_agencies()
    by = as_(people.boris)
    incident = an_incident(people)
    cases = [
        open_case(by=by, incident=incident, found_on=date(2026, 3, 1), found_place=f"Pier {n}, under the ladder")
        for n in range(20)
    ]
    case = cases[0]
    a_photograph(people, subject=case.subject)
    for n in range(6):
        add_mark(by=by, subject=case.subject, what="tattoo", where="left forearm", description=f"an anchor, blue, {n}")
        add_effect(by=by, case=case, description=f"A ring, yellow metal, {n}", found_where="left hand")
    page = window.new_page()
    sign_in(page, people.boris.email)
    for address, most in (("/cases", 3), (f"/cases/{case.pk}", 2)):
        page.goto(address)
        page.emulate_media(media="print")
        columns = page.locator("thead th").locator("visible=true").count()
        assert columns == page.locator("tbody tr:first-child > *").locator("visible=true").count()
        if SHOTS:
            page.pdf(path=f"{SHOTS}/paper{address.replace('/', '-')}.pdf", format="A4", prefer_css_page_size=True)
        assert sheets(page) <= most, (address, sheets(page))
        for name in ("header", "footer", ".told", "nav", "form"):
            for each in page.locator(f"body {name}").all():
                assert not each.is_visible(), (address, name)
        page.emulate_media(media="screen")
    for paper, copies, most in (("A roll 62 mm wide", 2, 2), ("100 by 50 mm", 3, 3), ("A sheet of A4", 8, 1)):
        page.emulate_media(media="screen")
        page.goto(f"/cases/{case.pk}/label")
        page.get_by_label(paper).check()
        page.get_by_label("How many").fill(str(copies))
        page.get_by_role("button", name="Make the labels").click()
        expect(page.locator(".label")).to_have_count(copies)
        assert sheets(page) == most, paper
        cut_off = page.locator(".label").evaluate_all(
            "all => all.filter(each => each.scrollHeight > each.clientHeight + 1).length"
        )
        assert cut_off == 0, paper

    page.emulate_media(media="screen")
    page.goto("/cases")
    for side in ("ltr", "rtl"):
        turn(page, side)
        assert page.locator("header").bounding_box()["height"] <= 64  # type: ignore[index]
        assert fits(page)
    assert page.locator("main table").evaluate("each => each.scrollWidth <= window.innerWidth")
    row = page.get_by_role("row").filter(has_text=case.subject.code)
    assert row.get_by_role("cell").filter(has_text="Pier 0").get_attribute("data-label") == "Where"
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/cards.png", full_page=True)
    sound(page, "cards-sound")
    page.set_viewport_size({"width": 1440, "height": 900})
    assert row.evaluate("each => getComputedStyle(each).display") == "table-row"
