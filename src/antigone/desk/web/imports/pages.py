"""Imports: how far they are, what was refused and why, cancelling."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from antigone.desk.accounts import queries as accounts
from antigone.desk.accounts.access import require, takes_part
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.intake import queries
from antigone.desk.intake.actions.imports import cancel_import
from antigone.desk.intake.models import Import
from antigone.desk.intake.queries import as_csv
from antigone.desk.photos.core_words import notes_in_words
from antigone.desk.web.forms import Reason, submitted
from antigone.desk.web.gate import DeskRequest, page
from antigone.desk.web.imports import seeing
from antigone.desk.web.working import in_words

_SHOWN = 20
"""Refused files on the page; the list to download has all."""


@page(Verb.SEE, Thing.IMPORT, "GET", "HEAD")
def imports_page(request: DeskRequest, number: int) -> HttpResponse:
    incident = accounts.find_incident(request.actor, number)
    part = takes_part(request.actor, incident)
    if not part:
        require(request.actor, Verb.SEE, Thing.IMPORT.of(incident))
    context = {
        "incident": incident,
        "imports": Paginator(queries.imports(request.actor, incident), 50).get_page(request.GET.get("page")),
        "may_begin": part and incident.closed_at is None,
    }
    return render(request, "desk/imports/imports.html", context)


@page(Verb.SEE, Thing.IMPORT, "GET", "HEAD")
def import_page(request: DeskRequest, number: int) -> HttpResponse:
    found = queries.find_import(request.actor, number)
    if found.seen_at is None and found.cancelled_at is None:
        return seeing.shown(request, found)
    return _shown(request, found, Reason())


@page(Verb.END, Thing.IMPORT, "POST")
def cancel_page(request: DeskRequest, number: int) -> HttpResponse:
    found, form = queries.find_import(request.actor, number), Reason(request.POST)
    if submitted(form, lambda reason: cancel_import(by=request.actor, bringing=found, reason=reason)):
        messages.success(request, _("Nothing more of it is brought in. What was brought in stays."))
        return redirect(found.address)
    return _shown(request, found, form)


@page(Verb.SEE, Thing.IMPORT, "GET", "HEAD")
def refused_page(request: DeskRequest, number: int) -> HttpResponse:
    """All refused files as CSV, to be corrected and sent again."""
    found = queries.find_import(request.actor, number)
    answer = StreamingHttpResponse(as_csv(found), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="import-{found.pk}-refused.csv"'
    return cast(HttpResponse, answer)


def _shown(request: DeskRequest, found: Import, form: Reason) -> HttpResponse:
    over = found.done_at is not None or found.cancelled_at is not None
    context = {
        "found": found,
        "over": over,
        "left": "" if over else in_words(queries.time_left(found)),
        "settled": found.brought + found.refusals,  # type: ignore[attr-defined]
        "refused": queries.refused(found)[:_SHOWN],
        "more": max(0, found.refusals - _SHOWN),  # type: ignore[attr-defined]
        "notes": [(notes_in_words([note])[0], many) for note, many in queries.notes_of(found)],
        "form": form,
    }
    return render(request, "desk/imports/import.html", context, status=400 if form.is_bound else 200)
