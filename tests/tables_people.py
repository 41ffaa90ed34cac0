"""Tables as people send them, for the tests of reading them."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date

import openpyxl
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from antigone.tables.building import of_table
from antigone.tables.folders import of_folders
from antigone.tables.naming import FileNames
from antigone.tables.previews import TablePreview
from antigone.tables.rows import WantedColumns, columns_known

TODAY = date(2026, 11, 30)
ASKED = WantedColumns("person", columns_known(("family", "given", "patronymic", "name", "stature", "languages")))


def seen(text: str | bytes, files: Sequence[str] | None = None, beside: str = "", **answers: str) -> TablePreview:
    """A preview of a table. ``dates__born="day"`` answers ``dates:born``."""
    data = text.encode() if isinstance(text, str) else text
    there = FileNames(files, beside) if files is not None else None
    return of_table(data, there, ASKED, _said(answers), today=TODAY)


def folders(*paths: str, **answers: str) -> TablePreview:
    return of_folders(paths, ASKED, _said(answers))


def _said(answers: Mapping[str, str]) -> dict[str, str]:
    return {name.replace("__", ":"): value for name, value in answers.items()}


def born(*cells: str, **answers: str) -> list[str]:
    """How a column of births is read, row by row: what is understood, or the words in brackets."""
    lines = "".join(f'{n}.jpg,P-{n},"{cell}"\n' for n, cell in enumerate(cells))
    rows = seen(f"path,person,born\n{lines}", **answers).rows
    return [row.details.get("born") or f"[{row.details.get('born as written', '')}]" for row in rows]


def workbook(rows: Sequence[Sequence[object]], *, from_1904: bool = False, days: Sequence[str] = ()) -> bytes:
    """An .xlsx as Excel writes it. ``days``: cells whose number is shown as a day."""
    book = openpyxl.Workbook()
    if from_1904:
        book.epoch = CALENDAR_MAC_1904
    sheet = book.active
    for row in rows:
        sheet.append(list(row))
    for cell in days:
        sheet[cell].number_format = "yyyy-mm-dd"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
