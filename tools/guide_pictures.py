"""Pictures for the guides of each role, from a demonstration that this starts: small, English, of nobody who exists.

    uv run python tools/guide_pictures.py [--out src/antigone/desk/web/static/desk/guide]

One for each topic of `web/guides/topics.py`, as somebody sees it whose role the topic is for. Needs chromium.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page
from tools.screenshots import demonstration

WIDTH, HEIGHT = 900, 560
_QUALITY = 55
DESK = Path(__file__).resolve().parents[1] / "src/antigone/desk"

Way = Callable[[Page], object]


def first(address: str) -> Way:
    """A list, and the first thing that has a page of its own in it."""

    def go(page: Page) -> None:
        page.goto(address)
        page.goto(_numbered(page, address)[0])

    return go


def _numbered(page: Page, address: str) -> list[str]:
    """The addresses of what a list leads to."""
    links = page.locator("main a").evaluate_all("all => all.map(each => each.pathname)")
    return [each for each in dict.fromkeys(links) if re.fullmatch(rf"{address}/\d+", each)]


def at(address: str) -> Way:
    return lambda page: page.goto(address)


def a_list(page: Page) -> None:
    """The first case that has a candidate list, and the list."""
    page.goto("/cases")
    for address in _numbered(page, "/cases"):
        page.goto(address)
        found = page.locator("main a[href*='/searches/']")
        if found.count():
            found.first.click()
            return


def an_exercise(page: Page) -> None:
    """The page of one that was begun just now."""
    page.goto("/exercise")
    page.get_by_role("button", name="Begin an exercise").click()


PLACES: dict[str, tuple[str, Way]] = {
    "front": ("Rhea Solander", at("/")),
    "first-day": ("Aron Petrescu", at("/first-day")),
    "people": ("Aron Petrescu", at("/people/invite")),
    "exercise": ("Aron Petrescu", an_exercise),
    "incident": ("Rhea Solander", at("/incidents/1")),
    "sources": ("Rhea Solander", at("/incidents/1/sources")),
    "case": ("Rhea Solander", first("/cases")),
    "photographs": ("Rhea Solander", first("/cases")),
    "record": ("Tomas Iversund", first("/records")),
    "list": ("Wanda Oyelaran", a_list),
    "bench": ("Jonah Reck", at("/my-work")),
    "board": ("Wanda Oyelaran", first("/files")),
    "request": ("Tomas Iversund", at("/requests")),
    "telling": ("Tomas Iversund", first("/notifications")),
    "known": ("Mateus Brandt", at("/known-pairs")),
    "audit": ("Leila Sarkany", at("/audit")),
}
"""Of each topic: who looks, and at what."""


def _below_the_header(page: Page) -> Image.Image:
    box = page.locator("main").bounding_box()
    assert box is not None
    whole = Image.open(BytesIO(page.screenshot(full_page=True))).convert("RGB")
    return whole.crop((0, int(box["y"]), WIDTH, int(box["y"]) + HEIGHT))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=DESK / "web/static/desk/guide")
    out = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    with demonstration() as window:
        for key, (person, go) in PLACES.items():
            page = window(WIDTH)
            page.goto("/tour")
            page.get_by_role("button", name=re.compile(f"^Come in( as)? {person}$")).first.click()
            page.wait_for_load_state()
            go(page)
            if key == "photographs":
                page.goto(page.url.rstrip("/") + "/photographs/add")
            page.wait_for_load_state("networkidle")
            _below_the_header(page).save(out / f"{key}.webp", quality=_QUALITY, method=6)
            print(f"{(out / key).with_suffix('.webp').stat().st_size:7}  {key}  {page.url}")
            page.context.close()


if __name__ == "__main__":
    main()
