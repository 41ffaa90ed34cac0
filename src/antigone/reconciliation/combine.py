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
from dataclasses import dataclass, replace

from antigone.reconciliation.lines import AGE_IN_A_FACE, MOST_FOR_EFFECTS, ExclusionGround, LineKind, WeighedLine


@dataclass(frozen=True, slots=True)
class Counted:
    """One line, and whether it was added."""

    line: WeighedLine
    group: int
    """Lines of one group are not independent of each other. Groups are numbered from 0, as their first lines come."""
    instead: str = ""
    """What counts instead of it; empty if it counts."""
    share: float = 1.0
    """How much of it is added: less than all where lines of its kind together reach the most that they may weigh, or
    where part of it was said by the face already."""

    @property
    def added(self) -> tuple[float, float, float]:
        """log10 LR, low and high, as they enter the sum."""
        share = 0.0 if self.instead else self.share
        return share * self.line.log10_lr, share * self.line.low, share * self.line.high


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
    counted = _without_what_the_face_says(_limited(counted))
    excluded = tuple(exclusions)
    if excluded:
        return Combined(tuple(counted), excluded, -math.inf, -math.inf, -math.inf)
    added = [one.added for one in counted]
    total = math.fsum(value for value, _, _ in added)
    below = math.hypot(*(value - low for value, low, _ in added))
    above = math.hypot(*(high - value for value, _, high in added))
    return Combined(tuple(counted), (), total, total - below, total + above)


def _limited(counted: list[Counted]) -> list[Counted]:
    """With effects that speak for the person scaled to :data:`MOST_FOR_EFFECTS` where together they go beyond it."""

    def for_the_person(one: Counted) -> bool:
        return one.line.kind is LineKind.EFFECT and not one.instead and one.line.log10_lr > 0

    total = math.fsum(one.line.log10_lr for one in counted if for_the_person(one))
    if total <= MOST_FOR_EFFECTS:
        return counted
    return [replace(one, share=MOST_FOR_EFFECTS / total) if for_the_person(one) else one for one in counted]


def _without_what_the_face_says(counted: list[Counted]) -> list[Counted]:
    """With an age that speaks for the person weighing :data:`AGE_IN_A_FACE` less where a face does so too."""

    def for_the_person(one: Counted, kind: LineKind) -> bool:
        return one.line.kind is kind and not one.instead and one.line.log10_lr > 0

    if not any(for_the_person(one, LineKind.FACE) for one in counted):
        return counted
    return [
        replace(one, share=max(0.0, 1 - AGE_IN_A_FACE / one.line.log10_lr))
        if for_the_person(one, LineKind.AGE)
        else one
        for one in counted
    ]


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
