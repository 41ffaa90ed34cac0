"""What weights of evidence are worth on people who had no part in making them: docs/statistics.md quotes this.

    antigone embed LFW --out lfw.npz --principal        # a folder of people: LFW/PERSON/PHOTO
    antigone embed UTKFACE --out utk.npz --principal    # AGE_SEX_GROUP_TIMESTAMP.jpg, one photo a person
    uv run python bench/evidence.py lfw.npz utk.npz [--second lfw-other-model.npz] [--repeats 200] [--out FILE.json]

Everything is calibrated on half of the people and judged on the other half, both ways. LFW has no ages: its people are
taken as adults. UTKFace has no second photo of anybody: its people are strangers only.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from pathlib import Path

import numpy as np

from antigone.evidence.assess import crossfit
from antigone.evidence.calibrate import SEVERAL_PHOTOS
from antigone.evidence.enrolment import two_photos_against_one
from antigone.evidence.evaluation import plain
from antigone.evidence.fusion import two_models
from antigone.evidence.groups import by_group
from antigone.evidence.metrics import Sorted, threshold_at_far, verification
from antigone.evidence.pairs import draw
from antigone.evidence.samples import Samples, join, of_folder

BANDS = ((3, "infant"), (13, "child"), (18, "adolescent"), (60, "adult"), (200, "old"))
SEXES = {"0": "male", "1": "female"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("lfw", type=Path)
    parser.add_argument("utkface", type=Path)
    parser.add_argument("--second", type=Path, help="LFW's templates of another model: both are measured, and fused.")
    parser.add_argument("--repeats", type=int, default=200)
    parser.add_argument("--out", type=Path)
    arguments = parser.parse_args()
    known, strangers = lfw(arguments.lfw), utkface(arguments.utkface)
    everybody = join(known, strangers)
    repeats = arguments.repeats
    threshold = threshold_at_far(Sorted(draw(known)).curve(), 1e-3)
    report = {
        "model": known.model,
        "people": {"lfw": len(np.unique(known.persons)), "utkface": len(strangers)},
        "several photos, LFW alone": crossfit(known, photos=SEVERAL_PHOTOS, repeats=repeats),
        "by age band and sex, one photo": crossfit(everybody, by=("age_band", "sex"), repeats=repeats),
        "two photos enrolled against one": two_photos_against_one(known, repeats=repeats),
        "groups": by_group(strangers, ("age_band", "sex"), threshold=threshold),
    }
    if arguments.second:
        other = lfw(arguments.second)
        tables = (known, other, two_models(known, other))
        report["two models"] = {t.model: crossfit(t, repeats=repeats)["overall"] for t in tables}
        report["two models, verification"] = {t.model: short(verification(draw(t))) for t in tables}
    report = plain(report)
    tell(report)
    if arguments.out:
        arguments.out.write_text(json.dumps(report, indent=1))


def lfw(path: Path) -> Samples:
    """Templates of ``antigone embed`` of a folder of people, all taken as adults."""
    file = np.load(path)
    samples = of_folder(file["paths"], file["templates"], file["status"] == "", str(file["model"]), file["quality"])
    return replace(samples, groups={"age_band": np.full(len(samples), "adult")})


def utkface(path: Path) -> Samples:
    """Templates of ``antigone embed`` of UTKFace. A few names lack a part: what they lack is unknown."""
    file = np.load(path)
    paths = file["paths"]
    names = [name.split("_") for name in paths.tolist()]
    bands = [next(band for limit, band in BANDS if int(name[0]) < limit) for name in names]
    sexes = [SEXES.get(name[1], "") if len(name) == 4 else "" for name in names]
    return Samples(
        str(file["model"]),
        paths,
        paths.copy(),
        np.full(len(paths), "", dtype="<U64"),
        file["templates"],
        file["status"],
        file["quality"],
        {"age_band": np.array(bands), "sex": np.array(sexes)},
    )


def short(report: dict) -> dict:
    return {name: report[name] for name in ("eer", "tar_at_far_0.001", "tar_at_far_0.0001")}


def tell(report: dict) -> None:
    """The figures that are quoted, as lines."""
    print(f"model {report['model']}; people {report['people']}")
    for name in ("several photos, LFW alone", "by age band and sex, one photo"):
        part = report[name]
        print(f"\n{name}: method {part['method']}, fusion {part['fusion']}")
        for row in [*part["strata"], {**part["overall"], "stratum": "OVERALL (strata with mated comparisons)"}]:
            print(f"  {row['stratum']}: bounds {part['bounds'].get(row['stratum'])}")
            people = f"{row['mated_people']} people mated, {row['non_mated_people']} as strangers"
            if row["cllr"] is None:
                print(f"    {people}; no Cllr: nobody has two photos")
            else:
                print(
                    f"    {people}; Cllr {row['cllr']:.4f} ({row['cllr_95'][0]:.4f}-{row['cllr_95'][1]:.4f}),"
                    f" above its minimum {row['cllr_minus_min']:.4f}"
                )
            for at, wrong in row["wrong"].items():
                reached = wrong["mated_reaching_it"]
                mates = "" if reached is None else f"; mated reaching it {reached:.4f}"
                print(
                    f"    weight >= {at}: {wrong['strangers']} of {row['non_mated_comparisons']} strangers ="
                    f" {wrong['share']:.2e} (upper 95 % {wrong['upper_95']:.2e};"
                    f" stated {wrong['stated_at_most']:g}){mates}"
                )
        for stratum, why in part["refused"].items():
            print(f"  REFUSED {stratum}: {why}")
    print("\ntwo photos enrolled against one:", json.dumps(report["two photos enrolled against one"], indent=1))
    for name in ("two models", "two models, verification"):
        if name in report:
            print(f"\n{name}:", json.dumps(report[name], indent=1))
    groups = report["groups"]
    print(f"\nFMR by group at the threshold of FMR 1e-3 in LFW ({groups['threshold']:.3f}):")
    for kind in groups["kinds"]:
        print(f"  {kind['by']}: largest ratio {kind['largest_ratio']}")
        for group in kind["groups"]:
            print(f"    {group['group']}: {group['fmr']}")


if __name__ == "__main__":
    main()
