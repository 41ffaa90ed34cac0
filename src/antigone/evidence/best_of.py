"""What several photographs of one stranger are worth on a list that ranks by the best of them.

Five photographs of one stranger reach a score more often than one, and less often than five strangers would: they
resemble each other. How much less is counted here, high in the tail, where lists have their first places.
"""

from __future__ import annotations

import numpy as np

from antigone.evidence.pairs import Sides, drawn_strangers
from antigone.evidence.samples import Floats, Ints, Samples

MOST = 5
"""Photographs of one person that are looked at together; for more, as many such handfuls are taken as independent."""
FEWEST = 30
"""People with so many photographs, for them to be counted."""
_PAIRS = 100_000
_SEEN = 100
"""Scores above the level at which the two are compared: deep in the tail, and still not by chance."""


def worth_of_several(samples: Samples, sides: Sides, seed: int = 1) -> tuple[float, ...]:
    """How many independent photographs 1, 2, ... photographs of one stranger are worth; empty where too few people
    have two. ``sides``: one reference, and as many probes as are searched with.
    """
    worth = [1.0]
    _, place = samples.people()
    of_each = np.bincount(place[sides.reference])
    for photos in range(2, MOST + 1):
        if np.count_nonzero(of_each >= photos) < FEWEST:
            break
        scores = _scores(samples, Sides(sides.reference, sides.probe, photos, sides.probes), seed + photos)
        if len(scores) * photos < 10 * _SEEN:
            break
        worth.append(min(max(_worth(scores), worth[-1]), float(photos)))
    return tuple(round(value, 4) for value in worth) if len(worth) > 1 else ()


def _scores(samples: Samples, sides: Sides, seed: int) -> Floats:
    """(n, references): of each reference with the mean of the probes, two strangers a row."""
    references, probes = drawn_strangers(samples, sides, seed, _PAIRS)
    return np.stack([_against_mean(samples, references[:, one], probes) for one in range(sides.references)], axis=1)


def _against_mean(samples: Samples, reference: Ints, probes: Ints) -> Floats:
    result = np.empty(len(reference))
    for start in range(0, len(reference), 20_000):
        part = slice(start, start + 20_000)
        mean = samples.templates[probes[part]].sum(axis=1, dtype=np.float64)
        mean /= np.maximum(np.linalg.norm(mean, axis=1, keepdims=True), 1e-12)
        result[part] = np.einsum("nd,nd->n", samples.templates[reference[part]], mean)
    return result


def _worth(scores: Floats) -> float:
    """The power to which the share of single photographs below a level is the share of the best of them below it."""
    single = np.sort(scores.ravel())
    level = single[-min(_SEEN, len(single) - 1)]
    below_one, below_all = np.mean(single < level), np.mean(scores.max(axis=1) < level)
    return float(np.log(below_all) / np.log(below_one)) if below_all > 0 and below_one < 1 else float(scores.shape[1])
