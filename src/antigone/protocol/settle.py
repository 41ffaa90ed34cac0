"""Settling a pair by two or three blind examinations. Anything but agreement goes to a third; conflict is kept.

Never a vote: two against one, where the one says the opposite, is a conflict and is told as one. Two who agree and one
who is undecided agree.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from antigone.protocol.examination import Examination
from antigone.protocol.pairs import RealPair, must_be_real
from antigone.protocol.rules import must
from antigone.protocol.scales import Direction
from antigone.protocol.two_examiners import GivenPair


class SettlementOutcome(StrEnum):
    """How the examinations of one pair stand to each other."""

    SECOND_NEEDED = "second-needed"
    THIRD_NEEDED = "third-needed"
    AGREED_SAME = "agreed-same"
    AGREED_DIFFERENT = "agreed-different"
    UNDECIDED = "undecided"
    """Fewer than two of three could say anything; none contradicts another."""
    CONFLICT = "conflict"
    """Of three, one supports one person and another two persons."""


WAITING = frozenset({SettlementOutcome.SECOND_NEEDED, SettlementOutcome.THIRD_NEEDED})
_AGREED = {Direction.SAME: SettlementOutcome.AGREED_SAME, Direction.DIFFERENT: SettlementOutcome.AGREED_DIFFERENT}


def outcome(directions: Sequence[Direction]) -> SettlementOutcome:
    """The outcome of up to three examinations, in any order but the third last."""
    must(len(directions) <= 3, "There are never more than three examinations.", "Bring the conflict before the board.")
    if len(directions) < 2:
        return SettlementOutcome.SECOND_NEEDED
    if len(directions) == 2:
        first, second = directions
        return _AGREED[first] if first is second and first in _AGREED else SettlementOutcome.THIRD_NEEDED
    if {Direction.SAME, Direction.DIFFERENT} <= set(directions):
        return SettlementOutcome.CONFLICT
    for direction, agreed in _AGREED.items():
        if directions.count(direction) >= 2:
            return agreed
    return SettlementOutcome.UNDECIDED


@dataclass(frozen=True, slots=True)
class FinishedExamination:
    """A given pair with its finished examination."""

    assignment: GivenPair
    examination: Examination

    def __post_init__(self) -> None:
        must_be_real(self.assignment.pair)
        must(
            self.examination.number == self.assignment.number
            and self.examination.examiner == self.assignment.examiner.person,
            "The examination is of another piece of work.",
            "Give each examination with its own assignment.",
        )
        must(self.examination.finished, "The examination is not finished.", "It counts when it is unmasked.")

    @property
    def direction(self) -> Direction:
        return self.examination.direction or Direction.NEITHER


@dataclass(frozen=True, slots=True)
class Settlement:
    """All finished examinations of one real pair. Who disagreed stays in it."""

    pair: RealPair
    done: tuple[FinishedExamination, ...]
    outcome: SettlementOutcome = field(init=False)

    def __post_init__(self) -> None:
        must_be_real(self.pair)
        for each in self.done:
            own = each.assignment.pair
            same = isinstance(own, RealPair) and (own.case, own.record) == (self.pair.case, self.pair.record)
            must(same, "An examination is of another pair.", "Settle the examinations of one pair.")
        people = [each.examination.examiner for each in self.done]
        must(len(set(people)) == len(people), "One person examined twice.", "Two examiners are two people.")
        object.__setattr__(self, "outcome", outcome([each.direction for each in self.done]))

    @property
    def examiners(self) -> frozenset[str]:
        return frozenset(each.examination.examiner for each in self.done)

    @property
    def settled(self) -> bool:
        """Whether nobody else has to be asked."""
        return self.outcome not in WAITING

    @property
    def direction(self) -> Direction:
        """Which side the face supports."""
        return next((d for d, agreed in _AGREED.items() if agreed is self.outcome), Direction.NEITHER)

    @property
    def dissent(self) -> tuple[FinishedExamination, ...]:
        """Examinations that say something else than what was settled; all of them in a conflict."""
        if self.outcome is SettlementOutcome.CONFLICT:
            return self.done
        return tuple(each for each in self.done if each.direction is not self.direction) if self.settled else ()


def settle(pair: RealPair, done: Sequence[FinishedExamination]) -> Settlement:
    """What the finished examinations of a pair amount to. Raises RuleBroken for any but a real pair."""
    return Settlement(pair, tuple(done))
