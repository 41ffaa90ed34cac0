"""Numbers as people read them: rates, intervals, counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

UNKNOWN = "not known"
_MINUS = "−"


def rate(value: float | None) -> str:
    """A share between 0 and 1: four decimals, or two figures where that would hide it."""
    if value is None:
        return UNKNOWN
    if value in (0, 1):
        return f"{value:g}"
    if value < 0.001:
        return f"{Decimal(f'{value:.2g}'):f}"
    if value > 0.9999:
        return f"{value:.6f}".rstrip("0")
    return f"{value:.4f}"


def number(value: float | None, digits: int = 3) -> str:
    """Any number, with a minus sign that is one."""
    if value is None:
        return UNKNOWN
    text = f"{value:.{digits}f}"
    if float(text) == 0:
        text = text.removeprefix("-")
    return text.replace("-", _MINUS)


def count(value: float | None) -> str:
    """How many: 300,000."""
    return UNKNOWN if value is None else f"{value:,.0f}"


def many(value: float, what: str) -> str:
    """``1 condition``, ``2 conditions``."""
    return f"{count(value)} {what}{'' if value == 1 else 's'}"


def about(value: float | None) -> str:
    """An expected number of persons: 0.042, 3.4, 180, 52,000."""
    if value is None:
        return UNKNOWN
    if value >= 10:
        return f"{value:,.0f}"
    return f"{Decimal(f'{value:.2g}'):f}"


def of(part: float, whole: float, what: str = "") -> str:
    return f"{count(part)} of {count(whole)}{' ' + what if what else ''}"


def share_of(value: float | None, whole: float | None, what: str = "") -> str:
    """The count behind a rate."""
    if value is None or whole is None:
        return UNKNOWN
    return of(round(value * whole), whole, what)


def limits(interval: Sequence[float | None] | None) -> tuple[float, float] | None:
    """The ends of an interval; None where the report states none, because too few people were measured."""
    if not interval or None in interval:
        return None
    low, high = (float(end) for end in interval if end is not None)
    return low, high


def span(part: Mapping[str, Any], name: str = "") -> str:
    """``(low–high)`` of a figure, ``(at most high)`` where errors were too few for more, or why there is none.

    ``name``: of the figure's keys, where several figures are in one part: ``cllr`` for ``cllr_95``.
    """
    ends = limits(part.get(f"{name or 'interval'}_95"))
    if ends is None:
        why = part.get(f"{name}_no_interval" if name else "no_interval")
        return f"(no interval: {why})" if why else ""
    if ends[0] == 0:
        return f"(at most {rate(ends[1])})"
    return f"(at least {rate(ends[0])})" if ends[1] == 1 else f"({rate(ends[0])}–{rate(ends[1])})"


def figure(part: Mapping[str, Any] | None) -> str:
    """A rate of the report with its interval: ``0.0292 (0.0232–0.0679)``."""
    return UNKNOWN if part is None else f"{rate(part['value'])} {span(part)}".strip()


def one_in(value: float | None) -> str:
    """``1 in 34``, for small shares; else nothing."""
    if value is None or not 0 < value <= 0.2:
        return ""
    return f"1 in {count(round(1 / value))}"


def growth(exponent: float | None) -> str:
    """How many times as much for ten times the size, under a power law."""
    return UNKNOWN if exponent is None else about(10**exponent)
