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
from importlib import resources
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

PORT = 8798
TALL = 1700
"""Pixels: longer pages are cut here."""
NEW = resources.files("antigone.demo") / "incident" / "unidentified" / "U-01.jpg"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path("docs/tour"))
    parser.add_argument("--language", default="en")
    parser.add_argument("--width", type=int, default=1100)
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "antigone", "demo", "--no-browser", "--port", str(PORT)]
    demo = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert demo.stdout is not None
    began = time.monotonic()
    try:
        address = demo.stdout.readline().strip()
        print(f"served after {time.monotonic() - began:.0f} s")
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            context = browser.new_context(
                viewport={"width": arguments.width, "height": 800}, locale=arguments.language, base_url=address
            )
            walk(context.new_page(), arguments.out)
            browser.close()
    finally:
        demo.send_signal(signal.SIGTERM)
        demo.wait(30)


def walk(page: Page, out: Path) -> None:
    """One newcomer's way, a picture of each page."""
    began = time.monotonic()

    def picture(name: str) -> None:
        page.wait_for_load_state("networkidle")
        whole = Image.open(BytesIO(page.screenshot(full_page=True))).convert("RGB")
        part = whole.crop((0, 0, whole.width, min(whole.height, TALL)))
        part.quantize(128).save(out / f"{name}.png", optimize=True)
        print(f"{time.monotonic() - began:5.1f} s  {name}  {page.url.partition('127.0.0.1')[2]}")

    page.goto("/tour")
    picture("01-tour")
    page.locator("form:has(input[name=to]) button").click()
    picture("02-open-a-case")
    page.locator("main form button").last.click()
    page.wait_for_load_state()
    picture("03-case")
    case = page.url
    page.goto(page.url + "/photographs/add")
    picture("04-add-a-photograph")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "U-01.jpg"
        file.write_bytes(NEW.read_bytes())
        page.locator("input[type=file]").first.set_input_files(file)
        page.locator("main form button[type=submit], main form button:not([type])").first.click()
    page.wait_for_load_state()
    picture("05-photograph-added")
    for _ in range(60):
        time.sleep(1)
        page.goto(case)
        links = page.locator("a[href*='/searches/']")
        if links.count():
            break
    picture("06-case-with-a-list")
    links.first.click()
    while page.locator(".entries").count() == 0:
        time.sleep(1)
        page.reload()
    picture("07-candidate-list")
    page.goto(case)
    page.locator("a[href^='/photographs/']").first.click()
    page.wait_for_load_state()
    picture("08-photograph")
    for name, address in (
        ("09-cases", "/cases"),
        ("10-records", "/records"),
        ("11-front", "/"),
        ("12-incident", "/incidents/1"),
    ):
        page.goto(address)
        picture(name)


if __name__ == "__main__":
    main()
