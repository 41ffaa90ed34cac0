"""Telling a family that their relative was identified, from the plan to the last follow-up; or that it was an error.

Only an established identification can be told, and only while it stands. Which way there is follows from where the
family is: in person, or across a front line through the information bureau and the Central Tracing Agency, and then
there is no other. There is no entry for a telephone, a message or a letter, so none can be written.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from antigone.protocol.follow_up import Answered, Due, FollowedUp, FollowUp, Heard, Passed, Sent, Stopped, Voice
from antigone.protocol.hand_over import Handed
from antigone.protocol.identification import Identification
from antigone.protocol.ladder import Asked, Consented, Halted, Ladder, PassedOver, Refused, Shown, ladders
from antigone.protocol.plan import (
    Channel,
    Chosen,
    Confirmed,
    Contact,
    Entitled,
    Plan,
    Sided,
    Struck,
    Written,
)
from antigone.protocol.recall import RecallLog, What
from antigone.protocol.rules import must, must_have_words, must_not_be_before
from antigone.protocol.visit import Visited, VisitOutcome

Entry = (
    Sided
    | Entitled
    | Struck
    | Contact
    | Written
    | Chosen
    | Confirmed
    | Visited
    | Heard
    | Passed
    | Due
    | FollowedUp
    | Sent
    | Answered
    | Handed
    | Asked
    | Consented
    | Shown
    | PassedOver
    | Refused
    | Halted
    | Stopped
)
DIRECT = (Contact, Chosen, Visited, Handed, Asked, Consented, Shown, PassedOver, Refused, Halted, Due, FollowedUp)
"""What happens between the desk's people and a family. Across a front line none of it can be."""
_OF_THE_DEAD = (Handed, Asked, Consented, Shown, PassedOver, Refused)
"""What is of the dead person, who is somebody else's relative where an identification was an error."""


class NotificationState(StrEnum):
    """The states of a notification."""

    PLANNED = "planned"
    READY = "ready"
    SENT = "sent"
    TOLD = "told"
    CLOSED = "closed"
    FROZEN = "frozen"
    """The identification is being recalled: nothing goes on but telling them of the error."""


@dataclass(frozen=True, slots=True)
class Notification:
    """One family being told of one thing, as the whole log. Raises RuleBroken for an entry that does not fit."""

    number: str
    about: Identification | RecallLog
    opened_at: datetime
    entries: tuple[Entry, ...] = ()
    recall: RecallLog | None = None
    """Of the identification that it tells, once one has begun."""
    plan: Plan = field(init=False, repr=False, compare=False)
    ladders: tuple[Ladder, ...] = field(init=False, repr=False, compare=False)
    told: frozenset[int] = field(init=False, repr=False, compare=False)
    """Keys of the entitled who heard it."""
    follow_ups: tuple[FollowUp, ...] = field(init=False, repr=False, compare=False)
    state: NotificationState = field(init=False, compare=False)

    def __post_init__(self) -> None:
        must_have_words(self.number, "The notification's number")
        _must_be_about_something(self.about)
        if self.recall is not None:
            must(self.recall.identification == self.about, "The recall is of something else.", "Give the one of this.")
        now = _NotificationNow(self.opened_at)
        for entry in self.entries:
            must_not_be_before(entry.at, now.last)
            must(
                self.recall is None or entry.at < self.recall.at,
                "The identification is being recalled: nothing goes on.",
                "Plan how the family is told of the error, if they were told.",
            )
            must(
                not (self.of_error and isinstance(entry, _OF_THE_DEAD)),
                "That dead person is not their relative.",
                "Nothing of somebody else's dead is shown or given to them.",
            )
            now.last = entry.at
            now.take(entry)
        object.__setattr__(self, "plan", now.plan)
        object.__setattr__(self, "ladders", ladders(self.entries))
        object.__setattr__(self, "told", frozenset(now.told))
        object.__setattr__(self, "follow_ups", tuple(now.follow_ups))
        object.__setattr__(self, "state", _state(self, now))

    def add(self, entry: Entry) -> Notification:
        """With one more entry. Raises RuleBroken."""
        return replace(self, entries=(*self.entries, entry))

    @property
    def of_error(self) -> bool:
        return isinstance(self.about, RecallLog)

    @property
    def family_knows(self) -> bool:
        """Whether anybody of the family was told: what a recall must then put right."""
        return bool(self.told) or any(isinstance(e, Answered) and e.told for e in self.entries)

    @property
    def visits(self) -> tuple[Visited, ...]:
        return tuple(e for e in self.entries if isinstance(e, Visited))

    @property
    def handed(self) -> tuple[Handed, ...]:
        return tuple(e for e in self.entries if isinstance(e, Handed))

    @property
    def heard(self) -> tuple[Heard, ...]:
        return tuple(e for e in self.entries if isinstance(e, Heard))

    def not_passed_on(self) -> tuple[int, ...]:
        """Wishes to examine again that were not passed on to the board yet."""
        passed = {e.heard for e in self.entries if isinstance(e, Passed)}
        return tuple(n for n, each in enumerate(self.heard) if each.voice is Voice.REEXAMINE and n not in passed)

    @property
    def next_due(self) -> datetime | None:
        """When the next follow-up is due."""
        return min((each.due for each in self.follow_ups if each.done is None), default=None)

    def overdue(self, now: datetime) -> tuple[FollowUp, ...]:
        return tuple(each for each in self.follow_ups if each.done is None and each.due < now)


def _must_be_about_something(about: Identification | RecallLog) -> None:
    if isinstance(about, Identification):
        must(
            about.identifies,
            "The board has not established who this is.",
            "'Possible' and 'probable' are told to nobody. That the search goes on can be said.",
        )
        return
    told = [act for act in about.tasks if act.what in (What.NOTIFICATION, What.INFORMATION_BUREAU)]
    must(told, "Nobody was told of the identification that is recalled.", "There is no error to tell.")


def _state(notification: Notification, now: _NotificationNow) -> NotificationState:
    if notification.recall is not None:
        return NotificationState.FROZEN
    if now.closed:
        return NotificationState.CLOSED
    if notification.family_knows:
        return NotificationState.TOLD
    if now.sent:
        return NotificationState.SENT
    return NotificationState.PLANNED if now.plan.why_not_ready() else NotificationState.READY


@dataclass(slots=True)
class _NotificationNow:
    """What the entries so far amount to."""

    last: datetime
    plan: Plan = field(default_factory=Plan)
    told: set[int] = field(default_factory=set)
    sent: bool = False
    answered: bool = False
    closed: bool = False
    follow_ups: list[FollowUp] = field(default_factory=list)
    heard: list[Heard] = field(default_factory=list)
    passed: set[int] = field(default_factory=set)
    lines: set[int] = field(default_factory=set)
    remains: bool = False

    def take(self, entry: Entry) -> None:
        must(not self.closed, "This is closed.", "Open another plan.")
        across = self.plan.channel is Channel.BUREAU
        must(
            not (across and isinstance(entry, DIRECT)),
            "The family is across a front line: there is no direct way to them.",
            "The information bureau and the Central Tracing Agency tell them.",
        )
        match entry:
            case Sided() | Entitled() | Struck() | Contact() | Written() | Chosen() | Confirmed():
                self._plan(entry)
            case Visited():
                self._visit(entry)
            case Sent():
                self._send(entry, across)
            case Answered():
                must(self.sent, "Nothing was sent.", "Send the packet first.")
                self.answered = self.answered or entry.told
            case Heard():
                self.heard.append(entry)
            case Passed():
                known = entry.heard < len(self.heard) and self.heard[entry.heard].voice is Voice.REEXAMINE
                must(known and entry.heard >= 0, "Nobody asked for that.", "Name one who asked to examine again.")
                must(entry.heard not in self.passed, "It lies before the board.", "There is nothing to do.")
                self.passed.add(entry.heard)
            case Due():
                self._must_know()
                self.follow_ups.append(FollowUp(len(self.follow_ups), entry.due, entry.words))
            case FollowedUp():
                self._follow_up(entry)
            case Handed():
                self._hand_over(entry)
            case Asked() | Consented() | Shown() | PassedOver() | Refused() | Halted():
                self._must_know()
            case Stopped():
                self._stop(across)

    def _must_know(self) -> None:
        must(self.told, "The family has not been told.", "Tell them first, in person.")

    def _plan(self, entry: Sided | Entitled | Struck | Contact | Written | Chosen | Confirmed) -> None:
        if isinstance(entry, Struck):
            must(entry.key not in self.told, "They have been told.", "What was, stays.")
        if isinstance(entry, Sided):
            must(
                not self.sent or entry.across,
                "It was sent to the information bureau.",
                "Two ways at once would tell them twice. Ask the Agency, and open another plan if it hands it back.",
            )
        self.plan.take(entry)

    def _visit(self, entry: Visited) -> None:
        left = self.plan.why_not_ready()
        must(not left, "The plan is not ready: " + " ".join(r.detail for r in left), "Nobody goes before it is.")
        must(
            set(self.plan.visitors) <= set(entry.visitors),
            "The two of the plan did not both go.",
            "Change the plan, have both confirm it, and then go.",
        )
        unknown = [key for key in entry.told if key not in self.plan.entitled]
        must(not unknown, "Somebody was told who is not entitled.", "Name them as entitled first, with their place.")
        if entry.outcome is not VisitOutcome.TOLD:
            return
        last = max(self.plan.entitled[key].place for key in entry.told)
        known = self.told | set(entry.told)
        before = [e for e in self.plan.in_order if e.place < last and e.key not in known]
        must(
            not before or entry.out_of_order.strip(),
            "Somebody heard it before one who comes first in the order.",
            "Say why.",
        )
        self.told |= set(entry.told)
        self.follow_ups.append(FollowUp(len(self.follow_ups), entry.follow_up_due, "within 24 hours"))

    def _send(self, entry: Sent, across: bool) -> None:
        must(across, "Nobody recorded that they are across a front line.", "Here, a family is told in person.")
        left = self.plan.why_not_ready()
        must(not left, "The plan is not ready: " + " ".join(r.detail for r in left), "Nothing is sent before it is.")
        again = self.lines & set(entry.lines)
        must(not again, "A line of the inventory left before.", "Each line leaves once.")
        self.sent = True
        self.lines |= set(entry.lines)

    def _follow_up(self, entry: FollowedUp) -> None:
        known = 0 <= entry.number < len(self.follow_ups)
        must(known and self.follow_ups[entry.number].done is None, "There is no such follow-up.", "Name an open one.")
        self.follow_ups[entry.number] = replace(self.follow_ups[entry.number], done=entry)
        if not entry.reached and entry.again is not None:
            self.follow_ups.append(FollowUp(len(self.follow_ups), entry.again, "tried again"))

    def _hand_over(self, entry: Handed) -> None:
        self._must_know()
        must(entry.to in self.told, "It is given to somebody who has not been told.", "Tell them first, in person.")
        must(not self.lines & set(entry.lines), "A line of the inventory left before.", "Each line leaves once.")
        must(not (entry.remains and self.remains), "The remains were handed over.", "There is nothing to do.")
        self.lines |= set(entry.lines)
        self.remains = self.remains or entry.remains

    def _stop(self, across: bool) -> None:
        left = [each for each in self.follow_ups if each.done is None]
        must(across or not left, "A follow-up is open.", "Be with them once more first.")
        wanted = [n for n, h in enumerate(self.heard) if h.voice is Voice.REEXAMINE and n not in self.passed]
        must(not wanted, "They asked to examine again, and it lies nowhere.", "Bring it before the board first.")
        must(
            not self.sent or self.answered,
            "Nothing came back from the bureau or the Agency.",
            "Ask them; it stays open until they say that the family knows.",
        )
        self.closed = True
