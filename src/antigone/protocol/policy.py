"""What a country requires before somebody is identified: as strict as here, or stricter. A laxer policy cannot be made.

Which number is whose: that a face never goes beyond "possible", that "probable" needs an independent secondary line and
"established" a primary identifier or a combination that national law allows, is the field's (docs/protocol.md). Quorum,
share of votes and the number of lines in a combination are Antigone's choices, for want of a published one.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from antigone.protocol.rules import must, must_have_words
from antigone.protocol.scales import FACE_CEILING, Conclusion


@dataclass(frozen=True, slots=True)
class Policy:
    """A country's policy. Raises RuleBroken if any part of it is laxer than the defaults here."""

    name: str = "antigone"
    version: int = 1
    face_ceiling: Conclusion = FACE_CEILING
    """The most that faces alone can support. Lower: faces count for nothing before the board."""
    examiners: int = 2
    """Who must have examined a face, or any line that carries a conclusion."""
    secondary_for_probable: int = 1
    """Independent secondary lines for "probable", beside the face or another line."""
    primary_for_established: int = 1
    combination_law: str = ""
    """The law under which the board may combine secondary lines; empty: it may not."""
    combination: int = 3
    """Independent secondary lines in a combination, at least."""
    quorum: int = 3
    """Members present who did not examine anything in the file."""
    agencies: int = 1
    """From how many agencies they must come."""
    share: Fraction = Fraction(2, 3)
    """Of the members present, who must vote for it."""
    unanimous: bool = False
    """Whether "established" needs every member present."""

    def __post_init__(self) -> None:
        must_have_words(self.name, "The policy's name")
        must(self.face_ceiling <= FACE_CEILING, "A face alone never goes beyond 'possible'.", "Lower it, or leave it.")
        must(self.share <= 1, "No more than all members can vote for something.", "Give a share of at most 1.")
        for name, floor in FLOORS.items():
            must(
                getattr(self, name) >= floor,
                f"{name} of {getattr(self, name)} is laxer than {floor}.",
                "A country can make the policy stricter, not laxer.",
            )

    @property
    def id(self) -> str:
        return f"{self.name}@{self.version}"


FLOORS: dict[str, int | Fraction] = {
    "version": 1,
    "examiners": 2,
    "secondary_for_probable": 1,
    "primary_for_established": 1,
    "combination": 3,
    "quorum": 3,
    "agencies": 1,
    "share": Fraction(2, 3),
}
