"""A sheet as JSON, plain or in the groups of the DVI forms; and read from either.

The forms' electronic interchange format is not public and was not read. This is Antigone's own, with the forms' group
numbers as far as docs/interpol-forms.md has them.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from antigone.exchange.plain import read, shaped, unreadable, written
from antigone.exchange.sheet import (
    ARTICLE16,
    FIELDS,
    GROUPS,
    PhotoHash,
    Sheet,
    SheetEffect,
    SheetIdentifier,
    SheetMark,
    SheetName,
    SheetSide,
    in_order,
)

SHEET, DVI, BUREAU = "antigone sheet", "antigone dvi", "antigone information bureau"
"""What each says it is."""
VERSION = 1
_LISTS: dict[str, dict[str, type]] = {
    "names": {"what": str, "family": str, "given": str, "patronymic": str},
    "marks": {"what": str, "where": str, "description": str},
    "elsewhere": {"what": str, "holder": str, "number": str, "taken_on": str},
    "effects": {"place": int, "description": str, "found_where": str, "kept_where": str, "seal": str},
    "photographs": {"sha256": str, "taken": str, "size": int},
}
_GROUP_OF = {"marks": 400, "effects": 300, "names": 200, "elsewhere": 600, "photographs": 700}
_HEAD: dict[str, type] = {"format": str, "version": int, "side": str, "code": str, "incident": str, "agency": str}


def sheet_json(sheet: Sheet) -> bytes:
    """As one flat object: for programs."""
    body = {"fields": dict(sheet.values), "article16": dict(sheet.article16), **_lists(sheet)}
    return written({**_head(SHEET, sheet), **body})


def dvi_json(sheet: Sheet) -> bytes:
    """In the groups of the PM or AM form: for whoever fills in a form from it."""
    groups: dict[str, Any] = {}
    for number, title in GROUPS.items():
        here = {f.name: sheet.value(f.name) for f in FIELDS if f.group == number and sheet.value(f.name)}
        lines = {name: rows for name, rows in _lists(sheet).items() if _GROUP_OF[name] == number and rows}
        groups[str(number)] = {"title": title, "fields": here, "lists": lines}
    return written({**_head(DVI, sheet), "groups": groups})


def bureau_json(sheet: Sheet) -> bytes:
    """Article 16 a to h with what the article asks for beside each, the inventory, and the hashes."""
    said = dict(sheet.article16)
    letters = {a: {"asks": asks, "written": said.get(a, "")} for a, _, asks in ARTICLE16}
    lists = _lists(sheet)
    kept = {name: lists[name] for name in ("effects", "photographs")}
    return written({**_head(BUREAU, sheet), "article16": letters, **kept})


def sheet_from_json(data: bytes) -> Sheet:
    """Whichever of the three it is.

    Raises:
        FileUnreadable
    """
    value = read(data)
    form = value.get("format") if isinstance(value, dict) else None
    if form not in (SHEET, DVI, BUREAU):
        raise unreadable("it does not say that it is a sheet of Antigone's")
    if value.get("version") != VERSION:
        raise unreadable("it is of another version of the format")
    return {SHEET: _from_sheet, DVI: _from_dvi, BUREAU: _from_bureau}[form](value)


def _from_sheet(value: Any) -> Sheet:
    shape = {**_HEAD, "fields": dict, "article16": dict, **dict.fromkeys(_LISTS, list)}
    given = shaped(value, shape)
    return _sheet(given, given["fields"], given["article16"], {name: given[name] for name in _LISTS})


def _from_dvi(value: Any) -> Sheet:
    given = shaped(value, {**_HEAD, "groups": dict})
    groups = shaped(given["groups"], dict.fromkeys(map(str, GROUPS), dict))
    fields: dict[str, str] = {}
    lists: dict[str, list[Any]] = {name: [] for name in _LISTS}
    for number, group in groups.items():
        whole = shaped(group, {"title": str, "fields": dict, "lists": dict})
        for name, rows in whole["lists"].items():
            if _GROUP_OF.get(name) != int(number) or not isinstance(rows, list):
                raise unreadable("a list stands in a group that is not its own")
            lists[name] = rows
        allowed = {field.name for field in FIELDS if field.group == int(number)}
        if whole["fields"].keys() - allowed:
            raise unreadable("a field stands in a group that is not its own")
        fields |= whole["fields"]
    return _sheet(given, fields, {}, lists)


def _from_bureau(value: Any) -> Sheet:
    given = shaped(value, {**_HEAD, "article16": dict, "effects": list, "photographs": list})
    letters = shaped(given["article16"], {letter: dict for letter, _, _ in ARTICLE16})
    said = {a: shaped(each, {"asks": str, "written": str})["written"] for a, each in letters.items()}
    lists = {name: given.get(name, []) for name in _LISTS}
    return _sheet(given, {}, {letter: text for letter, text in said.items() if text}, lists)


def _sheet(head: dict[str, Any], fields: dict[str, Any], said: dict[str, Any], lists: dict[str, list[Any]]) -> Sheet:
    try:
        side = SheetSide(head["side"])
    except ValueError as fault:
        raise unreadable("it is of neither a case nor a record") from fault
    known = {field.name for field in FIELDS if side in field.sides}
    if fields.keys() - known or said.keys() - {letter for letter, _, _ in ARTICLE16}:
        raise unreadable("it has fields that such a form does not have")
    if not all(isinstance(text, str) and text for text in (*fields.values(), *said.values())):
        raise unreadable("a field is not text")
    rows = {name: [shaped(row, _LISTS[name]) for row in lists[name]] for name in _LISTS}
    return Sheet(
        side=side,
        code=head["code"],
        incident=head["incident"],
        agency=head["agency"],
        values=in_order(side, fields),
        names=tuple(SheetName(**row) for row in rows["names"]),
        marks=tuple(SheetMark(**row) for row in rows["marks"]),
        elsewhere=tuple(SheetIdentifier(**row) for row in rows["elsewhere"]),
        effects=tuple(SheetEffect(**row) for row in rows["effects"]),
        article16=tuple((letter, said[letter]) for letter, _, _ in ARTICLE16 if letter in said),
        photographs=tuple(PhotoHash(**row) for row in rows["photographs"]),
    )


def _head(form: str, sheet: Sheet) -> dict[str, Any]:
    about = {"side": sheet.side.value, "code": sheet.code, "incident": sheet.incident, "agency": sheet.agency}
    return {"format": form, "version": VERSION, **about}


def _lists(sheet: Sheet) -> dict[str, list[dict[str, Any]]]:
    return {name: [asdict(row) for row in getattr(sheet, name)] for name in _LISTS}
