"""How long an incident's front page takes with 100,000 records and 10,000 cases.

    uv run python bench/overview.py [--records 100000] [--cases 10000] [--rounds 5] [--json]

On SQLite, in this process: whole pages as they are sent, beside the list of records and the account page,
which read fifty rows and almost nothing. The incident is that of ``states.py``; every case and every second record has
coordinates, and all were opened within 90 days. Rows are made directly.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import states
from desk_rows import start

PAGES = {
    "account": "/account",
    "records": "/records?incident=1",
    "incident": "/incidents/1",
    "morning": "/incidents/1/morning",
    "find, a code": "/find?q=BENCH-AM-000123",
    "find, a place": "/find?q=beach 7",
    "find, a word nobody has": "/find?q=quartz",
}
"""What is asked for; each is set beside the list of records."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--keep", type=Path, help="a folder that keeps the desk for the next run")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="antigone-bench-") as folder:
        home = given.keep or Path(folder) / "desk"
        made = not home.exists()
        start(home.absolute(), "sqlite", 8765)
        if made:
            states.fill(given.records)
            fill(given.cases)
        said = {"records": given.records, "cases": given.cases, "date": time.strftime("%Y-%m-%d")}
        said |= {"load": round(os.getloadavg()[0], 1), **measured(given.rounds)}
    print(json.dumps(said, indent=1) if given.json else table(said))


def fill(many: int) -> None:
    """Cases beside those of ``states.fill``, and what each case and record says of a place and a day."""
    from antigone.desk.accounts.models import Person
    from antigone.desk.cases.models import Case
    from antigone.desk.records.models import Record
    from antigone.desk.subjects.models import Subject

    dice, first = random.Random(0), Subject.objects.first()
    assert first is not None
    there = Subject.objects.filter(kind="pm").count()
    common: dict[str, Any] = {"incident": first.incident, "agency": first.agency, "opened_by": Person.objects.first()}
    places = range(there + 1, many + 1)
    more = [Subject(kind="pm", place=n, code=f"BENCH-PM-{n:06d}", opened_at=first.opened_at, **common) for n in places]
    Subject.objects.bulk_create(more, batch_size=5_000)
    dead, missing = (list(Subject.objects.filter(kind=kind).order_by("pk")) for kind in ("pm", "am"))
    for each in (*dead, *missing):
        each.opened_at = first.opened_at - timedelta(hours=dice.uniform(0, 24 * 90))
    Subject.objects.bulk_update([*dead, *missing], ["opened_at"], batch_size=2_000)
    spread = lambda middle: round(dice.gauss(middle, 0.05), 5)  # noqa: E731
    Case.objects.bulk_create(
        [
            Case(subject=s, found_place=f"Beach {s.place % 97}", latitude=spread(46.4), longitude=spread(30.7))
            for s in dead
        ],
        batch_size=5_000,
    )
    seen = [
        {"last_seen_latitude": spread(46.4), "last_seen_longitude": spread(30.7)} if n % 2 else {}
        for n in range(len(missing))
    ]
    Record.objects.bulk_create(
        [
            Record(subject=s, last_seen_place=f"Street {s.place % 997}", **at)
            for s, at in zip(missing, seen, strict=True)
        ],
        batch_size=5_000,
    )


def measured(rounds: int) -> dict[str, Any]:
    """Milliseconds of each page by the clock and by the processor, the middle of ``rounds``; and times the list."""
    from django.test import Client
    from django.utils import timezone

    from antigone.desk.accounts.models import Person
    from antigone.desk.web.accounts.signing import BACKEND
    from antigone.desk.web.gate import BEGAN, SEEN

    client = Client(SERVER_NAME="localhost")
    client.force_login(Person.objects.get(email="1@bench.example"), BACKEND)
    session = client.session
    session[BEGAN] = session[SEEN] = timezone.now().timestamp()
    session.save()

    def ask(address: str) -> int:
        answer = client.get(address)
        assert answer.status_code in (200, 302), f"{address}: {answer.status_code}"
        return len(answer.content)

    for address in PAGES.values():
        ask(address)
    taken = {name: states.middle(lambda address=address: ask(address), rounds) for name, address in PAGES.items()}
    still = taken["records"]
    return {
        "pages": {
            name: {"ms": wall, "ms_of_processor": busy, "times_the_list": round(busy / still[0], 1)}
            for name, (busy, wall) in taken.items()
        }
    }


def table(said: dict[str, Any]) -> str:
    rows = [
        f"| {name} | {p['ms']} | {p['ms_of_processor']} | {p['times_the_list']} |" for name, p in said["pages"].items()
    ]
    head = f"{said['records']} records, {said['cases']} cases, load {said['load']}\n\n"
    return head + "| page | ms | of the processor | times the list |\n|---|---|---|---|\n" + "\n".join(rows)


if __name__ == "__main__":
    main()
