"""A list says which faces rested on points by hand or a cover, and weighs no face of which a part was left out."""

from __future__ import annotations

import pytest

from antigone.desk.candidates.listing import listing
from antigone.desk.candidates.models import Candidate
from antigone.desk.identification.snapshot import lists_of
from antigone.desk.photos.models import Face, Photograph
from antigone.weighing import COVERED_FACE, UNSURE_FACE
from desk_faces import Ferry, a_face, a_photograph, searched
from desk_people import as_, browser

SAID = "compared with 34 % of the face covered; what is hidden was left out of account"
BY_HAND = "the points of the face were set by hand"


def by_hand(photograph: Photograph, covered: float = 0.0) -> None:
    Face.objects.filter(photograph=photograph).update(by_hand=True, covered=covered)


@pytest.mark.slow
def test_a_record_whose_face_is_covered_has_no_weight_and_the_list_says_why_for_ever(ferry: Ferry) -> None:
    case, hidden, plain = ferry.case(), ferry.record(), ferry.record()
    a_photograph(case, a_face(1))
    photograph = a_photograph(hidden, a_face(2, a_face(1), 0.9))
    a_photograph(plain, a_face(3, a_face(1), 0.6))
    by_hand(photograph, covered=0.34)
    run = searched(case)
    covered, other = Candidate.objects.get(subject=hidden), Candidate.objects.get(subject=plain)
    assert covered.weight is not None and covered.weight["refused"] == COVERED_FACE and covered.strangers is None
    assert other.weight is not None and other.weight["log10_lr"] is not None and other.strangers is not None
    assert run.not_enrolled is not None and run.rests_on == []
    Face.objects.update(by_hand=False, covered=0)  # what holds now is not what that list was made from
    shown = {each.subject: each for each in listing(as_(ferry.people.boris), run).ranked}
    assert shown[hidden].rests_on == (f"Photograph {photograph.pk}: {BY_HAND}; {SAID}",)
    assert shown[plain].rests_on == ()
    client = browser(ferry.people.boris)
    assert SAID in client.get(run.address).content.decode()
    pair = client.get(f"{run.address}?view=pair&at={covered.rank}").content.decode()
    assert SAID in pair and "compare by eye what is to be seen" in pair
    frozen = next(each for each in lists_of(case, hidden) if each.number == run.pk)
    assert {entry.code: entry.rests_on for entry in frozen.entries} == {
        hidden.code: f"Photograph {photograph.pk}: {BY_HAND}; {SAID}",
        plain.code: "",
    }


@pytest.mark.slow
def test_searched_with_a_covered_face_nobody_has_a_weight(ferry: Ferry) -> None:
    case, record = ferry.case(), ferry.record()
    photograph = a_photograph(case, a_face(1))
    a_photograph(record, a_face(2, a_face(1), 0.9))
    by_hand(photograph, covered=0.34)
    run = searched(case)
    (candidate,) = run.candidates.all()
    assert candidate.weight["refused"] == COVERED_FACE and candidate.strangers is None and candidate.rests_on == []
    assert run.not_enrolled is None
    assert run.rests_on == [{"photograph": photograph.pk, "by_hand": True, "covered": 0.34}]
    assert SAID in browser(ferry.people.boris).get(run.address).content.decode()
    frozen = next(each for each in lists_of(case, record) if each.number == run.pk)
    assert frozen.rests_on == f"Photograph {photograph.pk}: {BY_HAND}; {SAID}"


@pytest.mark.slow
def test_points_by_hand_alone_take_no_weight_away(ferry: Ferry) -> None:
    case, record = ferry.case(), ferry.record()
    by_hand(a_photograph(case, a_face(1)))
    a_photograph(record, a_face(2, a_face(1), 0.9))
    run = searched(case)
    (candidate,) = run.candidates.all()
    assert candidate.weight["log10_lr"] is not None and candidate.strangers is not None
    page = browser(ferry.people.boris).get(run.address).content.decode()
    assert BY_HAND in page and "left out of account" not in page


@pytest.mark.slow
def test_a_weight_rests_on_no_photograph_of_which_the_machine_is_not_sure(ferry: Ferry) -> None:
    case, record = ferry.case(), ferry.record()
    unsure = a_photograph(case, a_face(1))
    a_photograph(record, a_face(2, a_face(1), 0.9))
    quality = {"overall": 0.5, "measures": {"detection": {"value": 0.86, "unit": "score"}}}
    Face.objects.filter(photograph=unsure).update(quality=quality, by_hand=True)
    run = searched(case)
    (candidate,) = run.candidates.all()
    assert candidate.weight["refused"] == UNSURE_FACE and candidate.strangers is not None
    client = browser(ferry.people.boris)
    assert "the machine is sure of the face" in client.get(f"{run.address}?view=pair&at=1").content.decode()
    (entry,) = next(each for each in lists_of(case, record) if each.number == run.pk).entries
    assert entry.weight == UNSURE_FACE
    a_photograph(case, a_face(4, a_face(2, a_face(1), 0.9), 0.6))
    (candidate,) = searched(case).candidates.all()
    assert candidate.weight["log10_lr"] is not None and candidate.weight["score"] == pytest.approx(0.6, abs=0.01)
