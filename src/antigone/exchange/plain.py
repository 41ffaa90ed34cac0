"""JSON as it comes from others: read strictly, or not at all."""

from __future__ import annotations

import json
from typing import Any

from antigone.errors import FileUnreadable

MOST = 5_000_000
"""Bytes of one file of words."""


def written(value: Any) -> bytes:
    """JSON for people and programs alike: UTF-8, one field a line, the same bytes for the same value."""
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def read(data: bytes) -> Any:
    """Raises: FileUnreadable: too large, not UTF-8, no JSON, a name twice, a number that is none, or too deep."""
    try:
        return json.loads(text_of(data), object_pairs_hook=_once, parse_constant=_no_number)
    except (ValueError, RecursionError) as fault:
        raise unreadable("it is not JSON that can be read") from fault


def text_of(data: bytes) -> str:
    """Raises: FileUnreadable, if it is too large or not UTF-8."""
    if len(data) > MOST:
        raise unreadable("it is larger than 5 MB")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise unreadable("its letters are not UTF-8") from fault
    if "\0" in text:
        raise unreadable("it holds bytes that are no letters")
    return text


def shaped(value: Any, names: dict[str, type]) -> dict[str, Any]:
    """A dictionary that has exactly these names with values of these types.

    Raises:
        FileUnreadable: otherwise.
    """
    if not isinstance(value, dict) or value.keys() != names.keys():
        raise unreadable("a part of it does not have the fields that it must have")
    for name, kind in names.items():
        if not isinstance(value[name], kind) or (kind is int and isinstance(value[name], bool)):
            raise unreadable(f"{name} is not what it must be")
    return value


def unreadable(what: str) -> FileUnreadable:
    return FileUnreadable(f"This file cannot be read: {what}.", "Ask whoever sent it to make it anew.")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name twice")
    return found


def _no_number(word: str) -> Any:
    raise ValueError(f"{word} is no number")
