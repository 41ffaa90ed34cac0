"""Lists of cases and records: where each is, covered pictures, columns of one's own, and acts on several."""

from __future__ import annotations

import pytest

from antigone.desk.accounts.actions.incidents import open_incident
from antigone.desk.accounts.models import Incident, Person
from antigone.desk.accounts.permissions import Role
from antigone.desk.cases.actions.cases import open_case
from antigone.desk.cases.models import Case
from antigone.desk.photos.models import Photograph
from antigone.desk.subjects.models import Subject
from desk_people import People, a_person, as_, browser
from desk_photos import a_photograph

pytestmark = pytest.mark.slow


@pytest.fixture
def incident(people: People) -> Incident:
    return open_incident(by=as_(people.ana), agency=people.harbour.pk, code="HALCYON-26", name="The ferry Halcyon")


@pytest.fixture
def rosa(people: People) -> Person:
    return a_person("Rosa Weiss", people.harbour, Role.REGISTRAR)


def a_case(incident: Incident, by: Person) -> Case:
    return open_case(by=as_(by), incident=incident)


def listed(person: Person, address: str = "/cases") -> str:
    return browser(person).get(address).content.decode()


def test_a_list_says_where_each_is_and_is_narrowed_by_it(people: People, incident: Incident, rosa: Person) -> None:
    one, other = a_case(incident, rosa), a_case(incident, rosa)
    a_photograph(people, subject=other.subject)
    page = listed(rosa)
    assert "<td>opened</td>" in page and "<td>photographed</td>" in page
    assert one.subject.code not in listed(rosa, "/cases?state=photographed") and other.subject.code in listed(
        rosa, "/cases?state=photographed"
    )
    assert "opened" in browser(rosa).get(one.subject.address).content.decode().lower()


def test_the_dead_are_covered_on_a_list(people: People, incident: Incident, rosa: Person) -> None:
    case = a_case(incident, rosa)
    photograph = a_photograph(people, subject=case.subject)
    Photograph.objects.filter(pk=photograph.pk).update(state="usable")
    page = listed(rosa)
    assert f"/photographs/{photograph.pk}/blurred" in page and f"/photographs/{photograph.pk}/picture" not in page


def test_columns_are_kept_for_the_person_who_chose_them(people: People, incident: Incident, rosa: Person) -> None:
    a_case(incident, rosa)
    answer = browser(rosa).post("/cases/columns?sex=unknown", {"column": ["state", "sex"]})
    assert answer.headers["Location"] == "/cases?sex=unknown"
    page = listed(rosa)
    assert "?sort=sex" in page
    assert "?sort=place" not in page and "?sort=code" in page, "the code always stands"
    assert "?sort=place" in listed(people.boris), "nobody else's list changed"
    browser(rosa).post("/cases/columns", {"all": "all"})
    assert "?sort=place" in listed(rosa)


def test_several_are_closed_with_one_reason_and_what_cannot_be_says_why(incident: Incident, rosa: Person) -> None:
    cases = [a_case(incident, rosa) for _ in range(3)]
    client = browser(rosa)
    assert client.post("/cases/close", {"row": [cases[0].pk], "reason": ""}).status_code == 302
    assert not Subject.objects.exclude(closed_at=None).exists(), "nothing without a reason"
    client.post("/cases/close", {"row": [each.pk for each in cases[:2]], "reason": "handed to the city"})
    assert [Subject.objects.get(pk=each.pk).closed_at is not None for each in cases] == [True, True, False]
    assert cases[0].subject.history()[0].reason == "handed to the city"
    said = client.post("/cases/close", {"row": [cases[0].pk], "reason": "again"}, follow=True).content.decode()
    assert f"{cases[0].subject.code}: " in said and "Closed: 0." in said


def test_only_what_is_ticked_is_taken_out(incident: Incident, rosa: Person) -> None:
    cases = [a_case(incident, rosa) for _ in range(3)]
    ticked = {"row": [cases[1].pk], "form_of": "csv", "reason": "for the court"}
    answer = browser(rosa).post("/cases/export", ticked)
    said = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    assert cases[1].subject.code in said and cases[0].subject.code not in said and "opened" in said
