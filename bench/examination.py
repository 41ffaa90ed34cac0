"""What one whole examination costs an examiner, and how much of a list is seen at once: counted in chromium.

    uv run python bench/examination.py [--json] [--pictures FOLDER]

Starts a demonstration, and plays one ordinary pair from the opened page to the name, by keyboard alone, at 1440 x 900:
every photograph is looked at; of each side 15 components are seen, with a descriptor each, and four are not; all 15 are
similar; the conclusion is "possible". ``keys``: every key but those of words that are typed. ``screens``: all pixels
scrolled up or down, of the page and of anything in it, over 900. ``list_in_view``, ``list_height`` and
``list_height_360``: of a candidate list of 20, as bench/candidate_list.py measures them. Needs chromium.
"""

from __future__ import annotations

import argparse
import json
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
from chromium import launched

PORT = 8797
HIGH, WIDE = 900, 1440
NOT_SEEN = ("ears", "neck", "alterations", "other")
_SCROLLED = """
window.scrolledSoFar = Number(sessionStorage.getItem("scrolled") || 0);
const before = new Map();
document.addEventListener("scroll", (event) => {
  const of = event.target === document ? document.scrollingElement : event.target;
  window.scrolledSoFar += Math.abs(of.scrollTop - (before.get(of) || 0));
  before.set(of, of.scrollTop);
  sessionStorage.setItem("scrolled", window.scrolledSoFar);
}, true);
"""


@dataclass
class Keyboard:
    """The only way of the journey into the page. What is typed as words is not counted."""

    page: Page
    pictures: Path | None = None
    keys: int = 0

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.keys += 1

    def picture(self, name: str) -> None:
        if self.pictures:
            self.page.screenshot(path=self.pictures / f"{name}.png")

    def at(self, step: str) -> None:
        expect(self.page.locator(f"#sheet-form[data-step='{step}']")).to_be_attached()
        self.page.wait_for_load_state("networkidle")


def examine(page: Page, pictures: Path | None = None) -> dict[str, float]:
    """Play the pair that is open on the page from its first step to the name, and count."""
    by = Keyboard(page, pictures)
    for step in ("analyse-pm", "analyse-reference"):
        by.at(step)
        look(by)
        analyse(by)
        by.picture(step)
        by.press("Enter")  # lock
    by.at("compare")
    by.picture("compare")
    while page.locator("#sheet-form[data-step=compare] .component.now").count():
        one_more(by, "1")
    by.at("conclude")
    by.press("1")
    page.keyboard.type("Everything that both show is alike; the photographs are small.")
    by.picture("conclude")
    by.press("Control+Enter")
    by.at("unmask")
    by.press("Enter")
    by.at("done")
    by.picture("done")
    return {"keys": by.keys, "screens": round(page.evaluate("window.scrolledSoFar") / HIGH, 2)}


def look(by: Keyboard) -> None:
    """Uncover the side, and look at each of its photographs until the desk has it."""
    if by.page.locator(".reveal:not([hidden])").count():
        by.press("c")
    for n in range(by.page.locator("figure").count()):
        if n:
            by.press("n")
        expect(by.page.locator("figure:not([hidden])[data-fresh]")).to_have_count(0)


def analyse(by: Keyboard) -> None:
    while (now := by.page.locator(".component.now")).count():
        first = now.locator(".sees input").first
        if now.get_attribute("data-component") in NOT_SEEN:
            one_more(by, "3")
        elif first.get_attribute("value") == "none":  # which says all
            one_more(by, str(first.get_attribute("data-key")))
        else:
            by.press(str(first.get_attribute("data-key")))
            one_more(by, "1")


def one_more(by: Keyboard, key: str) -> None:
    """Decide on the component that is there, and wait until it has gone."""
    there = str(by.page.locator(".component.now").get_attribute("data-component"))
    by.press(key)
    expect(by.page.locator(f".component.now[data-component={there}]")).to_have_count(0)


@contextmanager
def demonstration() -> Iterator[str]:
    """A demonstration's address, while it is served."""
    with tempfile.TemporaryDirectory(prefix="antigone-bench-") as folder:
        words = [
            sys.executable,
            "-m",
            "antigone",
            "demo",
            "--no-browser",
            "--port",
            str(PORT),
            "--out",
            folder + "/demo",
        ]
        demo = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
        assert demo.stdout is not None
        try:
            yield demo.stdout.readline().strip()
        finally:
            demo.send_signal(signal.SIGTERM)
            demo.wait(30)


def through(page: Page, door: str) -> None:
    """From the tour into the desk, as whoever stands at this door."""
    page.goto("/tour")
    page.locator(f"form:has(input[name=to][value='{door}']) button").first.click(timeout=600_000)  # once it is whole
    page.wait_for_load_state()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--pictures", type=Path, help="a folder for pictures of the steps")
    parser.add_argument("--address", help="of a demonstration that is served already")
    given = parser.parse_args()
    if given.address:
        said = counted(given.address, given.pictures)
    else:
        with demonstration() as address:
            said = counted(address, given.pictures)
    said |= of_a_list()
    print(json.dumps(said) if given.json else "\n".join(f"{name}: {value}" for name, value in said.items()))


def of_a_list() -> dict[str, float]:
    """The sizes of a candidate list of 20, from a desk of its own."""
    words = [sys.executable, str(Path(__file__).with_name("candidate_list.py")), "--long", "0", "--json"]
    said = json.loads(subprocess.run(words, stdout=subprocess.PIPE, text=True, check=True).stdout)
    return {name: said[name] for name in ("list_in_view", "list_height", "list_height_360")}


def counted(address: str, pictures: Path | None) -> dict[str, float]:
    with sync_playwright() as playwright:
        browser = launched(playwright)
        window = browser.new_context(viewport={"width": WIDE, "height": HIGH}, base_url=address)
        window.set_default_timeout(60_000)
        expect.set_options(timeout=60_000)
        window.add_init_script(_SCROLLED)
        page = window.new_page()
        through(page, "my-work")
        page.locator("main a[href^='/my-work/']:has(code)").first.click()
        said = examine(page, pictures)
        browser.close()
    return said


if __name__ == "__main__":
    main()
