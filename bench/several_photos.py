"""What a second reference photo is worth under each simulated condition of the dead.

    antigone evaluate ../shared/faces/lfw-dev --out OUT --principal --conditions all
    uv run python bench/several_photos.py OUT [--severity 2]

Of everybody with three photos or more, the second is searched with under the condition, as in the evaluation itself;
the first alone is enrolled, or the mean template of the first and the third. Everybody else is enrolled, or searched
with under the condition without being enrolled, as there. FNIR at FPIR 0.01 and 0.03 of the same searches.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from antigone.evidence.conditions import CONDITIONS, ConditionStep, Severity, Side
from antigone.evidence.identification import threshold_at
from antigone.evidence.samples import Samples, load, prepare
from antigone.validation.conditions import part_of
from antigone.validation.run import SAMPLES
from antigone.validation.store import FILE

FPIRS = (0.01, 0.03)
NONE = -1.0


@dataclass(frozen=True)
class Trial:
    """Whom to search for, and in which two galleries: one photo of everybody, and two of those searched for."""

    samples: Samples
    probes: np.ndarray
    strangers: np.ndarray
    mates: np.ndarray
    galleries: tuple[np.ndarray, np.ndarray]

    def figures(self, made: dict | None) -> dict:
        report = {}
        for name, gallery in zip(("one", "two"), self.galleries, strict=True):
            mate = scores(self.samples, self.probes, gallery, made)[np.arange(len(self.mates)), self.mates]
            best = scores(self.samples, self.strangers, gallery, made).max(axis=1)
            for fpir in FPIRS:
                report[f"{name}, FPIR {fpir:g}"] = round(float((mate <= threshold_at(best, fpir)).mean()), 4)
        return report


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--severity", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    trial = prepared(prepare(load(arguments.out / SAMPLES)).samples, arguments.seed)
    steps = [ConditionStep(c, Severity(arguments.severity)) for c in CONDITIONS if c.side is Side.PM]
    results = {}
    with sqlite3.connect(f"file:{arguments.out / FILE}?mode=ro", uri=True) as db:
        for step in steps:
            rows = db.execute("SELECT sha256, refusal, template FROM made WHERE variant = ?", (str(step),))
            results[step.condition.name] = trial.figures({sha: (refused, blob) for sha, refused, blob in rows})
    plain = trial.figures(None)
    report = {
        "people": len(trial.mates),
        "enrolled": len(trial.galleries[0]),
        "as they are": plain,
        "mean of conditions": {key: round(float(np.mean([r[key] for r in results.values()])), 4) for key in plain},
        "conditions": results,
    }
    print(json.dumps(report, indent=1))


def prepared(samples: Samples, seed: int) -> Trial:
    part = part_of(samples, seed=seed)
    plan, rows = part.plan, part.rows
    third = third_photos(samples)
    chosen = [i for i, row in enumerate(rows[plan.probes]) if samples.persons[row] in third]
    mates = plan.place[chosen]
    one = samples.templates[rows[plan.gallery]]
    two = one.copy()
    for place in mates:
        two[place] += samples.templates[third[samples.persons[rows[plan.gallery[place]]]]]
    two /= np.maximum(np.linalg.norm(two, axis=1, keepdims=True), 1e-9)
    return Trial(samples, rows[plan.probes][chosen], rows[plan.strangers], mates, (one, two))


def third_photos(samples: Samples) -> dict[str, int]:
    """The row of the third photo of everybody who has one, where a face was found."""
    found: dict[str, list[int]] = {}
    for row, person in enumerate(samples.persons.tolist()):
        found.setdefault(person, []).append(row)
    return {person: rows[2] for person, rows in found.items() if len(rows) > 2 and samples.found[rows[2]]}


def scores(samples: Samples, rows: np.ndarray, gallery: np.ndarray, made: dict | None) -> np.ndarray:
    vectors = samples.templates[rows] if made is None else np.stack([changed(samples, row, made) for row in rows])
    result = (vectors @ gallery.T).astype(np.float64)
    result[~vectors.any(axis=1)] = NONE
    return result


def changed(samples: Samples, row: int, made: dict) -> np.ndarray:
    """The template under the condition; zeros where no face was found."""
    refused, blob = made[samples.photos[row]]
    return np.zeros(samples.templates.shape[1], np.float32) if refused else np.frombuffer(blob, "<f4")


if __name__ == "__main__":
    main()
