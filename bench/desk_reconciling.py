"""Reconciliation of a whole incident on the desk, end to end: rows in the database, the worker's job, rows written.

    uv run python bench/desk_reconciling.py [--database sqlite|postgresql] [--cases 2000] [--records 20000]
                                            [--listed 0.9] [--seed 0] [--out FILE.json]

The incident is simulated (simulated_incident.py says what is assumed): people with sex, age, stature, marks, places,
belongings and dates; a template each, of one person as alike as scores measured on LFW, times the cosine of one
condition of the dead. Made in a desk's database; then a registrar asks, and the worker's handler is called in this
process. Memory is the peak of the process, the making of the rows included.
"""

from __future__ import annotations

import argparse
import cProfile
import json
import os
import pstats
import resource
import tempfile
import time
from contextlib import nullcontext
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from desk_cluster import cluster
from desk_rows import _photographs, _source, appointed, start
from simulated_incident import MATED, conditions, people

PORT = 8764
DAY = date(2026, 3, 1)
AT = (0.5, 0.9, 0.99)
PLACES = 40
THINGS = ("bracelet", "watch", "jacket", "trainers", "wallet", "earrings", "scarf", "backpack", "sweater", "lighter")
COLOURS = ("silver", "golden", "black", "brown", "green", "yellow", "striped", "leather", "woollen", "broken")
KINDS = ("tattoo", "scar", "birthmark")
WHERE = ("left wrist", "right wrist", "left shoulder", "right shoulder", "chest", "back", "left calf", "right calf")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--cases", type=int, default=2_000)
    parser.add_argument("--records", type=int, default=20_000)
    parser.add_argument("--listed", type=float, default=0.9, help="share of the bodies that are of the records")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--profile", action="store_true")
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    os.chdir("/")
    with tempfile.TemporaryDirectory(prefix="antigone-bench-") as folder:
        place = Path(folder)
        place.chmod(0o755)  # PostgreSQL's own user passes through
        server = cluster(place / "server") if given.database == "postgresql" else nullcontext("sqlite")
        with server as address:
            start(place / given.database, address, PORT)
            text = json.dumps(measured(given), indent=1)
    print(text)
    if given.out:
        given.out.write_text(text + "\n")


def measured(given: argparse.Namespace) -> dict[str, Any]:
    from antigone.desk.accounts.actor import acting
    from antigone.desk.jobs.models import Job
    from antigone.desk.reconciling.actions.lists import write_list
    from antigone.desk.reconciling.actions.runs import ask_for_reconciliation
    from antigone.desk.reconciling.models import ProposedPair, Reconciliation
    from antigone.desk.worker import HANDLERS

    incident, registrar, truth = filled(given)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    by = acting(registrar)
    write_list(
        by=by,
        incident=incident,
        name="reported",
        kind="open",
        share=given.listed,
        everybody_else=True,
        reason="simulated; stated as it is",
    )
    run = ask_for_reconciliation(by=by, incident=incident, reason="to measure")
    profile = cProfile.Profile()
    begun = time.process_time(), time.perf_counter()
    if given.profile:
        profile.enable()
    HANDLERS[Job.Kind.RECONCILE](run.pk)
    profile.disable()
    spent = time.process_time() - begun[0], time.perf_counter() - begun[1]
    if given.profile:
        pstats.Stats(profile).sort_stats("cumulative").print_stats(45)
    run = Reconciliation.objects.get(pk=run.pk)
    rows = list(ProposedPair.objects.filter(run=run).values_list("case", "record", "posterior"))
    return {
        "database": given.database,
        "cases": given.cases,
        "records": given.records,
        "state": run.state,
        "seconds": round(spent[1], 1),
        "seconds_cpu": round(spent[0], 1),
        "gb_before": round(before, 2),
        "gb_peak": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20, 2),
        "proposals": len(rows),
        "drawing": run.drawing,
        "counts": run.counts,
        "posterior_at_least": {str(at): above(rows, truth, at) for at in AT},
    }


def above(rows: list[tuple[int, int, float]], truth: dict[int, int], at: float) -> dict[str, float]:
    kept = [(case, record, p) for case, record, p in rows if p >= at]
    return {
        "pairs": len(kept),
        "wrong": sum(truth.get(case) != record for case, record, _p in kept),
        "wrong_foretold": round(sum(1 - p for _c, _r, p in kept), 1),
    }


def filled(given: argparse.Namespace) -> tuple[Any, Any, dict[int, int]]:
    """The incident, a registrar, and whom each case really is."""
    from django.db import transaction
    from django.utils import timezone

    from antigone.desk.accounts.models import Agency, Incident, Person
    from antigone.types import Profile

    now, random = timezone.now(), np.random.default_rng([given.seed, 30])
    agency = Agency.objects.create(name="Bench mortuary", is_host=True, opened_at=now)
    incident = Incident.objects.create(code="BENCH", name="A large incident", agency=agency, opened_at=now)
    registrar = Person.objects.create(email="r@bench.example", name="R", agency=agency, joined_at=now)
    appointed(agency, {registrar: ["registrar"]})
    source = _source(agency, incident, now)
    living = Described(given.records, random)
    who = random.permutation(given.records)[: round(given.listed * given.cases)]
    strangers = Described(given.cases - len(who), random)
    dead = living.of(who).and_(strangers)
    records: list[Any] = []
    for begin in range(0, given.records, 5_000):
        rows = range(begin, min(begin + 5_000, given.records))
        with transaction.atomic():
            records += missing(living, rows, incident, registrar, random)
            _photographs(records[begin:], Profile.AM, registrar, source, living.face[rows.start : rows.stop])
    with transaction.atomic():
        cases = found(dead, incident, registrar, random)
        photographed, vectors = photographed_dead(dead, cases, random)
        _photographs(photographed, Profile.PM, registrar, None, vectors)
    return incident, registrar, {cases[k].pk: records[n].pk for k, n in enumerate(who.tolist())}


class Described:
    """So many people, as arrays."""

    def __init__(self, count: int, random: np.random.Generator) -> None:
        drawn = people(count, random)
        self.sex, self.age, self.stature = drawn.sex, drawn.age, drawn.stature
        self.mark = np.where(drawn.mark >= 0, drawn.mark % (len(KINDS) * len(WHERE)), -1)
        self.place = random.integers(PLACES, size=count)
        self.thing = random.integers(len(THINGS) * len(COLOURS), size=count)
        face = random.standard_normal((count, 128))
        self.face = (face / np.linalg.norm(face, axis=1, keepdims=True)).astype("<f4")

    def of(self, who: np.ndarray) -> Described:
        some = object.__new__(Described)
        some.__dict__ = {name: values[who] for name, values in self.__dict__.items()}
        return some

    def and_(self, other: Described) -> Described:
        both = object.__new__(Described)
        both.__dict__ = {name: np.concatenate([its, other.__dict__[name]]) for name, its in self.__dict__.items()}
        return both


def thing(number: int) -> str:
    return f"{COLOURS[number % len(COLOURS)]} {THINGS[number // len(COLOURS)]}"


def subjects(kind: str, said: list[dict[str, Any]], incident: Any, by: Any) -> list[Any]:
    from django.utils import timezone

    from antigone.desk.subjects.models import Subject

    first = Subject.objects.filter(incident=incident, kind=kind).count() + 1
    return Subject.objects.bulk_create(
        Subject(
            kind=kind,
            incident=incident,
            agency_id=incident.agency_id,
            place=place,
            code=f"{incident.code}-{kind.upper()}-{place:05d}",
            opened_at=timezone.now(),
            opened_by=by,
            **its,
        )
        for place, its in enumerate(said, first)
    )


def missing(who: Described, rows: range, incident: Any, by: Any, random: np.random.Generator) -> list[Any]:
    """Records: sex of all (0.2 % wrong), age of 9 in 10, stature of 7 in 10, marks and belongings of 8 in 10, place of
    8 in 10.
    """
    from antigone.desk.records.models import Record
    from antigone.desk.subjects.models import Mark

    said = []
    for row in rows:
        sex = who.sex[row] ^ (random.random() < 0.002)
        its: dict[str, Any] = {"sex": "female" if sex else "male"}
        if random.random() < 0.9:
            its |= {"age_low": int(who.age[row]), "age_high": int(who.age[row])}
        if random.random() < 0.7 and not np.isnan(who.stature[row]):
            told = round(float(who.stature[row] + random.normal(0, 4)))
            its |= {"stature_low": told - 1, "stature_high": told + 1}
        said.append(its)
    made = subjects("am", said, incident, by)
    seen = DAY - timedelta(days=1)
    Record.objects.bulk_create(
        Record(
            subject=subject,
            last_seen_earliest=seen,
            last_seen_latest=seen,
            last_seen_place=f"village{who.place[row]:02d}" if random.random() < 0.8 else "",
            belongings=thing(who.thing[row]) if random.random() < 0.8 else "",
        )
        for subject, row in zip(made, rows, strict=True)
    )
    Mark.objects.bulk_create(
        Mark(subject=subject, what=KINDS[who.mark[row] % 3], where=WHERE[who.mark[row] // 3], description="as told")
        for subject, row in zip(made, rows, strict=True)
        if who.mark[row] >= 0 and random.random() < 0.8
    )
    return made


def found(who: Described, incident: Any, by: Any, random: np.random.Generator) -> list[Any]:
    """Cases: sex of 95 in 100 (0.5 % wrong), age within 5 years (sd; children 1.5), 2 in 100 of another person; marks
    of 9 in 10, effects of half, the place near in 8 of 10.
    """
    from antigone.desk.cases.models import Case, Effect
    from antigone.desk.subjects.models import Mark

    said = []
    for row in range(len(who.sex)):
        its: dict[str, Any] = {}
        if random.random() < 0.95:
            its["sex"] = "female" if who.sex[row] ^ (random.random() < 0.005) else "male"
        age = who.age[random.integers(len(who.age))] if random.random() < 0.02 else who.age[row]
        sd = 1.5 if age < 18 else 5.0
        seen = max(0.0, age + random.normal(0, sd))
        its |= {"age_low": max(0, round(seen - 1.96 * sd)), "age_high": min(120, round(seen + 1.96 * sd))}
        if not np.isnan(who.stature[row]):
            tall = float(who.stature[row] + random.normal(0, 2.5))
            its |= {"stature_low": round(tall - 4.9), "stature_high": round(tall + 4.9)}
        said.append(its)
    made = subjects("pm", said, incident, by)
    near = np.where(random.random(len(made)) < 0.8, who.place, random.integers(PLACES, size=len(made)))
    Case.objects.bulk_create(
        Case(subject=subject, found_on=DAY, found_place=f"village{place:02d}, the shore")
        for subject, place in zip(made, near, strict=True)
    )
    Mark.objects.bulk_create(
        Mark(subject=subject, what=KINDS[mark % 3], where=WHERE[mark // 3], description="as seen")
        for subject, mark in zip(made, who.mark.tolist(), strict=True)
        if mark >= 0 and random.random() < 0.9
    )
    Effect.objects.bulk_create(
        Effect(case_id=subject.pk, place=1, description=thing(number))
        for subject, number in zip(made, who.thing.tolist(), strict=True)
        if random.random() < 0.5
    )
    return made


def photographed_dead(who: Described, cases: list[Any], random: np.random.Generator) -> tuple[list[Any], np.ndarray]:
    """Those of whom a face was found and fit, and a template as alike to their own as scores of one person are."""
    cosines, seen = conditions()
    condition = random.integers(len(cosines), size=len(cases))
    kept = np.flatnonzero((random.random(len(cases)) < seen[condition]) & (random.random(len(cases)) < 0.7))
    score = np.interp(random.random(len(cases)), np.linspace(0, 1, len(MATED)), MATED) * cosines[condition]
    vectors = []
    for row in kept.tolist():
        own = who.face[row].astype(float)
        away = random.standard_normal(128)
        away -= away @ own * own
        cosine = float(np.clip(score[row], -1, 1))
        vectors.append(cosine * own + np.sqrt(1 - cosine**2) * away / np.linalg.norm(away))
    return [cases[row] for row in kept.tolist()], np.array(vectors).astype("<f4")


if __name__ == "__main__":
    main()
