"""Dates as far as they are known: a day, a month, a year, or a range of those."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from django.utils.translation import gettext as _

from antigone.errors import RuleBroken

Days = tuple[date | None, date | None]
"""The earliest and the latest it can be; None and None if nothing is known."""
_DAY = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$|(\d{1,2})[./](\d{1,2})[./](\d{4})$")
_BETWEEN = re.compile(r"\s+(?:to|until|and|bis|à|до|по|إلى)\s+|\s*(?:–|—|\.\.\.?|…)\s*|\s+-\s+")


def read_days(text: str) -> Days:
    """Parse ``1980-05-17``, ``17.05.1980``, ``1980-05``, ``1980``, or two of those with "to" between them.

    Raises:
        RuleBroken: if it is none of those.
    """
    if not text.strip():
        return None, None
    ends = _BETWEEN.split(text.strip())
    if len(ends) > 2:
        raise _unreadable()
    return _read(ends[0])[0], _read(ends[-1])[1]


def write_days(earliest: date | None, latest: date | None) -> str:
    """The shortest text that ``read_days`` parses as these."""
    if earliest is None or latest is None:
        return ""
    whole = [words for words in _ways(earliest) if _read(words) == (earliest, latest)]
    if whole:
        return whole[0]
    first = next(words for words in _ways(earliest) if _read(words)[0] == earliest)
    last = next(words for words in _ways(latest) if _read(words)[1] == latest)
    return f"{first} to {last}"


def ages(born: Days, then: Days) -> tuple[int, int] | None:
    """How many whole years old somebody can have been then; None if it cannot be told."""
    (born_first, born_last), (first, last) = born, then
    if born_first is None or born_last is None or first is None or last is None:
        return None
    low, high = _years(born_last, first), _years(born_first, last)
    return (max(low, 0), min(high, 120)) if high >= 0 and low <= 120 else None


def _ways(day: date) -> tuple[str, str, str]:
    """A day's year, month and day, as ``_read`` reads them."""
    return day.isoformat()[:4], day.isoformat()[:7], day.isoformat()


def _years(born: date, then: date) -> int:
    return then.year - born.year - ((then.month, then.day) < (born.month, born.day))


def _read(words: str) -> tuple[date, date]:
    found = _DAY.match(words)
    if found is None:
        raise _unreadable()
    year, month, day = (int(part) if part else None for part in (found[1], found[2], found[3]))
    if found[6]:
        year, month, day = int(found[6]), int(found[5]), int(found[4])
    assert year is not None
    try:
        first = date(year, month or 1, day or 1)
        last = first if day else date(year, month or 12, monthrange(year, month or 12)[1])
    except ValueError as fault:
        raise _unreadable() from fault
    return first, last


def _unreadable() -> RuleBroken:
    return RuleBroken(
        _("This is no day, month or year."),
        _("Write it as 1980-05-17, 1980-05 or 1980; or between two of these, as 1978 to 1982."),
    )
