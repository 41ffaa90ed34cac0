"""How alike the demo's composites are to any real person, by the model that is shipped: docs/decisions/0006.

    antigone embed ../shared/faces/lfw-dev --out lfw.npz --principal
    uv run python bench/likeness.py lfw.npz

Every composite is compared with every photo of lfw-dev, and so is everybody's first photo with every photo of all other
people. Thresholds: those that one in a thousand, and in ten thousand, of the comparisons of different people's first
photos pass.
"""

from __future__ import annotations

import argparse
import json
from importlib import resources
from pathlib import Path

import numpy as np

from antigone.engine import Engine
from antigone.gallery.intake import photos_in
from antigone.types import Profile


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("lfw", type=Path)
    file = np.load(parser.parse_args().lfw)
    engine = Engine.open()
    assert str(file["model"]) == engine.embedder.model, "templates of another model"
    real = file["templates"][file["status"] == ""]
    names = np.array([path.split("/")[0] for path in file["paths"][file["status"] == ""]])
    rows = np.unique(names, return_index=True)[1]
    first = real[rows]
    strangers = (first @ first.T)[np.triu_indices(len(first), 1)]
    with resources.as_file(resources.files("antigone.demo") / "incident") as incident:
        probes = [o.probe for o in engine.probe_all(photos_in(incident), Profile.AM)]
    nearest = np.array([float((real @ p.template.vector).max()) for p in probes if p is not None])
    limits = {f"FMR {fmr:g}": float(np.quantile(strangers, 1 - fmr)) for fmr in (1e-3, 1e-4)}
    others = np.array([float((real @ real[row])[names != names[row]].max()) for row in rows])
    report = {
        "model": engine.embedder.model,
        "composites": len(nearest),
        "nearest_real_person_5_50_95_max": quantiles(nearest),
        "real_person_with_nearest_stranger_5_50_95_max": quantiles(others),
        "thresholds": {name: round(value, 3) for name, value in limits.items()},
        "composites_above": {name: int((nearest > value).sum()) for name, value in limits.items()},
        "real_people_above": {name: int((others > value).sum()) for name, value in limits.items()},
        "composites_beyond_95_in_100_real_people": int((nearest > np.quantile(others, 0.95)).sum()),
    }
    print(json.dumps(report, indent=1))


def quantiles(values: np.ndarray) -> list[float]:
    return [round(float(v), 3) for v in np.quantile(values, [0.05, 0.5, 0.95, 1.0])]


if __name__ == "__main__":
    main()
