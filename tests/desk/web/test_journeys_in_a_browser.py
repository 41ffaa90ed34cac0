"""Two journeys of docs/usability.md: a family's request until its photograph is searched, and a recall.

    uv run pytest -n 0 -s tests/desk/web/test_journeys_in_a_browser.py

prints the links and buttons pressed and the fields filled. Each is gone on a telephone and on a wide screen, from the
left and from the right, on one desk, by what its pages offer: nobody types an address.
"""

from __future__ import annotations

import re

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, expect

from antigone.desk.cases.actions.cases import open_case
from antigone.desk.families.actions.photographs import give_photograph
from antigone.desk.identification.models import Recall
from antigone.desk.photos.models import Photograph
from antigone.desk.worker import work_once
from antigone.protocol.recall import What
from desk_board import a_board, a_ready_file, did, identified
from desk_browser import EVERY_SIDE, ON_ONE_DATABASE, Journey, sign_in
from desk_people import as_, two_agencies
from desk_photos import DEMO, a_dead_face, a_photograph
from desk_requests import a_ferry

pytestmark = pytest.mark.slow
FACES = [sorted((DEMO / f"references/M-00{number}").iterdir())[0].read_bytes() for number in (1, 2, 3, 4)]


def said(way: Journey, what: str, look: tuple[int, str]) -> int:
    print(what, *look, *(f"{what}: {number}" for what, number in way.did.items()), sep=", ")
    return way.did["links and buttons"]


@ON_ONE_DATABASE
def test_a_familys_request_is_accepted_and_its_photograph_is_searched(window: BrowserContext) -> None:
    people = two_agencies()
    ferry = a_ferry(people)
    case = open_case(by=as_(ferry.rosa), incident=ferry.incident)
    a_photograph(people, a_dead_face(0), case.subject)
    sign_in(window.new_page(), ferry.rosa.email)
    for face, look in zip(FACES, EVERY_SIDE, strict=True):
        request = ferry.sent()
        give_photograph(by=ferry.theirs(request), request=request, data=face)
        work_once()
        page = window.new_page()
        page.goto("/")
        way = Journey(page, *look)
        page.reload()
        way.follow(page.locator(f".waiting a[href='{request.address}']"))
        way.link("Accept it, which opens the record")
        way.button("Accept")
        way.link(re.compile(r"^Photograph \d+ of "))
        way.button("Accept it as a reference photograph")
        work_once()
        assert Photograph.objects.latest("pk").indexed
        way.link(re.compile("the reference photograph"))
        expect(page.locator(".done")).to_contain_text("This photograph is searched.")
        assert said(way, "a family's photograph is searched", look) <= 7 and not way.did["fields"]
        page.close()


@ON_ONE_DATABASE
def test_an_identification_that_was_wrong_is_recalled(window: BrowserContext) -> None:
    board = a_board()
    sign_in(window.new_page(), board.lia.email)
    for look in EVERY_SIDE:
        decision = identified(board, a_ready_file(board))
        did(board, decision, What.NOTIFICATION)
        page = window.new_page()
        page.goto("/")
        way = Journey(page, *look)
        page.reload()
        way.link("Decisions")
        way.link(re.compile(re.escape(decision.number)))
        way.link("This is wrong: recall the identification")
        way.tick("Evidence names another person")
        way.fill("Why", "DNA names her sister.")
        way.button("Recall it now")
        expect(page.locator("main")).to_contain_text("Frozen: nothing is done on this identification")
        assert Recall.objects.latest("pk").decision == decision
        task = page.locator("ol.list > li").filter(has_text="Nobody answers for it yet.").first
        way.press(task.locator("summary"))
        task.get_by_label("Who answers for it").select_option(label="Lia Moreau, Harbour mortuary")
        task.get_by_label("By", exact=True).fill(timezone.localdate().isoformat())
        way.did["fields"] += 2
        way.follow(task.get_by_role("button", name="Assign", exact=True))
        mine = page.locator("ol.list > li").filter(has_text="Answers for it:").first
        way.press(mine.locator("summary").filter(has_text="It came to its end"))
        mine.get_by_label("What was done").fill("told in person, by two")
        way.did["fields"] += 1
        way.follow(mine.get_by_role("button", name="It is undone"))
        way.link("The facts for the letter")
        expect(page.locator("main")).to_contain_text("told in person, by two")
        assert said(way, "an identification is recalled, and what rests on it undone", look) <= 11
        page.close()
