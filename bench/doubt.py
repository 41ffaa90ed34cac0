"""How far the machine can tell that its points on a face are wrong: error against discard.

    uv run python bench/doubt.py ../shared/faces/lfw-dev [--people 150]

One photograph of each of --people, as it is and under a cover of another hand (bench/covers_by_hand.py). The error is
the mean distance of the five points from those that the machine finds on the photograph as it is, in distances between
the eyes; beyond --wrong the points are called wrong. Two measures that the engine has of every face already: how far
its four looks disagree (antigone.face.landmarks.Refined.spread), and the detector's score. Intervals: 1,000 resamplings
of people.
"""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from antigone.engine import Engine
from antigone.face.detect import Detection
from antigone.face.doubt import SURE_OF_POINTS
from antigone.face.landmarks import refine
from antigone.gallery.intake import photos_in
from antigone.types import Face, Photo
from covers_by_hand import KINDS, cover

SEED = 20261130
DISCARDED = (0.0, 0.05, 0.1, 0.2, 0.3)


@dataclass(frozen=True)
class Judged:
    """One photograph: whose, whether it is covered, how wrong the points are, and the measures (high: doubtful)."""

    person: int
    covered: bool
    error: float
    spread: float
    unsure: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--people", type=int, default=150)
    parser.add_argument("--skip", type=int, default=0, help="People who are left out first: on others it was chosen.")
    parser.add_argument("--wrong", type=float, default=0.12)
    arguments = parser.parse_args()
    engine = Engine.open(threads=1)
    found, missed = [], 0
    for number, path in enumerate(drawn(arguments.folder, arguments.skip, arguments.people)):
        for judged in looked(engine, number, path):
            if judged is None:
                missed += 1
            else:
                found.append(judged)
    say(found, missed, arguments.wrong)


def drawn(folder: Path, skip: int, people: int) -> list[Path]:
    first: dict[str, Path] = {}
    for path in photos_in(folder):
        first.setdefault(path.relative_to(folder).parts[0], path)
    names = sorted(first)
    return [first[names[i]] for i in np.random.default_rng(SEED).permutation(len(names))[skip : skip + people]]


def looked(engine: Engine, number: int, path: Path) -> Iterator[Judged | None]:
    """The photograph as it is and covered; None where no face is found under the cover."""
    photo = engine.read(path)
    if not isinstance(photo, Photo) or not (faces := engine.faces(photo)):
        return
    true = faces[0]
    yield judge(engine, number, photo, true, true, covered=False)
    random = np.random.default_rng(int.from_bytes(hashlib.sha256(f"{SEED}|{photo.sha256}".encode()).digest()[:8]))
    over = cover(photo.pixels, true.landmarks, random, KINDS[number % len(KINDS)])
    changed = Photo(photo.name, photo.sha256, over.pixels, "PNG")
    near = nearest(engine.faces(changed), true)
    yield None if near is None else judge(engine, number, changed, near, true, covered=True)


def nearest(faces: tuple[Face, ...], true: Face) -> Face | None:
    def apart(face: Face) -> float:
        return float(np.hypot(*np.subtract(face.box.centre, true.box.centre)))

    near = min(faces, key=apart, default=None)
    return near if near is not None and apart(near) < 1.5 * true.eye_distance else None


def judge(engine: Engine, person: int, photo: Photo, face: Face, true: Face, *, covered: bool) -> Judged:
    x, y, right, lower = face.box.x, face.box.y, face.box.x + face.box.width, face.box.y + face.box.height
    corners = np.array([[x, y], [right, y], [right, lower], [x, lower]])
    again = refine(engine.detector, photo.pixels, Detection(np.vstack([corners, face.landmarks]), face.detection))
    error = float(np.linalg.norm(face.landmarks - true.landmarks, axis=1).mean()) / true.eye_distance
    return Judged(person, covered, error, 1.0 if again is None else again.spread, 1 - face.detection)


def say(found: list[Judged], missed: int, limit: float) -> None:
    wrong = np.array([each.error > limit for each in found])
    of = np.array([each.covered for each in found])
    print(f"{len(found)} faces, {of.sum()} of them covered; {missed} covered ones not found; wrong beyond {limit} eyes")
    print(f"wrong: {wrong[of].sum()} of {of.sum()} covered, {wrong[~of].sum()} of {(~of).sum()} as they are")
    for name in ("spread", "unsure"):
        doubt = np.array([getattr(each, name) for each in found])
        low, high = interval(found, doubt, wrong)
        print(f"{name}: area under the curve {area(doubt, wrong):.3f} ({low:.3f}-{high:.3f})")
        for share in DISCARDED:
            kept = doubt <= np.quantile(doubt, 1 - share)
            errors = np.array([each.error for each in found])[kept]
            print(f"  {share:.0%} discarded: mean error {errors.mean():.3f}, wrong {wrong[kept].mean():.3f}")
        cuts = [*np.quantile(doubt[~of], (0.95, 0.98, 0.99, 1.0)), *([1 - SURE_OF_POINTS] if name == "unsure" else [])]
        for cut in cuts:
            told = doubt > cut
            print(
                f"  above {cut:.4f}: told of {told[of & wrong].sum()} of {(of & wrong).sum()} wrong,"
                f" {told[of & ~wrong].sum()} of {(of & ~wrong).sum()} covered and right,"
                f" {told[~of].sum()} of {(~of).sum()} as they are"
            )


def area(doubt: NDArray[np.float64], wrong: NDArray[np.bool_]) -> float:
    """The chance that a wrong one has more doubt than a right one."""
    above = doubt[wrong][:, None] - doubt[~wrong][None, :]
    return float(((above > 0) + 0.5 * (above == 0)).mean()) if above.size else float("nan")


def interval(found: list[Judged], doubt: NDArray[np.float64], wrong: NDArray[np.bool_]) -> tuple[float, float]:
    people = np.array([each.person for each in found])
    places = [np.flatnonzero(people == person) for person in np.unique(people)]
    random = np.random.default_rng(SEED)
    areas = []
    for _ in range(1000):
        drawn_again = np.concatenate([places[i] for i in random.integers(0, len(places), len(places))])
        areas.append(area(doubt[drawn_again], wrong[drawn_again]))
    low, high = np.nanquantile(areas, (0.025, 0.975)).tolist()
    return low, high


if __name__ == "__main__":
    main()
