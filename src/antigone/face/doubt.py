"""When the machine is not sure of a face: of its points, and whether a weight of evidence may rest on it.

A face is looked at four times, in two sizes and their mirror images (antigone.face.landmarks). The detector's score of
all four together, where a look that finds no face counts as nothing, is low where the points are wrong: bench/doubt.py.
"""

from __future__ import annotations

from antigone.types import Face

SURE_OF_POINTS = 0.91
"""The detector's score below which people are asked to look at the points themselves (docs/decisions/0051)."""


def in_doubt(face: Face) -> bool:
    """Whether a person should look where eyes, nose and mouth are. Nobody is asked about points that a person set."""
    return not face.by_hand and not seen_well(face)


def seen_well(face: Face) -> bool:
    """Whether a weight of evidence may rest on the face. Weights are calibrated on faces that the detector sees so, and
    where it does not, they speak against the right person, whoever set the points (docs/decisions/0066).
    """
    return face.detection >= SURE_OF_POINTS
