"""The plan before anybody is told: where they are, who is entitled, how, by whom, and what may go wrong.

Nothing of it can be ticked: each item has words, or a choice with its reason. A plan is ready when nothing is left and
both who will go have confirmed it as it stands; a change afterwards asks both again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from antigone.protocol.rules import must, must_have_words
from antigone.types import Refusal


class Channel(StrEnum):
    """How a family is told. There are two, and a law that allows a third is not known here."""

    IN_PERSON = "in-person"
    BUREAU = "bureau"
    """Across a front line: the information bureau, the Central Tracing Agency and the National Society tell them."""


class Item(StrEnum):
    """The items that a plan answers in words, in the order in which they are asked."""

    WISHES = "wishes"
    LANGUAGE = "language"
    INTERPRETER = "interpreter"
    PLACE = "place"
    SUPPORTER = "supporter"
    QUESTIONS = "questions"
    EFFECTS = "effects"
    RITES = "rites"
    CHILDREN = "children"
    RISKS = "risks"

    @property
    def to_write(self) -> str:
        return _ASKED[self][0]

    @property
    def why(self) -> str:
        return _ASKED[self][1]

    @property
    def of_visit(self) -> bool:
        """Whether it is asked only where people go to the family."""
        return self not in _ALSO_ACROSS


_ASKED = {
    Item.WISHES: (
        "How the family wishes to be told, and how they never want to be reached; or that nobody could be asked.",
        "A wish that was said and not kept is remembered for life.",
    ),
    Item.LANGUAGE: ("The language in which they are told.", "Nobody understands this in a second language."),
    Item.INTERPRETER: (
        "Who interprets, trained and not of the family; or why none is needed.",
        "A child or a neighbour who interprets has to say it first, and hears what is not theirs.",
    ),
    Item.PLACE: (
        "Where and when, and how the visit is arranged without saying what for.",
        "Private, with time, where they can stay afterwards.",
    ),
    Item.SUPPORTER: (
        "Who stays with the family: a person by name and how they are reached.",
        "Kin are never left alone.",
    ),
    Item.QUESTIONS: (
        "What they may ask, and what is answered: how sure it is, how they died, where they are, what comes next.",
        "What is not known is said not to be known; nothing is made up at the door.",
    ),
    Item.EFFECTS: (
        "What there is of theirs, in which state, and how it can be received; or that there is nothing.",
        "Families ask at once, and remember a wrong answer.",
    ),
    Item.RITES: (
        "What their religion or custom asks for, and what cannot be done.",
        "Burial may be a matter of hours, or of how the body is touched.",
    ),
    Item.CHILDREN: (
        "Which children there are, who tells them, and who looks after them meanwhile; or that there are none.",
        "Children hear it through a wall otherwise.",
    ),
    Item.RISKS: (
        "What could harm the family or the visitors, and what is done about it: health, violence, being seen.",
        "Being visited by officials can be dangerous by itself.",
    ),
}
_ALSO_ACROSS = {Item.WISHES, Item.LANGUAGE, Item.EFFECTS, Item.RITES, Item.RISKS}


@dataclass(frozen=True, slots=True)
class Sided:
    """On which side of a front line the missing person's family or record is: a fact, and who says so."""

    at: datetime
    by: str
    across: bool
    who_says: str
    words: str

    def __post_init__(self) -> None:
        must_have_words(self.who_says, "Who says so")
        must_have_words(self.words, "How they know")


@dataclass(frozen=True, slots=True)
class Entitled:
    """Somebody who has a right to be told, and their place in the order. The same key again: said differently."""

    at: datetime
    by: str
    key: int
    place: int
    name: str
    relation: str
    words: str = ""

    def __post_init__(self) -> None:
        must(self.key > 0 and self.place > 0, "Order begins with 1.", "Give each a place.")
        must_have_words(self.name, "The name")
        must_have_words(self.relation, "How they are related")


@dataclass(frozen=True, slots=True)
class Struck:
    """An entitled person is struck: they are not entitled after all, or have died."""

    at: datetime
    by: str
    key: int
    words: str

    def __post_init__(self) -> None:
        must_have_words(self.words, "Why they are not told")


@dataclass(frozen=True, slots=True)
class Contact:
    """How one of them is reached to arrange a visit, and whether that is safe. Nothing is told this way."""

    at: datetime
    by: str
    key: int
    how: str
    safe: bool
    never: str
    """How they must never be reached; said to be nothing where it is nothing."""
    words: str
    """Who asked, and when."""

    def __post_init__(self) -> None:
        must_have_words(self.how, "How they are reached")
        must_have_words(self.never, "How they must never be reached")
        must_have_words(self.words, "Who asked whether it is safe")


@dataclass(frozen=True, slots=True)
class Written:
    """One item, written in words."""

    at: datetime
    by: str
    item: Item
    words: str

    def __post_init__(self) -> None:
        must_have_words(self.words, f"What there is to say of {self.item}")


@dataclass(frozen=True, slots=True)
class Visitor:
    """A visitor, and the training that they have had."""

    person: str
    training: str

    def __post_init__(self) -> None:
        must_have_words(self.training, "The training of whoever goes")


@dataclass(frozen=True, slots=True)
class Chosen:
    """The two visitors are chosen."""

    at: datetime
    by: str
    first: Visitor
    second: Visitor

    def __post_init__(self) -> None:
        must(self.first.person != self.second.person, "One person goes alone.", "Two different people go.")


@dataclass(frozen=True, slots=True)
class Confirmed:
    """One who goes, or who checks what is sent, has read the plan as it stands."""

    at: datetime
    by: str


PlanEntry = Sided | Entitled | Struck | Contact | Written | Chosen | Confirmed


@dataclass(slots=True)
class Plan:
    """The state of a plan after the entries so far."""

    sided: Sided | None = None
    entitled: dict[int, Entitled] = field(default_factory=dict)
    contacts: dict[int, Contact] = field(default_factory=dict)
    written: dict[Item, Written] = field(default_factory=dict)
    chosen: Chosen | None = None
    confirmed: dict[str, Confirmed] = field(default_factory=dict)
    """By person; emptied by every change."""

    @property
    def channel(self) -> Channel | None:
        if self.sided is None:
            return None
        return Channel.BUREAU if self.sided.across else Channel.IN_PERSON

    @property
    def visitors(self) -> tuple[str, ...]:
        return (self.chosen.first.person, self.chosen.second.person) if self.chosen else ()

    @property
    def in_order(self) -> tuple[Entitled, ...]:
        return tuple(sorted(self.entitled.values(), key=lambda each: (each.place, each.key)))

    @property
    def items(self) -> tuple[Item, ...]:
        return tuple(item for item in Item if self.channel is not Channel.BUREAU or not item.of_visit)

    def take(self, entry: PlanEntry) -> None:
        """Take one more entry. Raises RuleBroken if it does not follow."""
        if isinstance(entry, Confirmed):
            self._confirm(entry)
            return
        match entry:
            case Sided():
                before = self.sided
                must(
                    not (before and before.across and not entry.across and before.by == entry.by),
                    "Whoever said that they are across the line now says that they are not.",
                    "Have a second person see that, before anybody goes there.",
                )
                self.sided = entry
            case Entitled():
                self.entitled[entry.key] = entry
            case Struck():
                must(entry.key in self.entitled, "There is nobody of that number.", "Name one who is entitled.")
                del self.entitled[entry.key]
            case Contact():
                must(entry.key in self.entitled, "There is nobody of that number.", "Name one who is entitled.")
                must(
                    self.channel is not Channel.BUREAU,
                    "They are across a front line: nobody here contacts them.",
                    "The information bureau and the Central Tracing Agency do.",
                )
                self.contacts[entry.key] = entry
            case Written():
                self.written[entry.item] = entry
            case Chosen():
                must(
                    self.channel is not Channel.BUREAU,
                    "They are across a front line: nobody goes there.",
                    "The information bureau and the Central Tracing Agency tell them.",
                )
                self.chosen = entry
        self.confirmed = {}

    def _confirm(self, entry: Confirmed) -> None:
        left = tuple(self.lacking())
        must(not left, "The plan is not whole: " + " ".join(r.detail for r in left), "Write what is missing first.")
        must(
            self.channel is Channel.BUREAU or entry.by in self.visitors,
            "Somebody confirms who does not go.",
            "Both who go confirm it themselves.",
        )
        self.confirmed[entry.by] = entry

    def lacking(self) -> Iterator[Refusal]:
        """What is missing, each with why it matters; not whether it was confirmed."""
        if self.sided is None:
            yield Refusal(
                "side",
                "Nobody has recorded on which side of a front line the family is.",
                "Record it, with who says so: it decides how they may be told.",
            )
        if not self.entitled:
            yield Refusal("entitled", "Nobody is named who is entitled to be told.", "Name them, in their order.")
        if self.channel is not Channel.BUREAU:
            yield from self._lacking_contact()
        for item in self.items:
            if item not in self.written:
                yield Refusal(item.value, f"Not written: {item.to_write}", item.why)
        if self.channel is not Channel.BUREAU and self.chosen is None:
            yield Refusal(
                "visitors", "Nobody is chosen to go.", "Two trained people go: one speaks, one sees how they are."
            )

    def _lacking_contact(self) -> Iterator[Refusal]:
        if self.entitled and not any(c.safe for key, c in self.contacts.items() if key in self.entitled):
            yield Refusal(
                "contact",
                "There is no contact that somebody said is safe.",
                "Ask one of them, or who knows them, how they can be reached without harm.",
            )

    def why_not_ready(self) -> tuple[Refusal, ...]:
        """Everything that blocks a visit, or sending. Empty: go."""
        found = [*self.lacking()]
        if not found and len(self.confirmed) < 2:
            found.append(
                Refusal(
                    "confirmed",
                    f"{len(self.confirmed)} of 2 have confirmed the plan as it stands.",
                    "Both read it and confirm it. A change asks both again.",
                )
            )
        return tuple(found)
