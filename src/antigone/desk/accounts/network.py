"""Where a request came from, for pages and the API alike."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """The network address: behind a proxy, what the proxy itself added last."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.DESK.https else ""
    return (forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", ""))[:45]
