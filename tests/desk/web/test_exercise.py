"""The exercise on the desk's pages: gone into, marked wherever it is seen, and nowhere else to be seen."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse

from antigone.desk.accounts.actions.tokens import make_token
from antigone.desk.accounts.permissions import Role
from antigone.desk.exercises.models import Exercise
from antigone.desk.web.first_day.checklist import State, steps
from desk_cases import text
from desk_exercises import Practising, people_practise
from desk_people import People, as_, browser

pytestmark = pytest.mark.slow
MARK = "This is an exercise: nobody in it exists."


@pytest.fixture
def practising(people: People) -> Practising:
    return people_practise(people)


def test_whoever_practises_sees_the_mark_on_every_page_and_nothing_real(practising: Practising) -> None:
    window, case = practising.inside(practising.rosa), practising.cases[0]
    for address in ("/", "/cases", "/records", "/incidents", case.address, practising.incident.address, "/exercise"):
        page = text(window, address)
        assert MARK in page and "<title>EXERCISE-1: " in page, address
        assert practising.real.code not in page, address
    text(window, practising.case.address, 404)


def test_whoever_works_sees_nothing_of_it(people: People, practising: Practising) -> None:
    window = browser(practising.rosa)
    for address in ("/", "/cases", "/records", "/incidents", "/find?q=EXERCISE", "/find?q=U-04", "/notices"):
        page = text(window, address)
        assert practising.incident.code + "-" not in page and MARK not in page, address
    for row in (*practising.cases[:1], practising.incident):
        text(window, row.address, 404)


def test_programs_never_see_it(practising: Practising) -> None:
    _, token = make_token(
        by=as_(practising.rosa), name="a program", roles=[Role.REGISTRAR], days=1, password="four calm grey herons"
    )
    client = browser()
    answer = client.get("/api/cases", headers={"authorization": f"Bearer {token}"})
    codes = json.dumps(answer.json())
    assert practising.case.code in codes and practising.incident.code not in codes
    of_it = f"/api/cases/{practising.cases[0].pk}"
    assert client.get(of_it, headers={"authorization": f"Bearer {token}"}).status_code == 404


def test_what_cannot_be_practised_is_not_offered(people: People, practising: Practising) -> None:
    page = text(practising.inside(people.ana), "/incidents")
    for part in ("people", "audit", "recipients", "figures-publish", "incident-open"):
        assert f'"{reverse(part)}"' not in page, part
    page = text(practising.inside(people.ana), "/people", 403)
    assert "Leave it first" in page


def test_its_files_say_so_in_name_and_on_each_row(practising: Practising) -> None:
    answer = practising.inside(practising.rosa).post("/cases/export", {"form_of": "csv", "reason": "to try"})
    assert 'filename="EXERCISE-' in answer["Content-Disposition"]
    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert len(lines) == 1 + len(practising.cases)
    assert all("EXERCISE: nobody in it exists" in line for line in lines[1:])


def test_its_labels_say_so(practising: Practising) -> None:
    window = practising.inside(practising.rosa)
    said = {"copies": 1, "paper": "small"}
    page = window.post(f"{practising.cases[0].address}/label", said).content.decode()
    assert '<p class="exercise-mark">EXERCISE</p>' in page


def test_who_leaves_it_is_back_among_what_is_real(practising: Practising) -> None:
    window = browser(practising.rosa)
    assert window.post("/exercise/practise").status_code == 302
    assert MARK in text(window, "/cases")
    window.post("/exercise/leave")
    page = text(window, "/cases")
    assert MARK not in page and practising.case.code in page


def test_another_agency_cannot_go_into_it(people: People, practising: Practising) -> None:
    assert MARK not in text(practising.inside(people.emil), "/cases")


def test_an_administrator_throws_it_away_after_being_asked_once_more(people: People, practising: Practising) -> None:
    inside, window = practising.inside(practising.rosa), browser(people.ana)
    assert "It cannot be undone." in text(window, "/exercise/throw-away")
    page = window.post("/exercise/throw-away").content.decode()
    assert "This code is shown once" in page
    assert not Exercise.objects.filter(thrown_away_at=None).exists()
    assert MARK not in text(inside, "/"), "whoever practised is outside with their next step"
    assert "EXERCISE-1" in text(window, "/exercise"), "the receipt stays"


def test_the_first_day_offers_one_and_counts_it_once_it_is_there(people: People) -> None:
    def step() -> State:
        [found] = [each for each in steps(as_(people.ana)) if each.address == "/exercise"]
        return found.state

    assert step() is State.IF_WANTED
    people_practise(people)
    assert step() is State.DONE
