"""What a decision is kept with: the identification, and the lists and photographs as they were on that day.

antigone.protocol.codec writes it down and reads it back, so that it means the same for ever.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from antigone.protocol.identification import Identification


@dataclass(frozen=True, slots=True)
class FrozenCandidate:
    """One entry of a candidate list. Also those that were not chosen."""

    rank: int
    code: str
    score: str
    """Cosine of the angle between templates, to four places: it ranks, it means nothing by itself."""
    weight: str
    """The weight of evidence in words, or why none is stated."""
    strangers: str
    """How many strangers are expected at or above this score."""
    left_search: bool


@dataclass(frozen=True, slots=True)
class CandidateList:
    """A search of the case or of the record, whole."""

    number: int
    code: str
    at: datetime
    engine: str
    model: str
    calibration: str
    gallery: tuple[str, ...]
    photographs: int
    persons: int
    entries: tuple[FrozenCandidate, ...]


@dataclass(frozen=True, slots=True)
class Pictured:
    """One photograph of the case or record, by its hash."""

    number: int
    code: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Frozen:
    """All that a decision is kept with."""

    identification: Identification
    incident: str
    names: tuple[tuple[str, str], ...]
    """Keys of people and how they were called then."""
    person: str
    """The missing person's name, as the record had it."""
    lists: tuple[CandidateList, ...]
    photographs: tuple[Pictured, ...]
