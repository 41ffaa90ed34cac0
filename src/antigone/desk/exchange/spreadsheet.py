"""One case or record as a table for spreadsheets, and tables that others send: a column a field, a row a person."""

from __future__ import annotations

import csv
import io

from antigone.desk.csv_export import lines
from antigone.exchange.plain import text_of, unreadable
from antigone.exchange.sheet import FIELDS, Sheet, SheetName, SheetSide, in_order

_PARTS = ("family", "given", "patronymic")
MOST_ROWS = 200
"""Each is reviewed by a person."""
_QUOTED = ("'=", "'+", "'-", "'@", "'＝", "'＋", "'－", "'＠")
"""How ``tables`` writes words that a spreadsheet would take for a formula."""


def sheet_csv(sheet: Sheet) -> bytes:
    """Without lists: of names only the first, no marks, inventory, article 16 and photographs. The JSON has those."""
    first = sheet.names[0] if sheet.names else SheetName("own")
    said = {"side": sheet.side.value, "code": sheet.code, "incident": sheet.incident, "agency": sheet.agency}
    named = dict(zip(_PARTS, (first.family, first.given, first.patronymic), strict=True))
    fields = {f.name: sheet.value(f.name) for f in FIELDS if sheet.side in f.sides}
    row = said | (named if sheet.side is SheetSide.AM else {}) | fields
    return "".join(lines(row, [row.values()])).encode()


def sheets_from_csv(data: bytes) -> list[Sheet]:
    """The persons of a table, in order. ``side`` and ``code`` must be there; columns that nobody knows must not.

    Raises:
        FileUnreadable
    """
    text = text_of(data)
    try:
        rows = csv.DictReader(io.StringIO(text), strict=True)
        header = list(rows.fieldnames or ())
        known = {"side", "code", "incident", "agency", *_PARTS, *(field.name for field in FIELDS)}
        if not {"side", "code"} <= set(header) or set(header) - known or len(set(header)) != len(header):
            raise unreadable("its columns are not those of a table of cases or records")
        found = [_sheet(row) for row in rows]
    except csv.Error as fault:
        raise unreadable("it is no table") from fault
    if not found or len(found) > MOST_ROWS:
        raise unreadable(f"it has no row, or more than {MOST_ROWS}")
    return found


def _sheet(row: dict[str, str]) -> Sheet:
    if None in row or None in row.values():
        raise unreadable("a row has more or fewer cells than the table has columns")
    said = {name: _cell(text) for name, text in row.items()}
    if said["side"] not in list(SheetSide):
        raise unreadable("a row does not say whether it is of a case (pm) or a record (am)")
    side = SheetSide(said["side"])
    if any(said.get(f.name) for f in FIELDS if side not in f.sides):
        raise unreadable("a case has fields of records, or a record fields of cases")
    named = [said.get(part, "")[:120] for part in _PARTS]
    if side is SheetSide.PM and any(named):
        raise unreadable("a case has a name")
    names = (SheetName("own", *named),) if any(named) else ()
    return Sheet(
        side, said["code"], said.get("incident", ""), said.get("agency", "")[:200], in_order(side, said), names
    )


def _cell(text: str) -> str:
    return text[1:] if text.startswith(_QUOTED) else text
