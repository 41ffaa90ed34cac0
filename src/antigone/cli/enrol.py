"""``antigone enrol``: reference photos of the missing into a gallery, each with its lawful source."""

from __future__ import annotations

from pathlib import Path

import click

from antigone.cli.common import (
    PhotoProgress,
    gallery_option,
    json_option,
    line,
    model_option,
    principal_option,
    refusal_json,
    say,
)
from antigone.engine import Engine, PhotoOutcome
from antigone.errors import UsageError
from antigone.face.photo import forbid_foreign_origin
from antigone.gallery.gallery import open_gallery, open_writer
from antigone.gallery.intake import Reference, from_folder, from_manifest, ground
from antigone.types import Basis, Refusal


@click.command()
@click.argument("origin", metavar="FOLDER|MANIFEST.csv")
@gallery_option
@click.option("--source", default="", help="Who gave the photos: agency, request number, relationship.")
@click.option("--basis", type=click.Choice([b.value for b in Basis]), default=None, help="Why they may be held.")
@model_option
@principal_option
@json_option
def enrol(origin: str, folder: Path, source: str, basis: str | None, model: str, principal: bool, as_json: bool) -> int:
    """Enrol FOLDER/PERSON/PHOTO or the rows of MANIFEST.csv (path,person,source,basis,...).

    An interrupted enrolment goes on where it stopped when the same command is run again.
    """
    references = _references(origin, source, basis)
    engine = Engine.open(model)
    tally = PhotoProgress(len(references))
    with open_writer(folder, engine.embedder.model, engine.embedder.size) as writer:
        counts = {"enrolled": 0, "already": 0}
        for outcome in tally.watch(engine.enrol_all(references, writer, principal)):
            if outcome.refusal is None:
                counts["already" if outcome.already else "enrolled"] += 1
            if as_json:
                line(_as_json(outcome))
    with open_gallery(folder) as gallery:
        seal = gallery.seal
    say(
        f"{counts['enrolled']} photos enrolled, {counts['already']} were already, {len(tally.refused)} refused."
        f" The gallery has {seal.photos} photos of {seal.persons} persons (fingerprint {seal.fingerprint[:16]})."
    )
    return tally.status


def _references(origin: str, source: str, basis: str | None) -> list[Reference]:
    forbid_foreign_origin(origin)
    path, given = Path(origin), ground(source, basis or "")
    if path.is_dir():
        if isinstance(given, Refusal):
            raise UsageError(given.detail.replace("The photo has", "These photos have"), given.hint)
        return from_folder(path, given)
    if not path.exists():
        raise UsageError(f"There is no {origin}.", "Name a folder of persons' folders, or a manifest (CSV).")
    return from_manifest(path, given)


def _as_json(outcome: PhotoOutcome) -> dict[str, object]:
    reference, probe = outcome.reference, outcome.probe
    return {
        "photo": outcome.path,
        "person": reference.person if reference else None,
        "sha256": outcome.sha256,
        "status": "refused" if outcome.refusal else "already" if outcome.already else "enrolled",
        "face": probe.choice.face.index if probe else None,
        "chosen": probe.choice.how if probe else None,
        "quality": probe.quality.as_json() if probe else None,
        "refusal": refusal_json(outcome.refusal),
    }
