"""Whom the desk believes about who asks: its proxies and nobody else."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

_FROM_A_PROXY = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO")
_FROM_NOBODY = (
    *("HTTP_FORWARDED", "HTTP_X_FORWARDED_HOST", "HTTP_X_FORWARDED_PORT", "HTTP_X_FORWARDED_PREFIX"),
    *("HTTP_X_REAL_IP", "HTTP_X_CLIENT_IP", "HTTP_SCRIPT_NAME", "HTTP_X_SCRIPT_NAME"),
)


class PeerMiddleware:
    """Takes the client's address from a proxy that is believed, and every such header from all others away.

    It stands before all others: what they read was said by the peer itself, or by a proxy of the settings.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        said = request.META
        believed = settings.DESK.https and said.get("REMOTE_ADDR", "") in settings.DESK.proxies
        if believed and (last := said.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()):
            said["REMOTE_ADDR"] = last
        for name in _FROM_NOBODY if believed else (*_FROM_A_PROXY, *_FROM_NOBODY):
            said.pop(name, None)
        request.__dict__.pop("headers", None)  # made of META when it is first asked for
        return self.get_response(request)
