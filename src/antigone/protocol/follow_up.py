"""Entries after a family was told, or instead of it: what they say, follow-ups, packets and answers, the end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from antigone.protocol.rules import must, must_be_an_instant, must_have_words


class Voice(StrEnum):
    """What somebody of the family said that must not get lost."""

    DISSENT = "dissent"
    """They do not believe it."""
    REFUSAL = "refusal"
    """They refuse something: to hear, to receive, to come."""
    WISH = "wish"
    REEXAMINE = "re-examine"
    """They ask for the identification to be examined again. It goes to the board."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What somebody of the family said, in their words."""

    at: datetime
    by: str
    who: str
    voice: Voice
    words: str

    def __post_init__(self) -> None:
        must_have_words(self.who, "Who said it")
        must_have_words(self.words, "What they said")


@dataclass(frozen=True, slots=True)
class Passed:
    """A wish to examine again was passed on: where it lies before the board."""

    at: datetime
    by: str
    heard: int
    """Which of the things heard, counted from 0."""
    reference: str

    def __post_init__(self) -> None:
        must_have_words(self.reference, "Where it lies before the board")


@dataclass(frozen=True, slots=True)
class Due:
    """A follow-up is due by some day. The first is set by the visit itself."""

    at: datetime
    by: str
    due: datetime
    words: str

    def __post_init__(self) -> None:
        must_be_an_instant(self.due)
        must(self.due > self.at, "That is past.", "Give a time that can still be kept.")
        must_have_words(self.words, "What for")


@dataclass(frozen=True, slots=True)
class FollowedUp:
    """A follow-up as it went. Who was not reached is tried again, by ``again``."""

    at: datetime
    by: str
    number: int
    """Which, counted from 0."""
    on: datetime
    reached: bool
    words: str
    again: datetime | None = None

    def __post_init__(self) -> None:
        must_be_an_instant(self.on)
        must(self.on <= self.at, "It has not taken place yet.", "Write it down when it was.")
        must_have_words(self.words, "How they are, or why they were not reached")
        if not self.reached:
            must(self.again and self.again > self.at, "They were not reached.", "Say by when somebody tries again.")


@dataclass(frozen=True, slots=True)
class Sent:
    """The packet for the information bureau and the Central Tracing Agency."""

    at: datetime
    by: str
    packet: str
    """The packet's number and hash."""
    lines: tuple[int, ...] = ()
    """Of the inventory of effects, in sealed packets."""
    seals: str = ""
    words: str = ""

    def __post_init__(self) -> None:
        must_have_words(self.packet, "The packet")
        must(len(set(self.lines)) == len(self.lines), "A line is named twice.", "Each line of the inventory once.")
        if self.lines:
            must_have_words(self.seals, "The numbers of the sealed packets")


@dataclass(frozen=True, slots=True)
class Answered:
    """The answer of the bureau or the Agency."""

    at: datetime
    by: str
    told: bool
    """Whether they say that the family has been told."""
    words: str

    def __post_init__(self) -> None:
        must_have_words(self.words, "What they answered, and its number")


@dataclass(frozen=True, slots=True)
class Stopped:
    """The notification is closed: everything is done, or somebody else does it."""

    at: datetime
    by: str
    words: str

    def __post_init__(self) -> None:
        must_have_words(self.words, "Why nothing more is done")


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A follow-up that is due, and how it went."""

    number: int
    due: datetime
    words: str
    done: FollowedUp | None = None
