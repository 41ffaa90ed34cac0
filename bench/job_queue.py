"""How many empty jobs a second the desk's workers do, beside a plain table on the same server in the same run.

    uv run python bench/job_queue.py [--database sqlite|postgresql|both] [--workers 1 2 4] [--jobs 4000] [--rounds 3]
                                     [--json] [--out FILE.json]

An empty job has a handler that does nothing: what is measured is the desk's own worker taking it and saying in the
audit that it is done. Each worker is a process. They are told to begin at one moment, when all jobs are there; the
time is until the last of them finds nothing more. The plain table has no audit and no rules: batches of 50 rows are
taken in one transaction (on PostgreSQL by SKIP LOCKED) and marked as done in another. It says what this machine could
do at all: ratios to it can be compared between machines and at any load. The middle of the rounds; kinds and numbers
of workers take turns within a round.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from desk_cluster import cluster
from desk_rows import start

PORT, BATCH = 8773, 50
WAYS = ("desk", "plain table")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", choices=["sqlite", "postgresql", "both"], default="both")
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2, 4])
    parser.add_argument("--jobs", type=int, default=4_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true", help="print figures for programs")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--worker", choices=WAYS, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.worker:
        as_worker(given.worker)
        return
    kinds = ["sqlite", "postgresql"] if given.database == "both" else [given.database]
    report = {kind: in_a_process_of_its_own(kind, given) if len(kinds) > 1 else measured(kind, given) for kind in kinds}
    text = json.dumps(report, indent=1)
    print(text if given.json else in_words(report))
    if given.out:
        given.out.write_text(text + "\n")


def in_a_process_of_its_own(kind: str, given: argparse.Namespace) -> Any:
    """Django talks to one database for as long as a process lives."""
    numbers = ["--jobs", str(given.jobs), "--rounds", str(given.rounds), "--workers", *map(str, given.workers)]
    command = [sys.executable, __file__, "--json", "--database", kind, *numbers]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)[kind]


def measured(kind: str, given: argparse.Namespace) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="antigone-bench-") as folder:
        place = Path(folder)
        place.chmod(0o755)  # PostgreSQL's own user passes through
        with cluster(place / "server") if kind == "postgresql" else nullcontext("sqlite") as address:
            start(place / "desk", address, PORT)
            loads = [os.getloadavg()[0]]
            rates: dict[tuple[str, int], list[float]] = {(way, n): [] for way in WAYS for n in given.workers}
            for _ in range(given.rounds):
                for (way, workers), several in rates.items():
                    several.append(jobs_a_second(way, workers, given.jobs))
                    loads.append(os.getloadavg()[0])
    found: dict[str, Any] = {"jobs": given.jobs, "rounds": given.rounds, "load": [min(loads), max(loads)]}
    middle = {key: statistics.median(several) for key, several in rates.items()}
    for way in WAYS:
        found[way] = {str(n): round(middle[way, n]) for n in given.workers}
    found["of the plain table"] = {
        str(n): round(middle["desk", n] / middle["plain table", n], 2) for n in given.workers
    }
    return found


def jobs_a_second(way: str, workers: int, jobs: int) -> float:
    """How fast so many processes do all of them. Each job must be done once."""
    (fill_desk if way == "desk" else fill_plain)(jobs)
    command = [sys.executable, __file__, "--worker", way]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    children = [subprocess.Popen(command, **pipes) for _ in range(workers)]  # type: ignore[call-overload]
    for child in children:
        assert child.stdout.readline() == "ready\n"
    began = time.monotonic()
    for child in children:
        child.stdin.write("go\n")
        child.stdin.flush()
    said = [json.loads(child.communicate()[0]) for child in children]
    assert sum(each["done"] for each in said) == jobs and left(way) == 0
    return jobs / (max(each["ended"] for each in said) - began)


def as_worker(way: str) -> None:
    import django

    django.setup()
    work = take_plain
    if way == "desk":
        from antigone.desk.jobs.models import Job
        from antigone.desk.worker import HANDLERS
        from antigone.desk.worker import work_once as work

        HANDLERS[Job.Kind.SEARCH] = lambda _number: None
    from django.db import connection

    connection.ensure_connection()
    print("ready", flush=True)
    sys.stdin.readline()
    done = work()
    print(json.dumps({"done": done, "ended": time.monotonic()}))


def fill_desk(jobs: int) -> None:
    from django.utils import timezone

    from antigone.desk.jobs.models import Job

    now = timezone.now()
    Job.objects.all().delete()
    Job.objects.bulk_create(
        Job(kind=Job.Kind.SEARCH, number=each, queued_at=now, not_before=now) for each in range(jobs)
    )


def fill_plain(jobs: int) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS plain_job")
        cursor.execute("CREATE TABLE plain_job (id integer PRIMARY KEY, taken integer, done integer)")
        cursor.execute("CREATE INDEX plain_to_do ON plain_job (id) WHERE taken IS NULL")
        cursor.executemany("INSERT INTO plain_job (id) VALUES (%s)", [(each,) for each in range(jobs)])


def take_plain() -> int:
    """Take rows of the plain table and mark them as done, until there are none."""
    from django.db import connection, transaction

    skip = "FOR UPDATE SKIP LOCKED" if connection.vendor == "postgresql" else ""
    some = f"SELECT id FROM plain_job WHERE taken IS NULL ORDER BY id LIMIT {BATCH} {skip}"
    done = 0
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE plain_job SET taken = 1 WHERE id IN ({some}) RETURNING id")
            taken = [number for (number,) in cursor.fetchall()]
        if not taken:
            return done
        with transaction.atomic(), connection.cursor() as cursor:
            places = ", ".join(["%s"] * len(taken))
            cursor.execute(f"UPDATE plain_job SET done = 1 WHERE id IN ({places})", taken)
        done += len(taken)


def left(way: str) -> int:
    from django.db import connection

    table, condition = ("jobs_job", "done_at IS NULL") if way == "desk" else ("plain_job", "done IS NULL")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table} WHERE {condition}")
        return int(cursor.fetchone()[0])


def in_words(report: dict[str, Any]) -> str:
    lines = []
    for kind, found in report.items():
        low, high = found["load"]
        lines.append(f"{kind}: {found['jobs']} empty jobs, {found['rounds']} rounds, load {low:.1f} to {high:.1f}")
        for workers, rate in found["desk"].items():
            plain, share = found["plain table"][workers], found["of the plain table"][workers]
            lines.append(f"  {workers} workers: {rate} a second; plain table {plain}; {share} of it")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
