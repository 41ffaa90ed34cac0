"""The box on every page: what it finds, for whom, and where a label leads."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.test import RequestFactory

from antigone.desk.accounts.permissions import Role
from antigone.desk.cases.actions.cases import open_case
from antigone.desk.cases.models import Case
from antigone.desk.records.actions.records import open_record
from antigone.desk.subjects.actions.lines import add_mark
from antigone.desk.subjects.models import Subject
from antigone.desk.web.cases.label import way_to
from antigone.desk.web.finding.found import EACH, as_typed, find_all, straight_to
from desk_people import People, a_person, as_, browser
from desk_photos import an_incident


def found(people: People, words: str, who: str = "boris") -> dict[str, list[str]]:
    by = as_(getattr(people, who))
    return {str(kind.words): [each.called for each in kind.things] for kind in find_all(by, words)}


@pytest.fixture
def case(people: People) -> Case:
    incident = an_incident(people)
    made = open_case(by=as_(people.boris), incident=incident, found_place="Пляж Ланжерон", other_number="POL-88/17")
    add_mark(by=as_(people.boris), subject=made.subject, what="tattoo", where="left wrist", description="Троянда, rose")
    return made


def test_a_whole_code_goes_straight_to_its_page_however_it_was_typed_or_read(people: People, case: Case) -> None:
    code, client = case.subject.code, browser(people.boris)
    for words in (code, f"  {code.lower()} ", f"https://desk.example/find?q={code}"):
        assert client.get(f"/find?{urlencode({'q': words})}")["Location"] == case.address


def test_a_place_a_mark_and_a_number_are_found_in_small_letters_and_capitals(people: People, case: Case) -> None:
    code = [case.subject.code]
    for words in ("ланжерон", "ПЛЯЖ"):
        assert found(people, words) == {"Found at such a place": code}
    for words in ("ROSE", "троянда", "wrist"):
        assert found(people, words) == {"Marks on the dead": code}
    assert found(people, "88/17") == {"Cases of the dead": code} == found(people, f"{case.subject.place}")


def test_a_missing_person_is_found_by_their_name_in_another_script(people: People, case: Case) -> None:
    rosa = a_person("Rosa Ibarra", people.harbour, Role.REGISTRAR)
    record = open_record(
        by=as_(rosa), incident=case.subject.incident, names=[{"family": "Щербак", "given": "Олена"}]
    ).subject
    assert found(people, "Shcherbak") == {"Missing persons": [record.code]}


def test_another_agency_finds_nothing_of_what_it_does_not_share(people: People, case: Case) -> None:
    for words in (case.subject.code, "rose", "Ланжерон", "88/17"):
        assert found(people, words, "emil") == {}
        assert straight_to(as_(people.emil), words) == ""


def test_an_auditor_finds_people_and_no_case(people: People, case: Case) -> None:
    assert found(people, "rose", "clara") == {}
    assert found(people, "emil", "clara") == {"People who work here": ["Emil Novak"]}
    assert found(people, "harb", "clara") == {"Agencies": ["Harbour mortuary"]}


def test_so_many_of_a_kind_are_shown_and_the_list_has_the_rest(people: People, case: Case) -> None:
    for _ in range(EACH):
        open_case(by=as_(people.boris), incident=case.subject.incident, found_place="Пляж Ланжерон, схід")
    page = browser(people.boris).get("/find?q=Ланжерон").content.decode()
    assert page.count('<a href="/cases/') == EACH
    assert f'href="/cases?{urlencode({"q": "Ланжерон"})}"' in page


def test_what_no_code_looks_like_is_no_fault(people: People, case: Case) -> None:
    for words in ("", " ", "%", "://", "://?q=", "https://[?q=x", "\x00", "9" * 40, "'\"<b>", "a" * 3000):
        assert browser(people.boris).get("/find", {"q": words}).status_code == 200, words
    assert len(as_typed("a" * 3000)) == 200


def test_a_label_leads_to_the_case_on_a_desk_that_telephones_reach(
    people: People, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = Subject.objects.get(pk=case.pk).code
    request = RequestFactory(SERVER_NAME="localhost").get("/")
    assert way_to(request, code) == code  # type: ignore[arg-type]
    monkeypatch.setattr(settings, "DESK", replace(settings.DESK, hosts=("desk.example.org",)))
    said = way_to(request, code)  # type: ignore[arg-type]
    assert browser(people.boris).get(said.removeprefix("http://localhost"))["Location"] == case.address
