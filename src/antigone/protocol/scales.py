"""Scales of conclusions, and how far a face alone can go.

A scale is stored by its id (``interpol-dvi@1``). A new wording is a new version; an old one stays readable for ever.
Whether the words are quoted rightly was not checked against the sources, which were not at hand.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from antigone.errors import UsageError


class Direction(StrEnum):
    """Which side a conclusion, or a line of evidence, supports."""

    SAME = "same"
    DIFFERENT = "different"
    NEITHER = "neither"


class Conclusion(IntEnum):
    """What the board can decide, weakest support first (INTERPOL's words). Comparable: POSSIBLE < PROBABLE."""

    EXCLUDED = 0
    NO_COMPARISON = 1
    POSSIBLE = 2
    PROBABLE = 3
    ESTABLISHED = 4

    @property
    def words(self) -> str:
        return _BOARD_WORDS[self]


_BOARD_WORDS = {
    Conclusion.EXCLUDED: "Identity excluded",
    Conclusion.NO_COMPARISON: "No comparison can be made",
    Conclusion.POSSIBLE: "Identification possible",
    Conclusion.PROBABLE: "Identification probable",
    Conclusion.ESTABLISHED: "Identification established",
}

FACE_CEILING = Conclusion.POSSIBLE
"""The face is neither a primary nor a secondary identifier: it leads. No policy can raise this."""


@dataclass(frozen=True, slots=True)
class ConclusionLevel:
    """One conclusion of a scale."""

    code: str
    words: str
    direction: Direction
    reaches: Conclusion
    """How far the words themselves would go."""
    comparable: bool = True
    """False: the photographs do not allow a comparison. Neither side is supported, for another reason."""


@dataclass(frozen=True, slots=True)
class ConclusionScale:
    """The conclusions among which an examiner chooses."""

    name: str
    version: int
    title: str
    levels: tuple[ConclusionLevel, ...]
    source: str
    checked: bool
    """Whether the words were compared with the source itself."""

    def __post_init__(self) -> None:
        codes = [level.code for level in self.levels]
        if len(set(codes)) != len(codes) or {level.direction for level in self.levels} != set(Direction):
            raise ValueError("a scale has each code once, and words for either side and for neither")

    @property
    def id(self) -> str:
        return f"{self.name}@{self.version}"

    def for_the_face(self) -> tuple[ConclusionLevel, ...]:
        """What can be chosen after comparing faces."""
        return tuple(level for level in self.levels if level.reaches <= FACE_CEILING)

    def level(self, code: str) -> ConclusionLevel:
        """Raises UsageError if an examiner of faces cannot conclude so."""
        for level in self.for_the_face():
            if level.code == code:
                return level
        above = any(level.code == code for level in self.levels)
        raise UsageError(
            f"{code!r} is more than a face can support." if above else f"The scale {self.id} has no {code!r}.",
            f"Choose one of {', '.join(level.code for level in self.for_the_face())}.",
        )


def _dvi(conclusion: Conclusion, code: str, direction: Direction, comparable: bool = True) -> ConclusionLevel:
    return ConclusionLevel(code, conclusion.words, direction, conclusion, comparable)


def _support(code: str, times: str, word: str, direction: Direction) -> ConclusionLevel:
    side = "one person" if direction is Direction.SAME else "two different persons"
    reaches = Conclusion.POSSIBLE if direction is Direction.SAME else Conclusion.EXCLUDED
    return ConclusionLevel(code, f"{word} support for {side} ({times})", direction, reaches)


_STEPS = (
    ("weak", "what is seen is 2 to 10 times more probable so", "Weak"),
    ("moderate", "10 to 100 times", "Moderate"),
    ("moderately-strong", "100 to 1,000 times", "Moderately strong"),
    ("strong", "1,000 to 10,000 times", "Strong"),
    ("very-strong", "10,000 to 1,000,000 times", "Very strong"),
    ("extremely-strong", "more than 1,000,000 times", "Extremely strong"),
)
_NOT_SUITABLE = ConclusionLevel(
    "not-suitable", "The photographs do not allow a comparison", Direction.NEITHER, Conclusion.NO_COMPARISON, False
)

INTERPOL_DVI = ConclusionScale(
    "interpol-dvi",
    1,
    "INTERPOL disaster victim identification",
    (
        _dvi(Conclusion.ESTABLISHED, "established", Direction.SAME),
        _dvi(Conclusion.PROBABLE, "probable", Direction.SAME),
        _dvi(Conclusion.POSSIBLE, "possible", Direction.SAME),
        ConclusionLevel(
            "undecided", "The comparison supports neither side", Direction.NEITHER, Conclusion.NO_COMPARISON
        ),
        _dvi(Conclusion.NO_COMPARISON, "no-comparison", Direction.NEITHER, comparable=False),
        _dvi(Conclusion.EXCLUDED, "excluded", Direction.DIFFERENT),
    ),
    "INTERPOL, Disaster Victim Identification Guide and forms: the words for established, probable, possible, excluded"
    " and no comparison; 'undecided' was added here, because 'no comparison' means that none could be made",
    checked=False,
)
ENFSI = ConclusionScale(
    "enfsi-like",
    1,
    "Verbal equivalents of likelihood ratios, judged by the examiner",
    (
        *(_support(f"same-{code}", times, word, Direction.SAME) for code, times, word in reversed(_STEPS)),
        ConclusionLevel("neither", "Supports neither side", Direction.NEITHER, Conclusion.NO_COMPARISON),
        *(_support(f"different-{code}", times, word, Direction.DIFFERENT) for code, times, word in _STEPS),
        _NOT_SUITABLE,
    ),
    "After the ENFSI Guideline for Evaluative Reporting in Forensic Science, 2015. An examiner's number is a judgement:"
    " it was not measured, and is never put together with the weight of evidence",
    checked=False,
)
SCALES = {scale.id: scale for scale in (INTERPOL_DVI, ENFSI)}


def scale_of(scale_id: str) -> ConclusionScale:
    """Raises UsageError if there is no such scale."""
    if scale_id not in SCALES:
        raise UsageError(f"There is no conclusion scale {scale_id!r}.", f"Choose one of {', '.join(SCALES)}.")
    return SCALES[scale_id]
