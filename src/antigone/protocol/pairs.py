"""Pairs that are compared: real ones, and hidden known pairs that look the same to whoever examines them.

Both carry the same :class:`Material`, and the bench shows nothing but that. What a pair is (a case and a record, or two
photographs of which the truth is known) stands outside of it. Only a :class:`RealPair` can be settled, brought before
the board or identified: those functions take no other type, and refuse another at run time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from antigone.errors import RuleBroken

_NUMBER = re.compile(r"[0-9a-f]{32}")


def is_a_number(number: str) -> bool:
    """Whether it is 32 hexadecimal digits: drawn at random, so that neither order nor kind can be read from it."""
    return bool(_NUMBER.fullmatch(number))


@dataclass(frozen=True, slots=True)
class Picture:
    """A photograph as the bench fetches it. ``year``: when a reference was taken, if known, for its age."""

    key: str
    year: int | None = None

    def __post_init__(self) -> None:
        if not is_a_number(self.key):
            raise ValueError("a picture's key is 32 random hexadecimal digits: a file's name can tell what it shows")


@dataclass(frozen=True, slots=True)
class Lead:
    """What stays masked until the end: the candidate list's rank, the weight in words, and the name."""

    rank: int
    weight: str
    name: str

    def __post_init__(self) -> None:
        if self.rank < 1 or not (self.weight.strip() and self.name.strip()):
            raise ValueError("a lead has a rank from 1, a weight (or why none is stated) and a name")


@dataclass(frozen=True, slots=True)
class Material:
    """All that an examiner can ever be shown of a pair: the pictures, best first, and at the end the lead."""

    pm: tuple[Picture, ...]
    reference: tuple[Picture, ...]
    lead: Lead

    def __post_init__(self) -> None:
        if not (self.pm and self.reference):
            raise ValueError("a comparison needs a photograph of each")
        keys = [picture.key for picture in (*self.pm, *self.reference)]
        if len(set(keys)) != len(keys) or any(picture.year for picture in self.pm):
            raise ValueError("each picture is shown once, and those of the dead person without a year")


@dataclass(frozen=True, slots=True)
class RealPair:
    """A dead person's case and a missing person's record that may be one person."""

    case: str
    record: str
    material: Material

    def __post_init__(self) -> None:
        if not (self.case and self.record):
            raise ValueError("a pair names its case and its record")


class Truth(StrEnum):
    """What is known of a known pair."""

    SAME = "same"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class KnownPair:
    """Two people of whom it is known whether they are one. Its lead is that of a real search among known people, so
    that it looks like any other once it is unmasked."""

    number: str
    truth: Truth
    source: str
    """How it is known: never by faces alone."""
    material: Material

    def __post_init__(self) -> None:
        if not (self.number and self.source.strip()):
            raise ValueError("a known pair says how it is known")


Pair = RealPair | KnownPair


def must_be_real(pair: object) -> None:
    """Raises RuleBroken for anything but real work."""
    if not isinstance(pair, RealPair):
        raise RuleBroken("This is no real pair: nothing may be decided on it.", "Known pairs measure examiners only.")
