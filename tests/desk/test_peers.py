"""Nobody says of themselves where they come from, what the site is called, or that they came by HTTPS."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory, override_settings

from antigone.desk.accounts.actor import address_of
from antigone.desk.peers import PeerMiddleware

PRETENDED = {
    "HTTP_X_FORWARDED_FOR": "198.51.100.9, 203.0.113.7",
    "HTTP_X_FORWARDED_PROTO": "https",
    "HTTP_X_REAL_IP": "198.51.100.9",
    "HTTP_FORWARDED": "for=198.51.100.9;host=evil.example",
    "HTTP_X_FORWARDED_HOST": "evil.example",
    "HTTP_SCRIPT_NAME": "/evil",
}


@pytest.fixture
def behind_a_proxy() -> Iterator[None]:
    with override_settings(DESK=replace(settings.DESK, https=True, proxies=("127.0.0.1", "10.0.0.5"))):
        yield


def seen(peer: str) -> HttpRequest:
    """The request as the pages get it."""
    request = RequestFactory().get("/", headers={}, REMOTE_ADDR=peer, **PRETENDED)
    assert request.headers
    PeerMiddleware(lambda _: HttpResponse())(request)
    return request


@pytest.mark.parametrize("proxy", ["127.0.0.1", "10.0.0.5"])
def test_a_proxy_is_believed_for_what_it_added_last(behind_a_proxy: None, proxy: str) -> None:
    request = seen(proxy)
    assert address_of(request) == "203.0.113.7" and request.META["HTTP_X_FORWARDED_PROTO"] == "https"
    assert not {"HTTP_X_REAL_IP", "HTTP_FORWARDED", "HTTP_X_FORWARDED_HOST", "HTTP_SCRIPT_NAME"} & request.META.keys()


def test_anybody_else_is_where_they_are(behind_a_proxy: None) -> None:
    request = seen("192.0.2.44")
    assert address_of(request) == "192.0.2.44" and not PRETENDED.keys() & request.META.keys()
    assert not [name for name in request.headers if name.startswith(("X-", "Forwarded"))]


def test_a_desk_without_a_proxy_believes_nobody() -> None:
    request = seen("127.0.0.1")
    assert not settings.DESK.https
    assert address_of(request) == "127.0.0.1" and not PRETENDED.keys() & request.META.keys()


def test_every_process_asks_so_before_all_else() -> None:
    for names in (settings.MIDDLEWARE, settings.FAMILY_MIDDLEWARE):
        assert names[0] == "antigone.desk.peers.PeerMiddleware"
