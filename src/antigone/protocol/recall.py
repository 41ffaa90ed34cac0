"""Recalling an identification: a person found alive, or the wrong person named.

One person can begin it, because stopping harms less than going on. From the moment it begins everything that relied on
the identification is frozen; what relied on it is derived from what each act says it rested on, and each is assigned
and followed to its end. Nothing is deleted: the decision, the acts and the recall stay side by side.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from antigone.protocol.identification import Identification
from antigone.protocol.rules import must, must_be_an_instant, must_have_words, must_not_be_before


class RecallGround(StrEnum):
    """Why an identification is taken back."""

    FOUND_ALIVE = "found-alive"
    WRONG_PERSON = "wrong-person"
    """Evidence names another person, or excludes this one."""
    WRONG_EVIDENCE = "wrong-evidence"
    """What it rested on does not stand: mixed samples, a photograph of somebody else, an error in the laboratory."""


class What(StrEnum):
    """The kinds of acts that can rely on an identification, in the order of undoing: the family hears of it first."""

    NOTIFICATION = "notification"
    RELEASE_OF_REMAINS = "release-of-remains"
    BURIAL = "burial"
    RELEASE_OF_EFFECTS = "release-of-effects"
    CERTIFICATE = "certificate"
    REGISTRATION = "registration"
    INFORMATION_BUREAU = "information-bureau"
    SHARED = "shared"
    PUBLISHED = "published"
    OUT_OF_SEARCH = "out-of-search"
    EXCLUSION = "exclusion"
    IDENTIFICATION = "identification"

    @property
    def to_undo(self) -> str:
        return _TO_UNDO[self]


_TO_UNDO = {
    What.NOTIFICATION: "Tell the family that was notified, in person, by two trained people, before they hear it"
    " elsewhere; stay in contact.",
    What.RELEASE_OF_REMAINS: "Agree with the family on the return of the remains; document who held them until then.",
    What.BURIAL: "Find the grave, protect it, and ask the authority that decides on exhumation; with the family.",
    What.RELEASE_OF_EFFECTS: "Ask for the effects back, against the inventory.",
    What.CERTIFICATE: "Declare the certificate void to everybody who holds a copy.",
    What.REGISTRATION: "Ask the civil registry to annul the entry of the death.",
    What.INFORMATION_BUREAU: "Correct what was sent to the information bureau and the Central Tracing Agency.",
    What.SHARED: "Tell every agency that received the file, and have each confirm.",
    What.PUBLISHED: "Correct what was made public, with the family's knowledge.",
    What.OUT_OF_SEARCH: "Put the photographs back into search; or, of a person found alive, take them out.",
    What.EXCLUSION: "Lift the exclusion: the case or record was not identified as another after all.",
    What.IDENTIFICATION: "Bring the other identification before the board again without this one; recall it if it does"
    " not stand. What rests on it stays frozen until then.",
}


@dataclass(frozen=True, slots=True)
class Relied:
    """An act and what it rested on: numbers of identifications and of other acts. Each act says so when it is done."""

    number: str
    what: What
    at: datetime
    by: str
    words: str
    rests_on: frozenset[str]

    def __post_init__(self) -> None:
        must_be_an_instant(self.at)
        must_have_words(self.number, "The act's number")
        must_have_words(self.words, "What was done")
        must(self.rests_on - {self.number}, "An act rests on something else.", "Name the identification.")


def frozen_by(identification: str, acts: Sequence[Relied]) -> tuple[Relied, ...]:
    """Every act that rests on the identification, however far: through other acts, and other identifications."""
    return _resting(identification, acts, through_identifications=True)


def to_be_undone(identification: str, acts: Sequence[Relied]) -> tuple[Relied, ...]:
    """The acts that must be undone, in the order in which they are taken up, the earliest of each kind first.

    Another identification that rested on this one (as the only one left on a list) is reviewed, not undone: what rests
    on it alone is frozen and waits.
    """
    found = _resting(identification, acts, through_identifications=False)
    order = list(What)
    return tuple(sorted(found, key=lambda act: (order.index(act.what), act.at, act.number)))


def _resting(identification: str, acts: Sequence[Relied], *, through_identifications: bool) -> tuple[Relied, ...]:
    fallen, found = {identification}, dict[str, Relied]()
    growing = True
    while growing:
        new = [act for act in acts if act.number not in found and act.rests_on & fallen]
        found.update({act.number: act for act in new})
        fallen |= {act.number for act in new if through_identifications or act.what is not What.IDENTIFICATION}
        growing = bool(new)
    return tuple(found.values())


@dataclass(frozen=True, slots=True)
class Assigned:
    """Somebody is assigned to undo one act by a day, in place of an earlier assignment."""

    at: datetime
    act: str
    to: str
    due: date


class How(StrEnum):
    """How an act came to its end."""

    UNDONE = "undone"
    CANNOT_BE_UNDONE = "cannot-be-undone"
    """Cremated remains, lost effects: written down by one, seen by another, and told to the family."""


@dataclass(frozen=True, slots=True)
class Ended:
    """The end of one act."""

    at: datetime
    act: str
    by: str
    how: How
    words: str
    seen_by: str = ""

    def __post_init__(self) -> None:
        must_have_words(self.words, "What was done, or why nothing can be done")
        must(
            self.how is How.UNDONE or (self.seen_by and self.seen_by != self.by),
            "One person says that it cannot be undone.",
            "Have a second person see that.",
        )


@dataclass(frozen=True, slots=True)
class FoundLater:
    """An act that relied on the identification and was found after the recall began."""

    at: datetime
    act: Relied


@dataclass(frozen=True, slots=True)
class RecallLog:
    """One recall, as its whole log. Raises RuleBroken for an entry that does not fit."""

    number: str
    identification: Identification
    ground: RecallGround
    reason: str
    by: str
    at: datetime
    acts: tuple[Relied, ...] = ()
    """Everything that the desk knows to have been done for this case and record, and whatever rested on it."""
    entries: tuple[Assigned | Ended | FoundLater, ...] = ()
    tasks: tuple[Relied, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        must_be_an_instant(self.at)
        must_have_words(self.reason, "The reason for the recall")
        must(self.identification.identifies, "Nobody was identified by this decision.", "Decide on the file again.")
        tasks = {act.number: act for act in to_be_undone(self.identification.number, self.acts)}
        last, assigned, ended = self.at, set[str](), set[str]()
        for entry in self.entries:
            must_not_be_before(entry.at, last)
            last = entry.at
            if isinstance(entry, FoundLater):
                known = [*tasks.values(), *self.acts, entry.act]
                rests = entry.act in to_be_undone(self.identification.number, known)
                must(rests and entry.act.number not in tasks, "It does not rest on it.", "Say what it rested on.")
                tasks[entry.act.number] = entry.act
                continue
            must(entry.act in tasks, f"{entry.act} is not to be undone.", "Name one of the recall's acts.")
            must(entry.act not in ended, f"{entry.act} came to its end.", "Begin another recall.")
            if isinstance(entry, Assigned):
                must_have_words(entry.to, "Who answers for it")
                assigned.add(entry.act)
            else:
                must(entry.act in assigned, f"Nobody answers for {entry.act}.", "Assign it first.")
                ended.add(entry.act)
        object.__setattr__(self, "tasks", to_be_undone(self.identification.number, tuple(tasks.values())))

    def add(self, entry: Assigned | Ended | FoundLater) -> RecallLog:
        return replace(self, entries=(*self.entries, entry))

    def continues(self, begun: RecallLog) -> bool:
        """Whether it is ``begun`` with no more than later entries."""
        return replace(self, entries=self.entries[: len(begun.entries)]) == begun

    @property
    def open(self) -> tuple[Relied, ...]:
        """Acts that are not at their end, in the order of undoing."""
        ended = {entry.act for entry in self.entries if isinstance(entry, Ended)}
        return tuple(act for act in self.tasks if act.number not in ended)

    @property
    def finished(self) -> bool:
        return not self.open

    @property
    def frozen(self) -> frozenset[str]:
        """Numbers of the acts that may not be carried on."""
        found = [entry.act for entry in self.entries if isinstance(entry, FoundLater)]
        return frozenset(act.number for act in frozen_by(self.identification.number, [*self.acts, *found]))

    def answers_for(self, act: str) -> Assigned | None:
        """Who is assigned to an act now."""
        return next((e for e in reversed(self.entries) if isinstance(e, Assigned) and e.act == act), None)

    def overdue(self, today: date) -> tuple[Relied, ...]:
        """What should have come to its end before today."""
        due = {act.number: self.answers_for(act.number) for act in self.open}
        return tuple(a for a in self.open if (answer := due[a.number]) is not None and answer.due < today)


def facts_for_the_letter(recall: RecallLog) -> tuple[tuple[str, str], ...]:
    """Label and text, for the letter that people write themselves: what was decided, on what, why it fell, what was
    done since. No name, no score, no excuse; a letter follows a conversation and never takes its place."""
    decision = recall.identification
    ended = {entry.act: entry for entry in recall.entries if isinstance(entry, Ended)}
    facts = [
        ("case", decision.file.case),
        ("record", decision.file.record),
        ("decided", f"{decision.sitting.at:%Y-%m-%d}: {decision.conclusion.words} ({decision.number})"),
        ("policy", decision.policy.id),
        ("grounds of the decision", decision.reasons),
        ("recalled", f"{recall.at:%Y-%m-%d}: {recall.ground} ({recall.number})"),
        ("why", recall.reason),
    ]
    for act in recall.tasks:
        end = ended.get(act.number)
        became = f"{end.how} on {end.at:%Y-%m-%d}: {end.words}" if end else "not at its end yet"
        facts.append((f"{act.what} of {act.at:%Y-%m-%d}", f"{act.words}. {became}"))
    return tuple(facts)
