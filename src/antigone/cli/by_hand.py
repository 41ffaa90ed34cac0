"""``--points`` and ``--covers``: what people say of photographs by hand, for the commands that look at faces."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from antigone.cli.common import SOME_REFUSED, safe, say

if TYPE_CHECKING:
    from antigone.by_hand.given import GivenByHand
    from antigone.gallery.intake import Reference

_MOST_SAID = 10

_points = click.option(
    "--points",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="CSV: path, then left_eye_x, left_eye_y, right_eye_x, ...: points set by hand, empty where the machine finds"
    " them. Left is the picture's left.",
)
_covers = click.option(
    "--covers",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Folder of PNG masks with the photos' names and sizes, white where a face is covered.",
)


def by_hand_options(command: Callable[..., Any]) -> Callable[..., Any]:
    return _points(_covers(command))


def given_for(
    points: Path | None, covers: Path | None, photos: Mapping[Path, Iterable[str]], *, kept: bool = False
) -> GivenByHand:
    """What was given by hand for ``photos``, each with the names it goes by. What is of no photo is refused by name.

    ``kept``: what is made of the photos stays, so that nothing is begun while a name is wrong.

    Raises:
        ManifestInvalid, UsageError: see :func:`antigone.by_hand.given.given`.
    """
    from antigone.by_hand.given import GivenByHand, given  # the readers of tables: not for every command

    if points is None and covers is None:
        return GivenByHand()
    found = given(points, covers, photos)
    if kept:
        found.must_all_be_known()
    for name in found.unknown[:_MOST_SAID]:
        say(f"refused: {safe(name)}: there is no photo of that name. Write it as the folder has it.")
    if len(found.unknown) > _MOST_SAID:
        say(f"and {len(found.unknown) - _MOST_SAID} more rows and masks that are of none of these photos")
    return found


def status_with(found: GivenByHand, status: int) -> int:
    """A command's exit status: some was refused too where a row or a mask was of no photo."""
    return max(status, SOME_REFUSED) if found.unknown else status


def called(names: Iterable[str]) -> dict[Path, list[str]]:
    """The photos that arguments name, each with what it may be called: within its folder, and as on the command line.

    One that is named by itself is known by the end of its path too: ``a/b.jpg``, and ``b.jpg``.
    """
    from antigone.cli.common import photos
    from antigone.gallery.intake import plain

    found: dict[Path, list[str]] = {}
    for name in names:
        root = Path(name)
        for path in photos((name,)):
            ends = [path.relative_to(root).parts] if root.is_dir() else [path.parts[i:] for i in range(len(path.parts))]
            names_of = found.setdefault(path, [plain(path.as_posix())])
            names_of.extend(plain("/".join(end)) for end in ends)
    return found


def called_in_gallery(references: Iterable[Reference]) -> dict[Path, list[str]]:
    """The photos to enrol, each with the name that the gallery has for it."""
    found: dict[Path, list[str]] = {}
    for reference in references:
        found.setdefault(reference.path, []).append(reference.name)
    return found
