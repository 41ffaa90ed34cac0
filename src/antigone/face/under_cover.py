"""The five points of a face that something covers, by a network that was taught on covered faces.

On a covered face the detector's points go to what is visible (docs/decisions/0047). Where it is in doubt, this network
looks at the face instead. Where it is sure, its points are the better ones and stay as they are: docs/decisions/0069.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from antigone.face.detect import Runs
from antigone.face.doubt import in_doubt
from antigone.face.geometry import apply, cut, invert, roll, similarity
from antigone.face.pointed import impossible
from antigone.types import Face, Photo, Pixels, Points
from antigone.weights.card import Card

PASSES = 2
"""The second look cuts the face by what the first one found: chosen in docs/decisions/0069."""
_MIRRORED = [1, 0, 2, 4, 3]


def with_points_under_cover(network: Runs, card: Card, photo: Photo, face: Face) -> Face:
    """``face`` as it is, or with the network's points where the detector is in doubt of its own."""
    if not in_doubt(face):
        return face
    landmarks = points_under_cover(network, card, photo.pixels, face.landmarks)
    return face if landmarks is None else replace(face, landmarks=landmarks, angle=roll(landmarks))


def points_under_cover(
    network: Runs, card: Card, picture: Pixels, start: Points, passes: int = PASSES
) -> Points | None:
    """The points (5 x 2) that the network sees about ``start``; None where they are no face's."""
    points = start
    for _ in range(passes):
        points = _look(network, card, picture, points)
        if not np.isfinite(points).all() or impossible(points) is not None:
            return None
    return points


def _look(network: Runs, card: Card, picture: Pixels, start: Points) -> Points:
    """One look at the face, upright and in a mirror."""
    way = similarity(start, np.array(card.points))
    upright = cut(picture, way, card.width, card.height)
    out = network.run(np.stack([upright, upright[:, ::-1]]))["points"].astype(np.float64)
    straight, mirrored = out.reshape(2, 5, 2)
    mirrored = mirrored[_MIRRORED] * np.array([-1, 1]) + np.array([card.width - 1, 0])
    return apply(invert(way), (straight + mirrored) / 2)
