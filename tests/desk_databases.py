"""A desk's database for the tests: SQLite always, PostgreSQL where it is installed, in a cluster of the tests' own."""

from __future__ import annotations

import copy
import os
import random
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, connections
from filelock import FileLock

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


def migrated(kind: str, folder: Path, shared: Path, port: int = 0) -> Database:
    """A database with every migration applied: really applied by the first process of a run that asks, and kept in
    ``shared``, from where the others copy it."""
    made = Database(kind, folder, port)
    kept = shared / f"migrated.{kind}"
    if kind == "postgresql":
        _psql(made, "CREATE DATABASE desk")
    with FileLock(f"{kept}.lock"):
        if not kept.exists():
            made.use()
            call_command("migrate", verbosity=0, skip_checks=True)
            _keep(made, kept)
        elif kind == "sqlite":
            shutil.copy(kept, folder / "desk.sqlite3")
        else:
            _run("psql", made, "-q", "-v", "ON_ERROR_STOP=1", "-d", "desk", "-f", kept)
    return made


def _keep(made: Database, kept: Path) -> None:
    whole = kept.with_suffix(".new")
    if made.kind == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copy(made.place / "desk.sqlite3", whole)
    else:
        _run("pg_dump", made, "-d", "desk", "-f", whole)
    whole.rename(kept)


def _once_left(do: Callable[[], None]) -> None:
    """A database is copied only while nobody is connected, and a connection that was closed takes a moment to go."""
    for _ in range(300):
        try:
            do()
        except subprocess.CalledProcessError:
            time.sleep(0.1)
        else:
            return
    do()


def _psql(database: Database, statement: str) -> None:
    _run("psql", database, "-q", "-d", "postgres", "-c", statement)


def _run(tool: str, database: Database, *words: object) -> None:
    command = [tool, "-h", "127.0.0.1", "-p", database.port, "-U", "postgres", *words]
    subprocess.run([str(word) for word in command], check=True, capture_output=True)


_UNKEPT = " ".join(f"-c {each}" for each in ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "jit=off"))
"""What a server does for data that shall outlive a crash, and what pays only for long queries."""


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
    plain = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= {_UNKEPT}"
    _as_postgres(tools / "pg_ctl", "-w", "-t", 300, "-D", data, "-l", folder / "log", "-o", plain, "start")
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
    """Below those that the system gives to connections, one of which would have it before the server begins."""
    while True:
        port = random.randrange(20_000, 32_000)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
