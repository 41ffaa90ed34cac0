"""One score for two people from all of their photographs, and one table from two models."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from antigone.errors import SamplesInvalid, UsageError
from antigone.evidence.samples import Floats, Samples

SHARPNESS = 10.0
"""Of the soft maximum: large is the maximum, near 0 the mean."""

Templates = NDArray[np.float32]


def _flat(scores: Floats) -> Floats:
    return scores.reshape(len(scores), -1)


def _top_two(scores: Floats) -> Floats:
    flat = _flat(scores)
    most = min(2, flat.shape[1])
    return np.asarray(np.partition(flat, -most, axis=1)[:, -most:].mean(axis=1))


def _soft_max(scores: Floats) -> Floats:
    flat = _flat(scores)
    largest = flat.max(axis=1)
    return np.asarray(largest + np.log(np.exp(SHARPNESS * (flat - largest[:, None])).mean(axis=1)) / SHARPNESS)


_OF_SCORES: dict[str, Callable[[Floats], Floats]] = {
    "max": lambda scores: _flat(scores).max(axis=1),
    "mean": lambda scores: _flat(scores).mean(axis=1),
    "top-2": _top_two,
    "soft-max": _soft_max,
}
FUSIONS = (*_OF_SCORES, "mean-template")
"""max: the best pair; mean: of all pairs; top-2: mean of the two best; soft-max: between max and mean;
mean-template: cosine of the two people's mean templates."""


def fuse(fusion: str, references: Templates, probes: Templates) -> Floats:
    """Score of n persons' references (n x r x d) with n probes' photos (n x p x d). Symmetric in the photos' order.

    Raises:
        UsageError: no such fusion.
    """
    if fusion not in FUSIONS:
        raise UsageError(f"There is no fusion {fusion!r}.", f"Choose one of {', '.join(FUSIONS)}.")
    if fusion == "mean-template":
        one, other = references.sum(axis=1, dtype=np.float64), probes.sum(axis=1, dtype=np.float64)
        lengths = np.linalg.norm(one, axis=1) * np.linalg.norm(other, axis=1)
        return np.asarray(np.einsum("nd,nd->n", one, other) / np.maximum(lengths, 1e-12))
    if references.shape[1] == probes.shape[1] == 1:
        return np.asarray(np.einsum("nd,nd->n", references[:, 0], probes[:, 0]), np.float64)
    return _OF_SCORES[fusion](np.einsum("nrd,npd->nrp", references, probes).astype(np.float64))


def two_models(first: Samples, second: Samples, share: float = 0.5) -> Samples:
    """One table from two models' tables of the same photos. Its scores are the weighted mean of theirs.

    ``share`` is the first model's part, 0-1. A photo one of them refused is refused.

    Raises:
        SamplesInvalid: the tables are not of the same photos of the same people.
    """
    if not (np.array_equal(first.paths, second.paths) and np.array_equal(first.persons, second.persons)):
        raise SamplesInvalid("The two tables are not of the same photos.", "Make both from the same folder.")
    joined = np.concatenate([first.templates * np.sqrt(share), second.templates * np.sqrt(1 - share)], axis=1)
    refusals = np.where(first.refusals == "", second.refusals, first.refusals)
    joined[refusals != ""] = 0
    return replace(first, model=f"{first.model}+{second.model}", templates=joined.astype(np.float32), refusals=refusals)
