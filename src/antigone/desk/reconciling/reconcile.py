"""Reconciling an incident: the worker's RECONCILE job.

    gather -> face_table -> rows, merged over links -> table of odds -> joint, posterior -> proposals, next, unlisted

Can be done again; a run that is done stays. The database is read without a lock and written once.
"""

from __future__ import annotations

import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

import antigone
from antigone.desk.accounts.actor import worker
from antigone.desk.candidates.faces import serving
from antigone.desk.reconciling.actions.runs import ReconciliationResult, RunOvertaken, finish
from antigone.desk.reconciling.faces import face_table
from antigone.desk.reconciling.inputs import Gathered, SubjectFacts, gather
from antigone.desk.reconciling.lines import Evidence, combined, evidence, kept
from antigone.desk.reconciling.models import ListVersion, ProposedPair, Reconciliation, Sampling, Unlisted
from antigone.desk.reconciling.table import rows
from antigone.evidence.calibration import Calibration
from antigone.reconciliation.combine import Combined
from antigone.reconciliation.incident import SETTLED
from antigone.reconciliation.joint import propose_joint
from antigone.reconciliation.lists import closed_list, open_list
from antigone.reconciliation.proposals import Proposal as Proposed
from antigone.reconciliation.proposals import contested, propose
from antigone.reconciliation.sampling import CHAINS, Posterior, posterior
from antigone.reconciliation.settling import suggest_next
from antigone.reconciliation.table import FRAGMENT, WHOLE, PairTable, TableCase, of_weights
from antigone.weighing import shipped

SEED = 1
NEXT = 12
"""Cases to sample first."""


def reconcile(number: int) -> None:
    """Reconcile run ``number``, unless it was done."""
    run = Reconciliation.objects.filter(pk=number).first()
    if run is None or run.state != Reconciliation.State.WAITING:
        return
    begun = time.perf_counter()
    found = make(run)
    try:
        finish(by=worker(), run=number, found=replace(found, seconds=round(time.perf_counter() - begun, 2)))
    except RunOvertaken:  # another worker was quicker
        return


def make(run: Reconciliation) -> ReconciliationResult:
    """The result of a reconciliation as it is now. Writes nothing."""
    model = serving() or ""
    calibration = shipped(model) if model else None
    gathered = gather(run, model)
    who = _who(gathered)
    known = ReconciliationResult(
        engine=antigone.__version__,
        model=model,
        calibration=calibration.id if calibration else "",
        fingerprint=gathered.fingerprint(calibration.id if calibration else ""),
        as_of=gathered.as_of,
        lists=[_described(listing, len(records)) for listing, records in who.lists],
        counts=_counts(gathered, who),
    )
    refusal = _cannot(who)
    if refusal:
        return replace(known, refusal=refusal)
    of = evidence(gathered, calibration)
    table = _table(gathered, who, of, calibration)
    joint, result = propose_joint(table), posterior(table, seed=SEED)
    numbers = _Numbers(who)
    sources: dict[str, int] = {}
    proposals = [
        _proposal(place, one, numbers, _Pair(gathered, who, of, sources))
        for place, one in enumerate(propose(result, joint), 1)
    ]
    told = {str(number) for number in who.with_dna}
    return replace(
        known,
        proposals=proposals,
        unlisted=_unlisted(result, numbers),
        samplings=[
            Sampling(
                place=place,
                case_id=int(one.cases[0]),
                also_cases=[int(name) for name in one.cases[1:]],
                gain=one.gain,
                undecided=one.undecided,
                tells_of=[int(name) for name in one.tells_of],
            )
            for place, one in enumerate(suggest_next(result, NEXT, comparable=told or None), 1)
        ],
        sources=list(sources),
        counts=known.counts
        | {"pairs_kept": len(table.record), "contested": len(contested(table)), "families_with_dna": len(told)},
        drawing={
            "sweeps": result.sweeps,
            "chains": CHAINS,
            "seed": SEED,
            "largest_error": round(float(result.error.max(initial=0.0)), 4),
            "largest_difference": round(result.largest_difference, 4),
        },
    )


@dataclass(frozen=True)
class _Who:
    """The rows and columns of the table, after links, lists and settled pairs."""

    cases: tuple[TableCase, ...] = field(repr=False)
    lists: tuple[tuple[ListVersion, tuple[int, ...]], ...] = field(repr=False)
    settled: Mapping[int, int]
    members: Mapping[int, tuple[SubjectFacts, ...]] = field(repr=False)
    """For each case and record of the table, by its number: all that are linked, itself the first."""
    with_dna: frozenset[int] = field(repr=False)
    on_no_list: int

    @property
    def records(self) -> tuple[int, ...]:
        return tuple(number for _, records in self.lists for number in records)


def _who(gathered: Gathered) -> _Who:
    members: dict[int, list[SubjectFacts]] = {}
    for person in (*gathered.cases, *gathered.records):
        members.setdefault(gathered.first(person.number), []).append(person)
    cases = {number: them for number, them in members.items() if them[0].said.dead}
    records = {number: them for number, them in members.items() if not them[0].said.dead}
    # Who was identified as somebody outside of what is reached here is nobody for anybody here.
    settled = {case: record for case, record in gathered.settled.items() if case in cases and record in records}
    away = {case for case, record in gathered.settled.items() if record not in records}
    taken = {record for case, record in gathered.settled.items() if case not in cases}
    lists, left = [], [number for number in records if number not in taken]
    for roll in gathered.rolls:  # those that name their persons come first
        own = tuple(n for n in left if roll.listing.everybody_else or n in roll.records)
        chosen = set(own)
        left = [number for number in left if number not in chosen]
        lists.append((roll.listing, own))
    listed = {number for _, own in lists for number in own}
    return _Who(
        cases=tuple(_case(number, them) for number, them in cases.items() if number not in away),
        lists=tuple((listing, own) for listing, own in lists if own),
        settled={case: record for case, record in settled.items() if record in listed},
        members={number: tuple(them) for number, them in members.items()},
        with_dna=frozenset(number for number in listed if any(person.dna for person in members[number])),
        on_no_list=len(left),
    )


def _case(number: int, them: Sequence[SubjectFacts]) -> TableCase:
    """What people linked is one: a body, if one of them is; else parts, which can be any number of one person."""
    names = (str(number), *(str(person.number) for person in them if person.number != number))
    return TableCase(names, (FRAGMENT,) if all(person.part for person in them) else (WHOLE,))


def _cannot(who: _Who) -> dict[str, Any] | None:
    """Why there is no table, in numbers that a page can word. The core refuses the same."""
    if not who.cases:
        return {"code": "no-cases", "of": {}}
    if not who.lists:
        return {"code": "no-records", "of": {}}
    total = sum(listing.share for listing, _ in who.lists)
    if total >= 1:
        return {"code": "shares-too-large", "of": {"total": round(100 * total, 1)}}
    bodies = sum(case.whole for case in who.cases)
    for listing, records in who.lists:
        if listing.share * bodies >= len(records):
            said = {"list": listing.name, "bodies": round(listing.share * bodies, 1), "persons": len(records)}
            return {"code": "list-too-short", "of": said}
    return None


def _table(gathered: Gathered, who: _Who, of: Evidence, calibration: Calibration | None) -> PairTable:
    """The weights of all pairs as odds, with rows and columns of linked subjects joined."""
    records = who.records
    weights = np.zeros((len(who.cases), len(records)), np.float32)
    row_of = {int(name): row for row, case in enumerate(who.cases) for name in case.names}
    members = [[of.place_of[person.number] for person in who.members[number]] for number in records]
    alone = np.array([places[0] for places in members], np.int64)
    several = [(column, places) for column, places in enumerate(members) if len(places) > 1]
    of_many = {row: [] for row, case in enumerate(who.cases) if len(case.names) > 1}  # type: dict[int, list[Any]]
    face = face_table(calibration, gathered.faces, gathered.cases, gathered.records)
    for place, weight in rows(gathered.cases, of, face):
        row = row_of.get(gathered.cases[place].number)
        if row is None:
            continue
        mine = weight[alone]
        for column, places in several:
            mine[column] = _together(weight[places][:, None])[0]
        if row in of_many:
            of_many[row].append(mine)
        else:
            weights[row] = mine
    for row, given in of_many.items():
        weights[row] = _together(np.stack(given))
    del face
    _shut_out(weights, gathered, who, row_of)
    table = of_weights(who.cases, [_list(one, own) for one, own in who.lists], weights)
    assert isinstance(table, PairTable), "what the core refuses was refused before"
    decided = {str(case) for case in who.settled}
    settled = np.array([case.names[0] in decided for case in table.cases], bool)[table.case]
    return replace(table, ln_odds=np.where(settled, SETTLED, table.ln_odds))


def _together(given: NDArray[np.float32]) -> NDArray[np.float32]:
    """One weight for several pairs of linked subjects: not independent, so the strongest on either side."""
    return np.asarray(np.maximum(given, 0).max(axis=0) + np.minimum(given, 0).min(axis=0))


def _shut_out(weights: NDArray[np.float32], gathered: Gathered, who: _Who, row_of: dict[int, int]) -> None:
    column_of = {number: column for column, number in enumerate(who.records)}
    for case, record in gathered.excluded:
        if case in row_of and record in column_of:
            weights[row_of[case], column_of[record]] = -np.inf
    for case, record in who.settled.items():
        row, column = row_of[case], column_of[record]
        weights[row] = -np.inf
        weights[:, column] = -np.inf if who.cases[row].whole else weights[:, column]
        weights[row, column] = 0


def _list(listing: ListVersion, records: Sequence[int]) -> Any:
    names = [str(number) for number in records]
    if listing.kind == ListVersion.Kind.CLOSED:
        return closed_list(listing.name, names, listing.reason, listing.share)
    return open_list(listing.name, names, listing.share, listing.reason)


class _Numbers:
    """The desk's numbers for the table's names."""

    def __init__(self, who: _Who) -> None:
        self.of_case = {case.names[0]: tuple(int(name) for name in case.names) for case in who.cases}
        self.of_record = {n: [p.number for p in who.members[n] if p.number != n] for n in who.records}


@dataclass
class _Pair:
    """The lines of one pair."""

    gathered: Gathered
    who: _Who
    of: Evidence
    sources: dict[str, int]

    def lines(self, case: int, record: int) -> tuple[Combined, list[dict[str, Any]]]:
        """Of the strongest of all linked pairs, and what the strongest against weighs if another speaks against."""
        every = [
            (one, other, combined(one, other, self.of))
            for one in self.who.members[case]
            for other in self.who.members[record]
        ]
        strongest = max(every, key=lambda each: each[2].log10_lr)
        if strongest[2].log10_lr <= 0:
            strongest = min(every, key=lambda each: each[2].log10_lr)
        against = min(every, key=lambda each: each[2].log10_lr)
        said = kept(strongest[2], self.sources)
        if strongest[2].log10_lr <= 0 or against[2].log10_lr >= 0:
            return strongest[2], said
        other = against[2]
        said.append(
            {
                "kind": "linked",
                "said": f"{against[0].number} {against[1].number}",
                "at": [round(n, 3) for n in (other.log10_lr, other.low, other.high)],
                "source": self.sources.setdefault("link", len(self.sources)),
                "instead": "",
                "share": 1.0,
            }
        )
        whole = strongest[2]
        total = whole.log10_lr + other.log10_lr
        below = math.hypot(whole.log10_lr - whole.low, other.log10_lr - other.low)
        above = math.hypot(whole.high - whole.log10_lr, other.high - other.log10_lr)
        return replace(whole, log10_lr=total, low=total - below, high=total + above), said


def _proposal(place: int, one: Proposed, numbers: _Numbers, pair: _Pair) -> ProposedPair:
    case, record = int(one.cases[0]), int(one.record)
    both, said = pair.lines(case, record)
    return ProposedPair(
        place=place,
        case_id=case,
        record_id=record,
        also_cases=list(numbers.of_case[one.cases[0]][1:]),
        also_records=numbers.of_record[record],
        posterior=one.posterior,
        error=one.error,
        nobody=one.nobody,
        in_joint=one.in_joint,
        first_by_weight=one.first_by_weight,
        log10_lr=both.log10_lr,
        low=both.low,
        high=both.high,
        lines=said,
        also_first_for=[int(name) for name in one.also_first_for],
        other_records=[[int(rival.name), round(rival.posterior, 4)] for rival in one.other_records],
        other_cases=[[int(rival.name), round(rival.posterior, 4)] for rival in one.other_cases],
    )


def _unlisted(result: Posterior, numbers: _Numbers) -> list[Unlisted]:
    """Cases by how probable it is that they are nobody on any list. The drawing knows "nobody who is kept"; the odds of
    those not kept say how much of it is somebody else on the lists.
    """
    table = result.table
    none = result.nobody / (1 + table.elsewhere)
    order = np.argsort(-none, kind="stable")
    return [
        Unlisted(
            place=place,
            case_id=(names := numbers.of_case[table.cases[row].names[0]])[0],
            also_cases=list(names[1:]),
            on_no_list=float(none[row]),
            somebody_else=float(result.nobody[row] - none[row]),
        )
        for place, row in enumerate(order.tolist(), 1)
    ]


def _described(listing: ListVersion, persons: int) -> dict[str, Any]:
    return {
        "listing": listing.pk,
        "name": listing.name,
        "kind": str(listing.kind),
        "share": listing.share,
        "persons": persons,
    }


def _counts(gathered: Gathered, who: _Who) -> dict[str, int]:
    return {
        "cases": len(who.cases),
        "parts": sum(not case.whole for case in who.cases),
        "linked_cases": sum(len(case.names) > 1 for case in who.cases),
        "records": len(who.records),
        "linked_records": sum(len(who.members[number]) > 1 for number in who.records),
        "on_no_list": who.on_no_list,
        "cases_without_face": sum(person.number not in gathered.faces for person in gathered.cases),
        "records_without_face": sum(person.number not in gathered.faces for person in gathered.records),
        "excluded": len(gathered.excluded),
        "settled": len(who.settled),
    }
