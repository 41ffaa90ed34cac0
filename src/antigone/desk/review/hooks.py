"""What parts of the desk that stand above this one know of a pair: they say so when they begin (their ``apps.py``).

hooks.TIES.append(board_ties)          # who sits on its board, who knows the outcome
hooks.OBJECTIONS.append(frozen)        # why it may not be put before examiners: identified, recalled
hooks.TRUTHS.append(established)       # whether an identification stands, by other evidence than faces
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from antigone.desk.subjects.models import Subject
from antigone.protocol.two_examiners import Tie
from antigone.types import Refusal

Ties = Callable[[Subject, Subject], Iterable[tuple[int, Tie]]]
"""Of a case and a record: people's numbers, and what binds each."""
Objection = Callable[[Subject, Subject], Refusal | None]
Truth = Callable[[Subject], int | None]
"""Of a case: the number of the record with which its identification stands, by other evidence than faces."""

TIES: list[Ties] = []
OBJECTIONS: list[Objection] = []
TRUTHS: list[Truth] = []


def objections(case: Subject, record: Subject) -> list[Refusal]:
    return [said for said in (ask(case, record) for ask in OBJECTIONS) if said is not None]


def identified_as(case: Subject) -> int | None:
    """The record with which the identification of a case stands, by other evidence than faces."""
    return next((found for found in (ask(case) for ask in TRUTHS) if found is not None), None)
