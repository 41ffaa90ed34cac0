"""A reconciliation in a browser: from asking to whom to sample first, by telephone, from right to left, and to axe."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from antigone.desk.figures.actions.publishing import preview, publish, seal
from antigone.desk.worker import work_once
from desk_browser import complaints, fits, sign_in, turn
from desk_people import as_, two_agencies
from desk_reconciling import two_of_one_list, whole

pytestmark = pytest.mark.slow


def well_made(page: Page) -> None:
    for side in ("rtl", "ltr"):
        turn(page, side)
        assert complaints(page) == [] and fits(page)


def test_from_asking_to_whom_to_sample_first(window: BrowserContext) -> None:
    people = two_agencies()
    incident = whole(people)
    two_of_one_list(incident)
    incident.case(1, sex="female")
    page = window.new_page()
    sign_in(page, incident.rosa.email)
    page.goto(f"/incidents/{incident.incident.pk}")
    page.get_by_role("link", name="All cases compared with all records").click()
    expect(page.get_by_text("Nobody has said yet who may be among the dead")).to_be_visible()
    well_made(page)
    page.get_by_role("link", name="Write a list").click()
    page.get_by_label("What the list is called").fill("Reported missing")
    page.get_by_label("Of 100 bodies").fill("60")
    page.get_by_label("Why").fill("The coordinator's estimate.")
    well_made(page)
    page.get_by_role("button", name="Write the list").click()
    well_made(page)
    page.goto(f"/incidents/{incident.incident.pk}/reconciliations")
    page.get_by_role("link", name="Reconcile everybody").click()
    page.get_by_label("Why").fill("The weekly meeting.")
    page.get_by_role("button", name="Reconcile").click()
    expect(page.get_by_text("All cases are being compared with all records. It takes a minute or two;")).to_be_visible()
    work_once()
    expect(page.get_by_role("heading", name="Pairs for examiners")).to_be_visible(timeout=20_000)
    well_made(page)
    page.get_by_role("link", name="Reasons for 1").click()
    expect(page.locator("svg.waterfall")).to_be_visible()
    expect(page.get_by_role("region", name="Lines of evidence")).to_contain_text("face")
    well_made(page)
    page.go_back()
    for part in ("First for several bodies", "Sample first", "Perhaps on no list", "How it was made"):
        page.get_by_role("link", name=part).click()
        expect(page.get_by_role("link", name=part)).to_have_attribute("aria-current", "page")
        well_made(page)


def test_the_public_figures_are_read_without_signing_in(window: BrowserContext) -> None:
    people = two_agencies()
    publish(by=as_(people.clara), seen=seal(preview()), reason="the yearly report", note="For everybody.")
    page = window.new_page()
    page.goto("/")
    page.get_by_role("link", name="in figures").click()
    expect(page.get_by_role("heading", name="What this desk does, in figures")).to_be_visible()
    expect(page.get_by_text("fewer than 10").first).to_be_visible()
    well_made(page)
    sign_in(page, people.ana.email)
    page.goto("/figures/publish")
    well_made(page)
