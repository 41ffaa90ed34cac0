"""How long a list of 100,000 records takes with the state of each, and narrowed to one state.

    uv run python bench/states.py [--records 100000] [--rounds 5] [--out FILE.json]

On SQLite, in this process: what the list page asks of the database, without drawing the page. Of the records half were
photographed and searched, 2,000 lists read, 200 pairs are with examiners, 100 settled. Rows are made directly.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from desk_rows import _source, appointed, start

EACH, MOST = 50, 10_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    os.chdir("/")
    with tempfile.TemporaryDirectory(prefix="antigone-bench-") as folder:
        start(Path(folder) / "desk", "sqlite", 8765)
        by = fill(given.records)
        said = {"records": given.records, "date": time.strftime("%Y-%m-%d"), "load": os.getloadavg()[0]}
        said["ms_of_processor"], said["ms"] = measured(by, given.rounds)
    print(json.dumps(said, indent=1))
    if given.out:
        given.out.write_text(json.dumps(said, indent=1))


def fill(many: int) -> Any:
    from django.utils import timezone

    from antigone.desk.accounts.actor import acting
    from antigone.desk.accounts.models import Agency, Incident, Person
    from antigone.desk.candidates.models import Run
    from antigone.desk.photos.models import Photograph
    from antigone.desk.review.models import ConflictHeld, Pair, PairOutcome
    from antigone.desk.subjects.models import Subject

    now = timezone.now()
    agency = Agency.objects.create(name="Bench mortuary", is_host=True, opened_at=now)
    incident = Incident.objects.create(code="BENCH", name="A large incident", agency=agency, opened_at=now)
    person = Person.objects.create(email="1@bench.example", name="Person", agency=agency, joined_at=now)
    appointed(agency, {person: ["registrar"]})
    common: dict[str, Any] = {"incident": incident, "agency": agency, "opened_at": now, "opened_by": person}
    made = [Subject(kind="am", place=n, code=f"BENCH-AM-{n:06d}", **common) for n in range(1, many + 1)]
    records = Subject.objects.bulk_create(made, batch_size=5_000)
    dead = [Subject(kind="pm", place=n, code=f"BENCH-PM-{n:06d}", **common) for n in range(1, 301)]
    cases = Subject.objects.bulk_create(dead)
    taken: dict[str, Any] = {"kind": "am", "file_name": "1.jpg", "size": 1, "state": "usable", "added_at": now}
    taken["source"] = _source(agency, incident, now)
    half = records[::2]
    Photograph.objects.bulk_create(
        [Photograph(subject=s, sha256="", sealed=f"{s.pk:064x}", added_by=person, **taken) for s in half],
        batch_size=5_000,
    )
    done: dict[str, Any] = {"why": "asked", "purpose": "p", "asked_at": now, "state": "done", "done_at": now}
    Run.objects.bulk_create([Run(subject=s, **done) for s in half[::2]], batch_size=5_000)
    read = {"person": person, "what": "saw-the-list", "at": now}
    ConflictHeld.objects.bulk_create([ConflictHeld(subject=s, **read) for s in half[:4_000:2]])
    asked: dict[str, Any] = {"incident": incident, "agency": agency, "by": person, "at": now, "reason": "r"}
    pairs = Pair.objects.bulk_create(
        [Pair(case=c, record=r, **asked) for c, r in zip(cases, half[10_000:], strict=False)]
    )
    PairOutcome.objects.bulk_create([PairOutcome(pair=p, outcome="agreed-same", at=now) for p in pairs[:100]])
    return acting(person, "127.0.0.1")


def measured(by: Any, rounds: int) -> tuple[dict[str, float], dict[str, float]]:
    """Of the list and of each state: the processor's milliseconds, which other people's work hardly changes, and the
    clock's.
    """
    from antigone.desk.identification.pipeline import in_state, with_state
    from antigone.desk.identification.states import PipelineState
    from antigone.desk.subjects.models import Subject
    from antigone.desk.subjects.queries import subjects
    from antigone.types import Profile

    def page(state: str | None) -> int:
        rows = in_state(subjects(by, Profile.AM), by, state)
        numbers = list(rows.order_by("-pk").values_list("pk", flat=True)[:EACH])
        found = list(with_state(Subject.objects.filter(pk__in=numbers), by))
        return rows.order_by()[: MOST + 1].count() + len(found)

    wanted = [None, *(state.value for state in PipelineState)]
    found = {str(state or "all"): middle(lambda state=state: page(state), rounds) for state in wanted}
    return tuple({name: each[n] for name, each in found.items()} for n in (0, 1))


def middle(do: Callable[[], object], rounds: int) -> tuple[float, float]:
    """The middle of the processor's and of the clock's milliseconds."""
    times = []
    for _ in range(rounds):
        began = time.process_time(), time.perf_counter()
        do()
        times.append((time.process_time() - began[0], time.perf_counter() - began[1]))
    busy, passed = (round(statistics.median(each) * 1000, 1) for each in zip(*times, strict=True))
    return busy, passed


if __name__ == "__main__":
    main()
