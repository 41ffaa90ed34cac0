"""What others may see of each answer: a number for the log, a count of those that failed, and whether the desk lives.

They stand before everything that asks who somebody is or by which name the desk was asked for: a load balancer asks by
number, without a sign-in.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from secrets import token_hex

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse

from antigone.desk.logs import REQUEST

Answer = Callable[[HttpRequest], HttpResponse]
HEALTH = "/healthz"
FAILED = "answers-failed"
"""A file of the desk's folder as many bytes long as answers have failed: all processes add to it, and none holds it."""
_FRESH = 1.0
"""Seconds for which an answer of the database is believed: whoever asks all the time costs nothing."""
_log = logging.getLogger("antigone.desk.requests")


class TraceMiddleware:
    """Gives each request a number, which its lines in the log have, and says how it was answered.

    No address and no person: of the address, the name of its pattern.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        number, began = token_hex(8), time.perf_counter()
        REQUEST.set(number)
        try:
            response = self.get_response(request)
        finally:
            took = time.perf_counter() - began
        response["X-Request-ID"] = number
        if response.status_code >= 500:
            count_failed()
        _say(request, response.status_code, took)
        return response


def _say(request: HttpRequest, status: int, took: float) -> None:
    if not _log.isEnabledFor(logging.INFO):
        return
    match = getattr(request, "resolver_match", None)
    page = (match.view_name if match else None) or "none"
    answer = {"method": request.method, "page": page, "status": status, "ms": round(1000 * took)}
    _log.info("answered", extra={"answer": answer})


def count_failed() -> None:
    """Add one to the answers that failed. A full disk hinders no answer."""
    with suppress(OSError):
        handle = os.open(Path(settings.DESK.home) / FAILED, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(handle, b".")
        finally:
            os.close(handle)


def answers_failed() -> int:
    """How many answers have failed on this desk, in all its processes."""
    try:
        return (Path(settings.DESK.home) / FAILED).stat().st_size
    except FileNotFoundError:
        return 0


class HealthMiddleware:
    """Answers ``/healthz``: 200 if this process reaches its database, 503 if not, and nothing else."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        self._asked, self._lives = 0.0, False

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info != HEALTH:
            return self.get_response(request)
        if request.method not in ("GET", "HEAD"):
            return HttpResponse(status=405)
        if time.monotonic() - self._asked > _FRESH or not self._lives:
            self._asked, self._lives = time.monotonic(), _reaches_database()
        words, status = ("ok\n", 200) if self._lives else ("the database does not answer\n", 503)
        return HttpResponse(words, status=status, content_type="text/plain", headers={"Cache-Control": "no-store"})


def _reaches_database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True
