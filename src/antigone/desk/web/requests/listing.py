"""The list of requests, with what waits in each."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from antigone.desk.accounts import queries as accounts
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.families.models import Request
from antigone.desk.families.queries import portals, requests, who, with_signs
from antigone.desk.families.words import HOW, LANGUAGE_NAMES, STATES
from antigone.desk.web.gate import DeskRequest, page
from antigone.desk.web.requests.forms import RequestFilter
from antigone.desk.web.tables import Column, show

COLUMNS = (
    Column("number", _("Number"), ("pk",)),
    Column("who", _("Who is missing")),
    Column("how", _("How it came"), ("how",)),
    Column("language", _("Language"), ("language",)),
    Column("state", _("State")),
    Column("sent", _("Sent"), ("sent_at",), empty_last=True),
    Column("waits", _("What waits")),
)


@page(Verb.SEE, Thing.REQUEST, "GET", "HEAD")
def requests_page(request: DeskRequest) -> HttpResponse:
    form = RequestFilter(request.GET, incidents=accounts.incidents(request.actor))
    full = with_signs(Request.objects.select_related("portal__incident"))
    shown = show(request, requests(request.actor), form, COLUMNS, full=full, first="-number")
    context = {
        "list": shown,
        "rows": [(row, who(row.who), _signs(row)) for row in shown.rows],  # type: ignore[attr-defined]
        "states": STATES,
        "how": HOW,
        "languages": LANGUAGE_NAMES,
        "portals": list(portals(request.actor).filter(incident__closed_at=None)[:50]),
    }
    return render(request, "desk/requests/requests.html", context)


def _signs(row: Request) -> list[object]:
    """What waits in a request, in words, the most pressing first."""
    if row.erased_at is not None:
        return []
    found = [
        (row.danger_at is not None, _("the safe word was used")),
        (row.erasure_asked_at is not None, _("they ask to erase")),
        (row.unread, _("a message")),  # type: ignore[attr-defined]
        (row.sent_at is not None and row.accepted_at is None and row.closed_at is None, _("read it")),
        (row.accepted_at is not None and row.pictures, _("photographs")),  # type: ignore[attr-defined]
        (row.accepted_at is not None and row.corrected, _("later answers")),  # type: ignore[attr-defined]
    ]
    return [words for there, words in found if there]
