"""Two examiners who do not know of each other, and a third where they do not agree.

Each piece of work has a number of its own, drawn at random; the second examiner's says nothing of a first. Who may be
asked depends on who knows what (:class:`ConflictOfInterest`), and the desk asks :func:`choose`; what may be shown is
:func:`sheet`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from antigone.protocol.conflicts import ConflictOfInterest
from antigone.protocol.entries import Changed, Concluded, Entry, Unblinded, Unmasked
from antigone.protocol.examination import BenchItem, Examination, Step, visible
from antigone.protocol.pairs import KnownPair, Lead, Pair, Picture, is_a_number
from antigone.protocol.rules import must
from antigone.types import Refusal


@dataclass(frozen=True, slots=True)
class DaysAway:
    """Days, both included, on which nothing new is given to somebody."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.first > self.last:
            raise ValueError("leave ends after it begins")

    def covers(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Examiner:
    """Somebody who can be asked, with what they have to do."""

    person: str
    agency: str
    waiting: int = 0
    """Pieces of work given to them and not finished."""
    lately: int = 0
    """Pieces of work finished in the last 30 days."""
    leave: tuple[DaysAway, ...] = ()
    passed: bool = False
    """Whether they passed the proficiency set that is asked for where the pair is from."""

    def away(self, day: date) -> bool:
        return any(leave.covers(day) for leave in self.leave)


@dataclass(frozen=True, slots=True)
class GivenPair:
    """A piece of work given to one examiner. Only the desk reads ``pair``; the examiner gets a :class:`BenchSheet`."""

    number: str
    examiner: Examiner
    pair: Pair

    def __post_init__(self) -> None:
        if not is_a_number(self.number):
            raise ValueError("a piece of work has a number of 32 random hexadecimal digits")
        must(
            isinstance(self.pair, KnownPair) or self.examiner.passed,
            "Whoever is new does not decide: no real pair is given to them.",
            "They pass the proficiency set first.",
        )


def why_not(
    examiner: Examiner,
    *,
    conflicts: frozenset[ConflictOfInterest],
    today: date,
    earlier: Sequence[Examiner] = (),
    agencies_apart: bool = False,
) -> Refusal | None:
    """Why somebody cannot be asked to examine a pair; None if they can.

    ``earlier``: who was asked already, for this pair.
    """
    if conflicts:
        why = ", ".join(conflict.words for conflict in sorted(conflicts))
        return Refusal("tied", f"{examiner.person} {why}.", "Ask somebody who is free of the case.")
    if any(other.person == examiner.person for other in earlier):
        return Refusal("asked-already", f"{examiner.person} was asked already.", "Ask somebody else.")
    if not examiner.passed:
        return Refusal(
            "not-passed",
            f"{examiner.person} has not passed the proficiency set.",
            "They do the set; it waits for them at their work.",
        )
    if examiner.away(today):
        return Refusal("on-leave", f"{examiner.person} is on leave.", "Ask somebody else, or wait.")
    if agencies_apart and any(other.agency == examiner.agency for other in earlier):
        return Refusal(
            "same-agency",
            f"{examiner.person} works for the agency of an earlier examiner.",
            "Ask somebody of another agency.",
        )
    return None


def choose(
    examiners: Sequence[Examiner],
    *,
    number: str,
    conflicts: Mapping[str, frozenset[ConflictOfInterest]],
    today: date,
    earlier: Sequence[Examiner] = (),
    agencies_apart: bool = False,
) -> Examiner | Refusal:
    """Who is asked: whoever has least waiting, then least lately, then by a draw from the work's random number.

    Nobody chooses their work, and nobody chooses the examiner.
    """
    reasons = {
        e.person: why_not(
            e,
            conflicts=conflicts.get(e.person, frozenset()),
            today=today,
            earlier=earlier,
            agencies_apart=agencies_apart,
        )
        for e in examiners
    }
    free = [e for e in examiners if reasons[e.person] is None]
    if not free:
        why = " ".join(reason.detail for reason in reasons.values() if reason) or "There are no examiners."
        return Refusal("nobody-can", why, "Invite an examiner who is free of the case, or one of another agency.")
    return min(free, key=lambda e: (e.waiting, e.lately, _draw(number, e.person)))


def _draw(number: str, person: str) -> str:
    return hashlib.sha256(f"{number}/{person}".encode()).hexdigest()


CONCLUDES = (Concluded, Changed, Unmasked)
"""What is asked again: until these, an examination says nothing that counts."""


def go_on(examination: Examination, added: Sequence[Entry], *, conflicts: frozenset[ConflictOfInterest]) -> Examination:
    """The examination with more entries; stopped instead if one of them would conclude it and its examiner is bound.

    Whoever was free of a pair when it was given to them need not be when they conclude: they were appointed, asked the
    family, or looked at another list since. ``conflicts`` are all that arose until now, also those that have ended
    again: who was on the board for an hour knows what the board knew.

    What is concluded and unmasked stands: it was said before.
    """
    concluding = next((entry for entry in added if isinstance(entry, CONCLUDES)), None)
    if conflicts and concluding is not None and not examination.finished:
        return examination.add(Unblinded(concluding.at, conflicts))
    return examination.add(*added)


@dataclass(frozen=True, slots=True)
class BenchSheet:
    """All that an examiner gets to see of a piece of work, at its present step."""

    number: str
    step: Step
    shown: frozenset[BenchItem]
    pm: tuple[Picture, ...]
    reference: tuple[Picture, ...]
    own: tuple[Entry, ...]
    """Their own entries."""
    lead: Lead | None


def sheet(assignment: GivenPair, examination: Examination) -> BenchSheet:
    """Made from the pair's material and the examiner's own entries; other examinations are not even given to it."""
    must(
        examination.number == assignment.number and examination.examiner == assignment.examiner.person,
        "The examination is of another piece of work.",
        "Open the work from your own list.",
    )
    shown = visible(examination)
    material = assignment.pair.material
    return BenchSheet(
        number=assignment.number,
        step=examination.step,
        shown=shown,
        pm=material.pm if BenchItem.PM_PHOTOS in shown else (),
        reference=material.reference if BenchItem.REFERENCE_PHOTOS in shown else (),
        own=examination.entries,
        lead=material.lead if BenchItem.NAME in shown else None,
    )
