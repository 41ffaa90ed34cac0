"""What to do next that would settle most: which cases to sample for DNA first.

A test of one case that tells who it is also tells who the others are not. The gain of testing some cases is how far
the undecidedness of all cases (the entropy of each one's posterior, added up, in bits) is expected to fall: the sum over
all cases of the mutual information between the tests' outcomes and that case. It is computed from drawn assignments,
and greedily: after the first is chosen, the next is the one that adds most. Only cases that share a probable record, or
are linked through such, are considered to tell of each other.
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

LIKELY = 0.01
"""Cases tell of each other if both are this probable for one record."""
_FINE = 50
"""Drawn assignments for each combination of outcomes that is told apart, on average."""


@dataclass(frozen=True, slots=True)
class Next:
    """One case to test next, after those before it."""

    cases: tuple[str, ...]
    gain: float
    """Bits by which the undecidedness of all cases is expected to fall, more than by the tests before."""
    undecided: float
    """Bits: of the case itself, before any test."""
    tells_of: tuple[str, ...]
    """Other cases of which the outcome would tell at least 0.01 bits."""


@dataclass(frozen=True, slots=True)
class States:
    """Assignments with their weights: drawn, or all there are."""

    at: Ints = field(repr=False)
    """Assignments x cases: a record's place or :data:`NOBODY`."""
    weight: Floats = field(repr=False)
    drawn: bool
    """Whether they are a sample, which makes mutual information look larger than it is: that is corrected
    (G. A. Miller 1955 [from memory, check])."""


def suggest_next(
    result: Posterior, count: int = 12, *, comparable: Collection[str] | None = None
) -> tuple[Next, ...]:
    """The cases to test first, the most telling first; fewer than ``count`` if nothing more would be told.

    ``comparable``: records whose families have given DNA (or whose dental charts are there); all if left out. A test
    of somebody else tells only that it is none of these.
    """
    table = result.table
    told = None if comparable is None else np.array([name in comparable for name in table.records], bool)
    states = States(result.drawn.astype(np.int64), np.ones(len(result.drawn)), drawn=True)
    picks = most_telling(states, count, told)
    names = [case.names for case in table.cases]
    return tuple(
        Next(names[case], gain, undecided, tuple(names[other][0] for other in tells))
        for case, gain, undecided, tells in picks
    )


def most_telling(
    states: States, count: int, told: NDArray[np.bool_] | None = None
) -> list[tuple[int, float, float, list[int]]]:
    """(case, gain, undecided, tells of), greedily. ``told``: for each record, whether a test can tell it."""
    telling = _Telling(states, told)
    open_cases = [case for case in range(states.at.shape[1]) if telling.entropy[case] > 0]
    gains = {case: telling.gain(case) for case in open_cases}
    picked: list[tuple[int, float, float, list[int]]] = []
    while gains and len(picked) < count:
        case = min(gains, key=lambda one: (-round(gains[one], 9), one))
        gain = gains.pop(case)
        if gain <= 1e-6:
            break
        tells = [other for other in telling.reach[case] if other != case and telling.alone(case, other) >= 0.01]
        picked.append((case, gain, telling.entropy[case], tells))
        telling.test(case)
        for other in gains:
            if other in telling.reach[case] or any(near in telling.reach[case] for near in telling.reach[other]):
                gains[other] = telling.gain(other)
    return picked


class _Telling:
    """How much the cases tested so far, and one more, tell of each case."""

    def __init__(self, states: States, told: NDArray[np.bool_] | None) -> None:
        self.weight = states.weight / states.weight.sum()
        self.count = len(states.weight) if states.drawn else 0
        columns = states.at.T
        self.state = [_coded(column) for column in columns]
        if told is None:
            self.outcome = self.state
        else:
            self.outcome = [_coded(np.where((c != NOBODY) & told[c], c, NOBODY)) for c in columns]
        self.entropy = [self._corrected_entropy(code) for code in self.state]
        self.reach = _reach(states.at, self.weight)
        self.tested: dict[int, list[int]] = {case: [] for case in range(len(columns))}
        self.known = [0.0] * len(columns)

    def gain(self, case: int) -> float:
        return sum(self._with(case, other) - self.known[other] for other in self.reach[case])

    def alone(self, case: int, other: int) -> float:
        return self._information(self.outcome[case], other)

    def test(self, case: int) -> None:
        for other in self.reach[case]:
            self.known[other] = self._with(case, other)
            self.tested[other].append(case)

    def _with(self, case: int, other: int) -> float:
        """Of ``other``, from the tests so far and one of ``case``. Never less than before: a test does not untell."""
        outcome = self.outcome[case]
        for before in reversed(self.tested[other]):
            joined = _coded(outcome * (int(self.outcome[before].max()) + 1) + self.outcome[before])
            if self.count and joined.max() + 1 > self.count / _FINE and before != other:
                continue  # too few drawn to tell so many combinations apart
            outcome = joined
        return max(self._information(outcome, other), self.known[other])

    def _information(self, outcome: Ints, other: int) -> float:
        state = self.state[other]
        both = _coded(outcome * (int(state.max()) + 1) + state)
        sizes = [int(code.max()) + 1 for code in (outcome, state, both)]
        found = self._entropy(outcome) + self._entropy(state) - self._entropy(both)
        if self.count:
            found -= (sizes[2] - sizes[0] - sizes[1] + 1) / (2 * self.count * np.log(2))
        return max(float(found), 0.0)

    def _corrected_entropy(self, code: Ints) -> float:
        found = self._entropy(code)
        return found + (code.max() / (2 * self.count * np.log(2)) if self.count and found else 0.0)

    def _entropy(self, code: Ints) -> float:
        share = np.bincount(code, self.weight)
        share = share[share > 0]
        return float(-(share * np.log2(share)).sum())


def _coded(column: Ints) -> Ints:
    """The column's values as 0, 1, 2 ..."""
    return np.unique(column, return_inverse=True)[1].ravel()


def _reach(at: Ints, weight: Floats) -> list[list[int]]:
    """For each case, itself and those that share a probable record with it, directly or through one more."""
    likely: dict[int, list[int]] = {}
    for case, column in enumerate(at.T):
        records, place = np.unique(column, return_inverse=True)
        share = np.bincount(place.ravel(), weight)
        for record in records[(share >= LIKELY) & (records != NOBODY) & (share < 1 - LIKELY / 100)].tolist():
            likely.setdefault(record, []).append(case)
    near: list[set[int]] = [{case} for case in range(at.shape[1])]
    for cases in likely.values():
        for case in cases:
            near[case].update(cases)
    return [sorted(set().union(*(near[other] for other in near[case]))) for case in range(at.shape[1])]
