"""What hides a face, as it is sent: bits that were painted on a page, or a mask as a file. Neither is decoded here.

Bits become a small PNG of their own; the worker brings it to the photograph's size. A file is looked at by the worker:
of it only the header is read here, as of every photograph that is sent.
"""

from __future__ import annotations

import struct

import cv2
import numpy as np

from antigone.by_hand.covers import PNG, cover_in
from antigone.desk.photos.cover import Painted, png
from antigone.errors import UsageError
from antigone.face.cover import Cover
from antigone.types import Photo, Refusal

LONG_SIDE = 512
"""Points along the longer side of a cover that is painted here: fewer than one for each pixel, for a broad brush."""
MOST_BYTES = 4_000_000
"""Of a mask that is sent as a file. Two colours in large patches take far less."""
_HEADER = struct.Struct(">8s4x4sII")


def points_of(width: int, height: int) -> tuple[int, int]:
    """How many points a painted cover has across and down, for a photograph so large."""
    scale = min(1.0, LONG_SIDE / max(width, height))
    return max(1, round(width * scale)), max(1, round(height * scale))


def from_bits(bits: bytes, width: int, height: int) -> bytes | None:
    """The PNG of what was painted on a photograph so large: one bit a point, row by row, the highest bit first.

    None if nothing is painted. Raises UsageError if these are no such bits.
    """
    across, down = points_of(width, height)
    if len(bits) != (across * down + 7) // 8:
        raise UsageError(f"What is painted has {across} x {down} points.", "Paint it on its page.")
    painted: Painted = np.unpackbits(np.frombuffer(bits, np.uint8))[: across * down].reshape(down, across).astype(bool)
    return png(painted) if painted.any() else None


def nothing(width: int, height: int) -> bytes:
    """The PNG of a cover that hides nothing of a photograph so large."""
    across, down = points_of(width, height)
    return png(np.zeros((down, across), np.bool_))


def size_of(data: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG by its header; None if it is none."""
    if len(data) < _HEADER.size or not data.startswith(PNG):
        return None
    _, kind, width, height = _HEADER.unpack_from(data)
    return (width, height) if kind == b"IHDR" else None


def on(photo: Photo, data: bytes, *, painted: bool) -> Cover | Refusal | None:
    """What is hidden of ``photo``; None if nothing is. For the worker: it decodes.

    ``painted``: it was painted here, on fewer points; else it is a file of the photograph's size.
    """
    if not painted:
        return cover_in(data, "mask.png", photo)
    grey = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_GRAYSCALE)
    if grey is None:
        raise ValueError("a cover that the desk painted is no picture")
    large = cv2.resize(grey, (photo.width, photo.height), interpolation=cv2.INTER_LINEAR) > 127
    return Cover(np.asarray(large, np.bool_)) if large.any() else None
