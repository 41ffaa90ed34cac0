"""Three members, a registrar and a liaison officer: from a file to a certificate, and back through a recall."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from antigone.desk.accounts.models import Person
from antigone.desk.identification.models import Decision
from antigone.desk.identification.queries import standing
from antigone.desk.photos import vault
from antigone.desk.photos.models import Photograph
from antigone.desk.photos.queries import sealed
from antigone.desk.subjects.models import Subject
from antigone.protocol.recall import What
from desk_board import SAME, Board, a_board, a_file, a_line, did, examined
from desk_browser import forget_who_was_here, sign_in, sound

pytestmark = pytest.mark.slow


@pytest.fixture
def page(chromium: Browser, served: Any) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 360, "height": 740}, base_url=served.address)
    opened = context.new_page()
    opened.set_default_timeout(60_000)
    expect.set_options(timeout=60_000)  # this machine may be doing much else
    yield opened
    expect.set_options(timeout=5_000)
    context.close()


def be(page: Page, person: Person) -> None:
    """Sign in as somebody, after whoever was signed in."""
    forget_who_was_here(page)
    Person.objects.filter(pk=person.pk).update(totp_step=0)  # codes are used once, and the clock stands still here
    sign_in(page, person.email)


def test_from_a_settled_pair_to_a_certificate_without_a_typed_code_and_back_through_a_recall(page: Page) -> None:
    board = a_board()
    case, record = board.pair()
    _drawn(case, record)
    examined(board, case, record, SAME, SAME)
    _prepare(page, board, case.pk)
    expect(page.locator("dl.reach")).to_contain_text("The board may vote on it.")
    sound(page, "file")
    page.get_by_role("button", name="Bring it before the board").click()
    _decide(page, board)
    decision = Decision.objects.get()
    assert decision.identifies and standing(case) == decision
    with page.expect_download() as download:
        page.get_by_role("button", name="Make a certificate").click()
        page.get_by_role("link", name="Certificate 1 (PDF)").click()
    assert download.value.suggested_filename == f"{decision.number}-1.pdf"
    sound(page, "decision")
    did(board, decision, What.NOTIFICATION)
    _take_back(page, board, case.pk)


def _drawn(*subjects: Subject) -> None:
    """Pictures of what was made without any."""
    jpeg = io.BytesIO()
    Image.new("RGB", (64, 64), "#876").save(jpeg, "JPEG")
    for photograph in Photograph.objects.filter(subject__in=subjects):
        place = sealed(photograph)
        vault.keep_made(place, vault.Size.BLURRED, jpeg.getvalue())
        vault.keep_made(place, vault.Size.FACE, jpeg.getvalue(), 1)


def _prepare(page: Page, board: Board, case: int) -> None:
    be(page, board.rosa)
    page.goto(f"/cases/{case}")
    expect(page.locator(".subject-head .stands")).to_contain_text("The examinations are settled.")
    page.goto("/")
    expect(page.locator("header")).to_contain_text("(1 thing waits)")
    sound(page, "front")
    page.locator(".waiting a").filter(has_text="-PM-").first.click()
    sound(page, "open")
    page.get_by_role("button", name="Open the file").press("Enter")
    page.get_by_role("link", name="Add a line of evidence").click()
    page.get_by_label("What was examined").select_option("dental")
    page.get_by_label("one person", exact=True).check()
    page.get_by_label("What it says").fill("A bridge of three teeth agrees.")
    page.get_by_label("Source").fill("Report 12")
    for name in ("Odo Falk", "Pia Rohr"):
        page.get_by_label(f"{name}, Dental institute (odontology)").check()
    sound(page, "line")
    page.get_by_role("button", name="Write it down").click()
    page.get_by_role("link", name="Enter something that does not fit").click()
    page.get_by_label("What does not fit").fill("The ring finger is missing.")
    page.get_by_role("button", name="Enter it").click()
    expect(page.locator("main")).to_contain_text("Not explained: The ring finger is missing.")
    page.get_by_role("link", name="Explain entry 1").click()
    page.get_by_label("What explains it").fill("Lost in a mill in 2019.")
    page.get_by_role("button", name="Explain it").click()


def _decide(page: Page, board: Board) -> None:
    be(page, board.chair)
    page.get_by_role("link", name="The board", exact=True).click()
    page.get_by_role("link", name=re.compile("-F-")).click()
    page.get_by_role("link", name="Call a sitting").click()
    page.get_by_label("When").fill((timezone.now() + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M"))
    page.get_by_label("Where").fill("Room 3")
    page.get_by_role("button", name="Call it").click()
    sitting = page.url
    for member in board.members:
        be(page, member)
        expect(page.locator(".waiting")).to_contain_text("Sittings of the board")
        page.goto(sitting)
        page.get_by_role("button", name="I am here").click()
        if member == board.members[1]:
            page.get_by_label("Identification established").check()
            page.get_by_label("Reasons").fill("Enough for me.")
            page.get_by_role("button", name="Put it to the vote").click()
            expect(page.locator("main")).to_contain_text("2 present; 3 are needed")
    page.get_by_role("button", name="Show the faces clearly").click()
    page.get_by_role("link", name="Cover the faces").wait_for()
    sound(page, "sitting")
    page.get_by_role("link", name="Cover the faces").click()
    page.get_by_label("Identification established").check()
    page.get_by_label("Reasons").fill("The teeth agree, and the faces led to it.")
    page.get_by_role("button", name="Put it to the vote").click()
    for member in board.members:
        be(page, member)
        page.get_by_text("Waiting for your vote").wait_for()
        page.goto(sitting)
        page.get_by_label("Against it" if member == board.members[2] else "For it").check()
        if member == board.members[2]:
            page.get_by_label("Why").fill("I want DNA too.")
        sound(page, "vote")
        page.get_by_role("button", name="Vote", exact=True).click()
    page.get_by_role("link", name="Go on to close the vote").click()
    sound(page, "close")
    page.get_by_role("button", name="Close the vote").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Identification established")


def _take_back(page: Page, board: Board, case: int) -> None:
    be(page, board.lia)
    page.locator("header summary").click()
    page.get_by_role("link", name="Decisions", exact=True).click()
    page.get_by_role("link", name=re.compile("-D-")).click()
    page.get_by_role("link", name="This is wrong: recall the identification").click()
    page.get_by_label("Evidence names another person").check()
    page.get_by_label("Why").fill("DNA names her sister.")
    page.get_by_role("button", name="Recall it now").click()
    expect(page.locator("main")).to_contain_text("Frozen: nothing is done on this identification")
    recall = page.url
    tasks = page.locator("ol.list > li").filter(has_text="Nobody answers for it yet.")
    assert tasks.count() == 2, "the notification and the certificate"
    sound(page, "recall")
    for words in ("told in person, by two", "declared void"):
        tasks.first.locator("summary").first.click()
        tasks.first.get_by_label("Who answers for it").select_option(label="Lia Moreau, Harbour mortuary")
        tasks.first.get_by_label("By", exact=True).fill(timezone.localdate().isoformat())
        tasks.first.get_by_role("button", name="Assign", exact=True).click()
        mine = page.locator("ol.list > li").filter(has_text="Answers for it:").first
        mine.locator("summary").filter(has_text="It came to its end").click()
        mine.get_by_label("What was done").fill(words)
        mine.get_by_role("button", name="It is undone").click()
    page.get_by_role("link", name="The facts for the letter").click()
    expect(page.locator("main")).to_contain_text("told in person, by two")
    sound(page, "facts")
    be(page, board.chair)
    page.goto(recall)
    page.get_by_role("button", name="End the recall").click()
    expect(page.locator("main")).to_contain_text("came to its end")
    page.goto(f"/cases/{case}")
    expect(page.locator(".subject-head .stands")).to_contain_text("An identification was recalled")
    sound(page, "case")


def test_an_administrator_appoints_a_board_and_makes_its_rules_stricter_but_not_laxer(page: Page) -> None:
    board = a_board()
    be(page, board.team.people.ana)
    page.goto(f"/incidents/{board.incident.pk}")
    page.get_by_role("link", name="The board: members and rules").click()
    sound(page, "board")
    page.get_by_role("link", name="Make the rules stricter").click()
    for quorum, said in (("2", "laxer"), ("3", "")):
        page.get_by_label("Members who must be present").fill(quorum)
        page.get_by_label("everybody who is present").check()
        page.get_by_label("Why").fill("Our act says so.")
        page.get_by_role("button", name="Set the rules").click()
        expect(page.locator("main")).to_contain_text(said or "needs everybody")
    sound(page, "rules")
    file = a_file(board)
    a_line(board, file)
    be(page, board.rosa)
    page.goto(f"/records/{file.record.pk}")
    page.get_by_role("link", name="The person was found alive").click()
    page.get_by_label("Why").fill("She rang her mother.")
    page.get_by_role("button", name="Found alive").click()
    expect(page.locator(".subject-head .stands")).to_contain_text("Found alive")
