"""A picture of every page that each role is shown, from a demonstration that this starts: to be looked at.

    uv run python -m tools.every_page OUT [--width 1440] [--language en] [--sheets]

As one of the demonstration's people for each role, and as a family, it follows every link that a page offers, and keeps
the first page of each kind, `OUT/rhea-solander/cases-n.png`. `OUT/index.html` shows them all; --sheets makes pictures
of twelve pages each. Exits with 1 if a page could not be shown, or sticks out of its window. Needs chromium.
"""

from __future__ import annotations

import argparse
import re
from collections import deque
from collections.abc import Iterator
from html import escape
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Error, Page
from tools.screenshots import demonstration

TALL = 4000
"""Pixels: longer pages are cut here."""
ACROSS, DOWN, EACH = 4, 3, 420
"""Of a sheet: pages beside and below each other, and how wide each is."""
BY_ROLES = """all => Object.fromEntries(all.map(each => [
    each.querySelector("b").nextSibling.textContent.trim(), each.getAttribute("action")]))"""
"""The doors of the tour, one for each role or roles together."""
LEFT_OUT = re.compile(
    r"/(sign-out|static/|tour|p/leave|p/l/|language)"
    r"|\.(pdf|csv|json|zip|jpg|png|txt)$|/(clear|blurred|small|face)$"
)
NUMBER = re.compile(r"\d+|(?<=translations/)\w\w|(?<=/)[0-9a-f]{8}-[0-9a-f-]{27}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--width", type=int, default=1440)
    parser.add_argument("--language", default="en")
    parser.add_argument("--sheets", action="store_true")
    parser.add_argument("--door", type=int, help="only the one who comes in by this door, counted from 1; 0: a family")
    arguments = parser.parse_args()
    made: list[Path] = []
    faults: list[str] = []
    with demonstration(arguments.language) as window:
        first = window(arguments.width)
        first.goto("/tour")
        people = first.locator("form.row:has(b)").evaluate_all(BY_ROLES)
        first.context.close()
        doors = ["", *people.values()]
        for door in doors if arguments.door is None else [doors[arguments.door]]:
            page = window(arguments.width)
            who = as_one_of_them(page, door) if door else as_a_family(page)
            for name, fault in walked(page, arguments.out / who):
                if fault:
                    faults.append(f"{who}, {name}: {fault}")
                    print(faults[-1], flush=True)
            made += sorted((arguments.out / who).glob("*.png"))
            page.context.close()
    (arguments.out / "index.html").write_text(index(made, arguments.out), encoding="utf-8")
    if arguments.sheets:
        sheets(made, arguments.out)
    print(f"{len(made)} pages, {len(faults)} faults")
    return 1 if faults else 0


def as_one_of_them(page: Page, door: str) -> str:
    """Comes in by a door of the tour. Returns what to call their folder."""
    page.goto("/tour")
    name = page.locator(f"form.row[action='{door}'] b").inner_text()
    page.locator(f"form.row[action='{door}'] button").click()
    page.wait_for_load_state()
    return re.sub(r"\W+", "-", name.lower()).strip("-")


def as_a_family(page: Page) -> str:
    """Begins a request, so that its questions are there."""
    page.goto("/p/begin")
    page.locator("main form button").last.click()
    page.wait_for_load_state()
    page.goto("/p/home")  # which leads to all that can be told
    return "a-family"


def walked(page: Page, out: Path) -> Iterator[tuple[str, str]]:
    """Follows what pages offer, breadth first. Yields what each is, and what was wrong with it, if anything."""
    out.mkdir(parents=True, exist_ok=True)
    here = "/".join(page.url.split("/", 3)[:3]) + "/"
    ahead, seen = deque([(page.url, "the door")]), {kind_of(page.url)}
    while ahead:
        address, offered_by = ahead.popleft()
        name = kind_of(address)
        try:
            answer = page.goto(address)
            page.wait_for_load_state("networkidle")
        except Error as fault:  # a download, or a page that does not come
            yield name, f"{fault.message.splitlines()[0]}, offered by {offered_by}"
            continue
        if answer is None or not answer.headers.get("content-type", "").startswith("text/html"):
            continue
        fault = fault_of(page, answer.status)
        yield name, f"{fault}, offered by {offered_by}" if fault else ""
        picture(page, out / f"{name}.png")
        for link in page.locator("a[href]").evaluate_all("all => all.map(each => each.href.split('#')[0])"):
            if link.startswith(here) and not LEFT_OUT.search(link) and kind_of(link) not in seen:
                seen.add(kind_of(link))
                ahead.append((link, name))


def fault_of(page: Page, status: int) -> str:
    if status >= 400:
        return f"answered {status}"
    beyond = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return f"sticks out by {beyond} pixels" if beyond > 0 else ""


def kind_of(address: str) -> str:
    """What kind of page is at an address: without numbers, and with the names of what is asked."""
    path, _, asked = address.partition("://")[2].partition("/")[2].partition("?")
    names = "-".join(sorted({each.partition("=")[0] for each in asked.split("&") if each}))
    return re.sub(r"[^\w-]+", "-", NUMBER.sub("n", path) + (f"-by-{names}" if names else "")).strip("-") or "front"


def picture(page: Page, file: Path) -> None:
    whole = Image.open(BytesIO(page.screenshot(full_page=True))).convert("RGB")
    whole.crop((0, 0, whole.width, min(whole.height, TALL))).quantize(128).save(file, optimize=True)


def index(made: list[Path], out: Path) -> str:
    """One page with all of them."""
    shown = ""
    for each in made:
        file, words = escape(str(each.relative_to(out))), escape(f"{each.parent.name}: {each.stem}")
        shown += f'<figure><a href="{file}"><img src="{file}" loading="lazy" width="320"></a>'
        shown += f"<figcaption>{words}</figcaption></figure>"
    style = "body{display:flex;flex-wrap:wrap;gap:1rem;font:14px sans-serif}figure{margin:0;width:320px}"
    return f'<!DOCTYPE html><meta charset="utf-8"><title>Every page</title><style>{style}</style>{shown}'


def sheets(made: list[Path], out: Path) -> None:
    """The first screen or two of each, twelve on a picture."""
    of_each = ACROSS * DOWN
    for start in range(0, len(made), of_each):
        sheet = Image.new("RGB", (ACROSS * EACH, DOWN * EACH * 3 // 2), "#777")
        for place, file in enumerate(made[start : start + of_each]):
            with Image.open(file) as page:
                small = page.convert("RGB").resize((EACH - 8, round(page.height * (EACH - 8) / page.width)))
            small = small.crop((0, 0, small.width, min(small.height, EACH * 3 // 2 - 8)))
            sheet.paste(small, (place % ACROSS * EACH + 4, place // ACROSS * (EACH * 3 // 2) + 4))
        sheet.save(out / f"sheet-{start // of_each:02d}.png", optimize=True)


if __name__ == "__main__":
    raise SystemExit(main())
