"""What a row says, field by field, as it stands in the database; and the salted hashes of it."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection
from django.db.models import Field, Model

Said = Mapping[str, str]
"""What a row says: the canonical text of each of its fields."""
_AT_ONCE = 500
_LETTERS = 32
"""Hexadecimal digits of a hash: 128 bits."""


def is_bound(model: type[Model]) -> bool:
    """Whether it carries the mark ``bound`` (``binding.BoundModel``)."""
    return getattr(model, "bound", None) is True


@cache
def bound_models() -> dict[str, type[Model]]:
    """By table: the models whose rows are bound, in the order of the apps. They carry the mark ``bound``."""
    return {model._meta.db_table: model for model in apps.get_models() if is_bound(model)}


@cache
def fields_of(model: type[Model]) -> tuple[Field[Any, Any], ...]:
    """The columns of a bound model that are bound: all but its number and those it names in ``unbound``."""
    left_out: frozenset[str] = getattr(model, "unbound", frozenset())
    return tuple(each for each in model._meta.concrete_fields if not each.primary_key and each.name not in left_out)


def said_by(model: type[Model], numbers: Sequence[int]) -> dict[int, Said]:
    """What these rows say now, as it stands in the database. A row that is not there is left out.

    Read past Django, which makes one value of several: on SQLite a date that is none reads as no date at all.
    """
    found: dict[int, Said] = {}
    key = model._meta.pk
    if key is None:
        raise AssertionError(f"{model._meta.db_table} has no number")
    columns = [key.column, *(field.column for field in fields_of(model))]
    for number, *values in _rows(model._meta.db_table, columns, key.column, numbers):
        found[number] = {
            field.attname: _text(field, value) for field, value in zip(fields_of(model), values, strict=True)
        }
    return found


def _rows(table: str, columns: Sequence[str], key: str, numbers: Sequence[int]) -> Iterator[Sequence[Any]]:
    quoted = connection.ops.quote_name
    # An expression has no declared type, by which Python's sqlite3 would make something else of what is there.
    plus = "+" if connection.vendor == "sqlite" else ""
    named = ", ".join(plus + quoted(column) for column in columns)
    with connection.cursor() as cursor:
        for begin in range(0, len(numbers), _AT_ONCE):
            some = numbers[begin : begin + _AT_ONCE]
            marks = ", ".join(["%s"] * len(some))
            cursor.execute(f"SELECT {named} FROM {quoted(table)} WHERE {quoted(key)} IN ({marks})", some)
            yield from cursor.fetchall()


def _text(field: Field[Any, Any], value: object) -> str:
    # PostgreSQL keeps JSON as values, and may write them otherwise one day.
    if field.get_internal_type() == "JSONField" and isinstance(value, str) and connection.vendor == "postgresql":
        value = json.loads(value)
    return canonical(value)


def canonical(value: object) -> str:
    """One text for one value."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_plain)


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return hashlib.sha256(value).hexdigest()
    if isinstance(value, UUID | Decimal):
        return str(value)
    raise TypeError(f"no canonical form of {type(value).__name__}")


def hashes_of(table: str, number: int, said: Said, salt: str) -> dict[str, str]:
    """A keyed hash of each field: of its table, row, name and value, so that none can stand for another."""
    key = salt.encode()
    return {name: _hash(key, f"{table}\0{number}\0{name}\0{value}") for name, value in said.items()}


def _hash(key: bytes, text: str) -> str:
    return hmac.digest(key, text.encode(errors="surrogatepass"), "sha256").hex()[:_LETTERS]


def digest(bindings: Iterable[tuple[str, int, str, str]]) -> str:
    """SHA-256 of all bindings of one act (table, number, hashes, altered): the audit row has it. Empty for none."""
    made = sorted(bindings)
    return hashlib.sha256(json.dumps(made, ensure_ascii=False).encode()).hexdigest() if made else ""
