"""``antigone calibrate``: what a score is worth, from photos of people who are known."""

from __future__ import annotations

from pathlib import Path

import click

from antigone.cli.common import DONE, counted, model_option, principal_option, safe, say
from antigone.cli.evaluate import groups_option, seed_option
from antigone.cli.progress import watch
from antigone.engine import Engine
from antigone.errors import UsageError
from antigone.evidence.calibrate import ONE_PHOTO, SEVERAL_PHOTOS
from antigone.evidence.calibrate import calibrate as fit
from antigone.evidence.calibration import Calibration
from antigone.evidence.samples import Samples, load
from antigone.face.photo import forbid_foreign_origin
from antigone.validation.provenance import today
from antigone.validation.run import SAMPLES, ValidationRequest, samples_of


@click.command()
@click.argument("source", metavar="FOLDER|MANIFEST.csv|EVALUATION")
@click.option("--out", required=True, type=click.Path(path_type=Path, dir_okay=False), help="The .json file to write.")
@groups_option
@click.option("--by", multiple=True, metavar="COLUMN", help="Calibrate these apart, the widest group first.")
@click.option("--one-photo", is_flag=True, help="Only for one photo of each person, which is quicker.")
@click.option("--description", default="", help="Whose photos these are: it stands in every report.")
@seed_option
@principal_option
@model_option
def calibrate(
    source: str,
    out: Path,
    groups: Path | None,
    by: tuple[str, ...],
    one_photo: bool,
    description: str,
    seed: int,
    principal: bool,
    model: str,
) -> int:
    """Fit weights of evidence on FOLDER/PERSON/PHOTO, a manifest, or the folder of an evaluation.

    The calibration holds for the model it was made with, and for photos like these.
    """
    forbid_foreign_origin(source)
    samples = _samples(Path(source), out, groups, seed, principal, model)
    calibration = fit(
        samples,
        made=today(),
        description=description or f"{counted(len(samples), 'photo')} from {Path(source).name}",
        by=by,
        photos=ONE_PHOTO if one_photo else SEVERAL_PHOTOS,
        seed=seed,
    )
    calibration.save(out)
    _tell(calibration)
    say(f"The calibration {calibration.id} is in {safe(str(out))}.")
    return DONE


def _samples(source: Path, out: Path, groups: Path | None, seed: int, principal: bool, model: str) -> Samples:
    made = source / SAMPLES if source.is_dir() else source.parent / SAMPLES
    if made.is_file() and (source.is_dir() or source.name == "report.json"):
        if groups is not None:
            raise UsageError("An evaluation has its groups already.", "Leave --groups out, or name the photos' folder.")
        return load(made)
    work = out.parent / f"{out.stem}-templates"
    return samples_of(
        Engine.open(model), ValidationRequest(source, work, groups, seed=seed, principal=principal), watch
    )


def _tell(calibration: Calibration) -> None:
    for stratum in calibration.strata:
        if stratum.refused is not None:
            say(f"{stratum.label}: no weight. {stratum.refused}")
        else:
            low, high = stratum.bounds
            loss = "" if stratum.cllr is None else f", Cllr {stratum.cllr:.3f} (least possible {stratum.cllr_min:.3f})"
            say(f"{stratum.label}: weights from {low:.1f} to {high:.1f}{loss}")
