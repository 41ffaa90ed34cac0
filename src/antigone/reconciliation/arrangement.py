"""An assignment of records to cases while it is changed: one person one body, and parts that fit."""

from __future__ import annotations

import numpy as np

from antigone.reconciliation.joint import NOBODY
from antigone.reconciliation.lines import Floats
from antigone.reconciliation.table import Ints, PairTable


class Arrangement:
    """A changing assignment that never breaks the rule. ``at`` holds each case's record."""

    def __init__(self, table: PairTable) -> None:
        self.at = [NOBODY] * len(table.cases)
        self.whole = [case.whole for case in table.cases]
        self.slots = [case.slots for case in table.cases]
        self.body = [NOBODY] * len(table.records)
        self.parts: dict[int, set[int]] = {}

    def in_the_way(self, case: int, record: int) -> list[int]:
        """The cases that cannot lie at ``record`` if ``case`` does."""
        body = self.body[record]
        others = self.parts.get(record)
        if not others:
            return [] if body == NOBODY else [body]
        if self.whole[case]:
            return list(others)
        mine = self.slots[case]
        return [other for other in others if any(slot in mine for slot in self.slots[other])]

    def put(self, case: int, record: int) -> None:
        self.at[case] = record
        if record == NOBODY:
            return
        if self.whole[case]:
            self.body[record] = case
        else:
            self.parts.setdefault(record, set()).add(case)

    def lift(self, case: int) -> int:
        """Take the case away; returns where it lay."""
        record = self.at[case]
        self.at[case] = NOBODY
        if record != NOBODY:
            if self.whole[case]:
                self.body[record] = NOBODY
            else:
                self.parts[record].discard(case)
        return record


class Free:
    """For each pair of a table, whether its record is free for its case while all others lie where they lie."""

    def __init__(self, table: PairTable) -> None:
        self.case, self.record = table.case, table.record
        self.records = len(table.records)
        self.whole = np.array([case.whole for case in table.cases], bool)
        names = sorted({slot for case in table.cases for slot in case.slots})
        self.takes = {name: np.array([name in case.slots for case in table.cases], bool) for name in names}

    def now(self, at: Ints) -> np.ndarray:
        body = self._owner(at, self.whole)
        free = (body == NOBODY) | (body == self.case)
        if self.whole.all():
            return np.asarray(free)
        lying = np.bincount(at[~self.whole & (at != NOBODY)], minlength=self.records)
        free &= ~self.whole[self.case] | (lying[self.record] == 0)
        for takes in self.takes.values():
            owner = self._owner(at, takes)
            free &= ~takes[self.case] | (owner == NOBODY) | (owner == self.case)
        return np.asarray(free)

    def _owner(self, at: Ints, kind: np.ndarray) -> Ints:
        owner = np.full(self.records, NOBODY)
        cases = np.flatnonzero(kind & (at != NOBODY))
        owner[at[cases]] = cases
        return np.asarray(owner[self.record])


def conditional(free: np.ndarray, odds: Floats, nobody: Floats, starts: Ints) -> tuple[Floats, Floats]:
    """The probability of each pair, and of nobody, for each case while all others lie where they lie."""
    open_odds = np.concatenate([odds * free, [0.0]])
    sums = np.add.reduceat(open_odds, starts[:-1]) if len(starts) > 1 else np.empty(0)
    sums = np.where(np.diff(starts) > 0, sums, 0.0)
    total = sums + nobody
    return open_odds[:-1] / np.repeat(total, np.diff(starts)), nobody / total
