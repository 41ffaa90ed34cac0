"""What somebody does to rows who owns the database: each act alters one or two, and says which, and in what."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Field, Model

from antigone.desk.audit.binding import THE_ROW
from antigone.desk.audit.content import fields_of

Altered = dict[tuple[str, int], tuple[str, ...]]
_ALIKE = str.maketrans("aeocpxyi", "аеосрхуі")
"""Latin letters, and those of Cyrillic that look the same."""


def change(model: type[Model], numbers: list[int], dice: random.Random) -> Altered:
    """One field, as little as can be."""
    field, number = dice.choice(fields_of(model)), dice.choice(numbers)
    was = _read(model, number, field)
    _write(model, number, field, altered(was, field, dice))
    if _read(model, number, field) == was:
        return {}
    return {(model._meta.db_table, number): (field.attname,)}


def exchange(model: type[Model], numbers: list[int], dice: random.Random) -> Altered:
    """One field of two rows: each has what the other had."""
    field, (one, two) = dice.choice(fields_of(model)), dice.sample(numbers, 2)
    first, second = _read(model, one, field), _read(model, two, field)
    if first == second:
        return {}
    _write(model, one, field, second)
    _write(model, two, field, first)
    return {(model._meta.db_table, number): (field.attname,) for number in (one, two)}


def remove(model: type[Model], numbers: list[int], dice: random.Random) -> Altered:
    number, table = dice.choice(numbers), model._meta.db_table
    _sql(f"DELETE FROM {table} WHERE {_key(model)} = %s", [number])
    return {(table, number): (THE_ROW,)}


def put_in(model: type[Model], numbers: list[int], dice: random.Random) -> Altered:
    """A row that no act wrote, made after one that is there."""
    number, table = max(numbers) + dice.randrange(1, 10**6), model._meta.db_table
    row = model._base_manager.get(pk=dice.choice(numbers))
    for field in fields_of(model):
        if field.unique or dice.random() < 0.5:
            setattr(row, field.attname, altered(getattr(row, field.attname), field, dice))
    row.pk = number
    model._base_manager.bulk_create([row])
    return {(table, number): (THE_ROW,)}


def nonsense(model: type[Model], numbers: list[int], dice: random.Random) -> Altered:
    """What the column cannot hold: SQLite takes it all the same."""
    if connection.vendor != "sqlite":
        return {}
    field, number, table = dice.choice(fields_of(model)), dice.choice(numbers), model._meta.db_table
    _sql(f'UPDATE {table} SET "{field.column}" = %s WHERE {_key(model)} = %s', ["{nonsense", number])
    return {(table, number): (field.attname,)}


Act = Callable[[type[Model], list[int], random.Random], Altered]
ACTS: dict[str, tuple[int, Act]] = {
    "fields changed": (70, change),
    "fields exchanged": (10, exchange),
    "rows removed": (8, remove),
    "rows put in": (8, put_in),
    "values that no column holds": (4, nonsense),
}
"""Each with how often it is drawn."""


def altered(value: Any, field: Field[Any, Any], dice: random.Random) -> Any:
    """Another value, as near as can be."""
    if field.null and dice.random() < 0.2:
        return None if value is not None else _something(field)
    if value is None:
        return _something(field)
    return _near(value, dice)


def _near(value: Any, dice: random.Random) -> Any:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + dice.choice((1, -1, 10))
    if isinstance(value, float):
        return math.nextafter(value, math.inf)
    if isinstance(value, datetime):
        return value + dice.choice((timedelta(microseconds=1), timedelta(days=-1)))
    if isinstance(value, date):
        return value + timedelta(days=1)
    if isinstance(value, bytes | memoryview):
        return bytes([bytes(value)[0] ^ 1]) + bytes(value)[1:]
    if isinstance(value, UUID):
        return UUID(int=value.int ^ 1)
    if isinstance(value, str):
        return dice.choice((value + " ", value.translate(_ALIKE), value.swapcase(), value[:-1], ""))
    return [*value, None] if isinstance(value, list) else {**value, "more": 0}


def _something(field: Field[Any, Any]) -> Any:
    made: dict[str, Any] = {
        "DateTimeField": datetime.fromisoformat("2026-01-02T03:04:05.000006+00:00"),
        "DateField": date(2026, 1, 2),
        "BinaryField": b"1",
    }
    return made.get(field.get_internal_type(), 1)


def _read(model: type[Model], number: int, field: Field[Any, Any]) -> Any:
    found = model._base_manager.values_list(field.attname, flat=True).get(pk=number)
    return bytes(found) if isinstance(found, memoryview) else found


def _write(model: type[Model], number: int, field: Field[Any, Any], value: Any) -> None:
    model._base_manager.filter(pk=number).update(**{field.attname: value})


def _key(model: type[Model]) -> str:
    return f'"{model._meta.pk.column}"' if model._meta.pk else "id"


def _sql(statement: str, values: list[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
