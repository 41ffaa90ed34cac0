"""How alike are two photographs of one person, and how alike is a photograph to a copy of itself?

    uv run python bench/same_picture.py FOLDER [--people 150] [--out FILE.json]

``antigone.weighing.SAME_SCORE`` lies between both: at and above it one picture is taken to be on both sides. The
highest pairs are printed with their names, to be looked at: collections hold some photographs twice.
"""

from __future__ import annotations

import argparse
import io
import json
from itertools import combinations
from pathlib import Path

import numpy as np
from PIL import Image

from antigone.engine import Engine, Probe
from antigone.face.photo import decode
from antigone.types import Photo, Profile
from antigone.weighing import SAME_SCORE

PHOTOS = 4
COPIES = {
    "JPEG of quality 50": lambda picture: (picture, 50),
    "half the size": lambda picture: (
        picture.resize((picture.width // 2, picture.height // 2), Image.Resampling.LANCZOS),
        85,
    ),
    "cut to the middle": lambda picture: (picture.crop((40, 40, picture.width - 40, picture.height - 40)), 90),
    "a fifth brighter": lambda picture: (picture.point(lambda value: min(255, int(value * 1.2))), 90),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--people", type=int, default=150)
    parser.add_argument("--out", type=Path)
    arguments = parser.parse_args()
    engine = Engine.open(threads=1)
    several = [each for each in sorted(arguments.folder.iterdir()) if each.is_dir() and len(list(each.iterdir())) > 1]
    chosen = np.random.default_rng(0).permutation(len(several))[: arguments.people]
    apart: list[tuple[float, str, str]] = []
    copies: dict[str, list[float]] = {name: [] for name in COPIES}
    for person in (several[number] for number in chosen):
        probes = {path.name: of(engine, engine.read(path)) for path in sorted(person.iterdir())[:PHOTOS]}
        usable = {name: probe for name, probe in probes.items() if probe is not None}
        apart += [(alike(usable[a], usable[b]), a, b) for a, b in combinations(usable, 2)]
        for probe in list(usable.values())[:1]:
            for name, change in COPIES.items():
                copy = of(engine, saved(*change(Image.fromarray(probe.photo.pixels[:, :, ::-1]))))
                copies[name] += [alike(probe, copy)] if copy is not None else []
    apart.sort(reverse=True)
    scores = np.array([score for score, *_ in apart])
    report = {
        "threshold": SAME_SCORE,
        "pairs of photographs of one person": len(apart),
        "their scores at 1, 50, 99 and 100 %": [round(float(np.quantile(scores, q)), 3) for q in (0.01, 0.5, 0.99, 1)],
        "pairs at or above the threshold": int((scores >= SAME_SCORE).sum()),
        "highest": [(round(score, 3), one, other) for score, one, other in apart[:12]],
        "share of copies at or above it": {
            k: round(float((np.array(v) >= SAME_SCORE).mean()), 3) for k, v in copies.items()
        },
        "lowest score of a copy": {name: round(min(found), 3) for name, found in copies.items()},
    }
    text = json.dumps(report, indent=1)
    print(text)
    if arguments.out:
        arguments.out.write_text(text)


def of(engine: Engine, photo: object) -> Probe | None:
    probe = engine.probe(photo, Profile.AM, principal=True) if isinstance(photo, Photo) else None
    return probe if isinstance(probe, Probe) else None


def saved(picture: Image.Image, quality: int) -> object:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality)
    return decode(out.getvalue(), "copy")


def alike(one: Probe, other: Probe) -> float:
    return float(one.template.vector @ other.template.vector)


if __name__ == "__main__":
    main()
