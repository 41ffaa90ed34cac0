"""Covered faces: as the machine alone compares them, with points by hand, and with points and cover.

    uv run python bench/covered.py make ../shared/faces/lfw-dev --out OUT [--mates 300] [--strangers 512]
    uv run python bench/covered.py choose --out OUT
    uv run python bench/covered.py judge --out OUT

The first photo of everybody with several and of half of all others is enrolled as it is, as in `antigone evaluate`. The
second photo of --mates people is searched with, covered, and one of --strangers others who are not enrolled. People and
strangers are cut in two halves by chance. On the one half, `choose` compares ways to fill in what is hidden, with
covers of another hand (bench/covers_by_hand.py), by how much of the face is covered. `judge` gives the figures of what
was chosen on the other half, for covers of another hand and for the named conditions, which nothing was chosen on.

Points by hand are those that the machine finds on the photo before it is covered, off by 3 % of the distance between
the eyes. A mask is what is covered, as somebody with a broad brush paints it: too wide, shaky, a tenth missed. "On
filled": the machine's own points, found on the photo with what the mask hides inpainted. An interrupted `make` goes on.
"""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import combinations
from pathlib import Path

import numpy as np

from antigone.engine import Engine
from antigone.evidence.conditions import Severity, apply, condition
from antigone.evidence.identification import SplitScores, fnir, fnir_interval, rank_one, threshold_at
from antigone.face.align import PLAIN
from antigone.face.choose import choose
from antigone.face.cover import Cover, as_it_is, for_the_detector, inpainted
from antigone.face.find import find_faces
from antigone.face.geometry import roll
from antigone.gallery.intake import photos_in
from antigone.parallel import in_order
from antigone.types import Face, Photo, Profile, Refusal
from covers_by_hand import KINDS, Covered, cover, drawn_over, jittered, mirrored, one_colour, painted

NAMED = ("half-face", "soil", "blood", "cloth", "wet-hair")
ANOTHER_HAND = "another-hand"
MODES = ("machine", "on filled", "by hand")
WAYS = {"as it is": as_it_is, "inpainted": inpainted, "mirrored": mirrored, "one colour": one_colour}
Looks = tuple[tuple[str, tuple[str, ...], int], ...]
"""Whose points, the ways to fill in, and the votes of each: what is added up."""
ALONE: Looks = (("machine", ("as it is",), 1),)
POINTS: Looks = (("by hand", ("as it is",), 1),)
POINTS_AND_COVER: Looks = (("by hand", ("as it is",), 2), ("by hand", ("inpainted",), 1))
COVER: Looks = (("on filled", ("as it is",), 2), ("on filled", ("inpainted",), 1))
HELP = {"the machine alone": ALONE, "points": POINTS, "points and cover": POINTS_AND_COVER, "cover alone": COVER}
"""As antigone.face.cover has them."""
SHARES = ((0.0, 0.3), (0.3, 0.5), (0.5, 0.7), (0.7, 0.85), (0.85, 1.01))
JITTER, SEED, FPIR = 0.03, 20261130, 0.01
FILE, KEEP = "templates.npz", 40


@dataclass(frozen=True)
class Search:
    """A photo to search with: ``person`` is its place in the gallery, or -1 for a stranger."""

    path: Path
    person: int
    half: int


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("make", "choose", "judge"))
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--mates", type=int, default=300)
    parser.add_argument("--strangers", type=int, default=512)
    parser.add_argument("--only", default=",".join((ANOTHER_HAND, *NAMED)))
    parser.add_argument("--crops", type=int, default=3, choices=(1, 3))
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    if arguments.what == "make":
        arguments.out.mkdir(parents=True, exist_ok=True)
        make(arguments)
    elif arguments.what == "choose":
        choose_ways(arguments.out)
    else:
        judge(arguments.out)


def make(arguments: argparse.Namespace) -> None:
    engine = Engine.open(threads=arguments.threads)
    enrolled, searches = drawn(arguments.folder, arguments.mates, arguments.strangers)
    gallery = arguments.out / "gallery.npy"
    if not gallery.exists():
        made = in_order(partial(plain, engine), enrolled, arguments.threads)
        np.save(gallery, np.stack(list(made)))
    file = arguments.out / FILE
    rows = dict(np.load(file, allow_pickle=True)["rows"].item()) if file.exists() else {}
    jobs = [job for job in in_turn(searches, arguments.only.split(",")) if job not in rows]
    one = partial(templates, engine, arguments.crops == 3)
    for number, row in enumerate(in_order(one, jobs, arguments.threads), start=1):
        rows[jobs[number - 1]] = row
        if number % KEEP == 0 or number == len(jobs):
            with (arguments.out / "new.npz").open("wb") as new:
                np.savez(new, rows=np.array(rows, object))
            (arguments.out / "new.npz").replace(file)
            print(f"{number} of {len(jobs)}", flush=True)


def in_turn(searches: list[Search], kinds: list[str]) -> list[tuple[str, Search]]:
    """Covers of another hand first, which are chosen on; then every named condition of a photo, photo by photo."""
    order = np.random.default_rng(SEED).permutation(len(searches))
    jobs = [(kind, searches[i]) for kind in kinds if kind not in NAMED for i in order]
    named = [kind for kind in kinds if kind in NAMED]
    return jobs + [(kind, searches[i]) for i in order if searches[i].half == 1 for kind in named]


def drawn(folder: Path, mates: int, strangers: int) -> tuple[list[Path], list[Search]]:
    """Whom to enrol, and whom to search for; ``mates`` and ``strangers`` are of each half."""
    people: dict[str, list[Path]] = {}
    for path in photos_in(folder):
        people.setdefault(path.relative_to(folder).parts[0], []).append(path)
    random = np.random.default_rng(SEED)
    several = [paths for paths in people.values() if len(paths) > 1]
    single = [paths[0] for paths in people.values() if len(paths) == 1]
    order, singles = random.permutation(len(several)), random.permutation(len(single))
    cut = len(single) // 2
    enrolled = [paths[0] for paths in several] + [single[i] for i in singles[:cut]]
    searches = []
    for half in (0, 1):
        searches += [Search(several[i][1], int(i), half) for i in order[half::2][:mates]]
        searches += [Search(single[i], -1, half) for i in singles[cut:][half::2][:strangers]]
    return enrolled, searches


def plain(engine: Engine, path: Path) -> np.ndarray:
    photo = engine.read(path)
    probe = engine.probe(photo, Profile.AM, principal=True) if isinstance(photo, Photo) else None
    return (
        np.zeros(engine.embedder.size, np.float32)
        if probe is None or isinstance(probe, Refusal)
        else probe.template.vector
    )


def templates(engine: Engine, every_crop: bool, job: tuple[str, Search]) -> tuple[np.ndarray, float, np.ndarray]:
    """(modes, fillings, numbers) of one photo covered; zeros where no face was found. The share, and it uncovered."""
    kind, search = job
    made = np.zeros((len(MODES), len(WAYS), engine.embedder.size), np.float32)
    photo = engine.read(search.path)
    face = principal(engine, photo) if isinstance(photo, Photo) else None
    if face is None or not isinstance(photo, Photo):
        return made, 0.0, np.zeros(engine.embedder.size, np.float32)
    embedder = engine.embedder if every_crop else replace(engine.embedder, cuts=PLAIN)
    random = np.random.default_rng(
        int.from_bytes(hashlib.sha256(f"{SEED}|{kind}|{photo.sha256}".encode()).digest()[:8])
    )
    over = covered(photo, face, kind, random)
    mask = Cover(painted(over.mask, face.eye_distance, random))
    changed = Photo(photo.name, photo.sha256, over.pixels, "PNG")
    by_hand = jittered(face.landmarks, JITTER, random)
    faces = {
        "machine": principal(engine, changed),
        "on filled": principal(engine, replace(changed, pixels=for_the_detector(changed.pixels, mask))),
        "by hand": Face(1, face.box, by_hand, roll(by_hand), face.detection),
    }
    for row, mode in enumerate(MODES):
        meant = faces[mode]
        for column, way in enumerate(WAYS.values() if mode != "machine" else (as_it_is,)) if meant is not None else ():
            made[row, column] = embedder.template_under(changed, meant, mask, [(way, 1)]).vector
    return made, mask.share(by_hand), embedder.template(photo, face).vector


def principal(engine: Engine, photo: Photo) -> Face | None:
    choice = choose(photo, find_faces(engine.detector, photo), principal=True)
    return None if isinstance(choice, Refusal) else choice.face


def covered(photo: Photo, face: Face, kind: str, random: np.random.Generator) -> Covered:
    if kind == ANOTHER_HAND:
        kind = KINDS[int(random.integers(len(KINDS)))]
    if kind in KINDS:
        return cover(photo.pixels, face.landmarks, random, kind)
    pixels = apply(condition(kind), Severity.MODERATE, photo.pixels, face, 1)
    return Covered(pixels, drawn_over(photo.pixels, pixels))


@dataclass(frozen=True)
class Made:
    """What was made of one kind of cover, for one half: templates, shares, and whose each is."""

    gallery: np.ndarray
    templates: np.ndarray
    share: np.ndarray
    person: np.ndarray

    def scores(self, looks: Looks) -> SplitScores:
        parts = [
            votes * self.templates[:, MODES.index(mode), list(WAYS).index(way)]
            for mode, ways, votes in looks
            for way in ways
        ]
        return scored(self.gallery, np.sum(parts, axis=0), self.person)


def scored(gallery: np.ndarray, vectors: np.ndarray, person: np.ndarray) -> SplitScores:
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    every = np.where(length > 0, (vectors / np.maximum(length, 1e-9)) @ gallery.T, -1.0).astype(np.float64)
    mated = np.flatnonzero(person >= 0)
    mate = every[mated, person[mated]]
    others = every[mated].copy()
    others[np.arange(len(mated)), person[mated]] = -2
    above = (others >= mate[:, None]).sum(axis=1)
    return SplitScores(mate, others.max(axis=1), every[person < 0].max(axis=1), person[mated], len(gallery), above)


def load(out: Path, kind: str, half: int) -> Made | None:
    """What was made so far; None if it is nothing."""
    rows = dict(np.load(out / FILE, allow_pickle=True)["rows"].item())
    found = [(job[1], row) for job, row in rows.items() if job[0] == kind and job[1].half == half]
    if not found:
        return None
    return Made(
        np.load(out / "gallery.npy"),
        np.stack([row[0] for _, row in found]),
        np.array([row[1] for _, row in found]),
        np.array([search.person for search, _ in found]),
    )


def figures(s: SplitScores) -> dict[str, object]:
    interval = fnir_interval(s, FPIR)
    return {
        "mates": len(s.mate),
        "strangers": len(s.stranger),
        "rank_1": round(rank_one(s), 3),
        "fnir": round(fnir(s, FPIR), 3),
        "interval": interval if isinstance(interval, str) else [round(end, 3) for end in interval],
        "fnir_at_0.05": round(fnir(s, 0.05), 3),
    }


def tried() -> Iterator[tuple[str, Looks]]:
    """Every set of fillings at each kind of points, and some of these together with the machine's own look."""
    yield "the machine alone", ALONE
    for mode in MODES[1:]:
        for count in range(1, len(WAYS) + 1):
            for ways in combinations(WAYS, count):
                looks = ((mode, ways, 1),)
                yield f"{mode}: {' + '.join(ways)}", looks
                if ways[0] == "as it is" and 1 < count < len(WAYS):
                    for votes in (2, 3):
                        yield f"{mode}: {votes} x {' + '.join(ways)}", (*looks, (mode, ways[:1], votes - 1))
                    yield f"{mode}: {' + '.join(ways)}; machine", (*looks, *ALONE)


def choose_ways(out: Path) -> None:
    """Of half 0, covers of another hand: all that was tried. Then, of both halves, what is chosen by share of cover.

    ``margin``: how far mates lie above the score that 3 in 100 strangers reach, in deviations of strangers' best.
    """
    halves = [made for made in (load(out, ANOTHER_HAND, 0), load(out, ANOTHER_HAND, 1)) if made is not None]
    print("| added | rank 1 | FNIR at FPIR 0.01 | at 0.03 | at 0.05 | at 0.1 | margin |\n|---|---|---|---|---|---|---|")
    for name, looks in tried():
        s = halves[0].scores(looks)
        shown = [rank_one(s), *(fnir(s, fpir) for fpir in (0.01, 0.03, 0.05, 0.1)), margins(s).mean()]
        print(f"| {name} | " + " | ".join(f"{value:.3f}" for value in shown) + " |")
    parts = [np.concatenate([getattr(made, name) for made in halves]) for name in ("templates", "share", "person")]
    whole = Made(halves[0].gallery, *parts)
    mated, s = whole.share[whole.person >= 0], whole.scores(POINTS_AND_COVER)
    print("\n| covered | mates | rank 1 | FNIR at FPIR 0.03 | mean place |\n|---|---|---|---|---|")
    for low, high in SHARES:
        there = (mated >= low) & (mated < high)
        missed = s.mate[there] <= threshold_at(s.stranger, 0.03)
        above = s.above[there]
        print(
            f"| {low:g}- | {there.sum()} | {(above == 0).mean():.3f} | {missed.mean():.3f} | {1 + above.mean():.0f} |"
        )


def margins(s: SplitScores) -> np.ndarray:
    return (s.mate - threshold_at(s.stranger, 0.03)) / s.stranger.std()


def judge(out: Path) -> None:
    """Of half 1: every kind of cover."""
    print(
        "| cover | with | mates, strangers | rank 1 | FNIR at FPIR 0.01 (95 %) | at 0.05 |\n|---|---|---|---|---|---|"
    )
    for kind in (ANOTHER_HAND, *NAMED):
        made = load(out, kind, 1)
        if made is None:
            continue
        for name, looks in HELP.items():
            f = figures(made.scores(looks))
            low, high = (float("nan"), float("nan")) if isinstance(f["interval"], str) else f["interval"]
            print(
                f"| {kind} | {name} | {f['mates']}, {f['strangers']} | {f['rank_1']:.3f} |"
                f" {f['fnir']:.3f} ({low:.3f}-{high:.3f}) | {f['fnir_at_0.05']:.3f} |"
            )


if __name__ == "__main__":
    main()
