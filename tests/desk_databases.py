"""A desk's database for the tests: SQLite always, PostgreSQL where it is installed, in a cluster of the tests' own."""

from __future__ import annotations

import copy
import os
import random
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core.management import call_command
from django.db import connections

from chromium import BARE
from desk_kept import comes_from, fingerprint, kept

# One connection a thread, as in a desk that is served. Django gives a thread whose event loop runs, as Playwright's
# does, another one than it has without: what a test opened before its browser would stay open, and out of its reach.
connections._connections = threading.local()  # type: ignore[assignment]

_numbers = count(1)
_SQLITE = copy.deepcopy(connections.settings["default"]["OPTIONS"])
_MIGRATED = "migrated"
"""The PostgreSQL database from which others are copied. Nobody can connect to it, so nobody is ever waited for."""


@dataclass(frozen=True)
class Database:
    """A database of a desk, and where it is."""

    kind: str
    place: Path
    port: int = 0
    name: str = "desk"

    @property
    def address(self) -> str:
        """As ANTIGONE_DESK_DATABASE has it."""
        return "sqlite" if self.kind == "sqlite" else f"postgresql://postgres@127.0.0.1:{self.port}/{self.name}"

    def use(self) -> None:
        """Have Django talk to this one, from every thread that begins now. What is open to it stays open."""
        wanted = self._settings()
        if connections.settings["default"] != wanted:
            connections["default"].close()
            del connections["default"]
            connections.settings["default"] = wanted

    def migrate(self) -> None:
        """Make its tables. Whatever database is in use stays in use."""
        connections.settings["migrated"] = self._settings()
        try:
            call_command("migrate", database="migrated", verbosity=0, skip_checks=True)
        finally:
            connections["migrated"].close()
            del connections["migrated"], connections.settings["migrated"]

    def empty(self, name: str) -> Database:
        """A new database on the same server, with nothing in it."""
        self.ask(f"CREATE DATABASE {name}")
        return replace(self, name=name)

    @contextmanager
    def copied(self, folder: Path) -> Iterator[Database]:
        """A migrated database of a test's own, in use while the test lasts."""
        if self.kind == "sqlite":
            shutil.copy(self.place / "desk.sqlite3", folder)
            made = Database("sqlite", folder)
        else:
            made = replace(self, name=f"desk_{next(_numbers)}")
            self.ask(f"CREATE DATABASE {made.name} TEMPLATE {_MIGRATED}")
        made.use()
        yield made
        self.use()
        if made.kind == "postgresql":
            self.ask(f"DROP DATABASE {made.name} WITH (FORCE)")

    def ask(self, statement: str) -> None:
        """Have the server do something outside all its databases."""
        with psycopg.connect(host="127.0.0.1", port=self.port, user="postgres", autocommit=True) as server:
            server.execute(statement.encode())

    def _settings(self) -> dict[str, Any]:
        chosen: dict[str, Any] = copy.deepcopy(connections.settings["default"])
        if self.kind == "sqlite":
            sqlite = {"ENGINE": "django.db.backends.sqlite3", "NAME": self.place / "desk.sqlite3"}
            return {**chosen, **sqlite, "OPTIONS": _SQLITE}
        server = {"ENGINE": "django.db.backends.postgresql", "HOST": "127.0.0.1", "PORT": str(self.port)}
        return {**chosen, **server, "USER": "postgres", "NAME": self.name, "OPTIONS": {}, "CONN_MAX_AGE": 0}


def sqlite(folder: Path) -> Database:
    """A migrated database in ``folder``."""

    def make(place: Path) -> None:
        place.mkdir()
        Database("sqlite", place).migrate()

    with kept("sqlite", fingerprint(comes_from(_HOW)), make) as made:
        shutil.copy(made / "desk.sqlite3", folder)
    return Database("sqlite", folder)


@contextmanager
def postgresql() -> Iterator[Database]:
    """A server on loopback with a migrated database, a port and a folder of its own; skips where there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
    if BARE or not found:
        pytest.skip("needs PostgreSQL: apt-get install postgresql")
    tools = found[-1].parent

    def make(place: Path) -> None:
        with _folder() as folder:
            new = ("-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-sync", "--wal-segsize=1")
            command = [*_AS_POSTGRES, tools / "initdb", *new, "-D", folder / "data"]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/")
            with _started(tools, folder) as server:
                server.empty(_MIGRATED).migrate()
                server.ask(f"ALTER DATABASE {_MIGRATED} IS_TEMPLATE true ALLOW_CONNECTIONS false")
            _copy(folder / "data", place)

    with _folder() as folder:
        with kept("postgresql", fingerprint(comes_from(_HOW, str(tools))), make) as made:
            _copy(made, folder / "data")
        with _started(tools, folder) as server:
            server.ask(f"CREATE DATABASE {server.name} TEMPLATE {_MIGRATED}")
            yield server


_HOW = Path(__file__).read_text(encoding="utf-8")
# PostgreSQL refuses to run as root. A server ends with the process of the tests, even one that is killed.
_OTHER = ("--reuid", "postgres", "--regid", "postgres", "--clear-groups") if os.geteuid() == 0 else ()
_AS_POSTGRES = ("setpriv", "--pdeathsig", "QUIT", *_OTHER)
_SERVED = ("listen_addresses=127.0.0.1", "unix_socket_directories=")
_UNKEPT = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "jit=off")
"""What a server does for data that shall outlive a crash, and what pays only for long queries."""
_MEMORY = Path("/dev/shm")
_ROOM = 2**30


@contextmanager
def _folder() -> Iterator[Path]:
    """A folder for a cluster: in memory where there is room, where a thousand small files cost a twentieth."""
    fast = os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > _ROOM
    parent = _MEMORY if fast else Path(tempfile.gettempdir())
    for left in parent.glob("antigone-pg-*-*"):
        if not Path("/proc", left.name.split("-")[2]).exists():  # of a run that was killed
            shutil.rmtree(left, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix=f"antigone-pg-{os.getpid()}-", dir=parent))
    if _OTHER:
        shutil.chown(folder, "postgres", "postgres")
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _started(tools: Path, folder: Path) -> Iterator[Database]:
    """The cluster in ``folder``, served."""
    made = Database("postgresql", folder, free_port())
    chosen = [word for each in (f"port={made.port}", *_SERVED, *_UNKEPT) for word in ("-c", each)]
    with (folder / "log").open("wb") as log:
        command = [*_AS_POSTGRES, tools / "postgres", "-D", folder / "data", *chosen]
        server = subprocess.Popen(command, stdout=log, stderr=log, cwd="/")
    try:
        _wait_for(server, made)
        yield made
    finally:
        server.send_signal(signal.SIGINT)  # it ends connections, and leaves data that can be copied
        server.wait()


def _wait_for(server: subprocess.Popen[bytes], made: Database) -> None:
    for _ in range(3000):
        with suppress(psycopg.OperationalError):
            return made.ask("SELECT")
        if server.poll() is not None:
            break
        time.sleep(0.05)
    raise RuntimeError((made.place / "log").read_text(encoding="utf-8"))


def _copy(place: Path, to: Path) -> None:
    """With its owner, who is another than whoever runs the tests if that is root."""
    subprocess.run(["cp", "-a", place, to], check=True)


def free_port() -> int:
    """Below those that the system gives to connections, one of which would have it before the server begins."""
    while True:
        port = random.randrange(20_000, 32_000)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
