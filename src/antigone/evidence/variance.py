"""How much a mean over comparisons varies with the people it was taken from: in closed form, nothing is drawn.

Comparisons that share a person are not independent of each other. Of one person's photographs each comparison counts
to that person; of two persons' to both, so that what they have in common only with themselves is taken off once.
Drawing people again and again instead counts it three times (A. B. Owen, "The pigeonhole bootstrap", Annals of Applied
Statistics 1 (2007)), which made intervals of rare false matches far too wide.
Source: A. C. Cameron, J. B. Gelbach and D. L. Miller, "Robust inference with multiway clustering", Journal of Business
and Economic Statistics 29 (2011), for pairs as M. Fafchamps and F. Gubert, "The formation of risk sharing networks",
Journal of Development Economics 83 (2007) [not checked against the sources; tests hold it against drawn populations].
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from antigone.evidence.samples import Floats, Ints


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean over comparisons, and what each person does to it."""

    value: float
    moved: Floats = field(repr=False)
    """(persons,): by how much each person's comparisons move the mean; sums to 0 over mated comparisons."""
    people: int
    """Who gave comparisons."""
    own: float = 0.0
    """The part of ``moved`` squared that comparisons of two persons put in twice: their own, shared with no other."""

    @property
    def variance(self) -> float:
        """Of the mean over draws of as many people. Never less than if all comparisons were independent."""
        between = float(self.moved @ self.moved) - self.own
        return max(between, self.own) * self.people / max(self.people - 1, 1)

    def times(self, factor: float) -> Mean:
        return replace(self, value=factor * self.value, moved=factor * self.moved, own=factor**2 * self.own)

    def plus(self, other: Mean) -> Mean:
        """The sum of two means over the same table of people, who may be in both."""
        people = min(self.people, other.people)
        return Mean(self.value + other.value, self.moved + other.moved, people, self.own + other.own)


def of_people(values: Floats, person: Ints, persons: int) -> Mean:
    """The mean of ``values`` (n,), each of one ``person`` (n,) of a table of so many ``persons``."""
    return of_totals(
        np.asarray(np.bincount(person, values, minlength=persons), np.float64), np.bincount(person, minlength=persons)
    )


def of_totals(total: Floats, count: Ints | Floats) -> Mean:
    """The mean over comparisons of which each person gave ``count`` (persons,), that sum to ``total`` (persons,)."""
    mean = float(total.sum() / count.sum())
    return Mean(mean, (total - mean * count) / count.sum(), int(np.count_nonzero(count)))


def of_pairs(values: Floats, one: Ints, other: Ints, persons: int) -> Mean:
    """The mean of ``values`` (n,), each of two different persons, numbered as in a table of so many ``persons``."""
    mean = float(values.mean())
    rest = values - mean
    moved = np.bincount(one, rest, minlength=persons) + np.bincount(other, rest, minlength=persons)
    people = np.count_nonzero(np.bincount(one, minlength=persons) + np.bincount(other, minlength=persons))
    return Mean(mean, moved / len(values), int(people), float(rest @ rest) / len(values) ** 2)
