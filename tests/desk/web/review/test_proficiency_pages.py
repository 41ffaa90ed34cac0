"""The proficiency set as its people see it: whoever is new, and whoever decides whether they do another."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import BrowserContext, expect

from antigone.desk.accounts.models import Person
from antigone.desk.accounts.permissions import Role
from antigone.desk.review.actions.proficiency import write_in_piece
from antigone.desk.review.models import ProficiencyEntry, ProficiencyPiece, ProficiencySet, ReviewRules
from antigone.desk.review.proficiency import open_pieces, truth_of
from antigone.protocol.pairs import Truth
from antigone.protocol.scales import Direction
from antigone.types import Profile
from desk_browser import complaints, fits, sign_in, turn
from desk_cases import text
from desk_databases import Database
from desk_people import a_person, as_, browser, did_proficiency
from desk_review import LEVELS, Team, a_team, analysis, form_of, whole

pytestmark = pytest.mark.slow
SAME, DIFFERENT = Direction.SAME, Direction.DIFFERENT


@pytest.fixture
def team(desk: Database) -> Team:
    return a_team(["Ines Marlow"])


@pytest.fixture
def nils(team: Team) -> Person:
    return a_person("Nils New", team.people.harbour, Role.EXAMINER)


def begun(client: Client) -> ProficiencyPiece:
    """The set is begun by its button, and its first piece opened."""
    assert client.post("/proficiency/begin").status_code == 302
    piece = ProficiencyPiece.objects.get(place=1, set__finished_at=None)
    text(client, piece.address)
    return piece


def finished_but_for(nils: Person, first: ProficiencyPiece) -> None:
    """All others are concluded rightly, but that one of two persons is called one."""
    wrong = 1
    for piece in open_pieces(as_(nils)).exclude(pk=first.pk):
        said = SAME if truth_of(piece.pair) is Truth.SAME else DIFFERENT
        if said is DIFFERENT and wrong:
            said, wrong = SAME, 0
        write_in_piece(by=as_(nils), piece=piece, written_down=whole(said))


def test_whoever_is_new_reads_what_comes_first_and_afterwards_how_they_did(nils: Person) -> None:
    client = browser(nils)
    assert "Before your first real pair you do a proficiency set" in text(client, "/my-work")
    page = text(client, "/proficiency")
    assert "The people do not exist" in page and "Begin a set" in page and "false inclusions at most 1" in page
    first = begun(client)
    assert "0 of 20 pairs are done" in text(client, "/my-work")
    address = first.address
    for step in ("analyse-pm", "analyse-reference"):
        assert client.post(address, form_of(SAME, step)).status_code == 302
        assert client.post(address, {"step": step, "do": "lock"}).status_code == 302
    assert client.post(address, form_of(SAME, "compare")).status_code == 302
    finished_but_for(nils, first)
    level = {"step": "conclude", "do": "conclude", "level": LEVELS[Direction.NEITHER], "reasons": "too little is seen"}
    assert client.post(address, level).status_code == 302
    assert "These people do not exist" not in text(client, address), "not before it is unmasked"
    assert client.post(address, {"step": "unmask", "do": "unmask"}).status_code == 302
    done = text(client, address)
    assert "These people do not exist, so there is no name to see" in done and "Change" not in done
    page = text(client, "/proficiency")
    assert "Passed." in page and "1 of 10" in page and "10.0 % (0.3–44.5 %)" in page and "0.0 % (0.0–30.8 %)" in page
    wrong = ProficiencyPiece.objects.get(truth="different", said="same", set__person=nils)
    assert f'href="{wrong.address}"' in page and f"Pair {wrong.place}" in page
    assert (
        "Passed." in text(client, "/my-work/own") and "proficiency set" not in text(client, "/my-work").split("<ul")[0]
    )


def test_a_piece_shows_its_reference_once_the_dead_person_is_analysed_and_its_pictures_to_nobody_else(
    team: Team, nils: Person
) -> None:
    client = browser(nils)
    piece = begun(client)
    dead, reference = reverse("picture", args=[piece.pm_key]), reverse("picture", args=[piece.am_key])
    shown = client.get(dead)
    assert shown["Content-Type"] == "image/jpeg" and client.get(reference).status_code == 404
    for address in (f"{dead}/blurred", f"{dead}/as-taken"):
        assert client.get(address).content == shown.content, "nothing of nobody is covered"
    assert client.get(f"{dead}/cover").status_code == 404, "and nothing is painted over"
    write_in_piece(by=as_(nils), piece=piece, written_down=analysis(Profile.PM))
    assert client.get(reference)["Content-Type"] == "image/jpeg"
    other = browser(team.examiners[0])
    for address in (piece.address, dead, reference):
        assert other.get(address).status_code == 404


def test_nobody_knows_whoever_does_not_exist_and_a_piece_is_not_handed_back(nils: Person) -> None:
    client = browser(nils)
    piece = begun(client)
    page = text(client, piece.address)
    assert "I know this person" not in page and "Pair 1 of 20" in page and "What hides" not in page
    assert client.post(f"{piece.address}/hand-back", {"reason": "I know them", "knows": "on"}).status_code == 400
    assert client.post(f"{piece.address}/pause").status_code == 302
    assert "You are away from this work" in text(client, piece.address)
    assert client.post(f"{piece.address}/pause").status_code == 302
    assert [entry.kind for entry in ProficiencyEntry.objects.filter(piece=piece)] == ["Paused", "Resumed"]


def test_a_set_is_begun_once_and_by_examiners_alone(team: Team, nils: Person) -> None:
    client = browser(nils)
    begun(client)
    again = client.post("/proficiency/begin", follow=True).content.decode()
    assert (
        "A proficiency set is open, or was done." in again and ProficiencySet.objects.filter(person=nils).count() == 1
    )
    ana = browser(team.people.ana)
    assert ana.post("/proficiency/begin").status_code == 403 and "Begin a set" not in text(ana, "/proficiency")


def test_whoever_decides_reads_the_figures_and_lets_somebody_do_another_with_a_reason(team: Team, nils: Person) -> None:
    failed = did_proficiency(nils, false_inclusions=3)
    assert "was not passed" in text(browser(nils), "/my-work")
    validator = browser(a_person("Mateus Brandt", team.people.harbour, Role.VALIDATOR))
    page = text(validator, "/proficiency")
    assert "Nils New" in page and "3 of 10" in page and "30.0 % (6.7–65.2 %)" in page and "Ines Marlow" in page
    assert "Nils New" not in text(browser(team.examiners[0]), "/proficiency")
    address = f"/proficiency/{failed.pk}/again"
    assert f'href="{address}"' in page
    assert validator.post(address, {"reason": " "}).status_code == 400
    assert validator.post(address, {"reason": "the noses, together"}).status_code == 302
    mine = text(browser(nils), "/proficiency")
    assert (
        "<bdi>Mateus Brandt</bdi> decided that another set can be done: <bdi>the noses, together</bdi>" in mine
        and "Begin a set" in mine
    )
    assert browser(team.people.dana).get(address).status_code == 404, "another agency's"


def test_an_incident_asks_for_more_and_what_is_not_said_stays(team: Team) -> None:
    ana, address = browser(team.people.ana), f"/incidents/{team.incident.pk}/review-rules/change"
    said = {"scale": "interpol-dvi@1", "known_rate": "0.1", "known_same": "0.5", "false_inclusion": "0.05"}
    said |= {"false_exclusion": "0.2", "reason": "a court asked for it"}
    assert ana.post(address, {**said, "set_false_inclusions": "0", "set_undecided": "2"}).status_code == 302
    assert ana.post(address, said).status_code == 302, "as it was before there was a set"
    limits = ReviewRules.objects.order_by("-pk")[0].proficiency
    assert (limits.size, limits.false_inclusions, limits.false_exclusions, limits.undecided) == (20, 0, 2, 2)
    page = text(ana, f"/incidents/{team.incident.pk}/review-rules")
    assert "20 pairs; false inclusions at most 0, false exclusions at most 2, undecided at most 2" in page
    for lax in ({"set_size": "19"}, {"set_false_inclusions": "3"}, {"set_undecided": "11"}, {"set_size": "200"}):
        assert ana.post(address, {**said, **lax}).status_code == 400


def test_the_set_by_keyboard_and_at_every_width(window: BrowserContext) -> None:
    team = a_team(["Ines Marlow"])
    nils = a_person("Nils New", team.people.harbour, Role.EXAMINER)
    page = window.new_page()
    sign_in(page, nils.email)
    expect(page.get_by_role("link", name="0 of 20 pairs are done")).to_be_visible()
    page.goto("/proficiency")
    page.get_by_role("button", name="Begin a set").press("Enter")
    page.get_by_role("link", name="Pair 1", exact=True).press("Enter")
    expect(page.locator("#sheet-form")).to_have_attribute("data-step", "analyse-pm")
    expect(page.locator(".stage img.clear")).to_have_js_property("complete", True)
    expect(page.get_by_text("Covered. Show it clearly")).to_be_hidden()
    page.keyboard.press("a")
    page.keyboard.press("1")
    expect(page.locator("#progress")).to_contain_text("1 of 19")
    piece = ProficiencyPiece.objects.get(place=1, set__finished_at=None)
    assert ProficiencyEntry.objects.get(piece=piece).kind == "Analysed"
    write_in_piece(by=as_(nils), piece=piece, written_down=analysis(Profile.PM)[1:-1])
    page.reload()
    expect(page.get_by_role("button", name="Lock this analysis")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#sheet-form")).to_have_attribute("data-step", "analyse-reference")
    write_in_piece(by=as_(nils), piece=piece, written_down=whole(SAME)[len(analysis(Profile.PM)) :])
    page.reload()
    page.locator("#next-work").press("Enter")
    expect(page.get_by_text(re.compile(r"Pair 2 of\s+20"))).to_be_visible()
    finished_but_for(nils, piece)
    for address in ("/proficiency", "/my-work", "/my-work/own", piece.address):
        page.goto(address)
        for width, side in ((360, "rtl"), (1440, "ltr")):
            page.set_viewport_size({"width": width, "height": 800})
            turn(page, side)
            assert fits(page), f"{address} at {width}"
        assert complaints(page) == [], address
