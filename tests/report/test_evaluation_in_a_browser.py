"""The page of an evaluation in a real browser: on a telephone, in the dark, on paper, by keyboard, right to left."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from chromium import ABSENT, CHROMIUM, launched
from evaluation_report import HOSTILE

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason=ABSENT),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = launched(playwright)
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser, html: str, tmp_path: Path) -> Iterator[Page]:
    """Nothing is asked for but the page itself, and the browser has nothing to complain of."""
    (tmp_path / "report.html").write_text(html, encoding="utf-8")
    opened = browser.new_page(viewport={"width": 1200, "height": 900})
    asked: list[str] = []
    said: list[str] = []
    opened.on("request", lambda request: asked.append(request.url))
    opened.on("console", lambda message: said.append(message.text))
    opened.on("pageerror", lambda fault: said.append(str(fault)))
    opened.goto((tmp_path / "report.html").as_uri())
    yield opened
    assert [url for url in asked[1:] if not url.startswith("data:")] == []
    assert said == []
    opened.close()


def width(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth"))


def test_it_opens_alone_and_every_drawing_is_drawn(page: Page) -> None:
    assert page.locator("script").count() == 0
    assert page.eval_on_selector_all("img", "images => images.filter(i => !i.naturalWidth || !i.alt).length") == 0
    assert page.locator("section").count() == 11


def test_the_figures_in_short_are_on_the_first_screen(page: Page) -> None:
    for place in (".is", ".alarm", ".figures > li"):
        box = page.locator(place).first.bounding_box()
        assert box is not None and box["y"] + box["height"] < 900


def test_a_narrow_screen_needs_no_sideways_scrolling(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    assert width(page) <= 360
    label = "cell => getComputedStyle(cell, '::before').content"
    assert page.locator("td[data-label]").first.evaluate(label).strip('"')


def test_a_table_stays_a_table_for_a_screen_reader_on_a_narrow_screen(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    tables = page.get_by_role("table")
    assert tables.count() == page.locator("table").count() > 10
    assert tables.first.get_by_role("rowheader").count() > 0
    assert page.get_by_role("columnheader").count() > 20


def test_it_reads_from_right_to_left_and_in_the_dark(page: Page) -> None:
    page.emulate_media(color_scheme="dark")
    page.evaluate("document.documentElement.dir = 'rtl'")
    assert width(page) <= 1200
    name = page.locator("bdi", has_text=HOSTILE[2]).first
    assert name.evaluate("name => getComputedStyle(name).unicodeBidi") == "isolate"
    light = page.locator("body").evaluate("body => getComputedStyle(body).color")
    assert light == "rgb(255, 255, 255)"


def test_every_section_is_reached_by_keyboard(page: Page) -> None:
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#data"
    outline = page.locator("nav a").first.evaluate("link => getComputedStyle(link).outlineStyle")
    assert outline == "solid"
    targets = page.eval_on_selector_all("nav a", "links => links.map(l => document.querySelector(l.hash) !== null)")
    assert len(targets) == 10 and all(targets)


def test_it_can_be_printed(page: Page) -> None:
    page.emulate_media(media="print", color_scheme="dark")
    assert page.locator("nav").is_hidden()
    assert page.locator("img").first.evaluate("image => getComputedStyle(image).filter") == "none"
    assert page.pdf(format="A4").startswith(b"%PDF")
