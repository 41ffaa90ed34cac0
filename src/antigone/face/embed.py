"""From a face to a template: one model, or several whose templates are fused."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from antigone.face.align import STANDARD, Crop, crops
from antigone.types import Face, Photo, Template, Vector
from antigone.weights.card import Card
from antigone.weights.session import Network

RECIPE = "r1"
"""How landmarks, crops and averages are made. It is part of a template's model id: change it when they change."""


@dataclass(frozen=True, slots=True)
class Embedder:
    """Turns faces into templates of length 1, whose inner product is their similarity.

    With several networks a template is their templates side by side, each of the same weight, so that the inner
    product is the mean of their cosines.
    """

    networks: tuple[Network, ...]
    cuts: tuple[Crop, ...] = STANDARD

    @property
    def name(self) -> str:
        """What ``--model`` takes."""
        return "+".join(network.card.name for network in self.networks)

    @property
    def model(self) -> str:
        """What the templates are marked with: models, files and recipe."""
        return "+".join(network.card.id for network in self.networks) + f"/{RECIPE}"

    @property
    def size(self) -> int:
        """How many numbers a template has."""
        return sum(network.card.output for network in self.networks)

    def template(self, photo: Photo, face: Face) -> Template:
        parts = [_one(network, photo, face, self.cuts) for network in self.networks]
        whole = np.concatenate(parts) / np.float32(np.sqrt(len(parts)))
        return Template(whole.astype(np.float32), self.model)


def _one(network: Network, photo: Photo, face: Face, cuts: tuple[Crop, ...]) -> Vector:
    card: Card = network.card
    pictures = crops(photo.pixels, face.landmarks, card, cuts)
    values = next(iter(network.run(pictures).values())).reshape(len(cuts), card.output)
    # Each crop has one vote: weighting them by the model's own lengths made no measurable difference.
    votes = values / np.maximum(np.linalg.norm(values, axis=1, keepdims=True), 1e-12)
    total = _unit(votes.sum(axis=0))
    return _unit(total - np.array(card.centre)) if card.centre else total


def _unit(vector: NDArray[np.floating]) -> Vector:
    return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-12), dtype=np.float32)
