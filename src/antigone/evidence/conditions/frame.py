"""Where a generic face lies in a photo: fitted to the five landmarks, turned and seen aslant as they are.

The camera is affine: ``pixel = origin + across * u + down * v + towards * depth(u, v)``. The eyes and the middle of the
mouth fix ``across`` and ``down`` exactly, the tip of the nose ``towards``. So a face that looks aside has its lids,
lips and cheeks where they are seen, at any angle in the picture's plane.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from antigone.evidence.conditions.anatomy import BOTTOM, LEFT, MOUTH_V, NOSE_V, RIGHT, TOP, FaceMap, Plane, sheet_for
from antigone.types import Face, Pixels

_NOSE_DEPTH = 0.43  # soft depth of the tip
_MOST_ASIDE = 0.75  # how far the tip may stand aside, a unit of depth; more is a fault of the landmarks
_NARROWEST = 0.4  # eye distance over height of the face, in units: a profile

Picture = NDArray[np.floating[Any]]
"""Height x width x 3, blue-green-red, 0-255, with fractions."""


@dataclass(frozen=True, eq=False)
class Frame:
    """The fit. ``matrix`` is 2 x 3 (across, down, towards; pixels a unit), ``origin`` the middle between the eyes."""

    matrix: NDArray[np.float64]
    origin: NDArray[np.float64]
    height: int
    width: int

    @property
    def unit(self) -> float:
        """Pixels to a unit (63 mm of the face), as if it looked straight at the camera."""
        return float(np.linalg.norm(self.matrix[:, :2], axis=0).max())

    @cached_property
    def sheet(self) -> FaceMap:
        return sheet_for(self.unit)

    @cached_property
    def window(self) -> tuple[slice, slice]:
        """Rows and columns of the photo that the sheet covers; empty if it lies wholly outside."""
        corners = np.array([[LEFT, TOP], [RIGHT, TOP], [LEFT, BOTTOM], [RIGHT, BOTTOM]]) @ self.matrix[:, :2].T
        corners += self.origin
        low, high = np.floor(corners.min(axis=0)) - 1, np.ceil(corners.max(axis=0)) + 2
        left, top = np.clip(low, 0, [self.width, self.height]).astype(int)
        right, bottom = np.clip(high, 0, [self.width, self.height]).astype(int)
        return slice(int(top), int(max(top, bottom))), slice(int(left), int(max(left, right)))

    @property
    def empty(self) -> bool:
        rows, columns = self.window
        return bool(rows.start >= rows.stop or columns.start >= columns.stop)

    @cached_property
    def flat_places(self) -> tuple[Plane, Plane]:
        """The same without regard to depth: as if the sheet were a pane in the plane of eyes and mouth."""
        rows, columns = self.window
        x = np.arange(columns.start, columns.stop, dtype=np.float32) - np.float32(self.origin[0])
        y = (np.arange(rows.start, rows.stop, dtype=np.float32) - np.float32(self.origin[1]))[:, None]
        back = np.linalg.inv(self.matrix[:, :2]) * self.sheet.density
        shift = -np.array([LEFT, TOP]) * self.sheet.density
        b = back.astype(np.float32)
        column = b[0, 0] * x + b[0, 1] * y + np.float32(shift[0])
        row = b[1, 0] * x + b[1, 1] * y + np.float32(shift[1])
        return column, row

    @cached_property
    def places(self) -> tuple[Plane, Plane]:
        """Column and row in the sheet of every pixel of the window."""
        column, row = self.flat_places
        back = np.linalg.inv(self.matrix[:, :2]) * self.sheet.density
        aside = (back @ self.matrix[:, 2]).astype(np.float32)
        if np.hypot(*aside) < 0.02 * self.sheet.density:
            return column, row
        deep = self.sheet.soft_depth
        at_column, at_row = column, row
        for _ in range(3):  # the depth at a pixel depends on the place, and the place on the depth
            z = cv2.remap(deep, at_column, at_row, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
            at_column, at_row = column - aside[0] * z, row - aside[1] * z
        return at_column, at_row

    @cached_property
    def pixels_of_sheet(self) -> tuple[Plane, Plane]:
        """Column and row in the photo of every point of the sheet."""
        s, m = self.sheet, self.matrix.astype(np.float32)
        x = m[0, 0] * s.u + m[0, 1] * s.v + m[0, 2] * s.soft_depth + np.float32(self.origin[0])
        y = m[1, 0] * s.u + m[1, 1] * s.v + m[1, 2] * s.soft_depth + np.float32(self.origin[1])
        return x, y

    def on_photo(self, plane: NDArray[np.floating[Any]]) -> NDArray[np.floating[Any]]:
        """A sheet's plane or picture as it lies in the window of the photo; its rim goes on outwards."""
        column, row = self.places
        lying = cv2.remap(plane, column, row, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        return np.asarray(lying, np.float32)

    def on_sheet(self, pixels: Pixels) -> Picture:
        """The photo laid flat on the sheet. Beyond the photo's edge its last pixels go on."""
        x, y = self.pixels_of_sheet
        coarse = self.unit / self.sheet.density
        if coarse > 1.5:  # averaged down first, so that no pixel is skipped
            rows, columns = self.window
            part = pixels[rows, columns]
            size = max(1, round(part.shape[1] / coarse)), max(1, round(part.shape[0] / coarse))
            fx, fy = part.shape[1] / size[0], part.shape[0] / size[1]
            pixels = np.asarray(cv2.resize(part, size, interpolation=cv2.INTER_AREA), np.uint8)
            x = (x - np.float32(columns.start) + np.float32(0.5)) / np.float32(fx) - np.float32(0.5)
            y = (y - np.float32(rows.start) + np.float32(0.5)) / np.float32(fy) - np.float32(0.5)
        flat = cv2.remap(pixels, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        return np.asarray(flat, np.float32)

    def coordinates(self, rows: slice) -> tuple[Plane, Plane]:
        """``u`` and ``v`` of every pixel in these rows of the photo, without regard to depth."""
        x = np.arange(self.width, dtype=np.float32) - np.float32(self.origin[0])
        y = (np.arange(rows.start, rows.stop, dtype=np.float32) - np.float32(self.origin[1]))[:, None]
        b = np.linalg.inv(self.matrix[:, :2]).astype(np.float32)
        return b[0, 0] * x + b[0, 1] * y, b[1, 0] * x + b[1, 1] * y


def fit(face: Face, height: int, width: int) -> Frame:
    """The generic face in the place of ``face``, in a photo of ``height`` x ``width`` pixels."""
    points = face.landmarks
    eyes, mouth = points[:2].mean(axis=0), points[3:].mean(axis=0)
    across, down = points[1] - points[0], (mouth - eyes) / MOUTH_V
    wide, tall = float(np.linalg.norm(across)), float(np.linalg.norm(down))
    area = across[0] * down[1] - across[1] * down[0]
    if wide < 1 or tall < 1 or area < 0.15 * wide * tall:  # landmarks that are no face's: the box has to do
        return Frame(_from_box(face), np.array(face.box.centre), height, width)
    if wide < _NARROWEST * tall:
        across = across * (_NARROWEST * tall / wide)
    elif tall < _NARROWEST * wide:
        down = down * (_NARROWEST * wide / tall)
    matrix = np.stack([across, down], axis=1)
    towards = (points[2] - eyes - down * NOSE_V) / _NOSE_DEPTH
    most = _MOST_ASIDE * max(wide, tall)
    length = float(np.linalg.norm(towards))
    if length > most:
        towards = towards * (most / length)
    return Frame(np.column_stack([matrix, towards]), eyes, height, width)


def _from_box(face: Face) -> NDArray[np.float64]:
    unit = max(2.0, min(face.box.width, face.box.height) / 2.2)
    angle = np.deg2rad(face.angle)
    cosine, sine = float(np.cos(angle)) * unit, float(np.sin(angle)) * unit
    return np.array([[cosine, -sine, 0.0], [sine, cosine, 0.0]])
