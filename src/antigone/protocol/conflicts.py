"""What binds somebody to a pair, so that they cannot judge it blind."""

from __future__ import annotations

from enum import StrEnum


class ConflictOfInterest(StrEnum):
    """What binds a person to a pair. Each of them keeps its holder from examining it."""

    OPENED = "opened"
    SAW_THE_LIST = "saw-the-list"
    EXAMINED = "examined"
    ON_THE_BOARD = "on-the-board"
    KNOWS_THE_OUTCOME = "knows-the-outcome"
    KNOWS_THE_PERSON = "knows-the-person"
    MET_THE_FAMILY = "met-the-family"
    MADE_THE_PAIR = "made-the-pair"
    COULD_SEE = "could-see"
    """Their roles or their place at the desk changed, so that nothing would have kept them blind."""

    @property
    def words(self) -> str:
        return _TIES[self]


_TIES = {
    ConflictOfInterest.OPENED: "opened the case or the record",
    ConflictOfInterest.SAW_THE_LIST: "saw the candidate list, with ranks and weights",
    ConflictOfInterest.EXAMINED: "examined it already",
    ConflictOfInterest.ON_THE_BOARD: "sits on the board that will decide it",
    ConflictOfInterest.KNOWS_THE_OUTCOME: "knows the outcome",
    ConflictOfInterest.KNOWS_THE_PERSON: "knew the person",
    ConflictOfInterest.MET_THE_FAMILY: "spoke with the family",
    ConflictOfInterest.MADE_THE_PAIR: "put the known pair together",
    ConflictOfInterest.COULD_SEE: "could see what is hidden, because their place at the desk changed",
}
