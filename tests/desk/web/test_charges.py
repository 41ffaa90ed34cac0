"""Who answers for a case or record: several given to a colleague at once, and what was not given, and why."""

from __future__ import annotations

import re

import pytest

from antigone.desk.accounts.actions.incidents import open_incident, share_incident
from antigone.desk.accounts.models import Incident, Person
from antigone.desk.accounts.permissions import Level, Role
from antigone.desk.audit.models import AuditRow
from antigone.desk.cases.actions.cases import open_case
from antigone.desk.records.actions.records import open_record
from antigone.desk.subjects.actions.charge import give_charge
from antigone.desk.subjects.actions.closing import close_subject
from antigone.desk.subjects.models import Charge, Subject
from antigone.desk.web.worklist import worklist
from antigone.errors import NotAllowed, RuleBroken
from desk_people import People, a_person, as_, browser

pytestmark = pytest.mark.slow
WHY = "she knows the quay"


@pytest.fixture
def incident(people: People) -> Incident:
    return open_incident(by=as_(people.ana), agency=people.harbour.pk, code="HALCYON-26", name="The ferry Halcyon")


@pytest.fixture
def rosa(people: People) -> Person:
    return a_person("Rosa Weiss", people.harbour, Role.REGISTRAR)


@pytest.fixture
def remy(people: People) -> Person:
    return a_person("Remy Lund", people.harbour, Role.REGISTRAR)


def cases(incident: Incident, by: Person, many: int) -> list[Subject]:
    return [open_case(by=as_(by), incident=incident).subject for _ in range(many)]


def waiting(person: Person) -> list[str]:
    """What a colleague is told to answer for."""
    found = {str(each.words): each for each in worklist(as_(person))}
    return [called for words in ("Cases you answer for", "Records you answer for") if words in found
            for _address, called in found[words].things]  # fmt: skip


def test_a_registrar_gives_several_to_a_colleague_and_reads_which_were_not_given(
    incident: Incident, rosa: Person, remy: Person
) -> None:
    first, second, closed, left = cases(incident, rosa, 4)
    close_subject(by=as_(rosa), subject=closed, reason="handed to the city")
    client = browser(rosa)
    ticked = [first.pk, second.pk, closed.pk]
    asked = client.post("/cases/charge?sex=unknown", {"row": ticked, "reason": "", "form_of": "csv"}).content.decode()
    assert all(each.code in asked for each in (first, second, closed)) and left.code not in asked
    assert "Remy Lund" in asked and not Charge.objects.exists(), "it asks to whom, and why"
    missing = client.post("/cases/charge", {"row": ticked, "asked": 1, "to": remy.pk, "reason": ""})
    assert missing.status_code == 400 and not Charge.objects.exists()
    said = {"row": ticked, "asked": 1, "to": remy.pk, "reason": WHY}
    answer = client.post("/cases/charge?sex=unknown", said)
    assert answer.headers["Location"] == "/cases?sex=unknown"
    page = client.get("/cases").content.decode()
    assert "Remy Lund answers for 2 more." in page
    assert f"1 was not given. {closed.code}: This is closed." in page
    assert waiting(remy) == [second.code, first.code] and waiting(rosa) == []
    row = AuditRow.objects.filter(reason=WHY).latest("pk")
    assert row.verb == "change case" and str(remy.pk) in str(row.detail) and "Remy" not in str(row.detail)


def test_a_list_is_narrowed_to_mine_and_to_nobodys_and_says_who_answers(
    incident: Incident, rosa: Person, remy: Person
) -> None:
    mine, nobodys = cases(incident, rosa, 2)
    record = open_record(by=as_(rosa), incident=incident, names=[{"family": "Ромашко"}]).subject
    for subject in (mine, record):
        give_charge(by=as_(rosa), subject=subject, to=remy, reason=WHY)
    shown = browser(remy).get("/cases?charge=mine").content.decode()
    assert mine.code in shown and nobodys.code not in shown and "<bdi>Remy Lund</bdi>" in shown
    shown = browser(remy).get("/cases?charge=nobody").content.decode()
    assert nobodys.code in shown and mine.code not in shown
    assert record.code in browser(remy).get("/records?charge=mine").content.decode()
    Person.objects.filter(pk=remy.pk).update(ended_at=mine.opened_at)
    assert mine.code in browser(rosa).get("/cases?charge=nobody").content.decode(), "whoever answered has left"
    Person.objects.filter(pk=remy.pk).update(ended_at=None)
    taken = browser(rosa).post("/cases/export", {"row": [mine.pk], "form_of": "csv", "reason": "for the court"})
    assert "Remy Lund" in b"".join(taken.streaming_content).decode()  # type: ignore[attr-defined]
    assert f"/cases/charge?row={mine.pk}" in browser(rosa).get(mine.address).content.decode()
    assert mine.code in browser(rosa).get(f"/cases/charge?row={mine.pk}").content.decode()


def test_one_person_answers_at_a_time_and_nobody_gets_what_they_cannot_change(
    people: People, incident: Incident, rosa: Person, remy: Person
) -> None:
    (case,) = cases(incident, rosa, 1)
    give_charge(by=as_(rosa), subject=case, to=remy, reason=WHY)
    with pytest.raises(RuleBroken, match="They answer for it already"):
        give_charge(by=as_(rosa), subject=case, to=remy, reason=WHY)
    give_charge(by=as_(remy), subject=case, to=rosa, reason="back from leave")
    assert waiting(remy) == [] and waiting(rosa) == [case.code]
    gone = a_person("Gil Gone", people.harbour, Role.REGISTRAR)
    Person.objects.filter(pk=gone.pk).update(ended_at=case.opened_at)
    for person in (people.clara, people.emil, gone):
        with pytest.raises(RuleBroken, match="They cannot change it"):
            give_charge(by=as_(rosa), subject=case, to=person, reason=WHY)
    with pytest.raises(NotAllowed):
        give_charge(by=as_(people.clara), subject=case, to=rosa, reason=WHY)
    share_incident(by=as_(people.ana), incident=incident, to=people.hills.pk, level=Level.WORK, reason="joint work")
    give_charge(by=as_(rosa), subject=case, to=people.emil, reason="it lies in the hills")
    assert waiting(people.emil) == [case.code]
    assert Charge.objects.filter(subject=case, ended_at=None).count() == 1 and Charge.objects.count() == 3


def test_a_liaison_officer_who_takes_nothing_out_gives_records_to_a_colleague_too(
    people: People, incident: Incident, rosa: Person
) -> None:
    record = open_record(by=as_(rosa), incident=incident, names=[{"family": "Ромашко"}]).subject
    lia, noor = (a_person(name, people.harbour, Role.LIAISON_OFFICER) for name in ("Lia Moreau", "Noor Haldane"))
    client = browser(lia)
    page = client.get("/records").content.decode()
    assert f'name="row" value="{record.pk}"' in re.sub(r"\s+", " ", page) and "/records/charge?" in page
    assert "Make the file" not in page and "Close those that are ticked" not in page
    client.post("/records/charge", {"row": [record.pk], "asked": 1, "to": noor.pk, "reason": WHY})
    assert waiting(noor) == [record.code]
    auditor = browser(people.clara).get("/cases")
    assert auditor.status_code != 200 or b'name="row"' not in auditor.content, "who changes nothing ticks nothing"
