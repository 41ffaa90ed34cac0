"""What was given by hand for each photo, from a table of points and a folder of masks, before any photo is read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from antigone.by_hand.covers import masks_in
from antigone.by_hand.points import points_in
from antigone.errors import UsageError
from antigone.face.cover import Cover
from antigone.tables.naming import path_in
from antigone.types import Points, Refusal

_MOST_NAMED = 10


@dataclass(frozen=True, slots=True)
class ByHand:
    """What was given for one photo. A refusal where it cannot be used: then the photo is refused with it.

    ``points``: 5 x 2, of the upright picture that the file holds; not a number where the machine is to find one.
    ``cover``: the mask's file, or what is hidden among the photo's pixels.
    """

    points: Points | Refusal | None = field(default=None, compare=False)
    cover: Path | Cover | Refusal | None = None


NOTHING = ByHand()


@dataclass(frozen=True, slots=True)
class GivenByHand:
    """By the photo's file, what was given for it; and what names no photo."""

    of_photo: Mapping[Path, ByHand] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()
    """Rows and masks that are of no photo, in words."""
    points: Path | None = None
    covers: Path | None = None

    def of(self, path: Path) -> ByHand:
        return self.of_photo.get(path, NOTHING)

    def must_all_be_known(self) -> None:
        """Raise UsageError if a row or a mask names no photo: for work whose results are kept."""
        if self.unknown:
            raise UsageError(
                f"{_together(self.unknown)}: there is no photo of that name.",
                "Write the name as the folder or the table has it. Nothing was done.",
            )

    def fingerprint(self) -> str:
        """A SHA-256 of all that was given, or ``none``: what was made with other points is made anew."""
        if self.points is None and self.covers is None:
            return "none"
        whole = hashlib.sha256()
        masks = {hand.cover for hand in self.of_photo.values() if isinstance(hand.cover, Path)}
        for file in (*([self.points] if self.points else []), *sorted(masks)):
            whole.update(hashlib.sha256(file.read_bytes()).digest())
        return whole.hexdigest()


def given(points: Path | None, covers: Path | None, photos: Mapping[Path, Iterable[str]]) -> GivenByHand:
    """What ``points`` (a table) and ``covers`` (a folder) give for ``photos``: each file with the names it goes by.

    Raises:
        ManifestInvalid: for a table that is no table of points.
        UsageError: for a folder that is none; a name that two photos go by; if nothing given fits any photo.
    """
    names: dict[str, set[Path]] = {}
    for path, called in photos.items():
        for name in called:
            names.setdefault(path_in(name), set()).add(path)
    found: dict[Path, ByHand] = {}
    unknown: list[str] = []
    if points is not None:
        rows = points_in(points)
        for name, row in rows.items():
            for photo in _meant(name, names, str(points)):
                found[photo] = ByHand(row, found.get(photo, NOTHING).cover)
        unknown += [f"the points of {name}" for name in rows if name not in names]
        _must_fit(str(points), len(rows), len(rows) - len(unknown))
    if covers is not None:
        masks, strange = masks_in(covers, names)
        for photo, mask in masks.items():
            found[photo] = ByHand(found.get(photo, NOTHING).points, mask)
        unknown += [f"the mask {name}" for name in strange]
        _must_fit(str(covers), len(masks) + len(strange), len(masks))
    return GivenByHand(found, tuple(unknown), points, covers)


def _meant(name: str, names: Mapping[str, set[Path]], where: str) -> set[Path]:
    """The one photo of this name; none if nothing is called so, and no photo is chosen among two."""
    photos = names.get(name, set())
    if len(photos) > 1:
        raise UsageError(
            f"{where}: {name} is the name of {len(photos)} photos.", "Name their common folder on the command line."
        )
    return photos


def _must_fit(where: str, given: int, fitting: int) -> None:
    if given and not fitting:
        raise UsageError(
            f"Nothing in {where} is of a photo that is there.",
            "Names are relative to the folder or the table that is named, as antigone embed writes them.",
        )


def _together(names: tuple[str, ...]) -> str:
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return ", ".join(names[:_MOST_NAMED]) + more
