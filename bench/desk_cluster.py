"""A PostgreSQL server of the measurement's own, with its ordinary settings: what is written is on the disk."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def cluster(folder: Path) -> Iterator[str]:
    """The address of its database ``desk``, as ANTIGONE_DESK_DATABASE has it. What lies in ``folder`` is used again."""
    tools, data, port = sorted(Path("/usr/lib/postgresql").glob("*/bin"))[-1], folder / "data", free_port()
    fresh = not data.exists()
    if fresh:
        folder.mkdir(parents=True, exist_ok=True)
        if os.geteuid() == 0:  # PostgreSQL refuses to run as root
            shutil.chown(folder, "postgres", "postgres")
        _as_postgres(tools / "initdb", "-A", "trust", "-U", "postgres", "-E", "UTF8", "-D", data)
    plain = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories="
    _as_postgres(tools / "pg_ctl", "-w", "-D", data, "-l", folder / "log", "-o", plain, "start")
    try:
        if fresh:
            _as_postgres(tools / "createdb", "-h", "127.0.0.1", "-p", port, "-U", "postgres", "desk")
        yield f"postgresql://postgres@127.0.0.1:{port}/desk"
    finally:
        _as_postgres(tools / "pg_ctl", "-w", "-m", "fast", "-D", data, "stop")


def _as_postgres(*command: object) -> None:
    words = [str(word) for word in command]
    if os.geteuid() == 0:
        words = ["setpriv", "--reuid", "postgres", "--regid", "postgres", "--clear-groups", *words]
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL, cwd="/tmp")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
