"""What is done with several of a list at once is done by the same rules as with each alone, and recorded for each."""

from __future__ import annotations

import pytest

from antigone.desk.accounts.models import Incident, Person
from antigone.desk.accounts.permissions import Role
from antigone.desk.audit.models import AuditRow
from antigone.desk.cases.actions.cases import open_case
from antigone.desk.reconciling.actions.lists import write_list
from antigone.desk.reconciling.models import ListVersion
from antigone.desk.reconciling.queries import standing
from antigone.desk.records.actions.records import open_record
from antigone.desk.subjects.models import Subject
from desk_people import People, a_person, as_, browser
from desk_photos import an_incident


@pytest.fixture
def incident(people: People) -> Incident:
    return an_incident(people)


@pytest.fixture
def rosa(people: People) -> Person:
    return a_person("Rosa Ibarra", people.harbour, Role.REGISTRAR)


def records(rosa: Person, incident: Incident, many: int = 3) -> list[Subject]:
    by = as_(rosa)
    return [open_record(by=by, incident=incident, names=[{"family": f"Щербак {n}"}]).subject for n in range(many)]


def test_labels_of_several_are_printed_at_once_and_recorded_for_each(people: People, incident: Incident) -> None:
    cases = [open_case(by=as_(people.boris), incident=incident).subject for _ in range(3)]
    client, rows = browser(people.boris), [str(each.pk) for each in cases[:2]]
    asked = client.post("/cases/labels", {"row": rows}).content.decode()
    assert all(each.code in asked for each in cases[:2]) and cases[2].code not in asked
    assert not AuditRow.objects.filter(verb__startswith="print").exists()
    made = client.post("/cases/labels", {"row": rows, "paper": "single", "copies": "2"}).content.decode()
    assert made.count('class="label"') == 4 and made.count("data:image/svg+xml") == 4
    printed = AuditRow.objects.filter(verb="print the label of case").order_by("sequence")
    assert [each.details for each in printed] == [{"copies": 2}, {"copies": 2}]
    assert "Nothing is ticked" in client.post("/cases/labels").content.decode()
    assert client.post("/cases/labels", {"row": rows, "paper": "single", "copies": ""}).status_code == 400
    assert "Print labels of those that are ticked" in client.get("/cases").content.decode()


def test_nobody_prints_labels_of_another_agency(people: People, incident: Incident) -> None:
    case = open_case(by=as_(people.boris), incident=incident).subject
    sent = {"row": [str(case.pk)], "paper": "single", "copies": "1"}
    assert case.code not in browser(people.emil).post("/cases/labels", sent).content.decode()
    assert not AuditRow.objects.filter(verb="print the label of case").exists()


def test_ticked_records_come_on_a_list_of_persons_by_a_new_version(incident: Incident, rosa: Person) -> None:
    first, *more = records(rosa, incident)
    said = {"kind": "closed", "share": 0.5, "everybody_else": False, "records": [first], "reason": "the manifest"}
    listing = write_list(by=as_(rosa), incident=incident, name="passengers", **said)
    client, rows = browser(rosa), [str(each.pk) for each in (first, *more)]
    assert "passengers" in client.post("/records/listing", {"row": rows}).content.decode()
    sent = {"row": rows, "asked": "1", "listing": str(listing.pk), "reason": "seen on the quay"}
    assert client.post("/records/listing", sent).status_code == 302
    ((latest, there),) = standing(as_(rosa).at(incident))
    assert (latest.version, latest.share, sorted(there)) == (2, 0.5, sorted(map(int, rows)))
    sent["listing"] = str(latest.pk)
    again = client.post("/records/listing", sent)
    assert again.status_code == 400 and "All of them are on this list" in again.content.decode()
    assert ListVersion.objects.count() == 2
    assert "to a list of persons" in client.get("/records").content.decode()


def test_records_of_several_incidents_and_no_list_at_all_are_said(
    people: People, incident: Incident, rosa: Person
) -> None:
    (here,) = records(rosa, incident, 1)
    client = browser(rosa)
    assert "no list that names" in client.post("/records/listing", {"row": str(here.pk)}).content.decode()
    assert "Nothing is ticked" in client.get("/records/listing").content.decode()
