"""What the commands share: photos from arguments, lines on standard output, messages on standard error, exit status."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from antigone.errors import UsageError

if TYPE_CHECKING:
    from antigone.types import Face, Refusal

DONE, SOME_REFUSED, WRONG_USAGE, NOTHING_DONE = 0, 1, 2, 3

model_option = click.option("--model", default="sface", show_default=True, help="A model, or several joined by +.")
principal_option = click.option(
    "--principal", is_flag=True, help="Of several faces take the largest and most central one. The output says so."
)
json_option = click.option("--json", "as_json", is_flag=True, help="One JSON object a line on standard output.")
profile_option = click.option(
    "--profile", type=click.Choice(["pm", "am"]), help="Whose photo: post-mortem or ante-mortem."
)
gallery_option = click.option(
    "--gallery", "folder", required=True, type=click.Path(path_type=Path), help="The gallery's folder."
)


def photos(names: tuple[str, ...]) -> list[Path]:
    """The photos that arguments name; folders stand for all photos in them.

    Raises:
        ForbiddenOrigin: for an address.
        UsageError: for a folder without photos.
    """
    from antigone.face.photo import forbid_foreign_origin  # the codecs of photographs: not for every command
    from antigone.gallery.intake import photos_in, plain

    found: list[Path] = []
    for name in names:
        forbid_foreign_origin(name)
        path = Path(name)
        if path.is_dir():
            inside = list(photos_in(path))
            if not inside:
                raise UsageError(f"There are no photos in the folder {plain(name)}.", "Name another one.")
            found += inside
        else:
            found.append(path)
    return found


def say(message: str = "") -> None:
    """A message for people, on standard error, with nothing in it that a terminal would obey."""
    click.echo("".join(c if c.isprintable() or c == "\n" else repr(c)[1:-1] for c in message), err=True)


def line(value: dict[str, Any]) -> None:
    """One JSON object on a line of its own, on standard output, at once."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def safe(text: str) -> str:
    """``text`` on one line, with control characters spelled out: file names may hold any."""
    return "".join(c if c.isprintable() else repr(c)[1:-1] for c in text)


def refusal_json(refusal: Refusal | None) -> dict[str, str] | None:
    return {"code": refusal.code, "detail": refusal.detail, "hint": refusal.hint} if refusal else None


def face_json(face: Face) -> dict[str, Any]:
    from antigone.face.doubt import in_doubt  # arrays: not for commands that look at no face

    return {
        "index": face.index,
        "box": face.box.as_list(),
        "angle": round(face.angle, 1),
        "detection": round(face.detection, 4),
        "points": "by hand" if face.by_hand else "machine",
        "points_doubtful": in_doubt(face),
        "covered": round(face.covered, 4),
    }


def counted(number: int, one: str, many: str = "") -> str:
    """``1 photo``, ``2 photos``: number and noun agree."""
    return f"{number} {one if number == 1 else many or one + 's'}"
