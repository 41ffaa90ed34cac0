"""Error pages that say what went wrong and what to do, and nothing about what is inside."""

from __future__ import annotations

import sys

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from antigone.desk.outages import outage
from antigone.errors import (
    AntigoneError,
    NoRoom,
    NotAllowed,
    NotAnswering,
    NotThere,
    SignInRefused,
    StorageFailed,
    UsageError,
)

_STATUS: tuple[tuple[type[AntigoneError], int], ...] = (
    (NotThere, 404),
    (NotAllowed, 403),
    (SignInRefused, 403),
    (UsageError, 400),
    (NoRoom, 507),
    (StorageFailed, 503),
    (NotAnswering, 503),
    (AntigoneError, 500),
)
"""Faults know nothing of the web: this table does."""


WITHOUT_DATABASE = "without_database"
"""Set on a request whose page asks the database nothing more."""
_AGAIN = 60
"""Seconds after which a program may try again."""


def explain(request: HttpRequest, fault: AntigoneError) -> HttpResponse:
    fault = outage(fault) or fault
    status = next(status for kind, status in _STATUS if isinstance(fault, kind))
    return _page(request, status, fault.detail, fault.hint)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, 400, _("The browser sent something unexpected."), _("Go back, and try again."))


def bad_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _page(
        request,
        403,
        _("This form is too old, or did not come from this desk."),
        _("Go back, reload, and send it again."),
    )


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, 403, _("This is not allowed."), _("Ask an administrator of your agency who may."))


def not_there(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(
        request, 404, _("There is no such page here."), _("Perhaps the address is wrong. Begin at the front page.")
    )


def broken(request: HttpRequest) -> HttpResponse:
    if (fault := outage(sys.exc_info()[1])) is not None:
        setattr(request, WITHOUT_DATABASE, True)
        return explain(request, fault)
    return _page(
        request,
        500,
        _("Something is broken here. Nothing was half-written."),
        _("Tell whoever runs this desk when it was."),
    )


def _page(request: HttpRequest, status: int, detail: str, hint: str) -> HttpResponse:
    context = {"detail": detail, "hint": hint, "status": status}
    answer = render(request, "desk/error.html", context, status=status)
    if status == 503:
        answer["Retry-After"] = str(_AGAIN)
    return answer
