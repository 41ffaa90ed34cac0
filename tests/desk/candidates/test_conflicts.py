"""What speaks against a candidate, in words."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from antigone.desk.candidates.conflicts import Grave, Stated, conflicts, known_together, unlike

FOUND = (date(2024, 6, 1), date(2024, 6, 1))


def case(**said: object) -> Stated:
    return Stated(dead=True, **{"day": FOUND, **said})  # type: ignore[arg-type]


def record(**said: object) -> Stated:
    return Stated(dead=False, **said)  # type: ignore[arg-type]


def about(one: Stated, other: Stated) -> list[tuple[str, str]]:
    return [(each.about, each.grave.value) for each in conflicts(one, other)]


def test_what_is_not_known_conflicts_with_nothing() -> None:
    assert conflicts(case(day=None), record()) == []
    assert conflicts(case(sex="male"), record(sex="unknown")) == []
    assert conflicts(case(sex="male"), record(sex="other")) == []


def test_another_sex_is_a_serious_conflict() -> None:
    found = conflicts(case(sex="male"), record(sex="female"))
    assert [each.grave for each in found] == [Grave.SERIOUS]
    assert "estimated as male" in found[0].words and "says female" in found[0].words


def test_nobody_is_seen_after_they_were_found_dead() -> None:
    seen = (date(2024, 6, 20), date(2024, 6, 21))
    assert about(case(), record(day=seen)) == [("dates", "serious")]
    assert about(case(), record(day=(date(2024, 5, 1), date(2024, 6, 21)))) == []
    assert about(case(), record(day=(date(2024, 6, 2), date(2024, 6, 2)))) == [("dates", "slight")]


@pytest.mark.parametrize(
    ("dead", "missing", "seen", "expected"),
    [
        ((30, 40), (30, 35), date(2024, 5, 1), []),
        ((30, 40), (22, 24), date(2014, 6, 1), []),  # ten years have passed
        ((30, 40), (50, 55), date(2024, 5, 1), [("age", "slight")]),
        ((30, 40), (70, 75), date(2024, 5, 1), [("age", "serious")]),
        ((4, 6), (13, 13), date(2024, 5, 1), [("age", "serious")]),
        ((4, 6), (8, 8), date(2024, 5, 1), [("age", "slight")]),
    ],
)
def test_people_age_between_being_seen_last_and_being_found(
    dead: tuple[int, int], missing: tuple[int, int], seen: date, expected: list[tuple[str, str]]
) -> None:
    assert about(case(age=dead), record(age=missing, day=(seen, seen))) == expected


def test_a_birth_says_the_age_where_no_age_was_told() -> None:
    born = record(born=(date(1950, 1, 1), date(1950, 12, 31)), day=(date(2024, 5, 1), date(2024, 5, 1)))
    assert about(case(age=(20, 30)), born) == [("age", "serious")]
    assert about(case(age=(70, 80)), born) == []
    assert born.known == {"age_band": "old"}


def test_children_grow_and_nobody_shrinks() -> None:
    child = record(age=(10, 10), stature=(130, 140), day=(date(2019, 6, 1), date(2019, 6, 1)))
    assert about(case(stature=(160, 170)), child) == []
    assert about(case(stature=(100, 110)), child) == [("stature", "serious")]
    adult = record(age=(40, 40), stature=(180, 180))
    assert about(case(stature=(170, 176)), adult) == [("stature", "slight")]


def test_what_was_told_goes_before_what_was_estimated() -> None:
    known = known_together(case(sex="female", age=(30, 40)), record(sex="male", age=(62, 64)))
    assert known == {"sex": "male", "age_band": "old"}
    assert case(age=(10, 30)).known == {}, "a range across two bands is not known"


ranges = st.tuples(st.integers(0, 100), st.integers(0, 100)).map(lambda two: (min(two), max(two)))
days = st.tuples(st.dates(date(1990, 1, 1), date(2030, 1, 1)), st.dates(date(1990, 1, 1), date(2030, 1, 1))).map(
    lambda two: (min(two), max(two))
)


@pytest.mark.slow
@given(st.none() | ranges, st.none() | ranges, st.none() | days, st.none() | days, st.none() | days)
def test_whatever_is_said_the_words_can_be_said(
    ages: tuple[int, int] | None,
    others: tuple[int, int] | None,
    death: tuple[date, date] | None,
    seen: tuple[date, date] | None,
    born: tuple[date, date] | None,
) -> None:
    for each in conflicts(
        case(age=ages, stature=ages, day=death), record(age=others, stature=others, day=seen, born=born)
    ):
        assert each.words and "%" not in each.words


def test_a_man_and_a_woman_are_not_warned_of_as_one_body() -> None:
    assert unlike(case(sex="male"), case(sex="female"))
    assert not unlike(case(sex="male"), case(sex="unknown"))


def test_a_young_and_an_old_body_are_not_warned_of_as_one() -> None:
    assert unlike(case(age=(18, 25)), case(age=(50, 60)))
    assert not unlike(case(age=(18, 25)), case(age=(30, 40)))
    assert not unlike(case(age=None), case(age=(50, 60)))
