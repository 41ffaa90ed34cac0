"""What a person said of translations."""

from __future__ import annotations

from enum import StrEnum

from antigone.desk.accounts.actor import Actor
from antigone.desk.translating.catalogues import Wording, catalogues
from antigone.desk.translating.models import Proofread


class ReadState(StrEnum):
    """How far a message is, for one reader."""

    NEW = "new"
    RIGHT = "right"
    BETTER = "better"


def standings(by: Actor, language: str) -> dict[str, Proofread]:
    """What this person said of a language's messages, by their keys; of those that still say what was read."""
    rows = Proofread.objects.filter(person=by.person, language=language)
    said = {each.key: list(each.said) for file in catalogues(language) for each in file.messages}
    return {row.message: row for row in rows if said.get(row.message) == row.read}


def standing_of(message: Wording, row: Proofread | None) -> ReadState:
    if row is not None:
        return ReadState.RIGHT if row.better is None else ReadState.BETTER
    return ReadState.RIGHT if message.proofread else ReadState.NEW
