"""What people set by hand on a photograph, and the faces that were found in it: for pages, acts and the worker.

It decodes nothing and needs no engine: where points may lie is geometry.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

from antigone.desk.accounts.models import Person
from antigone.desk.photos import painted, vault
from antigone.desk.photos.models import CoverByHand, Photograph, PointsByHand
from antigone.desk.photos.queries import sealed
from antigone.face.pointed import impossible, outside, pointed
from antigone.types import Box, Face, Points, Refusal


@dataclass(frozen=True, slots=True)
class HandWork:
    """What holds of a photograph now: the points and the cover that a person set, each None if nobody did."""

    points: PointsByHand | None
    cover: CoverByHand | None

    @property
    def key(self) -> tuple[int | None, int | None]:
        """Which rows these are: whether something was set meanwhile."""
        return self.points.pk if self.points else None, self.cover.pk if self.cover else None

    @property
    def has_points(self) -> bool:
        return self.points is not None and self.points.sealed is not None

    @property
    def has_cover(self) -> bool:
        return self.cover is not None and self.cover.sealed is not None


def hand_work(photograph: Photograph) -> HandWork:
    """What holds of a photograph now."""
    points = PointsByHand.objects.filter(photograph=photograph).order_by("-pk").select_related("by").first()
    cover = CoverByHand.objects.filter(photograph=photograph).order_by("-pk").select_related("by").first()
    return HandWork(points, cover)


def points_of(work: HandWork, place: vault.Sealed) -> Points | None:
    """The points that a person set (5 x 2, pixels of the upright file; not a number: the machine's). None: nobody did.

    Raises:
        VaultDamaged
    """
    closed = work.points.sealed if work.points else None
    return None if closed is None else vault.unseal_points(place, bytes(closed))


def cover_of(work: HandWork, place: vault.Sealed) -> bytes | None:
    """The PNG of what hides the face; None if nothing does. Raises VaultDamaged."""
    closed = work.cover.sealed if work.cover else None
    return None if closed is None else vault.unseal_cover(place, bytes(closed))


def mask_of(photograph: Photograph) -> bytes:
    """The PNG of what hides the face, all black if nothing does.

    Raises:
        NotThere: if the photograph was erased.
        VaultDamaged
    """
    place = sealed(photograph)
    kept = cover_of(hand_work(photograph), place)
    return painted.nothing(photograph.width or 1, photograph.height or 1) if kept is None else kept


def faces_of(photograph: Photograph, place: vault.Sealed) -> tuple[Face, ...]:
    """The faces that were found, with their points in pixels of the upright file. Raises VaultDamaged."""
    rows = photograph.faces.all()
    return tuple(
        Face(
            row.number,
            Box(*row.box),
            in_the_file(photograph, vault.unseal_landmarks(place, bytes(row.landmarks))),
            0,
            0,
        )
        for row in rows
    )


def in_the_file(photograph: Photograph, points: Points) -> Points:
    """Points of the decoded picture, in pixels of the file, which may have been decoded at less than its size."""
    return (points + 0.5) * photograph.reduced - 0.5


def cannot_be(photograph: Photograph, place: vault.Sealed, points: Points) -> Refusal | None:
    """Why these points (5 x 2, pixels of the upright file; not a number where none was set) cannot be used here."""
    why = outside(points, photograph.width or 0, photograph.height or 0) or impossible(points)
    if why is not None:
        return why
    found = pointed(points, faces_of(photograph, place))
    return found if isinstance(found, Refusal) else None


@dataclass(frozen=True, slots=True)
class HandStep:
    """One step of the history of what was set by hand."""

    what: str
    """``points`` or ``cover``."""
    back: bool
    """Whether it was given back to the machine, or taken off."""
    row: PointsByHand | CoverByHand

    @property
    def by(self) -> Person:
        return self.row.by


def history_of(photograph: Photograph) -> list[HandStep]:
    """Who set what by hand, when and why: the latest first."""
    points: Iterable[PointsByHand] = photograph.points_by_hand.select_related("by")
    covers: Iterable[CoverByHand] = photograph.covers_by_hand.select_related("by")
    steps = chain(
        (HandStep("points", each.sealed is None, each) for each in points),
        (HandStep("cover", each.sealed is None, each) for each in covers),
    )
    return sorted(steps, key=lambda step: step.row.at, reverse=True)
