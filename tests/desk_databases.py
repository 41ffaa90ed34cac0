"""A desk's database for the tests: SQLite always, PostgreSQL where it is installed, in a cluster of the tests' own."""

from __future__ import annotations

import copy
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, connections

_numbers = count(1)


@dataclass(frozen=True)
class Database:
    """One migrated database, from which others are copied."""

    kind: str
    place: Path
    port: int = 0
    name: str = "desk"

    @property
    def address(self) -> str:
        """As ANTIGONE_DESK_DATABASE has it."""
        return "sqlite" if self.kind == "sqlite" else f"postgresql://postgres@127.0.0.1:{self.port}/{self.name}"

    def use(self) -> None:
        """Have Django talk to this one, from every thread that begins now."""
        chosen: dict[str, Any] = copy.deepcopy(connections.settings["default"])
        if self.kind == "sqlite":
            chosen |= {"ENGINE": "django.db.backends.sqlite3", "NAME": self.place / "desk.sqlite3"}
            chosen["OPTIONS"] = _SQLITE
        else:
            chosen |= {"ENGINE": "django.db.backends.postgresql", "NAME": self.name, "OPTIONS": {}}
            chosen |= {"USER": "postgres", "HOST": "127.0.0.1", "PORT": str(self.port), "CONN_MAX_AGE": 0}
        connections["default"].close()
        del connections["default"]
        connections.settings["default"] = chosen

    def empty(self, name: str) -> Database:
        """A new database on the same server, with nothing in it."""
        _psql(self, f"CREATE DATABASE {name}")
        return Database(self.kind, self.place, self.port, name)

    @contextmanager
    def copied(self, folder: Path) -> Iterator[Database]:
        """A database of a test's own, in use while the test lasts."""
        connections["default"].close()
        if self.kind == "sqlite":
            shutil.copy(self.place / "desk.sqlite3", folder)
            made = Database("sqlite", folder)
        else:
            made = Database("postgresql", self.place, self.port, f"desk_{next(_numbers)}")
            _once_left(lambda: _psql(self, f"CREATE DATABASE {made.name} TEMPLATE {self.name}"))
        made.use()
        yield made
        connections["default"].close()
        self.use()
        if made.kind == "postgresql":
            _psql(self, f"DROP DATABASE {made.name} WITH (FORCE)")


_SQLITE = copy.deepcopy(connections.settings["default"]["OPTIONS"])


def migrated(kind: str, folder: Path, port: int = 0) -> Database:
    made = Database(kind, folder, port)
    if kind == "postgresql":
        _psql(made, "CREATE DATABASE desk")
    made.use()
    call_command("migrate", verbosity=0, skip_checks=True)
    if kind == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return made


def _once_left(do: Callable[[], None]) -> None:
    """A database is copied only while nobody is connected, and a connection that was closed takes a moment to go."""
    for _ in range(30):
        try:
            do()
        except subprocess.CalledProcessError:
            time.sleep(0.1)
        else:
            return
    do()


def _psql(database: Database, statement: str) -> None:
    command = [
        "psql",
        "-q",
        "-h",
        "127.0.0.1",
        "-p",
        str(database.port),
        "-U",
        "postgres",
        "-d",
        "postgres",
        "-c",
        statement,
    ]
    subprocess.run(command, check=True, capture_output=True)


@contextmanager
def cluster() -> Iterator[tuple[Path, int]]:
    """A PostgreSQL server on loopback, with a port and a folder of its own; skips where there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"))
    if not found or not shutil.which("psql"):
        pytest.skip("needs PostgreSQL: apt-get install postgresql")
    folder = Path(tempfile.mkdtemp(prefix="antigone-pg-"))
    tools, data, port = found[-1].parent, folder / "data", free_port()
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        shutil.chown(folder, "postgres", "postgres")
    _as_postgres(tools / "initdb", "-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-sync", "-D", data)
    plain = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off"
    _as_postgres(tools / "pg_ctl", "-w", "-D", data, "-l", folder / "log", "-o", plain, "start")
    try:
        yield folder, port
    finally:
        connections["default"].close()
        _as_postgres(tools / "pg_ctl", "-w", "-m", "immediate", "-D", data, "stop")
        shutil.rmtree(folder, ignore_errors=True)


def _as_postgres(*command: object) -> None:
    words = [str(word) for word in command]
    if os.geteuid() == 0:
        words = ["setpriv", "--reuid", "postgres", "--regid", "postgres", "--clear-groups", *words]
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL, cwd="/tmp")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
