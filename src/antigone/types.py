"""The nouns, in the order in which a photograph becomes a candidate list.

Every value is frozen and checked when it is made. A stage of the work returns a new type; it never fills in an
old one. Coordinates are pixels of the upright photo (orientation applied), x to the right, y downwards.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
"""A picture: height x width x 3, blue-green-red, sRGB, 0-255."""

Points = NDArray[np.float64]
"""Five landmarks, 5 x 2: the eye on the picture's left, the other eye, nose tip, left and right mouth corner."""

Vector = NDArray[np.float32]
"""A template's numbers: d values, Euclidean length 1."""

MOST_FACES = 80
"""A photo with more faces than this is a crowd or a contact sheet: no more are looked at, and a person cuts whoever is
meant out of it. To look at so many takes about as long as to find none."""

_SHA256 = re.compile(r"[0-9a-f]{64}")


def _require(condition: bool, message: str) -> None:
    if not condition:
        raise ValueError(message)


class Profile(StrEnum):
    """Whose photo it is, which decides what counts as a fault in it."""

    PM = "pm"
    AM = "am"


class Basis(StrEnum):
    """The legal bases on which a reference photo may be held (GDPR articles 6 and 9; ICRC policy of 2019)."""

    CONSENT = "consent"
    LEGAL_OBLIGATION = "legal-obligation"
    VITAL_INTERESTS = "vital-interests"
    PUBLIC_INTEREST = "public-interest"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why nothing could be said about a photo, and what a person can do about it. A result, not a fault."""

    code: str
    detail: str
    hint: str

    def __post_init__(self) -> None:
        _require(bool(re.fullmatch(r"[a-z][a-z-]*", self.code)), f"not a refusal code: {self.code!r}")
        _require(bool(self.detail and self.hint), "a refusal says what happened and what to do")


@dataclass(frozen=True, slots=True)
class Photo:
    """A decoded photograph. ``sha256`` is of the file's bytes, so it names the original and nothing else."""

    name: str
    sha256: str
    pixels: Pixels = field(repr=False, compare=False)
    format: str
    notes: tuple[str, ...] = ()
    """What was done to make it comparable: turned by its orientation tag, converted from CMYK, and so on."""
    reduced: int = 1
    """How many pixels of the file, along a side, one of these stands for: 2 if it was decoded at half its size."""

    def __post_init__(self) -> None:
        _require(bool(_SHA256.fullmatch(self.sha256)), f"not a SHA-256: {self.sha256!r}")
        _require(
            self.pixels.ndim == 3 and self.pixels.shape[2] == 3 and self.pixels.dtype == np.uint8,
            f"pixels must be height x width x 3, 8 bits: {self.pixels.shape} {self.pixels.dtype}",
        )
        _require(self.pixels.size > 0, "a photo has at least one pixel")

    def in_the_file(self, box: Box) -> Box:
        """Where a box of these pixels lies in the picture that the file holds."""
        return Box(*(value * self.reduced for value in (box.x, box.y, box.width, box.height)))

    def from_the_file(self, points: Points) -> Points:
        """Where points of the picture that the file holds, upright, lie among these pixels."""
        return (points + 0.5) / self.reduced - 0.5 if self.reduced > 1 else points

    @property
    def width(self) -> int:
        return int(self.pixels.shape[1])

    @property
    def height(self) -> int:
        return int(self.pixels.shape[0])

    @property
    def long_side(self) -> int:
        return max(self.width, self.height)


@dataclass(frozen=True, slots=True)
class Box:
    """An upright rectangle around a face, in pixels; it may reach beyond the photo's edge."""

    x: float
    y: float
    width: float
    height: float

    def __post_init__(self) -> None:
        _require(all(map(math.isfinite, (self.x, self.y, self.width, self.height))), "a box has finite sides")
        _require(self.width > 0 and self.height > 0, "a box has an area")

    @property
    def centre(self) -> tuple[float, float]:
        return self.x + self.width / 2, self.y + self.height / 2

    def as_list(self) -> list[float]:
        """``[x, y, width, height]``, rounded to a tenth of a pixel."""
        return [round(v, 1) for v in (self.x, self.y, self.width, self.height)]


@dataclass(frozen=True, slots=True)
class Face:
    """One face found in a photo."""

    index: int
    """From 1, the largest first: what ``--face N`` names. One that only a person found comes last."""
    box: Box
    landmarks: Points = field(repr=False, compare=False)
    """The five points as on an upright face: "left" is the left of the face's own upright picture."""
    angle: float
    """Degrees the face is turned in the picture's plane: 0 upright, positive clockwise, in (-180, 180]."""
    detection: float
    """The detector's score, 0-1. Not a probability. 0 for a face that only a person found."""
    by_hand: bool = False
    """Whether a person set its landmarks, or some of them."""
    covered: float = 0.0
    """How much of it a person said is hidden, 0-1. What is hidden is left out of account."""

    def __post_init__(self) -> None:
        _require(self.index >= 1, "faces are counted from 1")
        _require(self.landmarks.shape == (5, 2), f"five landmarks, not {self.landmarks.shape}")
        _require(bool(np.isfinite(self.landmarks).all()), "landmarks are finite")
        _require(-180 < self.angle <= 180, f"an angle is in (-180, 180]: {self.angle}")
        _require(0 <= self.detection <= 1, f"a detection score is in 0-1: {self.detection}")
        _require(0 <= self.covered <= 1, f"a share of a face is in 0-1: {self.covered}")

    @property
    def eye_distance(self) -> float:
        """Pixels between the eyes."""
        return float(np.linalg.norm(self.landmarks[1] - self.landmarks[0]))


@dataclass(frozen=True, slots=True)
class Measure:
    """One property of a face's picture. ``advice`` is empty where nothing needs to be done."""

    name: str
    value: float
    unit: str
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Quality:
    """How far a face's picture can be trusted for comparison, and what would make it better."""

    overall: float
    """0-1, higher is better; an order, not a probability (see docs/accuracy.md for what it is worth)."""
    measures: tuple[Measure, ...]
    observations: tuple[str, ...] = ()
    """Reported without being held against the photo: in the dead, closed eyes are no fault."""

    def __post_init__(self) -> None:
        _require(0 <= self.overall <= 1, f"overall quality is in 0-1: {self.overall}")

    @property
    def advice(self) -> tuple[str, ...]:
        return tuple(m.advice for m in self.measures if m.advice)

    def as_json(self) -> dict[str, Any]:
        return {
            "overall": round(self.overall, 4),
            "measures": {m.name: {"value": round(m.value, 4), "unit": m.unit} for m in self.measures},
            "advice": list(self.advice),
            "observations": list(self.observations),
        }


@dataclass(frozen=True, slots=True)
class Template:
    """A face as numbers that can be compared with others made by the same model, and with no others."""

    vector: Vector = field(repr=False, compare=False)
    model: str

    def __post_init__(self) -> None:
        _require(self.vector.ndim == 1 and self.vector.dtype == np.float32, "a template is a float32 vector")
        _require(abs(float(np.linalg.norm(self.vector)) - 1) < 1e-3, "a template has length 1")
        _require(bool(self.model), "a template names its model")


@dataclass(frozen=True, slots=True)
class Match:
    """How alike one enrolled photo and the probe are: the cosine of their templates, -1 to 1. A bare number."""

    person: str
    photo: str
    """The enrolled photo's path, as it was enrolled."""
    sha256: str
    score: float

    def __post_init__(self) -> None:
        _require(-1.001 <= self.score <= 1.001, f"a cosine is in -1 to 1: {self.score}")

    def as_json(self) -> dict[str, Any]:
        return {"photo": self.photo, "sha256": self.sha256, "score": round(self.score, 6)}


@dataclass(frozen=True, slots=True)
class Weight:
    """Weight of evidence: log10 of how many times more probable the score is if the photographs show one person than if
    they show two different persons. Or the reason why none is stated. Never a probability of identity."""

    log10_lr: float | None
    low: float | None
    high: float | None
    """The ends of the interval that is due to how few people the calibration knows (95 %)."""
    calibration: str
    """Id of the calibration that states it."""
    stratum: str
    """The circumstances it was calibrated for."""
    verbal: str
    refused: str | None = None
    limit: str = ""
    """Why nothing larger (or smaller) is stated, if the weight is at the end of what its calibration can say. The
    number is then the least that it is worth, and its interval is open on that side."""
    score: float | None = None
    """What was weighed: how alike all photographs together are. A list ranks by the best photograph instead."""

    def __post_init__(self) -> None:
        _require(bool(self.calibration), "a weight names its calibration")
        numbers = (self.log10_lr, self.low, self.high)
        if self.refused is not None:
            _require(bool(self.refused), "a refusal to weigh says why")
            _require(numbers == (None, None, None), "a refused weight has no numbers")
            return
        stated = [n for n in numbers if n is not None and math.isfinite(n)]
        _require(len(stated) == 3, "a stated weight is finite and has an interval")
        _require(stated[1] <= stated[0] <= stated[2], f"a weight lies in its interval: {numbers}")
        _require(bool(self.verbal), "a stated weight is put in words")

    def as_json(self) -> dict[str, Any]:
        def rounded(number: float | None) -> float | None:
            return None if number is None else round(number, 2)

        return {
            "log10_lr": rounded(self.log10_lr),
            "low": rounded(self.low),
            "high": rounded(self.high),
            "calibration": self.calibration,
            "stratum": self.stratum,
            "verbal": self.verbal,
            "refused": self.refused,
            "limit": self.limit,
            "score": None if self.score is None else round(self.score, 6),
        }

    def in_figures(self) -> str:
        """``+1.2 (+0.9 to +1.4)``, or ``at least +3.7 (+3.2 or more)`` at a limit; empty if none is stated."""
        if self.log10_lr is None or self.low is None or self.high is None:
            return ""
        value, low, high = (f"{number:+.1f}" for number in (self.log10_lr, self.low, self.high))
        if not self.limit:
            return f"{value} ({low} to {high})"
        most, end = ("at least", low) if self.log10_lr > 0 else ("at most", high)
        beyond = "more" if self.log10_lr > 0 else "less"
        return f"{most} {value}" if end == value else f"{most} {value} ({end} or {beyond})"


@dataclass(frozen=True, slots=True)
class Strangers:
    """Expected number of persons who are not the one looked for and yet score at least so much."""

    value: float
    low: float
    high: float
    gallery: int
    """Persons in the gallery."""
    beyond: bool
    """Whether no stranger's score in the data was that high: then only ``high`` is known, and ``value`` is 0."""
    among: str = ""
    """Whose scores were counted: the stratum of the calibration."""

    def as_json(self) -> dict[str, Any]:
        def rounded(number: float) -> float:
            return float(f"{number:.3g}")

        return {
            "expected": rounded(self.value),
            "low": rounded(self.low),
            "high": rounded(self.high),
            "gallery": self.gallery,
            "beyond_the_data": self.beyond,
            "among": self.among,
        }

    def in_figures(self) -> str:
        """``2.1 (1.8 to 2.4)``, or ``< 0.03`` where none was seen so high."""
        if self.beyond:
            return f"< {_rough(self.high)}"
        return f"{_rough(self.value)} ({_rough(self.low)} to {_rough(self.high)})"

    def in_words(self) -> str:
        of = f"in a gallery of {self.gallery:,} persons"
        if self.beyond:
            few = _rough(self.high)
            return (
                f"Probably fewer than {few} strangers are expected at or above this score {of}; none was seen so high."
            )
        return (
            f"About {_rough(self.value)} strangers ({_rough(self.low)} to {_rough(self.high)}) are expected at or"
            f" above this score {of}."
        )


def _rough(number: float) -> str:
    return f"{number:.0f}" if number >= 10 else f"{number:.2g}"


@dataclass(frozen=True, slots=True)
class SamePicture:
    """One picture on both sides: a relative's photograph of the dead, a newspaper cutting, a clerk's slip."""

    photo: str
    """Whose copy it is, as the gallery calls it."""
    by: Literal["file", "face"]
    """How it is known: the same file, or a face more alike than two photographs ever are."""

    def as_json(self) -> dict[str, str]:
        return {"photo": self.photo, "by": self.by}


@dataclass(frozen=True, slots=True)
class Candidate:
    """One missing person on a ranked list: a lead for two examiners, never an identification."""

    rank: int
    person: str
    matches: tuple[Match, ...]
    """All the person's photos, most alike first. The first one ranks the person."""
    details: tuple[tuple[str, str], ...] = ()
    """What the manifest said of the photo that ranks the person, besides its lawful source."""
    weight: Weight | None = None
    """None if no calibration was used."""
    strangers: Strangers | None = None
    """None if no calibration was used, or it knows no strangers in these circumstances."""
    same_picture: SamePicture | None = None
    """If one of the person's photos is the very picture that is searched with: then no weight is stated."""

    def __post_init__(self) -> None:
        _require(self.rank >= 1, "ranks are counted from 1")
        _require(bool(self.matches), "a candidate has at least one photo")
        _require(all(m.person == self.person for m in self.matches), "a candidate's photos are of one person")

    @property
    def score(self) -> float:
        return self.matches[0].score

    def as_json(self) -> dict[str, Any]:
        best = self.matches[0]
        return {
            "rank": self.rank,
            "person": self.person,
            "photo": best.photo,
            "sha256": best.sha256,
            "score": round(best.score, 6),
            "photos": [m.as_json() for m in self.matches],
            "details": dict(self.details),
            "weight": self.weight.as_json() if self.weight else None,
            "strangers": self.strangers.as_json() if self.strangers else None,
            "same_picture": self.same_picture.as_json() if self.same_picture else None,
        }
