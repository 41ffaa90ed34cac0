"""Pictures of the desk's main pages, from a demonstration that this starts: for docs/tour.md, and to be looked at.

    uv run python tools/screenshots.py [--out docs/tour] [--language en] [--width 1100]

Walks as a newcomer does: from the tour to a candidate list for a new photograph. Needs chromium.
"""

from __future__ import annotations

import argparse
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import resources
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, ViewportSize, sync_playwright

PORT = 8798
TALL = 1700
"""Pixels: longer pages are cut here."""
NEW = resources.files("antigone.demo") / "incident" / "unidentified" / "U-01.jpg"

COVERED = resources.files("antigone.demo") / "incident" / "covered" / "U-01-covered.jpg"
POINTS = ((125, 170), (197, 170), (161, 213), (130, 241), (191, 242))
"""Eyes, tip of the nose and corners of the mouth in it, as somebody sets them who knows how a face goes on."""

TABLE = "Photo;Case;Found on;Sex\ndead 1.jpg;H-1;05/07/2026;f\ndead 2.jpg;H-2;06/07/2026;m\n"
"""As a spreadsheet saved it: no date in it proves which number is the day, and one file is called otherwise."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path("docs/tour"))
    parser.add_argument("--language", default="en")
    parser.add_argument("--width", type=int, default=1100)
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    with demonstration(arguments.language) as window:
        first = window(arguments.width)
        to_a_list(first, arguments.out)
        to_a_covered_face(window(arguments.width), arguments.out)
        to_a_name(window(arguments.width), arguments.out)
        to_a_family(window(arguments.width), arguments.out)
        as_a_family(window(360), arguments.out)
        whole_incident(window(arguments.width), arguments.out)
        to_a_preview(window(360), arguments.out, "23-seen-before-it-is-done")
        to_a_preview(window(360, "ar"), arguments.out, "24-seen-from-right-to-left")


@contextmanager
def demonstration(usual: str = "en") -> Iterator[Callable[..., Page]]:
    """A demonstration whose incident is whole. Gives what opens a window: ``window(width, language)``."""
    command = [sys.executable, "-m", "antigone", "demo", "--no-browser", "--port", str(PORT)]
    demo = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert demo.stdout is not None
    began = time.monotonic()
    try:
        address = demo.stdout.readline().strip()
        print(f"served after {time.monotonic() - began:.0f} s")
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium") or shutil.which("chromium-headless-shell"),
                args=["--no-sandbox"],
            )

            def window(width: int, language: str = usual) -> Page:
                size: ViewportSize = {"width": width, "height": 800}
                return browser.new_context(viewport=size, locale=language, base_url=address).new_page()

            first = window(1100)
            first.goto("/tour")
            first.locator("form:has(input[name=to]) button").first.wait_for(timeout=600_000)  # the incident is whole
            first.context.close()
            yield window
            browser.close()
    finally:
        demo.send_signal(signal.SIGTERM)
        demo.wait(30)


def picture(page: Page, out: Path, name: str) -> None:
    page.wait_for_load_state("networkidle")
    whole = Image.open(BytesIO(page.screenshot(full_page=True))).convert("RGB")
    part = whole.crop((0, 0, whole.width, min(whole.height, TALL)))
    part.quantize(128).save(out / f"{name}.png", optimize=True)
    print(f"{time.monotonic():7.1f}  {name}  {page.url.partition('127.0.0.1')[2]}")


def through(page: Page, door: str) -> None:
    """From the tour into the desk, as whoever stands at this door."""
    page.goto("/tour")
    page.locator(f"form:has(input[name=to][value='{door}']) button").first.click()
    page.wait_for_load_state()


def to_a_list(page: Page, out: Path) -> None:
    """One newcomer's way, from the tour to a candidate list for a new photograph."""
    page.goto("/tour")
    picture(page, out, "01-tour")
    through(page, "cases-open")
    picture(page, out, "02-open-a-case")
    page.locator("main form button").last.click()
    page.wait_for_load_state()
    picture(page, out, "03-case")
    case = page.url
    page.goto(page.url + "/photographs/add")
    picture(page, out, "04-add-a-photograph")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "U-01.jpg"
        file.write_bytes(NEW.read_bytes())
        page.locator("input[type=file]").first.set_input_files(file)
        page.locator("main form button[type=submit], main form button:not([type])").first.click()
    page.wait_for_load_state()
    picture(page, out, "05-photograph-added")
    links = page.locator("main a[href*='/searches/']")
    for _ in range(60):
        time.sleep(1)
        page.goto(case)
        if links.count():
            break
    picture(page, out, "06-case-with-a-list")
    links.first.click()
    while page.locator(".candidate").count() == 0:
        time.sleep(1)
        page.reload()
    picture(page, out, "07-candidate-list")
    page.goto(case)
    page.locator("main a[href^='/photographs/']").first.click()
    page.wait_for_load_state()
    picture(page, out, "08-photograph")
    for name, address in (
        ("09-cases", "/cases"),
        ("10-records", "/records"),
        ("11-front", "/"),
        ("12-incident", "/incidents/1"),
    ):
        page.goto(address)
        picture(page, out, name)


def to_a_covered_face(page: Page, out: Path) -> None:
    """A face below a tarpaulin: not found, then searched by points that a person set, then by what is not covered."""
    through(page, "cases-open")
    page.locator("main form button").last.click()
    page.wait_for_load_state()
    case = page.url
    page.goto(case + "/photographs/add")
    page.locator("input[type=file]").first.set_input_files(str(COVERED))
    page.locator("main form button[type=submit], main form button:not([type])").first.click()
    page.wait_for_load_state()
    page.locator("main a[href^='/photographs/']").first.click()
    page.wait_for_load_state()
    photograph = page.url
    page.locator(".warning").first.wait_for()
    page.get_by_role("button", name="Show it clearly").click()
    picture(page, out, "25-no-face-is-found")
    page.goto(photograph + "/points")
    page.get_by_role("button", name="Show it clearly").click()
    for number, place in enumerate(POINTS):
        page.locator(".point").nth(number).focus()
        page.locator(".point-row").nth(number).locator("input").first.fill(f"{place[0]:.1f}")
        page.locator(".point-row").nth(number).locator("input").last.fill(f"{place[1]:.1f}")
    page.locator("#id_reason").fill("a tarpaulin lies over two thirds of the face")
    picture(page, out, "26-points-by-hand")
    page.get_by_role("button", name="Keep these points").click()
    a_list_of(page, case, photograph)
    picture(page, out, "27-searched-by-points")
    page.goto(photograph + "/painted")
    page.get_by_role("button", name="Show it clearly").click()
    paint = page.locator("#paint")
    page.set_viewport_size({"width": page.viewport_size["width"], "height": 1500})  # type: ignore[index]
    page.locator("#paint-width").fill("60")
    box = paint.bounding_box()
    assert box is not None
    for down in range(8, 100, 13):  # all on one side of a line aslant through the nose, as the tarpaulin lies
        edge = 0.503 + 0.056 - 0.8 * (down / 100 * 392 / 320 - 0.664)
        page.mouse.move(box["x"] + 1, box["y"] + box["height"] * down / 100)
        page.mouse.down()
        page.mouse.move(
            box["x"] + box["width"] * min(0.99, edge - 0.09), box["y"] + box["height"] * down / 100, steps=4
        )
        page.mouse.up()
    page.locator("#paint-form #id_reason").fill("a tarpaulin")
    picture(page, out, "28-painted-over")
    page.set_viewport_size({"width": page.viewport_size["width"], "height": 800})  # type: ignore[index]
    page.get_by_role("button", name="Keep what is painted").click()
    a_list_of(page, case, photograph)
    picture(page, out, "29-searched-without-what-is-hidden")


def a_list_of(page: Page, case: str, photograph: str) -> None:
    """The latest candidate list of a case, once its photograph is searched again."""
    for _ in range(90):
        page.goto(photograph)
        if page.locator(".done").get_by_text("is searched").count():
            break
        time.sleep(1)
    for _ in range(90):
        page.goto(case)
        page.locator("main a[href*='/searches/']").first.click()
        page.wait_for_load_state()
        if page.locator(".candidate").count() and not page.get_by_text("left search").count():
            return
        time.sleep(1)


def to_a_name(page: Page, out: Path) -> None:
    """The bench, a file before the board with its vote, and a decision."""
    through(page, "my-work")
    picture(page, out, "13-my-work")
    page.locator("main a[href^='/my-work/']").first.click()
    picture(page, out, "14-bench")
    through(page, "files")
    page.locator("main a[href^='/files/']").first.click()
    picture(page, out, "15-file")
    through(page, "decisions")
    page.locator("main a[href^='/decisions/']").first.click()
    picture(page, out, "18-decision")


def whole_incident(page: Page, out: Path) -> None:
    """Everybody against everybody, as the worker makes it, and what moves the weight of one pair."""
    through(page, "files")
    page.goto("/incidents/1/reconcile")
    page.locator("main textarea").first.fill("For the board's meeting")
    page.locator("main form button").last.click()
    page.wait_for_load_state()
    assert "/reconciliations/" in page.url, page.locator("main").inner_text()  # else it says what is missing
    for _ in range(90):
        if page.locator("main a[href*='/proposals/']").count():
            break
        time.sleep(1)
        page.reload()
    picture(page, out, "16-whole-incident")
    page.locator("main a[href*='/proposals/']").first.click()
    picture(page, out, "17-waterfall")


def to_a_family(page: Page, out: Path) -> None:
    """A plan to tell a family, with what is still missing."""
    through(page, "notifications")
    picture(page, out, "19-families-to-tell")
    page.locator("main a[href^='/notifications/']").first.click()
    picture(page, out, "20-plan-to-tell")


def as_a_family(page: Page, out: Path) -> None:
    """Asking for a missing person, on a telephone."""
    page.goto("/trace")
    picture(page, out, "21-ask")
    page.get_by_role("link", name="Tell us whom you miss").click()
    page.wait_for_load_state()
    picture(page, out, "22-whom-you-miss")


def to_a_preview(page: Page, out: Path, name: str) -> None:
    """An archive with a table, as a registrar sees on a telephone what it would do; nothing of it is done."""
    through(page, "decisions")  # the registrar's door
    page.goto("/incidents/1/imports/begin")
    page.locator("input[name=kind][value=pm]").check()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "harbour.zip"
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr("harbour/list.csv", TABLE)
            archive.writestr("harbour/dead 1.jpg", NEW.read_bytes())
            archive.writestr("harbour/dead 3.jpg", NEW.read_bytes())
        page.locator("input[name=archive]").set_input_files(file)
        page.locator("main form button").last.click()
    page.wait_for_load_state()
    assert "/imports/" in page.url and "begin" not in page.url, page.locator("main").inner_text()
    picture(page, out, name)


if __name__ == "__main__":
    main()
