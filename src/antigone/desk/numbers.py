"""Numbers that no row can have, in whatever somebody sends: there is no such thing here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import DataError
from django.http import Http404, HttpRequest, HttpResponse
from psycopg.errors import NumericValueOutOfRange

LARGEST = 2**63 - 1
"""The largest number that a column of either database holds."""


class NumbersMiddleware:
    """Answers 404 where an address names a number beyond ``LARGEST``, and where the database was asked for one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> None:
        if any(isinstance(said, int) and said > LARGEST for said in kwargs.values()):
            raise Http404

    def process_exception(self, request: HttpRequest, fault: Exception) -> None:
        out_of_range = isinstance(fault, DataError) and isinstance(fault.__cause__, NumericValueOutOfRange)
        if out_of_range or (isinstance(fault, OverflowError) and "SQLite" in str(fault)):
            raise Http404 from fault
