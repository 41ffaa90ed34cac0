"""An upload that is broken off at any byte leaves nothing: the desk's own server, and sockets that close early."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import requests
import waitress
from django.conf import settings
from django.core.wsgi import get_wsgi_application

from antigone.desk.photos.models import Photograph
from desk_databases import Database
from desk_people import browser, two_agencies
from desk_photos import a_subject, jpeg

pytestmark = pytest.mark.slow
PICTURE = jpeg(np.full((40, 40, 3), 90, np.uint8))


@pytest.fixture
def port(own_desk: Database) -> Iterator[int]:
    """The desk, served as ``antigone desk serve`` does it."""
    server: Any = waitress.create_server(get_wsgi_application(), host="127.0.0.1", port=0, threads=2)
    threading.Thread(target=server.run, daemon=True).start()
    yield server.effective_port
    server.task_dispatcher.shutdown()
    server.close()


def request_of(port: int, path: str, cookies: dict[str, str]) -> bytes:
    """The whole request of a browser that adds one photograph, as it goes over the wire."""
    token = cookies["csrftoken"]
    said = {"stage": "unknown", "csrfmiddlewaretoken": token}
    made = requests.Request(
        "POST", f"http://localhost:{port}{path}", data=said, files={"photos": ("1.jpg", PICTURE, "image/jpeg")}
    ).prepare()
    made.headers.update({"Host": f"localhost:{port}", "Cookie": "; ".join(f"{n}={v}" for n, v in cookies.items())})
    head = "".join(f"{name}: {value}\r\n" for name, value in made.headers.items())
    assert isinstance(made.body, bytes)
    return f"POST {path} HTTP/1.1\r\n{head}\r\n".encode() + made.body


def sent(port: int, request: bytes) -> bytes:
    """What is answered to a browser that stops sending there and goes away."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as wire:
        wire.sendall(request)
        wire.shutdown(socket.SHUT_WR)
        return wire.recv(200)


def files_in(home: Path) -> list[Path]:
    return [path for folder in ("photos", "uploads", "keys") for path in (home / folder).rglob("*") if path.is_file()]


def test_an_upload_that_is_broken_off_at_any_byte_leaves_nothing(port: int) -> None:
    people = two_agencies()
    path = f"/cases/{a_subject(people).pk}/photographs/add"
    client = browser(people.boris)
    client.get(path)
    whole = request_of(port, path, {name: morsel.value for name, morsel in client.cookies.items()})
    before, home = files_in(settings.DESK.home), settings.DESK.home
    head = whole.index(b"\r\n\r\n") + 4
    places = {*range(head - 4, len(whole), 29), *range(head, head + 12), *range(len(whole) - 60, len(whole))}
    for place in sorted(places):
        answer = sent(port, whole[:place])
        assert not answer.startswith((b"HTTP/1.1 2", b"HTTP/1.1 302", b"HTTP/1.1 5")), place
        assert not Photograph.objects.exists() and files_in(home) == before, place
    assert sent(port, whole).startswith(b"HTTP/1.1 302"), "whole, it is taken"
    assert Photograph.objects.count() == 1
