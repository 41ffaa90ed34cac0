"""Which cases to sample for DNA first, so that most is settled.

A test of one case that tells who it is also tells who the others are not. The gain of testing some cases is how far
the undecidedness of all cases (the entropy of each one's posterior, added up, in bits) is expected to fall: the sum
over all cases of the mutual information between the tests' outcomes and that case. Greedily: after the first is chosen,
the next is the one that adds most.

From drawn assignments, mutual information looks larger than it is. So what one case tells of another is computed only
for cases that share a probable record, or are linked through one that shares with both; of outcomes, only contested
records are told apart; the bias is taken off (G. A. Miller 1955 [from memory, check]), and what chance could have made
counts as nothing. The gain is rather too small than too large.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from antigone.reconciliation.joint import NOBODY
from antigone.reconciliation.lines import Floats
from antigone.reconciliation.sampling import Posterior
from antigone.reconciliation.table import Ints

LIKELY = 0.02
"""Cases tell of each other if both are this probable for one record."""
TELLS = 0.05
"""Bits from which a case is named as one that the outcome would tell of."""


@dataclass(frozen=True, slots=True)
class Next:
    """One case to sample next, after those before it."""

    cases: tuple[str, ...]
    gain: float
    """Bits by which the undecidedness of all cases is expected to fall, beyond what the tests before tell."""
    undecided: float
    """Bits: of the case itself, before any test."""
    tells_of: tuple[str, ...]
    """Other cases of which the outcome by itself would tell."""


@dataclass(frozen=True, slots=True)
class States:
    """Assignments with their weights: drawn, or all there are."""

    at: Ints = field(repr=False)
    """Assignments x cases: a record's place or :data:`NOBODY`."""
    weight: Floats = field(repr=False)
    drawn: bool
    """Whether they are a sample. If they are all there are, nothing is left out and nothing corrected."""


def suggest_next(result: Posterior, count: int = 12, *, comparable: Collection[str] | None = None) -> tuple[Next, ...]:
    """The cases to test first, the most telling first; fewer than ``count`` if nothing more would be told.

    ``comparable``: records whose families have given DNA (or whose dental charts are there); all if left out. A test
    of somebody else tells only that it is none of these.
    """
    table = result.table
    told = None if comparable is None else np.array([name in comparable for name in table.records], bool)
    states = States(result.drawn.astype(np.int64), np.ones(len(result.drawn)), drawn=True)
    names = [case.names for case in table.cases]
    return tuple(
        Next(names[case], gain, undecided, tuple(names[other][0] for other in tells))
        for case, gain, undecided, tells in most_telling(states, count, told)
    )


def most_telling(
    states: States, count: int, told: NDArray[np.bool_] | None = None
) -> list[tuple[int, float, float, list[int]]]:
    """(case, gain, undecided, tells of), greedily. ``told``: for each record, whether a test can tell it."""
    telling = _Telling(states, told)
    gains = {case: telling.gain(case) for case, its in enumerate(telling.entropy) if its > 0}
    picked: list[tuple[int, float, float, list[int]]] = []
    while gains and len(picked) < count:
        case = min(gains, key=lambda one: (-round(gains[one], 9), one))
        gain = gains.pop(case)
        if gain <= 1e-6:
            break
        tells = [other for other in telling.reach[case] if other != case and telling.alone(case, other) >= TELLS]
        picked.append((case, gain, telling.entropy[case], tells))
        telling.test(case)
        touched = set(telling.reach[case])
        gains |= {other: telling.gain(other) for other in gains if touched.intersection(telling.reach[other])}
    return picked


class _Telling:
    """How much the tests so far, and one more, tell of each case."""

    def __init__(self, states: States, told: NDArray[np.bool_] | None) -> None:
        self.weight = states.weight / states.weight.sum()
        self.count = len(states.weight) if states.drawn else 0
        columns = [np.ascontiguousarray(column) for column in states.at.T]
        results = columns if told is None else [np.where((c != NOBODY) & told[c], c, NOBODY) for c in columns]
        self.entropy = [self._entropy(_coded(column)) for column in columns]
        self.outright = [self._entropy(_coded(column)) for column in results]
        """What a test of a case tells of itself."""
        self.tested: list[list[int]] = [[] for _ in columns]
        self.known = [0.0] * len(columns)
        if states.drawn:
            likely = [self._likely(column) for column in columns]
            self.reach, contested = _reach(likely)
            self.state = [_coded(_only(column, its)) for column, its in zip(columns, likely, strict=True)]
            self.outcome = [_coded(_only(column, contested)) for column in results]
        else:
            self.reach = [list(range(len(columns)))] * len(columns)
            self.state, self.outcome = [_coded(c) for c in columns], [_coded(c) for c in results]

    def gain(self, case: int) -> float:
        return sum(self._with(case, other) - self.known[other] for other in self.reach[case])

    def alone(self, case: int, other: int) -> float:
        return self._information(self.outcome[case], other)

    def test(self, case: int) -> None:
        for other in self.reach[case]:
            self.known[other] = self._with(case, other)
            self.tested[other].append(case)

    def _with(self, case: int, other: int) -> float:
        """What is known of ``other`` after one more test. Never less than before: a test does not untell."""
        outcome = self.outcome[case]
        for before in self.tested[other]:
            outcome = _coded(outcome * (int(self.outcome[before].max()) + 1) + self.outcome[before])
        own = self.outright[other] if case == other or other in self.tested[other] else 0.0
        return min(max(self._information(outcome, other), self.known[other], own), self.entropy[other])

    def _information(self, outcome: Ints, other: int) -> float:
        state = self.state[other]
        both = _coded(outcome * (int(state.max()) + 1) + state)
        found = self._entropy(outcome) + self._entropy(state) - self._entropy(both)
        if self.count:
            free = int(outcome.max()) * int(state.max())
            # Twice count times nats is chi-squared with so many degrees of freedom if neither tells of the other.
            bias, spread = free, 3 * np.sqrt(2 * free)
            in_bits = 1 / (2 * self.count * np.log(2))
            found = found - bias * in_bits if found > (bias + spread) * in_bits else 0.0
        return max(float(found), 0.0)

    def _likely(self, column: Ints) -> Ints:
        records, place = np.unique(column, return_inverse=True)
        share = np.bincount(place.ravel(), self.weight)
        return np.asarray(records[(share >= LIKELY) & (records != NOBODY)])

    def _entropy(self, code: Ints) -> float:
        share = np.bincount(code, self.weight)
        share = share[share > 0]
        return float(-(share * np.log2(share)).sum())


def _coded(column: Ints) -> Ints:
    """The column's values as 0, 1, 2 ..."""
    return np.asarray(np.unique(column, return_inverse=True)[1].ravel())


def _only(column: Ints, records: Ints) -> Ints:
    return np.asarray(np.where(np.isin(column, records), column, NOBODY))


def _reach(likely: list[Ints]) -> tuple[list[list[int]], Ints]:
    """For each case, itself and those that share a probable record with it, directly or through one more; and the
    records that are probable for several."""
    of_record: dict[int, list[int]] = {}
    for case, records in enumerate(likely):
        for record in records.tolist():
            of_record.setdefault(record, []).append(case)
    shared = {record: cases for record, cases in of_record.items() if len(cases) > 1}
    near: list[set[int]] = [{case} for case in range(len(likely))]
    for cases in shared.values():
        for case in cases:
            near[case].update(cases)
    reach = [sorted(set().union(*(near[other] for other in its))) for its in near]
    return reach, np.array(sorted(shared), np.int64)
