"""How much of a candidate list a screen shows, how long it is, and how fast it comes: fictional faces, in chromium.

    uv run python bench/candidate_list.py [--candidates 20] [--long 50] [--rounds 20] [--json] [--shots FOLDER]

Sizes are of the list as lines, as somebody first sees it: ``list_in_view`` candidates whose whole line lies within
the first 1440 x 900 pixels, ``list_height`` pixels of the whole page at that width, ``list_height_360`` at 360. Times
are of a list of ``--long``: from asking to the last byte, with all its small faces in it, and until it is drawn.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from candidate_rows import ListDesk
from desk_pages import PORT, ask, children, running, signed_in
from desk_rows import start

WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 360, "height": 740}
_IN_VIEW = """() => Array.from(document.querySelectorAll('.candidate')).filter(
  each => each.getBoundingClientRect().bottom <= innerHeight).length"""
_DRAWN = "() => performance.getEntriesByType('navigation')[0].loadEventEnd"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--candidates", type=int, default=20)
    parser.add_argument("--long", type=int, default=50, help="candidates of the list that is timed; 0: no times")
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--shots", type=Path, help="a folder for pictures of the list")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="antigone-bench-") as folder:
        home = Path(folder) / "desk"
        start(home, "sqlite", PORT)
        desk = ListDesk()
        short, long = desk.a_list(given.candidates).address, desk.a_list(given.long).address if given.long else ""
        cookie = signed_in(desk.reader)
        with running(home, "serve", "--workers", "2", "--no-worker") as web, opened(cookie) as page:
            web.stdout.readline()
            said: dict[str, Any] = measure(page, short)
            if given.shots:
                _pictures(page, short, given.shots)
            if long:
                said |= times(page, long, cookie, given.rounds, [web.pid, *children(web.pid)])
    print(json.dumps(said) if given.json else "\n".join(f"{name}: {value}" for name, value in said.items()))


def measure(page: Any, address: str) -> dict[str, int]:
    """The sizes of a list on a page of Playwright's that is signed in as somebody who may read it."""
    found = {}
    for word, size in (("", WIDE), ("_360", NARROW)):
        page.set_viewport_size(size)
        page.goto(address)
        page.wait_for_load_state("networkidle")
        if not word:
            found["list_in_view"] = int(page.evaluate(_IN_VIEW))
        found[f"list_height{word}"] = int(page.evaluate("document.documentElement.scrollHeight"))
    return found


def times(page: Any, address: str, cookie: str, rounds: int, serving: list[int]) -> dict[str, Any]:
    took, spent = [], 0.0
    for turn in range(rounds + 1):
        if turn == 1:
            spent = processor(serving)
        seconds, status, text, _location = ask(address, cookie)
        assert status == 200, status
        took.append(1000 * seconds)
    spent = processor(serving) - spent
    drawn = []
    page.set_viewport_size(WIDE)
    for _ in range(5):
        page.goto(address, wait_until="load")
        drawn.append(float(page.evaluate(_DRAWN)))
    return {
        "list_ms_first": round(took[0]),
        "list_ms": round(statistics.median(took[1:])),
        "list_ms_of_processor": round(1000 * spent / rounds),
        "list_ms_slowest": round(max(took)),
        "list_ms_drawn": round(statistics.median(drawn)),
        "list_kilobytes": round(len(text) / 1000),
        "load": round(os.getloadavg()[0], 1),
    }


def processor(processes: list[int]) -> float:
    """Seconds of processor that these have had."""
    fields = (Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split() for each in processes)
    return sum(int(each[11]) + int(each[12]) for each in fields) / os.sysconf("SC_CLK_TCK")


@contextmanager
def opened(cookie: str) -> Iterator[Any]:
    """A browser's page that is signed in."""
    from playwright.sync_api import sync_playwright

    path = shutil.which("chromium") or shutil.which("chromium-headless-shell")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        address = f"http://localhost:{PORT}"
        context = browser.new_context(viewport=WIDE, base_url=address)
        pairs = (pair.partition("=") for pair in cookie.split("; "))
        context.add_cookies([{"name": name, "value": value, "url": address} for name, _is, value in pairs])
        yield context.new_page()
        browser.close()


def _pictures(page: Any, address: str, shots: Path) -> None:
    def shot(name: str, query: str = "", size: Any = None, *, side: str = "ltr", scheme: str = "light") -> None:
        page.set_viewport_size(size or WIDE)
        page.emulate_media(color_scheme=scheme)
        if query is not None:
            page.goto(address + query)
        page.evaluate(f"document.documentElement.dir = '{side}'")
        page.screenshot(path=str(shots / f"{name}.png"))
        page.screenshot(path=str(shots / f"{name}-whole.png"), full_page=True)

    shot("lines")
    page.locator("form.uncover button").first.click()
    page.wait_for_load_state("networkidle")
    for view in ("lines", "grid", "pair"):
        page.locator(f".densities a >> nth={('lines', 'grid', 'pair').index(view)}").click()
        page.wait_for_load_state("networkidle")
        page.screenshot(path=str(shots / f"{view}-clear.png"))
    for view in ("lines", "grid", "pair"):
        shot(f"{view}-360", f"?view={view}", NARROW, side="rtl", scheme="dark")
    page.emulate_media(media="print", color_scheme="light")
    page.set_viewport_size({"width": 794, "height": 1123})
    page.goto(address)
    page.screenshot(path=str(shots / "printed.png"), full_page=True)


if __name__ == "__main__":
    main()
