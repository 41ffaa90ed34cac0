"""Identification figures from templates, with intervals by bootstrap over people.

Protocol: one photo is enrolled of everyone who has several, and of a share of those who have one; the other photos of
the first are the mated searches, the rest of the second the non-mated ones. A face that was not found counts as a miss
(mated) and as no false candidate (non-mated); it is never left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath

import numpy as np
from numpy.typing import NDArray

ENROLLED_SINGLES = 0.487  # gives 1,826 enrolled and 1,039 non-mated searches on the half the targets were set on


@dataclass(frozen=True)
class Searches:
    """Scores of one split: ``mate`` and ``best`` of every mated search, ``stranger`` of every non-mated one."""

    mate: NDArray[np.float64]
    best: NDArray[np.float64]
    stranger: NDArray[np.float64]
    person: NDArray[np.int64]
    enrolled: int


def searches(
    paths: NDArray[np.str_], templates: NDArray[np.float32], found: NDArray[np.bool_], seed: int, cohort: float = 0.0
) -> Searches:
    """Seed 0 enrols everybody's first photo; other seeds a random one.

    ``cohort`` is the share of the mean of a search's 50 next best scores that is taken off all of its scores.
    """
    names = np.array([PurePosixPath(path).parts[0] for path in paths])
    _, person, count = np.unique(names, return_inverse=True, return_counts=True)
    photos = [np.flatnonzero(person == number) for number in range(len(count))]
    random = np.random.default_rng(seed)
    several = np.flatnonzero(count > 1)
    gallery = [photos[p][0] if seed == 0 else random.choice(photos[p]) for p in several]
    single = random.permutation(np.flatnonzero(count == 1))
    cut = int(len(single) * ENROLLED_SINGLES)
    gallery = np.array(gallery + [photos[p][0] for p in single[:cut]])
    probes = np.setdiff1d(np.concatenate([photos[p] for p in several]), gallery)
    strangers = np.array([photos[p][0] for p in single[cut:]])
    scores = _scores(templates, found, probes, gallery)
    place = np.searchsorted(several, person[probes])
    scores -= cohort * _next_best(scores)
    mate = scores[np.arange(len(probes)), place]
    scores[np.arange(len(probes)), place] = -np.inf
    other = scores.max(axis=1)
    others = _scores(templates, found, strangers, gallery)
    stranger = (others - cohort * _next_best(others)).max(axis=1)
    return Searches(mate, np.maximum(mate, other), stranger, person[probes], len(gallery))


def _next_best(scores: NDArray) -> NDArray[np.float64]:
    return np.sort(scores, axis=1)[:, -51:-1].mean(axis=1, keepdims=True)


def _scores(templates: NDArray, found: NDArray, probes: NDArray, gallery: NDArray) -> NDArray[np.float64]:
    scores = (templates[probes] @ templates[gallery].T).astype(np.float64)
    scores[~found[probes]] = -1
    scores[:, ~found[gallery]] = -1
    return scores


def rank_one(s: Searches, weight: NDArray | None = None) -> float:
    return float(np.average((s.mate >= s.best) & (s.mate > -1), weights=weight))


def fnir(s: Searches, fpir: float, weight: NDArray | None = None) -> float:
    """Share of mated searches whose mate is not above the threshold that ``fpir`` of the non-mated searches pass."""
    allowed = int(fpir * len(s.stranger) + 1e-9)
    threshold = np.sort(s.stranger)[::-1][allowed]
    return float(np.average(s.mate <= threshold, weights=weight))


def interval(s: Searches, figure, repeats: int = 1000, seed: int = 1) -> tuple[float, float]:
    """95 % interval of ``figure(searches, weight)``, drawing mated people (with all their photos) again and again.

    The non-mated searches, one a person, are drawn again too.
    """
    random = np.random.default_rng(seed)
    people, place = np.unique(s.person, return_inverse=True)
    values = []
    for _ in range(repeats):
        times = np.bincount(random.integers(len(people), size=len(people)), minlength=len(people))
        stranger = random.choice(s.stranger, size=len(s.stranger))
        drawn = Searches(s.mate, s.best, stranger, s.person, s.enrolled)
        values.append(figure(drawn, times[place]))
    low, high = np.quantile(values, [0.025, 0.975])
    return float(low), float(high)
