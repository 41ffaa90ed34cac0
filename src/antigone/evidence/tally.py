"""Scores counted on a fixed grid: a fit, a fold or a replicate is then a weighted count; nothing is scored twice."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from antigone.evidence.pairs import Pairs
from antigone.evidence.samples import Floats, Ints

POINTS = 400


@dataclass(frozen=True, slots=True)
class Tally:
    """Shares of the mated and of the non-mated scores at each point of a grid; each sums to 1, or to 0 if there are
    none.
    """

    grid: Floats = field(repr=False)
    mated: Floats = field(repr=False)
    others: Floats = field(repr=False)
    mated_people: float
    """How many persons each share rests on, the borrowed ones included."""
    other_people: float

    def borrow(self, parent: Tally, mated: float, others: float) -> Tally:
        """Mixed with ``parent`` as if so many of its people, or all if they are fewer, had been seen here too."""
        mated, others = min(mated, parent.mated_people), min(others, parent.other_people)

        def mixed(own: Floats, people: float, theirs: Floats, lent: float) -> Floats:
            return (own * people + theirs * lent) / max(people + lent, 1e-12)

        return Tally(
            self.grid,
            mixed(self.mated, self.mated_people, parent.mated, mated),
            mixed(self.others, self.other_people, parent.others, others),
            self.mated_people + mated,
            self.other_people + others,
        )

    def survival(self) -> Floats:
        """Share of the non-mated scores at or above each point."""
        return np.asarray(np.minimum(np.cumsum(self.others[::-1])[::-1], 1.0))

    def passed(self) -> Floats:
        """Share of the mated scores at or above each point."""
        return np.asarray(np.minimum(np.cumsum(self.mated[::-1])[::-1], 1.0))


def grid_over(scores: Floats, points: int = POINTS) -> Floats:
    """Evenly spaced points that reach a little beyond the scores on both sides."""
    low, high = float(scores.min()), float(scores.max())
    margin = max((high - low) * 0.02, 1e-6)
    return np.linspace(low - margin, high + margin, points)


class Binned:
    """Comparisons, each put on the nearest point of a grid."""

    def __init__(self, pairs: Pairs, grid: Floats) -> None:
        self.pairs = pairs
        self.grid = grid
        self._mated = pairs.mated
        step = grid[1] - grid[0]
        place = np.rint((pairs.score - grid[0]) / step)
        self._place = np.clip(place, 0, len(grid) - 1).astype(np.int64)
        self._mated_rows = np.flatnonzero(self._mated)
        self._other_rows = np.flatnonzero(~self._mated)
        self._mated_people = np.unique(pairs.reference[self._mated_rows])
        others = [side[self._other_rows] for side in (pairs.reference, pairs.probe)]
        self._other_people = np.unique(np.concatenate(others))

    def tally(self, times: Ints | None = None) -> Tally:
        """The counts if each person was drawn ``times`` (persons,) times; once each if it is left out."""
        once = np.ones(self.pairs.persons, np.int64) if times is None else times
        one, other = self.pairs.reference, self.pairs.probe
        rows, pairs = self._mated_rows, self._other_rows
        mated = self._count(rows, once[one[rows]])
        others = self._count(pairs, once[one[pairs]] * once[other[pairs]])
        people = once[self._mated_people].sum(), once[self._other_people].sum()
        return Tally(self.grid, _share(mated), _share(others), float(people[0]), float(people[1]))

    def _count(self, rows: Ints, weight: Ints) -> Floats:
        return np.bincount(self._place[rows], weight, minlength=len(self.grid)).astype(np.float64)


def _share(count: Floats) -> Floats:
    total = count.sum()
    return count / total if total > 0 else count
