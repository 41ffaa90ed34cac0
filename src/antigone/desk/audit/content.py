"""What a row says, field by field, in one form on SQLite and PostgreSQL; and the salted hashes of it."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Field, Model

Said = Mapping[str, str]
"""What a row says: the canonical text of each of its fields."""
_LETTERS = 32
"""Hexadecimal digits of a hash: 128 bits."""


def is_bound(model: type[Model]) -> bool:
    """Whether it carries the mark ``bound`` (``accounts.models.DeskModel``)."""
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
    """What these rows say now, as the database has it. A row that is not there is left out."""
    names = [field.attname for field in fields_of(model)]
    rows = model._base_manager.filter(pk__in=numbers).order_by()
    try:
        found = {
            row[0]: dict(zip(names, map(canonical, row[1:]), strict=True)) for row in rows.values_list("pk", *names)
        }
    except Exception:  # somebody wrote what the column cannot hold: read one by one, so that it is named
        found = {number: _one_by_one(model, number, names) for number in rows.values_list("pk", flat=True)}
    for name, others in _many_to_many(model, numbers):
        for number, row in found.items():
            row[name] = canonical(sorted(others.get(number, ())))
    return dict(found)


def _one_by_one(model: type[Model], number: int, names: Sequence[str]) -> dict[str, str]:
    said = {}
    for name in names:
        try:
            said[name] = canonical(model._base_manager.values_list(name, flat=True).get(pk=number))
        except Exception:  # whatever it is that stands there: it is not what was written
            said[name] = "unreadable"
    return said


def _many_to_many(model: type[Model], numbers: Sequence[int]) -> Iterator[tuple[str, Mapping[int, list[int]]]]:
    for field in model._meta.local_many_to_many:
        through: Any = field.remote_field.through
        mine, other = field.m2m_column_name(), field.m2m_reverse_name()
        found: defaultdict[int, list[int]] = defaultdict(list)
        rows = through._base_manager.filter(**{f"{mine}__in": numbers}).values_list(mine, other)
        for number, to in rows:
            found[number].append(to)
        yield field.name, found


def canonical(value: object) -> str:
    """One text for one value, whichever database it was read from."""
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
