"""A relative takes a consent back: the journey on a telephone, and every page of it as axe sees it."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from antigone.desk.photos.models import Photograph
from antigone.types import Basis, Profile
from desk_browser import complaints, fits, sign_in
from desk_lawful_basis import (
    a_consent,
    a_liaison,
    a_photograph,
    a_record,
    a_registrar,
    a_source,
    an_incident,
    in_the_index,
)
from desk_people import two_agencies

pytestmark = pytest.mark.slow


def sound(page: Page) -> None:
    """axe finds nothing, and nothing hangs over the edge of the screen."""
    assert complaints(page) == [], page.url
    assert fits(page), page.url


def test_a_consent_is_written_down_and_taken_back(window: BrowserContext) -> None:
    people = two_agencies()
    incident, rosa, lena = an_incident(people), a_registrar(people), a_liaison(people)
    source, record = a_source(rosa, incident, name="Requests of the Red Crescent"), a_record(rosa, incident)
    page = window.new_page()
    sign_in(page, lena.email)
    page.goto(f"/records/{record.pk}/consents")
    sound(page)
    page.get_by_role("link", name="Write down a consent").click()
    sound(page)
    page.get_by_label("Given by").fill("Оксана Щербак")
    page.get_by_label("Who they are").fill("sister")
    page.get_by_label("Given on").fill("2026-01-02")
    page.get_by_label("How it was given").fill("signed form 7, kept in the office")
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_text("The consent is kept")).to_be_visible()
    sound(page)
    photograph = a_photograph(record, source, record.consents.get())
    assert in_the_index() == {photograph.pk}

    page.get_by_role("link", name="Withdraw it").click()
    expect(page.get_by_text("1 photograph leaves search at once.")).to_be_visible()
    sound(page)
    assert in_the_index() == {photograph.pk}
    page.get_by_label("Why").fill("she asked for it on the telephone")
    page.get_by_role("button", name="Withdraw it").click()
    expect(page.get_by_text("1 photograph left search")).to_be_visible()
    expect(page.get_by_text("withdrawn on")).to_be_visible()
    sound(page)
    assert in_the_index() == set() and Photograph.objects.get().state == Photograph.State.ENDED


def test_the_pages_of_sources_and_imports_are_sound(window: BrowserContext, tmp_path: Path) -> None:
    people = two_agencies()
    incident, rosa = an_incident(people), a_registrar(people)
    page = window.new_page()
    sign_in(page, rosa.email)
    for address in ("sources", "sources/open", "imports", "imports/begin"):
        page.goto(f"/incidents/{incident.pk}/{address}")
        sound(page)
    source = a_source(rosa, incident, Basis.CONSENT, name="Requests")
    record = a_record(rosa, incident)
    a_photograph(record, source, a_consent(rosa, source, record))
    a_photograph(a_record(rosa, incident, Profile.PM), None)
    for address in (f"incidents/{incident.pk}/sources", f"sources/{source.pk}", f"sources/{source.pk}/end"):
        page.goto(f"/{address}")
        sound(page)
