"""How fast the desk is with a large incident: server time of each page, search to page, users at once, memory.

    uv run python bench/desk_pages.py --database sqlite|postgresql [--records 100000] [--cases 10000] [--users 20]

PostgreSQL is a server of its own, begun and ended here. Times are of a whole request over loopback to the desk's two
processes, one request at a time; pages are those of an examiner who is also a registrar, the audit's those of an
auditor. ``--keep FOLDER`` keeps the desk for the next run. ``--only WORD`` measures pages with that word in their name.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import numpy as np

from desk_cluster import cluster
from desk_rows import fill, start

PORT = 8763
TOKEN = "c" * 32
PICTURE = Path(__file__).resolve().parents[1] / "src" / "antigone" / "demo" / "incident" / "unidentified" / "U-01.jpg"
Page = Callable[[], str]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--audit", type=int, default=500_000, help="rows of the audit")
    parser.add_argument("--users", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--only", default="")
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--out", type=Path, help="also as JSON")
    given = parser.parse_args()
    os.chdir("/")
    with nullcontext(given.keep) if given.keep else tempfile.TemporaryDirectory(prefix="antigone-bench-") as folder:
        place = Path(folder).absolute()
        place.mkdir(parents=True, exist_ok=True)
        place.chmod(0o755)  # PostgreSQL's own user passes through
        server = cluster(place / "server") if given.database == "postgresql" else nullcontext("sqlite")
        with server as address:
            start(place / given.database, address, PORT)
            said = measured(place / given.database, given)
    show(said)
    if given.out:
        given.out.write_text(json.dumps(said, indent=1))


def measured(home: Path, given: argparse.Namespace) -> dict[str, Any]:
    from antigone.desk.accounts.models import Person

    if not Person.objects.exists():
        began = time.monotonic()
        fill(given.records, given.cases, given.users, given.audit)
        print(f"filled in {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    at_work = Person.objects.exclude(held__role="administrator").order_by("pk")
    cookies = [signed_in(person) for person in at_work]
    workers, auditor = cookies[:-1], cookies[-1]
    pages = addresses(given.records, given.cases)
    pages = {name: page for name, page in pages.items() if given.only in name or name == "account"}
    said: dict[str, Any] = {"database": given.database, "date": time.strftime("%Y-%m-%d"), "load": os.getloadavg()[0]}
    with running(home, "serve", "--workers", "2", "--no-worker") as web:
        web.stdout.readline()
        fresh = (
            given.records + 100 + int(time.time()) % (given.cases // 2)
        )  # a kept desk has the picture in some already
        said["pages"] = one_by_one(pages, workers[0], auditor, given.rounds)
        if not given.only:
            said["together"] = together({n: p for n, p in pages.items() if "audit" not in n}, workers)
            with running(home, "worker") as worker:
                said["first search, s"] = search_to_page(given.records + 1, workers[0])
                said["searches"] = several(lambda n: search_to_page(given.records + 2 + n, workers[0]), 15)
                said["photographs"] = several(lambda n: photograph_to_page(fresh + n, workers[0]), 8)
                said["megabytes of the worker"] = memory(worker.pid)
            said["megabytes of each web process"] = [memory(each) for each in (web.pid, *children(web.pid))]
    return said


@contextmanager
def running(home: Path, *command: str) -> Iterator[Any]:
    """A command of the desk, ended afterwards."""
    words = [sys.executable, "-m", "antigone", "desk", "--home", str(home), *command]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def signed_in(person: Any) -> str:
    """A cookie with which the person is signed in."""
    from django.test import Client
    from django.utils import timezone

    from antigone.desk.web.accounts.signing import BACKEND
    from antigone.desk.web.gate import BEGAN, SEEN

    client = Client(SERVER_NAME="localhost")
    client.force_login(person, BACKEND)
    session = client.session
    session[BEGAN] = session[SEEN] = timezone.now().timestamp()
    session.save()
    return f"antigone={session.session_key}; csrftoken={TOKEN}"


def addresses(records: int, cases: int) -> dict[str, Page]:
    """Each page, and how to draw one of its addresses. Rows are numbered from 1: records, then cases."""
    from antigone.desk.candidates.models import DuplicateWarning

    dice = random.Random(1)
    doubts = DuplicateWarning.objects.filter(dismissed_at=None).values_list("pk", flat=True)[:500]

    def of(pattern: str, *, am: bool) -> Page:
        first, last = (1, records) if am else (records + 1, records + cases)
        return lambda: pattern.format(dice.randint(first, last))

    def one_of(pattern: str, *words: object) -> Page:
        return lambda: quote(pattern.format(dice.choice(words)), safe="/?&=")

    both = {"of a case": ("cases", False), "of a record": ("records", True)}
    return {
        "account": lambda: "/account",
        "front": lambda: "/",
        "incidents": lambda: "/incidents",
        "incident": lambda: "/incidents/1",
        "cases": lambda: "/cases?incident=1",
        "cases, a later page": one_of("/cases?incident=1&page={}", *range(2, 200)),
        "cases, filtered": one_of("/cases?incident=1&sex={}", "female", "male"),
        "cases, by day": one_of("/cases?incident=1&sort={}found", "", "-"),
        "cases, by place": one_of("/cases?incident=1&sort={}place", "", "-"),
        "cases, words": one_of("/cases?incident=1&q={}", "beach 7", "00123", "BENCH-PM-0007", "Щерб"),
        "records": lambda: "/records?incident=1",
        "records, a later page": one_of("/records?incident=1&page={}", *range(2, 200)),
        "records, filtered": one_of("/records?incident=1&sex={}&age=30", "female", "male"),
        **{
            f"records, state {state}": lambda state=state: f"/records?incident=1&state={state}"
            for state in ("opened", "photographed", "searched", "with-examiners", "settled", "identified", "closed")
        },
        "records, by age": one_of("/records?incident=1&sort={}age", "", "-"),
        "records, by last seen": one_of("/records?incident=1&sort={}seen", "", "-"),
        "records, last seen in a week": lambda: "/records?incident=1&seen_from=2026-03-01&seen_to=2026-03-07",
        "records, without photographs": lambda: "/records?incident=1&photographs=without",
        "records, sorted by name": one_of("/records?incident=1&sort={}name", "", "-"),
        "records, by name": one_of("/records?incident=1&q={}", "Щербак", "Kovalenko", "Marjurson", "Olena Lindiviv"),
        "records, by number": one_of("/records?incident=1&q={}", "00123", "778", "BENCH-AM-0123"),
        "a case": of("/cases/{}", am=False),
        "a record": of("/records/{}", am=True),
        **{f"photographs {w}": of(f"/{p}/{{}}/photographs", am=a) for w, (p, a) in both.items()},
        **{f"searches {w}": of(f"/{p}/{{}}/searches", am=a) for w, (p, a) in both.items()},
        **{f"history {w}": of(f"/{p}/{{}}/history", am=a) for w, (p, a) in both.items()},
        "consents of a record": of("/records/{}/consents", am=True),
        "candidates of a case": of("/searches/{}", am=False),
        "candidates of a record": of("/searches/{}", am=True),
        "a photograph of a case": of("/photographs/{}", am=False),
        "a photograph of a record": of("/photographs/{}", am=True),
        "sources": lambda: "/incidents/1/sources",
        "a source": lambda: "/sources/1",
        "imports": lambda: "/incidents/1/imports",
        "warnings": lambda: "/warnings",
        "a warning": one_of("/warnings/{}", *doubts),
        "audit": lambda: "/audit",
        "audit, one person": one_of("/audit?actor=person+{}", *range(1, 20)),
        "audit, searches": lambda: "/audit?verb=searches",
        "audit, people": lambda: "/audit/people",
    }


def ask(address: str, cookie: str, body: bytes | None = None, kind: str = "") -> tuple[float, int, str, str]:
    """Seconds, status, body and where it leads, of one request."""
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
    headers = {"Cookie": cookie} | ({"Content-Type": kind} if kind else {})
    began = time.perf_counter()
    connection.request("POST" if body is not None else "GET", address, body, headers)
    answer = connection.getresponse()
    said = answer.read()
    took = time.perf_counter() - began
    connection.close()
    return took, answer.status, said.decode("utf-8", "replace"), answer.headers.get("Location") or ""


def one_by_one(pages: dict[str, Page], cookie: str, auditor: str, rounds: int) -> dict[str, Any]:
    taken: dict[str, list[float]] = {name: [] for name in pages}
    for turn in range(rounds + 2):
        for name, draw in pages.items():
            address = draw()
            seconds, status, *_ = ask(address, auditor if "audit" in name else cookie)
            assert status == 200, f"{address}: {status}"
            if turn >= 2:
                taken[name].append(1000 * seconds)
    still = float(np.median(taken["account"]))
    return {
        name: {
            "median": round(float(np.median(values)), 1),
            "p99": round(float(np.percentile(values, 99)), 1),
            "ratio": round(float(np.median(values)) / still, 1),
        }
        for name, values in taken.items()
    }


def together(pages: dict[str, Page], cookies: list[str], seconds: float = 30) -> dict[str, Any]:
    """Everybody asks for one page after another without a pause, all at the same time."""
    taken: list[float] = []
    wrong: list[object] = []
    until = time.monotonic() + seconds

    def work(cookie: str, number: int) -> None:
        dice, draws = random.Random(number), list(pages.values())
        while time.monotonic() < until:
            try:
                took, status, *_ = ask(dice.choice(draws)(), cookie)
            except OSError as fault:
                wrong.append(fault)
                continue
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
        "pages a second": round(len(taken) / seconds, 1),
        "median": round(1000 * float(np.median(taken))),
        "p99": round(1000 * float(np.percentile(taken, 99))),
    }


def search_to_page(subject: int, cookie: str) -> float:
    """Seconds from asking for a search until its list is on a page."""
    fields = {"purpose": "identify", "reason": "measuring", "csrfmiddlewaretoken": TOKEN}
    form = ask(f"/cases/{subject}/search", cookie)[2]
    fields["purpose"] = re.findall(r'<option value="([^"]+)"', form)[0]
    began = time.perf_counter()
    kind = "application/x-www-form-urlencoded"
    _, status, said, where = ask(f"/cases/{subject}/search", cookie, urlencode(fields).encode(), kind)
    assert status == 302, f"{status}: {said}"
    return _until_shown(where, cookie, began)


def photograph_to_page(subject: int, cookie: str) -> float:
    """Seconds from sending a photograph of a dead person until the list made with it is on a page."""
    from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

    runs = f"/cases/{subject}/searches"
    before = set(re.findall(r"/searches/\d+", ask(runs, cookie)[2]))
    with PICTURE.open("rb") as file:
        fields = {"stage": "unknown", "photos": file, "csrfmiddlewaretoken": TOKEN}
        body = encode_multipart(BOUNDARY, fields)
    began = time.perf_counter()
    _, status, said, _ = ask(f"/cases/{subject}/photographs/add", cookie, body, MULTIPART_CONTENT)
    assert status == 302, f"{status}: {said}"
    while not (made := set(re.findall(r"/searches/\d+", ask(runs, cookie)[2])) - before):
        assert time.perf_counter() < began + 60, "no search was made"
        time.sleep(0.05)
    return _until_shown(made.pop(), cookie, began)


def _until_shown(address: str, cookie: str, began: float) -> float:
    while True:
        _, status, said, _ = ask(address, cookie)
        assert status == 200, f"{address}: {status}"
        if '<ol class="entries">' in said:
            return time.perf_counter() - began
        assert time.perf_counter() < began + 120, f"{address}: no list"
        time.sleep(0.05)


def several(measure: Callable[[int], float], times: int) -> dict[str, float]:
    taken = [measure(n) for n in range(times)]
    return {"times": times, "median s": round(float(np.median(taken)), 2), "slowest s": round(max(taken), 2)}


def children(parent: int) -> list[int]:
    return [int(n) for n in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]


def memory(process: int) -> int:
    """Resident megabytes at their highest."""
    return round(int(Path(f"/proc/{process}/status").read_text().split("VmHWM:")[1].split()[0]) / 1024)


def show(said: dict[str, Any]) -> None:
    print("| page | median, ms | 99 of 100, ms | times the account page |\n|---|---|---|---|")
    for name, each in said["pages"].items():
        late = " (over)" if each["median"] > 100 or each["p99"] > 300 else ""
        print(f"| {name} | {each['median']}{late} | {each['p99']} | {each['ratio']} |")
    print(json.dumps({name: value for name, value in said.items() if name != "pages"}, indent=1))


if __name__ == "__main__":
    main()
