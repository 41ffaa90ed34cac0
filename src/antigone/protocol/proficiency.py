"""The proficiency set: known pairs that an examiner concludes before the first real one is given to them.

It bars who is grossly wrong, and no more: twenty pairs cannot show how often somebody errs, and their intervals say so.
Whoever does not pass is given no real pair, and is never a third examiner, who decides.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from antigone.protocol.known_pairs import Errors
from antigone.protocol.pairs import KnownPair, Truth
from antigone.protocol.rules import must
from antigone.types import Refusal

LEAST = 20
"""Known pairs in a set."""
MOST_FALSE_INCLUSIONS, MOST_FALSE_EXCLUSIONS = 2, 4
"""What an incident can allow at most. Antigone's choice, for want of a published figure."""


@dataclass(frozen=True, slots=True)
class ProficiencyLimits:
    """How many pairs an incident wants, and how many may be wrong or undecided. Raises RuleBroken if it is too lax."""

    size: int = LEAST
    false_inclusions: int = 1
    false_exclusions: int = 2
    undecided: int = 5

    def __post_init__(self) -> None:
        must(self.size >= LEAST, f"A proficiency set has at least {LEAST} pairs.", "Ask for so many, or more.")
        allowed = (
            0 <= self.false_inclusions <= MOST_FALSE_INCLUSIONS
            and 0 <= self.false_exclusions <= MOST_FALSE_EXCLUSIONS
            and 0 <= self.undecided <= self.size // 2
        )
        must(
            allowed,
            "So many errors would let through who guesses.",
            f"At most {MOST_FALSE_INCLUSIONS} false inclusions, {MOST_FALSE_EXCLUSIONS} false exclusions, and half"
            " undecided.",
        )

    def stricter(self, other: ProficiencyLimits) -> ProficiencyLimits:
        """What satisfies both."""
        return ProficiencyLimits(
            max(self.size, other.size),
            min(self.false_inclusions, other.false_inclusions),
            min(self.false_exclusions, other.false_exclusions),
            min(self.undecided, other.undecided),
        )


def why_not_passed(found: Errors | None, limits: ProficiencyLimits) -> Refusal | None:
    """Why a finished set (None: there is none) does not suffice; None if it does.

    Undecided answers are no errors, and are bounded too: who never decides is never wrong.
    """
    if found is None:
        return Refusal("not-passed", "No proficiency set is finished.", "Do the set; it comes before any real pair.")
    trials = found.false_inclusion.of + found.false_exclusion.of
    undecided = found.undecided_different.count + found.undecided_same.count
    if trials < limits.size:
        return Refusal("not-passed", f"The set had {trials} pairs of {limits.size}.", "Do a set of the size asked for.")
    if (
        found.false_inclusion.count > limits.false_inclusions
        or found.false_exclusion.count > limits.false_exclusions
        or undecided > limits.undecided
    ):
        return Refusal(
            "not-passed", "More was wrong or undecided than is allowed.", "Look at it together; then do another set."
        )
    return None


def draw_set(
    pool: Sequence[KnownPair], *, seen: frozenset[str], size: int, chance: random.Random
) -> list[KnownPair] | Refusal:
    """``size`` pairs that somebody has not had, half of them of one person, in an order that tells nothing."""
    chosen: list[KnownPair] = []
    for truth, count in ((Truth.SAME, size // 2), (Truth.DIFFERENT, size - size // 2)):
        new = [pair for pair in pool if pair.truth is truth and pair.number not in seen]
        if len(new) < count:
            return Refusal(
                "too-few-pairs",
                f"Of the pairs ({truth}), {len(new)} are left that were not done before, and {count} are needed.",
                "A newer version of Antigone may bring others. Until then no further set can be done.",
            )
        chosen += chance.sample(new, count)
    chance.shuffle(chosen)
    return chosen
