"""Weighed lines: one thing that is known of both the dead and the missing, and what it weighs.

Every line is a log10 likelihood ratio of "this case is this record's person" against "it is somebody else of those who
could lie here", with an interval and its source. Two models make nearly all of them: whether two statements agree
(:func:`by_agreement`) and how far apart two measurements are (:func:`by_distance`). What is not said makes no line at
all, which weighs nothing.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


class LineKind(StrEnum):
    """What a line of evidence is about."""

    FACE = "face"
    SEX = "sex"
    AGE = "age"
    STATURE = "stature"
    MARK = "mark"
    EFFECT = "effect"
    TIME = "time"
    PLACE = "place"
    PRIMARY = "primary"
    """DNA, fingerprints or teeth, as their laboratory weighs them."""


MOST_FOR_EFFECTS = 2.0
"""[assumption] effects are borrowed, sold, stolen and laid beside other bodies, often all that somebody had at once:
all of one person's together never weigh more for the person."""

AGE_IN_A_FACE = 0.12
"""What a face still says of age where it was compared within one age band, log10: strangers of nearly the same age look
more alike than others of the band. Adding both as if independent makes them 1.01 to 1.32 times too strong, by band and
sex; log10 of the most (bench/ages_beside_faces.py: people with known ages, of whom none is dead)."""


@dataclass(frozen=True, slots=True)
class Rate:
    """A share between 0 and 1, both excluded: nothing written down is never wrong. ``low`` to ``high``: 95 %."""

    value: float
    low: float
    high: float
    source: str
    """Where it was read, or ``[assumption]``."""

    def __post_init__(self) -> None:
        if not 0 < self.low <= self.value <= self.high < 1:
            raise ValueError(f"a rate lies in its interval and is neither 0 nor 1: {self.low} {self.value} {self.high}")
        if not self.source:
            raise ValueError("a rate names its source")


@dataclass(frozen=True, slots=True)
class WeighedLine:
    """What one comparison weighs for one case and one record."""

    kind: LineKind
    said: str
    """What was compared, in words."""
    log10_lr: float
    low: float
    high: float
    source: str
    """The calibration, method or list that its numbers come from."""
    rests_on: frozenset[str]
    """Whatever it draws on: two lines that share one of these are not independent (see :mod:`.combine`)."""

    def __post_init__(self) -> None:
        if not all(map(math.isfinite, (self.low, self.log10_lr, self.high))):
            raise ValueError("a line is finite: what is impossible is an exclusion, with its reason")
        if not self.low <= self.log10_lr <= self.high:
            raise ValueError(f"a line lies in its interval: {self.low} {self.log10_lr} {self.high}")
        if not (self.said and self.source and self.rests_on):
            raise ValueError("a line says what was compared, its source and what it rests on")


@dataclass(frozen=True, slots=True)
class ExclusionGround:
    """Why a case cannot be a record's person. It is a person's decision, and no weight outweighs it."""

    reason: str
    source: str

    def __post_init__(self) -> None:
        if not (self.reason and self.source):
            raise ValueError("an exclusion says why, and who says so")


def by_agreement(agrees: bool, if_one: Rate, if_other: Rate) -> tuple[float, float, float]:
    """log10 LR, low and high, of two statements that agree or do not.

    ``if_one``: how often they agree if case and record are one person; ``if_other``: if they are two.
    """

    def weight(one: float, other: float) -> float:
        return math.log10(one / other) if agrees else math.log10((1 - one) / (1 - other))

    # Of agreement the LR rises with if_one and falls with if_other; of disagreement the other way round.
    ends = weight(if_one.low, if_other.high), weight(if_one.high, if_other.low)
    return weight(if_one.value, if_other.value), min(ends), max(ends)


def agreement_log10(agrees: NDArray[np.bool_], if_one: float, if_other: Floats | float) -> Floats:
    """:func:`by_agreement` without intervals, for many pairs."""
    other = np.asarray(if_other)
    return np.asarray(np.where(agrees, np.log10(if_one / other), np.log10((1 - if_one) / (1 - other))))


GROSS = Rate(0.02, 0.005, 0.05, "[assumption] statements that are of another person, mistyped or guessed")
"""How often a measurement is not merely inexact but wrong."""


def by_distance(
    dead: float, sd_dead: float, missing: float, sd_missing: float, others: Floats, *, gross: Rate = GROSS
) -> tuple[float, float, float]:
    """log10 LR, low and high, of two measurements with normal errors (sd, in their unit).

    ``others``: the measurement in those who could lie here, one value a person, for example of all records. With the
    share ``gross`` a measurement says nothing, so the weight never falls below log10 of that share: what is measured
    or told wrongly must not exclude. The interval is what half and twice the stated errors would give.
    """
    _check_sds(sd_dead, sd_missing)

    def weight(times: float, share: float) -> float:
        args = (np.array([dead]), times * sd_dead, np.array([missing]), times * sd_missing, others)
        return float(distance_log10(*args, gross=share)[0])

    value = weight(1, gross.value)
    ends = [value, *(weight(times, share) for times in (0.5, 2) for share in (gross.low, gross.high))]
    return value, min(ends), max(ends)


def distance_log10(
    dead: Floats,
    sd_dead: Floats | float,
    missing: Floats,
    sd_missing: Floats | float,
    others: Floats,
    *,
    gross: float = GROSS.value,
) -> Floats:
    """:func:`by_distance` for many pairs; ``dead`` and ``missing`` broadcast, and so do their sds."""
    dead, sd_dead = np.broadcast_arrays(np.asarray(dead, float), np.asarray(sd_dead, float))
    one = _normal(dead - missing, np.hypot(sd_dead, sd_missing))
    # The others' own statements are as inexact as the record's, which makes both sides comparable.
    spread = np.hypot(sd_dead, np.median(sd_missing))
    other = _apart(lambda d, s: _normal(d - others, s).mean(), dead, spread)
    return np.asarray(np.log10((1 - gross) * one / other + gross))


def _apart(mean: Callable[[float, float], float], dead: Floats, spread: Floats) -> Floats:
    """``mean`` of each distinct case: many pairs share one."""
    both = np.stack([dead.ravel(), spread.ravel()], axis=1)
    distinct, place = np.unique(both, axis=0, return_inverse=True)
    values = np.array([max(mean(d, s), 1e-300) for d, s in distinct])
    return np.asarray(values[place.ravel()].reshape(dead.shape))


def _normal(distance: Floats, sd: Floats | float) -> Floats:
    return np.asarray(np.exp(-0.5 * (distance / sd) ** 2) / (sd * math.sqrt(2 * math.pi)))


def _check_sds(*sds: float) -> None:
    if not (all(sd >= 0 for sd in sds) and any(sd > 0 for sd in sds)):
        raise ValueError("a measurement has an error: give its standard deviation")
