"""No published number lets anybody reckon one that is hidden."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from antigone.desk.figures.protect import PEOPLE, ROUNDED, SMALL, TESTS, number, protect, protected, rows, upper_percent
from antigone.desk.signals import Counts, ErrorRate, Speed

numbers = st.integers(0, 60) | st.integers(0, 5_000)
tables = st.lists(numbers, min_size=1, max_size=5).map(
    lambda parts: Counts("cases", {f"part {n}": true for n, true in enumerate(parts)})
)


@pytest.mark.slow
@given(tables, st.data())
def test_what_is_published_is_the_same_whatever_the_hidden_numbers_are(table: Counts, data: st.DataObject) -> None:
    hidden = [words for words, true in table.parts.items() if true < SMALL]
    others = {words: data.draw(st.integers(0, SMALL - 1)) for words in hidden}
    other = replace(table, parts={**table.parts, **others})
    assert protect(other) == protect(table)


@pytest.mark.slow
@given(tables, st.data())
def test_two_publications_do_not_tell_how_a_hidden_number_grew(table: Counts, data: st.DataObject) -> None:
    later = replace(table, parts={words: true + data.draw(st.integers(0, 30)) for words, true in table.parts.items()})
    hidden = [words for words, true in table.parts.items() if later.parts[words] < SMALL]
    before = {words: data.draw(st.integers(0, later.parts[words])) for words in hidden}
    after = {words: data.draw(st.integers(before[words], SMALL - 1)) for words in hidden}
    told = protected([table, later])
    assert (
        protected([replace(table, parts={**table.parts, **before}), replace(later, parts={**later.parts, **after})])
        == told
    )


@pytest.mark.slow
@given(numbers)
def test_a_told_number_is_one_of_at_least_five(true: int) -> None:
    told = number(true)
    if told is None:
        assert true < SMALL
        return
    assert told % ROUNDED == 0 and told >= SMALL
    alike = [other for other in range(max(0, true - 20), true + 20) if number(other) == told]
    assert true in alike and len(alike) >= 5


def test_a_total_rounded_by_itself_would_give_a_small_part_away() -> None:
    """The sum that the rule is made against: four parts of 14, one of 9, a total of 65 that is told as 70."""
    parts = {"a": 14, "b": 14, "c": 14, "d": 14, "hidden": 9}
    assert number(sum(parts.values())) == 70 and number(14) == 10
    could_be = {v for v in range(10) for others in range(4 * 10, 4 * 14 + 1) if number(others + v) == 70}
    assert could_be == {9}, "so it is not told"
    published = protect(Counts("cases", parts))
    assert published["total"] is None and published["parts"][-1] == {"words": "hidden", "number": None}
    assert protect(Counts("cases", {"open": 14, "closed": 31}))["total"] == 50


def test_a_single_part_has_no_second_number() -> None:
    assert protect(Counts("recalls", {"all": 23})) == {
        "kind": "counts",
        "words": "recalls",
        "parts": [{"words": "all", "number": 20}],
        "total": None,
    }


@pytest.mark.slow
@given(st.lists(st.floats(0, 400), max_size=SMALL - 1), st.lists(st.floats(0, 400), max_size=SMALL - 1))
def test_how_fast_a_few_were_answered_is_not_told(some: list[float], others: list[float]) -> None:
    assert protect(Speed("requests", tuple(some))) == protect(Speed("requests", tuple(others)))


def test_how_fast_many_were_answered_is_the_middle_one() -> None:
    assert protect(Speed("requests", tuple(range(1, 24)))) == {
        "kind": "speed",
        "words": "requests",
        "number": 20,
        "days": 12,
    }


@pytest.mark.slow
@given(st.integers(0, 400), st.integers(0, 400), st.integers(0, 20))
def test_errors_are_told_only_of_many_tests_of_several_people(wrong: int, right: int, people: int) -> None:
    told = protect(ErrorRate("wrong", wrong, wrong + right, people))
    if wrong + right < TESTS or people < PEOPLE:
        assert told["tests"] is None and told["at_most"] is None
    else:
        assert told["tests"] % ROUNDED == 0 and told["at_most"] >= 100 * wrong / (wrong + right)


@pytest.mark.parametrize(("wrong", "of", "percent"), [(0, 100, 4), (5, 100, 12), (100, 100, 100), (1, 1000, 1)])
def test_the_upper_end_is_that_of_clopper_and_pearson(wrong: int, of: int, percent: int) -> None:
    assert upper_percent(wrong, of) == percent


def test_a_file_has_a_row_for_each_part_and_says_what_is_hidden() -> None:
    told = protected(
        [Counts("cases", {"open": 31, "closed": 4}), Speed("requests", (1.0,)), ErrorRate("wrong", 1, 2, 1)]
    )
    assert rows(told) == [
        ("cases", "open", "number", 30),
        ("cases", "closed", "number", None),
        ("requests", "", "number", None),
        ("requests", "", "median days", None),
        ("wrong", "", "tests", None),
        ("wrong", "", "at most percent", None),
    ]
