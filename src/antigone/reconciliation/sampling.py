"""Posteriors of all pairs together, by drawing assignments, with stated convergence.

Exact sums over all assignments (permanents) are out of reach beyond small incidents, and belief propagation, which is
fast, is overconfident exactly where two bodies compete for two records: on two by two it gives the better of the two
ways a probability of 1. So assignments are drawn, by a chain that lifts one case and lets it lie down with one of
its records in proportion to its odds; whoever lies there is lifted next, and so on until one lies down where nobody is,
or with nobody. Two kinds of moves take turns, each reversible. In the first, who is lifted may go back where it was:
the chance of a move and that of its reverse are then as the odds are, and it is always accepted; it does well in closed
lists. In the second it must go elsewhere, and the move is accepted with the ratio of the two chances (Metropolis and
Hastings): with q a case's own choice, the product of 1 - q(where it was) over all but the first lifted, divided by that
of 1 - q(where it went) over all but the last; it does well where two fit one person beyond doubt, who in the first kind
lift each other for ever. A move that would lift two at once, which happens with parts only, or that grows beyond
:data:`LONGEST`, is taken back; so would its reverse be. (A relative of the chain of M. Jerrum and A. Sinclair,
"Approximating the permanent", SIAM Journal on Computing 18 (1989) [from memory, check].)

After each sweep every case's probabilities are computed given all others and averaged (Rao and Blackwell), which is far
more exact than counting. Four chains, two from opposite ends: how far they differ is stated as the error.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from antigone.reconciliation.arrangement import Arrangement, Free, conditional
from antigone.reconciliation.joint import NOBODY, propose_joint
from antigone.reconciliation.lines import Floats
from antigone.reconciliation.table import PairTable

CHAINS, SWEEPS, KEPT = 4, 600, 2000
"""Chains; sweeps of each (the first quarter is not used); assignments kept of all chains together."""
LONGEST = 200
"""Cases lifted in one move."""


@dataclass(frozen=True, slots=True)
class Posterior:
    """The posterior of each pair, given all weights, the lists and the rule of one person one body.

    A number to order work by, never a finding: it holds only as far as the weights and the lists' shares do.
    """

    table: PairTable
    pair: Floats = field(repr=False)
    """For each pair of the table."""
    error: Floats = field(repr=False)
    """Standard error of each, from the spread of the chains."""
    nobody: Floats = field(repr=False)
    """For each case: nobody who is kept. That is somebody else on the lists, or nobody on them."""
    drawn: NDArray[np.int32] = field(repr=False)
    """Assignments x cases: each case's record, or :data:`NOBODY`."""
    sweeps: int
    largest_difference: float
    """Between the chains from one end and those from the other, over all pairs: near 0 if they have converged."""


def posterior(
    table: PairTable, *, sweeps: int = SWEEPS, chains: int = CHAINS, kept: int = KEPT, seed: int = 1
) -> Posterior:
    """Draw assignments of all cases. ``sweeps``: in each, as many cases are lifted as there are. The seed decides."""
    if chains < 2 or sweeps < 4:
        raise ValueError("convergence is seen with two chains of four sweeps at least")
    drawing = _CaseDrawing(table)
    means, nobodies, drawn = [], [], []
    burn = sweeps // 4
    every = max(1, chains * (sweeps - burn) // kept)
    joint = propose_joint(table).record
    for chain in range(chains):
        random = np.random.default_rng([seed, chain])
        here = Arrangement(table)
        if chain % 2 == 0:  # every other chain starts from the most probable assignment, the rest with nobody assigned
            for case, record in enumerate(joint.tolist()):
                here.put(case, record)
        pair, nobody = np.zeros(len(table.record)), np.zeros(len(table.cases))
        for sweep in range(sweeps):
            drawing.sweep(here, random, back=sweep % 2 == 1)
            if sweep < burn:
                continue
            at = np.array(here.at, np.int64)
            one, none = conditional(drawing.free.now(at), drawing.odds, drawing.nobody, table.starts)
            pair += one
            nobody += none
            if (sweep - burn) % every == 0:
                drawn.append(at.astype(np.int32))
        means.append(pair / (sweeps - burn))
        nobodies.append(nobody / (sweeps - burn))
    each = np.stack(means)
    apart = np.abs(each[0::2].mean(axis=0) - each[1::2].mean(axis=0))
    return Posterior(
        table,
        each.mean(axis=0),
        each.std(axis=0, ddof=1) / np.sqrt(chains),
        np.mean(nobodies, axis=0),
        np.stack(drawn),
        sweeps,
        float(apart.max(initial=0.0)),
    )


class _CaseDrawing:
    """Each case's own choice among its records and nobody, as if it were alone."""

    def __init__(self, table: PairTable) -> None:
        self.free = Free(table)
        most = np.maximum(table.ln_nobody, _largest_of_each(table))
        self.odds = np.exp(table.ln_odds - most[table.case])
        self.nobody = np.exp(table.ln_nobody - most)
        self.choices = [self._choice(table, case) for case in range(len(table.cases))]
        # One line of numbers for all cases: from i to i + 1 the shares of case i's choices.
        self.starts = np.cumsum([0, *(len(choice.records) for choice in self.choices)])
        self.ends = np.concatenate(
            [np.empty(0), *(np.array(one.ends) / one.ends[-1] + case for case, one in enumerate(self.choices))]
        )
        self.record = np.array([record for choice in self.choices for record in choice.records], np.int64)

    def _choice(self, table: PairTable, case: int) -> _Choice:
        own = slice(table.starts[case], table.starts[case + 1])
        odds = np.append(self.odds[own], self.nobody[case])
        records = np.append(table.record[own], NOBODY)
        order = np.argsort(odds, kind="stable")  # small odds first, that their sums are exact beside large ones
        odds, records = odds[order], records[order]
        ends = np.cumsum(odds)
        others = np.concatenate([[0.0], ends[:-1]]) + np.concatenate([np.cumsum(odds[::-1])[::-1][1:], [0.0]])
        places = {record: place for place, record in enumerate(records.tolist())}
        return _Choice(records.tolist(), ends.tolist(), odds.tolist(), others.tolist(), places)

    def sweep(self, here: Arrangement, random: np.random.Generator, *, back: bool) -> None:
        """As many moves as there are cases. ``back``: whether who is lifted may go back where it was."""
        cases = random.integers(len(here.at), size=len(here.at)) if here.at else np.empty(0, np.int64)
        drawn = np.searchsorted(self.ends, cases + random.random(len(cases)), side="right")
        drawn = np.minimum(drawn, self.starts[cases + 1] - 1)
        at = here.at
        for case, record in zip(cases.tolist(), self.record[drawn].tolist(), strict=True):
            if at[case] != record:
                self._move(here, case, record, random, back=back)

    def _move(self, here: Arrangement, case: int, record: int, random: np.random.Generator, *, back: bool) -> None:
        lifted = [(case, here.lift(case))]
        ratio = 1.0
        while True:
            way = here.in_the_way(case, record) if record != NOBODY else []
            if not way:
                if len(lifted) > 1 and random.random() >= ratio:
                    return self._take_back(here, lifted)
                return here.put(case, record)
            if len(way) > 1 or len(lifted) > LONGEST:
                return self._take_back(here, lifted)
            away = self.choices[way[0]]
            if back:
                lifted.append((way[0], here.lift(way[0])))
                here.put(case, record)
                case, record = way[0], away.any_of(random.random())
                continue
            left = away.others[away.places[record]]
            if left <= 0:  # it has no other choice at all
                return self._take_back(here, lifted)
            one = self.choices[case]
            ratio *= left / away.ends[-1] * one.ends[-1] / max(one.others[one.places[record]], 1e-300)
            lifted.append((way[0], here.lift(way[0])))
            here.put(case, record)
            case, record = way[0], away.other_than(record, random.random())

    @staticmethod
    def _take_back(here: Arrangement, lifted: list[tuple[int, int]]) -> None:
        """Undo a move: the last lifted lies down where it was, after whoever took its place is lifted again."""
        for place in range(len(lifted) - 1, -1, -1):
            case, record = lifted[place]
            if place > 0:
                here.lift(lifted[place - 1][0])
            here.put(case, record)


@dataclass(frozen=True, slots=True)
class _Choice:
    """What one case may choose, the least probable first."""

    records: list[int]
    ends: list[float]
    """Odds added up."""
    odds: list[float]
    others: list[float]
    """Odds of all but this."""
    places: dict[int, int]

    def any_of(self, share: float) -> int:
        return self.records[min(bisect_right(self.ends, share * self.ends[-1]), len(self.records) - 1)]

    def other_than(self, record: int, share: float) -> int:
        """One of the others, for a random ``share`` of 0 to 1."""
        but = self.places[record]
        at = share * self.others[but]
        if but == len(self.records) - 1 or at < self.ends[but] - self.odds[but]:
            return self.records[min(bisect_right(self.ends, at, 0, but), but - 1)]
        return self.records[min(max(bisect_right(self.ends, at + self.odds[but]), but + 1), len(self.records) - 1)]


def _largest_of_each(table: PairTable) -> Floats:
    largest = np.full(len(table.cases), -np.inf)
    np.maximum.at(largest, table.case, table.ln_odds)
    return largest
