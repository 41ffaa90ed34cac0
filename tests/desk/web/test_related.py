"""From each thing one comes to what it led to, and back; and to nothing that one may not read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from antigone.desk.accounts.models import Person
from antigone.desk.candidates import search
from antigone.desk.candidates.index.shared import Index
from antigone.desk.families.actions.review import accept_request
from antigone.desk.review.models import Assignment, Pair
from desk_board import SAME, a_board, examined
from desk_board import a_file as a_file_of
from desk_people import browser, two_agencies
from desk_requests import a_ferry
from desk_searches import look_at

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("desk")]
LINK = re.compile(r'<a href="([^"]+)"><bdi>(.*?)</bdi></a>')


@pytest.fixture(autouse=True)
def own_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = Index(tmp_path / "index")
    monkeypatch.setattr(search, "index", lambda: made)


def offered(person: Person, address: str) -> dict[str, str]:
    """The links under "Belongs to it"; each of them opens."""
    window = browser(person)
    page = window.get(address)
    assert page.status_code == 200, address
    part = re.search(r'<ul class="list" id="related">(.*?)</ul>', page.content.decode(), re.DOTALL)
    found = {words: there for there, words in LINK.findall(part[1] if part else "")}
    for there in found.values():
        assert window.get(there).status_code == 200, there
    return found


def test_a_photograph_leads_to_the_lists_that_were_made_with_it_and_that_show_it() -> None:
    people = two_agencies()
    desk = look_at(people)
    probe = desk.run.probes.get()
    for photograph in (probe, desk.photograph):
        there = offered(people.boris, photograph.address)
        assert desk.run.address in there.values(), photograph
        assert f"List of {desk.case.code}, " in " ".join(there)


def test_examinations_lead_to_the_file_of_the_pair_and_the_file_to_them() -> None:
    board = a_board()
    file = a_file_of(board)
    examined(board, file.case, file.record, SAME, SAME)
    pair = Pair.objects.get()
    assert offered(board.members[0], pair.address)[f"File {file.number}"] == file.address
    assert pair.address in offered(board.members[0], file.address).values()
    judged = Assignment.objects.filter(pair=pair).first()
    assert judged is not None
    assert browser(judged.examiner).get(pair.address).status_code == 404, "nor to whoever judged it"


def test_a_record_leads_back_to_the_familys_request() -> None:
    ferry = a_ferry(two_agencies())
    request = ferry.sent()
    record = accept_request(by=ferry.by, request=request)
    page = browser(ferry.lena).get(record.address)
    assert request.address in page.content.decode()
    assert browser(ferry.lena).get(request.address).status_code == 200
    assert request.address not in browser(ferry.people.boris).get(record.address).content.decode()
