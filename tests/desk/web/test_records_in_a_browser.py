"""A liaison officer with a telephone and no mouse: names in Ukrainian and Arabic, from the first words to a search."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from antigone.desk.records.actions.names import add_informant, add_name
from antigone.desk.records.models import Record
from antigone.desk.subjects.actions.lines import add_elsewhere, add_mark
from desk_browser import ON_ONE_DATABASE, complaints, fits, sign_in, unsound
from desk_families import families_of
from desk_people import two_agencies

pytestmark = pytest.mark.slow
FOCUSED = """() => { const e = document.activeElement;
    return [e.closest('main') && e.name || '', (e.innerText || '').trim()]; }"""
"""Fields of the header, which every page has, are not meant."""


def tab_to(page: Page, what: str) -> None:
    """Press Tab until what is named or says this has the focus, as somebody without a mouse does."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if what in page.evaluate(FOCUSED):
            return
    raise AssertionError(f"no Tab leads to {what}")


def follow(page: Page, words: str, heading: str) -> None:
    tab_to(page, words)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(heading)


def write(page: Page, field: str, words: str) -> None:
    tab_to(page, field)
    page.keyboard.insert_text(words)


def test_a_record_is_opened_named_in_two_scripts_and_found_by_keyboard_alone(window: BrowserContext) -> None:
    families = families_of(two_agencies())
    page = window.new_page()
    sign_in(page, families.lena.email)
    follow(page, "Missing persons", "Missing persons")
    follow(page, "Open a record", "Open a record of a missing person")
    write(page, "family", "Щербак")
    write(page, "given", "Олена")
    write(page, "patronymic", "Іванівна")
    tab_to(page, "sex")
    page.keyboard.press("ArrowUp")
    write(page, "born", "1980")
    write(page, "last_seen", "2026-03-02")
    write(page, "informant", "Ірина")
    write(page, "contact", "through the parish")
    assert fits(page), page.url
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Щербак Олена Іванівна")
    expect(page.get_by_text("Do not contact: nobody asked yet whether it is safe")).to_be_visible()
    assert fits(page), page.url

    follow(page, "Write the name in other scripts, as papers have it.", "Щербак Олена Іванівна")
    write(page, "family", "شيرباك")
    write(page, "given", "محمد")
    page.keyboard.press("Enter")
    arabic = page.locator("bdi[lang='und-Arab']")
    expect(arabic).to_have_text("شيرباك محمد")
    assert arabic.evaluate("e => getComputedStyle(e).direction") == "rtl"
    assert fits(page), page.url

    follow(page, "Missing persons", "Missing persons")
    write(page, "q", "Mohamed Scherbak")
    page.keyboard.press("Enter")
    expect(page.get_by_role("row").nth(1)).to_contain_text("Щербак Олена Іванівна")
    assert fits(page), page.url

    follow(page, "Open a record", "Open a record of a missing person")
    write(page, "family", "Shcherbak")
    write(page, "given", "Olena")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Щербак Олена Іванівна")
    assert fits(page), page.url
    assert Record.objects.count() == 1
    tab_to(page, "looked")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Shcherbak Olena")
    assert Record.objects.count() == 2


@ON_ONE_DATABASE
def test_axe_finds_nothing_on_the_pages_of_records_from_either_side_in_light_and_dark(window: BrowserContext) -> None:
    families = families_of(two_agencies())
    record = families.record("Щербак", "Олена")
    name = add_name(by=families.by, record=record, what="also called", family="حسين", given="محمد")
    row = add_informant(by=families.by, record=record, name="Ірина", contact="the parish", never="by telephone")
    add_informant(by=families.by, record=record, name="Ola", safe=True)
    add_mark(by=families.by, subject=record.subject, what="scar", where="hand", description="old")
    add_elsewhere(by=families.by, subject=record.subject, what="dna", holder="the laboratory", number="7")
    page = window.new_page()
    page.emulate_media(reduced_motion="reduce")
    sign_in(page, families.rosa.email)
    own = f"/records/{record.pk}"
    addresses = [
        "/records",
        "/records?q=Scherbak&sex=female",
        "/records?q=Mohamed",
        "/records?q=nobody",
        "/records/open",
        own,
    ]
    addresses += [f"{own}/{part}" for part in ("days", "body", "life", "belongings", "marks", "elsewhere", "history")]
    addresses += [f"{own}/names?change={name.pk}", f"{own}/informants?change={row.pk}", f"{own}/names", f"{own}/close"]
    found: dict[str, list[str]] = {}
    for address in addresses:
        page.goto(address)
        if said := unsound(page):
            found[address] = said
    page.goto(f"/incidents/{families.incident.pk}/records/open")
    page.get_by_label("Family name").fill("Shcherbak")
    page.get_by_role("button", name="Open the record").click()
    expect(page.get_by_role("alert")).to_be_visible()
    if said := complaints(page):
        found["the alert"] = said
    assert found == {}
