"""Cutting a picture for a family out of a photograph and covering parts of it, encoded anew from pixels alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from django.utils.translation import gettext as _

from antigone.errors import RuleBroken
from antigone.face.photo import decode
from antigone.types import Pixels, Refusal

_LONG_SIDE, _SMALLEST = 900, 5
_PLAIN = (206, 206, 206)
"""Of what is covered: a plain grey, in BGR."""
_MOST_COVERS = 6


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle in hundredths of a picture's width and height, from its upper left corner.

    Raises:
        RuleBroken: if it is not within the picture.
    """

    left: int
    top: int
    width: int
    height: int

    def __post_init__(self) -> None:
        inside = self.left >= 0 and self.top >= 0 and self.left + self.width <= 100 and self.top + self.height <= 100
        if not inside or self.width < 1 or self.height < 1:
            raise RuleBroken(
                _("This part is not within the photograph."), _("Give hundredths: left and width make at most 100.")
            )

    def in_pixels(self, picture: Pixels) -> tuple[slice, slice]:
        height, width = picture.shape[:2]
        rows = slice(self.top * height // 100, max(1, (self.top + self.height) * height // 100))
        columns = slice(self.left * width // 100, max(1, (self.left + self.width) * width // 100))
        return rows, columns

    @property
    def numbers(self) -> list[int]:
        return [self.left, self.top, self.width, self.height]


def cut_out(view: bytes, cut: Area, covers: Sequence[Area]) -> bytes:
    """The JPEG of a part of a photograph, with what is covered painted over. Nothing else of the file is in it.

    Raises:
        RuleBroken: if the photograph cannot be read, or too little of it is left.
    """
    if cut.width < _SMALLEST or cut.height < _SMALLEST or len(covers) > _MOST_COVERS:
        raise RuleBroken(_("Too little of the photograph is left, or too much is covered."), _("Choose a larger part."))
    photo = decode(view, "view.jpg")
    if isinstance(photo, Refusal):
        raise RuleBroken(_("This photograph cannot be read."), _("Choose another one."))
    pixels = np.array(photo.pixels)
    for area in covers:
        pixels[area.in_pixels(pixels)] = _PLAIN
    part = np.ascontiguousarray(pixels[cut.in_pixels(pixels)])
    times = _LONG_SIDE / max(part.shape[:2])
    if times < 1:
        size = max(1, round(part.shape[1] * times)), max(1, round(part.shape[0] * times))
        part = cv2.resize(part, size, interpolation=cv2.INTER_AREA)
    done, coded = cv2.imencode(".jpg", part, [cv2.IMWRITE_JPEG_QUALITY, 88])
    if not done:
        raise ValueError("a picture cannot be encoded")
    return bytes(coded.tobytes())
