from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from antigone.desk.accounts import queries
from antigone.desk.accounts.models import Person
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.audit.models import AuditRow
from antigone.desk.web.forms import AuditFilter
from antigone.desk.web.gate import DeskRequest, page


@page(Verb.SEE, Thing.AUDIT, "GET", "HEAD")
def audit_page(request: DeskRequest) -> HttpResponse:
    """Who did what, when and why; and how often, so that what is unusual stands out."""
    form = AuditFilter(request.GET)
    chosen = _narrowed(queries.audit_rows(request.actor), form.cleaned_data if form.is_valid() else None)
    rows = Paginator(chosen, 100).get_page(request.GET.get("page"))
    narrowing = request.GET.copy()
    narrowing.pop("page", None)
    about = {
        "form": form,
        "rows": [(row, name) for row, name in zip(rows, _names(rows), strict=True)],
        "page": rows,
        "narrowing": narrowing.urlencode(),
        "verbs": _most(chosen, "verb"),
        "actors": _most(chosen, "actor"),
        "refused": chosen.filter(verb="refused").count(),
    }
    return render(request, "desk/audit.html", about)


def _narrowed(rows: QuerySet[AuditRow], asked: dict[str, Any] | None) -> QuerySet[AuditRow]:
    """Nothing at all for a filter that cannot be read: a list that ignored it would be taken for its answer."""
    if asked is None:
        return rows.none()
    for field in ("actor", "verb", "thing"):
        if asked[field]:
            rows = rows.filter(**{field: asked[field].strip()})
    if asked["after"]:
        rows = rows.filter(at__gte=_midnight(asked["after"]))
    if asked["before"]:
        rows = rows.filter(at__lt=_midnight(asked["before"] + timedelta(days=1)))
    return rows


def _midnight(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _most(rows: QuerySet[AuditRow], column: str) -> list[tuple[str, int]]:
    counted = rows.order_by().values_list(column).annotate(n=Count("sequence")).order_by("-n", column)
    return [(str(value), int(number)) for value, number in counted[:8]]


def _names(rows: Any) -> list[str]:
    """Names for the people of a page: the audit itself has only their numbers."""
    numbers = {int(row.actor.split()[1]) for row in rows if row.actor.startswith("person ")}
    names = dict(Person.objects.filter(pk__in=numbers).values_list("pk", "name"))
    return [names.get(int(row.actor.split()[1]), "") if row.actor.startswith("person ") else "" for row in rows]
