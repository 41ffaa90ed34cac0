"""A candidate list: what reading it costs, in what order it stands, what became of each, and several at once."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from antigone.desk.accounts.models import Person
from antigone.desk.accounts.permissions import Role
from antigone.desk.candidates.models import Candidate, DuplicateWarning, Exclusion, Run
from antigone.desk.identification.models import Seat
from antigone.desk.review.actions.people import saw_the_list
from antigone.desk.review.models import CalledOff, ConflictHeld, Pair
from antigone.desk.subjects.models import Mark, Subject
from antigone.desk.web.worklist import worklist
from desk_faces import Ferry, a_face, a_photograph
from desk_people import People, a_person, as_, browser
from desk_searches import Searched

pytestmark = pytest.mark.slow


@pytest.fixture
def ines(people: People) -> Person:
    """An examiner who knows nothing of any case."""
    return a_person("Ines Marlow", people.harbour, Role.EXAMINER)


@pytest.fixture
def berta(people: People) -> Person:
    """A member of the board, whom reading costs nothing."""
    return a_person("Berta", people.harbour, Role.BOARD_MEMBER, Role.EXAMINER, Role.VALIDATOR)


def text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.status_code
    return re.sub(r"\s+", " ", answer.content.decode())


def ranks(shown: str) -> list[int]:
    """In the order in which they stand."""
    return [int(rank) for rank in re.findall(r'id="rank-(\d+)"', shown)]


def listed(ferry: Ferry, *records: dict[str, Any]) -> Run:
    """A case's list of these records, the first the most alike; ``weight`` and ``place`` are said of them too."""
    case = ferry.case(sex="male")
    a_photograph(case, a_face(1))
    run = Run.objects.create(
        subject=case, why="asked", purpose="p", asked_at=timezone.now(), state="done", done_at=timezone.now()
    )
    for rank, said in enumerate(records, 1):
        place, weight = said.pop("place", ""), said.pop("weight", None)
        record = ferry.record(**said)
        record.record.last_seen_place = place
        record.record.save()
        weighed = {"log10_lr": weight, "low": weight, "high": weight, "verbal": "Words.", "stratum": "all"}
        Candidate.objects.create(
            run=run,
            rank=rank,
            subject=record,
            photograph=a_photograph(record, a_face(10 + record.pk)),
            score=0.5 - rank / 100,
            weight=weighed if weight is not None else None,
        )
    return run


def test_whoever_could_be_asked_to_examine_is_told_what_reading_costs_and_reads_only_then(
    there: Searched, ines: Person
) -> None:
    window, address = browser(ines), there.run.address
    for _ in range(2):
        asked = text(window, f"{address}?view=pair")
        assert "Reading this list takes you off the bench" in asked and there.record.code not in asked
    assert not ConflictHeld.objects.exists()
    assert window.post(f"{address}/uncover", {"subject": there.case.pk}).status_code == 302
    assert "takes you off the bench" in text(window, address)
    assert window.post(f"{address}/read")["Location"] == address
    assert ConflictHeld.objects.get().what == "saw-the-list"
    assert there.record.code in text(window, address)


@pytest.mark.parametrize("bound", ["opened it", "read another list of it", "sits on the board", "does not examine"])
def test_nobody_is_asked_who_is_bound_already(there: Searched, ines: Person, bound: str) -> None:
    reader = ines
    if bound == "opened it":
        reader = there.ferry.people.boris
    elif bound == "read another list of it":
        earlier = Run.objects.create(subject=there.case, why="asked", purpose="p", asked_at=timezone.now())
        saw_the_list(by=as_(ines), run=earlier)
    elif bound == "sits on the board":
        said = {"discipline": "d", "reason": "r", "appointed_by": there.ferry.people.ana}
        Seat.objects.create(incident=there.ferry.incident, person=ines, appointed_at=timezone.now(), **said)
    else:
        reader = a_person("Berta", there.ferry.people.harbour, Role.BOARD_MEMBER)
    assert there.record.code in text(browser(reader), there.run.address)


def test_the_front_page_offers_a_list_to_nobody_whom_reading_would_bar(there: Searched, ines: Person) -> None:
    def offered(person: Person) -> list[str]:
        items = {str(each.words): each.things for each in worklist(as_(person))}
        return [called for _, called in items.get("Candidate lists that nobody has read", ())]

    board = a_person("Berta", there.ferry.people.harbour, Role.BOARD_MEMBER)
    assert there.case.code in offered(board) and offered(ines) == []
    assert there.case.code in offered(there.ferry.people.boris), "who opened the case is bound to it anyway"
    said = {"discipline": "d", "reason": "r", "appointed_by": there.ferry.people.ana}
    Seat.objects.create(incident=there.ferry.incident, person=ines, appointed_at=timezone.now(), **said)
    assert there.case.code in offered(ines), "and so is who will decide it"


def test_serious_conflicts_stand_at_the_end_with_their_number_and_no_filter_hides_them(
    people: People, there: Searched, berta: Person
) -> None:
    run = listed(there.ferry, {"sex": "female"}, {"sex": "male"}, {"sex": "unknown"}, {"age_low": 70, "age_high": 75})
    excluded = run.candidates.get(rank=3)
    Exclusion.objects.create(
        case=run.subject, record=excluded.subject, ground="dental", reason="r", by=people.boris, at=timezone.now()
    )
    window = browser(berta)
    shown = text(window, run.address)
    assert ranks(shown) == [2, 1, 4, 3] and "3 that conflict seriously, or are excluded" in shown
    for narrow in ("sex=female", "conflict=slight", "weight=2", "state=nothing&age_to=20"):
        some = text(window, f"{run.address}?{narrow}")
        assert ranks(some) == [1, 4, 3] and "3 that conflict seriously" in some and "1 is not shown" in some
    assert ranks(text(window, f"{run.address}?order=age")) == [2, 1, 3, 4]


def test_a_list_is_sorted_and_narrowed_and_who_is_not_known_stays(there: Searched, berta: Person) -> None:
    run = listed(
        there.ferry,
        {"sex": "unknown", "place": "Pier 4", "weight": 0.5},
        {"sex": "male", "age_low": 31, "age_high": 31, "place": "Pier 9", "weight": 2.5},
        {"sex": "male", "age_low": None, "age_high": None, "weight": None},
        {"sex": "male", "age_low": 44, "age_high": 46, "place": "The quay", "weight": -1.0},
    )
    window = browser(berta)

    def found(query: str) -> list[int]:
        return ranks(text(window, f"{run.address}?{query}"))

    assert found("") == [1, 2, 3, 4] and found("order=weight") == [2, 1, 4, 3]
    assert found("order=conflict") == [1, 2, 3, 4] and found("order=age") == [1, 2, 4, 3]
    assert found("order=place") == [1, 2, 4, 3] and found("order=nonsense&sex=male") == [1, 2, 3, 4]
    assert found("weight=2") == [2] and found("weight=none") == [3] and found("weight=0") == [1, 2]
    assert found("sex=male") == [1, 2, 3, 4] and found("sex=female") == [1]
    assert found("age_from=42") == [3, 4] and found("age_to=30") == [1, 3]
    assert found("place=Pier+9") == [2, 3] and found("conflict=slight") == [4]
    assert found("view=grid&weight=2") == [2]
    pair = text(window, f"{run.address}?view=pair&order=weight&at=1")
    assert "2 of 4" in pair and "at=2" in pair and "at=4" in pair


def test_what_became_of_each_stands_on_its_line_and_nothing_done_is_offered(
    people: People, there: Searched, berta: Person
) -> None:
    run = listed(there.ferry, *({} for _ in range(5)))
    rows, window = list(run.candidates.order_by("rank")), browser(berta)

    def put(line: Candidate) -> Pair:
        return Pair.objects.create(
            incident=there.ferry.incident,
            agency=people.harbour,
            case=run.subject,
            record=line.subject,
            by=berta,
            at=timezone.now(),
            reason="r",
        )

    put(rows[0])
    off = put(rows[1])
    CalledOff.objects.create(pair=off, by=berta, at=timezone.now(), reason="r")
    Exclusion.objects.create(
        case=run.subject, record=rows[2].subject, ground="dna", reason="r", by=people.boris, at=timezone.now()
    )
    lines = re.findall(r'<li class="candidate.*?</li>', text(window, run.address))
    of = {int(re.findall(r'id="rank-(\d+)"', line)[0]): line for line in lines}
    assert "with examiners" in of[1] and "with examiners" not in of[2]
    assert "excluded: DNA differs" in of[3] and 'type="checkbox"' not in of[3]
    assert all('type="checkbox"' in of[rank] for rank in (1, 2, 4, 5)), "who is with examiners can be excluded"
    with_examiners = text(window, f"{run.address}?view=pair&at=1")
    assert 'id="exclude"' in with_examiners and 'id="examine"' not in with_examiners
    assert 'id="exclude"' not in text(window, f"{run.address}?view=pair&at=3")
    assert ranks(text(window, f"{run.address}?state=with-examiners")) == [1, 3]


def test_several_are_put_before_examiners_with_one_reason_and_who_is_there_already_is_left_out(
    there: Searched, berta: Person
) -> None:
    run = listed(there.ferry, {}, {}, {})
    first, second, third = (str(each.pk) for each in run.candidates.order_by("rank"))
    window, address = browser(berta), f"{run.address}/examine"
    assert "Nobody is chosen" in text(window, address)
    assert window.post(f"{address}?chosen={first}", {"reason": ""}).status_code == 400
    assert window.post(f"{address}?chosen={first}", {"reason": "alike"}).status_code == 302
    asked = text(window, f"{address}?chosen={first}&chosen={second}&chosen={third}")
    assert "Left out" in asked and "with examiners" in asked
    assert window.post(f"{address}?chosen={first}&chosen={second}&chosen={third}", {"reason": "too"}).status_code == 302
    assert [pair.reason for pair in Pair.objects.order_by("pk")] == ["alike", "too", "too"]
    assert {pair.candidate_id for pair in Pair.objects.all()} == {int(first), int(second), int(third)}


def test_several_are_excluded_on_a_ground_that_nobody_chose_beforehand(there: Searched, berta: Person) -> None:
    run = listed(there.ferry, {}, {})
    numbers = "&".join(f"chosen={each.pk}" for each in run.candidates.all())
    window, address = browser(berta), f"{run.address}/exclude?{numbers}"
    ground = text(window, address).partition('name="ground"')[2].partition("</select>")[0]
    assert ground.count(" selected") == 1 and 'value="" selected' in ground, "nothing, until somebody chooses"
    assert window.post(address, {"reason": "two profiles"}).status_code == 400
    assert window.post(address, {"reason": "two profiles", "ground": "dna"}).status_code == 302
    assert Exclusion.objects.count() == 2 and Exclusion.objects.filter(ground="dna").count() == 2
    assert window.post(address, {"reason": "again", "ground": "dna"}).status_code == 400


def test_a_warning_is_judged_with_marks_clothing_and_place_beside_the_faces(there: Searched) -> None:
    one, two = there.ferry.case(clothing="A red coat"), there.ferry.case()
    Mark.objects.create(subject=two, what="tattoo", where="left arm", description="an anchor")
    two.case.found_place = "The quay"
    two.case.save()
    for each in (one, two):
        a_photograph(each, a_face(each.pk))
    warning = DuplicateWarning.objects.create(first=one, second=two, score=0.6, at=timezone.now())
    shown = text(browser(there.ferry.people.boris), warning.address)
    assert "A red coat" in shown and "left arm, an anchor" in shown and "found: The quay" in shown
    assert shown.count("Show it clearly") == 2


def test_a_list_of_the_dead_for_a_missing_person_shows_no_face_of_theirs_uncovered(there: Searched) -> None:
    run = Run.objects.create(
        subject=there.record, why="asked", purpose="p", asked_at=timezone.now(), state="done", done_at=timezone.now()
    )
    dead: Subject = there.case
    photograph = dead.photographs.get()
    Candidate.objects.create(run=run, rank=1, subject=dead, photograph=photograph, score=0.5)
    window = browser(there.ferry.people.boris)
    assert f"/photographs/{photograph.pk}/blurred" in text(window, run.address)
    pair = text(window, f"{run.address}?view=pair")
    assert pair.count("Show it clearly") == 1 and f"/photographs/{photograph.pk}/beside" not in pair
