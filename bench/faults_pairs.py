"""Two act at once on two connections: what is left equals one of the two orders, one after the other.

Acts are the operations of the API that write, as the API's own matrix sends them (tests/desk/api/test_matrix.py), on a
desk with one thing of each kind. Which two touch the same rows is read from their statements: one writes a table that
the other reads or writes, besides the audit's. The first of a pair is stopped at one of its statements until the second
is done or waits for it. Then the answers and every table are compared with those of both orders.
"""

from __future__ import annotations

import importlib.util
import random
import re
import shutil
import sys
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from types import ModuleType
from typing import Any

from faults import Promise

TESTS = Path(__file__).resolve().parents[1] / "tests"
BLOCKED = 0.5
"""Seconds after which the second of two is believed to wait for the first."""
SHARED = re.compile(r'"(audit_\w+|accounts_token|accounts_person|accounts_agency|accounts_incident)"')
"""Tables that every act reads, or writes under the audit's lock: no pair is chosen for these."""
Left = tuple[tuple[int, ...], tuple[tuple[str, int], ...]]
"""Two answers, and how often each row is there."""


@dataclass
class Act:
    """One operation by somebody who may do it, and the tables that it reads and writes."""

    name: str
    do: Callable[[], int]
    reads: set[str] = field(default_factory=set)
    writes: set[str] = field(default_factory=set)
    statements: int = 0


def pairs(many: int, seed: int, place: Path, address: str) -> list[Promise]:
    """So many of the pairs that share rows, each in both orders and stopped once; all others are counted."""
    # A bench has the name of one of the tests' folders.
    sys.path[:] = [each for each in sys.path if Path(each) != Path(__file__).parent]
    kept = Kept(place, address)
    acts = _acts()
    kept.keep()
    for act in acts:
        _watch(act)
        kept.again()
    shared = [
        (one, other)
        for one, other in product([act for act in acts if act.writes], repeat=2)
        if one.writes & (other.reads | other.writes) or other.writes & one.reads
    ]
    dice = random.Random(seed)
    chosen = dice.sample(shared, min(many, len(shared)))
    broken: list[str] = []
    for one, other in chosen:
        orders = [_left(kept, one, other, _in_order), _left(kept, one, other, _the_other_way)]
        stop = dice.randint(1, max(1, one.statements))
        left = _left(kept, one, other, lambda one, other, stop=stop: _at_once(one, other, stop))  # type: ignore[misc]
        if left not in orders:
            broken.append(f"{one.name} stopped at statement {stop}, and {other.name}: {_differs(left, orders)}")
    words = f"Two at once leave what one after the other does ({len(shared)} pairs of {len(acts)} acts share rows)"
    return [Promise(words, len(chosen), tuple(broken))]


class Kept:
    """The desk as it was, put back for every trial."""

    def __init__(self, place: Path, address: str) -> None:
        self.place, self.address = place, address

    def keep(self) -> None:
        self._copy("desk", "kept")

    def again(self) -> None:
        self._copy("kept", "desk")

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


def _acts() -> list[Act]:
    from antigone.desk.accounts.permissions import Role
    from desk_api import OPERATIONS, Program, a_token, kinds_of
    from desk_people import a_person, two_agencies
    from desk_things import things_of_both

    people = two_agencies()
    of, _ = things_of_both(people)
    programs = []
    for role in Role:
        programs.append(Program(a_token(a_person(f"{role} at both", people.harbour, role))))
        programs[-1].get("/me")  # its first use of the day is written down
    matrix, found = _matrix(), []
    for name, (path, operation) in OPERATIONS.items():
        for kind in kinds_of(path) if operation.methods != ["GET"] else []:
            for program in programs:
                answer = matrix.ask(program, name, of, kind)  # what it did is undone
                if answer.status_code in (200, 201):
                    found.append(Act(f"{name} of {kind}", _asking(matrix, program, name, of, kind)))
                    break
    return found


def _asking(matrix: ModuleType, program: Any, name: str, of: Any, kind: Any) -> Callable[[], int]:
    def do() -> int:
        return int(matrix.ask(program, name, of, kind, undo=False).status_code)

    return do


def _matrix() -> ModuleType:
    where = TESTS / "desk/api/test_matrix.py"
    spec = importlib.util.spec_from_file_location("api_matrix", where)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["api_matrix"] = module  # its dataclasses look for it
    spec.loader.exec_module(module)
    return module


def _watch(act: Act) -> None:
    """Do it once, and read from its statements what it touches."""
    from django.db import connection

    def hears(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        act.statements += 1
        tables = set(re.findall(r'"(\w+)"', sql)) & _tables()
        own = {table for table in tables if not SHARED.fullmatch(f'"{table}"')}
        if sql.startswith(("INSERT", "UPDATE", "DELETE")):
            target = re.search(r'"(\w+)"', sql)
            act.writes |= own & {target.group(1)} if target else set()
        act.reads |= own
        return execute(sql, params, many, context)

    with connection.execute_wrapper(hears):
        act.do()


def _tables() -> set[str]:
    from django.db import connection

    return set(connection.introspection.django_table_names())


def _left(kept: Kept, one: Act, other: Act, does: Callable[[Act, Act], tuple[int, ...]]) -> Left:
    kept.again()
    answers = does(one, other)
    return answers, _rows()


def _in_order(one: Act, other: Act) -> tuple[int, ...]:
    return one.do(), other.do()


def _the_other_way(one: Act, other: Act) -> tuple[int, ...]:
    second = other.do()
    return one.do(), second


def _at_once(one: Act, other: Act, stop: int) -> tuple[int, ...]:
    """``one`` waits before its statement ``stop`` until ``other`` is done, or waits for ``one``."""
    from django.db import connection, connections

    said: dict[str, int] = {}
    stands, go, over = threading.Event(), threading.Event(), threading.Event()

    def first() -> None:
        done = 0

        def counts(execute: Any, *asked: Any) -> Any:
            nonlocal done
            done += 1
            if done == stop:
                stands.set()
                go.wait(60)
            return execute(*asked)

        try:
            with connection.execute_wrapper(counts):
                said["one"] = one.do()
        finally:
            stands.set()
            connections.close_all()

    def second() -> None:
        try:
            said["other"] = other.do()
        finally:
            over.set()
            connections.close_all()

    threads = [threading.Thread(target=first), threading.Thread(target=second)]
    threads[0].start()
    stands.wait(60)
    threads[1].start()
    over.wait(BLOCKED)
    go.set()
    for thread in threads:
        thread.join(60)
    return said.get("one", 0), said.get("other", 0)


def _rows() -> tuple[tuple[str, int], ...]:
    """Every row of every table, without what differs each time: times, random words, numbers in the audit's words."""
    from django.apps import apps
    from django.db import models

    found: Counter[str] = Counter()
    for model in apps.get_models():
        if model._meta.app_label in ("contenttypes", "auth"):
            continue
        audit = model._meta.app_label == "audit"
        columns = [
            each
            for each in model._meta.concrete_fields
            if not isinstance(each, models.DateTimeField | models.BinaryField | models.UUIDField)
            and not (audit and (each.primary_key or each.is_relation or each.name in ("sequence", "row")))
        ]
        for row in model._base_manager.values_list(*[each.attname for each in columns]):
            words = re.sub(r"[0-9a-f]{32,}", "H", repr(row))
            found[f"{model._meta.label} {re.sub(r'[0-9]+', '#', words) if audit else words}"] += 1
    return tuple(sorted(found.items()))


def _differs(left: Left, orders: list[Left]) -> str:
    """From the nearer of the two orders, in a few words."""
    if all(left[0] != order[0] for order in orders):
        return f"answered {left[0]}, and in order {orders[0][0]} or {orders[1][0]}"
    near = min(orders, key=lambda order: len(set(order[1]) ^ set(left[1])))
    return "; ".join(f"{row} {times}"[:300] for row, times in sorted(set(near[1]) ^ set(left[1]))[:4])
