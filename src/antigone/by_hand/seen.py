"""The faces of a photo with what people gave by hand: whose points they set, and how much of each is covered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from antigone.by_hand.covers import cover_of
from antigone.by_hand.given import ByHand, GivenByHand
from antigone.face.choose import Choice, choose
from antigone.face.cover import MOST_COVERED, Cover, for_the_detector
from antigone.face.embed import Embedder
from antigone.face.pointed import outside, pointed
from antigone.types import Face, Photo, Points, Refusal, Template

NOBODY = GivenByHand()
Finds = Callable[[Photo], tuple[Face, ...]]
"""Finds all faces of a photo: antigone.engine.Engine.faces."""


@dataclass(frozen=True, slots=True)
class Seen:
    """All faces of a photo; the one whose points were set, if any; and the cover."""

    faces: tuple[Face, ...]
    meant: Face | None
    cover: Cover | None

    def choice(self, photo: Photo, number: int | None, principal: bool) -> Choice | Refusal:
        """The face meant: the one whose points were set, else as :func:`antigone.face.choose.choose` has it."""
        if self.meant is None:
            choice = choose(photo, self.faces, number, principal)
        elif number is not None and number != self.meant.index:
            return Refusal(
                "another-face",
                f"Face {number} was named, and the points that were set are those of face {self.meant.index}.",
                "Say one of both.",
            )
        else:
            choice = Choice(self.meant, "named")
        if isinstance(choice, Refusal):
            return self._with_advice(choice)
        return _too_little_left(choice.face) or choice

    def template(self, embedder: Embedder, photo: Photo, face: Face) -> Template:
        """``face`` as a template. What is covered is left out of account; without a cover nothing is done otherwise."""
        if self.cover is None or not face.covered:
            return embedder.template(photo, face)
        return embedder.template_under(photo, face, self.cover)

    def _with_advice(self, refusal: Refusal) -> Refusal:
        if refusal.code != "no-face" or self.cover is None:
            return refusal
        return replace(refusal, hint="Set the points of the covered face by hand: --points FILE.csv.")


def see(find: Finds, photo: Photo, by_hand: ByHand) -> Seen | Refusal:
    """The faces in ``photo``, or why what was given by hand cannot be used with it."""
    for given in (by_hand.points, by_hand.cover):
        if isinstance(given, Refusal):
            return given
    points = None if by_hand.points is None else _within(by_hand.points, photo)  # type: ignore[arg-type]
    cover = cover_of(by_hand.cover, photo) if isinstance(by_hand.cover, Path) else by_hand.cover
    if isinstance(points, Refusal):
        return points
    if isinstance(cover, Refusal):
        return cover
    faces = _found(find, photo, cover if points is None else None)
    meant = None if points is None else pointed(points, faces)
    if isinstance(meant, Refusal):
        return meant
    if meant is not None:
        faces = (*(face for face in faces if face.index != meant.index), meant)
        faces = tuple(sorted(faces, key=lambda face: face.index))
    if cover is None:
        return Seen(faces, meant, None)
    measured = {face.index: replace(face, covered=cover.share(face.landmarks)) for face in faces}
    return Seen(tuple(measured.values()), None if meant is None else measured[meant.index], cover)


def _found(find: Finds, photo: Photo, cover: Cover | None) -> tuple[Face, ...]:
    """The faces as the machine finds them: under a cover, where it sees them once what is hidden is filled in."""
    if cover is None:
        return find(photo)
    on_filled = find(replace(photo, pixels=for_the_detector(photo.pixels, cover)))
    return on_filled or find(photo)


def _within(points: Points, photo: Photo) -> Points | Refusal:
    """The points among the photo's pixels."""
    out = outside(points, photo.width * photo.reduced, photo.height * photo.reduced)
    return out or photo.from_the_file(points)


def _too_little_left(face: Face) -> Refusal | None:
    if face.covered <= MOST_COVERED:
        return None
    return Refusal(
        "covered",
        f"{round(100 * face.covered)} % of the face is covered: too little is left to compare.",
        "Clear the face, or photograph it from another side. Nothing is searched by so little of a face: whoever came"
        " first would be there by chance. If only little is covered, look at the mask and at the points.",
    )
