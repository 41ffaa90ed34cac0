from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone

from antigone.desk.accounts import queries
from antigone.desk.accounts.actions.auditing import export_audit
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.audit.models import AuditRow
from antigone.desk.web.auditing.choosing import chosen, in_words, span_of
from antigone.desk.web.auditing.comparing import MEASURES, compared
from antigone.desk.web.auditing.counting import MOST, counted
from antigone.desk.web.auditing.forms import AuditFilter, ExportForm
from antigone.desk.web.auditing.sheet import lines
from antigone.desk.web.auditing.things import codes_of, names_of
from antigone.desk.web.forms import submitted
from antigone.desk.web.gate import DeskRequest, page

_ROWS = 100
_SAID = 10_000
"""More rows than that are not counted one by one: the page says that there are more."""
_PEOPLE = 200


@page(Verb.SEE, Thing.AUDIT, "GET", "HEAD")
def audit_page(request: DeskRequest) -> HttpResponse:
    """Who did what, when and why."""
    return _list(request, AuditFilter(request.GET, incidents=queries.incidents(request.actor)))


@page(Verb.SEE, Thing.AUDIT, "GET", "HEAD")
def people_page(request: DeskRequest) -> HttpResponse:
    """How often each person did what, beside their colleagues."""
    form = AuditFilter(request.GET, incidents=queries.incidents(request.actor))
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
    }
    return render(request, "desk/auditing/people.html", context, status=200 if form.is_valid() else 400)


@page(Verb.EXPORT, Thing.AUDIT, "POST")
def export_page(request: DeskRequest) -> HttpResponse:
    """The chosen rows as CSV, sent while they are read."""
    form = ExportForm(request.POST, incidents=queries.incidents(request.actor))
    until: list[int] = []

    def export(*, reason: str, **asked: Any) -> None:
        until.append(export_audit(by=request.actor, reason=reason, asked=in_words(asked)))

    if not submitted(form, export):
        filters = AuditFilter(request.POST, incidents=queries.incidents(request.actor))
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
    """What changed, in pairs; lists with commas."""
    found = []
    for key, value in row.details.items():
        words = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
        found.append((key.replace("_", " "), words))
    return found
