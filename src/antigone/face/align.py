"""From a face in a photo to the small upright pictures a model compares."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from antigone.face.geometry import Map, compose, cut, similarity
from antigone.types import Pixels, Points
from antigone.weights.card import Card


@dataclass(frozen=True, slots=True)
class Crop:
    """One way of cutting the same face: how large it stands in the model's picture, and whether in a mirror."""

    scale: float
    mirrored: bool


PLAIN = (Crop(1.0, mirrored=False),)
STANDARD = (Crop(1.0, mirrored=False), Crop(0.94, mirrored=True), Crop(1.06, mirrored=True))
"""The cheapest set that keeps the gain of many more: docs/decisions/0004-crops.md has what was tried."""


def crops(picture: Pixels, landmarks: Points, card: Card, cuts: tuple[Crop, ...] = STANDARD) -> Pixels:
    """``landmarks``' face as ``card``'s model wants it: len(cuts) x height x width x 3."""
    pictures = np.empty((len(cuts), card.height, card.width, 3), np.uint8)
    for number, (one, way) in enumerate(zip(cuts, maps(landmarks, card, cuts), strict=True)):
        part = cut(picture, way, card.width, card.height)
        pictures[number] = part[:, ::-1] if one.mirrored else part
    return pictures


def maps(landmarks: Points, card: Card, cuts: tuple[Crop, ...] = STANDARD) -> list[Map]:
    """How the photo is mapped onto each of the pictures, before any is mirrored."""
    aligned = similarity(landmarks, np.array(card.points))
    middle = np.array([card.width / 2, card.height / 2])
    return [compose(_about(middle, one.scale), aligned) for one in cuts]


def _about(middle: np.ndarray, scale: float) -> Map:
    shift = middle * (1 - scale)
    return np.array([[scale, 0, shift[0]], [0, scale, shift[1]]])
