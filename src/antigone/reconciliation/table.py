"""All cases against all records, as far as it matters: a sparse table of how probable each pair is before anybody else
is considered.

Of each case its strongest records are kept, of each record its strongest cases. What is not kept is not forgotten: it
is added up for each case as "somebody else on the lists", who is nobody in particular.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from antigone.reconciliation.lines import Floats
from antigone.reconciliation.lists import Listing, odds
from antigone.types import Refusal

Ints = NDArray[np.int64]

WHOLE = ""
FRAGMENT = "fragment"
"""Of these, any number may be of one person."""
KEEP_OF_CASE, KEEP_OF_RECORD = 64, 2


@dataclass(frozen=True, slots=True)
class TableCase:
    """One dead person, or part of one. Several names: cases known to be one person, by a decision of people."""

    names: tuple[str, ...]
    parts: tuple[str, ...] = (WHOLE,)
    """:data:`WHOLE` if nothing of the person can lie elsewhere. Else what it is: of "left foot" a person has one, of
    :data:`FRAGMENT` any number."""

    def __post_init__(self) -> None:
        if not self.names or not self.parts:
            raise ValueError("a case has a name and is a body or parts of one")

    @property
    def whole(self) -> bool:
        return WHOLE in self.parts

    @property
    def slots(self) -> tuple[str, ...]:
        """Parts of which a person has one only."""
        return tuple(sorted({part for part in self.parts if part not in (WHOLE, FRAGMENT)}))


@dataclass(frozen=True, slots=True)
class PairTable:
    """The pairs that are kept, case by case."""

    cases: tuple[TableCase, ...]
    records: tuple[str, ...]
    starts: Ints = field(repr=False)
    """The pairs of case i are ``starts[i]`` to ``starts[i + 1]``."""
    record: Ints = field(repr=False)
    ln_odds: Floats = field(repr=False)
    """Of the pair against "nobody on any list": odds from before times the likelihood ratio, natural logarithm."""
    elsewhere: Floats = field(repr=False)
    """For each case: the odds of somebody on the lists who is not kept, together."""

    def __post_init__(self) -> None:
        if not (len(self.starts) == len(self.cases) + 1 and self.starts[-1] == len(self.record) == len(self.ln_odds)):
            raise ValueError("a table's columns fit each other")
        if len(self.elsewhere) != len(self.cases) or (self.elsewhere < 0).any():
            raise ValueError("odds of somebody else are not negative")
        if not np.isfinite(self.ln_odds).all():
            raise ValueError("what is impossible is left out")

    @property
    def case(self) -> Ints:
        """The case of each pair."""
        return np.repeat(np.arange(len(self.cases)), np.diff(self.starts))

    @property
    def ln_nobody(self) -> Floats:
        """Odds of nobody who is kept, against nobody on any list, natural logarithm."""
        return np.asarray(np.log1p(self.elsewhere))


def of_weights(
    cases: Sequence[TableCase],
    lists: Sequence[Listing],
    log10_lr: NDArray[np.float32],
    *,
    keep_of_case: int = KEEP_OF_CASE,
    keep_of_record: int = KEEP_OF_RECORD,
) -> PairTable | Refusal:
    """From the weight of every pair: cases x records in the lists' order, minus infinity where excluded."""
    priors = priors_of(cases, lists)
    if isinstance(priors, Refusal):
        return priors
    records = tuple(name for one in lists for name in one.records)
    if log10_lr.shape != (len(cases), len(records)):
        raise ValueError(f"a weight for every pair: {log10_lr.shape} are not {len(cases)} x {len(records)}")
    columns = _strongest_of_records(log10_lr, keep_of_record)
    starts, found, values, elsewhere = [0], [], [], np.zeros(len(cases))
    for row, case in enumerate(cases):
        ln = np.log(priors[0 if case.whole else 1]) + np.asarray(log10_lr[row], np.float64) * np.log(10)
        kept = np.zeros(len(records), bool)
        kept[_largest(ln, keep_of_case)] = True
        kept[columns[row]] = True
        elsewhere[row] = np.exp(ln[~kept]).sum()
        chosen = np.flatnonzero(kept & np.isfinite(ln))
        found.append(chosen)
        values.append(ln[chosen])
        starts.append(starts[-1] + len(chosen))
    pairs = np.concatenate([*found, np.empty(0, np.int64)]), np.concatenate([*values, np.empty(0)])
    return PairTable(tuple(cases), records, np.array(starts), *pairs, elsewhere)


def priors_of(cases: Sequence[TableCase], lists: Sequence[Listing]) -> tuple[Floats, Floats] | Refusal:
    """For each record, the odds beforehand of a body and of a part."""
    names = [name for case in cases for name in case.names]
    if len(set(names)) != len(names):
        return Refusal("case-twice", "A case is named twice.", "Name each once; link what is one person.")
    found = odds(lists, sum(case.whole for case in cases))
    if isinstance(found, Refusal):
        return found
    sizes = [len(one.records) for one in lists]
    return np.repeat(found[0], sizes), np.repeat(found[1], sizes)


def _largest(values: NDArray[np.generic], count: int) -> Ints:
    if count >= len(values):
        return np.arange(len(values))
    return np.argpartition(values, len(values) - count)[len(values) - count :] if count else np.empty(0, np.int64)


def _strongest_of_records(log10_lr: NDArray[np.float32], count: int, block: int = 2048) -> list[list[int]]:
    """For each case, the records of which it is among the ``count`` strongest cases."""
    rows: list[list[int]] = [[] for _ in range(log10_lr.shape[0])]
    for first in range(0, log10_lr.shape[1] if count else 0, block):
        columns = np.ascontiguousarray(log10_lr[:, first : first + block].T)
        for column, values in enumerate(columns):
            for row in _largest(values, count):
                rows[row].append(first + column)
    return rows
