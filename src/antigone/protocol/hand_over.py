"""Handing over effects and remains: line by line of the inventory, against a signature, two people present."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from antigone.protocol.rules import must, must_be_an_instant, must_have_words


@dataclass(frozen=True, slots=True)
class Handed:
    """What was given to somebody who is entitled, and where the paper that they signed is kept."""

    at: datetime
    by: str
    on: datetime
    witness: str
    """A second person of the desk."""
    to: int
    """The key of the entitled person who signed."""
    signed: str
    """Where the signed paper is kept, and its number."""
    lines: tuple[int, ...] = ()
    """Of the inventory of effects."""
    seals: str = ""
    """Numbers of the sealed packets, as they were before they were opened in front of the family."""
    remains: bool = False
    words: str = ""

    def __post_init__(self) -> None:
        must_be_an_instant(self.on)
        must(self.on <= self.at, "Nothing has been handed over yet.", "Write it down when it was.")
        must(self.lines or self.remains, "Nothing is handed over.", "Name the lines of the inventory, or the remains.")
        must(len(set(self.lines)) == len(self.lines), "A line is named twice.", "Each line of the inventory once.")
        must_have_words(self.signed, "Where the signed paper is kept")
        if self.lines:
            must_have_words(self.seals, "The numbers of the sealed packets")
        must_have_words(self.witness, "The second person")
        must(self.witness != self.by, "One person hands over alone.", "Two people of the desk are present.")


def not_yet(handed: Iterable[Handed], inventory: Iterable[int]) -> tuple[int, ...]:
    """The lines of an inventory that nobody has received."""
    given = {line for each in handed for line in each.lines}
    return tuple(line for line in inventory if line not in given)
