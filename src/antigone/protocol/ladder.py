"""The ladder: pictures only if the family asks: words, then an object or tattoo, then one prepared picture.

Each rung has its own consent, by name of who asked, and a consent is used up by what was shown on it. Whoever asked can
stop at any moment. Refusing those who ask harms too, so a refusal has words. Nothing here sends a picture.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from antigone.protocol.rules import must, must_have_words, must_not_be_before


class Rung(StrEnum):
    """The rungs of the ladder, in their order."""

    WORDS = "words"
    """What would be seen is told: nothing is shown."""
    OBJECT = "object"
    """An object, a piece of clothing, a tattoo."""
    FACE = "face"
    """One prepared picture: clean, eyes closed, covered, plain background."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A picture made for one family to see: cut and covered by one person, and looked at by another."""

    number: str
    rung: Rung
    made_by: str
    reviewed_by: str

    def __post_init__(self) -> None:
        must(self.rung is not Rung.WORDS, "Words are no picture.", "Prepare an object, or the face.")
        must_have_words(self.reviewed_by, "Who looked at the prepared picture")
        must(
            self.reviewed_by != self.made_by,
            "Whoever prepared the picture reviewed it.",
            "A second person looks at what a family will see.",
        )


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody of the family asks to see. Nobody offers."""

    at: datetime
    by: str
    who: str
    words: str

    def __post_init__(self) -> None:
        must_have_words(self.who, "Who asks")
        must_have_words(self.words, "What they ask for, in their words")


@dataclass(frozen=True, slots=True)
class Consented:
    """Consent to the next step, by somebody who knows what it is."""

    at: datetime
    by: str
    who: str
    rung: Rung
    words: str

    def __post_init__(self) -> None:
        must_have_words(self.words, "What was explained, and what they answered")


@dataclass(frozen=True, slots=True)
class Shown:
    """One rung was shown, once. ``words`` for WORDS: what was described."""

    at: datetime
    by: str
    who: str
    rung: Rung
    words: str = ""
    picture: Prepared | None = None

    def __post_init__(self) -> None:
        if self.rung is Rung.WORDS:
            must_have_words(self.words, "What was described")
            must(self.picture is None, "A picture is shown as words.", "Describe first what would be seen.")
            return
        must(
            self.picture is not None and self.picture.rung is self.rung,
            "There is no prepared picture for this.",
            "Have one prepared, and looked at by a second person. Nothing else is shown.",
        )


@dataclass(frozen=True, slots=True)
class PassedOver:
    """There is no object and no tattoo that could be shown."""

    at: datetime
    by: str
    who: str
    words: str

    def __post_init__(self) -> None:
        must_have_words(self.words, "Why no object and no tattoo can be shown")


@dataclass(frozen=True, slots=True)
class Halted:
    """They want to see no more, or those who are with them stop. Asking again begins anew, with words."""

    at: datetime
    by: str
    who: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """What they asked for is not shown, and why. They are told, in these words."""

    at: datetime
    by: str
    who: str
    rung: Rung
    words: str

    def __post_init__(self) -> None:
        must_have_words(self.words, "Why it is not shown, as the family is told")


Look = Asked | Consented | Shown | PassedOver | Halted | Refused


@dataclass(frozen=True, slots=True)
class Ladder:
    """How far one person of the family has gone, as the whole log. Raises RuleBroken if a step does not follow."""

    who: str
    entries: tuple[Look, ...] = ()
    going: bool = field(init=False, compare=False)
    """They asked and have not stopped."""
    reached: tuple[Rung, ...] = field(init=False, compare=False)
    """Rungs behind them since they last asked."""
    consent: Rung | None = field(init=False, compare=False)
    """What they have agreed to and not seen yet."""
    face: str | None = field(init=False, compare=False)
    """The one picture of the face that they have seen."""

    def __post_init__(self) -> None:
        now = _LadderNow()
        for entry in self.entries:
            must(entry.who == self.who, "Another person asked.", "Each who asks has a ladder of their own.")
            if now.last is not None:
                must_not_be_before(entry.at, now.last)
            now.last = entry.at
            _take(entry, now)
        object.__setattr__(self, "going", now.going)
        object.__setattr__(self, "reached", tuple(now.reached))
        object.__setattr__(self, "consent", now.consent)
        object.__setattr__(self, "face", now.face)

    def add(self, entry: Look) -> Ladder:
        return replace(self, entries=(*self.entries, entry))

    @property
    def next(self) -> Rung | None:
        """The rung to which they could agree now."""
        return next((rung for rung in Rung if rung not in self.reached), None) if self.going else None


@dataclass(slots=True)
class _LadderNow:
    going: bool = False
    reached: list[Rung] = field(default_factory=list)
    consent: Rung | None = None
    face: str | None = None
    last: datetime | None = None

    def follows(self, rung: Rung) -> None:
        must(self.going, "They have not asked, or they have stopped.", "Pictures only if the family asks.")
        before = list(Rung)[: list(Rung).index(rung)]
        must(
            set(before) <= set(self.reached),
            f"'{rung}' comes after: {', '.join(r for r in before if r not in self.reached)}.",
            "One step at a time: words, then an object or a tattoo, then the face.",
        )


def _take(entry: Look, now: _LadderNow) -> None:
    match entry:
        case Asked():
            must(not now.going, "They have asked already.", "Go on with what was begun.")
            now.going, now.reached, now.consent = True, [], None
        case Consented():
            now.follows(entry.rung)
            now.consent = entry.rung
        case Shown():
            now.follows(entry.rung)
            must(
                now.consent is entry.rung,
                "They have not agreed to this step.",
                "Explain what comes, and ask. Each look needs its own consent.",
            )
            if entry.rung is Rung.FACE and entry.picture is not None:
                must(
                    now.face in (None, entry.picture.number),
                    "Another picture of the face was shown.",
                    "One prepared picture of the face, and no other.",
                )
                now.face = entry.picture.number
            now.consent = None
            now.reached.append(entry.rung)
        case PassedOver():
            now.follows(Rung.OBJECT)
            now.reached.append(Rung.OBJECT)
            now.consent = None
        case Refused():
            must(now.going, "They have not asked.", "There is nothing to refuse.")
            now.consent = None
        case Halted():
            must(now.going, "They have not asked, or they have stopped.", "There is nothing to stop.")
            now.going, now.consent = False, None


def ladders(entries: Sequence[object]) -> tuple[Ladder, ...]:
    """A ladder for each who asked, in the order in which they did. Raises RuleBroken."""
    of: dict[str, list[Look]] = {}
    for entry in entries:
        if isinstance(entry, Asked | Consented | Shown | PassedOver | Halted | Refused):
            of.setdefault(entry.who, []).append(entry)
    return tuple(Ladder(who, tuple(log)) for who, log in of.items())
