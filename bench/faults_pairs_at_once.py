"""One act, stopped before one of its statements, while another is done on a connection of its own or waits."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from faults_pairs_acts import Act

PRESUMED = 2.0
"""Seconds after which the second is believed to wait, if nothing said so before."""


@dataclass
class Met:
    """How two acts met: their answers, and what was seen of the waiting."""

    answers: tuple[str, ...]
    reached: bool
    """Whether the first has so many statements."""
    waited: int
    """So many statements of the first, one after the other, before each of which the second was seen waiting."""


@dataclass
class _One:
    """The first of two: where it is, and whether it holds the lock under which everything is written."""

    stop: int
    walk: bool
    done: int = 0
    holds: bool = False
    walking: bool = False
    walked: int = 0
    stands: threading.Event = field(default_factory=threading.Event)
    go: threading.Event = field(default_factory=threading.Event)


@dataclass
class _Other:
    """The second of two."""

    done: int = 0
    wants: bool = False
    over: threading.Event = field(default_factory=threading.Event)


def at_once(one: Act, other: Act, stop: int, address: str, *, walk: bool = False) -> Met:
    """``one`` stands before its statement ``stop`` until ``other`` is done, or waits for ``one``.

    With ``walk`` it then goes on statement by statement, and before each of them ``other`` is looked at: for as long
    as it waits at the same place. All these are one meeting: what ``other`` has read is what was there at the first.
    """
    first, second, said = _One(stop, walk), _Other(), dict[str, str]()
    threads = [
        threading.Thread(target=_do, args=("one", one, said, _stops(first, second), first.stands)),
        threading.Thread(target=_do, args=("other", other, said, _counts(second, first), second.over)),
    ]
    threads[0].start()
    first.stands.wait(60)
    reached = first.done >= stop
    threads[1].start()
    waits = _waits(first, second, address) if reached else False
    first.walking = waits and walk
    first.walked = int(waits)
    first.go.set()
    for thread in threads:
        thread.join(120)
    return Met((said.get("one", "no answer"), said.get("other", "no answer")), reached, first.walked)


def _do(name: str, act: Act, said: dict[str, str], wrapper: Callable[..., Any], over: threading.Event) -> None:
    from django.db import connection, connections

    try:
        with connection.execute_wrapper(wrapper):
            said[name] = act.do()
    except Exception as fault:  # what nobody expected is an answer too, and of no order
        said[name] = f"{type(fault).__name__}: {fault}"[:200]
    finally:
        over.set()
        connections.close_all()


def _stops(first: _One, second: _Other) -> Callable[..., Any]:
    from django.db import connection

    def stops(execute: Any, sql: str, *asked: Any) -> Any:
        first.done += 1
        first.holds = first.holds and connection.in_atomic_block
        if first.walking:
            first.walking = first.holds and not second.over.is_set()
            first.walked += first.walking
        if first.done == first.stop:
            first.stands.set()
            first.go.wait(60)
        answer = execute(sql, *asked)
        first.holds = first.holds or _takes(sql)
        return answer

    return stops


def _counts(second: _Other, first: _One) -> Callable[..., Any]:
    def counts(execute: Any, sql: str, *asked: Any) -> Any:
        second.done += 1
        second.wants = sql.startswith("BEGIN")
        answer = execute(sql, *asked)
        second.wants = False
        return answer

    return counts


def _takes(sql: str) -> bool:
    """Whether this statement takes the lock: of the file on SQLite, of the audit's head on PostgreSQL."""
    return sql.startswith("BEGIN") or (sql.endswith("FOR UPDATE") and "audit_head" in sql)


def _waits(first: _One, second: _Other, address: str) -> bool:
    """Whether the second waits for the first; False when it is done."""
    ends = time.monotonic() + PRESUMED
    seen = 0
    while time.monotonic() < ends:
        if second.over.wait(0.01):
            return False
        if address == "sqlite":
            seen = seen + 1 if second.wants and first.holds else 0
        elif first.holds:
            seen = seen + 1 if _locked_out(address) else 0
        if seen >= 2:
            return True
    return not second.over.is_set()


def _locked_out(address: str) -> bool:
    import psycopg

    with psycopg.connect(address.rpartition("/")[0] + "/postgres", autocommit=True) as server:
        asked = "SELECT 1 FROM pg_stat_activity WHERE datname = 'desk' AND wait_event_type = 'Lock'"
        return server.execute(asked).fetchone() is not None
