"""Exporting lists: CSV for spreadsheets, JSON for programs. ``export_subjects`` chooses the rows, and records it."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from operator import attrgetter
from typing import Any, cast

from django import forms
from django.db.models import Model, QuerySet
from django.http import HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from antigone.desk.accounts.sight import sight
from antigone.desk.csv_export import lines
from antigone.desk.subjects.models import Subject, written
from antigone.desk.web.forms import Reason

Fields = Mapping[str, Callable[[Any], object]]
"""The columns of a file: their names, which never change with the reader's language, and where each comes from."""
WHICH: Fields = {
    "code": attrgetter("code"),
    "incident": attrgetter("incident.code"),
    "agency": attrgetter("agency.name"),
    "opened_at": attrgetter("opened_at"),
    "closed_at": attrgetter("closed_at"),
}
"""The first columns: which case or record it is."""
_AT_ONCE = 500


class Export(Reason):
    form_of = forms.ChoiceField(
        label=_("As"),
        choices=[("csv", _("CSV, for a spreadsheet")), ("json", _("JSON, for a program"))],
        widget=forms.RadioSelect,
        initial="csv",
    )
    field_order = ("form_of", "reason")


def said_in(model: type[Model], path: str = "", but: Collection[str] = ()) -> Fields:
    """A column for each field that people write. ``path``: from a subject's row, such as ``case.``"""
    return {name: attrgetter(path + name) for name in written(model) if name not in but}


def as_file(name: str, form: str, numbers: Sequence[int], full: QuerySet[Subject], fields: Fields) -> HttpResponse:
    """A response that is saved as ``name-day.csv`` or ``.json``."""
    rows = _in_parts(numbers, full)
    if sight().within is not None:  # on the file, and on each of its rows: rows are copied out of files
        name, fields = f"EXERCISE-{name}", {"exercise": lambda _row: "EXERCISE: nobody in it exists", **fields}
    said: Iterator[str] | Iterator[bytes] = _csv(rows, fields) if form == "csv" else _json(rows, fields)
    kind = "text/csv; charset=utf-8" if form == "csv" else "application/json"
    answer = StreamingHttpResponse(said, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}-{timezone.localdate():%Y-%m-%d}.{form}"'
    return cast(HttpResponse, answer)


def _in_parts(numbers: Sequence[int], full: QuerySet[Subject]) -> Iterator[Subject]:
    for begin in range(0, len(numbers), _AT_ONCE):
        part = numbers[begin : begin + _AT_ONCE]
        found = {row.pk: row for row in full.filter(pk__in=part)}
        yield from (found[number] for number in part if number in found)


def _csv(rows: Iterable[Subject], fields: Fields) -> Iterator[str]:
    return lines(fields, ((read(row) for read in fields.values()) for row in rows))


def _json(rows: Iterable[Subject], fields: Fields) -> Iterator[bytes]:
    yield b"["
    for place, row in enumerate(rows):
        said = {name: read(row) for name, read in fields.items()}
        yield (b",\n" if place else b"\n") + json.dumps(said, ensure_ascii=False, default=_plain).encode()
    yield b"\n]\n"


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime | date | time) else str(value)
