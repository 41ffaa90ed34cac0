"""An examiner's entries as JSON and back: strict both ways, so that what is stored is what the protocol can hold.

    {"v": 1, "kind": "analysed", "at": "...", "side": "pm", "component": "nose", "visibility": "seen", "words": "...",
     "may_have_changed": ["livor"]}

A format that is read for ever: a new one gets a new version beside this one.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from antigone.errors import LogDamaged, RuleBroken
from antigone.protocol.components import Component, Explanation
from antigone.protocol.entries import (
    Analysed,
    Changed,
    Compared,
    Concluded,
    Entry,
    Finding,
    Locked,
    Paused,
    Resumed,
    Stopped,
    Unmasked,
    Visibility,
)
from antigone.types import Profile

VERSION = 1
KINDS: dict[str, type[Entry]] = {
    "analysed": Analysed,
    "locked": Locked,
    "compared": Compared,
    "concluded": Concluded,
    "unmasked": Unmasked,
    "changed": Changed,
    "paused": Paused,
    "resumed": Resumed,
    "stopped": Stopped,
}
KIND_OF = {entry: kind for kind, entry in KINDS.items()}
END = ("unmasked", "stopped")
"""Kinds after which nobody waits for the examination."""


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value


def _explanations(value: Any) -> frozenset[Explanation]:
    if not isinstance(value, list) or value != sorted(set(value)):
        raise ValueError("explanations are a sorted list, each once")
    return frozenset(Explanation(each) for each in value)


def _instant(value: Any) -> datetime:
    at = datetime.fromisoformat(_text(value))
    if at.isoformat() != value:
        raise ValueError(f"{value} is not written as the desk writes times")
    return at


def _entry(value: Any) -> Analysed | Compared | Concluded:
    entry = _read(value)
    if not isinstance(entry, Analysed | Compared | Concluded):
        raise TypeError("a change is of an analysis, a comparison or a conclusion")
    return entry


_READ: dict[str, Callable[[Any], Any]] = {
    "at": _instant,
    "side": lambda value: Profile(_text(value)),
    "component": lambda value: Component(_text(value)),
    "visibility": lambda value: Visibility(_text(value)),
    "finding": lambda value: Finding(_text(value)),
    "words": _text,
    "level": _text,
    "reasons": _text,
    "reason": _text,
    "may_have_changed": _explanations,
    "explanations": _explanations,
    "entry": _entry,
}
_SLOTS = {kind: tuple(entry.__dataclass_fields__) for kind, entry in KINDS.items()}


def as_json(entry: Entry) -> dict[str, Any]:
    kind = KIND_OF[type(entry)]
    return {"v": VERSION, "kind": kind, **{name: _written(getattr(entry, name)) for name in _SLOTS[kind]}}


def _written(value: Any) -> Any:
    match value:
        case datetime():
            return value.isoformat()
        case frozenset():
            return sorted(str(each) for each in value)
        case str():
            return str(value)
        case _:
            return as_json(value)


def from_json(said: Any) -> Entry:
    """Raises LogDamaged for anything that ``as_json`` does not write, or the protocol does not allow."""
    try:
        return _read(said)
    except (TypeError, ValueError, KeyError, RuleBroken) as fault:
        raise LogDamaged(
            f"An entry of an examination cannot be read: {fault}.",
            "Have whoever runs this desk verify the audit and restore the database from a backup.",
        ) from fault


def _read(said: Any) -> Entry:
    if not isinstance(said, dict) or said.get("v") != VERSION or said.get("kind") not in KINDS:
        raise ValueError("it is of no known version and kind")
    kind = said["kind"]
    if set(said) != {"v", "kind", *_SLOTS[kind]}:
        raise ValueError(f"an entry {kind} has other fields")
    return KINDS[kind](**{name: _READ[name](said[name]) for name in _SLOTS[kind]})
