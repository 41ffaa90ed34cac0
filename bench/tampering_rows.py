"""Rows in every bound table, with whatever their columns take, written by acts: for ``tampering.py``.

What they say makes no sense, and the database's rules about that are taken away first. Row number i of a table points
to row number i of each other table, so that what must be unique is.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from graphlib import TopologicalSorter
from itertools import islice
from typing import Any
from uuid import uuid4

from django.db import connection
from django.db.models import Field, ForeignKey, Model

from antigone.desk.audit.chain import append, writing
from antigone.desk.audit.content import bound_models

LETTERS = "abcdefghijklmnopqrstuvwxyzабвгґєжшщ أبتثج 'äß%<—"
_OF_AN_ACT = 40
_SMALLEST = 32_000


def unguard() -> None:
    """Take away what refuses rows without sense, and whoever alters them. The audit keeps its own guards."""
    with connection.cursor() as cursor:
        for statement in list(_sqlite(cursor) if connection.vendor == "sqlite" else _postgresql(cursor)):
            cursor.execute(statement)


def _sqlite(cursor: Any) -> Iterator[str]:
    yield "PRAGMA ignore_check_constraints = ON"
    cursor.execute(
        "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE type IN ('trigger', 'index') AND sql <> ''"
    )
    for kind, name, table, text in cursor.fetchall():
        if not table.startswith("audit_") and (kind == "trigger" or re.match("CREATE UNIQUE", text)):
            yield f'DROP {kind} "{name}"'


def _postgresql(cursor: Any) -> Iterator[str]:
    ours = "c.relnamespace = 'public'::regnamespace AND c.relname NOT LIKE 'audit%'"
    cursor.execute(
        "SELECT format('ALTER TABLE %I DROP CONSTRAINT %I', c.relname, k.conname)"
        f" FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid WHERE k.contype IN ('c', 'u') AND {ours}"
        " UNION ALL SELECT format('DROP TRIGGER %I ON %I', t.tgname, c.relname)"
        f" FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE NOT t.tgisinternal AND {ours}"
        " UNION ALL SELECT format('DROP INDEX %I', i.indexrelid::regclass::text)"
        f" FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid WHERE i.indisunique AND NOT i.indisprimary AND {ours}"
        " AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = i.indexrelid)"
    )
    yield from (statement for (statement,) in cursor.fetchall())


def fill(rows: int, dice: random.Random) -> None:
    """As many rows in each bound table, and in those that they point to."""
    made: dict[type[Model], list[int]] = {}
    for model in _in_order():
        made[model] = []
        every = (model(**_values(model, place, made, dice)) for place in range(rows))
        while several := list(islice(every, _OF_AN_ACT)):
            with writing():
                made[model] += [each.pk for each in model._default_manager.bulk_create(several)]
                append(gesture=uuid4(), actor="console", verb="make " + model.__name__.lower(), thing="bench")


def _in_order() -> Iterable[type[Model]]:
    """The bound models and those that they need, each after those that it points to."""
    needs: dict[type[Model], set[type[Model]]] = {}
    waiting = list(bound_models().values())
    while waiting:
        model = waiting.pop()
        if model not in needs:
            needs[model] = {to for to in _points_to(model) if to is not model}
            waiting += needs[model]
    return TopologicalSorter(needs).static_order()


def _points_to(model: type[Model]) -> list[type[Model]]:
    return [field.related_model for field in model._meta.concrete_fields if field.is_relation]  # type: ignore[misc]


def _values(model: type[Model], place: int, made: dict[type[Model], list[int]], dice: random.Random) -> dict[str, Any]:
    return {
        field.attname: _value(model, field, place, made, dice)
        for field in model._meta.concrete_fields
        if not (field.primary_key and not field.is_relation and field.get_internal_type() == "BigAutoField")
    }


def _value(model: type[Model], field: Field[Any, Any], place: int, made: Any, dice: random.Random) -> Any:
    if field.null and dice.random() < 0.3:
        return None
    if isinstance(field, ForeignKey):
        return None if field.related_model is model else made[field.related_model][place]
    kind = field.get_internal_type()
    if kind in {"CharField", "EmailField", "TextField"}:
        words = "".join(dice.choices(LETTERS, k=dice.randrange(1, 40)))
        return f"{place} {words}"[: field.max_length or 400]
    if kind == "UUIDField":
        return uuid4()
    return _plain(kind, place, dice)


def _plain(kind: str, place: int, dice: random.Random) -> Any:
    at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(microseconds=dice.randrange(10**13))
    made: dict[str, Any] = {
        "BooleanField": dice.random() < 0.5,
        "FloatField": dice.random() * 10 ** dice.randrange(-9, 9),
        "DateTimeField": at,
        "DateField": date(2020, 1, 1) + timedelta(days=dice.randrange(3000)),
        "JSONField": dice.choice(([place, 0.1, None, "Щербак"], {"of": place, "share": 1 / 3, "ä": [True]}, [])),
        "BinaryField": dice.randbytes(40),
    }
    return made.get(kind, place % _SMALLEST)
