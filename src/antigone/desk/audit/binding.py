"""Binding rows into the audit: whatever an act writes of a bound model is hashed into the act's audit row.

Nothing is written for a table of its own: every model of the desk is a ``BoundModel`` with ``BoundRows`` for its query
set, and those two are all that Django writes rows by. What they write of a model that carries the mark ``bound`` is
remembered until the act's audit row is added.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from itertools import groupby
from typing import Any, ClassVar, TypeVar

from django.db import models

from antigone.desk.audit.content import digest, fields_of, hashes_of, is_bound, said_by
from antigone.desk.audit.models import AuditRow, Binding

Row = TypeVar("Row", bound=models.Model)
_Touched = dict[tuple[type[models.Model], int], tuple[str, ...]]
"""Rows that an act touched, each with what was not as bound when the act came to it."""
_AT_ONCE = 500

_open: ContextVar[tuple[_Touched, ...]] = ContextVar("acts under way", default=())
"""Of each act under way in this thread, the outermost first."""

THE_ROW = "*"
"""Stands for a whole row where no field can be named: it was removed, or no act wrote it."""


@dataclass(frozen=True, slots=True)
class Bound:
    """A row as an act leaves it, before its audit row is written."""

    table: str
    number: int
    hashes: str
    altered: str
    salt: str


@contextmanager
def watched() -> Iterator[None]:
    """Watch what is written until the end. An act within an act is watched apart: if it is undone, so is its list."""
    mine: _Touched = {}
    before = _open.get()
    _open.set((*before, mine))
    try:
        yield
        if mine:
            rows = ", ".join(f"{model._meta.db_table} {number}" for model, number in mine)
            raise AssertionError(f"written without an audit row that binds it: {rows}")
    finally:
        _open.set(before)


def bound_rows() -> list[Bound]:
    """All bound rows that the present act has touched, as they are now. It is asked once for each audit row."""
    mine = _open.get()[-1]
    found = []
    for model, keys in groupby(sorted(mine, key=lambda key: (key[0]._meta.db_table, key[1])), lambda key: key[0]):
        numbers = [number for _, number in keys]
        table, said = model._meta.db_table, said_by(model, numbers)
        known = set(latest(table, numbers)) if len(said) < len(numbers) else set()
        for number in numbers:
            if number in said or number in known:  # not what was made and undone again
                salt = secrets.token_hex(16)
                hashes = json.dumps(hashes_of(table, number, said[number], salt)) if number in said else ""
                altered = json.dumps(mine[model, number]) if mine[model, number] else ""
                found.append(Bound(table, number, hashes, altered, salt))
    mine.clear()
    return found


def digest_of(rows: Iterable[Bound]) -> str:
    return digest((each.table, each.number, each.hashes, each.altered) for each in rows)


def keep(row: AuditRow, rows: Sequence[Bound]) -> None:
    """Keep the bindings of an audit row that was just added, and destroy the salts of those that they follow."""
    Binding.objects.bulk_create(
        Binding(row=row, table=each.table, number=each.number, hashes=each.hashes, altered=each.altered, salt=each.salt)
        for each in rows
    )
    for table, several in groupby(rows, lambda each: each.table):
        numbers = [each.number for each in several]
        earlier = Binding.objects.filter(table=table, row__lt=row).exclude(salt="")
        for begin in range(0, len(numbers), _AT_ONCE):
            earlier.filter(number__in=numbers[begin : begin + _AT_ONCE]).update(salt="")


def unlike(model: type[models.Model], numbers: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """Of these rows, those that are not as their latest binding has them, each with the fields that differ."""
    table = model._meta.db_table
    said, bound = said_by(model, numbers), latest(table, numbers)
    found = {number: differing(number, bound.get(number), said.get(number)) for number in numbers}
    return {number: fields for number, fields in found.items() if fields}


def differing(number: int, binding: Binding | None, said: Mapping[str, str] | None) -> tuple[str, ...]:
    """The fields of a row that are not as bound; ``THE_ROW`` if it should not be there, or should be.

    A field that the model got after the row was bound has no hash yet, and is not compared.
    """
    if binding is None or not binding.hashes:
        return () if said is None else (THE_ROW,)
    kept = hashes_in(binding)
    if said is None or kept is None or not binding.salt:
        return (THE_ROW,)
    now = hashes_of(binding.table, number, said, binding.salt)
    return tuple(name for name, each in now.items() if name in kept and kept[name] != each)


def hashes_in(binding: Binding) -> dict[str, str] | None:
    """The hashes of a binding, by field; None if there are none, or no hashes stand there any more."""
    try:
        found = json.loads(binding.hashes)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def latest(table: str, numbers: Sequence[int]) -> dict[int, Binding]:
    """The latest binding of each row that has any. Of earlier ones, of which there may be many, nothing is read."""
    found: dict[int, Binding] = {}
    for begin in range(0, len(numbers), _AT_ONCE):
        some = Binding.objects.filter(table=table, number__in=numbers[begin : begin + _AT_ONCE])
        last = dict(some.order_by().values_list("number").annotate(models.Max("row")))
        made = some.filter(row__in=set(last.values()))
        found |= {each.number: each for each in made if last[each.number] == each.row_id}
    return found


def _touch(model: type[models.Model], numbers: Iterable[int], *, new: bool = False) -> None:
    """Remember rows of an act under way. Those that were there before are first compared with what was bound."""
    acts, numbers = _open.get(), list(numbers)
    if not acts:
        return
    unseen = [number for number in numbers if not any((model, number) in act for act in acts)]
    was = {} if new or not unseen else unlike(model, unseen)
    acts[-1].update({(model, number): was.get(number, ()) for number in unseen})
    for number in set(numbers) - set(unseen):
        acts[-1].setdefault((model, number), ())


class BoundRows(models.QuerySet[Row]):
    """The query set of all models of the desk: of bound ones, no row is written unnoticed."""

    def update(self, **values: Any) -> int:
        if is_bound(self.model) and _binds(self.model, values) and _open.get():
            _touch(self.model, list(self.order_by().values_list("pk", flat=True)))
        return super().update(**values)

    def bulk_create(self, objs: Iterable[Row], *args: Any, **options: Any) -> list[Row]:
        if is_bound(self.model) and (options.get("ignore_conflicts") or options.get("update_conflicts")):
            raise AssertionError("it would not be known which rows were written")
        made = super().bulk_create(objs, *args, **options)
        if is_bound(self.model):
            _touch(self.model, [each.pk for each in made], new=True)
        return made

    def delete(self) -> tuple[int, dict[str, int]]:
        if is_bound(self.model):
            _touch(self.model, list(self.order_by().values_list("pk", flat=True)))
        return super().delete()


class BoundModel(models.Model):
    """A model whose rows may be bound. Its manager, which comes from ``BoundRows``, is ``DeskModel.objects``."""

    bound: ClassVar[bool] = False
    """Whether each row is bound into the audit by hashes of what it says: whatever decides or proves something is."""
    unbound: ClassVar[frozenset[str]] = frozenset()
    """Fields of a bound row that change without deciding anything, such as a counter."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **options: Any) -> None:
        new, model = self._state.adding, type(self)
        binds = is_bound(model) and _binds(model, options.get("update_fields") or _all(model))
        if binds and not new:
            _touch(model, [self.pk])
        super().save(*args, **options)
        if binds and new:
            _touch(model, [self.pk], new=True)

    def delete(self, *args: Any, **options: Any) -> tuple[int, dict[str, int]]:
        if is_bound(type(self)):
            _touch(type(self), [self.pk])
        return super().delete(*args, **options)


def _binds(model: type[models.Model], names: Iterable[str]) -> bool:
    """Whether any of these fields is one that is bound."""
    return bool({name for field in fields_of(model) for name in (field.name, field.attname)} & set(names))


def _all(model: type[models.Model]) -> list[str]:
    return [field.name for field in fields_of(model)]
