"""What a second model, fused with the first, gains on LFW, and what it does to each group of people.

    antigone embed LFW --out lfw.npz --principal             and the same for UTKFACE, and for both with --model OTHER
    uv run python bench/two_models.py lfw.npz utk.npz other-lfw.npz other-utk.npz

FNIR at FPIR 0.03 and rank 1 are means over ten splits of LFW; false-match rates within groups of UTKFace are at the
threshold that a thousandth of LFW's non-mated comparisons passes. Fused: the mean of both scores.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np

from antigone.evidence.fusion import two_models
from antigone.evidence.groups import by_group
from antigone.evidence.identification import fnir, rank_one, searches
from antigone.evidence.metrics import Sorted, threshold_at_far
from antigone.evidence.pairs import draw
from antigone.evidence.samples import Samples
from evidence import lfw, utkface


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs=4, type=Path)
    one, strangers, other, others = parser.parse_args().files
    tables = {"first": (lfw(one), utkface(strangers)), "second": (lfw(other), utkface(others))}
    tables["fused"] = (
        two_models(tables["first"][0], tables["second"][0]),
        two_models(tables["first"][1], tables["second"][1]),
    )
    print(json.dumps({name: measured(*pair) for name, pair in tables.items()}, indent=1))


def measured(known: Samples, strangers: Samples) -> dict:
    splits = [searches(known, seed) for seed in range(10)]
    threshold = threshold_at_far(Sorted(draw(known, seed=1)).curve(), 1e-3)
    groups = by_group(strangers, ("age_band", "sex"), threshold=threshold)
    within = {
        " ".join(group["group"].values()): [group["fmr"]["value"], *group["fmr"]["interval_95"]]
        for kind in groups["kinds"]
        for group in kind["groups"]
        if group["fmr"]
    }
    return {
        "model": known.model,
        "fnir_at_fpir_0.03": round(float(np.mean([fnir(s, 0.03) for s in splits])), 4),
        "rank_1_errors": round(float(np.mean([1 - rank_one(s) for s in splits])), 4),
        "fmr_within": {name: [round(v, 5) for v in values] for name, values in within.items()},
    }


if __name__ == "__main__":
    main()
