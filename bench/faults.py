"""What is broken on purpose, and whether each promise held: one line a promise, with counts.

    uv run python bench/faults.py --all [--database sqlite|postgresql|both] [--kills 1000] [--erasures 200] [--json F]
    uv run python bench/faults.py --short           # a few of each
    uv run python bench/faults.py --only kills      # one of: kills, erasures, clock

Each part makes a desk of its own in a temporary folder. It exits with 1 if a promise was broken. The figures of
the last whole run are in docs/reliability.md.

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
from contextlib import nullcontext
from dataclasses import asdict, dataclass
from pathlib import Path

sys.path += [str(Path(__file__).parent), str(Path(__file__).resolve().parents[1] / "tests")]
PARTS = ("kills", "erasures", "clock")
SHORT = {"kills": 25, "erasures": 12}


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
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--erasures", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", type=Path)
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--all", action="store_true")
    which.add_argument("--short", action="store_true")
    which.add_argument("--only", choices=PARTS)
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)  # in the process of one part
    given = parser.parse_args()
    if given.short:
        given.kills, given.erasures = SHORT["kills"], SHORT["erasures"]
    if given.here:
        return _part(given)
    return _all(given)


def _all(given: argparse.Namespace) -> int:
    """Each part on each database is a process of its own: Django's settings are read once."""
    databases = ("sqlite", "postgresql") if given.database == "both" else (given.database,)
    told: list[dict[str, object]] = []
    for part in [given.only] if given.only else PARTS:
        for database in databases:
            with tempfile.TemporaryDirectory(prefix="antigone-faults-") as folder:
                out = Path(folder) / "told.json"
                words = ["--here", "--only", part, "--database", database, "--json", out, "--seed", given.seed]
                words += ["--kills", given.kills, "--erasures", given.erasures]
                began = time.perf_counter()
                ended = subprocess.run([sys.executable, __file__, *map(str, words)], check=False)
                if ended.returncode or not out.exists():
                    raise SystemExit(f"{part} on {database} did not come to its end.")
                for promise in (Promise(**each) for each in json.loads(out.read_text())):
                    print(f"{database}: {promise.line()}", *promise.violations[:20], sep="\n    ", flush=True)
                    told.append({"part": part, "database": database, **asdict(promise)})
                print(f"{database}: {part} took {time.perf_counter() - began:.0f} s", flush=True)
    if given.json:
        given.json.write_text(json.dumps(told, indent=1))
    return int(any(each["violations"] for each in told))


def _part(given: argparse.Namespace) -> int:
    from desk_cluster import cluster
    from desk_rows import start

    os.chdir("/")
    with tempfile.TemporaryDirectory(prefix="antigone-bench-") as folder:
        place = Path(folder).absolute()
        place.chmod(0o755)  # PostgreSQL's own user passes through
        server = cluster(place / "server") if given.database == "postgresql" else nullcontext("sqlite")
        with server as address:
            start(place / "desk", address, 8765)
            promises = _run(given, place)
    given.json.write_text(json.dumps([asdict(promise) for promise in promises]))
    return 0


def _run(given: argparse.Namespace, place: Path) -> list[Promise]:
    if given.only == "kills":
        from faults_kills import kills

        return kills(given.kills, given.seed, place)
    if given.only == "erasures":
        from faults_erasures import erasures

        return erasures(given.erasures, given.seed, place)
    from faults_clock import clock

    return clock(place, given.database)


if __name__ == "__main__":
    sys.exit(main())
