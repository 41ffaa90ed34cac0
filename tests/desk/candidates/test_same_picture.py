"""One picture on both sides says nothing of who is in it: no weight is stated, and it is said first."""

from __future__ import annotations

import numpy as np
import pytest

from antigone.desk.candidates.listing import is_same_picture, listing
from antigone.desk.candidates.models import Candidate, DuplicateWarning
from antigone.desk.reconciling import faces as reconciled
from antigone.weighing import SAME_PICTURE
from desk_faces import Ferry, a_face, a_photograph, searched
from desk_people import as_, browser


@pytest.mark.slow
def test_a_record_with_the_very_picture_of_the_dead_has_no_weight_and_is_named_first(ferry: Ferry) -> None:
    case, record, other = ferry.case(), ferry.record(), ferry.record()
    a_photograph(case, a_face(1))
    a_photograph(record, a_face(1))
    a_photograph(other, a_face(2, a_face(1), 0.6))
    run = searched(case)
    same, weighed = Candidate.objects.get(subject=record), Candidate.objects.get(subject=other)
    assert is_same_picture(same.weight) and same.strangers is None and not is_same_picture(weighed.weight)
    shown = listing(as_(ferry.people.boris), run)
    assert [each.subject for each in shown.same_picture] == [record] and shown.ranked[0].no_weight == SAME_PICTURE
    page = browser(ferry.people.boris).get(run.address).content.decode()
    assert page.index("The same picture is on both sides") < page.index("the most alike first")


@pytest.mark.slow
def test_two_records_with_one_picture_are_warned_of_whatever_is_known_of_them(ferry: Ferry) -> None:
    first, second = ferry.record(), ferry.record()
    a_photograph(first, a_face(1)), a_photograph(second, a_face(1))
    a_photograph(ferry.case(), a_face(9))
    searched(first)
    warning = DuplicateWarning.objects.get()
    assert (warning.first, warning.second) == (first, second) and is_same_picture(warning.weight)
    assert "same picture" in browser(ferry.people.boris).get(warning.address).content.decode()


@pytest.mark.slow
def test_they_are_warned_of_before_there_is_anybody_dead_to_search_among(ferry: Ferry) -> None:
    first, second = ferry.record(), ferry.record()
    a_photograph(first, a_face(1)), a_photograph(second, a_face(1))
    assert searched(first).refusal["code"] == "nobody-to-search-among"
    assert is_same_picture(DuplicateWarning.objects.get().weight)


@pytest.mark.slow
def test_a_record_s_photographs_ask_whose_face_was_meant_where_one_is_unlike_all_others(ferry: Ferry) -> None:
    record, own = ferry.record(), a_face(1)
    a_photograph(record, own), a_photograph(record, a_face(2, own, 0.6))
    client = browser(ferry.people.boris)
    assert "Whose face was meant" not in client.get(record.address_of("photographs")).content.decode()
    other = a_photograph(record, a_face(3, own, 0.1))
    page = client.get(record.address_of("photographs")).content.decode()
    assert "is unlike all others of this person" in page and f'href="{other.address}"' in page
    case = ferry.case()
    a_photograph(case, own), a_photograph(case, a_face(3, own, 0.1))
    assert "Whose face" not in client.get(case.address_of("photographs")).content.decode()


def test_a_whole_incident_puts_nobody_together_because_of_one_picture() -> None:
    def person(number: int) -> object:
        return type("SubjectFactsLike", (), {"number": number})()

    def held(vector: np.ndarray) -> list[object]:
        return [type("IndexedLike", (), {"vector": vector})()]

    faces = {1: held(a_face(1)), 2: held(a_face(2)), 3: held(a_face(1)), 4: held(a_face(4, a_face(1), 0.9))}
    cases, records = [person(1), person(2)], [person(3), person(4)]
    assert list(reconciled._same_pictures(faces, cases, records)) == [(0, 0)]
