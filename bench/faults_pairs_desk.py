"""The desk on which two act: put back as it was for every trial, at the same hour, and compared row by row."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from unittest import mock

Rows = tuple[tuple[str, int], ...]
Left = tuple[tuple[str, ...], Rows]
"""Two answers, and how often each row is there."""
_LEFT_OUT = ("contenttypes", "auth", "sessions")


class Kept:
    """The desk as it was: its database, its files and the time of day, put back for every trial."""

    def __init__(self, place: Path, address: str) -> None:
        self.place, self.address = place, address
        self.behind: Any = None
        self.before: set[str] = set()
        """What is wrong with this desk before anything is done: some of its rows were written by no act."""

    def keep(self) -> None:
        from django.utils import timezone

        self._copy("desk", "kept")
        self._files(self.place / "desk", self.place / "kept")
        self.at: datetime = timezone.now()

    @contextmanager
    def standing(self) -> Iterator[None]:
        """Each trial begins at the moment of ``keep``: what may be undone for ten minutes still may be."""
        from django.utils import timezone

        real = timezone.now
        self.behind = real() - self.at
        with mock.patch.object(timezone, "now", lambda: real() - self.behind):
            self._real = real
            yield

    def again(self) -> None:
        if self.behind is not None:
            self.behind = self._real() - self.at
        self._copy("kept", "desk")
        self._files(self.place / "kept", self.place / "desk")

    def broken(self) -> set[str]:
        """What is wrong by now, and was not before; without the audit's numbers, which are others in either order."""
        return {re.sub(r"\brow \d+", "row #", each) for each in broken_of()} - self.before

    def _copy(self, old: str, new: str) -> None:
        from django.db import connections

        connections.close_all()
        if self.address == "sqlite":
            for end in ("-wal", "-shm"):
                (self.place / f"desk/{new}.sqlite3{end}").unlink(missing_ok=True)
            shutil.copy(self.place / f"desk/{old}.sqlite3", self.place / f"desk/{new}.sqlite3")
            return
        import psycopg

        with psycopg.connect(self.address.rpartition("/")[0] + "/postgres", autocommit=True) as server:
            server.execute(f"DROP DATABASE IF EXISTS {new} WITH (FORCE)".encode())
            server.execute(f"CREATE DATABASE {new} TEMPLATE {old}".encode())

    def _files(self, old: Path, new: Path) -> None:
        """Photographs and halves of keys: only those that differ are copied."""
        was, now = files_of(old), files_of(new)
        for name in now.keys() - was.keys():
            (new / name).unlink()
        for name, size in was.items():
            if now.get(name) != size:
                (new / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(old / name, new / name)


def files_of(place: Path) -> dict[str, tuple[int, int]]:
    """Every file that is no database, with its size and when it was written (of a copy: the same)."""
    found = (each for each in place.rglob("*") if each.is_file() and ".sqlite3" not in each.name)
    return {str(each.relative_to(place)): (each.stat().st_size, 0) for each in found}


def rows(place: Path) -> Rows:
    """Every row of every table, without what differs each time: times, random words, numbers in the audit's words.
    And how many files each folder has."""
    from django.apps import apps

    found: Counter[str] = Counter()
    for model in apps.get_models(include_auto_created=True):
        if model._meta.app_label not in _LEFT_OUT and model.__name__ != "Session":
            found.update(_of(model))
    for name in files_of(place / "desk"):
        found[f"files {re.sub('[0-9a-f]{2,}', 'H', str(Path(name).parent))}"] += 1
    return tuple(sorted(found.items()))


def _of(model: Any) -> Iterator[str]:
    from django.db import models

    audit = model._meta.app_label == "audit"
    columns = [
        each.attname
        for each in model._meta.concrete_fields
        if not isinstance(each, models.DateTimeField | models.BinaryField | models.UUIDField)
        and not (audit and (each.primary_key or each.is_relation or each.name in ("sequence", "row")))
    ]
    for row in model._base_manager.values_list(*columns):
        words = re.sub(r"[0-9a-f]{32,}", "H", repr(row))
        words = re.sub(r"\d{4}-\d\d-\d\dT[0-9:.]+(\+00:00|Z)?", "T", words)
        yield f"{model._meta.label} {re.sub(r'[0-9]+', '#', words) if audit else words}"


def broken_of() -> Iterator[str]:
    """What is wrong with the desk whatever was done: its audit, and who judges blind what they could know of."""
    from antigone.desk.audit.verify import verify
    from antigone.desk.audit.verify_bound import verify_bound

    yield from (fault.words for fault in verify().faults)
    yield from (f"{fault.row}: {fault.words}" for fault in verify_bound().faults)
    yield from not_blind()


def not_blind() -> Iterator[str]:
    """Whoever is bound to a pair that they judge, or judges it twice."""
    from antigone.desk.accounts.sight import seeing_all
    from antigone.desk.review.models import Assignment
    from antigone.desk.review.open import open_assignments
    from antigone.desk.review.people import arisen

    with seeing_all():
        for each in open_assignments().select_related("pair__case", "pair__record", "pair__incident"):
            if bound := arisen(each):
                yield f"assignment {each.pk} is open to somebody who is bound: {sorted(bound)}"
        judged = Counter(Assignment.objects.filter(pair__known=False).values_list("pair", "examiner"))
    yield from (f"pair {pair} is twice with person {person}" for (pair, person), many in judged.items() if many > 1)


def differs(left: Left, orders: list[Left]) -> str:
    """From the nearer of the two orders, in a few words."""
    if all(left[0] != order[0] for order in orders):
        return f"answered {left[0]}, and in order {orders[0][0]} or {orders[1][0]}"
    near = min(orders, key=lambda order: len(set(order[1]) ^ set(left[1])))
    return "; ".join(f"{row} {times}"[:300] for row, times in sorted(set(near[1]) ^ set(left[1]))[:4])
