"""The pages of cases: lists, files, changes, labels."""

from __future__ import annotations

import re
from datetime import date
from unittest import mock

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from antigone.desk.accounts.actions.incidents import open_incident, share_incident
from antigone.desk.accounts.models import Incident, Person
from antigone.desk.accounts.permissions import Level, Role
from antigone.desk.audit.models import AuditRow
from antigone.desk.cases.actions.cases import change_case, open_case
from antigone.desk.cases.actions.effects import add_effect
from antigone.desk.cases.models import Case
from antigone.desk.photos.models import Photograph
from antigone.desk.subjects.actions.closing import close_subject
from antigone.desk.subjects.actions.lines import add_mark
from antigone.desk.subjects.models import Subject
from antigone.desk.web import tables
from desk_cases import codes, several, text
from desk_people import People, a_person, as_, browser

HOSTILE = "<script>alert(1)</script>\"'"


@pytest.fixture
def incident(people: People) -> Incident:
    return open_incident(by=as_(people.ana), agency=people.harbour.pk, code="HALCYON-26", name="The ferry Halcyon")


@pytest.fixture
def rosa(people: People) -> Person:
    return a_person("Rosa Weiss", people.harbour, Role.REGISTRAR)


def a_photograph(case: Case, people: People) -> None:
    Photograph.objects.create(
        subject=case.subject,
        kind="pm",
        sha256="0" * 64,
        sealed=f"{case.pk:064d}",
        file_name="a.jpg",
        size=1,
        added_at=timezone.now(),
        added_by=people.boris,
    )


@pytest.mark.slow
def test_an_empty_list_says_how_to_begin(people: People, incident: Incident) -> None:
    page = text(browser(people.boris), "/cases")
    assert "There is no case yet" in page and "/cases/open" in page


@pytest.mark.slow
def test_a_case_is_opened_and_its_page_says_what_to_do_next(people: People, incident: Incident) -> None:
    client = browser(people.boris)
    assert client.get("/cases/open")["Location"] == f"/incidents/{incident.pk}/cases/open"
    sent = {"found_place": "Pier 4", "sex": "male", "condition": "from water", "age_low": "30", "age_high": "40"}
    answer = client.post(f"/incidents/{incident.pk}/cases/open", sent)
    case = Case.objects.get()
    assert answer["Location"] == f"/cases/{case.pk}"
    page = text(client, answer["Location"])
    for words in (
        "HALCYON-26-PM-00001",
        "No photograph yet",
        "30 to 40 years",
        "from water",
        "Pier 4",
        "Describe marks",
    ):
        assert words in page
    assert f"/cases/{case.pk}/found" in page


def test_what_cannot_be_is_explained_beside_what_was_typed(people: People, incident: Incident) -> None:
    answer = browser(people.boris).post(
        f"/incidents/{incident.pk}/cases/open",
        {"found_place": "Pier 4", "sex": "male", "condition": "unknown", "age_low": "50", "age_high": "40"},
    )
    page = answer.content.decode()
    assert answer.status_code == 400 and "Write the smaller number first" in page and "Pier 4" in page
    assert not Subject.objects.exists()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("q=порт", [1]),
        ("q=p-17", [3]),
        ("q=PM-0000", [3, 2, 1]),
        ("q=(", []),
        ("sex=female", [3]),
        ("age=25", [2]),
        ("condition=burnt", [2]),
        ("found_from=2026-03-01&found_to=2026-03-01", [1]),
        ("found_from=2026-03-02", []),
        ("photographs=with", [2]),
        ("photographs=without", [3, 1]),
        ("state=closed", [3]),
        ("state=open", [2, 1]),
        ("incident=", [3, 2, 1]),
        ("sort=code", [1, 2, 3]),
        ("sort=found", [1, 2, 3]),
        ("sort=-found", [1, 3, 2]),
        ("sort=-age", [3, 2, 1]),
        ("sort=age", [2, 3, 1]),
        ("sort=password", [3, 2, 1]),
        ("page=9", [3, 2, 1]),
        ("page=x", [3, 2, 1]),
    ],
)
def test_the_list_is_narrowed_and_sorted(
    people: People, incident: Incident, rosa: Person, asked: str, found: list[int]
) -> None:
    cases = several(people, incident)
    a_photograph(cases[1], people)
    close_subject(by=as_(rosa), subject=cases[2].subject, reason="identified")
    page = text(browser(people.boris), f"/cases?{asked}")
    assert codes(page) == found
    assert found or "No case fits" in page


def test_a_filter_that_means_nothing_is_told_and_finds_nothing(people: People, incident: Incident) -> None:
    several(people, incident)
    page = text(browser(people.boris), "/cases?age=old&incident=999")
    assert codes(page) == [] and "No case fits" in page and "errorlist" in page


def test_a_heading_says_how_the_list_is_sorted(people: People, incident: Incident) -> None:
    several(people, incident)
    page = text(browser(people.boris), "/cases?sort=-age&sex=")
    assert page.count("aria-sort") == 1 and re.search(
        r'<th scope="col" aria-sort="descending">\s*<a href="\?sort=age', page
    )


@pytest.mark.slow
def test_a_whole_code_leads_to_its_case(people: People, incident: Incident) -> None:
    case = several(people, incident)[1]
    answer = browser(people.boris).get("/cases", {"q": " halcyon-26-pm-00002 "})
    assert answer.status_code == 302 and answer["Location"] == f"/cases/{case.pk}"
    assert browser(people.emil).get("/cases", {"q": "HALCYON-26-PM-00002"}).status_code == 200


@pytest.mark.slow
def test_others_cases_are_not_on_the_list(people: People, incident: Incident) -> None:
    several(people, incident)
    assert codes(text(browser(people.emil), "/cases")) == []
    share_incident(by=as_(people.ana), incident=incident, to=people.hills.pk, level=Level.SEE, reason="look")
    assert codes(text(browser(people.emil), f"/cases?agency={people.harbour.pk}")) == [3, 2, 1]


def test_whoever_goes_on_from_a_file_that_was_not_made_is_back_at_the_list(
    people: People, incident: Incident, rosa: Person
) -> None:
    answer = browser(rosa).get("/cases/export?sort=code&q=pier")
    assert answer.status_code == 302 and answer["Location"] == "/cases?sort=code&q=pier"


@pytest.mark.slow
def test_what_no_database_can_hold_is_told(people: People, incident: Incident) -> None:
    several(people, incident)
    assert "Null characters" in text(browser(people.boris), "/cases?q=%00")
    assert codes(text(browser(people.boris), "/cases?q=%F0%9F%92%A5")) == []


@pytest.mark.slow
def test_who_may_add_to_several_incidents_chooses_one(people: People, incident: Incident) -> None:
    client = browser(people.emil)
    assert "no open incident" in text(client, "/cases/open")
    before = queries_of(client, "/cases/open")
    for number in range(5):
        other = open_incident(by=as_(people.ana), agency=people.harbour.pk, code=f"FLOOD-{number}", name="A flood")
        level = Level.SEE if number == 4 else Level.WORK
        share_incident(by=as_(people.ana), incident=other, to=people.hills.pk, level=level, reason="joint")
    page = text(client, "/cases/open")
    assert "FLOOD-0" in page and "FLOOD-4" not in page and "HALCYON" not in page
    assert queries_of(client, "/cases/open") == before


def many(people: People, incident: Incident, number: int) -> None:
    first = Subject.objects.count()
    made = Subject.objects.bulk_create(
        Subject(
            kind="pm",
            incident=incident,
            agency=people.harbour,
            place=n,
            code=f"{incident.code}-PM-{n:05d}",
            opened_at=timezone.now(),
            opened_by=people.boris,
        )
        for n in range(first + 1, first + 1 + number)
    )
    Case.objects.bulk_create(Case(subject=subject, found_place=f"Pier {subject.place}") for subject in made)


def queries_of(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.slow
def test_lists_and_pages_ask_the_database_no_more_when_there_is_more(people: People, incident: Incident) -> None:
    client = browser(people.boris)
    many(people, incident, 60)  # more than a page: what one page holds is not counted
    case = Case.objects.select_related("subject").first()
    assert case is not None
    list_, page = "/cases?sort=found", f"/cases/{case.pk}"
    addresses = (list_, page, f"{page}/history", f"/incidents/{incident.pk}")
    before = [queries_of(client, address) for address in addresses]
    many(people, incident, 140)
    for number in range(20):
        change_case(by=as_(people.boris), case=case, reason="seen", hair=f"grey {number}", custody=f"keeper {number}")
        add_mark(by=as_(people.boris), subject=case.subject, what="scar", where="chin", description=str(number))
        add_effect(by=as_(people.boris), case=case, description=f"thing {number}")
    assert [queries_of(client, address) for address in addresses] == before
    assert max(before) < 35


@pytest.mark.slow
def test_a_long_list_is_counted_only_so_far(
    people: People, incident: Incident, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "MOST", 100)
    many(people, incident, 120)
    client = browser(people.boris)
    first, second, beyond = (text(client, f"/cases?page={page}") for page in (1, 2, 3))
    assert "1 to 50 of more than 100" in first and codes(first)[0] == 120 and "page=2" in first
    assert codes(second)[-1] == 21 and "page=3" not in second
    assert codes(beyond) == codes(second)


@pytest.mark.slow
def test_a_section_is_changed_and_the_history_says_it_in_words(people: People, incident: Incident) -> None:
    case = open_case(by=as_(people.boris), incident=incident, sex="male", hair="black")
    client = browser(people.boris)
    page = text(client, f"/cases/{case.pk}/body")
    assert 'value="black"' in page and 'name="last" value="0"' in page
    sent = {"sex": "female", "hair": HOSTILE, "reason": "cleaned", "last": "0"}
    assert client.post(f"/cases/{case.pk}/body", sent)["Location"] == f"/cases/{case.pk}#body"
    for address in (f"/cases/{case.pk}", f"/cases/{case.pk}/history"):
        page = text(client, address)
        assert "<script>" not in page and "&lt;script&gt;" in page
        assert "Boris Lind" in page and "cleaned" in page
        assert re.search(
            r"<b>Sex</b>:\s+before\s+<bdi class=.said.>male</bdi>,\s+then\s+<bdi class=.said.>female", page
        )


@pytest.mark.slow
def test_who_comes_second_is_shown_what_the_first_wrote(people: People, incident: Incident, rosa: Person) -> None:
    case = open_case(by=as_(people.boris), incident=incident)
    change_case(by=as_(rosa), case=case, reason="seen by lamp", hair="grey")
    client = browser(people.boris)
    sent = {"sex": "unknown", "hair": "black", "reason": "seen", "last": "0"}
    answer = client.post(f"/cases/{case.pk}/body", sent)
    page = answer.content.decode()
    assert answer.status_code == 400 and "Somebody else changed" in page and "seen by lamp" in page and "black" in page
    last = re.search(r'name="last" value="(\d+)"', page)
    assert last is not None
    assert client.post(f"/cases/{case.pk}/body", sent | {"last": last[1]}).status_code == 302


@pytest.mark.slow
@pytest.mark.parametrize(
    ("section", "sent", "shown"),
    [
        ("found", {"found_on": "2026-03-01", "found_time": "06:30", "condition": "burnt", "latitude": "46.48253",
                   "longitude": "30.7"}, "46.48253, 30.70000"),
        ("teeth", {"teeth": "gold crown\nupper left"}, "gold crown\nupper left"),
        ("clothing", {"clothing": "blue coat"}, "blue coat"),
        ("custody", {"custody": "Harbour mortuary, night shift"}, "night shift"),
        ("article-16", {"surname": "Щербак"}, "Щербак"),
    ],
)  # fmt: skip
def test_every_section_is_written(
    people: People, incident: Incident, section: str, sent: dict[str, str], shown: str
) -> None:
    case = open_case(by=as_(people.boris), incident=incident)
    client = browser(people.boris)
    assert client.get(f"/cases/{case.pk}/{section}").status_code == 200
    assert client.post(f"/cases/{case.pk}/{section}", sent | {"reason": "seen", "last": "0"}).status_code == 302
    assert shown in text(client, f"/cases/{case.pk}")
    assert client.post(f"/cases/{case.pk}/{section}", sent | {"reason": "seen", "last": "9"}).status_code == 400


@pytest.mark.slow
def test_marks_references_and_effects_are_written_and_taken_back(people: People, incident: Incident) -> None:
    case = open_case(by=as_(people.boris), incident=incident)
    client, page = browser(people.boris), f"/cases/{case.pk}"
    for part, sent in (
        ("marks", {"what": "tattoo", "where": "left arm", "description": "an anchor"}),
        ("elsewhere", {"what": "dna", "holder": "Institute", "number": "D-17"}),
        ("effects", {"do": "add", "description": "a ring", "kept_where": "packet 1"}),
    ):
        assert client.post(f"{page}/{part}", {}).status_code == 400
        assert client.post(f"{page}/{part}", sent).status_code == 302
        assert client.get(f"{page}/{part}").status_code == 200
    assert all(words in text(client, page) for words in ("an anchor", "D-17", "a ring", "packet 1"))
    mark = case.subject.marks.get()
    assert client.post(f"{page}/marks", {"line": str(mark.pk), "reason": ""}).status_code == 400
    client.post(f"{page}/marks", {"line": str(mark.pk), "reason": "dirt"})
    client.post(f"{page}/effects", {"do": "move", "line": "1", "kept_where": "safe", "reason": "of value"})
    client.post(f"{page}/effects", {"do": "strike", "line": "1", "reason": "of another body"})
    assert client.post(f"{page}/effects", {"do": "strike", "line": "1", "reason": "again"}).status_code == 400
    said = text(client, f"{page}/history")
    assert "it said" in said and "struck" in said and "packet 1" in said
    assert "<s>" in text(client, page)


@pytest.mark.slow
def test_a_case_is_closed_and_opened_again(people: People, incident: Incident, rosa: Person) -> None:
    case = open_case(by=as_(people.boris), incident=incident)
    client, page = browser(rosa), f"/cases/{case.pk}"
    assert client.post(f"{page}/close", {"reason": "identified"}).status_code == 302
    shown = text(client, page)
    assert "was closed on" in shown and "What to do next" not in shown and f"{page}/body" not in shown
    assert client.post(f"{page}/reopen", {"reason": "wrongly"}).status_code == 302
    assert "It was opened again." in text(client, page)


@pytest.mark.slow
def test_labels_carry_the_code_and_are_recorded_each_time(people: People, incident: Incident) -> None:
    case = open_case(by=as_(people.boris), incident=incident)
    client, page = browser(people.boris), f"/cases/{case.pk}/label"
    assert "How many" in text(client, page) and not AuditRow.objects.filter(verb__startswith="print").exists()
    made = client.post(page, {"paper": "sheet", "copies": "3"}).content.decode()
    assert made.count('class="label"') == 3 and made.count("data:image/svg+xml") == 3
    assert AuditRow.objects.get(verb="print the label of case").details == {"copies": 3}
    assert client.post(page, {"paper": "sheet", "copies": ""}).status_code == 400
    assert client.post(page, {"paper": "sheet", "copies": "400"}).status_code == 400


@pytest.mark.slow
def test_the_incident_says_what_is_in_it_to_who_may_see_that(people: People, incident: Incident) -> None:
    several(people, incident)
    page = text(browser(people.boris), f"/incidents/{incident.pk}")
    assert f"/cases?incident={incident.pk}" in page and "<b>3</b>" in page and "cases/open" in page
    assert "/cases" not in text(browser(people.ana), f"/incidents/{incident.pk}")


@pytest.mark.slow
def test_pages_are_read_from_the_right_in_arabic(people: People, incident: Incident) -> None:
    case = open_case(by=as_(people.boris), incident=incident, found_place="ميناء", found_on=date(2026, 3, 1))
    with mock.patch("django.utils.translation.get_language_from_request", lambda *_, **__: "ar"):
        for address in ("/cases", f"/cases/{case.pk}", f"/cases/{case.pk}/found", f"/cases/{case.pk}/label"):
            page = text(browser(people.boris), address)
            assert '<html lang="ar" dir="rtl">' in page
        assert "<bdi" in page and 'value="2026-03-01"' in text(browser(people.boris), f"/cases/{case.pk}/found")
