"""Hidden known pairs, by which error rates of examiners are measured on work that looks like all other work.

Mixed in at a set rate, drawn at random. What comes of it is for the examiner and the validator, never a ranking, and
never a reason to weigh an examination less after the fact. Decisions on known pairs go nowhere else (pairs.py).
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from scipy.special import betaincinv

from antigone.errors import UsageError
from antigone.protocol.examination import Examination
from antigone.protocol.pairs import KnownPair, Truth
from antigone.protocol.rules import must
from antigone.protocol.scales import Direction
from antigone.protocol.two_examiners import GivenPair
from antigone.types import Refusal


@dataclass(frozen=True, slots=True)
class Mix:
    """The shares of known pairs: of all work, and of one person among them."""

    rate: float = 0.1
    same: float = 0.3

    def __post_init__(self) -> None:
        if not (0 <= self.rate <= 0.5 and 0 < self.same < 1):
            raise ValueError("at most half of the work is known, and both kinds occur")


def draw(
    pool: Sequence[KnownPair], *, seen: frozenset[str], mix: Mix, chance: random.Random
) -> KnownPair | Refusal | None:
    """A known pair to give to an examiner now, or None if real work is due.

    ``seen``: numbers of the known pairs that they had before, or put together. ``chance``: the desk gives
    ``random.SystemRandom()``, so that nobody can foresee it. A refusal if one is due and the pool has no new one.
    """
    if chance.random() >= mix.rate:
        return None
    wanted = Truth.SAME if chance.random() < mix.same else Truth.DIFFERENT
    new = [pair for pair in pool if pair.truth is wanted and pair.number not in seen]
    if not new:
        return Refusal(
            "no-known-pair",
            f"No known pair ({wanted}) is left that this examiner has not seen.",
            "Ask the validator to add some; until then nothing is measured.",
        )
    return chance.choice(new)


@dataclass(frozen=True, slots=True)
class ShareWrong:
    """An error rate with its exact interval (Clopper and Pearson 1934)."""

    count: int
    of: int
    low: float
    high: float
    level: float

    @property
    def value(self) -> float | None:
        return self.count / self.of if self.of else None


def rate(count: int, of: int, level: float = 0.95) -> ShareWrong:
    """The rate of errors among trials. Raises UsageError if there are more errors than trials."""
    if not 0 <= count <= of:
        raise UsageError(f"{count} of {of} is no rate.", "Count errors among trials.")
    if of == 0:
        return ShareWrong(0, 0, 0.0, 1.0, level)
    tail = (1 - level) / 2
    low = float(betaincinv(count, of - count + 1, tail)) if count else 0.0
    high = float(betaincinv(count + 1, of - count, 1 - tail)) if count < of else 1.0
    return ShareWrong(count, of, low, high, level)


class Standing(StrEnum):
    """An error rate beside its limit."""

    TOO_FEW = "too-few"
    """The interval reaches above the limit: nothing can be said."""
    WITHIN = "within"
    WARNING = "warning"
    """The rate is above the limit, but its interval reaches below."""
    ABOVE = "above"


@dataclass(frozen=True, slots=True)
class WarningLimits:
    """The rates from which on somebody is warned."""

    false_inclusion: float = 0.05
    false_exclusion: float = 0.2

    def __post_init__(self) -> None:
        if not (0 < self.false_inclusion < 1 and 0 < self.false_exclusion < 1):
            raise ValueError("a limit lies between 0 and 1")


def standing(found: ShareWrong, limit: float) -> Standing:
    if found.low > limit:
        return Standing.ABOVE
    if found.value is not None and found.value > limit:
        return Standing.WARNING
    return Standing.WITHIN if found.high <= limit else Standing.TOO_FEW


@dataclass(frozen=True, slots=True)
class Trial:
    """A finished examination of a known pair."""

    assignment: GivenPair
    examination: Examination

    def __post_init__(self) -> None:
        must(isinstance(self.assignment.pair, KnownPair), "This is real work.", "Its truth is not known.")
        must(
            self.examination.number == self.assignment.number
            and self.examination.examiner == self.assignment.examiner.person,
            "The examination is of another piece of work.",
            "Give each examination with its own assignment.",
        )
        must(self.examination.finished, "The examination is not finished.", "It counts when it is unmasked.")

    @property
    def truth(self) -> Truth:
        assert isinstance(self.assignment.pair, KnownPair)
        return self.assignment.pair.truth

    @property
    def said(self) -> Direction:
        """What was concluded blind: what was changed after the name was seen measures nothing."""
        level = self.examination.blind_level
        return level.direction if level else Direction.NEITHER


@dataclass(frozen=True, slots=True)
class Errors:
    """One examiner's errors. Undecided ones are neither right nor wrong, and count among the trials."""

    examiner: str
    false_inclusion: ShareWrong
    """Known different pairs called one person."""
    false_exclusion: ShareWrong
    """Known same pairs called two persons."""
    undecided_different: ShareWrong
    undecided_same: ShareWrong

    def standing(self, limits: WarningLimits) -> tuple[Standing, Standing]:
        """Of false inclusion and of false exclusion."""
        return (
            standing(self.false_inclusion, limits.false_inclusion),
            standing(self.false_exclusion, limits.false_exclusion),
        )


def errors(examiner: str, trials: Sequence[Trial]) -> Errors:
    """From all trials; only the examiner's own count, the first of each pair."""
    first: dict[str, Trial] = {}
    for trial in sorted(trials, key=lambda t: t.examination.now.last):
        assert isinstance(trial.assignment.pair, KnownPair)
        if trial.examination.examiner == examiner:
            first.setdefault(trial.assignment.pair.number, trial)
    said = {truth: [t.said for t in first.values() if t.truth is truth] for truth in Truth}

    def share(truth: Truth, direction: Direction) -> ShareWrong:
        return rate(said[truth].count(direction), len(said[truth]))

    return Errors(
        examiner,
        share(Truth.DIFFERENT, Direction.SAME),
        share(Truth.SAME, Direction.DIFFERENT),
        share(Truth.DIFFERENT, Direction.NEITHER),
        share(Truth.SAME, Direction.NEITHER),
    )


def may_see_errors(*, viewer: str, viewer_is_validator: bool, examiner: str) -> Refusal | None:
    """Only the examiner themselves and the validator."""
    if viewer == examiner or viewer_is_validator:
        return None
    return Refusal("not-yours", "Error rates are for the examiner and the validator.", "Ask the validator.")
