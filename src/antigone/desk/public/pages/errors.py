"""Error pages for families, which tell nothing. Handlers of the families' own process."""

from __future__ import annotations

import sys

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _

from antigone.desk.public.gate import FamilyRequest, explain, explain_outage, family_page, language_of


@family_page("GET", "HEAD", "POST", visit=False)
def nothing(request: FamilyRequest, rest: str = "") -> HttpResponse:
    return explain(request, 404, _("There is no such page."), _("Please begin again at the first page."))


def not_there(request: HttpRequest, exception: Exception) -> HttpResponse:
    return nothing(request)  # type: ignore[arg-type]


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _told(request, 400, "")


def broken(request: HttpRequest) -> HttpResponse:
    with translation.override(language_of(request)):
        return explain_outage(request, sys.exc_info()[1]) or _told(request, 500, "")


def bad_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _told(request, 403, reason)


def _told(request: HttpRequest, status: int, _reason: str) -> HttpResponse:
    with translation.override(language_of(request)):
        return explain(request, status, _("Something went wrong."), _("Please go back, and try again."))
