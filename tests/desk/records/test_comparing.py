"""Two names are read and related by rules that people are shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from antigone.desk.records.comparing import compare
from command_line import antigone, lines

SAME = """
Згурський|Zghurskyi Згоба|Zghoba Розгон|Rozghon رضا|Reza رضایی|Rezaei ذبیح|Zabih فضل|Fazl ضیاء|Ziya ظاهر|Zaher
قاسم|Ghasem نوید|Navid جواد|Javad Đorđević|Ђорђевић Đurđica|Djurdjica Hoxha|Hodža Xhafer|Dzhafer Xhevahir|Џевахир
Rzeszowski|Жешовский Dvořák|Дворжак Szczepan|Щепан Hašek|Гашек 박|Park 박|Pak 이|Lee 이|Yi 이|Rhee 김|Kim 최|Choi
정|Chung Μπάμπης|Babis Ντίνος|Dinos Γκίκας|Gikas Đặng|Dang
"""
NEAR = "Xelîl|Khalil Чжоу|Zhou"
APART = "Згурський|Журський Згоба|Жоба 박|Kim Hoxha|Hoxter"


def pairs(table: str) -> list[tuple[str, ...]]:
    return [tuple(pair.split("|")) for pair in table.split()]


@pytest.mark.parametrize(("one", "other"), pairs(SAME))
def test_a_name_by_two_hands_is_the_same(one: str, other: str) -> None:
    assert compare(one, other).relation in ("same-letters", "same-sound")
    assert compare(other, one).relation in ("same-letters", "same-sound")


def test_what_is_near_and_what_is_not() -> None:
    assert {compare(*pair).relation for pair in pairs(NEAR)} == {"near"}
    assert {compare(*pair).relation for pair in pairs(APART)} == {"none"}


def test_it_is_said_how_a_name_is_read_and_by_which_rule() -> None:
    found = compare("Згурський", "Zghurskyi")
    assert found.read == (("zghurskyy",), ("zghurskyi",)) and any("зг is z and h apart" in rule for rule in found.rules)
    assert any("write its kana" in note for note in compare("田中", "Tanaka").notes)
    assert compare("たなか", "Tanaka").relation == "same-letters"


def test_words_stand_in_any_order_and_all_of_the_shorter_name_are_found() -> None:
    assert compare("Nguyễn Văn An", "An Nguyen").relation == "same-letters"
    assert compare("Олена Щербак", "Shcherbak Olena").relation == "same-letters"
    assert compare("Олена Щербак", "Olena Kovalenko").relation == "none"


def test_the_command_prints_pairs_of_arguments_and_of_a_file(tmp_path: Path) -> None:
    done = antigone("names", "compare", "Hoxha", "Hodža")
    assert done.returncode == 0 and "same-sound" in done.stdout and "Albanian" in done.stdout
    (line,) = lines(antigone("names", "compare", "رضا", "Reza", "--json"))
    assert line["relation"] == "same-sound" and line["names"] == ["رضا", "Reza"] and line["rules"]
    for name, text in (("a.csv", "Hoxha,Hodža\nAnna,Boris\n"), ("b.txt", "Hoxha|Hodža\n\nAnna|Boris\n")):
        (tmp_path / name).write_text(text, encoding="utf-8")
        found = lines(antigone("names", "compare", "--file", tmp_path / name, "--json"))
        assert [each["relation"] for each in found] == ["same-sound", "none"]
    (tmp_path / "bad.csv").write_text("only one\n")
    assert antigone("names", "compare", "--file", tmp_path / "bad.csv").returncode == 2
    assert antigone("names", "compare", "one").returncode == 2


@pytest.mark.shared
def test_the_pairs_that_people_sent(shared: Path) -> None:
    for text in (shared / "cases/names/pairs.txt").read_text(encoding="utf-8").splitlines():
        one, other = text.split("|")
        apart = one.startswith("!")
        assert (compare(one.removeprefix("!"), other).relation == "none") == apart, text
