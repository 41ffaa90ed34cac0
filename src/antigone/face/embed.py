"""From a face to a template: one model, or several whose templates are fused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from antigone.face.align import STANDARD, Crop, crops, maps
from antigone.face.cover import FILLINGS, Cover, Filling, filled
from antigone.types import Face, Photo, Pixels, Points, Template, Vector
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
        return self._fused(
            [_of_crops(n, crops(photo.pixels, face.landmarks, n.card, self.cuts)) for n in self.networks]
        )

    def template_under(
        self, photo: Photo, face: Face, cover: Cover, fillings: Sequence[tuple[Filling, int]] = FILLINGS
    ) -> Template:
        """``face`` with what ``cover`` hides left out of account: the sum of its templates, each way with its votes."""
        return self._fused([self._under(network, photo, face, cover, fillings) for network in self.networks])

    def _under(
        self, network: Network, photo: Photo, face: Face, cover: Cover, fillings: Sequence[tuple[Filling, int]]
    ) -> Vector:
        pictures = crops(photo.pixels, face.landmarks, network.card, self.cuts)
        masks = self._masks(network.card, cover, face.landmarks)
        votes = [votes * _of_crops(network, filled(pictures, masks, way)) for way, votes in fillings]
        return _unit(np.sum(votes, axis=0))

    def _masks(self, card: Card, cover: Cover, landmarks: Points) -> NDArray[np.bool_]:
        laid = [cover.laid(way, card.width, card.height) for way in maps(landmarks, card, self.cuts)]
        return np.stack([mask[:, ::-1] if one.mirrored else mask for mask, one in zip(laid, self.cuts, strict=True)])

    def _fused(self, parts: list[Vector]) -> Template:
        whole = np.concatenate(parts) / np.float32(np.sqrt(len(parts)))
        return Template(whole.astype(np.float32), self.model)


def _of_crops(network: Network, pictures: Pixels) -> Vector:
    card: Card = network.card
    values = next(iter(network.run(pictures).values())).reshape(len(pictures), card.output)
    # Each crop has one vote: weighting them by the model's own lengths made no measurable difference.
    votes = values / np.maximum(np.linalg.norm(values, axis=1, keepdims=True), 1e-12)
    total = _unit(votes.sum(axis=0))
    return _unit(total - np.array(card.centre)) if card.centre else total


def _unit(vector: NDArray[np.floating]) -> Vector:
    return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-12), dtype=np.float32)
