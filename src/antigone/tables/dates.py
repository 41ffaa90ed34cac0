"""Dates as people write them, read by column: one row that proves an order decides it for all.

A column in which no row proves whether day or month stands first is a question. Other calendars are named and refused.
What is read is written as ``1980-05-17``, ``1980-05``, ``1980`` or ``1978 to 1982``; all else stays as words.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

from antigone.tables.people import digits
from antigone.tables.phrases import Phrase, phrase

Order = Literal["", "day", "month"]
_FROM = {"1900": date(1899, 12, 30), "1904": date(1904, 1, 1)}
"""The day before the first of a workbook's day numbers; of 1900 as everybody counts after its 29 February."""
_MONTHS_ELSEWHERE = (
    "січень|січня лютий|лютого березень|березня квітень|квітня травень|травня червень|червня липень|липня"
    " серпень|серпня вересень|вересня жовтень|жовтня листопад|листопада грудень|грудня",
    "январь|января февраль|февраля март|марта апрель|апреля май|мая июнь|июня июль|июля август|августа"
    " сентябрь|сентября октябрь|октября ноябрь|ноября декабрь|декабря",
    "janvier février|fevrier mars avril mai juin juillet août|aout septembre octobre novembre décembre|decembre",
    "enero febrero marzo abril mayo junio julio agosto septiembre|setiembre octubre noviembre diciembre",
    "januar|jänner februar|feber märz|maerz april mai juni juli august september oktober november dezember",
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "styczeń|stycznia luty|lutego marzec|marca kwiecień|kwietnia maj|maja czerwiec|czerwca lipiec|lipca"
    " sierpień|sierpnia wrzesień|września październik|października - grudzień|grudnia",
    "ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık",
    "يناير|كانون_الثاني فبراير|شباط مارس|آذار أبريل|ابريل|نيسان مايو|أيار يونيو|حزيران يوليو|تموز"
    " أغسطس|اغسطس|آب سبتمبر|أيلول أكتوبر|اكتوبر|تشرين_الأول نوفمبر|تشرين_الثاني ديسمبر|كانون_الأول",
)
"""Ukrainian, Russian, French, Spanish, German, Italian, Portuguese, Polish, Turkish, Arabic: months from 1 to 12. Each
word is one month in all of them; ``listopad`` is not read, which is November in Poland and October in Croatia."""
_MONTHS = "january february march april may june july august september october november december"
_MONTH = {name[:size]: n for n, name in enumerate(_MONTHS.split(), 1) for size in (3, len(name))} | {"sept": 9}
_MONTH |= {
    name.replace("_", " "): n
    for year in _MONTHS_ELSEWHERE
    for n, names in enumerate(year.split(), 1)
    for name in names.split("|")
}
_CLOCK = re.compile(r"[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:[AP]M)?(?:Z|[+-]\d{2}:?\d{2})?$", re.IGNORECASE)
_YEAR_FIRST = re.compile(r"(\d{4})(?:[-./](\d{1,2}|\?\?|xx)(?:[-./](\d{1,2}|\?\?|xx))?)?", re.IGNORECASE)
_YEAR_LAST = re.compile(r"(\d{1,2}|\?\?|xx)([-./])(\d{1,2}|\?\?|xx)\2(\d{4})", re.IGNORECASE)
_MONTH_YEAR = re.compile(r"(\d{1,2})[-./](\d{4})")
_SHORT_YEAR = re.compile(r"\d{1,2}([-./])\d{1,2}\1\d{2}")
_DAY_NAMED = re.compile(
    r"(?:(\d{1,2})(?:st|nd|rd|th|er|º|\.)?(?:\s+de\s+|[\s-]+))?([^\W\d_]{2,12}(?: [^\W\d_]{4,8})?)\.?"
    r"(?:\s+del?\s+|[\s-]+)(\d{4})(?:\s*(?:г|р|року|года|yılı)\.?)?",
    re.IGNORECASE,
)
_EAST_ASIAN = re.compile(r"(\d{4})\s*[年년]\s*(?:(\d{1,2})\s*[月월]\s*(?:(\d{1,2})\s*[日일])?)?")
_NAMED_DAY = re.compile(r"([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})", re.IGNORECASE)
_BETWEEN = re.compile(
    r"\s+(?:to|until|and|bis|à|до|по|إلى)\s+|\s*(?:–|—|\.\.\.?|…)\s*|\s+-\s+|(?<=^\d{4})[-/](?=\d{4}$)"
)
_NUMBER = re.compile(r"(\d{5})(?:\.\d+)?")
_EMPTY = re.compile(
    r"1900-01-00|1899-12-3[01]|3[01]([./-])12\1(?:1899)|12([./-])3[01]\2(?:1899)"
    r"|0{1,2}[./-]0?1[./-]1900|0?1[./-]0{1,2}[./-]1900|0{1,4}([./-])0{1,2}\3(?:0{1,2}|0{4})"
)
_NO_DATE = phrase("%(cell)s is how a spreadsheet writes an empty date: taken as empty").words
_FIRST_DAY = phrase("%(cell)s is also what programs write for no date: is it meant?").words
_FIRST_DAYS = (date(1900, 1, 1), date(1904, 1, 1), date(1970, 1, 1))
"""The first days of spreadsheets, of databases and of Unix."""
NOTHING_LOST = (_NO_DATE, _FIRST_DAY)
"""Remarks on cells that say nothing: their words need not be kept."""
_EARLIEST = date(1850, 1, 1)
_CALENDARS = (
    (re.compile(r"هـ\.?\s*ش|\bSH\b|\bAP\b|shamsi|jalali|شمسی|شمسي", re.IGNORECASE), "Solar Hijri"),
    (re.compile(r"هـ|\bA\.?H\.?\b|hijri|هجري|قمري", re.IGNORECASE), "Hijri"),
    (re.compile(r"พ\.?ศ|\bB\.?E\.?\b|buddhist", re.IGNORECASE), "Buddhist"),
    (re.compile(r"明治|大正|昭和|平成|令和"), "Japanese"),
    (re.compile(r"民國|民国|\bR\.?O\.?C\.?\b", re.IGNORECASE), "Republic of China"),
    (re.compile(r"ዓ\.?\s*ም|\bE\.?C\.?\b|ethiopian", re.IGNORECASE), "Ethiopian"),
    (re.compile(r"hebrew|תש[א-ת\"״]", re.IGNORECASE), "Hebrew"),
    (re.compile(r"\bO\.?S\.?\b|julian|ст\.?\s*ст|старого стилю|старого стиля", re.IGNORECASE), "Julian"),
)


@dataclass(frozen=True, slots=True)
class ReadDate:
    """A cell: the date in writing, or nothing, and what there is to say of it."""

    text: str
    remark: Phrase | None = None


@dataclass(frozen=True, slots=True)
class DateColumn:
    """A column of dates, and how it was read."""

    cells: dict[str, ReadDate] = field(default_factory=dict)
    """By what is written."""
    order: Order = ""
    why: Phrase | None = None
    """Why the day or the month stands first, if that matters."""
    asks_order: bool = False
    """Nothing proves which stands first: both can be, and nobody said."""
    asks_epoch: bool = False
    """There are day numbers, and nobody said from which year they count."""


def read_dates(cells: Iterable[str], today: date, *, order: Order = "", epoch: str = "") -> DateColumn:
    """Read a column. ``order`` and ``epoch`` are what somebody answered, or what the workbook says of itself."""
    written = sorted({cell for cell in cells if cell})
    proved, why = _proved(written)
    taken: Order = order or proved
    if order:
        why = phrase("it was said so")
    asks_order = not taken and any(_doubtful(cell) for cell in written)
    asks_epoch = not epoch and any(_is_number(cell) for cell in written)
    read = {cell: _read(cell, taken, epoch, today) for cell in written}
    return DateColumn(read, taken, why, asks_order, asks_epoch)


def _proved(written: list[str]) -> tuple[Order, Phrase | None]:
    """The order that a cell proves. Two cells that prove the two orders prove nothing."""
    firsts = {cell: found for cell in written if (found := _numbers(cell))}
    days = [cell for cell, (one, two, _) in firsts.items() if 12 < one <= 31 and two <= 12]
    months = [cell for cell, (one, two, _) in firsts.items() if 12 < two <= 31 and one <= 12]
    if days and not months:
        return "day", phrase("%(cell)s proves it: there is no such month", cell=days[0])
    if months and not days:
        return "month", phrase("%(cell)s proves it: there is no such month", cell=months[0])
    if not days and not months and firsts and all(sign == "." for _, _, sign in firsts.values()):
        return "day", phrase("with full stops the day stands first everywhere")
    return "", None


def _numbers(cell: str) -> tuple[int, int, str] | None:
    found = _YEAR_LAST.fullmatch(_plain(cell))
    if found is None or not (found[1].isdecimal() and found[3].isdecimal()):
        return None
    return int(found[1]), int(found[3]), found[2]


def _doubtful(cell: str) -> bool:
    found = _numbers(cell)
    return found is not None and found[0] != found[1] and 0 < found[0] <= 12 and 0 < found[1] <= 12


def _is_number(cell: str) -> bool:
    return _NUMBER.fullmatch(_plain(cell)) is not None


def _plain(cell: str) -> str:
    return _CLOCK.sub("", digits(cell).strip()).strip()


def _read(cell: str, order: Order, epoch: str, today: date) -> ReadDate:
    text = _plain(cell)
    if _EMPTY.fullmatch(text):
        return ReadDate("", phrase(_NO_DATE, cell=cell))
    for pattern, calendar in _CALENDARS:
        if pattern.search(text):
            return _of_calendar(cell, calendar)
    ends = _BETWEEN.split(text)
    days = [_span(end, order, epoch) for end in ends] if len(ends) <= 2 else [None]
    if any(each is None for each in days):
        return ReadDate("", _why_not(cell, text, order))
    first, last = days[0][0], days[-1][1]  # type: ignore[index]
    if (other := _calendar_of(first.year)) is not None:
        return _of_calendar(cell, other)
    if first > last:
        return ReadDate("", phrase("%(cell)s ends before it begins: kept as words", cell=cell))
    if first > today:
        return ReadDate("", phrase("%(cell)s has not come yet: kept as words", cell=cell))
    if first < _EARLIEST:
        return ReadDate("", phrase("%(cell)s is before 1850: kept as words", cell=cell))
    remark = phrase(_FIRST_DAY, cell=cell) if first == last and first in _FIRST_DAYS else None
    return ReadDate(written(first, min(last, today)), remark)


def _of_calendar(cell: str, calendar: str) -> ReadDate:
    return ReadDate(
        "",
        phrase(
            "%(cell)s is of the %(calendar)s calendar, which is not read: kept as words", cell=cell, calendar=calendar
        ),
    )


def _calendar_of(year: int) -> str | None:
    if 1300 <= year < 1500:
        return "Hijri or Solar Hijri"
    return "Buddhist" if 2400 <= year < 2700 else "Hebrew" if 5600 <= year < 5900 else None


def _why_not(cell: str, text: str, order: Order) -> Phrase:
    if _SHORT_YEAR.fullmatch(text):
        return phrase("%(cell)s does not say which century: kept as words", cell=cell)
    if _is_number(text):
        return phrase("%(cell)s is a spreadsheet's day number, from 1900 or from 1904: kept as words", cell=cell)
    if not order and _doubtful(text):
        return phrase("%(cell)s: nothing proves whether the day or the month stands first: kept as words", cell=cell)
    return phrase("%(cell)s is no date that is understood: kept as words", cell=cell)


def _span(text: str, order: Order, epoch: str) -> tuple[date, date] | None:
    """The first and the last day that a text can mean."""
    text = text.strip()
    if found := _YEAR_FIRST.fullmatch(text):
        return _days(found[1], found[2], found[3])
    if (found := _NUMBER.fullmatch(text)) and epoch in _FROM:
        day = _FROM[epoch] + timedelta(days=int(found[1]))
        return day, day
    if found := _EAST_ASIAN.fullmatch(text):
        return _days(found[1], found[2], found[3])
    if found := _MONTH_YEAR.fullmatch(text):
        return _days(found[2], found[1], None)
    if found := _NAMED_DAY.fullmatch(text):
        return _days(found[3], _month(found[1]), found[2])
    if found := _DAY_NAMED.fullmatch(text):
        return _days(found[3], _month(found[2]), found[1])
    if (found := _YEAR_LAST.fullmatch(text)) is None:
        return None
    one, two, year = found[1], found[3], found[4]
    if one == two and one.isdecimal():
        return _days(year, two, one)
    if not (one.isdecimal() and two.isdecimal()) or "00" in (one, two):
        known = two if not one.isdecimal() or one == "00" else None
        return _days(year, known if known and known.isdecimal() else None, None)
    if not order and max(int(one), int(two)) <= 12:
        return None
    day_first = int(one) > 12 if not order else order == "day"
    return _days(year, two, one) if day_first else _days(year, one, two)


def _month(name: str) -> str | None:
    found = _MONTH.get(name.casefold())
    return str(found) if found else "13"


def _days(year: str, month: str | None, day: str | None) -> tuple[date, date] | None:
    """All days of a year, a month or a day; a part of nought, ``??`` or ``xx`` is not known."""
    y = int(year)
    m, d = (int(part) if part and part.isdecimal() else 0 for part in (month, day))
    try:
        if not m:
            return (date(y, 1, 1), date(y, 12, 31)) if not d else None
        first = date(y, m, d or 1)
        return first, first if d else date(y, m, monthrange(y, m)[1])
    except ValueError:
        return None


def written(first: date, last: date) -> str:
    """The shortest writing of all days from ``first`` to ``last``."""
    if first == last:
        return first.isoformat()
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return f"{first.year:04}" if first.year == last.year else f"{first.year:04} to {last.year:04}"
    if first.day == 1 and last == date(first.year, first.month, monthrange(first.year, first.month)[1]):
        return first.isoformat()[:7]
    return f"{first.isoformat()} to {last.isoformat()}"
