"""Nobody may be recognised in the demo: how like real people the composites are, to Antigone and to a second network.

Every composite is compared with the lent photographs, of those it was made of and of all others. What is usual comes
from the same photographs: what two of one real person score, and what real strangers score. Contributors are weighed by
both networks, as weighing by one alone taught the composites to evade that one only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float64]
Score = Callable[[Vectors, Vectors], Vectors]
_MOST_A_PERSON = 10


def cosine(one: Vectors, other: Vectors) -> Vectors:
    return np.asarray(one @ other.T, dtype=np.float64)


def nearness(one: Vectors, other: Vectors) -> Vectors:
    """The Euclidean distance, as dlib's network wants it, with a minus: more is more alike."""
    square = (one**2).sum(axis=1)[:, None] + (other**2).sum(axis=1)[None] - 2 * one @ other.T
    return np.asarray(-np.sqrt(np.maximum(square, 0)), dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Usual:
    """Scores among real people. ``mated``: pairs of one person, at most ten a person. ``nearest``: one photograph of
    each person with the most similar one of anybody else. ``limit``: false-match rate to threshold."""

    mated: Vectors
    nearest: Vectors
    limit: dict[float, float]


def usual(people: NDArray[np.str_], vectors: Vectors, score: Score) -> Usual:
    names, owner = np.unique(people, return_inverse=True)
    random, mated, first = np.random.default_rng(1), [], []
    for person in range(len(names)):
        own = np.flatnonzero(owner == person)
        first.append(own[0])
        between = score(vectors[own], vectors[own])[np.triu_indices(len(own), 1)]
        mated.append(random.permutation(between)[:_MOST_A_PERSON])
    scores = score(vectors[first], vectors)
    scores[owner[first][:, None] == owner[None]] = -np.inf
    strangers = np.sort(scores[:, first][np.isfinite(scores[:, first])])
    limit = {rate: float(strangers[-max(1, round(rate * strangers.size))]) for rate in (1e-2, 1e-3, 1e-4)}
    return Usual(np.concatenate(mated), scores.max(axis=1), limit)


@dataclass(frozen=True, slots=True)
class Likeness:
    """One row a composite photograph: its highest score with a contributor, and with a real person who is none."""

    contributor: Vectors
    other: Vectors


def likeness(people: NDArray[np.str_], scores: Vectors, contributors: Sequence[frozenset[str]]) -> Likeness:
    """``scores``: one row a composite photograph, one column a real one."""
    own = np.stack([np.isin(people, list(names)) for names in contributors])
    return Likeness(np.where(own, scores, -np.inf).max(axis=1), np.where(own, -np.inf, scores).max(axis=1))


def bound(real: Usual, scores: Vectors, own: NDArray[np.bool_]) -> Vectors:
    """How like a contributor each composite may be to the second network: as like as somebody who had no part in it is,
    or as 95 in 100 real people are like the stranger most like them. (It takes people of some groups for alike.)"""
    return np.maximum(np.percentile(real.nearest, 95), np.where(own, -np.inf, scores).max(axis=1))


def allowed(real: Usual, found: Likeness, second: Usual, found2: Likeness) -> bool:
    """Whether nobody is recognisable.

    To Antigone: with every contributor below the threshold at a false-match rate of 1e-4; and with anybody as rarely as
    real people beyond what 95 in 100 of them score with the stranger most like them. To the second network: ``bound``.
    """
    limit, near = real.limit[1e-4], float(np.percentile(real.nearest, 95))
    often = float((np.maximum(found.contributor, found.other) > near).mean())
    more = found2.contributor - np.maximum(np.percentile(second.nearest, 95), found2.other)
    print(f"\nHighest with a contributor {found.contributor.max():.3f}; limit {limit:.3f}")
    print(f"Beyond {near:.3f} with anybody: {often:.3f} of the composites; limit 0.05")
    print(
        f"Second network, beyond its bound: {int((more > 0).sum())} of {len(more)} (highest {more.max():+.3f}); limit 0"
    )
    return float(found.contributor.max()) < limit and often <= 0.05 and not (more > 0).any()


def tell(title: str, real: Usual, found: Likeness) -> None:
    """Prints what is usual among real people, and what was found of the composites."""
    print(f"\n{title}: {len(real.nearest)} real people, {len(found.other)} composite photographs")
    limits = ", ".join(f"{value:.3f} at FMR {rate:g}" for rate, value in real.limit.items())
    print(f"  real, thresholds: {limits}")
    _row("real, two photographs of one person", real.mated)
    _row("real, with the stranger most like them", real.nearest)
    _row("composite, with its most similar contributor", found.contributor)
    _row("composite, with the most similar of all others", found.other)
    first = int((found.contributor > found.other).sum())
    print(f"  the most similar of all is a contributor in {first} of {len(found.other)}")


def _row(name: str, values: Vectors) -> None:
    spread = ", ".join(f"{np.percentile(values, q):.3f}" for q in (0, 5, 50, 95, 100))
    print(f"  {name}: {spread} (least, 5 %, median, 95 %, highest)")
