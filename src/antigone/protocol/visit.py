"""A visit to tell a family, by the steps of GRIEV_ING, as it went: what was said, who was there, who stays with them.

Written on paper or on the spot, entered by one who was there. Whoever tells says that the person died: not "lost",
"gone" or "passed away", which families have heard as hope.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from antigone.protocol.rules import must, must_be_an_instant, must_have_words

FIRST_FOLLOW_UP = timedelta(hours=24)
"""After a family was told, somebody is with them again within this time."""


class VisitStep(StrEnum):
    """GRIEV_ING, in its order."""

    GATHER = "gather"
    RESOURCES = "resources"
    IDENTIFY = "identify"
    EDUCATE = "educate"
    VERIFY = "verify"
    SPACE = "space"
    INQUIRE = "inquire"
    NUTS_AND_BOLTS = "nuts-and-bolts"
    GIVE_CONTACT = "give-contact"

    @property
    def to_do(self) -> str:
        return _TO_DO[self]


_TO_DO = {
    VisitStep.GATHER: "Gather the family; make sure that everybody is there who should hear it now, and that all sit.",
    VisitStep.RESOURCES: "Call in who can support them: the supporter of the plan, relatives, their religion's own.",
    VisitStep.IDENTIFY: "Say who you are, and name the person of whom you speak by the name that the family uses.",
    VisitStep.EDUCATE: "Tell briefly what happened and what is known, and what is not known.",
    VisitStep.VERIFY: "Say plainly that the person died. Use that word.",
    VisitStep.SPACE: "Give space: be silent, wait, let them be.",
    VisitStep.INQUIRE: "Ask what they want to know, and answer. What is not known is said not to be known.",
    VisitStep.NUTS_AND_BOLTS: "Remains, effects, papers, rites: what comes next, what they may decide, and when.",
    VisitStep.GIVE_CONTACT: "Leave a name and a number of a person. Say when somebody comes again, within 24 hours.",
}


@dataclass(frozen=True, slots=True)
class Gone:
    """One step as it went: done, or not and why."""

    step: VisitStep
    done: bool
    words: str = ""

    def __post_init__(self) -> None:
        if not self.done:
            must_have_words(self.words, f"Why this was not done: {self.step}")


class VisitOutcome(StrEnum):
    """What became of a visit."""

    TOLD = "told"
    NOT_MET = "not-met"
    """Nobody was there who may be told; nothing was said to anybody else."""
    PUT_OFF = "put-off"
    """They did not want to hear it now. Nobody is told against their will."""


@dataclass(frozen=True, slots=True)
class Visited:
    """One visit. ``at`` is when it was entered, ``on`` when it was."""

    at: datetime
    by: str
    on: datetime
    visitors: tuple[str, ...]
    outcome: VisitOutcome
    steps: tuple[Gone, ...] = ()
    told: tuple[int, ...] = ()
    """Keys of the entitled who heard it from the visitors."""
    present: str = ""
    """Who else was there."""
    said: str = ""
    """The very words with which it was said."""
    plainly: bool = False
    """That the word "died" was said; of an error, that it was said to be one."""
    stays: str = ""
    """Who stays with them: kin are never left alone."""
    words: str = ""
    out_of_order: str = ""
    """Why somebody heard it before one who comes first."""

    def __post_init__(self) -> None:
        must_be_an_instant(self.on)
        must(self.on <= self.at, "The visit has not taken place yet.", "Write it down when it was.")
        must(
            len(set(self.visitors)) >= 2,
            "Fewer than two people went.",
            "Nobody goes alone: not for the family's sake, nor for their own.",
        )
        must(self.by in self.visitors, "It is written by somebody who was not there.", "One of the visitors writes it.")
        if self.outcome is not VisitOutcome.TOLD:
            must_have_words(self.words, "What happened instead")
            must(not self.told, "Nobody was told, and somebody is named as told.", "Say which it was.")
            return
        must(self.told, "Nobody is named who was told.", "Name who heard it from you.")
        gone = tuple(each.step for each in self.steps)
        must(gone == tuple(VisitStep), "Not every step is accounted for.", "Write each step: done, or why not.")
        verified = next(each for each in self.steps if each.step is VisitStep.VERIFY)
        must(
            verified.done and self.plainly,
            "It was not said plainly.",
            "Until it has been said in plain words, the family has not been told: write the visit as put off.",
        )
        must_have_words(self.said, "The words with which it was said")
        must_have_words(self.present, "Who was there")
        must_have_words(self.stays, "Who stays with them")

    @property
    def follow_up_due(self) -> datetime:
        return self.on + FIRST_FOLLOW_UP
