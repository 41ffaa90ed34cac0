"""Converting between cases or records and sheets, both ways, and between sheets and tables for spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import DateField, DecimalField, Model, PositiveSmallIntegerField, TimeField
from django.utils.translation import gettext as _

from antigone.desk.cases.models import Article16, Case
from antigone.desk.csv_export import lines
from antigone.desk.photos.models import Photograph
from antigone.desk.records.models import Record
from antigone.desk.subjects.fields import OWN
from antigone.desk.subjects.models import Subject, plain_value
from antigone.errors import RuleBroken
from antigone.exchange.plain import text_of, unreadable
from antigone.exchange.sheet import (
    ARTICLE16,
    FIELDS,
    PhotoHash,
    Sheet,
    SheetEffect,
    SheetIdentifier,
    SheetMark,
    SheetName,
    SheetSide,
    in_order,
)

_PARTS = ("family", "given", "patronymic")
MOST_ROWS = 200
"""Each is reviewed by a person."""
_QUOTED = ("'=", "'+", "'-", "'@", "'＝", "'＋", "'－", "'＠")
"""How ``tables`` writes words that a spreadsheet would take for a formula."""


def sheet_csv(sheet: Sheet) -> bytes:
    """A sheet as CSV, without lists: only the first name; no marks, inventory, article 16 and photographs."""
    first = sheet.names[0] if sheet.names else SheetName("own")
    said = {"side": sheet.side.value, "code": sheet.code, "incident": sheet.incident, "agency": sheet.agency}
    named = dict(zip(_PARTS, (first.family, first.given, first.patronymic), strict=True))
    fields = {f.name: sheet.value(f.name) for f in FIELDS if sheet.side in f.sides}
    row = said | (named if sheet.side is SheetSide.AM else {}) | fields
    return "".join(lines(row, [row.values()])).encode()


def sheets_from_csv(data: bytes) -> list[Sheet]:
    """The persons of a CSV table, in order. It must have ``side`` and ``code``, and no unknown columns.

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


_NOTHING = "unknown"
"""Of sex and condition: as good as empty."""


def sheet_of(subject: Subject, seals: Mapping[int, str] | None = None) -> Sheet:
    """The sheet of a case or record: what may leave of it. ``seals``: seal numbers, by the effects' own numbers.

    Photographs are named by the hashes of those that stand; nothing here opens the vault.
    """
    side = SheetSide(subject.kind)
    half: Model = Case.objects.get(pk=subject.pk) if side is SheetSide.PM else Record.objects.get(pk=subject.pk)
    said = {}
    for each in FIELDS:
        if side in each.sides:
            value = plain_value(getattr(subject if each.name in OWN else half, each.name))
            said[each.name] = "" if value in (None, _NOTHING) else str(value)
    article = Article16.objects.filter(case=subject.pk).first() if side is SheetSide.PM else None
    return Sheet(
        side=side,
        code=subject.code,
        incident=subject.incident.name,
        agency=subject.agency.name,
        values=in_order(side, said),
        names=tuple(SheetName(n.what, n.family, n.given, n.patronymic) for n in half.names.all())
        if isinstance(half, Record)
        else (),
        marks=tuple(SheetMark(m.what, m.where, m.description) for m in subject.marks.all()),
        elsewhere=tuple(
            SheetIdentifier(e.what, e.holder, e.number, e.taken_on.isoformat() if e.taken_on else "")
            for e in subject.elsewhere.all()
        ),
        effects=_effects(half, seals or {}) if isinstance(half, Case) else (),
        article16=tuple((a, text) for a, name, _ in ARTICLE16 if (text := getattr(article, name, ""))),
        photographs=tuple(
            PhotoHash(p.sha256, p.stage if side is SheetSide.PM else "reference", p.size)
            for p in Photograph.objects.filter(subject=subject, ended_at=None)
        ),
    )


def _effects(case: Case, seals: Mapping[int, str]) -> tuple[SheetEffect, ...]:
    standing = case.effects.filter(withdrawn_at=None)
    return tuple(
        SheetEffect(e.place, e.description, e.found_where, e.kept_where, seals.get(e.place, "")) for e in standing
    )


@dataclass(frozen=True, slots=True)
class WouldBe:
    """What accepting a sheet would make: details for ``open_case`` or ``open_record``, and the lines after it."""

    details: dict[str, Any]
    names: list[dict[str, str]] = field(default_factory=list)
    marks: tuple[SheetMark, ...] = ()
    elsewhere: tuple[tuple[SheetIdentifier, date | None], ...] = ()
    effects: tuple[SheetEffect, ...] = ()
    article16: dict[str, str] = field(default_factory=dict)


def would_be(sheet: Sheet, only: Collection[str] | None = None) -> WouldBe:
    """What accepting a sheet would make. ``only``: the fields and lists that the reviewer kept; None for all.

    Raises:
        RuleBroken: if a day, time or number is none.
    """

    def keeps(name: str) -> bool:
        return only is None or name in only

    half: type[Model] = Case if sheet.side is SheetSide.PM else Record
    details = {name: _value(Subject if name in OWN else half, name, text) for name, text in sheet.values if keeps(name)}
    details.setdefault("other_number", sheet.code)
    called = {a: name for a, name, _ in ARTICLE16}
    return WouldBe(
        details,
        [_name(each) for each in sheet.names],
        sheet.marks if keeps("marks") else (),
        tuple((e, _day(e.taken_on) if e.taken_on else None) for e in sheet.elsewhere) if keeps("elsewhere") else (),
        sheet.effects if keeps("effects") else (),
        {called[letter]: text for letter, text in sheet.article16} if keeps("article16") else {},
    )


def _name(name: SheetName) -> dict[str, str]:
    return {"what": name.what, "family": name.family, "given": name.given, "patronymic": name.patronymic}


def _value(model: type[Model], name: str, text: str) -> Any:
    column = model._meta.get_field(name)
    try:
        if isinstance(column, DateField):
            return date.fromisoformat(text)
        if isinstance(column, TimeField):
            return time.fromisoformat(text)
        if isinstance(column, DecimalField):
            return Decimal(text)
        if isinstance(column, PositiveSmallIntegerField):
            return _number(text)
    except (ValueError, InvalidOperation) as fault:
        raise _cannot_be(name) from fault
    return text


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 4):
        raise ValueError(text)
    return int(text)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as fault:
        raise _cannot_be("taken_on") from fault


def _cannot_be(name: str) -> RuleBroken:
    return RuleBroken(
        _("What the file says of %(field)s is no day, time or number.") % {"field": name},
        _("Leave this field out, and write by hand what is meant."),
    )
