"""Questions of the whole desk to all its apps: figures for the public page, which each app counts for itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from antigone.desk.dispatch import AnsweredSignal


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

figures = AnsweredSignal[Iterable[Figure]]()
"""What is there to count of the whole desk, up to a moment? Receivers get ``until`` (datetime) and answer with true
numbers. Only ``figures.protect`` decides what of them anybody sees.
"""
