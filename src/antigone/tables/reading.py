"""From bytes to a grid of cells: CSV and TSV in any delimiter, .xlsx, .xls and .ods.

CSV in UTF-8 or UTF-16 is read as it is. In any other letters it is asked: detectors were wrong on most short tables
(docs/decisions/0043-what-people-send.md). Workbooks are read by calamine, which runs nothing that is in them.
"""

from __future__ import annotations

import codecs
import csv
import io
import itertools
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path

from antigone.tables.columns import is_called_like_a_column
from antigone.tables.naming import one_spelling
from antigone.tables.phrases import TableInvalid, phrase

Cell = str
"""A cell as text. Days of a workbook are ISO dates; its empty day is ``EMPTY_DAY``."""
EMPTY_DAY = "1900-01-00"
MOST_BYTES, MOST_ROWS, MOST_COLUMNS = 20_000_000, 100_000, 300
_MOST_UNPACKED = 400_000_000
_DELIMITERS = ",;\t|"
_ALPHABETS = (
    *("cp1251", "cp1252", "cp1250", "cp1256", "cp1254", "cp1253", "cp1255", "cp1257", "cp1258", "koi8_u", "cp866"),
    *("mac_roman", "mac_cyrillic", "iso8859_5", "cp850", "cp852", "cp874", "gb18030", "big5", "cp932", "euc_jp"),
    "cp949",
)
_LINE_END = re.compile(r"\r\n|\r|\n")
_ABOVE = 20
"""Lines in which the names of the columns are looked for: a title and a date may stand above."""
_SEP = re.compile(r'\s*"?sep=(.)"?\s*', re.IGNORECASE)
_DAY_NUMBERS_FROM_1904 = re.compile(rb"date1904\s*=\s*[\"'](?:1|true)[\"']")


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of a table: the first row has the columns' names. ``lines`` counts as a spreadsheet does, from 1."""

    header: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    lines: tuple[int, ...]
    emptied: int
    """Rows in which nothing stands: passed over."""
    form: str
    """``CSV`` or ``workbook``."""
    alphabet: str = ""
    delimiter: str = ""
    above: int = 0
    """Lines above the columns' names: a title, a date."""
    sheet: str = ""
    others: tuple[str, ...] = ()
    """Other sheets in which something stands."""
    epoch: str = ""
    """From which year a workbook counts days: ``1900`` or ``1904``; empty for CSV, which does not say."""
    readings: tuple[tuple[str, str], ...] = field(default=())
    """If nobody can know its letters: alphabets, each with how a line then looks. There are no rows then."""


def read_grid(data: bytes, *, alphabet: str = "", sheet: str = "") -> Grid:
    """The table in ``data``.

    Raises:
        TableInvalid: if it is none.
    """
    if len(data) > MOST_BYTES:
        raise TableInvalid(phrase("The table is too large."), phrase("Bring them in in several parts."))
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return _workbook(data, sheet)
    text, used = _decoded(data, alphabet)
    if text is None:
        return Grid((), (), (), 0, "CSV", readings=tuple(_readings(data)))
    return _csv(text, used)


def is_archive(path: Path) -> bool:
    """Whether a file is a ZIP of files, and no workbook, which is a ZIP too."""
    if not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as whole:
        names = set(whole.namelist())
    return not names & {"xl/workbook.xml", "xl/workbook.bin", "content.xml", "[Content_Types].xml"}


def _decoded(data: bytes, alphabet: str) -> tuple[str | None, str]:
    alphabet = _wide(data) or alphabet
    try:
        text = data.decode(alphabet or "utf-8-sig")
        if "\0" in text:
            raise TableInvalid(
                phrase("The table is not written in letters that are known here."), phrase("Save it as CSV (UTF-8).")
            )
        return text, alphabet or "utf-8"
    except LookupError as fault:
        raise TableInvalid(
            phrase("%(named)s is no alphabet that is known here.", named=alphabet), phrase("Write one such as cp1251.")
        ) from fault
    except UnicodeDecodeError as fault:
        if alphabet:
            raise TableInvalid(
                phrase("The table is not written in %(named)s.", named=alphabet),
                phrase("Choose another, or save it as CSV (UTF-8)."),
            ) from fault
        return None, ""


def _wide(data: bytes) -> str:
    """UTF-16 or UTF-32, by the mark at its beginning or, without one, by the empty halves of plain letters."""
    for mark, alphabet in ((codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32")):
        if data.startswith(mark):
            return alphabet
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    first = data[:400]
    big, little = first[::2].count(0), first[1::2].count(0)
    if 0 in first and min(big, little) == 0:
        return "utf-16-be" if big else "utf-16-le"
    return ""


def _readings(data: bytes) -> list[tuple[str, str]]:
    """Alphabets in which the bytes are letters, each with the first line that is not plain ASCII."""
    line = next(line for line in data.splitlines() if not line.isascii())[:200]
    found: dict[str, str] = {}
    for alphabet in _ALPHABETS:
        try:
            shown, _whole = line.decode(alphabet, "ignore"), data.decode(alphabet)
        except UnicodeDecodeError:
            continue
        if all(letter.isprintable() or letter == "\t" for letter in shown):
            found.setdefault(shown, alphabet)
    if not found:
        raise TableInvalid(
            phrase("The table is not written in letters that are known here."), phrase("Save it as CSV (UTF-8).")
        )
    return [(alphabet, shown) for shown, alphabet in found.items()]


def _csv(text: str, alphabet: str) -> Grid:
    text = text.removeprefix("\ufeff")
    first, *others = _LINE_END.split(text, maxsplit=1)
    rest, told = "".join(others), _SEP.fullmatch(first)
    body = rest if told else text
    delimiter = told[1] if told else _delimiter(body)
    rows, lines = [], []
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=delimiter, strict=True)
    try:
        for row in reader:
            rows.append([one_spelling(cell.strip()) for cell in row])
            lines.append(reader.line_num + (1 if told else 0))
            if len(rows) > MOST_ROWS + 1:
                raise _too_many()
    except csv.Error as fault:
        raise TableInvalid(
            phrase("Line %(line)s of the table cannot be read.", line=reader.line_num),
            phrase("Save it as CSV (UTF-8), or as .xlsx."),
        ) from fault
    return _grid(rows, lines, form="CSV", alphabet=alphabet, delimiter=delimiter)


def _delimiter(text: str) -> str:
    """The sign that parts the line with the columns' names, or else the first one, into the most cells."""
    lines = [line for line in itertools.islice(_LINE_END.split(text), 5 * _ABOVE) if line.strip()][:_ABOVE] or [""]

    def cells(line: str, delimiter: str) -> list[str]:
        try:
            return next(csv.reader([line], delimiter=delimiter))
        except (csv.Error, StopIteration):
            return []

    for line in lines:
        best = max(_DELIMITERS, key=lambda sign: _names(cells(line, sign)))
        if _names(cells(line, best)) > 1:
            return best
    return max(_DELIMITERS, key=lambda sign: len(cells(lines[0], sign)))


def _names(row: Sequence[Cell]) -> int:
    return sum(is_called_like_a_column(cell) for cell in row)


def _workbook(data: bytes, wanted: str) -> Grid:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, WorksheetNotFound

    epoch = _epoch(data)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = {}
        for name in book.sheet_names[:50]:
            cells = book.get_sheet_by_name(name).to_python(skip_empty_area=False, nrows=MOST_ROWS + 2)
            if any(cell != "" for row in cells for cell in row):
                sheets[name] = cells
    except PasswordError as fault:
        raise TableInvalid(phrase("This workbook has a password."), phrase("Save it without one.")) from fault
    except (CalamineError, WorksheetNotFound, OSError, ValueError) as fault:
        raise TableInvalid(
            phrase("This workbook is damaged, or is none."), phrase("Save it anew, or as CSV (UTF-8).")
        ) from fault
    if not sheets:
        raise TableInvalid(phrase("The table has no rows."), phrase("One row for each photograph."))
    if wanted and wanted not in sheets:
        raise TableInvalid(
            phrase("The workbook has no sheet %(named)s.", named=wanted),
            phrase("Its sheets are %(listed)s.", listed=", ".join(sheets)),
        )
    named = (each for each in sheets if any(_names(list(map(_text, row))) > 1 for row in sheets[each][:_ABOVE]))
    name = wanted or next(named, next(iter(sheets)))
    if len(sheets[name]) > MOST_ROWS + 1:
        raise _too_many()
    rows = [[_text(cell) for cell in row] for row in sheets[name]]
    others = tuple(each for each in sheets if each != name)
    return _grid(rows, list(range(1, len(rows) + 1)), form="workbook", sheet=name, others=others, epoch=epoch)


def _epoch(data: bytes) -> str:
    """From which year an .xlsx counts days. What unpacks to beyond measure is refused before anything reads it."""
    if not data.startswith(b"PK"):
        return ""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as whole:
            if sum(entry.file_size for entry in whole.infolist()) > _MOST_UNPACKED:
                raise TableInvalid(
                    phrase("This workbook swells beyond measure."), phrase("Save it anew, or as CSV (UTF-8).")
                )
            if "xl/workbook.xml" not in whole.namelist():
                return ""
            with whole.open("xl/workbook.xml") as file:
                return "1904" if _DAY_NUMBERS_FROM_1904.search(file.read(1_000_000)) else "1900"
    except (zipfile.BadZipFile, zipfile.LargeZipFile, OSError, ValueError, NotImplementedError, RuntimeError) as fault:
        raise TableInvalid(
            phrase("This workbook is damaged, or is none."), phrase("Save it anew, or as CSV (UTF-8).")
        ) from fault


def _text(cell: object) -> Cell:
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else str(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, time):
        return EMPTY_DAY if cell == time(0) else cell.isoformat()
    return "" if isinstance(cell, timedelta) else one_spelling(str(cell).strip())


def _grid(rows: Sequence[Sequence[Cell]], lines: Sequence[int], **about: object) -> Grid:
    standing = [(line, tuple(row)) for line, row in zip(lines, rows, strict=True) if any(row)]
    if not standing:
        raise TableInvalid(phrase("The table has no rows."), phrase("One row for each photograph."))
    above = next((n for n, (_, row) in enumerate(standing[:_ABOVE]) if _names(row) > 1), 0)
    (line, header), *body = standing[above:]
    while header and not header[-1] and all(len(row) < len(header) or not row[len(header) - 1] for _, row in body):
        header = header[:-1]
    if len(header) > MOST_COLUMNS:
        raise TableInvalid(phrase("The table has too many columns."), phrase("Leave out what is not needed."))
    named = tuple(name or f"column {n}" for n, name in enumerate(header, 1))
    twice = sorted({name for name in named if named.count(name) > 1})
    if twice:
        raise TableInvalid(
            phrase("The table has a column twice: %(listed)s.", listed=", ".join(twice)),
            phrase("Give each column a name of its own."),
        )
    if not body:
        raise TableInvalid(phrase("The table has no rows."), phrase("One row for each photograph."))
    return Grid(
        named,
        tuple(row for _, row in body),
        tuple(line for line, _ in body),
        len(rows) - len(standing),
        above=line - 1 if above else 0,
        **about,  # type: ignore[arg-type]
    )


def _too_many() -> TableInvalid:
    return TableInvalid(
        phrase("There are more than %(most)s rows.", most=format(MOST_ROWS, ",")),
        phrase("Bring them in in several parts."),
    )
