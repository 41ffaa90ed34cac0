"""Values of the protocol as JSON, and back: all of it, or not at all.

Each value names its kind. Reading makes it again through its constructor, so that every rule is asked again, and writes
it once more: what does not come out as the same characters was not what was written.
"""

from __future__ import annotations

import hashlib
import json
import types
from collections.abc import Hashable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum, IntEnum
from fractions import Fraction
from functools import cache, lru_cache
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from antigone.errors import AntigoneError, ProtocolDamaged

T = TypeVar("T")
_RESTORE = "Verify the audit, and restore the database from a backup."


def freeze(value: object) -> str:
    """A value as canonical JSON: one value has one text."""
    return json.dumps(_plain(value), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def thaw(kind: type[T], text: str) -> T:
    """The value of a text. Raises ProtocolDamaged unless ``text`` is what ``freeze`` writes of such a value."""
    value: object = _thawed(cast(Hashable, kind), text)
    assert isinstance(value, kind), "the same text gives the same value"
    return value


def thaw_entry(kinds: Mapping[str, type[T]], kind: str, text: str) -> T:
    """An entry of a log, which may be of any of these kinds; ``kind`` is the one that is said beside it.

    Raises:
        ProtocolDamaged: also if there is no such kind.
    """
    if kind not in kinds:
        raise ProtocolDamaged(f"There is no entry {kind!r}.", _RESTORE)
    return cast(T, _thawed_entry(cast(Hashable, kinds[kind]), text))


def kinds_of(union: Any) -> dict[str, type]:
    """The kinds of a union of dataclasses, by the names under which ``freeze`` keeps them."""
    return {kind.__name__: kind for kind in get_args(union)}


@lru_cache(maxsize=64)  # one life is read by several moves, and values do not change
def _thawed(kind: type, text: str) -> Any:
    return _read(kind, text)


@lru_cache(maxsize=2048)  # one log has seventy, all of which are read whenever one is added, and each is short
def _thawed_entry(kind: type, text: str) -> Any:
    return _read(kind, text)


def _read(kind: type, text: str) -> Any:
    try:
        value = _value(kind, json.loads(text))
    except (AntigoneError, ValueError, TypeError, KeyError, AttributeError) as fault:
        raise ProtocolDamaged(f"This is no {kind.__name__}: {fault}", _RESTORE) from fault
    if not isinstance(value, kind) or freeze(value) != text:
        raise ProtocolDamaged(f"This {kind.__name__} is not what was written.", _RESTORE)
    return value


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {"is": type(value).__name__} | {name: _plain(getattr(value, name)) for name in _hints(type(value))}
    if isinstance(value, IntEnum):
        return value.name
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, frozenset):
        return sorted(_plain(each) for each in value)
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if value is None or isinstance(value, str | int | bool):
        return value
    raise TypeError(f"{type(value).__name__} is not kept")


@cache
def _hints(kind: type) -> dict[str, Any]:
    """The fields with which one is made, and their types."""
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind) if field.init}


def _value(hint: Any, data: Any) -> Any:
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        return _one_of(get_args(hint), data)
    if origin is tuple:
        return _tuple(get_args(hint), data)
    if origin is frozenset:
        (inner,) = get_args(hint)
        return frozenset(_value(inner, each) for each in _a(list, data))
    if isinstance(hint, type) and is_dataclass(hint):
        return _made(hint, data)
    return _simple(hint, data)


def _simple(hint: Any, data: Any) -> Any:
    if issubclass(hint, IntEnum):
        return hint[_a(str, data)]
    if issubclass(hint, Enum):
        return hint(_a(str, data))
    if issubclass(hint, datetime | date):
        return hint.fromisoformat(_a(str, data))
    if hint is Fraction:
        return Fraction(_a(str, data))
    if hint is int and isinstance(data, bool):
        raise TypeError("a number is no yes or no")
    return _a(hint, data)


def _one_of(hints: tuple[Any, ...], data: Any) -> Any:
    if data is None:
        if type(None) not in hints:
            raise TypeError("something is missing")
        return None
    if isinstance(data, dict):
        for hint in hints:
            if isinstance(hint, type) and is_dataclass(hint) and hint.__name__ == data.get("is"):
                return _made(hint, data)
        raise TypeError(f"{data.get('is')!r} cannot stand here")
    (hint,) = [hint for hint in hints if not is_dataclass(hint) and hint is not type(None)]
    return _value(hint, data)


def _tuple(hints: tuple[Any, ...], data: Any) -> tuple[Any, ...]:
    rows = _a(list, data)
    if len(hints) == 2 and hints[1] is Ellipsis:
        return tuple(_value(hints[0], each) for each in rows)
    return tuple(_value(hint, each) for hint, each in zip(hints, rows, strict=True))


def _made(kind: type, data: Any) -> Any:
    given = dict(_a(dict, data))
    if given.pop("is", None) != kind.__name__:
        raise TypeError(f"this is no {kind.__name__}")
    hints = _hints(kind)
    if given.keys() != hints.keys():
        raise TypeError(f"{kind.__name__} has other fields: {sorted(given.keys() ^ hints.keys())}")
    return kind(**{name: _value(hint, given[name]) for name, hint in hints.items()})


def _a(kind: type[T], data: Any) -> T:
    if not isinstance(data, kind):
        raise TypeError(f"{data!r} is no {kind.__name__}")
    return data
