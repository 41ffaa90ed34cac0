"""Error pages that say what went wrong and what to do, and nothing about what is inside."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from antigone.errors import AntigoneError, NoRoom, NotAllowed, NotThere, SignInRefused, UsageError

_STATUS: tuple[tuple[type[AntigoneError], int], ...] = (
    (NotThere, 404),
    (NotAllowed, 403),
    (SignInRefused, 403),
    (UsageError, 400),
    (NoRoom, 507),
    (AntigoneError, 500),
)
"""Faults know nothing of the web: this table does."""


def explain(request: HttpRequest, fault: AntigoneError) -> HttpResponse:
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
    return _page(
        request,
        500,
        _("Something is broken here. Nothing was half-written."),
        _("Tell whoever runs this desk when it was."),
    )


def _page(request: HttpRequest, status: int, detail: str, hint: str) -> HttpResponse:
    return render(request, "desk/error.html", {"detail": detail, "hint": hint, "status": status}, status=status)
