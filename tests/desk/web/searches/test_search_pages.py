"""What people see of searches, and what they can do about pairs."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from antigone.desk.accounts.models import Grant, Person
from antigone.desk.accounts.permissions import Level, Role
from antigone.desk.candidates.models import DuplicateWarning, Exclusion, Link, Run
from desk_faces import a_face, a_photograph, leaves, searched
from desk_people import a_person, browser
from desk_searches import Searched


def page(person: Person, address: str) -> str:
    answer = browser(person).get(address)
    assert answer.status_code == 200, answer.status_code
    return re.sub(r"\s+", " ", answer.content.decode())


def post(person: Person, address: str, **said: Any) -> Any:
    return browser(person).post(address, said)


@pytest.mark.slow
def test_a_list_shows_weight_strangers_and_conflicts_and_says_what_it_is(there: Searched) -> None:
    shown = page(there.ferry.people.boris, f"/searches/{there.run.pk}")
    assert there.record.code in shown and "Given Family 1" in shown
    assert "A list always has a first place" in shown and "the first place still scores" in shown
    assert "the record says female" in shown and "Serious:" in shown
    assert '<svg class="bar"' in shown and "strangers" in shown
    pair = page(there.ferry.people.boris, f"/searches/{there.run.pk}?view=pair&at=1")
    assert "times more probable if the photographs show one person" in pair and '<svg class="weight"' in pair
    assert "Harbour mortuary</bdi>: 2 photographs of 2" in shown and there.run.model in shown
    assert there.run.calibration in shown and "photographs of the living" in shown
    assert "rest on the same faces: they may not be added" in " ".join(shown.split())
    words = re.sub(r"<[^>]+>", " ", shown).lower()
    assert not re.search(r"\b(match|matches|hit|hits|confidence|target|verified)\b", words)
    assert " style=" not in shown and "<style" not in shown


@pytest.mark.slow
@pytest.mark.parametrize("role", list(Role))
def test_only_examiners_and_the_board_see_lists(there: Searched, role: Role) -> None:
    person = a_person(f"A {role}", there.ferry.people.harbour, role)
    expected = 200 if role in (Role.EXAMINER, Role.BOARD_MEMBER) else 403
    assert browser(person).get(f"/searches/{there.run.pk}").status_code == expected
    assert browser(there.ferry.people.emil).get(f"/searches/{there.run.pk}").status_code == 404


@pytest.mark.slow
def test_a_list_made_while_another_agency_shared_does_not_name_their_people_when_they_no_longer_do(
    there: Searched,
) -> None:
    people, theirs = there.ferry.people, there.ferry.of_hills("am")
    grant = Grant.objects.create(
        incident=there.ferry.incident,
        owner=people.hills,
        to=people.harbour,
        level=Level.SEE,
        reason="joint",
        given_at=timezone.now(),
    )
    a_photograph(theirs, a_face(5, a_face(1), 0.5))
    post(people.boris, f"/cases/{there.case.pk}/search", purpose="to identify a dead person", reason="shared")
    run = searched(there.case)
    assert theirs.code in page(people.boris, f"/searches/{run.pk}")
    grant.revoked_at = timezone.now()
    grant.save()
    shown = page(people.boris, f"/searches/{run.pk}")
    assert theirs.code not in shown and "no longer shared with you" in shown


@pytest.mark.slow
def test_a_list_that_shows_who_left_says_so_and_leads_to_the_new_one(there: Searched) -> None:
    leaves(there.photograph)
    new = searched(there.case)
    shown = page(there.ferry.people.boris, f"/searches/{there.run.pk}")
    assert "Do not decide anything by this list" in shown and f'href="/searches/{new.pk}"' in shown
    assert "This photograph left search." in shown
    assert f"/photographs/{there.photograph.pk}/" not in shown
    assert "Do not decide" not in page(there.ferry.people.boris, f"/searches/{new.pk}")


@pytest.mark.slow
def test_the_list_asks_the_database_as_often_however_long_it_is(there: Searched) -> None:
    def asked(run: Run) -> int:
        client = browser(there.ferry.people.boris)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/searches/{run.pk}").status_code == 200
        return len(queries)

    few = asked(there.run)
    for seed in range(15):
        a_photograph(there.ferry.record(), a_face(100 + seed))
    post(there.ferry.people.boris, f"/cases/{there.case.pk}/search", purpose="to check an earlier list", reason="more")
    run = searched(there.case)
    assert run.candidates.count() == 17 and asked(run) <= few + 1


@pytest.mark.slow
def test_a_search_is_asked_for_with_purpose_and_reason(there: Searched) -> None:
    boris, address = there.ferry.people.boris, f"/cases/{there.case.pk}/search"
    assert post(boris, address, purpose="to identify a dead person").status_code == 400
    assert post(boris, address, purpose="curiosity", reason="x").status_code == 400
    answer = post(boris, address, purpose="to identify a dead person", reason="the age was corrected")
    run = Run.objects.latest("pk")
    assert answer["Location"] == f"/searches/{run.pk}"
    assert "is being made" in page(boris, f"/searches/{run.pk}")
    assert "the age was corrected" in page(boris, f"/searches/{run.pk}")
    assert "to identify a dead person" in page(boris, f"/cases/{there.case.pk}/searches")


@pytest.mark.slow
def test_a_pair_is_excluded_from_the_list_and_lifted_by_the_board(there: Searched) -> None:
    boris = there.ferry.people.boris
    address = f"/cases/{there.case.pk}/exclude"
    assert there.record.code in page(boris, f"{address}?q={there.record.place}")
    assert post(boris, address, other="999999", ground="dna", reason="x").status_code == 400
    assert (
        post(boris, address, other=there.record.pk, ground="dna", reason="two profiles", sure="yes").status_code == 302
    )
    made = Exclusion.objects.get()
    assert (made.case, made.record) == (there.case, there.record)
    shown = page(boris, f"/searches/{there.run.pk}")
    assert "1 that conflicts seriously, or is excluded" in shown and f"/exclusions/{made.pk}" in shown
    assert "excluded: DNA differs" in shown
    assert "two profiles" in page(boris, f"/exclusions/{made.pk}")
    assert post(boris, f"/exclusions/{made.pk}/lift", reason="x").status_code == 403
    board = a_person("Berta", there.ferry.people.harbour, Role.BOARD_MEMBER)
    assert post(board, f"/exclusions/{made.pk}/lift", reason="mixed up").status_code == 302
    assert "mixed up" in page(board, f"/exclusions/{made.pk}")
    assert "excluded: DNA differs" not in page(boris, f"/searches/{there.run.pk}")


@pytest.mark.slow
def test_records_are_linked_and_the_link_is_undone(there: Searched) -> None:
    registrar = a_person("Rita", there.ferry.people.harbour, Role.REGISTRAR)
    answer = post(registrar, f"/records/{there.record.pk}/link", other=there.other.pk, reason="reported twice")
    made = Link.objects.get()
    assert answer["Location"] == f"/links/{made.pk}" and "reported twice" in page(registrar, f"/links/{made.pk}")
    assert post(registrar, f"/links/{made.pk}/undo", reason="two sisters").status_code == 302
    assert "two sisters" in page(registrar, f"/links/{made.pk}")


@pytest.mark.slow
def test_a_warning_is_looked_at_and_settled(there: Searched) -> None:
    boris = there.ferry.people.boris
    assert "There is no warning" in page(boris, "/warnings")
    twins = [there.ferry.record(), there.ferry.record()]
    for twin in twins:
        a_photograph(twin, a_face(50 + twin.pk, a_face(7), 0.98))
    searched(twins[0])
    warning = DuplicateWarning.objects.get()
    assert f"/warnings/{warning.pk}" in page(boris, "/warnings")
    assert "of one person?" in page(boris, f"/warnings/{warning.pk}")
    assert f"/warnings/{warning.pk}" in page(boris, f"/records/{twins[0].pk}/searches")
    assert post(boris, f"/warnings/{warning.pk}/dismiss").status_code == 400
    assert post(boris, f"/warnings/{warning.pk}/dismiss", **{"dismiss-reason": "twins"}).status_code == 302
    assert "There is no warning" in page(boris, "/warnings")
    DuplicateWarning.objects.filter(pk=warning.pk).update(dismissed_at=None)
    assert post(boris, f"/warnings/{warning.pk}/link", **{"link-reason": "one person"}).status_code == 302
    assert Link.objects.get().first == twins[0] and "There is no warning" in page(boris, "/warnings")


@pytest.mark.slow
def test_also_first_for_others_is_said(there: Searched) -> None:
    second = there.ferry.case()
    a_photograph(second, a_face(6, a_face(1), 0.9))
    searched(second)
    assert "first for 1 other too" in page(there.ferry.people.boris, f"/searches/{there.run.pk}")
