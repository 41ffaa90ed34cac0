"""Small incidents by brute force: every assignment there is, written without a look at the package's own way."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass

import numpy as np

from antigone.reconciliation.lists import closed_list, open_list
from antigone.reconciliation.table import PairTable, TableCase, of_weights

NOBODY = -1


def incident(seed: int, parts: tuple[str, ...] = ("",) * 4, records: int = 4, spread: float = 1.5) -> PairTable:
    """A small incident with weights drawn at random, a closed and an open list, one exclusion, one pair not kept."""
    random = np.random.default_rng(seed)
    names = [f"record {place}" for place in range(records)]
    bodies = sum(part == "" for part in parts)
    lists = [
        closed_list("aboard", names[:2], "a test", share=min(0.6, 1.5 / max(bodies, 1))),
        open_list("reported", names[2:], min(0.2, (records - 2) / 2 / max(bodies, 1)), "a test"),
    ]
    weights = random.normal(0, spread, (len(parts), records)).astype(np.float32)
    weights[0, 1] = -np.inf
    cases = [TableCase((f"case {place}",), (part,)) for place, part in enumerate(parts)]
    table = of_weights(cases, lists, weights, keep_of_case=records - 1, keep_of_record=1)
    assert isinstance(table, PairTable)
    return table


@dataclass
class Everything:
    """Every possible assignment of a table: its records and its probability."""

    at: np.ndarray
    share: np.ndarray
    best: float
    """ln odds of the most probable."""

    def pair(self, case: int, record: int) -> float:
        return float(self.share[self.at[:, case] == record].sum())


def everything(table: PairTable) -> Everything:
    choices = []
    for case in range(len(table.cases)):
        own = slice(table.starts[case], table.starts[case + 1])
        pairs = zip(table.record[own].tolist(), table.ln_odds[own].tolist(), strict=True)
        choices.append([(NOBODY, math.log(1 + table.elsewhere[case])), *pairs])
    at, ln = [], []
    for chosen in itertools.product(*choices):
        records = [record for record, _ in chosen]
        if all(_possible(table, records, record) for record in set(records) - {NOBODY}):
            at.append(records)
            ln.append(sum(odds for _, odds in chosen))
    odds = np.exp(np.array(ln) - max(ln))
    return Everything(np.array(at), odds / odds.sum(), max(ln))


def _possible(table: PairTable, records: list[int], record: int) -> bool:
    together = [table.cases[case].parts for case, its in enumerate(records) if its == record]
    if len(together) == 1:
        return True
    single = [part for parts in together for part in parts if part != "fragment"]
    return ("",) not in together and len(single) == len(set(single))


def entropy(share: np.ndarray) -> float:
    share = share[share > 0]
    return float(-(share * np.log2(share)).sum())


def undecided(every: Everything, rows: np.ndarray | None = None) -> float:
    """Bits of all cases together, if only the assignments ``rows`` are left."""
    left = np.ones(len(every.share), bool) if rows is None else rows
    share = every.share * left / every.share[left].sum()
    return sum(entropy(np.bincount(column - column.min(), share)) for column in every.at.T)


def expected_after(every: Everything, tested: list[int]) -> float:
    """Bits left, on average over what the tests may say."""
    outcomes = {tuple(row) for row in every.at[:, tested].tolist()}
    left = [(every.at[:, tested] == outcome).all(axis=1) for outcome in outcomes]
    return sum(float(every.share[rows].sum()) * undecided(every, rows) for rows in left)
