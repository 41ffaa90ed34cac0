"""CSV for spreadsheets and other programs, sent line by line; text never becomes a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from decimal import Decimal

_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_MARK = "\ufeff"
"""By which spreadsheets know UTF-8."""


class _Line:
    """A file-like object for csv that returns the line it was given."""

    def write(self, words: str) -> str:
        return words


def lines(header: Iterable[str], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """The CSV, a line at a time."""
    writer = csv.writer(_Line())
    yield _MARK + writer.writerow(list(header))
    for row in rows:
        yield writer.writerow([cell(value) for value in row])


def cell(value: object) -> object:
    """A value as a spreadsheet may have it: text never begins a formula."""
    if value is None:
        return ""
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, bool | int | float | Decimal):
        return value
    words = str(value)
    return f"'{words}" if words.lstrip().startswith(_BEGINS_A_FORMULA) or words.startswith(_BEGINS_A_FORMULA) else words
