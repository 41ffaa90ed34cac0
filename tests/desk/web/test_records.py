"""The pages of records: opened, found by name, changed, taken out as a file."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from antigone.desk.accounts.actions.incidents import open_incident, share_incident
from antigone.desk.accounts.permissions import Level, Role
from antigone.desk.audit.models import AuditRow
from antigone.desk.records.actions.names import add_informant, add_name
from antigone.desk.records.actions.records import change_record
from antigone.desk.records.models import Informant, Name, Record
from antigone.desk.subjects.actions.closing import close_subject
from antigone.desk.subjects.actions.lines import add_mark
from desk_families import Families, families_of
from desk_people import People, a_person, as_, browser

FIRST: dict[str, Any] = {
    "family": "Щербак",
    "given": "Олена",
    "sex": "female",
    "born": "1980",
    "last_seen": "2026-03-02",
    "last_seen_place": "the quay",
    "informant": "Ірина",
    "relation": "sister",
    "contact": "through the parish of Example",
    "safe": "",
    "never": "by telephone",
}


@pytest.fixture
def families(people: People) -> Families:
    return families_of(people)


def text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


def shown(page: str) -> list[int]:
    """The numbers of the records of a list, as it shows them."""
    return [int(number) for number in re.findall(r'<th scope="row">\s*<a href="/records/(\d+)"', page)]


@pytest.mark.slow
def test_an_empty_list_says_how_to_begin(families: Families) -> None:
    assert "the name is enough to begin" in text(browser(families.lena), "/records")
    assert "Registrars and liaison officers open them" in text(browser(families.people.boris), "/records")


@pytest.mark.slow
def test_a_liaison_officer_opens_a_record_and_sees_what_to_do_next(families: Families) -> None:
    client = browser(families.lena)
    answer = client.get("/records/open")
    assert answer["Location"] == f"/incidents/{families.incident.pk}/records/open"
    answer = client.post(answer["Location"], FIRST)
    record = Record.objects.get()
    assert answer.status_code == 302 and answer["Location"] == f"/records/{record.pk}"
    page = text(client, answer["Location"])
    assert "Ask whether the informant can be contacted safely." in page
    assert "Do not contact: nobody asked yet whether it is safe" in page and "by telephone" in page
    assert "between 1 January 1980 and 31 December 1980" in page and "45 to 46" in page
    assert '<bdi dir="auto" class="named" lang="und-Cyrl">' in page


@pytest.mark.slow
def test_nothing_is_opened_before_somebody_looked_at_those_of_nearly_that_name(families: Families) -> None:
    client, address = browser(families.lena), f"/incidents/{families.incident.pk}/records/open"
    there = families.record("Shcherbak", "Olena")
    answer = client.post(address, FIRST)
    assert answer.status_code == 400 and Record.objects.count() == 1
    page = answer.content.decode()
    assert "Nearly this name is there already" in page and f'href="/records/{there.pk}"' in page
    assert 'type="checkbox" name="looked"' in page and "the quay" in page  # nothing has to be typed again
    assert client.post(address, FIRST | {"looked": "on"}).status_code == 302
    assert Record.objects.count() == 2


def test_what_cannot_be_read_is_said_at_its_field(families: Families) -> None:
    client, address = browser(families.lena), f"/incidents/{families.incident.pk}/records/open"
    answer = client.post(address, FIRST | {"born": "long ago", "informant": ""})
    page = answer.content.decode()
    assert answer.status_code == 400 and "This is no day, month or year." in page
    assert escape("Write who tells us, or leave what is said of them empty.") in page
    answer = client.post(address, {"sex": "unknown"})
    assert answer.status_code == 400 and "The name is empty." in answer.content.decode()


@pytest.mark.slow
def test_records_are_found_by_any_spelling_the_likest_first(families: Families) -> None:
    near, same, other = families.record("Shcherbuk"), families.record("Щербак", "Олена"), families.record("Lind")
    client = browser(families.people.boris)
    page = text(client, "/records?q=Scherbak")
    assert shown(page) == [same.pk, near.pk]
    assert "the same sound" in page and "nearly the same" in page
    assert shown(text(client, "/records?q=Scherbak&sort=-name")) == [near.pk, same.pk]
    assert shown(text(client, "/records")) == [other.pk, same.pk, near.pk]
    assert shown(text(client, "/records?sort=name")) == [other.pk, same.pk, near.pk]
    assert "Nobody with such a name is here" in text(client, "/records?q=Kuznets")
    assert shown(text(client, f"/records?q={same.subject.code[-5:]}")) == [same.pk]
    assert client.get(f"/records?q={same.subject.code.lower()}")["Location"] == f"/records/{same.pk}"


@pytest.mark.slow
def test_a_list_is_narrowed_by_what_is_known(families: Families) -> None:
    first = families.record("A", sex="male", age_low=20, age_high=30, last_seen_earliest=date(2026, 3, 1))
    second = families.record("B", sex="female", last_seen_earliest=date(2026, 3, 5), other_number="P-17")
    close_subject(by=families.registrar, subject=second.subject, reason="came home")
    client = browser(families.lena)
    for asked, found in {
        "sex=male": [first],
        "age=25": [first],
        "age=31": [],
        "seen_from=2026-03-02": [second],
        "seen_to=2026-03-02": [first],
        "state=closed": [second],
        "photographs=with": [],
        "photographs=without": [second, first],
        "q=P-17": [second],
        f"incident={families.incident.pk}": [second, first],
        f"agency={families.people.harbour.pk}": [second, first],
        "incident=999": [],
    }.items():
        assert shown(text(client, f"/records?{asked}")) == [record.pk for record in found], asked


@pytest.mark.slow
def test_a_list_takes_as_many_queries_for_many_as_for_one(families: Families) -> None:
    client, counts = browser(families.lena), []
    text(client, "/account")  # a browser's first page also begins its sitting
    for number in range(3):
        for _ in range(1 + 5 * number):
            families.record("Щербак", "Олена", last_seen_earliest=date(2026, 3, 1))
        for address in ("/records", "/records?q=Shcherbak&sort=seen"):
            with CaptureQueriesContext(connection) as caught:
                assert shown(text(client, address))
            counts.append(len(caught))
    assert counts[:2] == counts[2:4] == counts[4:]


@pytest.mark.slow
def test_a_page_of_a_record_takes_as_many_queries_however_much_it_says(families: Families) -> None:
    record, client, counts = families.record("Щербак"), browser(families.lena), []
    text(client, "/account")
    for round_ in range(2):
        with CaptureQueriesContext(connection) as caught:
            text(client, f"/records/{record.pk}")
        counts.append(len(caught))
        for number in range(4):
            add_name(by=families.by, record=record, what="also called", family=f"B{round_}{number}")
            add_informant(by=families.by, record=record, name=f"I{number}")
            add_mark(by=families.by, subject=record.subject, what="scar", where="hand", description=f"{number}")
    assert counts[0] == counts[1]


@pytest.mark.slow
def test_each_section_is_changed_on_its_page(families: Families) -> None:
    record, client = families.record("Щербак", "Олена"), browser(families.lena)
    for address, said in {
        "days": {"born": "1979 to 1981", "last_seen": "2026-03", "last_seen_place": "порт"},
        "body": {"sex": "female", "age_low": "44", "age_high": "47", "hair": "grey"},
        "life": {"nationality": "Ukrainian", "languages": "Ukrainian, Polish"},
        "belongings": {"clothing": "a blue coat", "belongings": "a ring"},
    }.items():
        page = f"/records/{record.pk}/{address}"
        assert client.post(page, said | {"reason": "the sister told us"}).status_code == 302, address
        assert next(iter(said.values())) in text(client, page)
        written = {name: value if name == "sex" else value[:-1] + "9" for name, value in said.items()}
        refused = client.post(page, written)
        assert refused.status_code == 400 and "Write why" in refused.content.decode()
    page = text(client, f"/records/{record.pk}")
    for words in ("порт", "grey", "Ukrainian, Polish", "a blue coat", "a ring", "the sister told us"):
        assert words in page
    assert record.subject.revisions.count() == 4


@pytest.mark.slow
def test_names_are_added_changed_and_taken_back(families: Families) -> None:
    record, client = families.record("Щербак", "Олена"), browser(families.lena)
    address = f"/records/{record.pk}/names"
    assert client.post(address, {"what": "at birth", "family": "حسين", "given": "محمد"}).status_code == 302
    name = Name.objects.latest("pk")
    page = text(client, f"{address}?change={name.pk}")
    assert 'value="حسين"' in page and 'lang="und-Arab"' in page
    said = {
        "act": "change",
        "line": name.pk,
        "what": "also called",
        "given": "Ali",
        "reason": "typed wrongly",
    }
    assert client.post(address, said).status_code == 302
    name.refresh_from_db()
    assert (name.family, name.given, name.what) == ("", "Ali", "also called")
    assert client.post(address, {"line": name.pk}).status_code == 400  # without a reason
    assert client.post(address, {"line": name.pk, "reason": "not hers"}).status_code == 302
    assert client.post(address, {"line": record.names.get().pk, "reason": "x"}).status_code == 400


@pytest.mark.slow
def test_how_an_informant_is_reached_is_shown_only_to_those_who_work_with_families(families: Families) -> None:
    record, client = families.record("Щербак"), browser(families.lena)
    address = f"/records/{record.pk}/informants"
    said = {"name": "Ірина", "contact": "+380 00 000", "never": "by telephone", "safe": "no"}
    assert client.post(address, said).status_code == 302
    row = Informant.objects.get()
    change = {"act": "change", "line": row.pk, **said, "safe": "yes"}
    assert client.post(address, change | {"reason": "asked her"}).status_code == 302
    page = text(client, f"/records/{record.pk}")
    assert "Contact is safe" in page and "+380 00 000" in page and "contact is not safe" in page
    page = text(browser(families.people.boris), f"/records/{record.pk}")
    assert "Contact is safe" in page
    assert not any(words in page for words in ("+380", "by telephone", "asked her", "/informants"))
    assert "+380" not in text(browser(families.people.boris), f"/records/{record.pk}/history")


@pytest.mark.slow
def test_a_file_of_the_list_has_every_name_and_no_informant(families: Families) -> None:
    record = families.record("Щербак", "Олена")
    families.record("Lind")
    add_name(by=families.by, record=record, what="other spelling", family="Shcherbak", given="Olena")
    add_informant(by=families.by, record=record, name="Ірина", contact="+380 00 000", safe=True)
    said = {"form_of": "json", "reason": "for the tracing agency"}
    answer = browser(families.rosa).post("/records/export?q=Scherbak", said)
    whole = b"".join(answer).decode()  # type: ignore[call-overload]
    (row,) = json.loads(whole)
    assert row["names"] == "Щербак Олена; Shcherbak Olena" and "+380" not in whole and "Ірина" not in whole
    kept = AuditRow.objects.latest("sequence")
    assert kept.verb == "export record" and "Scherbak" not in str(kept.details)
    assert browser(families.lena).post("/records/export", said).status_code == 403


@pytest.mark.slow
def test_another_agency_sees_nothing_until_it_is_shared(families: Families) -> None:
    record, people = families.record("Щербак"), families.people
    add_informant(by=families.by, record=record, name="Ірина", contact="+380 00 000")
    emil = browser(people.emil)
    assert shown(text(emil, "/records?q=Щербак")) == [] and emil.get(f"/records/{record.pk}").status_code == 404
    share_incident(
        by=as_(people.ana), incident=families.incident, to=people.hills.pk, level=Level.SEE, reason="together"
    )
    assert shown(text(emil, "/records?q=Щербак")) == [record.pk]
    assert "+380" not in text(emil, f"/records/{record.pk}")
    theirs = browser(a_person("Lev Stone", people.hills, Role.LIAISON_OFFICER))
    assert theirs.get(f"/incidents/{families.incident.pk}/records/open").status_code == 403


@pytest.mark.slow
def test_a_record_is_closed_and_opened_again(families: Families) -> None:
    record, client = families.record("Щербак"), browser(families.rosa)
    assert client.post(f"/records/{record.pk}/close", {"reason": "came home"}).status_code == 302
    page = text(client, f"/records/{record.pk}")
    assert "This record was closed on" in page and '<details class="edit"' not in page
    assert client.post(f"/records/{record.pk}/reopen", {"reason": "too early"}).status_code == 302
    page = text(client, f"/records/{record.pk}")
    assert "It was closed." in page and "It was opened again." in page


def test_what_others_changed_meanwhile_is_shown_and_not_written_over(families: Families) -> None:
    record = families.record("Щербак")
    change_record(by=families.registrar, record=record, reason="seen in a photograph", hair="grey")
    said = {"sex": "unknown", "hair": "black", "last": "0", "reason": "told"}
    answer = browser(families.lena).post(f"/records/{record.pk}/body", said)
    page = answer.content.decode()
    assert answer.status_code == 400 and "Somebody else changed" in page and "seen in a photograph" in page


@pytest.mark.slow
def test_words_of_people_are_never_markup(families: Families) -> None:
    hostile = "<script>alert(1)</script>\"'"
    record = families.record(hostile, hostile, circumstances=hostile, last_seen_place=hostile)
    add_informant(by=families.by, record=record, name=hostile, contact=hostile, never=hostile)
    client = browser(families.lena)
    for address in (
        "/records",
        f"/records/{record.pk}",
        f"/records/{record.pk}/names",
        f"/records/{record.pk}/informants",
    ):
        assert hostile not in text(client, address) and "&lt;script&gt;" in text(client, address)


def test_where_there_are_several_incidents_one_is_asked_for(families: Families) -> None:
    people = families.people
    open_incident(by=as_(people.ana), agency=people.harbour.pk, code="OTHER", name="Another")
    page = text(browser(families.lena), "/records/open")
    assert "HALCYON-26" in page and "OTHER" in page
    assert "records" in text(browser(families.lena), f"/incidents/{families.incident.pk}")
