"""What a second enrolled photo is worth: the same searches with one photo of everybody, and with two."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from antigone.evidence.bootstrap import draws, interval
from antigone.evidence.identification import FPIRS, SplitScores, fnir, plan, search
from antigone.evidence.samples import Samples


def with_two_photos(samples: Samples, seed: int, fusion: str = "mean-template") -> tuple[SplitScores, SplitScores]:
    """The same searches in two galleries: one photo enrolled of everybody, and two of those who have three or more.

    ``fusion``: ``mean-template`` or ``max``. Returns (one, two).
    """
    chosen = plan(samples, seed, least=3)
    gallery, found = samples.templates[chosen.gallery], samples.found[chosen.gallery]
    one = search(samples, chosen, gallery, found)
    other = samples.templates[chosen.second]
    both = found | samples.found[chosen.second]
    if fusion == "max":
        return one, search(samples, chosen, gallery, both, second=other)
    mean = gallery + other
    mean /= np.maximum(np.linalg.norm(mean, axis=1, keepdims=True), 1e-12)
    return one, search(samples, chosen, mean, both)


def two_photos_against_one(
    samples: Samples, fusion: str = "mean-template", splits: int = 10, repeats: int = 300, seed: int = 1
) -> dict[str, Any]:
    """FNIR with one and with two photos enrolled, at the same FPIR, as means over random splits; and by how much it
    falls.

    Intervals: 95 %, bootstrap over people: those searched for with all their photos and splits, and the strangers.
    """
    pairs = [with_two_photos(samples, number, fusion) for number in range(splits)]
    people = np.unique(np.concatenate([one.person for one, _ in pairs]))
    report: dict[str, Any] = {
        "fusion": fusion,
        "splits": splits,
        "people": len(people),
        "mated_searches_a_split": len(pairs[0][0].mate),
        "non_mated_searches_a_split": len(pairs[0][0].stranger),
        "enrolled": pairs[0][0].enrolled,
    }
    replicates: dict[float, list[tuple[float, float]]] = {fpir: [] for fpir in FPIRS}
    random = np.random.default_rng(seed)
    for times in draws(len(people), repeats, seed):
        drawn = [_drawn(pair, times[np.searchsorted(people, pair[0].person)], random) for pair in pairs]
        for fpir in FPIRS:
            replicates[fpir].append(_means(drawn, fpir))
    everybody = [(one, two, np.ones(len(one.mate))) for one, two in pairs]
    for fpir in FPIRS:
        one, two = _means(everybody, fpir)
        falls = [1 - b / a for a, b in replicates[fpir] if a > 0]
        report[f"fnir_at_fpir_{fpir:g}"] = {
            "one_photo": one,
            "two_photos": two,
            "lower_by": 1 - two / one if one > 0 else None,
            "lower_by_95": list(interval(falls)),
        }
    return report


_Drawn = tuple[SplitScores, SplitScores, Any]


def _drawn(pair: tuple[SplitScores, SplitScores], weight: Any, random: np.random.Generator) -> _Drawn:
    one, two = pair
    rows = random.integers(len(one.stranger), size=len(one.stranger))
    return replace(one, stranger=one.stranger[rows]), replace(two, stranger=two.stranger[rows]), weight


def _means(drawn: list[_Drawn], fpir: float) -> tuple[float, float]:
    ones = [fnir(one, fpir, weight) for one, _, weight in drawn]
    twos = [fnir(two, fpir, weight) for _, two, weight in drawn]
    return float(np.mean(ones)), float(np.mean(twos))
