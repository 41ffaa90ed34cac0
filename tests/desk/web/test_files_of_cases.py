"""Lists of cases taken out as files: what is in them, for whom, and what a spreadsheet makes of it."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from django.test import Client

from antigone.desk.accounts.actions.incidents import open_incident, share_incident
from antigone.desk.accounts.models import Incident, Person
from antigone.desk.accounts.permissions import Level, Role
from antigone.desk.audit.models import AuditRow
from desk_cases import codes, several, text
from desk_people import People, a_person, as_, browser


@pytest.fixture
def incident(people: People) -> Incident:
    return open_incident(by=as_(people.ana), agency=people.harbour.pk, code="HALCYON-26", name="The ferry Halcyon")


@pytest.fixture
def rosa(people: People) -> Person:
    return a_person("Rosa Weiss", people.harbour, Role.REGISTRAR)


def exported(client: Client, query: str, **sent: str) -> Any:
    return client.post(f"/cases/export?{query}", {"form_of": "csv", "reason": "for the board"} | sent)


def test_the_list_is_taken_out_as_it_was_narrowed_and_that_is_recorded(
    people: People, incident: Incident, rosa: Person
) -> None:
    several(people, incident)
    answer = exported(browser(rosa), f"incident={incident.pk}&q=pier&sort=code")
    said = b"".join(answer.streaming_content)
    assert said.startswith(b"\xef\xbb\xbf") and "attachment" in answer["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(said.decode("utf-8-sig"))))
    assert [row["code"] for row in rows] == ["HALCYON-26-PM-00002"] and rows[0]["age_low"] == "20"
    row = AuditRow.objects.latest("sequence")
    assert (row.verb, row.reason, row.incident) == ("export case", "for the board", incident.pk)
    assert row.details == {"rows": 1, "form": "csv", "narrowed": ["incident", "q"]}


@pytest.mark.slow
def test_as_json_it_says_the_same(people: People, incident: Incident, rosa: Person) -> None:
    several(people, incident)
    rows = json.loads(b"".join(exported(browser(rosa), "sort=code", form_of="json").streaming_content))
    assert [row["sex"] for row in rows] == ["male", "unknown", "female"]
    assert rows[0]["found_on"] == "2026-03-01" and rows[0]["found_place"] == "Порт, причал 4"
    empty = json.loads(b"".join(exported(browser(rosa), "q=nowhere", form_of="json").streaming_content))
    assert empty == []


@pytest.mark.slow
def test_nobody_takes_out_what_another_agency_holds(people: People, incident: Incident, rosa: Person) -> None:
    several(people, incident)
    share_incident(by=as_(people.ana), incident=incident, to=people.hills.pk, level=Level.WORK, reason="joint")
    registrar = a_person("Hugo Marsh", people.hills, Role.REGISTRAR)
    assert len(codes(text(browser(registrar), "/cases"))) == 3
    assert json.loads(b"".join(exported(browser(registrar), "", form_of="json").streaming_content)) == []
    assert exported(browser(people.boris), "").status_code == 403
    refused = exported(browser(rosa), "", reason=" ")
    assert refused.status_code == 400 and b"required" in refused.content
    assert AuditRow.objects.filter(verb="export case").count() == 1
