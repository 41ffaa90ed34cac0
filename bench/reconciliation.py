"""Reconciliation of simulated incidents: joint assignment against taking each list's first, and the error rate of what
is proposed. No photographs are needed:

    uv run python bench/reconciliation.py [--bodies 2000] [--missing 20000] [--listed 0.9] [--closed] [--seeds 5]
                                          [--faces living|one|two|none] [--worse] [--tests 1] [--out FILE.json]

Face weights of strangers are drawn from the shipped calibration (its strata by age band and sex, one photo each), of
mated comparisons from the scores measured on LFW. Everything that is assumed stands in simulated_incident.py and,
in words, in docs/reconciliation.md.

    uv run python bench/reconciliation.py --measure lfw.npz      the quantiles again, from `antigone embed` of lfw-dev
"""

from __future__ import annotations

import argparse
import json
import resource
import time
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
from scipy.stats import beta

from antigone.evidence.calibration import Calibration
from antigone.reconciliation.joint import NOBODY, propose_joint
from antigone.reconciliation.proposals import contested, first_of_lists, propose
from antigone.reconciliation.sampling import Posterior, posterior
from antigone.reconciliation.settling import suggest_next
from antigone.reconciliation.table import PairTable, of_weights
from antigone.weighing import shipped
from simulated_incident import MODEL, measure, simulate

AT = (0.5, 0.9, 0.99, 0.999)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bodies", type=int, default=2000)
    parser.add_argument("--missing", type=int, default=20000)
    parser.add_argument("--listed", type=float, default=0.9)
    parser.add_argument("--closed", action="store_true", help="everybody dead is on the list")
    parser.add_argument("--faces", choices=("living", "one", "two", "none"), default="one")
    parser.add_argument("--worse", action="store_true", help="errors of all other lines are twice what is stated")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--tests", type=int, default=1, help="seeds in which the DNA tests are simulated")
    parser.add_argument("--measure", type=Path)
    parser.add_argument("--out", type=Path)
    arguments = parser.parse_args()
    if arguments.measure:
        return measure(arguments.measure)
    calibration = shipped(MODEL)
    assert calibration is not None
    runs = [one_run(arguments, calibration, seed) for seed in range(arguments.seeds)]
    report = summed(runs) | {"arguments": {k: v for k, v in vars(arguments).items() if k not in ("out", "measure")}}
    text = json.dumps(report, indent=1, default=float)
    print(text)
    if arguments.out:
        arguments.out.write_text(text)
    return None


def one_run(arguments: argparse.Namespace, calibration: Calibration, seed: int) -> dict:
    incident = simulate(arguments, calibration, seed)
    simulated = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    begun = time.process_time(), time.perf_counter()
    table = of_weights(incident.cases, incident.lists, incident.weights)
    assert isinstance(table, PairTable), table
    joint = propose_joint(table)
    result = posterior(table, seed=seed)
    propose(result, joint)
    then = suggest_next(result)
    spent = time.process_time() - begun[0], time.perf_counter() - begun[1]
    truth, there = incident.truth, incident.truth != NOBODY
    by_all = record_of(table, first_of_lists(table))
    answers = {"first_of_list": by_all, "joint": joint.record, "most_probable": most_probable(result)}
    answers["joint_nobody_left_out"] = propose_joint(replace(table, ln_odds=table.ln_odds + 60)).record
    if incident.face is not None:
        answers["first_of_list_face_alone"] = np.argmax(incident.face, axis=1)
    return {
        "seconds_cpu": spent[0],
        "seconds": spent[1],
        "gb_before": simulated,
        "gb_peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20,
        "largest_difference": result.largest_difference,
        "largest_error": float(result.error.max(initial=0)),
        "pairs": len(table.record),
        "contested": len(contested(table)),
        "answers": {name: judged(answer, truth, there) for name, answer in answers.items()},
        "proposed": {str(at): above(result, truth, at) for at in AT},
        "first_of_list_as_many": {str(at): as_many(result, truth, at) for at in AT},
        "bins": bins(result, truth),
        "tests": tests(table, result, then, truth, seed) if seed < arguments.tests else None,
    }


def record_of(table: PairTable, places: np.ndarray) -> np.ndarray:
    return np.where(places >= 0, table.record[np.maximum(places, 0)], NOBODY)


def most_probable(result: Posterior) -> np.ndarray:
    """Each case's most probable record, if it is more probable than nobody; of one record's cases the most probable."""
    table, answer = result.table, np.full(len(result.nobody), NOBODY)
    case_of = table.case
    taken: set[int] = set()
    for place in np.argsort(-result.pair).tolist():
        case, record = int(case_of[place]), int(table.record[place])
        if result.pair[place] > result.nobody[case] and answer[case] == NOBODY and record not in taken:
            answer[case] = record
            taken.add(record)
    return answer


def judged(answer: np.ndarray, truth: np.ndarray, there: np.ndarray) -> dict:
    given = answer != NOBODY
    return {
        "correct_of_listed": float((answer == truth)[there].mean()),
        "proposed": int(given.sum()),
        "wrong": int((given & (answer != truth)).sum()),
    }


def above(result: Posterior, truth: np.ndarray, at: float) -> dict:
    case = result.table.case
    rows = np.flatnonzero(result.pair >= at)
    right = truth[case[rows]] == result.table.record[rows]
    return {"proposed": len(rows), "wrong": int((~right).sum()), "expected_wrong": float((1 - result.pair[rows]).sum())}


def as_many(result: Posterior, truth: np.ndarray, at: float) -> dict:
    """As many firsts of lists as there are pairs above a posterior, those of the largest weight."""
    table, first = result.table, first_of_lists(result.table)
    places = first[first >= 0]
    places = places[np.argsort(-table.ln_odds[places])][: int((result.pair >= at).sum())]
    wrong = truth[table.case[places]] != table.record[places]
    return {"proposed": len(places), "wrong": int(wrong.sum())}


def bins(result: Posterior, truth: np.ndarray) -> list[list[float]]:
    """Posterior from, pairs, sum of posteriors, right."""
    case, edges = result.table.case, (0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 1.01)
    right = truth[case] == result.table.record
    rows = [(result.pair >= low) & (result.pair < high) for low, high in pairwise(edges)]
    return [
        [low, int(m.sum()), float(result.pair[m].sum()), int(right[m].sum())]
        for low, m in zip(edges, rows, strict=False)
    ]


def undecided(result: Posterior) -> float:
    """Bits, of all cases together."""
    share = np.concatenate([result.pair, result.nobody])
    share = share[share > 0]
    return float(-(share * np.log2(share)).sum())


def tests(table: PairTable, result: Posterior, then, truth: np.ndarray, seed: int) -> dict:
    """How far undecidedness falls when twelve cases are tested: those suggested, the most undecided, and any."""
    names = {case.names[0]: place for place, case in enumerate(table.cases)}
    share = result.pair * -np.log2(np.maximum(result.pair, 1e-300))
    own = np.bincount(table.case, share, minlength=len(table.cases))
    own += result.nobody * -np.log2(np.maximum(result.nobody, 1e-300))
    random = np.random.default_rng(seed)
    chosen = {
        "suggested": [names[one.cases[0]] for one in then],
        "most_undecided": np.argsort(-own)[: len(then)].tolist(),
        "any_undecided": random.permutation(np.flatnonzero(own > 0.1))[: len(then)].tolist(),
    }
    before = undecided(result)
    found = {
        name: before - undecided(posterior(told(table, cases, truth), seed=seed)) for name, cases in chosen.items()
    }
    return {"before": before, "foretold": sum(one.gain for one in then), "cases": len(then)} | found


def told(table: PairTable, cases: list[int], truth: np.ndarray) -> PairTable:
    """The table once ``cases`` were tested and the truth is known of them."""
    odds, nobody, case = table.ln_odds.copy(), table.elsewhere.copy(), table.case
    for one in cases:
        own = slice(table.starts[one], table.starts[one + 1])
        odds[own] = np.where(table.record[own] == truth[one], 60.0, -60.0)
        nobody[one] = 0.0
    assert len(case) == len(odds)
    return PairTable(table.cases, table.records, table.starts, table.record, odds, nobody)


def summed(runs: list[dict]) -> dict:
    """Means with the lowest and highest seed; wrong shares pooled, with the upper end of their 95 % interval."""

    def spread(values: list[float]) -> list[float]:
        return [float(np.mean(values)), float(min(values)), float(max(values))]

    def wrong(parts: list[dict]) -> dict:
        n, k = sum(p["proposed"] for p in parts), sum(p["wrong"] for p in parts)
        ends = [
            float(beta.ppf(0.025, k, n - k + 1)) if k else 0.0,
            float(beta.ppf(0.975, k + 1, n - k)) if k < n else 1.0,
        ]
        return {"proposed": n / len(parts), "wrong_share": k / n if n else None, "wrong_95": ends if n else None}

    report = {name: spread([run[name] for run in runs]) for name in runs[0] if isinstance(runs[0][name], int | float)}
    report["answers"] = {
        name: {"correct_of_listed": spread([run["answers"][name]["correct_of_listed"] for run in runs])}
        | wrong([run["answers"][name] for run in runs])
        for name in runs[0]["answers"]
    }
    report["proposed"] = {
        at: wrong([run["proposed"][at] for run in runs])
        | {
            "expected_wrong_share": sum(r["proposed"][at]["expected_wrong"] for r in runs)
            / max(sum(r["proposed"][at]["proposed"] for r in runs), 1)
        }
        for at in runs[0]["proposed"]
    }
    report["first_of_list_as_many"] = {
        at: wrong([run["first_of_list_as_many"][at] for run in runs]) for at in runs[0]["proposed"]
    }
    report["bins"] = np.array([run["bins"] for run in runs]).sum(axis=0).tolist()
    tested = [run["tests"] for run in runs if run["tests"]]
    if tested:
        report["tests"] = {name: spread([one[name] for one in tested]) for name in tested[0]} | {"seeds": len(tested)}
    return report


if __name__ == "__main__":
    main()
