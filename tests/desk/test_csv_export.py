"""What a spreadsheet makes of the desk's files."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest

from antigone.desk.csv_export import cell, lines


@pytest.mark.parametrize(
    "words", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "＝1", "=cmd|' /C calc'!A0"]
)
def test_words_of_a_file_are_no_formula(words: str) -> None:
    assert cell(words) == "'" + words


def test_numbers_days_and_other_words_stay_what_they_are() -> None:
    assert [cell(value) for value in (-1, None, True, date(2026, 3, 1))] == [-1, "", True, "2026-03-01"]
    assert [cell(words) for words in ("A-1", "person 12", "a=b")] == ["A-1", "person 12", "a=b"]


def test_a_table_is_read_back_as_it_was_written() -> None:
    rows = [["Щербак", 'says "no", twice'], ["two\nlines", ""]]
    read = list(csv.reader(io.StringIO("".join(lines(["name", "said"], rows)).removeprefix("\ufeff"))))
    assert read == [["name", "said"], *rows]
