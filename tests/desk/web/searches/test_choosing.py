"""Whoever names the other of a pair chooses it: from what they have read, or by a name. Nobody types a code."""

from __future__ import annotations

import re

import pytest

from antigone.desk.accounts.models import Person
from antigone.desk.accounts.permissions import Role
from antigone.desk.candidates.models import DuplicateWarning, Exclusion, Link
from antigone.desk.records.actions.names import add_name
from antigone.desk.review.models import Pair
from antigone.desk.subjects.models import Subject
from desk_faces import a_face, a_photograph, a_subject, an_incident, searched
from desk_people import a_person, as_, browser
from desk_searches import Searched

pytestmark = pytest.mark.slow


def offered(person: Person, address: str) -> list[int]:
    """Whom a page offers, by number, in its order."""
    answer = browser(person).get(address)
    assert answer.status_code == 200
    content = answer.content.decode()
    assert 'name="code"' not in content, "nothing is typed from memory"
    return [int(each) for each in re.findall(r'type="radio" name="other" value="(\d+)"', content)]


@pytest.mark.parametrize("word", ["exclude", "review"])
def test_whoever_read_the_list_is_offered_whom_it_shows_and_nobody_else_is(there: Searched, word: str) -> None:
    reader = a_person("Rhea", there.ferry.people.harbour, Role.BOARD_MEMBER)
    address = f"/cases/{there.case.pk}/{word}"
    assert offered(reader, address) == []
    assert browser(reader).get(f"/searches/{there.run.pk}").status_code == 200
    assert offered(reader, address) == [there.record.pk, there.other.pk]
    assert offered(there.ferry.people.boris, address) == [], "he has not read it"


def test_a_record_is_found_by_its_name_its_code_and_its_number_and_no_other_incident_is_looked_through(
    there: Searched,
) -> None:
    boris, people = there.ferry.people.boris, there.ferry.people
    elsewhere = a_subject("am", an_incident(people.harbour, "FLOOD"), people.harbour, boris)
    assert elsewhere.place == there.record.place, "called alike"
    rita = as_(a_person("Rita", people.harbour, Role.REGISTRAR))
    for one in (there.record, elsewhere):
        add_name(by=rita, record=one.record, given="Мілана", family="Островська")
    address = f"/cases/{there.case.pk}/exclude"
    for words in ("milana ostrovska", there.record.code.lower(), f"000{there.record.place}"):
        assert there.record.pk in offered(boris, f"{address}?q={words}")
        assert elsewhere.pk not in offered(boris, f"{address}?q={words}")
    assert offered(boris, f"{address}?q=Nobody+of+this+name") == []
    said = {"ground": "dna", "reason": "two profiles"}
    for wrong in (elsewhere.pk, there.case.pk, 999_999, "x", ""):
        answer = browser(boris).post(address, {"other": wrong, **said})
        assert answer.status_code == 400 and not Exclusion.objects.exists()
    assert browser(boris).post(address, {"other": there.other.pk, "sure": "yes", **said}).status_code == 302, (
        "though not offered"
    )
    assert Exclusion.objects.get().record == there.other


def test_a_case_is_found_by_where_it_was_found_and_put_before_examiners_from_the_record(there: Searched) -> None:
    boris = there.ferry.people.boris
    there.case.case.found_place = "Grey Skerry, landing stage"
    there.case.case.save()
    address = f"/records/{there.record.pk}/review"
    assert address in browser(boris).get(f"/records/{there.record.pk}/searches").content.decode()
    (found,) = offered(boris, f"{address}?q=skerry")
    answer = browser(boris).post(f"{address}?q=skerry", {"other": found, "reason": "her sister named the ring"})
    assert answer.status_code == 302
    assert Pair.objects.get().case == there.case and Pair.objects.get().record == there.record


def test_a_record_of_an_open_warning_is_offered_first_where_somebody_links(there: Searched) -> None:
    registrar = a_person("Rita", there.ferry.people.harbour, Role.REGISTRAR)
    twins: list[Subject] = [there.ferry.record(), there.ferry.record()]
    for twin in twins:
        a_photograph(twin, a_face(50 + twin.pk, a_face(7), 0.98))
    searched(twins[0])
    assert DuplicateWarning.objects.count() == 1
    assert offered(registrar, f"/records/{twins[0].pk}/link") == [twins[1].pk]
    assert offered(registrar, f"/records/{twins[1].pk}/link") == [twins[0].pk]
    assert offered(registrar, f"/records/{there.record.pk}/link") == []
    answer = browser(registrar).post(f"/records/{twins[1].pk}/link", {"other": twins[0].pk, "reason": "reported twice"})
    assert answer.status_code == 302 and Link.objects.get().first == twins[0]


def test_what_was_chosen_stays_chosen_when_something_else_is_missing(there: Searched) -> None:
    boris = there.ferry.people.boris
    answer = browser(boris).post(f"/cases/{there.case.pk}/exclude", {"other": there.other.pk, "reason": "two profiles"})
    content = answer.content.decode()
    assert answer.status_code == 400 and re.search(rf'value="{there.other.pk}"[^>]*checked', content)
    assert "two profiles" in content
    again = browser(boris).get(f"/cases/{there.case.pk}/exclude?q=nobody+at+all&other={there.other.pk}")
    assert re.search(rf'value="{there.other.pk}"[^>]*checked', again.content.decode()), "nor when others are looked for"
