"""A report of an evaluation, of people who are only numbers: small, quick, with every part in it."""

from __future__ import annotations

from typing import Any

import numpy as np

from antigone.evidence.conditions import CONDITIONS, Severity
from antigone.evidence.evaluation import EvaluationPlan, evaluate, plain
from antigone.evidence.samples import Samples
from antigone.validation.conditions import at_old_threshold, effect, mean_fnir, part_of, ranking
from antigone.validation.run import SIMULATED

HOSTILE = ("<script>alert(1)</script>", '#read("/etc/passwd")', "فاطمة", "漢字", "$x_1^2$ \\ & {{ 7*7 }}")
"""Names of groups that somebody's table might hold."""
MADE: dict[str, Any] = {
    "antigone": "0.1.0",
    "date": "2026-03-04",
    "python": "3.11.7",
    "machine": "Linux x86_64",
    "libraries": {"numpy": "2.4.6"},
    "models": [{"name": "sface", "sha256": "f" * 64, "licence": "Apache-2.0", "precision": "bf16"}],
    "source": "closed-cases.csv",
    "groups": None,
    "conditions": ["pallor:mild"],
    "seed": 1,
}


def full_report() -> dict[str, Any]:
    """Every part measured, on 450 people of whom 160 have two photos."""
    samples = people()
    report = evaluate(samples, EvaluationPlan(("group",), splits=2, repeats=8))
    report["data"] |= {"lacking": {"group": 0}, "fingerprint": "ab" * 32, "refusals": {"no-face": 1}}
    return plain(report | {"conditions": conditions(samples), "made": MADE})  # type: ignore[no-any-return]


def people(noise: float = 0.5, seed: int = 3) -> Samples:
    """Templates drawn by chance; the people of the first two groups look alike."""
    random = np.random.default_rng(seed)
    person = np.array([n for n in range(160) for _ in range(2)] + list(range(160, 450)))
    group = person % len(HOSTILE)
    alike = (np.arange(450) % len(HOSTILE) < 2)[:, None]
    centre = random.normal(size=(450, 32)) + np.where(alike, 0.7, 0.0)
    templates = centre[person] + noise * random.normal(size=(len(person), 32))
    templates /= np.linalg.norm(templates, axis=1, keepdims=True)
    refusals = np.where(np.arange(len(person)) == 5, "no-face", "")
    return Samples(
        "numbers@1",
        np.array([f"{n}.jpg" for n in range(len(person))]),
        np.array([f"P{n}" for n in person]),
        np.array([f"{n:064x}" for n in range(len(person))]),
        np.where(refusals[:, None] == "", templates, 0).astype(np.float32),
        refusals,
        np.ones(len(person), np.float32),
        {"group": np.array([HOSTILE[n] for n in group])},
        {},
    )


def conditions(samples: Samples) -> dict[str, Any]:
    """What two conditions would do, had they been drawn: here the templates only become noisier."""
    part = part_of(samples, 60, 1)
    results = []
    for condition, severity, noise in ((CONDITIONS[0], Severity.MILD, 0.7), (CONDITIONS[1], Severity.SEVERE, 1.5)):
        changed = people(noise).take(part.wanted(condition.side))
        results.append(
            {
                "condition": condition.name,
                "severity": int(severity),
                "amount": condition.severity(severity),
                "title": condition.title,
                "side": condition.side.value,
                **effect(samples, part, changed, condition.side),
                "at_the_threshold_of_good_photos": at_old_threshold(samples, part, changed, condition.side, 0.01),
            }
        )
    return {
        "note": SIMULATED,
        "as_they_are": {"pm": effect(samples, part, None, CONDITIONS[0].side)},
        "results": results,
        "worst_first": ranking(results),
        "mean_fnir_at_fpir_0.01": {"1": mean_fnir(results, 1), "3": mean_fnir(results, 3)},
    }
