"""Before each page: who asks, and whether their sitting is over. After a fault: the page that explains it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import cast

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from antigone.desk.accounts.actor import acting, visitor
from antigone.desk.accounts.network import address_of
from antigone.desk.accounts.sessions import LONGEST
from antigone.desk.web.errors import explain
from antigone.desk.web.gate import DeskRequest
from antigone.errors import AntigoneError

BEGAN, SEEN = "began", "seen"
_SEEN_EVERY = 60
"""Seconds: a sitting in use is written at most so often."""


class SittingMiddleware:
    """Gives a request its actor, and ends a sitting that has lasted too long."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, plain: HttpRequest) -> HttpResponse:
        request = cast(DeskRequest, plain)
        if request.user.is_authenticated:
            now = timezone.now().timestamp()
            if now - float(request.session.get(BEGAN, 0)) > LONGEST.total_seconds():
                logout(request)
            elif now - float(request.session.get(SEEN, 0)) > _SEEN_EVERY:
                request.session[SEEN] = now
        signed_in = request.user.is_authenticated
        address = address_of(request)
        request.actor = replace(acting(request.user, address), remembered={}) if signed_in else visitor(address)
        response = self.get_response(request)
        if "Cache-Control" not in response:
            response["Cache-Control"] = "no-store, private"
        return response


class FaultMiddleware:
    """Turns a fault that people can act on into a page that says how."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        return explain(request, fault) if isinstance(fault, AntigoneError) else None
