"""One name by two hands is found; two names are mostly told apart. docs/names.md quotes these figures."""

from __future__ import annotations

from functools import cache
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from antigone.desk.records.latin import in_order, plain
from antigone.desk.records.queries import _KEYS
from antigone.desk.records.spelling import Likeness, keys_of, near_keys, terms, wanted
from desk_names import ALIKE, DIFFERENT, pairs

_keys_of, _wanted, _near_keys = cache(keys_of), cache(wanted), cache(near_keys)
"""Each name is asked for with each other: what is worked out of one alone is worked out once."""


def likeness_of(asked: str, name: str) -> Likeness:
    """How alike a name is to what is looked for, by its least alike word: as a search finds it, without a database."""
    keys, best = _keys_of(name), dict[int, Likeness]()
    for term in _wanted(asked):
        near = _near_keys(term.form)
        found = min((term.like(form) for key, form in keys if key in near), default=Likeness.NONE)
        best |= {n: min(found, best.get(n, Likeness.NONE)) for n in term.covers}
    return max(best.values(), default=Likeness.NONE)


NOT_FOUND = {
    ("Eugene", "Yevhen"),
    ("Ganna", "Anna"),
    ("Paul", "Pavlo"),
    ("John", "Ivan"),
    ("Ishaq", "Исхак"),
}
"""As docs/names.md explains."""


def test_a_name_is_found_by_another_hand_except_those_that_the_documentation_names() -> None:
    table = pairs(ALIKE)
    assert len(table) == 232
    missed = {pair for pair in table if likeness_of(*pair) is Likeness.NONE}
    assert missed == NOT_FOUND


@pytest.mark.slow
def test_it_does_not_matter_which_of_two_spellings_was_written_down() -> None:
    for one, other in pairs(ALIKE) + pairs(DIFFERENT):
        assert (likeness_of(one, other) is Likeness.NONE) == (likeness_of(other, one) is Likeness.NONE), (one, other)


def test_two_names_that_look_alike_are_never_the_same_name() -> None:
    found = {pair: likeness_of(*pair) for pair in pairs(DIFFERENT)}
    assert len(found) == 92
    same = {pair for pair, how in found.items() if how < Likeness.NEAR}
    written_alike = {("Salim", "Salem"), ("Said", "Saad"), ("Zaid", "Ziad"), ("Brown", "Braun")}
    assert same == written_alike | {("Park", "Pak")}  # two spellings of one Korean family name
    assert sum(how is Likeness.NEAR for how in found.values()) == 22


@pytest.mark.slow
def test_few_names_are_near_any_one_name() -> None:
    words = sorted({name for pair in pairs(ALIKE) + pairs(DIFFERENT) for name in pair})
    own = {frozenset(pair) for pair in pairs(ALIKE)}
    strangers = [pair for pair in combinations(words, 2) if frozenset(pair) not in own]
    found = sum(likeness_of(*pair) is not Likeness.NONE for pair in strangers)
    assert len(strangers) > 70_000
    assert found / len(strangers) < 0.006  # of which a third are further spellings of one name


def test_every_spelling_of_one_name_finds_every_other() -> None:
    spellings = ["Щербак", "Shcherbak", "Scherbak", "Szczerbak", "Schtscherbak", "Chtcherbak", "Ščerbak"]
    for one in spellings:
        for name in spellings:
            assert likeness_of(one, name) <= Likeness.SOUND


def test_the_order_of_names_and_their_particles_do_not_matter() -> None:
    assert likeness_of("Олена Щербак", "Shcherbak Olena") <= Likeness.SOUND
    assert likeness_of("Hussein Khatib", "الخطيب حسين") <= Likeness.SOUND
    assert likeness_of("Cruz", "de la Cruz") is Likeness.LETTERS
    assert likeness_of("Jones", "Smith-Jones") is Likeness.LETTERS
    assert [term.form for term in terms("de la")] == ["la", "dela"]


def test_names_of_every_script_are_sorted_among_latin_ones() -> None:
    names = ["Щербак", "Bondar", "محمد", "Żuk", "Ångström", "王"]
    assert sorted(names, key=in_order) == ["Ångström", "Bondar", "محمد", "Щербак", "王", "Żuk"]
    assert in_order("Щербак", "В'ячеслав", "") == "shcherbak vyacheslav"


def test_one_letter_wrong_is_near_and_never_the_same() -> None:
    for wrong in ("Shcherpak", "Shchebrak", "Shchrbak", "Shcherbat", "Scherback"):
        assert likeness_of(wrong, "Щербак") in (Likeness.SOUND, Likeness.NEAR), wrong
    assert likeness_of("Bondarenko", "Щербак") is Likeness.NONE


@pytest.mark.slow
@given(st.text(max_size=130))
def test_any_text_at_all_is_a_name_that_finds_itself(text: str) -> None:
    keys = keys_of(text)
    assert all(0 < len(key) <= 60 and 0 < len(form) <= 60 for key, form in keys)
    assert all(form in {term.form for term in terms(text)} for _, form in keys)
    assert len(in_order(text, text)) <= 200
    if keys:
        assert likeness_of(text, text) is Likeness.LETTERS


@pytest.mark.slow
@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=60))
def test_no_word_asks_for_more_than_the_database_can_be_asked(word: str) -> None:
    assert len(near_keys(word)) < _KEYS


@pytest.mark.parametrize(
    ("word", "latin"), [("Щербак", "shcherbak"), ("Nguyễn", "nguyen"), ("محمّد", "mhmd"), ("🙂", "")]
)
def test_a_word_in_plain_letters(word: str, latin: str) -> None:
    assert plain(word) == latin


def test_the_documentation_quotes_these_figures() -> None:
    text = (Path(__file__).resolve().parents[3] / "docs/names.md").read_text(encoding="utf-8")
    assert "227 of 232" in text and all(one in text and other in text for one, other in NOT_FOUND)
