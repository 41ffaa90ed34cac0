"""``antigone analyse``: every face in photos, how good its picture is, and what would make it better."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from antigone.by_hand.provenance import before_comparing
from antigone.cli.by_hand import by_hand_options, called, given_for, status_with
from antigone.cli.common import (
    counted,
    face_json,
    json_option,
    line,
    photos,
    profile_option,
    refusal_json,
    safe,
)
from antigone.cli.progress import PhotoProgress
from antigone.engine import Engine, PhotoOutcome
from antigone.files import write_bytes
from antigone.report.pictures import annotated
from antigone.types import Profile


@click.command()
@click.argument("names", nargs=-1, required=True, metavar="PHOTO...")
@profile_option
@click.option("--annotated", "folder", type=click.Path(path_type=Path), help="Write copies with the faces numbered.")
@by_hand_options
@json_option
def analyse(
    names: tuple[str, ...],
    profile: str | None,
    folder: Path | None,
    points: Path | None,
    covers: Path | None,
    as_json: bool,
) -> int:
    """List every face in PHOTO... (photos or folders) with advice on its quality."""
    paths = photos(names)
    by_hand = given_for(points, covers, called(names))
    tally = PhotoProgress(len(paths), as_json)
    outcomes = Engine.open().analyse_all(paths, Profile(profile or "pm"), by_hand)
    for number, outcome in enumerate(tally.watch(outcomes), start=1):
        if as_json:
            line(_as_json(outcome))
        else:
            _tell(outcome)
        if folder is not None and outcome.analysis is not None:
            name = f"{number:04d}-{Path(outcome.path).stem[:80]}.jpg"
            picture = annotated(outcome.analysis.photo, outcome.analysis.faces)
            write_bytes(folder / "".join(c if c.isprintable() else "_" for c in name), picture)
    return status_with(by_hand, tally.status)


def _as_json(outcome: PhotoOutcome) -> dict[str, Any]:
    analysis = outcome.analysis
    photo = analysis.photo if analysis else None
    pairs = zip(analysis.faces, analysis.qualities, strict=True) if analysis else ()
    return {
        "photo": outcome.path,
        "sha256": outcome.sha256,
        "format": photo.format if photo else None,
        "width": photo.width if photo else None,
        "height": photo.height if photo else None,
        "notes": list(photo.notes) if photo else [],
        "faces": [face_json(face) | {"quality": quality.as_json()} for face, quality in pairs],
        "refusal": refusal_json(outcome.refusal),
    }


def _tell(outcome: PhotoOutcome) -> None:
    if outcome.analysis is None or outcome.refusal is not None:
        return
    photo, count = outcome.analysis.photo, len(outcome.analysis.faces)
    click.echo(f"{safe(outcome.path)}: {photo.width} x {photo.height} {photo.format}, {counted(count, 'face')}")
    for note in photo.notes:
        click.echo(f"  note: {note}")
    for face, quality in zip(outcome.analysis.faces, outcome.analysis.qualities, strict=True):
        click.echo(
            f"  face {face.index}: at {face.box.as_list()}, turned {face.angle:.0f} degrees,"
            f" {face.eye_distance:.0f} pixels between the eyes, quality {quality.overall:.2f}"
        )
        for said in before_comparing(face):
            click.echo(f"    note: {said}")
        for advice in quality.advice:
            click.echo(f"    advice: {advice}")
        for observation in quality.observations:
            click.echo(f"    seen: {observation}")
