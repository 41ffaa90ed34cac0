"""``antigone embed``: templates of a folder of photos as one NumPy file, for measuring."""

from __future__ import annotations

from pathlib import Path

import click
import numpy as np

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
def embed(folder: str, out: Path, model: str, principal: bool) -> int:
    """Write templates of all photos under FOLDER to an .npz file.

    Arrays: paths (relative), templates (float32, n x d; zeros where refused), status (empty, or a refusal's code),
    angle (degrees), quality (0-1), model.
    """
    paths = photos((folder,))
    root = Path(folder)
    if not root.is_dir():
        raise UsageError(f"{folder} is not a folder.", "Name the folder that holds the photos.")
    engine = Engine.open(model)
    templates = np.zeros((len(paths), engine.embedder.size), np.float32)
    angle, quality = np.full((2, len(paths)), np.nan, np.float32)
    status: list[str] = []
    tally = PhotoProgress(len(paths), hints=WITHOUT_FACE)
    for row, outcome in enumerate(tally.watch(engine.probe_all(paths, Profile.AM, principal=principal))):
        status.append(outcome.refusal.code if outcome.refusal else "")
        if outcome.probe is not None:
            templates[row] = outcome.probe.template.vector
            angle[row], quality[row] = outcome.probe.choice.face.angle, outcome.probe.quality.overall
    arrays = {
        "paths": np.array([plain(path.relative_to(root).as_posix()) for path in paths]),
        "templates": templates,
        "status": np.array(status),
        "angle": angle,
        "quality": quality,
        "model": np.array(engine.embedder.model),
    }

    def write(path: Path) -> None:
        with path.open("wb") as file:
            np.savez(file, allow_pickle=False, **arrays)

    replace_with(out, write)
    made = len(paths) - len(tally.refused)
    say(f"{counted(made, 'template')} of {tally.read} {'is' if made == 1 else 'are'} in {safe(str(out))}.")
    return tally.status
