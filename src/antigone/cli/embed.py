"""``antigone embed``: templates of a folder of photos as one NumPy file, for measuring."""

from __future__ import annotations

from pathlib import Path

import click
import numpy as np

from antigone.cli.by_hand import by_hand_options, called, given_for, status_with
from antigone.cli.common import counted, model_option, photos, principal_option, safe, say
from antigone.cli.progress import WITHOUT_FACE, PhotoProgress
from antigone.engine import Engine
from antigone.errors import UsageError
from antigone.files import replace_with
from antigone.gallery.intake import plain
from antigone.types import Profile


@click.command()
@click.argument("folder", metavar="FOLDER")
@click.option("--out", required=True, type=click.Path(path_type=Path, dir_okay=False), help="The .npz file to write.")
@model_option
@principal_option
@by_hand_options
def embed(folder: str, out: Path, model: str, principal: bool, points: Path | None, covers: Path | None) -> int:
    """Write templates of all photos under FOLDER to an .npz file.

    Arrays: paths (relative), templates (float32, n x d; zeros where refused), status (empty, or a refusal's code),
    angle (degrees), quality (0-1), points (machine or by hand), covered (0-1, of the face), model.
    """
    paths = photos((folder,))
    root = Path(folder)
    if not root.is_dir():
        raise UsageError(f"{folder} is not a folder.", "Name the folder that holds the photos.")
    by_hand = given_for(points, covers, called((folder,)))
    engine = Engine.open(model)
    templates = np.zeros((len(paths), engine.embedder.size), np.float32)
    angle, quality, covered = np.full((3, len(paths)), np.nan, np.float32)
    set_by = np.full(len(paths), "machine", "<U7")
    status: list[str] = []
    tally = PhotoProgress(len(paths), hints=WITHOUT_FACE)
    for row, outcome in enumerate(
        tally.watch(engine.probe_all(paths, Profile.AM, principal=principal, by_hand=by_hand))
    ):
        status.append(outcome.refusal.code if outcome.refusal else "")
        if outcome.probe is not None:
            templates[row] = outcome.probe.template.vector
            face = outcome.probe.choice.face
            angle[row], quality[row], covered[row] = face.angle, outcome.probe.quality.overall, face.covered
            set_by[row] = "by hand" if face.by_hand else "machine"
    arrays = {
        "paths": np.array([plain(path.relative_to(root).as_posix()) for path in paths]),
        "templates": templates,
        "status": np.array(status),
        "angle": angle,
        "quality": quality,
        "points": set_by,
        "covered": covered,
        "model": np.array(engine.embedder.model),
    }

    def write(path: Path) -> None:
        with path.open("wb") as file:
            np.savez(file, allow_pickle=False, **arrays)

    replace_with(out, write)
    made = len(paths) - len(tally.refused)
    say(f"{counted(made, 'template')} of {tally.read} {'is' if made == 1 else 'are'} in {safe(str(out))}.")
    return status_with(by_hand, tally.status)
