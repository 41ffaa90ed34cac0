"""The report as examiners see it: in a real browser, by keyboard, on a narrow screen, in scripts of both directions."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from antigone.engine import Engine
from antigone.gallery.gallery import open_gallery, open_writer
from antigone.gallery.intake import from_manifest, ground
from antigone.report.search import Context, finding, render
from chromium import ABSENT, CHROMIUM, launched
from conftest import INCIDENT

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason=ABSENT),
]


@pytest.fixture(scope="module")
def report(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two probes searched among the fictional missing, and one photo that is refused."""
    folder = tmp_path_factory.mktemp("report")
    incident = Path(shutil.copytree(INCIDENT, folder / "incident"))
    with open_writer(folder / "gallery", engine.embedder.model, engine.embedder.size) as writer:
        list(engine.enrol_all(from_manifest(incident / "references.csv", ground("", "")), writer))
    rows = list(csv.DictReader((incident / "unidentified.csv").open(encoding="utf-8")))
    (incident / "<script>alert(1)<script>.jpg").write_bytes(b"not a photo")
    paths = [incident / row["photo"] for row in rows[:2]] + [incident / "<script>alert(1)<script>.jpg"]
    with open_gallery(folder / "gallery") as gallery:
        shutil.rmtree(incident / "references" / "M-003")  # these photos are no longer where they were
        findings = [finding(o, gallery) for o in engine.search_all(paths, gallery, top=32)]
        cards = tuple(network.card for network in engine.embedder.networks)
        context = Context(gallery.seal, engine.embedder.model, cards, "حالة 12", "Identification", {})
    page = folder / "report.html"
    page.write_text(render(findings, context), encoding="utf-8")
    return page


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = launched(playwright)
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser, report: Path) -> Iterator[Page]:
    opened = browser.new_page(viewport={"width": 1200, "height": 900})
    asked: list[str] = []
    opened.on("request", lambda request: asked.append(request.url))
    opened.goto(report.as_uri())
    yield opened
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    opened.close()


def blur(page: Page) -> str:
    return str(page.locator(".cover + label img").first.evaluate("image => getComputedStyle(image).filter"))


def test_the_dead_persons_face_is_covered_until_somebody_uncovers_it(page: Page) -> None:
    assert "blur" in blur(page)
    page.locator(".cover + label").first.click()
    assert blur(page) == "none"
    page.locator(".cover + label").first.click()
    assert "blur" in blur(page)


def test_the_face_can_be_uncovered_by_keyboard_alone(page: Page) -> None:
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "cover1"
    outline = page.locator(".cover + label").first.evaluate("label => getComputedStyle(label).outlineStyle")
    assert outline == "solid"
    page.keyboard.press("Space")
    assert blur(page) == "none"


def test_the_page_says_what_a_candidate_is_and_is_not(page: Page) -> None:
    text = page.inner_text("body")
    for sentence in (
        "a lead, not an identification",
        "It is not a percentage",
        "two examiners",
        "has not been measured",
    ):
        assert sentence in text
    for field in ("Gallery", "Model", "Made", "Purpose", "32 persons"):
        assert field in text
    for word in ("confidence", "verified", "hit "):
        assert word not in text.lower()


def test_every_candidate_is_shown_beside_the_probe_or_said_to_be_missing(page: Page) -> None:
    assert page.locator("section").count() == 3
    assert page.locator("section").first.locator("ol > li").count() == 32
    broken = "images => images.filter(i => i.loading != 'lazy' && !i.naturalWidth).length"
    assert page.eval_on_selector_all("img", broken) == 0
    assert "The photo is not at hand" in page.inner_text("body")


def test_a_hostile_file_name_is_only_text(page: Page) -> None:
    assert "<script>alert(1)<script>.jpg" in page.inner_text("body")
    assert page.locator("script").count() == 0
    assert "No list was made" in page.inner_text("body")


def test_a_narrow_screen_needs_no_sideways_scrolling(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_it_reads_from_right_to_left_too(page: Page) -> None:
    page.evaluate("document.documentElement.dir = 'rtl'")
    probe, first = page.locator(".probe").first.bounding_box(), page.locator("ol > li").first.bounding_box()
    assert probe is not None and first is not None
    assert probe["x"] > first["x"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 1200
    names = page.locator("li bdi", has_text="ا")
    assert names.count() and names.first.evaluate("name => getComputedStyle(name).unicodeBidi") == "isolate"
