"""What the network for covered faces is worth: whose points are nearer, and who is found by them.

    uv run python bench/points.py make ../shared/faces/lfw-dev --out OUT [--mates 140] [--strangers 300]
    uv run python bench/points.py look --out OUT [--weights FILE.onnx]
    uv run python bench/points.py filled --out OUT
    uv run python bench/points.py choose --out OUT
    uv run python bench/points.py judge --out OUT

The network was trained on six in ten of the people (tools/points_faces.py says on whom); of the others two in ten are
chosen on and two judge. The first photo of everybody with several and of --singles trained people is enrolled as it is.
The second photo of --mates people is searched with, and one of --strangers who are not enrolled: as it is, under
covers of another hand (bench/covers_by_hand.py), and where it is judged under the named conditions at moderate
severity, the five that cover a face first. `make` may be interrupted and goes on; it keeps the machine's points and
templates, and the picture where the detector scored below ``LOOKED_AT``. `look` adds the network's points in one to
three passes. Templates are of one crop. "True" points are those that the machine finds on the photo as it is. Intervals
are by person.
"""

from __future__ import annotations

import argparse
import hashlib
import pickle
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import cv2
import numpy as np

from antigone.engine import Engine
from antigone.evidence.conditions import CONDITIONS, Severity, Side, apply, condition
from antigone.evidence.identification import SplitScores, fnir, fnir_interval, rank_one, threshold_at
from antigone.face.align import PLAIN
from antigone.face.cover import Cover, for_the_detector
from antigone.face.doubt import SURE_OF_POINTS, in_doubt
from antigone.face.geometry import roll
from antigone.face.under_cover import PASSES, points_under_cover
from antigone.gallery.intake import photos_in
from antigone.types import Box, Face, Photo, Pixels, Points, Profile, Refusal
from antigone.weights.catalogue import UNDER_COVER, find
from antigone.weights.fold import fold
from antigone.weights.session import Network, open_network
from covered import ANOTHER_HAND, NAMED, Search, covered, principal, scored
from covers_by_hand import painted

SEED, LOOKED_AT, TRIED = 20261201, 0.95, (1, 2, 3)
FPIR, STEADY = 0.01, 0.05
"""Of so few strangers the first is the score of the second or third; the other is steadier, and has intervals."""
AS_IT_IS = "plain"
MOVED = ("lying", "photo-of-photo")
"""Conditions that move the face: its true points are not worked out here."""
LIMITS = (0.0, 0.85, 0.9, SURE_OF_POINTS, 0.92, 0.93, LOOKED_AT)
KEEP = 50


@dataclass
class Row:
    """One photo searched with: what was found on it, and templates and points by what set the points."""

    detection: float = 0.0
    points: dict[str, Points] = field(default_factory=dict)
    templates: dict[str, np.ndarray] = field(default_factory=dict)
    picture: bytes = b""


def part(person: str) -> str:
    """As tools/points_faces.py has it: six in ten are trained on (one of them watched), two choose, two judge."""
    number = hashlib.sha256(f"points|{person}".encode()).digest()[0] % 10
    return "choose" if number < 2 else "judge" if number < 4 else "trained on"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("make", "look", "filled", "choose", "judge"))
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--mates", type=int, default=140)
    parser.add_argument("--strangers", type=int, default=300)
    parser.add_argument("--singles", type=int, default=300)
    parser.add_argument("--weights", type=Path, help="A network in place of the shipped one.")
    arguments = parser.parse_args()
    if arguments.what == "make":
        arguments.out.mkdir(parents=True, exist_ok=True)
        make(arguments)
    elif arguments.what == "look":
        look(arguments.out, arguments.weights)
    elif arguments.what == "filled":
        filled(arguments.out)
    elif arguments.what == "choose":
        choose_how(arguments.out)
    else:
        judge(arguments.out)


def make(arguments: argparse.Namespace) -> None:
    engine = one_crop(Engine.open(threads=1))
    enrolled, searches = drawn(arguments.folder, arguments.mates, arguments.strangers, arguments.singles)
    gallery = arguments.out / "gallery.npy"
    if not gallery.exists():
        np.save(gallery, np.stack([plain(engine, path) for path in enrolled]))
        print(f"{len(enrolled)} enrolled, {len(searches)} to search for", flush=True)
    rows = kept(arguments.out, "rows")
    for kind, search in in_turn(searches):
        if (kind, search) not in rows:
            rows[kind, search] = found(engine, kind, search)
            if len(rows) % KEEP == 0:
                keep(arguments.out, "rows", rows)
                print(f"{len(rows)}: {kind}", flush=True)
    keep(arguments.out, "rows", rows)


def one_crop(engine: Engine) -> Engine:
    return replace(engine, embedder=replace(engine.embedder, cuts=PLAIN))


def drawn(folder: Path, mates: int, strangers: int, singles: int) -> tuple[list[Path], list[Search]]:
    """Whom to enrol, and whom to search for: half 0 is chosen on, half 1 judges."""
    people: dict[str, list[Path]] = {}
    for path in photos_in(folder):
        people.setdefault(path.relative_to(folder).parts[0], []).append(path)
    names = [sorted(people)[i] for i in np.random.default_rng(SEED).permutation(len(people))]
    several = [name for name in names if len(people[name]) > 1]
    single = [name for name in names if len(people[name]) == 1]
    enrolled = [people[name][0] for name in several]
    enrolled += [people[name][0] for name in [n for n in single if part(n) == "trained on"][:singles]]
    searches = []
    for half, what in enumerate(("choose", "judge")):
        mated = [(number, name) for number, name in enumerate(several) if part(name) == what][:mates]
        searches += [Search(people[name][1], number, half) for number, name in mated]
        searches += [Search(people[n][0], -1, half) for n in [n for n in single if part(n) == what][:strangers]]
    return enrolled, searches


def in_turn(searches: list[Search]) -> Iterator[tuple[str, Search]]:
    order = [searches[i] for i in np.random.default_rng(SEED).permutation(len(searches))]
    judges = [search for search in order if search.half == 1]
    for kind in (ANOTHER_HAND, AS_IT_IS):
        yield from ((kind, search) for search in order)
    for kind in NAMED:
        yield from ((kind, search) for search in judges)
    others = [c.name for c in CONDITIONS if c.side is Side.PM and c.name not in NAMED]
    for search in judges:  # photo by photo: whenever it is stopped, every condition has as many
        yield from ((kind, search) for kind in others)


def plain(engine: Engine, path: Path) -> np.ndarray:
    photo = engine.read(path)
    probe = engine.probe(photo, Profile.AM, principal=True) if isinstance(photo, Photo) else None
    lost = probe is None or isinstance(probe, Refusal)
    return np.zeros(engine.embedder.size, np.float32) if lost else probe.template.vector  # type: ignore[union-attr]


def found(engine: Engine, kind: str, search: Search) -> Row:
    """What the machine finds in the photo; nothing is kept of it where no face is found."""
    photo = engine.read(search.path)
    face = principal(engine, photo) if isinstance(photo, Photo) else None
    if face is None or not isinstance(photo, Photo):
        return Row()
    row, changed, seen = Row(), photo, face
    if kind != AS_IT_IS:
        changed = Photo(photo.name, photo.sha256, drawn_on(photo, face, kind), "PNG")
        seen = principal(engine, changed)
    if seen is None:
        return row
    row.detection, row.points["machine"] = seen.detection, seen.landmarks
    row.templates["machine"] = of_points(engine, changed, seen.landmarks)
    if changed.pixels.shape == photo.pixels.shape and kind not in MOVED:
        row.points["true"] = face.landmarks
        row.templates["true"] = of_points(engine, changed, face.landmarks)
    if seen.detection < LOOKED_AT:
        row.picture = cv2.imencode(".png", changed.pixels, [cv2.IMWRITE_PNG_COMPRESSION, 1])[1].tobytes()
    return row


def drawn_on(photo: Photo, face: Face, kind: str) -> Pixels:
    if kind == ANOTHER_HAND:
        return covered(photo, face, kind, chance(kind, photo)).pixels
    return apply(condition(kind), Severity.MODERATE, photo.pixels, face, 1)


def of_points(engine: Engine, photo: Photo, points: Points) -> np.ndarray:
    """The template of the face with these points: nothing else of a face decides it."""
    (x, y), (right, lower) = points.min(axis=0).tolist(), points.max(axis=0).tolist()
    face = Face(1, Box(x, y, max(right - x, 1), max(lower - y, 1)), points, roll(points), 0.0)
    return engine.embedder.template(photo, face).vector.astype(np.float32)


def look(out: Path, weights: Path | None) -> None:
    """Add the network's points, and the templates that rest on them."""
    engine, card = one_crop(Engine.open(threads=1)), find(UNDER_COVER)
    network = open_network(card) if weights is None else Network(card, fold(weights.read_bytes(), card.name))
    rows, added = kept(out, "rows"), {}
    for job, row in rows.items():
        judged = job[1].half == 1
        if row.picture and (not judged or row.detection < SURE_OF_POINTS):
            pixels = cv2.imdecode(np.frombuffer(row.picture, np.uint8), cv2.IMREAD_COLOR)
            photo = Photo("covered", "0" * 64, np.asarray(pixels, np.uint8), "PNG")
            added[job] = looked_again(engine, network, photo, row, (PASSES,) if judged else TRIED)
    keep(out, "looked", added)
    print(f"looked again at {len(added)} of {len(rows)}")


def looked_again(engine: Engine, network: Network, photo: Photo, row: Row, tried: tuple[int, ...]) -> Row:
    new = Row(row.detection)
    for passes in tried:
        points = points_under_cover(network, network.card, photo.pixels, row.points["machine"], passes)
        new.points[str(passes)] = row.points["machine"] if points is None else points
        new.templates[str(passes)] = of_points(engine, photo, new.points[str(passes)])
    return new


def kept(out: Path, name: str) -> dict[tuple[str, Search], Row]:
    """What this bench itself wrote before."""
    file = out / f"{name}.pickle"
    return dict(pickle.loads(file.read_bytes())) if file.exists() else {}


def keep(out: Path, name: str, rows: dict[tuple[str, Search], Row]) -> None:
    new = out / f"{name}.new"
    new.write_bytes(pickle.dumps(rows))
    new.replace(out / f"{name}.pickle")


def filled(out: Path) -> None:
    """Where a person painted the cover the faces are looked for on the picture filled in: points there, on half 0."""
    engine = Engine.open(threads=1)
    errors = []
    for kind, search in [job for job in kept(out, "rows") if job[0] == ANOTHER_HAND and job[1].half == 0]:
        photo = engine.read(search.path)
        face = principal(engine, photo) if isinstance(photo, Photo) else None
        if face is not None and isinstance(photo, Photo):
            random = chance(kind, photo)
            over = covered(photo, face, kind, random)
            mask = Cover(painted(over.mask, face.eye_distance, random))
            seen = principal(engine, Photo("f", "0" * 64, for_the_detector(over.pixels, mask), "PNG"))
            if seen is not None and in_doubt(seen):
                card = engine.under_cover.card
                pixels = for_the_detector(over.pixels, mask)
                again = points_under_cover(engine.under_cover, card, pixels, seen.landmarks)
                both = (seen.landmarks, seen.landmarks if again is None else again)
                errors.append([np.linalg.norm(p - face.landmarks, axis=1).mean() / face.eye_distance for p in both])
    before, now = np.array(errors).T
    print(f"{len(errors)} in doubt on the picture filled in; points off, mean and median, before and now:")
    print(f"{before.mean():.3f} {np.median(before):.3f}, {now.mean():.3f} {np.median(now):.3f}")


def chance(kind: str, photo: Photo) -> np.random.Generator:
    return np.random.default_rng(int.from_bytes(hashlib.sha256(f"{SEED}|{kind}|{photo.sha256}".encode()).digest()[:8]))


@dataclass(frozen=True)
class Half:
    """All rows of some kinds and one half, with what the network made of them."""

    gallery: np.ndarray
    rows: list[tuple[Search, Row]]

    def templates(self, way: str, limit: float) -> np.ndarray:
        """By the machine's points; where the detector scored below ``limit``, by those of ``way``."""
        nothing = np.zeros(self.gallery.shape[1], np.float32)
        chosen = [way if row.detection < limit and way in row.templates else "machine" for _, row in self.rows]
        return np.stack([row.templates.get(w, nothing) for (_, row), w in zip(self.rows, chosen, strict=True)])

    def scores(self, way: str, limit: float) -> SplitScores:
        return scored(self.gallery, self.templates(way, limit), np.array([s.person for s, _ in self.rows]))

    def errors(self, way: str, limit: float) -> np.ndarray:
        """Mean distance of the points from the true ones, in true distances between the eyes, where both are known."""
        off = []
        for _, row in self.rows:
            if "true" in row.points:
                points = row.points.get(way if row.detection < limit else "machine", row.points["machine"])
                true = row.points["true"]
                off.append(np.linalg.norm(points - true, axis=1).mean() / np.linalg.norm(true[1] - true[0]))
        return np.array(off)


def load(out: Path, kinds: list[str], half: int) -> Half:
    rows, looked = kept(out, "rows"), kept(out, "looked")
    for job, row in rows.items():
        if job in looked:
            row.points |= looked[job].points
            row.templates |= looked[job].templates
    return Half(
        np.load(out / "gallery.npy"), [(j[1], r) for j, r in rows.items() if j[0] in kinds and j[1].half == half]
    )


def line(name: str, half: Half, way: str, limit: float) -> str:
    s, errors = half.scores(way, limit), half.errors(way, limit)
    interval = fnir_interval(s, STEADY)
    low, high = (float("nan"), float("nan")) if isinstance(interval, str) else interval
    off = f"{errors.mean():.3f} | {np.median(errors):.3f}" if len(errors) else "- | -"
    looked = np.mean([row.detection < limit for _, row in half.rows if row.templates])
    return (
        f"| {name} | {len(s.mate)}, {len(s.stranger)} | {looked:.2f} | {off} | {rank_one(s):.3f} |"
        f" {fnir(s, FPIR):.3f} | {fnir(s, STEADY):.3f} ({low:.3f}-{high:.3f}) |"
    )


HEAD = (
    "| {} | mates, strangers | looked at again | points off: mean | median | rank 1 | FNIR at FPIR 0.01 |"
    " at 0.05 (95 %) |\n|---|---|---|---|---|---|---|---|"
)


def choose_how(out: Path) -> None:
    """On half 0: below which score of the detector the network is asked, and how often it looks."""
    for kind in (ANOTHER_HAND, AS_IT_IS):
        half = load(out, [kind], 0)
        print(f"\n{kind}\n\n" + HEAD.format("below, passes"))
        for limit in LIMITS:
            for passes in TRIED if limit else ("machine",):
                print(line(f"{limit:g}, {passes}", half, str(passes), limit))
        print(line("true points", half, "true", 1.1))


def judge(out: Path) -> None:
    """On half 1: as it is, under covers of another hand, and each named condition of which there is enough."""
    kinds = [AS_IT_IS, ANOTHER_HAND, *NAMED, *(c.name for c in CONDITIONS if c.side is Side.PM and c.name not in NAMED)]
    usual = threshold_at(load(out, [AS_IT_IS], 1).scores("machine", 0.0).stranger, FPIR)
    changes: list[Change] = []
    print(HEAD.format("condition, points"))
    for kind in kinds:
        half = load(out, [kind], 1)
        if sum(search.person >= 0 for search, _ in half.rows) < LEAST:
            continue
        for name, (way, limit) in WHOSE.items():
            print(line(f"{kind}, {name}", half, way, limit))
        changes.append(Change(kind, *(half.scores(*WHOSE[name]) for name in ("before", "now"))))
    others = load(out, [kind for kind in kinds[2:] if kind not in NAMED], 1)
    for name, (way, limit) in WHOSE.items() if others.rows else ():
        print(line(f"all other conditions together, {name}", others, way, limit))
    print(
        "\n| condition | FNIR at FPIR 0.05: change (95 %) | strangers above the score that 1 in 100 reach as they are |"
    )
    print("|---|---|---|")
    for change in changes:
        low, high = change.interval()
        passed = [float((s.stranger > usual).mean()) for s in (change.before, change.now)]
        print(
            f"| {change.kind} | {change.of():+.3f} ({low:+.3f} to {high:+.3f}) | {passed[0]:.3f}, now {passed[1]:.3f} |"
        )
    named = [change for change in changes if change.kind not in (AS_IT_IS, ANOTHER_HAND)]
    for fpir in (FPIR, STEADY) if named else ():
        before, now = (float(np.mean([fnir(s, fpir) for s in side])) for side in _sides(named))
        print(f"\nmean FNIR at FPIR {fpir:g} over {len(named)} named conditions: {before:.3f}, now {now:.3f}")


def _sides(changes: list[Change]) -> tuple[list[SplitScores], list[SplitScores]]:
    return [change.before for change in changes], [change.now for change in changes]


WHOSE = {"before": ("machine", 0.0), "now": (str(PASSES), SURE_OF_POINTS), "true points": ("true", 1.1)}
LEAST = 20
"""People searched for under a condition, below which nothing is said of it."""


@dataclass(frozen=True)
class Change:
    """The same searches before and now."""

    kind: str
    before: SplitScores
    now: SplitScores

    def missed(self) -> np.ndarray:
        """Of each person: 1 where they are missed only now, -1 where only before."""
        now, before = (s.mate <= threshold_at(s.stranger, STEADY) for s in (self.now, self.before))
        return now.astype(float) - before.astype(float)

    def of(self) -> float:
        return float(self.missed().mean())

    def interval(self) -> tuple[float, float]:
        """By drawing people again, 2,000 times; the thresholds stay."""
        missed = self.missed()
        drawn_again = np.random.default_rng(SEED).integers(0, len(missed), (2000, len(missed)))
        low, high = np.quantile(missed[drawn_again].mean(axis=1), (0.025, 0.975)).tolist()
        return low, high


if __name__ == "__main__":
    main()
