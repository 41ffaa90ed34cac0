"""What the parts of the desk count for the public page of figures (``figures``): said here, below all of them, so that
a part can say its own.

    counters.provide(of_identification)     # in an AppConfig.ready()

A counter gives true numbers. Only ``figures.protect`` decides what of them anybody sees.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Counts:
    """Parts of a whole: each thing is counted in one part only."""

    words: str
    """What is counted, in English and marked with ``gettext_noop``; so are the parts' names."""
    parts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Speed:
    """How many days each of something took."""

    words: str
    days: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class ErrorRate:
    """How often people were wrong on what is known."""

    words: str
    wrong: int
    of: int
    people: int
    """How many different people were tested."""


Figure = Counts | Speed | ErrorRate
Counter = Callable[[datetime], Iterable[Figure]]
"""Everything of the whole desk up to a moment."""
_counters: list[Counter] = []


def provide(counter: Counter) -> None:
    """Have it counted from now on. The same one twice is asked once."""
    if counter not in _counters:
        _counters.append(counter)


def withdraw(counter: Counter) -> None:
    """Do not ask it any more."""
    _counters.remove(counter)


def count(until: datetime) -> list[Figure]:
    """All that was provided, in the order in which it was."""
    return [figure for counter in _counters for figure in counter(until)]
