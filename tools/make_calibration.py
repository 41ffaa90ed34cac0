"""Make the calibration that comes with Antigone: src/antigone/calibrations/sface.json.

    uv run python tools/make_calibration.py LFW UTKFACE --work FOLDER --date 2026-11-23

LFW gives mated pairs and strangers; it has no ages, and its people are taken as adults. UTKFace gives strangers of
every age and both sexes; it has one photo of each person. Templates are kept in the work folder, so that it can be run
again.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from antigone.engine import Engine
from antigone.evidence.ages import AGE_BAND, age_band
from antigone.evidence.calibrate import SEVERAL_PHOTOS, calibrate
from antigone.evidence.samples import join
from antigone.gallery.intake import photos_in
from antigone.validation.known import KnownPhoto
from antigone.validation.store import TemplateStore
from antigone.validation.templates import Maker, TemplateJob

DESCRIPTION = (
    "Photographs of the living: half of Labeled Faces in the Wild (press photographs of public figures, taken as"
    " adults) and a third of UTKFace (one photograph a person). Nobody in them is dead, and how well it holds for the"
    " dead, or for photographs unlike these, is not known. Children and old people are in it as strangers only: that"
    " one of them is as like himself on two photographs as an adult is was assumed."
)
SEXES = {"0": "male", "1": "female"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("lfw", type=Path)
    parser.add_argument("utkface", type=Path)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--date", required=True)
    parser.add_argument("--out", type=Path, default=Path("src/antigone/calibrations/sface.json"))
    arguments = parser.parse_args()
    maker = Maker(Engine.open(), seed=1, principal=True)
    store = TemplateStore(arguments.work, maker.way())
    tables = []
    for photos in (lfw(arguments.lfw), utkface(arguments.utkface)):
        reads = {read.known.name: read for read in maker.run([TemplateJob(photo) for photo in photos], store)}
        tables.append(maker.table(photos, reads, store))
    store.close()
    samples = join(*tables)
    samples.save(arguments.work / "samples.npz")
    calibration = calibrate(
        samples,
        made=arguments.date,
        description=DESCRIPTION,
        by=(AGE_BAND, "sex"),
        photos=SEVERAL_PHOTOS,
        seed=1,
    )
    calibration.save(arguments.out)
    for stratum in calibration.strata:
        print(stratum.label, stratum.counts, stratum.bounds, stratum.cllr, stratum.cllr_min, stratum.refused or "")
    print(calibration.id, calibration.method, calibration.fusion)


def lfw(folder: Path) -> list[KnownPhoto]:
    names = [path.relative_to(folder) for path in photos_in(folder)]
    return [KnownPhoto(folder / n, n.as_posix(), n.parts[0], groups={AGE_BAND: "adult"}) for n in names]


def utkface(folder: Path) -> list[KnownPhoto]:
    """A few names lack a part: what they lack is unknown."""
    found = []
    for path in photos_in(folder):
        parts = path.name.split("_")
        groups = {AGE_BAND: age_band(parts[0], path.name)}
        if len(parts) == 4 and parts[1] in SEXES:
            groups["sex"] = SEXES[parts[1]]
        found.append(KnownPhoto(path, path.name, path.name, groups=groups))
    return found


if __name__ == "__main__":
    main()
