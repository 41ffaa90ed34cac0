"""The most probable assignment of everybody at once: one person one body, parts that fit, or nobody of the lists.

Bodies alone are an assignment problem, solved exactly on the sparse table by scipy (the shortest augmenting paths of
Jonker and Volgenant). With parts it is an integer programme, solved by HiGHS, also exactly. The most probable whole is
not made of the most probable pairs: for those see :mod:`.sampling`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from antigone.errors import AntigoneError
from antigone.reconciliation.table import FRAGMENT, Ints, PairTable

NOBODY = -1


@dataclass(frozen=True, slots=True)
class Joint:
    """One assignment of all cases."""

    record: Ints
    """For each case a record's place in the table, or :data:`NOBODY`: nobody who is kept."""
    ln_odds: float
    """Against "nobody is on any list", natural logarithm."""

    def named(self, table: PairTable) -> dict[str, str | None]:
        """Case (its first name) to record, or None."""
        return {
            case.names[0]: None if place == NOBODY else table.records[place]
            for case, place in zip(table.cases, self.record.tolist(), strict=True)
        }


def propose_joint(table: PairTable) -> Joint:
    """The most probable assignment. A proposal: nobody is identified by it."""
    nobody = table.ln_nobody
    gain = table.ln_odds - nobody[table.case]
    useful = np.flatnonzero(gain > 0)  # a pair that is less probable than nobody never improves an assignment
    solve = _bodies if all(case.whole for case in table.cases) else _with_parts
    chosen = solve(table, gain, useful)
    record = np.full(len(table.cases), NOBODY)
    record[table.case[chosen]] = table.record[chosen]
    return Joint(record, float(nobody.sum() + gain[chosen].sum()))


def _bodies(table: PairTable, gain: np.ndarray, useful: Ints) -> Ints:
    cases, records = len(table.cases), len(table.records)
    if not cases:
        return useful
    # Every case has a column of its own for nobody. All entries must be above 0; a constant for all changes nothing.
    most = float(gain[useful].max(initial=0.0)) + 1
    rows = np.concatenate([table.case[useful], np.arange(cases)])
    columns = np.concatenate([table.record[useful], records + np.arange(cases)])
    costs = np.concatenate([most - gain[useful], np.full(cases, most)])
    graph = csr_array((costs, (rows, columns)), shape=(cases, records + cases))
    row, column = min_weight_full_bipartite_matching(graph)
    taken = np.empty(cases, np.int64)
    taken[row] = column
    return np.asarray(useful[taken[table.case[useful]] == table.record[useful]])


def _with_parts(table: PairTable, gain: np.ndarray, useful: Ints) -> Ints:
    if not len(useful):
        return useful
    case, record = table.case[useful], table.record[useful]
    rows: dict[tuple[str, int, str], list[int]] = {}
    whole: dict[int, list[int]] = {}
    for variable, (one, at) in enumerate(zip(case.tolist(), record.tolist(), strict=True)):
        rows.setdefault(("case", one, ""), []).append(variable)
        if table.cases[one].whole:
            whole.setdefault(at, []).append(variable)
            rows.setdefault(("body", at, ""), []).append(variable)
            continue
        for slot in table.cases[one].slots:
            rows.setdefault(("slot", at, slot), []).append(variable)
        if FRAGMENT in table.cases[one].parts:
            rows.setdefault(("fragment", at, str(one)), []).append(variable)
    for (kind, at, *_), variables in rows.items():
        if kind in ("slot", "fragment"):  # a whole body leaves no part of its person elsewhere
            variables.extend(whole.get(at, []))
    places = np.repeat(np.arange(len(rows)), [len(variables) for variables in rows.values()])
    members = np.concatenate([np.array(variables) for variables in rows.values()])
    matrix = csr_array((np.ones(len(members)), (places, members)), shape=(len(rows), len(useful)))
    solved = milp(
        -gain[useful],
        constraints=LinearConstraint(matrix, -np.inf, 1),
        integrality=np.ones(len(useful)),
        bounds=Bounds(0, 1),
        options={"mip_rel_gap": 0.0},
    )
    if solved.x is None:
        raise AntigoneError(f"The assignment was not solved: {solved.message}", "Report it, with the incident's size.")
    return np.asarray(useful[solved.x > 0.5])
