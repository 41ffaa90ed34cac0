"""An incident as the desk knows it, made into a table: pairs with weights, exclusions, links, and what is settled."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from antigone.reconciliation.lists import Listing
from antigone.reconciliation.table import FRAGMENT, WHOLE, PairTable, TableCase, priors_of
from antigone.types import Refusal

SETTLED = 60.0
"""ln odds of what the board has identified: beyond all doubt that a weight could raise."""


@dataclass(frozen=True, slots=True)
class ComparedPair:
    """One case and one record that were compared. A weight of minus infinity excludes."""

    case: str
    record: str
    log10_lr: float

    def __post_init__(self) -> None:
        if math.isnan(self.log10_lr) or self.log10_lr == math.inf:
            raise ValueError("a weight is a number, or minus infinity where a person excluded the pair")


@dataclass(frozen=True, slots=True)
class IncidentPairs:
    """The input: compared pairs, lists, links and settled cases. What was never compared weighs nothing."""

    parts: Mapping[str, str]
    """Each case, and what it is: :data:`WHOLE`, a part by its name ("left foot"), or :data:`FRAGMENT`."""
    lists: tuple[Listing, ...]
    pairs: tuple[ComparedPair, ...] = field(repr=False)
    links: tuple[frozenset[str], ...] = ()
    """Cases that people decided are one person: parts that were put together again."""
    settled: Mapping[str, str] = field(default_factory=dict)
    """Case to record: what the board has identified. It uses the person up for everybody else."""


def prepare(incident: IncidentPairs) -> PairTable | Refusal:
    """The table of an incident, or why there is none."""
    cases = _cases(incident)
    if isinstance(cases, Refusal):
        return cases
    priors = priors_of(cases, incident.lists)
    if isinstance(priors, Refusal):
        return priors
    records = [name for one in incident.lists for name in one.records]
    of_record = {name: place for place, name in enumerate(records)}
    of_case = {name: place for place, case in enumerate(cases) for name in case.names}
    strange = _strange(incident, of_case, of_record)
    if strange:
        return strange
    rows: list[dict[int, list[float]]] = [{} for _ in cases]
    for pair in incident.pairs:
        rows[of_case[pair.case]].setdefault(of_record[pair.record], []).append(pair.log10_lr)
    starts, found, values, elsewhere = [0], [], [], np.zeros(len(cases))
    for row, case in enumerate(cases):
        prior = priors[0 if case.whole else 1]
        decided = {of_record[incident.settled[name]] for name in case.names if name in incident.settled}
        if len(decided) > 1:
            return Refusal("settled-twice", f"{case.names[0]} was identified as two persons.", "Recall one of them.")
        weights = {place: _together(given) for place, given in rows[row].items()}
        kept = {place: weight for place, weight in weights.items() if math.isfinite(weight)}
        if decided:
            entries = dict.fromkeys(decided, SETTLED)
        else:
            entries = {place: math.log(prior[place]) + weight * math.log(10) for place, weight in kept.items()}
            elsewhere[row] = max(float(prior.sum() - prior[list(weights)].sum()), 0.0)
        found += sorted(entries)
        values += [entries[place] for place in sorted(entries)]
        starts.append(len(found))
    columns = np.array(found, np.int64), np.array(values, np.float64)
    return PairTable(tuple(cases), tuple(records), np.array(starts), *columns, elsewhere)


def _together(given: list[float]) -> float:
    """Several weights for one pair, of linked cases: not known to be independent, so the strongest on either side.

    To do better, combine the lines of all the linked cases (:func:`.combine.combine`) and give one weight.
    """
    return max((one for one in given if one > 0), default=0.0) + min((one for one in given if one <= 0), default=0.0)


def _cases(incident: IncidentPairs) -> list[TableCase] | Refusal:
    linked: dict[str, frozenset[str]] = {}
    for link in incident.links:
        for name in link:
            if name in linked:
                return Refusal("linked-twice", f"{name} is in two links.", "Put all that is one person into one link.")
            linked[name] = link
    cases, done = [], set()
    for name in incident.parts:
        if name in done:
            continue
        names = [name, *(other for other in incident.parts if other != name and other in linked.get(name, ()))]
        done.update(names)
        parts = [incident.parts[one] for one in names]
        single = [part for part in parts if part != FRAGMENT]
        if len(set(single)) != len(single) or (WHOLE in parts and len(parts) > 1):
            return Refusal(
                "link-impossible",
                f"{', '.join(names)} cannot be one person: {', '.join(part or 'a whole body' for part in parts)}.",
                "Undo the link, or correct what the parts are.",
            )
        cases.append(TableCase(tuple(names), tuple(parts)))
    return cases


def _strange(incident: IncidentPairs, of_case: Mapping[str, int], of_record: Mapping[str, int]) -> Refusal | None:
    said = [(pair.case, pair.record) for pair in incident.pairs] + list(incident.settled.items())
    for case, record in said:
        if case not in of_case or record not in of_record:
            name = record if case in of_case else case
            return Refusal("unknown-name", f"{name} is neither a case nor on a list.", "Add it, or leave the pair out.")
    for link in incident.links:
        for name in link:
            if name not in of_case:
                return Refusal("unknown-name", f"{name} is linked and is no case.", "Add the case or undo the link.")
    bodies: dict[str, str] = {}
    for case, record in incident.settled.items():
        if incident.parts[case] == WHOLE and bodies.setdefault(record, case) != case:
            return Refusal("one-person-two-bodies", f"{record} was identified twice.", "Recall one of them.")
    return None
