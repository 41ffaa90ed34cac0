"""What hides part of a face, painted by a person, and how it is left out of account.

A model compares a whole picture. So the hidden part is also filled in from its surroundings, and the templates of the
picture as it is and as filled in are added (docs/decisions/0048). What is filled in exists in pictures that only a
model or the detector looks at, for as long as it looks; nobody is ever shown it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray

from antigone.face.geometry import UPRIGHT, cut, similarity
from antigone.types import Pixels, Points

Mask = NDArray[np.bool_]
"""Height x width of the upright photo: True where the face is hidden."""

SIDE = 128
"""Pixels of the upright picture on which it is measured how much of a face is covered."""
_EYES = 44.0  # pixels between the eyes of an average face in it
_X = (np.arange(SIDE)[None, :] - (SIDE - 1) / 2) / _EYES
_Y = (np.arange(SIDE)[:, None] - (SIDE - 1) / 2) / _EYES
_FACE: Mask = (_X / 0.9) ** 2 + ((_Y - 0.15) / 1.1) ** 2 < 1  # the brow's upper edge to the chin, cheek to cheek
_TARGET: Points = UPRIGHT * _EYES + (SIDE - 1) / 2
_ROUGH = 640
_RADIUS = 3.0  # pixels of a model's picture from which one that is inpainted takes its colour


MOST_COVERED = 0.85
"""The share of a face beyond which nothing is searched by it: of 19 such searches whoever was looked for stood first in
two (bench/covered.py; docs/decisions/0048)."""


Filling = Callable[[Pixels, Mask], Pixels]
"""Fills in what a mask hides in one picture (height x width x 3)."""


@dataclass(frozen=True, slots=True)
class Cover:
    """What a person painted over on one photo, because it hides the face.

    ``mask``: height x width of the upright photo's pixels.
    """

    mask: Mask = field(repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.mask.ndim != 2 or self.mask.dtype != np.bool_:
            raise ValueError(f"a cover is height x width, true or false: {self.mask.shape} {self.mask.dtype}")

    def share(self, landmarks: Points) -> float:
        """How much of the face with these landmarks is covered, 0-1: of the oval from brow to chin, cheek to cheek."""
        laid = self.laid(similarity(landmarks, _TARGET), SIDE, SIDE)
        return float(laid[_FACE].mean())

    def laid(self, affine: NDArray[np.float64], width: int, height: int) -> Mask:
        """The mask in the picture that ``affine`` maps the photo onto: a pixel of it is hidden if a third of it is."""
        grey = cut(self.mask.astype(np.uint8) * np.uint8(255), affine, width, height)
        return np.asarray(grey > 85, np.bool_)


def as_it_is(picture: Pixels, _mask: Mask) -> Pixels:
    return picture


def inpainted(picture: Pixels, mask: Mask) -> Pixels:
    """The surroundings go on inwards. Source: Telea, Journal of Graphics Tools 9(1), 2004, as OpenCV has it."""
    wide = cv2.dilate(mask.astype(np.uint8), np.ones((3, 3), np.uint8))
    if wide.all() or not wide.any():
        return picture
    return np.asarray(cv2.inpaint(picture, wide, _RADIUS, cv2.INPAINT_TELEA), np.uint8)


FILLINGS: tuple[tuple[Filling, int], ...] = ((as_it_is, 2), (inpainted, 1))
"""Whose templates are added, each with its votes. Others, and other sums, were no better: docs/decisions/0048."""


def filled(pictures: Pixels, masks: NDArray[np.bool_], filling: Filling) -> Pixels:
    """A model's pictures of one face (n x height x width x 3), with what ``masks`` (n x height x width) hide filled in.

    For a model's eyes alone: what is filled in is invented.
    """
    return np.stack([filling(picture, mask) for picture, mask in zip(pictures, masks, strict=True)])


def for_the_detector(pixels: Pixels, cover: Cover) -> Pixels:
    """A photo with what is hidden filled in roughly: where the points of the rest lie, the detector sees better so.

    For the detector's eyes alone. What is filled in is worked out at ``_ROUGH`` pixels along the longer side.
    """
    height, width = cover.mask.shape
    scale = min(1.0, _ROUGH / max(height, width))
    size = max(1, round(width * scale)), max(1, round(height * scale))
    small = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA) if scale < 1 else pixels
    hidden = cv2.resize(cover.mask.astype(np.uint8) * 255, size, interpolation=cv2.INTER_AREA) > 0
    rough = inpainted(np.asarray(small, np.uint8), np.asarray(hidden, np.bool_))
    if scale < 1:
        rough = np.asarray(cv2.resize(rough, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)
    return np.where(cover.mask[:, :, None], rough, pixels)
