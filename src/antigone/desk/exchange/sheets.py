"""Between the database and a sheet: what a case or record says, and what would be made of a sheet that came."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import DateField, DecimalField, Model, PositiveSmallIntegerField, TimeField
from django.utils.translation import gettext as _

from antigone.desk.cases.models import Article16, Case
from antigone.desk.photos.models import Photograph
from antigone.desk.records.models import Record
from antigone.desk.subjects.fields import OWN, plain_value
from antigone.desk.subjects.models import Subject
from antigone.errors import RuleBroken
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

_NOTHING = "unknown"
"""Of sex and condition: as good as empty."""


def sheet_of(subject: Subject, seals: Mapping[int, str] | None = None) -> Sheet:
    """What may leave of a case or record. ``seals``: numbers of the sealed packets, by the effects' own numbers.

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
    """As the desk's columns have it. ``only``: the fields and lists that the reviewer kept; all of them if None.

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
