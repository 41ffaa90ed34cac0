"""Whether slow and idle clients make anybody's page slower: 200 of them against the desk as it is served, and against
the same pages served by gunicorn's threads.

    uv run --with gunicorn python bench/slow_clients.py [--clients 200] [--rounds 60] [--out FILE.json]

Half of the clients connect and say nothing; half send a form of 900 KB, a byte a second. A page is that of signing in,
one after another over loopback, while they do. Exits with 1 if the desk's median with them is more than twice the one
without, or a page is not answered.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any

PORTS = {"the desk": 8771, "gunicorn": 8772}
MOST = 2.0
PATIENCE = 60.0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clients", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="antigone-bench-") as folder:
        variables = made(Path(folder))
        names = [name for name in PORTS if name == "the desk" or find_spec("gunicorn") is not None]
        report = {name: measured(name, variables, given.clients, given.rounds) for name in names}
    print(json.dumps(report, indent=1))
    if given.out:
        given.out.write_text(json.dumps(report, indent=1))
    desk = report["the desk"]
    return int(desk["unanswered"] > 0 or desk["times slower"] > MOST)


def made(home: Path) -> dict[str, str]:
    """A new desk's folder and database. Returns the variables that its processes need."""
    from antigone.desk.setup import make_folder, read_settings

    make_folder(home, "agency")
    variables = {**os.environ, **read_settings(home), "ANTIGONE_DESK_HOME": str(home)}
    variables |= {"ANTIGONE_DESK_FAMILIES": "elsewhere", "DJANGO_SETTINGS_MODULE": "antigone.desk.settings"}
    subprocess.run([sys.executable, "-m", "antigone", "desk", "--home", str(home), "init"], env=variables, check=True)
    return variables


@contextmanager
def serving(name: str, variables: dict[str, str]) -> Iterator[int]:
    port = PORTS[name]
    command = [sys.executable, "-m", "antigone", "desk", "serve", "--no-worker"]
    if name == "gunicorn":
        command = [sys.executable, "-m", "gunicorn", "antigone.desk.wsgi", "--bind", f"127.0.0.1:{port}"]
        command += ["--workers", "2", "--threads", "4", "--worker-class", "gthread", "--timeout", "60"]
    process = subprocess.Popen(command, env={**variables, "ANTIGONE_DESK_BIND": f"127.0.0.1:{port}"})
    try:
        for _ in range(600):
            with suppress(OSError):
                page(port)
                break
            time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait(60)


def measured(name: str, variables: dict[str, str], clients: int, rounds: int) -> dict[str, Any]:
    with serving(name, variables) as port:
        for _ in range(10):
            page(port)
        quiet, _ = pages(port, rounds)
        with slow(port, clients):
            time.sleep(3)
            beside, unanswered = pages(port, rounds)
    return {
        "milliseconds alone": figures(quiet),
        "milliseconds beside slow clients": figures(beside),
        "unanswered": unanswered,
        "times slower": round(statistics.median(beside or [PATIENCE]) / statistics.median(quiet), 2),
    }


def figures(seconds: list[float]) -> dict[str, float]:
    ordered = sorted(seconds) or [PATIENCE]
    return {
        "median": round(1000 * statistics.median(ordered), 1),
        "95 of 100": round(1000 * ordered[int(0.95 * (len(ordered) - 1))], 1),
    }


def pages(port: int, rounds: int) -> tuple[list[float], int]:
    """Seconds of each page; and how many were not answered. Ends early where none is."""
    taken, unanswered = [], 0
    for _ in range(rounds):
        began = time.monotonic()
        try:
            page(port)
        except OSError:
            unanswered += 1
            if unanswered == 2:
                break
        else:
            taken.append(time.monotonic() - began)
    return taken, unanswered


def page(port: int) -> None:
    asked = http.client.HTTPConnection("localhost", port, timeout=PATIENCE / 4)
    try:
        asked.request("GET", "/sign-in")
        answer = asked.getresponse()
        answer.read()
        if answer.status != 200:
            raise OSError(f"the page answered {answer.status}")
    finally:
        asked.close()


@contextmanager
def slow(port: int, clients: int) -> Iterator[None]:
    over = threading.Event()
    lines = [socket.create_connection(("127.0.0.1", port), timeout=30) for _ in range(clients)]
    senders = lines[::2]
    head = b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    for line in senders:
        line.sendall(head + b"Content-Length: 900000\r\n\r\n")
    thread = threading.Thread(target=trickle, args=(senders, over.is_set))
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
        for line in lines:
            line.close()


def trickle(senders: list[socket.socket], over: Callable[[], bool]) -> None:
    while not over():
        for line in senders:
            with suppress(OSError):
                line.sendall(b"x")
        time.sleep(1)


if __name__ == "__main__":
    sys.exit(main())
