"""Whether weights of evidence hold on damaged faces, and of which photographs none should be stated.

    uv run python bench/weights.py make ../shared/faces/lfw-dev --out OUT [--each 36] [--threads 2]
    uv run python bench/weights.py choose --out OUT
    uv run python bench/weights.py judge --out OUT

The first photo of everybody with several is the reference; the second is weighed against all of them by the
calibration that comes with Antigone, as an adult's: against the own first photo (mated), and against everybody else's.
On 320 people, under damage of another hand (bench/damage_by_hand.py), `choose` tries limits of the detector's score
below which no weight is stated. `judge` gives the figures at the limit that is in force: of all plain photos, and
of all others' under each named condition at every severity (--each people at each). "By hand": the points of the face
before it was damaged, off by 3 % of the distance between the eyes; not where the condition itself moves the face.

Refused: the share of photos that have no weight; those without a face found are not counted at all. Intervals: 100
resamplings of people, with every twentieth stranger.
"""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from antigone.engine import Engine
from antigone.evidence.calibration import Stratum
from antigone.evidence.conditions import CONDITIONS, Severity, apply, condition
from antigone.evidence.llr import cllr, cllr_min
from antigone.face.choose import choose
from antigone.face.doubt import SURE_OF_POINTS
from antigone.face.pointed import pointed
from antigone.gallery.intake import photos_in
from antigone.parallel import in_order
from antigone.types import Face, Photo, Refusal
from antigone.weighing import shipped
from covers_by_hand import jittered
from damage_by_hand import damaged

SEED, JITTER, CHOSEN_ON = 20261201, 0.03, 320
REFERENCE, PLAIN, OTHER = "reference", "plain", "another hand"
MACHINE, BY_HAND = "machine", "by hand"
MOVED = frozenset({"lying", "photo-of-photo", "camera-above", "camera-below", "camera-aside"})
LIMITS = (0.0, 0.85, 0.88, 0.9, 0.91, 0.92, 0.925)
FILE = "weights.npz"


@dataclass(frozen=True)
class Job:
    """One photo of one person to look at, under ``kind``."""

    kind: str
    person: int
    path: Path
    turn: str = ""


@dataclass(frozen=True)
class Row:
    """One face as a template, by whose points, and the detector's score of it."""

    kind: str
    person: int
    points: str
    detection: float
    template: NDArray[np.float32]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("make", "choose", "judge"))
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--each", type=int, default=36)
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    if arguments.what == "make":
        make(arguments)
    else:
        rows = list(np.load(arguments.out / FILE, allow_pickle=True)["rows"])
        (choose_limit if arguments.what == "choose" else judge)(rows)


def make(arguments: argparse.Namespace) -> None:
    engine = Engine.open(threads=1)
    jobs = drawn(arguments.folder, arguments.each)
    rows: list[Row] = []
    for number, made in enumerate(in_order(partial(looked, engine), jobs, arguments.threads), start=1):
        rows += made
        if number % 200 == 0:
            print(f"{number} of {len(jobs)}", flush=True)
    arguments.out.mkdir(parents=True, exist_ok=True)
    np.savez(arguments.out / FILE, rows=np.array(rows, object))


def drawn(folder: Path, each: int) -> list[Job]:
    people: dict[str, list[Path]] = {}
    for path in photos_in(folder):
        people.setdefault(path.parent.name, []).append(path)
    photos = [people[name] for name in sorted(people) if len(people[name]) > 1]
    order = np.random.default_rng(SEED).permutation(len(photos))
    chosen_on, judged_on = order[:CHOSEN_ON].tolist(), order[CHOSEN_ON:]
    jobs = [Job(REFERENCE, i, paths[0]) for i, paths in enumerate(photos)]
    jobs += [Job(PLAIN, i, paths[1]) for i, paths in enumerate(photos)]
    jobs += [Job(OTHER, i, photos[i][1], str(turn)) for turn in range(2) for i in chosen_on]
    random = np.random.default_rng(SEED + 1)
    for step in [f"{one.name}:{severity.word}" for one in CONDITIONS for severity in Severity]:
        jobs += [Job(step, i, photos[i][1]) for i in random.permutation(judged_on)[:each].tolist()]
    return jobs


def looked(engine: Engine, job: Job) -> list[Row]:
    photo = engine.read(job.path)
    found = () if isinstance(photo, Refusal) else engine.faces(photo)
    face = None if isinstance(photo, Refusal) else principal(photo, found)
    if face is None or isinstance(photo, Refusal):
        return []
    seed = f"{SEED}|{job.kind}|{job.turn}|{photo.sha256}"
    random = np.random.default_rng(int.from_bytes(hashlib.sha256(seed.encode()).digest()[:8]))
    changed = under(photo, face, job.kind, random)
    faces = found if changed is photo else engine.faces(changed)
    meant = {MACHINE: face if changed is photo else principal(changed, faces)}
    if job.kind != REFERENCE and changed.pixels.shape == photo.pixels.shape and name_of(job.kind) not in MOVED:
        by_hand = pointed(jittered(face.landmarks, JITTER, random), faces)
        meant[BY_HAND] = None if isinstance(by_hand, Refusal) else by_hand
    return [
        Row(job.kind, job.person, points, one.detection, engine.embedder.template(changed, one).vector)
        for points, one in meant.items()
        if one is not None
    ]


def principal(photo: Photo, faces: tuple[Face, ...]) -> Face | None:
    choice = choose(photo, faces, principal=True)
    return None if isinstance(choice, Refusal) else choice.face


def under(photo: Photo, face: Face, kind: str, random: np.random.Generator) -> Photo:
    """The photo as ``kind`` has it."""
    if kind in (REFERENCE, PLAIN):
        return photo
    if kind == OTHER:
        pixels = damaged(photo.pixels, face.landmarks, random)
    else:
        severity = next(one for one in Severity if one.word == kind.partition(":")[2])
        pixels = apply(condition(name_of(kind)), severity, photo.pixels, face, int(random.integers(1 << 30)))
    return Photo(photo.name, photo.sha256, pixels, "PNG")


def name_of(kind: str) -> str:
    return kind.partition(":")[0]


@dataclass(frozen=True)
class Weighed:
    """Photos of one kind: the weight of each with its own person's reference, and with every other's."""

    person: NDArray[np.int64]
    detection: NDArray[np.float64]
    mate: NDArray[np.float64]
    others: NDArray[np.float64]
    """Photos x strangers."""

    def stated(self, limit: float) -> Weighed:
        kept = self.detection >= limit
        return Weighed(self.person[kept], self.detection[kept], self.mate[kept], self.others[kept])


def weighed(rows: list[Row], kinds: Iterable[str], points: str) -> Weighed:
    references = {row.person: row.template for row in rows if row.kind == REFERENCE}
    names = sorted(references)
    of_kinds = set(kinds)
    found = [row for row in rows if row.kind in of_kinds and row.points == points and row.person in references]
    scores = np.stack([row.template for row in found]) @ np.stack([references[name] for name in names]).T
    own = np.searchsorted(names, [row.person for row in found])
    others = np.ones_like(scores, bool)
    others[np.arange(len(found)), own] = False
    weights = in_force(scores.astype(np.float64))
    detection = np.array([row.detection for row in found])
    people = np.array([row.person for row in found])
    return Weighed(people, detection, weights[~others], weights[others].reshape(len(found), -1))


def in_force(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    stratum = adults()
    assert stratum.curves is not None
    return np.clip(np.interp(scores, stratum.curves.grid, stratum.curves.llr), *stratum.bounds)


@cache
def adults() -> Stratum:
    calibration = shipped(Engine.open(threads=1).embedder.model)
    assert calibration is not None
    stratum = calibration.find({"age_band": "adult"}, (1, 1))
    assert isinstance(stratum, Stratum)
    return stratum


HEAD = (
    "| {} | points | photos | refused | Cllr | Cllr - Cllr-min (95 %) | mates below -1 | below -2 | strangers at 2 |\n"
    "|---|---|---|---|---|---|---|---|---|"
)


def line(name: str, points: str, of: Weighed, limit: float) -> str:
    left = of.stated(limit)
    refused = 1 - len(left.mate) / len(of.mate)
    start = f"| {name} | {points} | {len(of.mate)} | {refused:.2f} |"
    if len(left.mate) < 10:
        return f"{start} too few | | | | |"
    whole = cllr(left.mate, left.others.ravel())
    low, high = np.quantile(list(resampled(left)), (0.025, 0.975))
    return (
        f"{start} {whole:.3f} | {beyond(left.mate, left.others.ravel()):.3f} ({low:.3f}-{high:.3f}) |"
        f" {(left.mate < -1).mean():.3f} | {(left.mate < -2).mean():.3f} | {(left.others >= 2).mean():.5f} |"
    )


def beyond(mate: NDArray[np.float64], others: NDArray[np.float64], *weight: NDArray[np.float64]) -> float:
    """What is lost by calibration alone."""
    return cllr(mate, others, *weight) - cllr_min(mate, others, *weight)


def resampled(of: Weighed) -> Iterator[float]:
    names, place = np.unique(of.person, return_inverse=True)
    random = np.random.default_rng(SEED)
    others = of.others[:, ::20]
    for _ in range(100):
        often = np.bincount(random.integers(0, len(names), len(names)), minlength=len(names))[place].astype(np.float64)
        yield beyond(of.mate, others.ravel(), often, np.repeat(often, others.shape[1]))


def choose_limit(rows: list[Row]) -> None:
    print(HEAD.format("limit, kind"))
    for points in (MACHINE, BY_HAND):
        for kind in (OTHER, PLAIN):
            of = weighed(rows, [kind], points)
            for limit in LIMITS:
                print(line(f"{limit:g}, {kind}", points, of, limit), flush=True)


def judge(rows: list[Row]) -> None:
    for limit in (0.0, SURE_OF_POINTS):
        print(f"\nNo weight below {limit:g}:\n\n{HEAD.format('condition')}")
        for points in (MACHINE, BY_HAND):
            print(line(PLAIN, points, weighed(rows, [PLAIN], points), limit))
            there = {name_of(row.kind) for row in rows if row.points == points}
            names = [one.name for one in CONDITIONS if one.name in there]
            every = {name: [f"{name}:{severity.word}" for severity in Severity] for name in names}
            for name, kinds in every.items():
                print(line(name, points, weighed(rows, kinds, points), limit), flush=True)
            print(
                line("all conditions", points, weighed(rows, [k for ks in every.values() for k in ks], points), limit)
            )


if __name__ == "__main__":
    main()
