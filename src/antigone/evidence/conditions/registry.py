"""Every condition, in the order in which they are listed and shown."""

from __future__ import annotations

from antigone.evidence.conditions import of_bodies, of_photos
from antigone.evidence.conditions.condition import Condition

CONDITIONS: tuple[Condition, ...] = (
    *(of_bodies.CAMERA + of_bodies.SHAPE + of_bodies.SKIN + of_bodies.COVER),
    *(of_photos.LIGHT + of_photos.REFERENCE),
)

NOT_SIMULATED: tuple[tuple[str, str], ...] = (
    (
        "Ten and twenty years younger or older",
        "There is no data here from which ageing could be learned, and drawing it by hand would invent results. "
        "Measure it with photos of the same people years apart.",
    ),
    (
        "Burns, crushing, gunshot, skeletonisation, saponification, the work of animals",
        "They destroy the shape the comparison needs. A face in that state is a case for other identifiers.",
    ),
)
"""What was asked for or comes to mind, and is not here, with the reason."""
