"""A desk that is served, and a browser to look at it with."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.db import connections
from django.http import HttpResponse
from playwright.sync_api import Browser, BrowserContext

from antigone.desk.web import errors
from antigone.desk.wsgi import application
from desk_databases import Database


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Nobody reads it."""


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        super().process_request_thread(request, client_address)
        connections["default"].close()


@dataclass(frozen=True)
class Served:
    """A desk at an address."""

    address: str
    database: Database


@pytest.fixture
def bare_refusals(monkeypatch: pytest.MonkeyPatch) -> None:
    """For who asks whether something is refused, and not in which words: those pages are tested in test_pages."""
    monkeypatch.setattr(errors, "_page", lambda request, status, *words: HttpResponse(status=status))


@pytest.fixture
def served(chromium: Browser, own_desk: Database) -> Iterator[Served]:
    server = make_server("127.0.0.1", 0, application, _Server, _Quiet)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield Served(f"http://127.0.0.1:{server.server_port}", own_desk)
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def window(chromium: Browser, served: Served) -> Iterator[BrowserContext]:
    """A telephone's window that asks for nothing but the desk, and whose pages complain of nothing."""
    context = chromium.new_context(viewport={"width": 360, "height": 740}, base_url=served.address)
    context.set_default_timeout(60_000)
    asked: list[str] = []
    said: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    context.on("console", lambda message: said.append(message.text))
    context.on("weberror", lambda fault: said.append(str(fault.error)))
    yield context
    context.close()
    assert [url for url in asked if not url.startswith((served.address, "data:"))] == []
    assert [words for words in said if "status of 4" not in words] == []
