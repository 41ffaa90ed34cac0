"""Bodies photographed by telephone, one view after the other: with a network and without, and without scripts.

    uv run pytest -n 0 -s tests/desk/web/photographs/test_capture_in_a_browser.py

prints the touches, which docs/usability.md quotes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from antigone.desk.accounts.permissions import Role
from antigone.desk.cases.actions.cases import open_case
from antigone.desk.cases.models import Case
from antigone.desk.worker import work_once
from desk_browser import EVERY_SIDE, ON_ONE_DATABASE, SHOTS, fits, seen_from, sign_in, sound
from desk_people import a_person, as_, browser, two_agencies
from desk_photos import a_dead_face, an_incident, jpeg, pixels_of

pytestmark = pytest.mark.slow


@pytest.fixture
def taken(tmp_path: Path) -> list[str]:
    """Three pictures as a telephone takes them, of one fictional face: large enough, lit and sharp."""
    large = cv2.resize(pixels_of(a_dead_face(0)), (960, 1176), interpolation=cv2.INTER_CUBIC)
    grain = np.random.default_rng(1).normal(0, 6, large.shape)
    paths = []
    for n in range(3):
        path = tmp_path / f"{n}.jpg"
        path.write_bytes(jpeg(np.clip(large + grain - 4 * n, 0, 255).astype(np.uint8)))
        paths.append(str(path))
    return paths


class Touches:
    """A telephone's page, and how often somebody touched it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.count = 0

    def link(self, name: str) -> None:
        self.touch(self.page.get_by_role("link", name=name).first.click)

    def button(self, name: str) -> None:
        self.touch(self.page.get_by_role("button", name=name).locator("visible=true").click)

    def take(self, file: str) -> None:
        """The camera's own touches, which are no page's, are not counted: one opens it."""
        field = self.page.get_by_label("Take the picture").locator("visible=true")
        self.touch(lambda: field.set_input_files(file))

    def touch(self, do: Callable[[], Any]) -> None:
        do()
        self.count += 1


@ON_ONE_DATABASE
def test_a_case_with_three_photographs_is_opened_on_a_telephone(window: BrowserContext, taken: list[str]) -> None:
    people = two_agencies()
    an_incident(people)
    first = window.new_page()
    sign_in(first, people.boris.email)
    for width, side in EVERY_SIDE:
        page = window.new_page()
        page.set_viewport_size({"width": width, "height": 740})
        seen_from(page, side)
        page.goto("/")
        by = Touches(page)
        if width < 700:
            by.touch(page.locator("header summary").first.click)
        by.link("Cases")
        by.link("Open a case")
        by.button("Open the case")
        by.link("Photograph with this telephone")
        expect(page.get_by_text("View 1 of 8")).to_be_visible()
        assert fits(page)
        for n, file in enumerate(taken):
            by.take(file)
            expect(page.get_by_text("Bright and sharp enough.").locator("visible=true")).to_be_visible()
            by.button("Keep it")
            expect(page.get_by_text(f"View {n + 2} of 8")).to_be_visible()
        expect(page.get_by_text("Sent, and gone from this telephone")).to_have_count(3)
        assert fits(page)
        case = Case.objects.latest("pk")
        assert [each.stage for each in case.subject.photographs.all()] == ["before cleaning"] * 3
        print(f"a case is opened and three photographs are with it, {width} {side}: {by.count} touches")
        assert by.count <= 11
        page.close()
    work_once()
    first.goto(f"/capture?code={Case.objects.earliest('pk').subject.code}")
    sound(first, "capture")


def stored(page: Page) -> str:
    """All that the browser keeps, as text."""
    return str(
        page.evaluate(
            """async () => {
            const asked = indexedDB.open("antigone-capture"), rows = [];
            const base = await new Promise(done => { asked.onsuccess = () => done(asked.result); });
            for (const name of base.objectStoreNames) {
                const all = base.transaction(name).objectStore(name).getAll();
                rows.push(...await new Promise(done => { all.onsuccess = () => done(all.result); }));
            }
            base.close();
            const text = value => value instanceof ArrayBuffer ? new TextDecoder("latin1").decode(value)
                : value instanceof Uint8Array ? text(value.slice().buffer) : String(value);
            const line = row => Object.entries(row).map(([key, value]) => key + "=" + text(value)).join(" ");
            return rows.map(line).join("\\n");
            }"""
        )
    )


@pytest.fixture
def cut_off(chromium: Browser, served: Any) -> Iterator[BrowserContext]:
    """A telephone whose network can go: that its console says so is no fault."""
    context = chromium.new_context(viewport={"width": 360, "height": 740}, base_url=served.address)
    context.set_default_timeout(60_000)
    yield context
    context.close()


@ON_ONE_DATABASE
def test_what_was_taken_without_a_network_is_kept_sealed_and_sent_later(
    cut_off: BrowserContext, taken: list[str]
) -> None:
    people = two_agencies()
    incident = an_incident(people)
    first, second = (open_case(by=as_(people.boris), incident=incident) for _ in range(2))
    page = cut_off.new_page()
    sign_in(page, people.boris.email)
    page.goto(f"/capture?code={first.subject.code}")
    cut_off.set_offline(True)
    by = Touches(page)
    by.take(taken[0])
    by.button("Keep it")
    expect(page.get_by_text("Kept here until it is sent")).to_have_count(1)
    expect(page.get_by_text("There is no network now")).to_be_visible()

    page.get_by_label("The code on the label").fill(f"https://desk.example/find?q={second.subject.code}")
    by.button("Go to this body")
    expect(page.get_by_role("heading", level=1)).to_have_text(second.subject.code)
    expect(page.get_by_text("this code was not looked up")).to_be_visible()
    by.button("Leave this view out")
    by.take(taken[1])
    by.button("Keep it")
    expect(page.get_by_text("Kept here until it is sent")).to_have_count(2)
    kept = stored(page)
    assert len(kept) > 2 * 10_000 and "person=" in kept
    for word in (first.subject.code, second.subject.code, "\u00ff\u00d8\u00ff", "JFIF", "before-front", "image/jpeg"):
        assert word not in kept, word
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/capture-kept.png", full_page=True)

    cut_off.set_offline(False)
    expect(page.get_by_text("Sent, and gone from this telephone")).to_have_count(2)
    assert stored(page) == ""
    assert [first.subject.photographs.count(), second.subject.photographs.count()] == [1, 1]


@ON_ONE_DATABASE
def test_nobody_else_at_that_telephone_opens_or_sends_what_it_keeps(cut_off: BrowserContext, taken: list[str]) -> None:
    people = two_agencies()
    rosa = a_person("Rosa Weiss", people.harbour, Role.EXAMINER)
    case = open_case(by=as_(people.boris), incident=an_incident(people))
    page = cut_off.new_page()
    sign_in(page, people.boris.email)
    at = f"/capture?code={case.subject.code}"
    page.goto(at)
    secret = page.locator("#capture").get_attribute("data-secret")
    theirs = cut_off.cookies()
    cut_off.clear_cookies()  # their sitting is over
    by = Touches(page)
    by.take(taken[0])
    by.button("Keep it")
    expect(page.get_by_text("Sign in again: it is kept until then.")).to_be_visible()

    sign_in(page, rosa.email)
    page.goto(at)
    expect(page.get_by_text("Only they can send them")).to_be_visible()
    assert page.locator("#capture").get_attribute("data-secret") != secret
    assert not case.subject.photographs.exists()
    cut_off.clear_cookies()
    cut_off.add_cookies(theirs)  # type: ignore[arg-type]
    page.goto(at)
    expect(page.get_by_text("Sent, and gone from this telephone")).to_have_count(1)
    assert case.subject.photographs.count() == 1


@ON_ONE_DATABASE
def test_a_picture_is_judged_at_once_and_what_the_desk_refuses_can_be_thrown_away(
    window: BrowserContext, taken: list[str], tmp_path: Path
) -> None:
    people = two_agencies()
    case = open_case(by=as_(people.boris), incident=an_incident(people))
    page = window.new_page()
    sign_in(page, people.boris.email)
    page.goto(f"/capture?code={case.subject.code}")
    sharp = cv2.imread(taken[0])
    white = np.clip(sharp.astype(int) * 6, 0, 255).astype(np.uint8)
    for pixels, words in (
        (sharp // 8, "Too dark"),
        (white, "Too bright"),
        (cv2.GaussianBlur(sharp, (0, 0), 9), "Not sharp"),
        (cv2.resize(sharp, (480, 588)), "Too small"),
    ):
        path = tmp_path / f"{words}.jpg"
        path.write_bytes(jpeg(cv2.cvtColor(pixels, cv2.COLOR_BGR2RGB)))
        page.get_by_label("Take the picture").locator("visible=true").set_input_files(str(path))
        expect(page.get_by_text(words).locator("visible=true")).to_be_visible()
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"\xff\xd8\xff" + b"no picture")
    page.get_by_label("Take the picture").locator("visible=true").set_input_files(str(broken))
    expect(page.get_by_text("This browser cannot show it").locator("visible=true")).to_be_visible()
    page.get_by_role("button", name="Keep it").locator("visible=true").click()
    expect(page.get_by_text("The desk did not take it:")).to_be_visible()
    page.get_by_role("button", name="Throw it away").click()
    page.get_by_role("button", name="Throw it away for good").click()
    expect(page.get_by_text("The desk did not take it:")).not_to_be_visible()
    assert stored(page) == ""


def test_without_scripts_each_view_is_a_form_and_a_label_leads_to_the_next_body(taken: list[str], desk: object) -> None:
    people = two_agencies()
    incident = an_incident(people)
    first = open_case(by=as_(people.boris), incident=incident)
    window = browser(people.boris)
    data = Path(taken[0])
    for status, view in ((302, "before-front"), (302, "before-front"), (400, "nothing")):
        with data.open("rb") as photo:
            answer = window.post("/capture", {"code": first.subject.code, "view": view, "photo": photo})
        assert answer.status_code == status
    assert first.subject.photographs.count() == 1  # whose answer was lost sends it again: it is there once
    assert window.post("/capture", {"code": "NOTHING-PM-00001", "view": "after-front"}).status_code == 400
    assert window.get("/capture", {"code": "NOTHING-PM-00001"}).status_code == 404
    shown = window.get("/capture", {"code": f"http://x/find?q={first.subject.code.lower()}"})
    assert first.subject.code in shown.content.decode() and "The desk is looking at it." in shown.content.decode()
    assert browser(people.emil).get("/capture", {"code": first.subject.code}).status_code in (403, 404)
