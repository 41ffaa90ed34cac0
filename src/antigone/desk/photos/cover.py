"""What an examiner painted over on the picture of a head: points, a small PNG, and the components that it takes away.

Points come as bits and not as a picture: nothing that is sent is decoded here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from antigone.desk.photos.head import WIDE, of_face
from antigone.errors import UsageError

ACROSS, DOWN = 128, 160
"""Points of a cover: the shape of the picture of a head."""
ENOUGH = 0.8
"""Of a component's place, to take it away."""
Painted: TypeAlias = NDArray[np.bool_]

# Where components lie, in distances between the eyes from the middle between them: left, top, right, bottom. From the
# proportions of an upright adult face. Skin, outline, composition, lines, scars and marks lie everywhere: no.
_PLACES: dict[str, tuple[tuple[float, float, float, float], ...]] = {
    "hair": ((-1.1, -1.9, 1.1, -1.15),),
    "forehead": ((-1.0, -1.15, 1.0, -0.4),),
    "eyebrows": ((-0.95, -0.45, -0.15, -0.15), (0.15, -0.45, 0.95, -0.15)),
    "eyes": ((-0.85, -0.18, -0.15, 0.18), (0.15, -0.18, 0.85, 0.18)),
    "cheeks": ((-1.05, 0.3, -0.45, 1.0), (0.45, 0.3, 1.05, 1.0)),
    "nose": ((-0.38, 0.0, 0.38, 0.78),),
    "ears": ((-1.45, -0.2, -1.15, 0.8), (1.15, -0.2, 1.45, 0.8)),
    "mouth": ((-0.52, 0.92, 0.52, 1.4),),
    "facial-hair": ((-0.75, 0.8, 0.75, 1.9),),
    "jaw": ((-0.85, 1.4, 0.85, 2.0),),
    "neck": ((-0.8, 2.1, 0.8, 2.7),),
}


def points(bits: bytes) -> Painted:
    """The points of a cover: one bit each, row by row, the highest bit first. Raises UsageError if it is none."""
    if len(bits) * 8 != ACROSS * DOWN:
        raise UsageError(f"A cover has {ACROSS} x {DOWN} points.", "Paint it on the bench.")
    return np.unpackbits(np.frombuffer(bits, np.uint8)).reshape(DOWN, ACROSS).astype(bool)


def png(painted: Painted) -> bytes:
    """White where it is painted, as a PNG of one channel."""
    done, coded = cv2.imencode(".png", painted.astype(np.uint8) * 255)
    if not done:
        raise ValueError("a cover cannot be encoded")
    return bytes(coded.tobytes())


def taken(painted: Painted) -> frozenset[str]:
    """The components of which at least four fifths are painted over: on both sides, where there are two."""
    return frozenset(name for name in _PLACES if _share(painted, name) >= ENOUGH)


def _share(painted: Painted, name: str) -> float:
    parts = [part for place in _boxes(name) for part in painted[place].ravel()]
    return float(np.mean(parts)) if parts else 0.0


def _boxes(name: str) -> Iterator[tuple[slice, slice]]:
    for left, top, right, bottom in _PLACES[name]:
        corners = of_face(np.array([[left, top], [right, bottom]])) * [ACROSS / WIDE, DOWN]
        (x, y), (x2, y2) = np.clip(np.round(corners), 0, [ACROSS, DOWN]).astype(int)
        yield slice(y, y2), slice(x, x2)
