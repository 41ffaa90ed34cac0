"""docs/asvs.md: every requirement of level 2 once, counted right, and led to tests and code that are there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs/asvs.md"
DESK = ROOT / "src/antigone/desk"
STATES = ("met", "in part", "not met", "does not apply")
STANDARD = """
1.1.1-7 1.2.1-4 1.4.1 1.4.4-5 1.5.1-4 1.6.1-4 1.7.1-2 1.8.1-2 1.9.1-2 1.10.1 1.11.1-2 1.12.2 1.14.1-6
2.1.1-12 2.2.1-3 2.3.1-3 2.4.1-5 2.5.1-7 2.6.1-3 2.7.1-6 2.8.1-7 2.9.1-3 2.10.1-4
3.1.1 3.2.1-4 3.3.1-4 3.4.1-5 3.5.1-3 3.7.1
4.1.1-3 4.1.5 4.2.1-2 4.3.1-3
5.1.1-5 5.2.1-8 5.3.1-10 5.4.1-3 5.5.1-4
6.1.1-3 6.2.1-6 6.3.1-2 6.4.1-2
7.1.1-4 7.2.1-2 7.3.1 7.3.3-4 7.4.1-3
8.1.1-4 8.2.1-3 8.3.1-8
9.1.1-3 9.2.1-4
10.2.1-2 10.3.1-3
11.1.1-8
12.1.1-3 12.2.1 12.3.1-6 12.4.1-2 12.5.1-2 12.6.1
13.1.1 13.1.3-5 13.2.1-3 13.2.5-6 13.3.1-2 13.4.1-2
14.1.1-4 14.2.1-6 14.3.2-3 14.4.1-7 14.5.1-4
"""
"""The numbers of ASVS 4.0.3 that hold at level 1 or 2. What its makers deleted, and what is of level 3, is left out."""
OF_LEVEL_1 = 128


def numbers() -> Iterator[str]:
    for each in STANDARD.split():
        section, _, items = each.rpartition(".")
        first, _, last = items.partition("-")
        yield from (f"{section}.{n}" for n in range(int(first), int(last or first) + 1))


def lines() -> list[tuple[str, str, str, str, str]]:
    """Number, level, what is asked, state, where or why."""
    found = re.findall(r"^\| (\d+\.\d+\.\d+) \| (.+?) \| (.+?) \| (.+?) \| (.+) \|$", PAGE.read_text(), re.MULTILINE)
    return [tuple(each) for each in found]  # type: ignore[misc]


def led_to(why: str) -> list[str]:
    """The tests, files and names that a line leads to."""
    return [word for word in re.findall(r"`([^`]+)`", why) if "/" in word or re.search(r"\.(py|md|toml)\b", word)]


def is_there(word: str) -> bool:
    if "::" in word:
        path, _, name = word.partition("::")
        return (ROOT / path).is_file() and defines([ROOT / path], name) and name.startswith("test_")
    path, _, name = word.partition(": ")
    files = [where / path for where in (ROOT, DESK) if (where / path).exists()]
    return bool(files) and (not name or defines(files, name))


def defines(files: list[Path], name: str) -> bool:
    named = re.compile(rf"^ *(?:class|def) {name}\b|^ *{name}(?:: [^=\n]+)? = ", re.MULTILINE)
    return any(named.search(file.read_text(encoding="utf-8")) for file in files)


def test_every_requirement_of_level_2_stands_once_in_order_and_no_other() -> None:
    assert [number for number, *_ in lines()] == list(numbers())
    levels = Counter(level for _, level, *_ in lines())
    assert levels == {"1": OF_LEVEL_1, "2": len(list(numbers())) - OF_LEVEL_1}


def test_every_line_has_a_state_that_is_one_of_four() -> None:
    assert {state for _, _, _, state, _ in lines()} == set(STATES)
    said = [row for row in PAGE.read_text().splitlines() if re.match(r"\| \d+\.\d", row)]
    assert len(said) == len(lines()), "a line that cannot be read is not counted"


def test_the_counts_on_top_are_those_of_the_lines() -> None:
    by_chapter = Counter((number.split(".")[0], state) for number, _, _, state, _ in lines())
    text = PAGE.read_text(encoding="utf-8")
    for chapter in map(str, range(1, 15)):
        row = re.search(rf"^\| {chapter} [^|]+\|(.+)\|$", text, re.MULTILINE)
        assert row is not None, chapter
        told = [int(cell) for cell in row[1].split("|")]
        counts = [by_chapter[chapter, state] for state in STATES]
        assert told == [sum(counts), *counts], chapter
    whole = Counter(state for _, _, _, state, _ in lines())
    in_all = re.search(r"^\| \*\*all\*\* \|(.+)\|$", text, re.MULTILINE)
    assert in_all is not None
    assert [int(cell) for cell in in_all[1].split("|")] == [len(lines()), *(whole[state] for state in STATES)]


def test_every_test_and_every_name_that_a_line_leads_to_is_there() -> None:
    words = set(chain.from_iterable(led_to(why) for *_, why in lines()))
    assert [word for word in sorted(words) if not is_there(word)] == [] and len(words) > 100


@pytest.mark.parametrize("word", ["tests/test_asvs.py::test_nothing", "tests/nothing.py::test_x", "server.py: nothing"])
def test_what_is_not_there_is_noticed(word: str) -> None:
    assert not is_there(word) and is_there("tests/test_asvs.py::test_what_is_not_there_is_noticed")


def test_what_is_met_leads_somewhere_and_what_is_not_says_what_is_wanted() -> None:
    for number, _, _, state, why in lines():
        assert state != "met" or led_to(why), f"{number}: where?"
        assert state != "not met" or "Wanted: " in why, f"{number}: what would be needed?"
        assert state != "does not apply" or len(why) > 10, f"{number}: why?"
