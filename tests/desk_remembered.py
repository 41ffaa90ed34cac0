"""What many tests begin with is made once in a process, and written again for each: the same rows, the same files.

    @remembered
    def two_agencies() -> People: ...

The first who asks has it made, by the acts of the desk. What the database was told meanwhile is remembered, and what
was put into the desk's folder; whoever asks later, on a desk that was told the very same before, has it told again.
That costs a tenth. Where anything else was written before, inside an act, where the clock is another, on PostgreSQL
and where transactions are real, it is made.
"""

from __future__ import annotations

import functools
import pickle
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, cast

from django.conf import settings
from django.db import connection
from django.utils import timezone

from antigone.desk.audit import binding

P = ParamSpec("P")
Made = TypeVar("Made")
Statement = tuple[str, Any, bool]

_WRITES = ("INSERT", "UPDATE", "DELETE")
_READS = ("SELECT", "WITH", "PRAGMA")
_now = timezone.now


@dataclass
class _Told:
    """What a database was told since it was empty."""

    before: tuple[object, ...] | None = ()
    """What was made in it, in this order, and nothing else; None if there is something else too."""
    statements: list[Statement] | None = None
    """Those that wrote, while something is made that is remembered."""
    marks: list[tuple[str, int]] = field(default_factory=list)

    def hears(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        """Django calls it with each statement."""
        answer = execute(sql, params, many, context)
        word = sql.lstrip()[:9].upper()
        if word.startswith(_READS):
            return answer
        if self.statements is not None:
            self._write_down(word, sql, params, many)
        elif word.startswith(_WRITES):
            self.before = None
        return answer

    def _write_down(self, word: str, sql: str, params: Any, many: bool) -> None:
        statements = cast("list[Statement]", self.statements)
        if word == "SAVEPOINT":
            self.marks.append((sql.rsplit(maxsplit=1)[-1], len(statements)))
        elif word == "ROLLBACK ":
            name = sql.rsplit(maxsplit=1)[-1]
            del statements[next(length for mark, length in reversed(self.marks) if mark == name) :]
        elif word.startswith(_WRITES):
            statements.append((sql, list(params) if many else params, many))


@dataclass(frozen=True)
class _Remembered:
    statements: list[Statement]
    files: dict[str, bytes]
    numbers: list[Any]
    """Of the last row of each table."""
    made: bytes


_told: _Told | None = None
"""Of the desk of the test that runs; None where nothing is remembered."""
_kept: dict[tuple[object, ...], _Remembered] = {}


@contextmanager
def listening() -> Iterator[None]:
    """A desk that is empty now, and to which nothing is written but through this thread's connection."""
    global _told  # noqa: PLW0603
    before = _told
    _told = _Told() if connection.vendor == "sqlite" else None
    if _told is None:
        yield
    else:
        with connection.execute_wrapper(_told.hears):
            yield
    _told = before


@contextmanager
def undoing() -> Iterator[None]:
    """What is written meanwhile is rolled back."""
    told = _told
    before = told.before if told else None
    yield
    if told:
        told.before = before


def remembered(make: Callable[P, Made]) -> Callable[P, Made]:
    """What ``make`` makes, made once in a process for each desk that was told the same before. It changes nothing of
    what it is given."""

    @functools.wraps(make)
    def asked(*args: P.args, **kwargs: P.kwargs) -> Made:
        told, home = _told, settings.DESK.home
        if told is None or told.before is None or told.statements is not None or _is_special(home):
            return make(*args, **kwargs)
        key = *told.before, make.__module__, make.__qualname__, pickle.dumps((args, kwargs))
        if key in _kept:
            _tell(_kept[key], home)
        else:
            _kept[key] = _listen(told, lambda: make(*args, **kwargs), home)
        told.before = key
        return cast(Made, pickle.loads(_kept[key].made))

    return asked


def _is_special(home: Path) -> bool:
    """Where rows and files are not all: an act binds what is written in it, and a clock may stand still."""
    return bool(binding._open.get()) or timezone.now is not _now or home == Path(tempfile.gettempdir())


def _listen(told: _Told, make: Callable[[], object], home: Path) -> _Remembered:
    before, told.statements = _files(home), []
    try:
        made, statements = make(), told.statements
    finally:
        told.statements, told.marks = None, []
    after = _files(home)
    assert before.keys() <= after.keys(), "what takes a file away cannot be remembered"
    files = {name: data for name, data in after.items() if before.get(name) != data}
    return _Remembered(statements, files, _numbers(), pickle.dumps(made))


def _tell(what: _Remembered, home: Path) -> None:
    with connection.cursor() as cursor:
        for sql, params, many in what.statements:
            (cursor.executemany if many else cursor.execute)(sql, params)
    for name, data in what.files.items():
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_bytes(data)
    assert _numbers() == what.numbers, "the rows that are written again are others"


def _numbers() -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, seq FROM sqlite_sequence ORDER BY name")
        return cursor.fetchall()


def _files(home: Path) -> dict[str, bytes]:
    return {str(file.relative_to(home)): file.read_bytes() for file in home.rglob("*") if file.is_file()}
