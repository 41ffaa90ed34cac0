"""How long the page of a case is, and how many keys and pages it takes to fill one: fictional, in chromium.

    uv run python bench/case_page.py [--json] [--shots FOLDER]

``case_empty`` pixels of the page of a case that says nothing but its code, ``case_full`` of one with three photographs,
every section written and a candidate list, at 1440 wide and ``_360``. ``keys`` besides words and days, ``pages``
loaded, and ``reasons`` asked for, from the opened page of the empty case until all of ``SECTIONS`` is written, by
keyboard alone at 1440 x 900.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
from pathlib import Path
from typing import Any

from candidate_list import NARROW, WIDE, opened
from candidate_rows import ListDesk
from desk_pages import PORT, running, signed_in
from desk_rows import start

SECTIONS = {
    "found": {"found_on": "03012026", "found_place": "Pier 4, under the ladder", "found_by": "Coast guard"},
    "body": {"age_low": "30", "age_high": "45", "hair": "grey, short", "eyes": "brown"},
    "teeth": {"teeth": "gold crown, upper left"},
    "clothing": {"clothing": "blue jacket, grey trousers"},
    "custody": {"custody": "Harbour mortuary", "custody_place": "shelf 3"},
    "marks": {"where": "left forearm", "description": "an anchor, blue"},
    "elsewhere": {"holder": "Institute of the coast", "number": "D 17"},
    "effects": {"description": "a ring, yellow metal", "found_where": "left hand", "kept_where": "packet 1"},
}
"""Each section and what is typed there, by the name of its field."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--shots", type=Path, help="a folder for pictures of the pages")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="antigone-bench-") as folder:
        home = Path(folder) / "desk"
        start(home, "sqlite", PORT)
        empty, full, cookie = _two_cases()
        with running(home, "serve", "--workers", "2", "--no-worker") as web, opened(cookie) as page:
            web.stdout.readline()
            said: dict[str, Any] = {}
            for name, address in (("case_empty", empty), ("case_full", full)):
                said |= _sizes(page, name, address, given.shots)
            said |= _filled(page, empty)
            said |= _sizes(page, "case_filled", empty, given.shots)
            said["load"] = round(os.getloadavg()[0], 1)
    print(json.dumps(said) if given.json else "\n".join(f"{name}: {value}" for name, value in said.items()))


def _two_cases() -> tuple[str, str, str]:
    """The addresses of a case that says nothing and of one that says everything, and a registrar's cookie."""
    from antigone.desk.accounts.models import Person
    from antigone.desk.cases.models import Case
    from antigone.desk.subjects.models import Elsewhere, Subject

    run = ListDesk().a_list(20)
    registrar = Person.objects.get(name="Registrar")
    full = run.subject
    Subject.objects.filter(pk=full.pk).update(teeth="gold crown", hair="grey", eyes="brown", build="slender")
    Case.objects.filter(pk=full.pk).update(custody="Mortuary", custody_place="shelf 3", found_by="Coast guard")
    Elsewhere.objects.create(subject=full, what="dna", holder="Institute", number="D 17")
    empty = Subject.objects.create(
        kind="pm",
        incident=full.incident,
        agency=full.agency,
        place=2,
        code=f"{full.incident.code}-PM-00002",
        opened_at=full.opened_at,
        opened_by=registrar,
    )
    Case.objects.create(subject=empty)
    return empty.address, full.address, signed_in(registrar)


def _sizes(page: Any, name: str, address: str, shots: Path | None) -> dict[str, int]:
    found = {}
    for word, size in (("", WIDE), ("_360", NARROW)):
        page.set_viewport_size(size)
        page.goto(address)
        page.wait_for_load_state("networkidle")
        found[f"{name}{word}"] = int(page.evaluate("document.documentElement.scrollHeight"))
        if shots:
            page.screenshot(path=str(shots / f"{name}{word}.png"), full_page=True)
    return found


class Keyboard:
    """Keys that are pressed besides those of words, and pages that are loaded."""

    def __init__(self, page: Any) -> None:
        self.page, self.keys, self.pages, self.reasons = page, 0, 0, 0
        page.on("load", lambda _page: setattr(self, "pages", self.pages + 1))

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.keys += 1

    def to(self, selector: str) -> None:
        for _ in range(200):
            if self.page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
                return
            self.press("Tab")
        raise AssertionError(f"{selector} is not reached by keyboard")

    def enter(self) -> None:
        with self.page.expect_navigation():
            self.press("Enter")


def _filled(page: Any, address: str) -> dict[str, int]:
    page.set_viewport_size(WIDE)
    page.goto(address)
    hands = Keyboard(page)
    for section, fields in SECTIONS.items():
        _fill(hands, section, fields)
    return {"keys": hands.keys, "pages": hands.pages, "reasons": hands.reasons}


def _fill(hands: Keyboard, section: str, fields: dict[str, str]) -> None:
    form = f"#{section} form"
    hands.to(f"#{section} summary")
    hands.press("Enter")
    for name, words in fields.items():
        hands.to(f"{form} [name={name}]")
        hands.page.keyboard.type(words)
    if hands.page.locator(f"{form} [name=reason]").count():
        hands.reasons += 1
        hands.to(f"{form} [name=reason]")
        hands.page.keyboard.type("seen")
    hands.to(f"{form} button")
    hands.enter()


if __name__ == "__main__":
    main()
