"""``antigone enrol``: reference photos of the missing into a gallery, each with its lawful source."""

from __future__ import annotations

from pathlib import Path

import click

from antigone.cli.by_hand import by_hand_options, called_in_gallery, given_for
from antigone.cli.common import (
    counted,
    gallery_option,
    json_option,
    line,
    model_option,
    principal_option,
    refusal_json,
    safe,
    say,
)
from antigone.cli.previews import answered, dry_run_option, leave_out_option, read_as_option, show, tell
from antigone.cli.progress import PhotoProgress
from antigone.engine import Engine, PhotoOutcome
from antigone.errors import ManifestInvalid, UsageError
from antigone.face.photo import forbid_foreign_origin
from antigone.gallery.gallery import open_gallery, open_writer
from antigone.gallery.intake import (
    LawfulBasis,
    ground,
    must_be_answered,
    must_stand,
    references,
    see_folder,
    see_manifest,
)
from antigone.tables.previews import TablePreview
from antigone.tables.reading import is_archive
from antigone.types import Basis, Refusal
from antigone.weighing import unlike_the_others

HINTS = {
    "several-faces": "Name the one you mean in a manifest's column 'face' (antigone analyse shows the numbers), crop"
    " the photo to it, or take the largest one with --principal."
}


@click.command()
@click.argument("origin", metavar="FOLDER|TABLE")
@gallery_option
@click.option("--source", default="", help="Who gave the photos: agency, request number, relationship.")
@click.option("--basis", type=click.Choice([b.value for b in Basis]), default=None, help="Why they may be held.")
@model_option
@principal_option
@by_hand_options
@dry_run_option
@read_as_option
@leave_out_option
@json_option
def enrol(
    origin: str,
    folder: Path,
    source: str,
    basis: str | None,
    model: str,
    principal: bool,
    points: Path | None,
    covers: Path | None,
    dry_run: bool,
    read_as: tuple[str, ...],
    left_out: tuple[str, ...],
    as_json: bool,
) -> int:
    """Enrol FOLDER/PERSON/PHOTO or the rows of a table (path,person,source,basis,...): CSV, TSV, .xlsx, .xls or .ods.

    With --dry-run it only says what it would do: what each column is taken for, how dates are read, what is doubtful
    and what is refused. An interrupted enrolment goes on where it stopped when the same command is run again.
    """
    preview, files, given = _seen(origin, source, basis, answered(read_as, left_out), dry_run)
    found = references(preview, files, given)
    by_hand = given_for(points, covers, called_in_gallery(found), kept=True)
    if dry_run:
        return show(preview, as_json)
    tell(preview)
    engine = Engine.open(model)
    tally = PhotoProgress(len(found), as_json, HINTS)
    with open_writer(folder, engine.embedder.model, engine.embedder.size) as writer:
        counts = {"enrolled": 0, "already": 0}
        for outcome in tally.watch(engine.enrol_all(found, writer, principal, by_hand)):
            if outcome.refusal is None:
                counts["already" if outcome.already else "enrolled"] += 1
            if as_json:
                line(_as_json(outcome))
    if counts["already"] and by_hand.of_photo:
        say(
            "What was enrolled already was passed over, and points or masks given now change nothing of it: take it out"
            " with antigone gallery remove, and enrol it again."
        )
    with open_gallery(folder) as gallery:
        seal = gallery.seal
        for one in unlike_the_others(gallery.photos_of(sorted({each.person for each in found}))):
            say(
                f"{safe(one.person)}: the face in {safe(one.path)} is unlike all others of this person."
                " Whose face was meant? antigone analyse shows the faces of a photo."
            )
    say(
        f"{counted(counts['enrolled'], 'photo')} enrolled, {counts['already']} already, {len(tally.refused)} refused."
        f" The gallery has {counted(seal.photos, 'photo')} of {counted(seal.persons, 'person')}"
        f" (fingerprint {seal.fingerprint[:16]})."
    )
    return tally.status


def _seen(
    origin: str, source: str, basis: str | None, answers: dict[str, str], dry_run: bool
) -> tuple[TablePreview, dict[str, Path], LawfulBasis | Refusal]:
    """What is to be enrolled, seen whole; with ``dry_run`` also what would stop it."""
    forbid_foreign_origin(origin)
    path, given = Path(origin), ground(source, basis or "")
    if path.is_dir():
        if isinstance(given, Refusal) and not dry_run:
            raise UsageError(given.detail.replace("The photo has", "These photos have"), given.hint)
        preview, files = see_folder(path, answers)
        if not dry_run:
            must_stand(preview, origin, UsageError)
        return preview, files, given
    if not path.exists():
        raise UsageError(f"There is no {origin}.", "Name a folder of persons' folders, or a table.")
    if is_archive(path):
        raise UsageError(
            f"{origin} is an archive: a gallery says where each photo lies, so it must lie in a folder.",
            "Unpack it, and name the folder.",
        )
    preview, files = see_manifest(path, answers, unnamed=dry_run)
    if not dry_run:
        must_be_answered(preview, origin, ManifestInvalid)
    return preview, files, given


def _as_json(outcome: PhotoOutcome) -> dict[str, object]:
    reference, probe = outcome.reference, outcome.probe
    return {
        "photo": outcome.path,
        "person": reference.person if reference else None,
        "sha256": outcome.sha256,
        "status": "refused" if outcome.refusal else "already" if outcome.already else "enrolled",
        "face": probe.choice.face.index if probe else None,
        "chosen": probe.choice.how if probe else None,
        "points": ("by hand" if probe.choice.face.by_hand else "machine") if probe else None,
        "covered": round(probe.choice.face.covered, 4) if probe else None,
        "notes": list(probe.photo.notes) if probe else [],
        "quality": probe.quality.as_json() if probe else None,
        "refusal": refusal_json(outcome.refusal),
    }
