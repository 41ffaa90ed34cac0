"""What is broken on purpose, and whether each promise held: one line a promise, with counts.

    uv run python bench/faults.py --all [--database sqlite|postgresql|both] [--kills 1000] [--erasures 200] [--json F]
    uv run python bench/faults.py --short           # a few of each, in under three minutes: .ci/run does
    uv run python bench/faults.py --only kills      # one of PARTS

Each part makes a desk of its own in a temporary folder; both databases are tried at once. It exits with 1 if a promise
was broken. The figures of the last whole run are in docs/reliability.md. --short leaves out what every run of the tests
tries: the clock, backups, an upgrade.

What the desk finds in a photograph is kept between runs (tests/kept_faces.py): what is broken comes after it.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

sys.path += [str(Path(__file__).parent), str(Path(__file__).resolve().parents[1] / "tests")]
TESTED = ("clock", "backup")
"""Parts that every run of the tests has too."""
PARTS = ("kills", "erasures", "disk", "pairs", "rotten", *TESTED)
LONG = {"kills": 1000, "erasures": 200, "writes": 40, "pairs": 400, "dangerous": 30, "pages": 1000, "files": 5000}
SHORT = {"kills": 8, "erasures": 3, "writes": 1, "pairs": 10, "dangerous": 0, "pages": 0, "files": 200}
"""How many of each: processes killed, erasures, failing writes of an act, pairs at once at one
statement, and at each, addresses whose forms are acts of these pairs, files with a byte turned."""


@dataclass(frozen=True)
class Promise:
    """One promise, how often it was tried, and each time that it did not hold, in words."""

    words: str
    tried: int
    violations: tuple[str, ...]

    def line(self) -> str:
        return f"{self.words}: tried {self.tried}, violations {len(self.violations)}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", choices=["sqlite", "postgresql", "both"], default="both")
    for name in LONG:
        parser.add_argument(f"--{name}", type=int)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", type=Path)
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--all", action="store_true")
    which.add_argument("--short", action="store_true")
    which.add_argument("--only", choices=PARTS)
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)  # in the process of one part
    given = parser.parse_args()
    for name, many in (SHORT if given.short else LONG).items():
        if getattr(given, name) is None:
            setattr(given, name, many)
    if given.here:
        return _part(given)
    return _all(given)


def _all(given: argparse.Namespace) -> int:
    databases = ("sqlite", "postgresql") if given.database == "both" else (given.database,)
    parts = [given.only] if given.only else [part for part in PARTS if not (given.short and part in TESTED)]
    with ThreadPoolExecutor(len(databases)) as beside:
        told = [each for some in beside.map(lambda database: _on(database, parts, given), databases) for each in some]
    if given.json:
        given.json.write_text(json.dumps(told, indent=1))
    broken = sum(len(each["violations"]) for each in told)
    print(f"{len(told)} promises, violations {broken}")
    return int(broken > 0)


def _on(database: str, parts: list[str], given: argparse.Namespace) -> list[dict[str, Any]]:
    """Each part is a process of its own: Django's settings are read once."""
    told: list[dict[str, Any]] = []
    for part in parts:
        if part == "rotten" and database != "sqlite" and given.database == "both":
            continue  # files: the database makes no difference
        with tempfile.TemporaryDirectory(prefix="antigone-faults-") as folder:
            out = Path(folder) / "told.json"
            words = ["--here", "--only", part, "--database", database, "--json", out, "--seed", given.seed]
            words += [word for name in LONG for word in (f"--{name}", getattr(given, name))]
            began = time.perf_counter()
            command = [sys.executable, __file__, *map(str, words)]
            ended = subprocess.run(command, env=os.environ | _layer(part, Path(folder)), check=False)
            if ended.returncode or not out.exists():
                raise SystemExit(f"{part} on {database} did not come to its end.")
            for promise in (Promise(**each) for each in json.loads(out.read_text())):
                print(f"{database}: {promise.line()}", *promise.violations[:20], sep="\n    ", flush=True)
                told.append({"part": part, "database": database, **asdict(promise)})
            print(f"{database}: {part} took {time.perf_counter() - began:.0f} s", flush=True)
    return told


def _layer(part: str, folder: Path) -> dict[str, str]:
    if part != "disk":
        return {}
    from faults_layer import layer

    return layer(folder)


def _part(given: argparse.Namespace) -> int:
    from desk_cluster import cluster
    from desk_rows import start

    os.chdir("/")
    place = given.json.absolute().parent / "place"
    place.parent.chmod(0o755)  # PostgreSQL's own user passes through
    place.mkdir(mode=0o755)
    if given.only in TESTED or given.only == "rotten":
        promises = _run_alone(given, place)
    else:
        server = cluster(place / "server") if given.database == "postgresql" else nullcontext("sqlite")
        with server as address:
            start(place / "desk", address, 8765)
            promises = _run(given, place, address)
    given.json.write_text(json.dumps([asdict(promise) for promise in promises]))
    return 0


def _run_alone(given: argparse.Namespace, place: Path) -> list[Promise]:
    from faults_tests import rotten, tested

    return rotten(given.files) if given.only == "rotten" else tested(given.only, place, given.database)


def _run(given: argparse.Namespace, place: Path, address: str) -> list[Promise]:
    if given.only == "kills":
        from faults_kills import kills

        return kills(given.kills, given.seed, place)
    if given.only == "erasures":
        from faults_erasures import erasures

        return erasures(given.erasures, given.seed, place)
    if given.only == "pairs":
        from faults_pairs import pairs

        return pairs(given, place, address)
    from faults_disk import disk

    return disk(given.writes, given.seed, place)


if __name__ == "__main__":
    sys.exit(main())
