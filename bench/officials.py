"""Hundreds of officials at work on one desk: 340 people of five agencies, a page every 20 seconds each, on PostgreSQL.

    uv run --with locust python bench/officials.py [--people 340] [--records 100000] [--minutes 15] [--json FILE]

They do what their roles do: open cases and records, add photographs, write sections, read lists, judge at the bench,
vote, look through the audit; photographs that arrive are looked at and searched with by the worker beside. The desk is
served as docs/operate.md says, over loopback, with a database of its own, and the demand comes from one more process on
the same machine, whose own share of a processor is told. Exits with 1 if a promise is broken: no error, 99 of 100 pages
within a second, and no process that goes on growing. ``--keep FOLDER`` keeps the desk as it was before anybody worked
with it: making it takes longer than copying it.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import nullcontext
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path += [str(HERE), str(HERE.parent / "tests")]

import numpy as np  # noqa: E402

from desk_cluster import cluster, free_port  # noqa: E402
from desk_pages import running  # noqa: E402
from desk_rows import start  # noqa: E402
from officials_watch import Watch, flat  # noqa: E402

PATIENCE = 120.0
"""Seconds in which the process of the demand may end after its time."""
COMING = 60.0
"""Seconds in which people come to work before anything is counted; less in a short run."""
JUDGED = 8.0
"""Minutes from which on a process that grows is one that goes on growing, and none that has just begun."""
MOST = 1_000.0
"""Milliseconds within which 99 of 100 pages are to be there."""


def main() -> int:
    given = _options().parse_args()
    os.chdir("/")
    with tempfile.TemporaryDirectory(prefix="antigone-officials-") as folder:
        place = Path(folder)
        place.chmod(0o755)  # PostgreSQL's own user passes through
        made = given.keep.absolute() / _named(given) if given.keep else None
        _alone(_prepared, place if made is None else made, given)
        if made is not None:
            subprocess.run(["cp", "-a", "--reflink=auto", f"{made}/.", str(place)], check=True)
        with _database(place, given) as address:
            port = free_port()
            start(place / "home", address, port)
            said = at_work(place, given, port)
    show(said)
    if given.json:
        given.json.write_text(json.dumps(said, indent=1))
    return int(bool(said["broken"]))


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", choices=["postgresql", "sqlite"], default="postgresql")
    parser.add_argument("--people", type=int, default=340)
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--cases", type=int, help="a tenth of the records unless said")
    parser.add_argument("--audit", type=int, help="rows of the audit; five for each record unless said")
    parser.add_argument("--minutes", type=float, default=15.0)
    parser.add_argument("--pace", type=float, default=20.0, help="seconds from one page to the next, in the middle")
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--json", type=Path)
    return parser


def _named(given: argparse.Namespace) -> str:
    return f"{given.database}-{given.records}-{given.people}"


def _database(place: Path, given: argparse.Namespace) -> Any:
    return cluster(place / "server") if given.database == "postgresql" else nullcontext("sqlite")


def _alone(what: Any, *of: Any) -> None:
    """Do something in a process of its own: what Django and the engine hold in memory ends with it."""
    child = os.fork()
    if not child:
        failed = True
        try:
            what(*of)
            failed = False
        except BaseException:
            sys.excepthook(*sys.exc_info())
        finally:
            sys.stderr.flush()
            os._exit(int(failed))
    if os.waitpid(child, 0)[1]:
        raise SystemExit("The desk could not be made.")


def _prepared(place: Path, given: argparse.Namespace) -> None:
    """Make the desk, unless it lies there whole."""
    whole = place / "whole"
    if whole.exists():
        return
    if place.exists() and given.keep:
        shutil.rmtree(place)  # of a run that was ended while it made one
    place.mkdir(parents=True, exist_ok=True)
    place.chmod(0o755)
    began = time.monotonic()
    with _database(place, given) as address:
        start(place / "home", address, free_port())
        from django.db import connections

        from officials_desk import make

        cases = given.cases or max(given.records // 10, 1)
        rows = given.audit if given.audit is not None else 5 * given.records
        make(given.records, cases, given.people, rows)
        connections.close_all()
    whole.touch()
    print(f"made in {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)


def at_work(place: Path, given: argparse.Namespace, port: int) -> dict[str, Any]:
    from django.db import connections

    from antigone.desk.jobs.models import Job
    from officials_desk import everybody

    order, answer, home = place / "order.json", place / "answer.json", place / "home"
    people, load = everybody(), os.getloadavg()
    told: dict[str, Any] = {"address": f"http://127.0.0.1:{port}", "people": people, "pace": given.pace}
    told |= {"records": given.records, "cases": given.cases or max(given.records // 10, 1)}
    told |= {"seconds": 60 * given.minutes, "coming": min(COMING, 30 * given.minutes)}
    order.write_text(json.dumps(told))
    before = Job.objects.count()
    connections.close_all()
    with running(home, "serve", "--workers", "2", "--no-worker") as web, running(home, "worker") as worker:
        if not web.stdout.readline():
            raise SystemExit("The desk is not served.")
        roots = {"pages": web.pid, "worker": worker.pid}
        if given.database == "postgresql":
            pid = (place / "server" / "data" / "postmaster.pid").read_text().split()[0]
            roots["database"] = int(pid)
        time.sleep(5)  # the worker opens the engine, and reads the index
        watch = Watch(roots, every=min(10.0, 6 * given.minutes))
        watch.start()
        demand = [sys.executable, str(HERE / "officials_demand.py"), str(order), str(answer)]
        subprocess.run(demand, check=True, timeout=told["coming"] + told["seconds"] + PATIENCE)
        spent = watch.end()
        done = Job.objects.exclude(done_at=None).count()
        left = Job.objects.filter(done_at=None, given_up_at=None).count()
        lost = Job.objects.exclude(given_up_at=None).count()
        connections.close_all()
    said = _counted(json.loads(answer.read_text()))
    said |= {"database": given.database, "date": time.strftime("%Y-%m-%d"), "people": len(people)}
    said |= {"records": given.records, "minutes": given.minutes}
    said |= {"load before": [round(each, 1) for each in load], "load after": round(os.getloadavg()[0], 1)}
    said |= {"jobs done": done - before, "jobs waiting": left, "jobs given up": lost}
    said |= {"processor": spent, "megabytes": flat(watch.megabytes)}
    return {**said, "broken": _broken(said)}


def _counted(answer: dict[str, Any]) -> dict[str, Any]:
    pages, wrong = answer["pages"], answer["wrong"]
    every = [each for name, values in pages.items() if "picture" not in name for each in values]
    rows = {name: _row(pages.get(name, []), len(wrong.get(name, []))) for name in sorted({*pages, *wrong})}
    return {
        "seconds": round(answer["seconds"]),
        "pages a second": round(len(every) / answer["seconds"], 1),
        "processor of the demand": round(answer["processor"], 3),
        "all pages": _row(every, sum(map(len, wrong.values()))),
        "pages": rows,
        "errors": sorted({each for values in wrong.values() for each in values})[:20],
    }


def _row(values: list[float], errors: int) -> dict[str, float]:
    middle, late, latest = np.percentile(values, [50, 95, 99]) if values else (0.0, 0.0, 0.0)
    parts = {"middle": round(float(middle)), "95": round(float(late)), "99": round(float(latest))}
    return {"count": len(values), **parts, "errors": errors}


def _broken(said: dict[str, Any]) -> list[str]:
    """Each promise that did not hold, in words."""
    every, found = said["all pages"], []
    if not every["count"]:
        found.append("no page was asked for")
    if every["errors"]:
        found.append(f"{every['errors']} errors")
    if every["99"] >= MOST:
        found.append(f"99 of 100 pages within {every['99'] / 1000:.2f} s")
    if said["jobs given up"]:
        found.append(f"{said['jobs given up']} jobs given up")
    if said["minutes"] < JUDGED:
        return found
    return found + [f"{name} grew" for name, each in said["megabytes"].items() if each["over"]]


def show(said: dict[str, Any]) -> None:
    print("| page | asked for | middle, ms | 95 of 100 | 99 of 100 | errors |\n|---|---|---|---|---|---|")
    for name, each in [*said["pages"].items(), ("all pages", said["all pages"])]:
        late = " (over)" if each["99"] >= MOST else ""
        print(f"| {name} | {each['count']} | {each['middle']} | {each['95']} | {each['99']}{late} | {each['errors']} |")
    print("\n| process | MB at the start | in the middle | at the end |\n|---|---|---|---|")
    for name, each in said["megabytes"].items():
        print(f"| {name} | {each['start']:.0f} | {each['middle']:.0f} | {each['end']:.0f} |")
    shown = {name: value for name, value in said.items() if name not in ("pages", "megabytes", "all pages")}
    print(json.dumps(shown, indent=1))
    print("; ".join(said["broken"]) + "." if said["broken"] else "Every promise held.")


if __name__ == "__main__":
    sys.exit(main())
