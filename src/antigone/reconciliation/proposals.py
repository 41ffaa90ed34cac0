"""Which pairs to put before examiners first, and what speaks against each. It proposes; people examine and decide.

For whoever leads the work, not for examiners: who examines a pair sees neither its posterior nor its place here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from antigone.reconciliation.combine import Combined
from antigone.reconciliation.incident import SETTLED
from antigone.reconciliation.joint import NOBODY, Joint
from antigone.reconciliation.lines import WeighedLine
from antigone.reconciliation.sampling import Posterior
from antigone.reconciliation.table import Ints, PairTable

RIVALS = 3


@dataclass(frozen=True, slots=True)
class Rival:
    """Another record for the same case, or another case for the same record."""

    name: str
    posterior: float


@dataclass(frozen=True, slots=True)
class Proposal:
    """One pair that two examiners should see."""

    cases: tuple[str, ...]
    record: str
    posterior: float
    """As far as the weights and the lists' shares hold: an order of work, not a finding."""
    error: float
    """Standard error of the drawing: the chains' spread."""
    in_joint: bool
    """Whether the most probable assignment of everybody has it too."""
    first_by_weight: bool
    """Whether the record is the first of the case's own list, before anybody else is considered."""
    also_first_for: tuple[str, ...]
    """Other cases of whose own lists this record is the first. They cannot all be this person."""
    other_records: tuple[Rival, ...]
    other_cases: tuple[Rival, ...]
    nobody: float
    """The posterior of nobody who is kept: somebody else on the lists, or nobody on them."""
    against: tuple[WeighedLine, ...]
    """What contradicts, the strongest first. Empty if nothing does, or if no lines were given."""

    def as_json(self) -> dict[str, Any]:
        def rivals(them: tuple[Rival, ...]) -> list[dict[str, Any]]:
            return [{"name": one.name, "posterior": round(one.posterior, 4)} for one in them]

        return {
            "cases": list(self.cases),
            "record": self.record,
            "posterior": round(self.posterior, 4),
            "error": round(self.error, 4),
            "in_joint": self.in_joint,
            "first_by_weight": self.first_by_weight,
            "also_first_for": list(self.also_first_for),
            "other_records": rivals(self.other_records),
            "other_cases": rivals(self.other_cases),
            "nobody": round(self.nobody, 4),
            "against": [
                {"kind": line.kind.value, "said": line.said, "log10_lr": round(line.log10_lr, 2)}
                for line in self.against
            ],
        }


def first_of_lists(table: PairTable) -> Ints:
    """For each case the place in the table of its strongest pair; -1 if it has none. Nobody else is considered."""
    first = np.full(len(table.cases), -1)
    order = np.lexsort((-table.record, table.ln_odds))  # of equals the first record wins: it is written last
    first[table.case[order]] = order
    return first


def propose(
    result: Posterior, joint: Joint, lines: Mapping[tuple[str, str], Combined] | None = None, *, most: int | None = None
) -> tuple[Proposal, ...]:
    """Each case's most probable record, and the joint assignment's where it differs; the most probable pairs first.

    No threshold: what is improbable comes last. Settled pairs are left out. ``lines``: by case (its first name) and
    record, to say what contradicts.
    """
    table = result.table
    case_of = table.case
    chosen = np.flatnonzero(joint.record[case_of] == table.record) if len(case_of) else np.empty(0, np.int64)
    places = np.union1d(_most_probable(result), chosen)
    places = places[table.ln_odds[places] < SETTLED]
    places = places[np.argsort(-result.pair[places], kind="stable")][:most]
    first = first_of_lists(table)
    firsts: dict[int, list[int]] = {}
    for case, place in enumerate(first.tolist()):
        if place >= 0:
            firsts.setdefault(int(table.record[place]), []).append(case)
    by_record = np.argsort(table.record, kind="stable")
    ends = np.searchsorted(table.record[by_record], np.arange(len(table.records) + 1))
    made = []
    for place in places.tolist():
        case, record = int(case_of[place]), int(table.record[place])
        names, record_name = table.cases[case].names, table.records[record]
        mine = np.arange(table.starts[case], table.starts[case + 1])
        its = by_record[ends[record] : ends[record + 1]]
        combined = (lines or {}).get((names[0], record_name))
        made.append(
            Proposal(
                names,
                record_name,
                float(result.pair[place]),
                float(result.error[place]),
                bool(joint.record[case] == record),
                bool(first[case] == place),
                tuple(table.cases[one].names[0] for one in firsts.get(record, []) if one != case),
                tuple(Rival(table.records[table.record[k]], p) for k, p in _next(result, mine, place)),
                tuple(Rival(table.cases[case_of[k]].names[0], p) for k, p in _next(result, its, place)),
                float(result.nobody[case]),
                combined.against if combined else (),
            )
        )
    return tuple(made)


def contested(table: PairTable) -> dict[str, tuple[str, ...]]:
    """Records that are first on the lists of several cases: "also first for two other bodies"."""
    firsts: dict[str, list[str]] = {}
    for case, place in zip(table.cases, first_of_lists(table).tolist(), strict=True):
        if place >= 0:
            firsts.setdefault(table.records[table.record[place]], []).append(case.names[0])
    return {record: tuple(cases) for record, cases in firsts.items() if len(cases) > 1}


def _most_probable(result: Posterior) -> Ints:
    best = np.full(len(result.table.cases), NOBODY)
    order = np.argsort(result.pair, kind="stable")
    best[result.table.case[order]] = order
    return np.asarray(best[best != NOBODY])


def _next(result: Posterior, places: Ints, but: int) -> list[tuple[int, float]]:
    others = places[places != but]
    order = others[np.argsort(-result.pair[others], kind="stable")]
    return [(k, float(result.pair[k])) for k in order[:RIVALS].tolist() if result.pair[k] >= 0.001]
