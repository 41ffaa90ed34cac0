"""Protecting figures before publication, so that nobody can be recognised and no hidden number reckoned. Pure.

- A number below ``SMALL``, nought included, is not told.
- What is told is rounded to ``ROUNDED``, so that two publications do not tell who came between them.
- **A total is told only where all its parts are.** That is what hides a small part for good: with the total, or with
  totals rounded by themselves, the small part could be reckoned (a test shows the sum that does it). So what is
  published is the very same whatever a hidden number is, which a test says of every table.
- A rate of errors needs so many tests and so many people that it tells of none of them; it is told as its upper end,
  in whole percent.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from statistics import median
from typing import Any

from scipy.special import betaincinv

from antigone.desk.signals import Counts, ErrorRate, Figure, Speed

SMALL, ROUNDED = 10, 10
TESTS, PEOPLE = 100, 5
"""Of a rate of errors: how many tests, and how many different people, it needs at least."""

Published = dict[str, Any]


def number(true: int) -> int | None:
    """A number as it is published: rounded, halves upwards; None if it is too small."""
    return None if true < SMALL else (true + ROUNDED // 2) // ROUNDED * ROUNDED


def protect(figure: Figure) -> Published:
    """One figure as it may be published."""
    if isinstance(figure, Counts):
        return _counts(figure)
    if isinstance(figure, Speed):
        return _speed(figure)
    return _errors(figure)


def protected(figures: Iterable[Figure]) -> list[Published]:
    return [protect(figure) for figure in figures]


def _counts(figure: Counts) -> Published:
    parts = [{"words": words, "number": number(true)} for words, true in figure.parts.items()]
    whole = all(part["number"] is not None for part in parts)
    total = number(sum(figure.parts.values())) if whole and len(parts) > 1 else None
    return {"kind": "counts", "words": figure.words, "parts": parts, "total": total}


def _speed(figure: Speed) -> Published:
    """The median in whole days, published only of so many that it is nobody's."""
    many = number(len(figure.days))
    days = None if many is None else round(median(figure.days))
    return {"kind": "speed", "words": figure.words, "number": many, "days": days}


def _errors(figure: ErrorRate) -> Published:
    told = figure.of >= TESTS and figure.people >= PEOPLE
    at_most = upper_percent(figure.wrong, figure.of) if told else None
    return {"kind": "errors", "words": figure.words, "tests": number(figure.of) if told else None, "at_most": at_most}


def upper_percent(wrong: int, of: int) -> int:
    """The upper end of the 95 % interval of Clopper and Pearson, in whole percent, rounded up."""
    high = 1.0 if wrong >= of else float(betaincinv(wrong + 1, of - wrong, 0.975))
    return min(100, int(-(-high * 100 // 1)))


def rows(published: Sequence[Published]) -> list[tuple[str, str, str, object]]:
    """The figures as rows of a table: figure, part, what the value is, value. A hidden value is empty."""
    found: list[tuple[str, str, str, object]] = []
    for one in published:
        if one["kind"] == "counts":
            found += [(one["words"], part["words"], "number", part["number"]) for part in one["parts"]]
            if one["total"] is not None:
                found.append((one["words"], "total", "number", one["total"]))
        elif one["kind"] == "speed":
            found.append((one["words"], "", "number", one["number"]))
            found.append((one["words"], "", "median days", one["days"]))
        else:
            found.append((one["words"], "", "tests", one["tests"]))
            found.append((one["words"], "", "at most percent", one["at_most"]))
    return found
