"""A desk of an agency that is served, and people with browsers who attack it: the ground of ``attack.py``."""

from __future__ import annotations

import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Any

import httpx
import pyotp

PASSWORD = "ten green bottles on a wall"
_ALONE = ("ANTIGONE", "DJANGO")


@dataclass(frozen=True)
class Served:
    """A desk's folder, and where it answers."""

    home: Path
    address: str

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """``antigone desk WORDS`` at its console."""
        return subprocess.run(
            command(self.home, *words), capture_output=True, text=True, check=False, env=surroundings()
        )

    def count(self, table: str, where: str = "1") -> int:
        """Rows in its database."""
        with sqlite3.connect(f"file:{self.home / 'desk.sqlite3'}?mode=ro", uri=True) as database:
            (found,) = database.execute(f"SELECT count(*) FROM {table} WHERE {where}").fetchone()
        return int(found)

    def administrator(self, name: str) -> Browser:
        """Made at the console, and joined by whoever opens the link."""
        said = ("--agency", "Harbour mortuary", "--name", name, "--email", email_of(name))
        return Browser(self.address).join(self.run("create-admin", *said).stdout.strip(), name)


@dataclass
class Browser:
    """Somebody's browser, and the authenticator app beside it."""

    address: str
    headers: dict[str, str] = field(default_factory=dict)
    name: str = ""
    secret: str = ""

    def __post_init__(self) -> None:
        self.client = httpx.Client(base_url=self.address, headers=self.headers, timeout=60)

    def join(self, link: str, name: str) -> Browser:
        """Open an invitation's link, choose a password, set up an app."""
        page = self.client.get(httpx.URL(link).path).text
        found = re.search(r"secret=([A-Z2-7]{32})", unescape(page)) or re.search(r"\b([A-Z2-7]{32})\b", page)
        assert found is not None, "the page shows no secret for an app"
        self.name, self.secret = name, found[1]
        sealed = next(value for name, value in _hidden(page) if name == "sealed")  # each look has another secret
        said = {"password": PASSWORD, "again": PASSWORD, "code": self.code(), "sealed": sealed}
        answer = self.post(httpx.URL(link).path, **said)
        assert answer.status_code == 302, answer.text[-3000:]
        return self

    def code(self) -> str:
        return pyotp.TOTP(self.secret).now()

    def sign_in(self, password: str = PASSWORD, code: str | None = None, email: str | None = None) -> httpx.Response:
        said = {
            "email": email or email_of(self.name),
            "password": password,
            "code": self.code() if code is None else code,
        }
        return self.post("/sign-in", **said)

    def post(self, path: str, form: str | None = None, files: Any = None, **said: Any) -> httpx.Response:
        """Send the form of a page (``form``: of another page) with its hidden fields."""
        hidden = dict(_hidden(self.client.get(form or path).text))
        sent = {**{name: value for name, value in hidden.items() if name not in said}, **said}
        return self.client.post(path, data=sent, files=files, headers={"Referer": self.address + (form or path)})

    def number(self, path: str, pattern: str) -> int:
        """The first number that a page has in links of this pattern."""
        found = re.search(pattern, self.client.get(path).text)
        assert found is not None, f"{path} has no {pattern}"
        return int(found[1])


def _hidden(page: str) -> list[tuple[str, str]]:
    return [(_of(tag, "name"), unescape(_of(tag, "value"))) for tag in re.findall(r"<input[^>]*hidden[^>]*>", page)]


def _of(tag: str, attribute: str) -> str:
    found = re.search(rf'{attribute}="([^"]*)"', tag)
    return found[1] if found else ""


def email_of(name: str) -> str:
    return f"{name.lower().replace(' ', '.')}@example.org"


def command(home: Path, *words: str) -> list[str]:
    return [sys.executable, "-m", "antigone", "desk", "--home", str(home), *words]


def surroundings(**more: str) -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(_ALONE)} | more


@contextmanager
def served(home: Path) -> Iterator[Served]:
    """A desk in ``home``, made from nothing and served on a free port of this machine."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    subprocess.run(command(home, "init"), check=True, capture_output=True, env=surroundings())
    bound = surroundings(ANTIGONE_DESK_BIND=f"127.0.0.1:{port}")
    process = subprocess.Popen(
        command(home, "serve"), stdout=subprocess.DEVNULL, stderr=(home / "served.log").open("wb"), env=bound
    )
    desk = Served(home, f"http://localhost:{port}")
    try:
        _wait_for(desk)
        yield desk
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(60)


def _wait_for(desk: Served) -> None:
    for _ in range(300):
        try:
            if httpx.get(desk.address, timeout=5).status_code == 200:
                return
        except httpx.HTTPError:
            time.sleep(0.2)
    raise RuntimeError((desk.home / "served.log").read_text())
