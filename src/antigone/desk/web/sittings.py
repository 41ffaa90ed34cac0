"""Sessions of staff: whoever only reads goes on reading when the disk is full."""

from __future__ import annotations

import logging

from django.contrib.sessions.middleware import SessionMiddleware
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

from antigone.desk.outages import outage

_log = logging.getLogger("antigone.desk.requests")


class SittingMiddleware(SessionMiddleware):
    """Keeps the session at the end of a request. What a reading page notes there (when somebody was last seen, what
    waits) is worth no refusal: it is noted by the next page that can.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        try:
            return super().process_response(request, response)
        except DatabaseError as fault:
            if request.method not in ("GET", "HEAD") or (told := outage(fault)) is None:
                raise
            _log.warning("A session was not noted: %s", told.detail)
            return response
