"""From a new photograph to a certificate, by keyboard alone, and nobody types a code or a name of anybody.

    uv run pytest -n 0 -s tests/desk/web/test_walk_in_a_browser.py

prints the keys of each step, which docs/usability.md quotes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Locator, Page, expect

from antigone.desk.accounts.models import Person
from antigone.desk.identification.models import Decision
from antigone.desk.photos.actions.photographs import add_photograph
from antigone.desk.review.actions import _assigning
from antigone.desk.review.models import Assignment
from antigone.desk.worker import work_once
from desk_board import Board, a_board
from desk_browser import ON_ONE_DATABASE, forget_who_was_here, sign_in
from desk_people import as_
from desk_photos import DEMO, new_source
from desk_review import NoChance
from protocol.test_documents import loaded

pytestmark = pytest.mark.slow
bench = loaded("bench/examination.py")
DEAD, MISSING = DEMO / "unidentified/U-01.jpg", DEMO / "references/M-005/1.jpg"
CODE = re.compile(r"\d|HALCYON", re.IGNORECASE)
"""What a code has. No word that is typed on this way has any of it."""


@dataclass
class Hands:
    """A keyboard and nothing else, with how many keys were pressed in each step besides those of words and of a day."""

    page: Page
    keys: dict[str, int] = field(default_factory=dict)
    step: str = ""

    def press(self, key: str, times: int = 1) -> None:
        for _ in range(times):
            self.page.keyboard.press(key)
        self.keys[self.step] = self.keys.get(self.step, 0) + times

    def to(self, goal: Locator) -> None:
        """By Tab; past the header by the link that skips it."""
        goal.first.wait_for()
        if self.page.evaluate("document.activeElement === document.body") and goal.first.evaluate(
            "each => each.closest('main') !== null"
        ):
            self.press("Tab")
            self.press("Enter")
        for _ in range(150):
            if goal.first.evaluate("each => each === document.activeElement"):
                return
            self.press("Tab")
        raise AssertionError(f"{goal} is not reached by keyboard")

    def follow(self, goal: Locator) -> None:
        self.to(goal)
        with self.page.expect_navigation():
            self.press("Enter")

    def choose(self, group: Locator, label: str) -> None:
        """One of some radio buttons."""
        self.to(group.get_by_role("radio").first)
        wanted = group.get_by_label(label, exact=True)
        if not wanted.is_checked():
            self.press("Space")
        while not wanted.is_checked():
            self.press("ArrowDown")

    def tick(self, box: Locator) -> None:
        self.to(box)
        self.press("Space")
        expect(box).to_be_checked()

    def words(self, goal: Locator, words: str) -> None:
        assert not CODE.search(words), "nothing is typed that somebody would have to look up"
        self.to(goal)
        self.page.keyboard.type(words)


@pytest.fixture
def hands(chromium: Browser, served: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hands]:
    monkeypatch.setattr(_assigning, "chance", NoChance())
    context = chromium.new_context(viewport={"width": 1440, "height": 900}, base_url=served.address, locale="en-US")
    context.set_default_timeout(60_000)
    context.add_init_script(bench._SCROLLED)
    yield Hands(context.new_page())
    context.close()


def be(hands: Hands, person: Person, step: str) -> None:
    """Somebody sits down; signing in is not counted."""
    hands.step = step
    forget_who_was_here(hands.page)
    Person.objects.filter(pk=person.pk).update(totp_step=0)  # codes are used once, and the clock stands still here
    sign_in(hands.page, person.email)
    hands.page.goto("/")


def waits(hands: Hands, words: str) -> None:
    """Follow the first of what waits under this heading of the front page."""
    heading = hands.page.locator(".waiting dt").get_by_text(words, exact=True)
    hands.follow(heading.locator("xpath=following-sibling::dd[1]").get_by_role("link"))


@pytest.mark.sweep
@ON_ONE_DATABASE
def test_from_a_new_photograph_to_a_certificate_by_keyboard_and_without_a_typed_code(hands: Hands) -> None:
    board = a_board()
    _missed(board)
    _photographed(hands, board)
    work_once()
    _put_before_examiners(hands, board)
    for number, assignment in enumerate(Assignment.objects.select_related("examiner").order_by("place"), 1):
        be(hands, assignment.examiner, f"examiner {number}")
        waits(hands, "Examinations")
        hands.keys[hands.step] += bench.examine(hands.page)["keys"]
    _file(hands, board)
    _decided(hands, board)
    decision = Decision.objects.get()
    assert decision.identifies
    hands.step = "certificate"
    hands.follow(hands.page.get_by_role("button", name="Make a certificate"))
    hands.to(hands.page.get_by_role("link", name="Certificate 1 (PDF)"))
    with hands.page.expect_download() as download:
        hands.press("Enter")
    assert download.value.suggested_filename == f"{decision.number}-1.pdf"
    hands.keys["all"] = sum(hands.keys.values())
    print(*(f"{step}: {keys}" for step, keys in hands.keys.items()), sep="\n")


def _missed(board: Board) -> None:
    """A record with a photograph that a family gave: what the list will find."""
    record = board.ferry.record(sex="male")
    source = new_source(board.incident, board.team.people.harbour)
    data = MISSING.read_bytes()
    add_photograph(by=as_(board.lia), subject=record, data=data, file_name="1.jpg", source=source)
    work_once()


def _photographed(hands: Hands, board: Board) -> None:
    page = hands.page
    be(hands, board.rosa, "photograph")
    hands.follow(page.get_by_role("link", name="Open a case"))
    hands.follow(page.get_by_role("button", name="Open the case"))
    hands.follow(page.get_by_role("link", name="Add photographs"))
    hands.to(page.get_by_label("Choose photographs"))
    with page.expect_file_chooser() as chooser:
        hands.press("Space")
    chooser.value.set_files(_as_taken(DEAD))
    hands.follow(page.get_by_role("button", name="Add", exact=True))
    page.wait_for_url(re.compile("/photographs$"))


def _as_taken(file: Path) -> Any:
    return {"name": "IMG_0001.jpg", "mimeType": "image/jpeg", "buffer": file.read_bytes()}


def _put_before_examiners(hands: Hands, board: Board) -> None:
    page = hands.page
    be(hands, board.chair, "list")
    waits(hands, "Candidate lists that nobody has read")
    hands.press("n")
    with page.expect_navigation():
        hands.press("e")
    hands.words(page.get_by_label("Why"), "The first on the list, and nothing speaks against it.")
    hands.follow(page.get_by_role("button", name="Put before examiners"))
    expect(page.locator("main")).to_contain_text("Two examiners are asked")


def _file(hands: Hands, board: Board) -> None:
    page = hands.page
    be(hands, board.rosa, "file")
    waits(hands, "Examined and settled: open the file")
    hands.follow(page.get_by_role("button", name="Open the file"))
    hands.follow(page.get_by_role("link", name="Add a line of evidence"))
    hands.to(page.get_by_label("What was examined"))
    hands.press("T")
    expect(page.get_by_label("What was examined")).to_have_value("dental")
    hands.choose(page.get_by_role("group", name="It speaks for"), "one person")
    hands.words(page.get_by_label("What it says"), "A bridge of three teeth agrees.")
    hands.words(page.get_by_label("Source"), "The report of the dental institute")
    for name in ("Odo Falk", "Pia Rohr"):
        hands.tick(page.get_by_label(f"{name}, Dental institute (odontology)"))
    hands.follow(page.get_by_role("button", name="Write it down"))
    hands.follow(page.get_by_role("button", name="Bring it before the board"))


def _decided(hands: Hands, board: Board) -> None:
    page = hands.page
    be(hands, board.chair, "sitting")
    hands.follow(page.get_by_role("link", name="The board", exact=True))
    hands.follow(page.locator("main").get_by_role("link", name=re.compile("-F-")))
    hands.follow(page.get_by_role("link", name="Call a sitting"))
    hands.to(page.get_by_label("When"))
    page.keyboard.type((timezone.now() + timedelta(days=1)).strftime("%m%d%Y"))
    hands.press("ArrowRight")
    page.keyboard.type("0900AM")
    hands.words(page.get_by_label("Where"), "In the harbour master's room")
    hands.follow(page.get_by_role("button", name="Call it"))
    for place, member in enumerate(board.members, 1):
        be(hands, member, f"member {place}")
        waits(hands, "Sittings of the board")
        hands.follow(page.get_by_role("button", name="I am here"))
    hands.choose(page.get_by_role("group", name="Conclusion"), "Identification established")
    hands.words(page.get_by_label("Reasons"), "The teeth agree, and the faces led to it.")
    hands.follow(page.get_by_role("button", name="Put it to the vote"))
    for place, member in enumerate(board.members, 1):
        be(hands, member, f"member {place}")
        waits(hands, "Waiting for your vote")
        hands.choose(page.get_by_role("group", name="Your vote"), "For it")
        hands.follow(page.get_by_role("button", name="Vote", exact=True))
    hands.follow(page.get_by_role("link", name="Go on to close the vote"))
    hands.follow(page.get_by_role("button", name="Close the vote"))
