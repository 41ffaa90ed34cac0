"""The entries of an examination's log. They are never altered: a later thought is a later entry."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from antigone.protocol.components import Component, Explanation, Origin, unusual
from antigone.protocol.conflicts import ConflictOfInterest
from antigone.protocol.descriptors import foreign
from antigone.protocol.rules import must, must_be_an_instant, must_be_free_of, must_have_words
from antigone.types import Profile


class Visibility(StrEnum):
    """How much of a component the photographs of one side show."""

    SEEN = "seen"
    PARTLY = "partly"
    NOT_SEEN = "not-seen"


class Finding(StrEnum):
    """What comparing one component gave."""

    SIMILAR = "similar"
    DIFFERENT = "different"
    NOT_COMPARABLE = "not-comparable"


@dataclass(frozen=True, slots=True)
class Analysed:
    """One component of one side, looked at alone: what is seen, and what may have changed it."""

    at: datetime
    side: Profile
    component: Component
    visibility: Visibility
    words: str = ""
    may_have_changed: frozenset[Explanation] = frozenset()
    descriptors: frozenset[str] = frozenset()
    """What is seen, chosen from the component's own list. Words say what the list has no word for."""

    def __post_init__(self) -> None:
        must_be_an_instant(self.at)
        reasons = unusual(self.component, self.may_have_changed, self.words), foreign(self.component, self.descriptors)
        must_be_free_of(filter(None, reasons))
        hidden = self.visibility is Visibility.NOT_SEEN
        must(
            hidden or self.descriptors or self.words.strip(),
            f"What is seen of {self.component} is missing.",
            "Choose it from the component's descriptors, or write it in words that a person outside can follow.",
        )
        must(
            not (hidden and self.descriptors),
            f"{self.component} is not seen, and yet something is seen of it.",
            "Say that it is partly seen, or choose no descriptor.",
        )
        of_death = sorted(e for e in self.may_have_changed if e.origin is Origin.DEATH)
        must(
            self.side is Profile.PM or not of_death,
            f"{', '.join(of_death)} is noted of a reference, which shows a living person.",
            "Note what death may have changed with the photographs of the dead person.",
        )


@dataclass(frozen=True, slots=True)
class Locked:
    """The analysis of one side is locked: it changes from now on only with a reason."""

    at: datetime
    side: Profile


@dataclass(frozen=True, slots=True)
class Compared:
    """One component of the two, side by side. Words are asked for where something differs."""

    at: datetime
    component: Component
    finding: Finding
    explanations: frozenset[Explanation] = frozenset()
    """What explains a difference, or why nothing can be compared. A difference without one is unexplained."""
    words: str = ""

    def __post_init__(self) -> None:
        must_be_an_instant(self.at)
        must_be_free_of(filter(None, [unusual(self.component, self.explanations, self.words)]))
        if self.finding is Finding.DIFFERENT:
            must_have_words(self.words, f"What is {self.finding} in {self.component}")

    @property
    def unexplained(self) -> bool:
        return self.finding is Finding.DIFFERENT and not self.explanations


@dataclass(frozen=True, slots=True)
class Concluded:
    """A level of the examination's scale, with the reasons."""

    at: datetime
    level: str
    reasons: str

    def __post_init__(self) -> None:
        must_be_an_instant(self.at)
        must_have_words(self.reasons, "The reason for the conclusion")


@dataclass(frozen=True, slots=True)
class Unmasked:
    """Rank, weight and name are shown. What was concluded before is the blind conclusion, for ever."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Changed:
    """A later change of something locked: a new entry in its place, with the reason."""

    at: datetime
    entry: Analysed | Compared | Concluded
    reason: str

    def __post_init__(self) -> None:
        must_have_words(self.reason, "The reason for the change")
        must(self.entry.at == self.at, "A change has two times.", "Give the change and its entry the same time.")


@dataclass(frozen=True, slots=True)
class Paused:
    """The examiner left the bench: the time until they resume is not counted."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Resumed:
    """The examiner is back."""

    at: datetime


@dataclass(frozen=True, slots=True)
class HandedBack:
    """The examiner hands the work back without a conclusion: they know the person, or cannot go on."""

    at: datetime
    reason: str

    def __post_init__(self) -> None:
        must_have_words(self.reason, "The reason for stopping")


@dataclass(frozen=True, slots=True)
class Unblinded:
    """The desk calls the work off: a conflict of interest arose after it was given. Nothing concluded in it counts."""

    at: datetime
    conflicts: frozenset[ConflictOfInterest]

    def __post_init__(self) -> None:
        must_be_an_instant(self.at)
        must(self.conflicts, "No conflict of interest is named.", "Say what binds the examiner to the pair.")


Entry = Analysed | Locked | Compared | Concluded | Unmasked | Changed | Paused | Resumed | HandedBack | Unblinded
