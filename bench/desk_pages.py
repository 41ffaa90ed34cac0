"""How fast the desk's pages are with a large incident: server time of each page, users at once, memory.

    uv run python bench/desk_pages.py [--records 100000] [--cases 10000] [--users 20] [--database postgresql://...]

Times are of a whole request over loopback to gunicorn with two processes. Pages are those of an examiner who is also
a registrar. `ratio` is to the account page of the same run, which reads almost nothing.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from desk_rows import fill, start

PORT = 8763


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--users", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--database", default="sqlite")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="antigone-bench-") as folder:
        home = Path(folder) / "desk"
        start(home, arguments.database, PORT)
        made = fill(arguments.records, arguments.cases, arguments.users)
        cookies = [signed_in(person) for person in made["people"]]
        pages = addresses(made["incident"].pk, arguments.records)
        server = subprocess.Popen(
            [sys.executable, "-m", "antigone", "desk", "--home", str(home), "serve", "--workers", "2", "--no-worker"],
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            assert server.stdout is not None
            server.stdout.readline()
            said = {
                "database": arguments.database.split(":", maxsplit=1)[0],
                "records": arguments.records,
                "cases": arguments.cases,
                "pages": one_by_one(pages, cookies[0], arguments.rounds),
                "together": together(pages, cookies),
                "megabytes_of_a_web_process": memory(server.pid),
            }
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(30)
    print(json.dumps(said, indent=1))


def signed_in(person: object) -> str:
    """A cookie with which the person is signed in."""
    from django.test import Client
    from django.utils import timezone

    from antigone.desk.web.middleware import BEGAN
    from antigone.desk.web.pages.signing import BACKEND

    client = Client(SERVER_NAME="localhost")
    client.force_login(person, BACKEND)  # type: ignore[arg-type]
    session = client.session
    session[BEGAN] = timezone.now().timestamp()
    session.save()
    return f"antigone={session.session_key}"


def addresses(incident: int, records: int) -> dict[str, Callable[[], str]]:
    """Each page, and how to draw one of its addresses."""
    from antigone.desk.subjects.models import Subject

    dice = random.Random(1)
    cases = list(Subject.objects.filter(kind="pm").values_list("pk", flat=True))
    missing = list(Subject.objects.filter(kind="am").values_list("pk", flat=True))
    return {
        "account": lambda: "/account",
        "front": lambda: "/",
        "incident": lambda: f"/incidents/{incident}",
        "cases": lambda: f"/cases?incident={incident}",
        "cases, a later page": lambda: f"/cases?incident={incident}&page={dice.randint(2, 50)}",
        "cases, filtered": lambda: f"/cases?incident={incident}&sex={dice.choice(['female', 'male'])}",
        "a case": lambda: f"/cases/{dice.choice(cases)}",
        "records": lambda: f"/records?incident={incident}",
        "records, by name": lambda: (
            f"/records?incident={incident}&name={dice.choice(['Щербак', 'Koval', 'Haievenko'])}"
        ),
        "records, filtered": lambda: f"/records?incident={incident}&sex={dice.choice(['female', 'male'])}",
        "a record": lambda: f"/records/{dice.choice(missing)}",
        "warnings": lambda: "/doubts",
    }


def ask(address: str, cookie: str) -> tuple[float, int]:
    """Seconds and status of one request."""
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
    began = time.perf_counter()
    connection.request(
        "GET", address.encode().decode("latin-1") if address.isascii() else quoted(address), headers={"Cookie": cookie}
    )
    answer = connection.getresponse()
    answer.read()
    took = time.perf_counter() - began
    connection.close()
    return took, answer.status


def quoted(address: str) -> str:
    from urllib.parse import quote

    return quote(address, safe="/?&=")


def one_by_one(pages: dict[str, Callable[[], str]], cookie: str, rounds: int) -> dict[str, object]:
    taken: dict[str, list[float]] = {name: [] for name in pages}
    for turn in range(rounds + 2):
        for name, draw in pages.items():
            seconds, status = ask(draw(), cookie)
            assert status == 200, f"{name}: {status}"
            if turn >= 2:
                taken[name].append(seconds)
    still = float(np.median(taken["account"]))
    return {
        name: {
            "median_ms": round(1000 * float(np.median(values)), 1),
            "p99_ms": round(1000 * float(np.percentile(values, 99)), 1),
            "ratio": round(float(np.median(values)) / still, 1),
        }
        for name, values in taken.items()
    }


def together(pages: dict[str, Callable[[], str]], cookies: list[str], seconds: float = 20) -> dict[str, object]:
    """Everybody asks for one page after another, all at the same time."""
    taken: list[float] = []
    wrong: list[int] = []
    until = time.monotonic() + seconds

    def work(cookie: str, number: int) -> None:
        dice = random.Random(number)
        draws = list(pages.values())
        while time.monotonic() < until:
            took, status = ask(dice.choice(draws)(), cookie)
            taken.append(took)
            if status != 200:
                wrong.append(status)

    threads = [threading.Thread(target=work, args=(cookie, n)) for n, cookie in enumerate(cookies)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return {
        "users": len(cookies),
        "pages": len(taken),
        "errors": len(wrong),
        "pages_a_second": round(len(taken) / seconds, 1),
        "median_ms": round(1000 * float(np.median(taken))),
        "p99_ms": round(1000 * float(np.percentile(taken, 99))),
    }


def memory(server: int) -> list[int]:
    """Resident megabytes, at their highest, of each process that answers."""
    children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
    found = []
    for child in children:
        status = Path(f"/proc/{child}/status").read_text()
        found.append(round(int(status.split("VmHWM:")[1].split()[0]) / 1024))
    return found


if __name__ == "__main__":
    os.chdir(Path(__file__).parent)
    main()
