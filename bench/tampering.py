"""Tampered rows, and whether the audit names them: rows of every table that is bound, altered behind the desk's back.

    uv run python bench/tampering.py [--database sqlite|postgresql|both] [--tampered 10000] [--rows 300]

A desk of its own gets ``--rows`` rows in each bound table, written by acts. Then rows are drawn at random over all
tables and altered as somebody would who owns the database: a field a little, a row removed, a row put in, the fields of
two rows exchanged, a value that the column cannot hold. After each thousand the audit is verified, and must name each
such row and its field and no other; then all of it is rolled back. It ends with 1 if a row was missed.

PostgreSQL is a server of its own, begun and ended here.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

AT_ONCE = 1000
Altered = dict[tuple[str, int], tuple[str, ...]]
"""Rows, by table and number, and their fields that were altered."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", choices=["sqlite", "postgresql", "both"], default="both")
    parser.add_argument("--tampered", type=int, default=10_000)
    parser.add_argument("--rows", type=int, default=300)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    if given.database == "both":  # Django's settings are read once a process
        rest = [f"--tampered={given.tampered}", f"--rows={given.rows}", f"--seed={given.seed}"]
        runs = [[sys.executable, __file__, "--database", kind, *rest] for kind in ("sqlite", "postgresql")]
        return max(subprocess.run(run, check=False).returncode for run in runs)
    from desk_cluster import cluster
    from desk_rows import start

    os.chdir("/")
    with tempfile.TemporaryDirectory(prefix="antigone-bench-") as folder:
        place = Path(folder).absolute()
        place.chmod(0o755)  # PostgreSQL's own user passes through
        server = cluster(place / "server") if given.database == "postgresql" else nullcontext("sqlite")
        with server as address:
            start(place / given.database, address, 8764)
            print(f"{given.database}:", flush=True)
            found = tried(given.tampered, given.rows, random.Random(given.seed))
    print(found.words())
    return 0 if found.sound else 1


@dataclass
class Tried:
    """What was done to the rows, and what the audit said of it."""

    how: Counter[str] = field(default_factory=Counter)
    tables: set[str] = field(default_factory=set)
    bound: int = 0
    named: int = 0
    missed: list[str] = field(default_factory=list)
    misnamed: list[str] = field(default_factory=list)
    """Found, and another field was named."""
    invented: list[str] = field(default_factory=list)
    """Named though nobody touched them."""
    seconds: float = 0
    """Of verifying, in processor time."""
    rounds: int = 0

    @property
    def sound(self) -> bool:
        return bool(self.how) and not (self.missed or self.misnamed or self.invented)

    def words(self) -> str:
        each = ", ".join(f"{many:,} {how}" for how, many in self.how.most_common())
        lines = [
            f"  rows tampered with: {self.how.total():,} of {self.bound:,} in {len(self.tables)} tables: {each}",
            f"  found, with the field that was altered: {self.named:,}; missed: {len(self.missed)};"
            f" another field named: {len(self.misnamed)}; named though untouched: {len(self.invented)}",
            f"  verifying {self.bound:,} rows took {self.seconds / max(self.rounds, 1):.1f} s of processor time",
        ]
        lines += [f"  NOT FOUND: {each}" for each in (self.missed + self.misnamed + self.invented)[:20]]
        return "\n".join(lines)


def tried(tampered: int, rows: int, dice: random.Random) -> Tried:
    """Fill the desk in use, which must be empty, tamper with it, and say what was found."""
    from django.db import transaction

    from antigone.desk.audit.content import bound_models
    from tampering_rows import fill, unguard

    unguard()
    fill(rows, dice)
    said = Tried(tables=set(bound_models()))
    said.bound = _verified(said, {}).rows
    left = tampered
    while left > 0:
        with transaction.atomic():
            done = tamper(min(left, AT_ONCE), dice, said.how)
            _verified(said, done)
            transaction.set_rollback(True)
        left -= len(done)
    return said


def _verified(said: Tried, done: Altered) -> Any:
    from antigone.desk.audit.verify_bound import verify_bound

    began = time.process_time()
    proof = verify_bound()
    said.seconds, said.rounds = said.seconds + time.process_time() - began, said.rounds + 1
    found = {(fault.table, fault.number): fault.fields for fault in proof.faults}
    for row, fields in done.items():
        if row not in found:
            said.missed.append(f"{row[0]} {row[1]}: {', '.join(fields)}")
        elif set(found[row]) != set(fields):
            said.misnamed.append(f"{row[0]} {row[1]}: {', '.join(fields)}, and not {', '.join(found[row])}")
        else:
            said.named += 1
    said.invented += [f"{table} {number}" for table, number in found.keys() - done.keys()]
    return proof


def tamper(many: int, dice: random.Random, how: Counter[str]) -> Altered:
    """Alter rows that no alteration has touched yet: which, and in which fields. ``*`` is a whole row."""
    from django.db import DatabaseError, transaction

    from antigone.desk.audit.content import bound_models
    from tampering_acts import ACTS

    models = list(bound_models().values())
    numbers = {model: list(model._base_manager.order_by("pk").values_list("pk", flat=True)) for model in models}
    names, weights = zip(*((name, weight) for name, (weight, _) in ACTS.items()), strict=True)
    done: Altered = {}
    while len(done) < many:
        model, [name] = dice.choice([each for each in models if len(numbers[each]) > 2]), dice.choices(names, weights)
        try:
            with transaction.atomic():  # what the database itself refuses is drawn again
                altered = ACTS[name][1](model, numbers[model], dice)
                if not altered or altered.keys() & done.keys():
                    raise Redraw
        except (DatabaseError, Redraw):
            continue
        done |= altered
        numbers[model] = [each for each in numbers[model] if (model._meta.db_table, each) not in altered]
        how[name] += len(altered)
    return done


class Redraw(Exception):
    """Nothing was altered, or what was altered before."""


if __name__ == "__main__":
    sys.exit(main())
