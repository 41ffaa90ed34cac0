"""The pages of the audit: rows, people, and an export."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone

from antigone.desk import csv_export
from antigone.desk.accounts import queries
from antigone.desk.accounts.actions.auditing import export_audit
from antigone.desk.accounts.models import Incident, Person
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.audit.models import AuditRow
from antigone.desk.candidates.models import Run
from antigone.desk.identification.remarks import decisions_with_remarks
from antigone.desk.photos.models import Photograph
from antigone.desk.subjects.models import Subject
from antigone.desk.web.auditing.counting import MEASURES, MOST, compared, counted
from antigone.desk.web.auditing.forms import AuditFilter, ExportForm, chosen, in_words, span_of
from antigone.desk.web.forms import submitted
from antigone.desk.web.gate import DeskRequest, page

_CODES = {
    Thing.INCIDENT: (Incident, "code"),
    Thing.CASE: (Subject, "code"),
    Thing.RECORD: (Subject, "code"),
    Thing.SEARCH: (Run, "subject__code"),
    Thing.PM_PHOTO: (Photograph, "subject__code"),
    Thing.AM_PHOTO: (Photograph, "subject__code"),
}


def names_of(rows: Sequence[AuditRow]) -> list[str]:
    """The names of who acted: the audit itself has only their numbers."""
    numbers = {int(row.actor.split()[1]) for row in rows if row.actor.startswith("person ")}
    names = dict(Person.objects.filter(pk__in=numbers).values_list("pk", "name"))
    return [names.get(int(row.actor.split()[1]), "") if row.actor.startswith("person ") else "" for row in rows]


def codes_of(rows: Sequence[AuditRow]) -> list[str]:
    """The codes of what was acted on, or of the case or record it belongs to; empty where there is none."""
    wanted: dict[str, set[int]] = {kind: set() for kind in _CODES}
    for row in rows:
        kind, number = _split(row.thing)
        if kind in wanted:
            wanted[kind].add(number)
    codes: dict[tuple[str, int], str] = {}
    for kind, (model, column) in _CODES.items():
        if wanted[kind]:
            found = model._default_manager.filter(pk__in=wanted[kind]).values_list("pk", column)
            codes |= {(kind.value, number): code for number, code in found}
    return [codes.get(_split(row.thing), "") for row in rows]


def _split(thing: str) -> tuple[str, int]:
    kind, _, number = thing.rpartition(" ")
    return (kind, int(number)) if number.isdecimal() else (thing, 0)


COLUMNS = "row,at,gesture,actor,agency,incident,verb,thing,reason,detail,previous,hash"
_AT_ONCE = 2000


def lines(rows: QuerySet[AuditRow], last: int) -> Iterator[str]:
    """CSV of the rows up to ``last``, the oldest first."""
    return csv_export.lines(COLUMNS.split(","), map(_cells, _in_parts(rows, last)))


def _in_parts(rows: QuerySet[AuditRow], last: int) -> Iterator[AuditRow]:
    after = 0
    while chunk := list(rows.filter(sequence__gt=after, sequence__lte=last).order_by("sequence")[:_AT_ONCE]):
        yield from chunk
        after = chunk[-1].sequence


def _cells(row: AuditRow) -> list[object]:
    said = (row.actor, row.agency, row.incident, row.verb, row.thing, row.reason, row.detail, row.previous, row.hash)
    return [row.sequence, row.at.astimezone(UTC).isoformat(timespec="microseconds"), str(row.gesture), *said]


_ROWS = 100
_SAID = 10_000
"""More rows than that are not counted one by one: the page says that there are more."""
_PEOPLE = 200


@page(Verb.SEE, Thing.AUDIT, "GET", "HEAD")
def audit_page(request: DeskRequest) -> HttpResponse:
    """The rows of the audit: who did what, when and why."""
    return _list(request, AuditFilter(request.GET, by=request.actor))


@page(Verb.SEE, Thing.AUDIT, "GET", "HEAD")
def people_page(request: DeskRequest) -> HttpResponse:
    """How often each person did what, beside their colleagues."""
    form = AuditFilter(request.GET, by=request.actor)
    asked = form.cleaned_data if form.is_valid() else {}
    span = span_of(asked.get("after"), asked.get("before"))
    counts, lowest = counted(request.actor, span)
    since = AuditRow.objects.filter(pk=lowest).first() if span.rows > MOST else None
    found = compared(counts)
    context = {
        "form": form,
        "span": span,
        "since": since,
        "most": MOST,
        "measures": list(MEASURES.values()),
        "noted": [each for each in found if each.notes][:_PEOPLE],
        "people": found[:_PEOPLE],
        "more": max(0, len(found) - _PEOPLE),
        "decided": list(decisions_with_remarks(request.actor)),
    }
    return render(request, "desk/auditing/people.html", context, status=200 if form.is_valid() else 400)


@page(Verb.EXPORT, Thing.AUDIT, "POST")
def export_page(request: DeskRequest) -> HttpResponse:
    """The chosen rows as CSV, streamed."""
    form = ExportForm(request.POST, by=request.actor)
    until: list[int] = []

    def export(*, reason: str, **asked: Any) -> None:
        until.append(export_audit(by=request.actor, reason=reason, asked=in_words(asked)))

    if not submitted(form, export):
        filters = AuditFilter(request.POST, by=request.actor)
        return _list(request, filters, export_form=form)
    rows, _ = chosen(queries.audit_rows(request.actor), form.cleaned_data)
    sent: HttpResponseBase = StreamingHttpResponse(lines(rows, until[0]), content_type="text/csv; charset=utf-8")
    sent["Content-Disposition"] = f'attachment; filename="audit-{timezone.localdate().isoformat()}.csv"'
    return sent  # type: ignore[return-value]


def _list(request: DeskRequest, form: AuditFilter, export_form: ExportForm | None = None) -> HttpResponse:
    found, span = chosen(queries.audit_rows(request.actor), form.cleaned_data if form.is_valid() else None)
    number = found.order_by()[: _SAID + 1].count()
    below = request.GET.get("below", "")
    earlier = (
        found.filter(sequence__lt=int(below)) if below.isascii() and below.isdecimal() and len(below) < 19 else found
    )
    rows = list(earlier.order_by("-sequence")[: _ROWS + 1])
    more, rows = len(rows) > _ROWS, rows[:_ROWS]
    context = {
        "form": form,
        "span": span,
        "rows": list(zip(rows, names_of(rows), codes_of(rows), map(_details, rows), strict=True)),
        "number": number,
        "said": _SAID,
        "older": rows[-1].sequence if more else None,
        "below": below,
        "export_form": export_form,
        "chosen": [(name, form.data.get(name, "")) for name in form.fields],
    }
    return render(request, "desk/auditing/audit.html", context, status=400 if export_form else 200)


def _details(row: AuditRow) -> list[tuple[str, str]]:
    """The details of a row, in pairs; lists with commas."""
    found = []
    for key, value in row.details.items():
        words = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
        found.append((key.replace("_", " "), words))
    return found
