"""Combining the lines of one case and one record, so that nothing counts twice.

Lines that share something they rest on say partly the same: they form a group (so do lines linked through a third).
Independent groups are added. Within a group only the strongest line for the person counts and the strongest against:
the rest is shown and not counted. So a face calibrated for everybody, which profits from strangers being mostly of the
other sex or another age, and the sex and the age themselves do not count thrice; a face calibrated among women of one
age band, and the sex, do both count, since the first then says nothing of sex.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from antigone.reconciliation.lines import ExclusionGround, WeighedLine


@dataclass(frozen=True, slots=True)
class Counted:
    """One line, and whether it was added."""

    line: WeighedLine
    group: int
    """Lines of one group are not independent of each other. Groups are numbered from 0, as their first lines come."""
    instead: str = ""
    """What counts instead of it; empty if it counts."""


@dataclass(frozen=True, slots=True)
class Combined:
    """The sum of all lines."""

    lines: tuple[Counted, ...]
    exclusions: tuple[ExclusionGround, ...]
    log10_lr: float
    """Minus infinity where the two are excluded."""
    low: float
    high: float

    @property
    def against(self) -> tuple[WeighedLine, ...]:
        """Lines that speak against the person even at the upper end of their interval, the strongest first: what an
        examiner or the board must see explained."""
        return tuple(sorted((c.line for c in self.lines if c.line.high < 0), key=lambda line: line.log10_lr))


def combine(lines: Iterable[WeighedLine | None], exclusions: Iterable[ExclusionGround] = ()) -> Combined:
    """All lines together. The ends of independent intervals are added as squares, since not all err the same way."""
    given = [line for line in lines if line is not None]
    groups = _groups(given)
    counted: list[Counted] = []
    for line, group in zip(given, groups, strict=True):
        same = [other for other, its in zip(given, groups, strict=True) if its == group]
        strongest = _strongest(line, same)
        counted.append(Counted(line, group, "" if strongest is line else strongest.said))
    added = [one.line for one in counted if not one.instead]
    excluded = tuple(exclusions)
    if excluded:
        return Combined(tuple(counted), excluded, -math.inf, -math.inf, -math.inf)
    total = math.fsum(line.log10_lr for line in added)
    below = math.hypot(*(line.log10_lr - line.low for line in added))
    above = math.hypot(*(line.high - line.log10_lr for line in added))
    return Combined(tuple(counted), (), total, total - below, total + above)


def _strongest(line: WeighedLine, same: list[WeighedLine]) -> WeighedLine:
    """The line that counts for all of ``same`` that speak to the same side as ``line``. Of equals, the first."""
    if line.log10_lr > 0:
        return max((one for one in same if one.log10_lr > 0), key=lambda one: one.log10_lr)
    return min((one for one in same if one.log10_lr <= 0), key=lambda one: one.log10_lr)


def _groups(lines: list[WeighedLine]) -> list[int]:
    """A number for each line: equal where lines share what they rest on, directly or through others."""
    number = list(range(len(lines)))
    first: dict[str, int] = {}
    for place, line in enumerate(lines):
        for trait in line.rests_on:
            one, other = number[first.setdefault(trait, place)], number[place]
            number = [min(one, other) if its in (one, other) else its for its in number]
    order = {its: rank for rank, its in enumerate(dict.fromkeys(number))}
    return [order[its] for its in number]
