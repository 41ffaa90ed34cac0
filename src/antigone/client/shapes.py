"""What a desk answers, frozen. Fields are those of the API; what a newer desk adds is in ``said``, or passed over."""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date, datetime
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from antigone.errors import DeskUnreachable

Shape = TypeVar("Shape")


@dataclass(frozen=True, slots=True)
class Agency:
    """An agency."""

    number: int
    name: str


@dataclass(frozen=True, slots=True)
class Me:
    """Who acts by the token."""

    person: int
    agency: Agency
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Incident:
    """What happened: the scope of its cases, records and searches."""

    number: int
    code: str
    name: str
    agency: Agency
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Subject:
    """Which case (``pm``) or record (``am``) is meant."""

    number: int
    kind: str
    code: str


@dataclass(frozen=True, slots=True)
class Case:
    """A dead person's case."""

    number: int
    code: str
    """On the label of the body."""
    incident: int
    agency: int
    opened_at: datetime
    closed_at: datetime | None
    sex: str
    age_low: int | None
    age_high: int | None
    stature_low: int | None
    stature_high: int | None
    found_on: date | None
    found_place: str
    found_by: str
    condition: str
    custody: str
    custody_place: str
    other_number: str
    revision: int = 0
    """``as_of`` of a change. Lists leave it at 0."""
    said: Mapping[str, Any] = field(default_factory=dict, compare=False, repr=False)
    """The whole answer as JSON has it, with what has no attribute here: ``case.said["eyes"]``."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name in one script."""

    number: int
    what: str
    family: str
    given: str
    patronymic: str


@dataclass(frozen=True, slots=True)
class Record:
    """A missing person's record."""

    number: int
    code: str
    incident: int
    agency: int
    opened_at: datetime
    closed_at: datetime | None
    names: tuple[Name, ...]
    sex: str
    age_low: int | None
    age_high: int | None
    born_earliest: date | None
    born_latest: date | None
    last_seen_earliest: date | None
    last_seen_latest: date | None
    last_seen_place: str
    other_number: str
    revision: int = 0
    said: Mapping[str, Any] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Source:
    """A lawful source of reference photographs."""

    number: int
    incident: int
    agency: int
    name: str
    basis: str
    valid_from: date
    valid_until: date | None
    live: bool


@dataclass(frozen=True, slots=True)
class Face:
    """A face that the engine found."""

    number: int
    box: tuple[float, ...]
    """Left, top, width and height in pixels."""
    chosen: bool
    by_hand: bool
    """Whether a person set its points, or some of them."""
    doubtful: bool
    """Whether the machine is not sure where eyes, nose and mouth are: a person should set them."""
    covered: float
    """How much of it a person said is hidden, 0 to 1: left out of account."""
    quality: float | None
    """0 to 1."""
    advice: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why something cannot be used, and what to do."""

    code: str
    detail: str
    hint: str


@dataclass(frozen=True, slots=True)
class Photograph:
    """One photograph. Never the picture itself."""

    number: int
    subject: Subject
    source: int | None
    sha256: str
    file_name: str
    notes: tuple[str, ...]
    """How the file was read: an end that is missing, bits that were stretched."""
    grade: int | None
    """0 to 4; None until somebody has said."""
    state: str
    refusal: Refusal | None
    indexed: bool
    faces: tuple[Face, ...]


@dataclass(frozen=True, slots=True)
class Weight:
    """Weight of evidence, log10 of the likelihood ratio, with its interval (95 %). Never a probability of identity."""

    log10_lr: float | None
    low: float | None
    high: float | None
    verbal: str
    calibration: str
    stratum: str
    refused: str | None
    limit: str | None
    score: float | None


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two statements that do not fit."""

    about: str
    grave: str
    words: str


@dataclass(frozen=True, slots=True)
class RestsOn:
    """What the template of a photograph rested on, besides the photograph."""

    photograph: int
    by_hand: bool
    covered: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """One entry of a candidate list: a lead, never an identification."""

    rank: int
    subject: Subject | None
    name: str
    photograph: int | None
    score: float
    """Cosine: it ranks, it means nothing by itself."""
    weight: Weight | None
    rests_on: tuple[RestsOn, ...]
    """Which of their photographs rested on points by hand or a cover."""
    conflicts: tuple[Conflict, ...]
    exclusion: int | None
    also_first: int
    marked_at: datetime | None


@dataclass(frozen=True, slots=True)
class Run:
    """One search. Lists of searches leave out its candidates: ask for it by its number."""

    number: int
    subject: Subject
    purpose: str
    state: str
    refusal: Refusal | None
    model: str
    calibration: str
    gallery_photos: int | None
    gallery_persons: int | None
    marked_at: datetime | None
    rests_on: tuple[RestsOn, ...] = ()
    """Which of the photographs searched with rested on points by hand or a cover."""
    candidates: tuple[Candidate, ...] = ()
    apart: tuple[Candidate, ...] = ()


def read(shape: type[Shape], said: Any) -> Shape:
    """JSON as a shape.

    Raises:
        DeskUnreachable: if it is none: what answers is no desk, or one of another version.
    """
    try:
        return _read(shape, said)  # type: ignore[no-any-return]
    except (KeyError, TypeError, ValueError) as fault:
        raise DeskUnreachable(
            "The desk's answer cannot be read.", "Check the address, and that desk and client are of one version."
        ) from fault


def _read(kind: Any, said: Any) -> Any:
    if get_origin(kind) in (Union, types.UnionType):
        return None if said is None else _read(next(each for each in get_args(kind) if each is not type(None)), said)
    if get_origin(kind) is tuple:
        return tuple(_read(get_args(kind)[0], each) for each in said)
    if is_dataclass(kind) and isinstance(kind, type):
        if not isinstance(said, Mapping):
            raise TypeError("no object")
        hints = get_type_hints(kind)
        names = [each.name for each in fields(kind)]
        whole = {"said": types.MappingProxyType(said)} if "said" in names else {}
        return kind(**{name: _read(hints[name], said[name]) for name in names if name in said}, **whole)
    if kind in (date, datetime):
        return kind.fromisoformat(said)
    return float(said) if kind is float else said
