"""Makes the proficiency set that ships with the desk: pairs of fictional people of whom the truth is known.

    uv run --no-default-groups --group people python tools/make_proficiency.py --making 1
    uv run --no-default-groups --group people python tools/make_proficiency.py --making 2 --add

The people are composites, cast and cut as those of the demo are (casting.py, heads.py), and blended by bending each
head to a common shape; who contributed to the demo was not kept, so that it can only be said that nobody contributes to
two people of one making. Each person stands in one pair. A mated pair is two blends of one person's contributors, of
other photographs of theirs; in a non-mated pair are two people of one apparent sex who are, among those made, most
alike to the engine. What stands for the dead person is darker, colder and lit from a side, and half of it has a
condition of the library at its mildest. Each picture is turned and cut as the bench shows faces.

Whoever is more like a contributor, to the engine, than its threshold at a false-match rate of 1e-4 is left out. File
names tell nothing; the key lies beside them.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import RBFInterpolator
from scipy.optimize import linear_sum_assignment

import guard
from antigone.evidence.conditions import apply, condition
from antigone.face.geometry import cut, similarity
from antigone.types import Pixels
from casting import Casting, Part, Wish, stock
from composite import Shape
from heads import HEIGHT, WIDTH, Head
from lent import Lent, adults, encodings, look, looks
from seeing import NotUsable, Seeing

_AGES = (28.0, 35.0, 43.0, 52.0, 60.0)
_MILD = ("livor", "pallor", "mixed-light", "greening", "eyes-closed", "wet-hair")
_SIDE, _QUALITY, _BYTES = 280, 82, 10_000
_POINTS = np.array([[0.38, 0.42], [0.62, 0.42], [0.5, 0.555], [0.40, 0.695], [0.60, 0.695]]) * _SIDE
"""Where the bench has eyes, nose and mouth (desk/photos/pictures.py)."""
_TRIES = 8
_FEATURE = 1.0
"""How far a shape is moved from the average of all: averages of faces are too alike."""
_KNOWN = 900


@dataclass(frozen=True, slots=True)
class Making:
    """How many are made, and of how many: whoever is too like somebody falls away, and so does what looks broken."""

    contributors: dict[int, int]
    """By how many photographs are made of somebody: of few lent people are there two that are fit."""
    each: int
    """Mated pairs, and non-mated ones."""
    women: int
    """Every so manieth person is a woman: so many of the lent faces are women's."""
    single: int
    """So many people of whom there is one photograph are among those to choose from."""


MAKINGS = {1: Making({1: 10, 2: 10}, 14, 3, 700), 2: Making({1: 9, 2: 6}, 26, 4, 1500)}


@dataclass(frozen=True, slots=True)
class Made:
    """A fictional person: files, what the engine makes of them, and how far beyond the limit (below 0 is allowed)."""

    wish: Wish
    files: tuple[bytes, ...]
    templates: NDArray[np.float32]
    beyond: float


@dataclass(frozen=True, slots=True)
class Known:
    """A pair: the picture of the dead person, the reference, and what is true of them."""

    who: str
    truth: str
    pm: bytes
    am: bytes
    score: float
    how: str


@dataclass(frozen=True, slots=True)
class Order:
    """Whom one process makes."""

    wish: Wish
    parts: tuple[Part, ...]
    dark: tuple[bool, ...]
    """Of each photograph, whether it stands for that of a dead person."""
    seed: int
    average: Shape


Picture = NDArray[np.float32]


def _bent(head: Head, shape: Shape) -> tuple[Picture, Picture]:
    """A head's picture and outline, bent so that its landmarks lie on ``shape``: a thin plate on a coarse grid."""
    chosen = [*range(0, 468, 5), 468, 473]
    rim = np.array([[x, y] for x in (0, WIDTH / 2, WIDTH) for y in (0, HEIGHT)])
    there, here = np.vstack([shape[chosen], rim]), np.vstack([head.points[chosen], rim])
    x, y = np.linspace(0, WIDTH - 1, WIDTH // 8), np.linspace(0, HEIGHT - 1, HEIGHT // 8)
    grid = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
    way = RBFInterpolator(there, here, kernel="thin_plate_spline", smoothing=1.0)(grid)
    way = cv2.resize(way.reshape(len(y), len(x), 2).astype(np.float32), (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC)
    picture = cv2.remap(head.picture, way, None, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    alpha = cv2.remap(head.alpha * head.valid, way, None, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT)
    return np.asarray(picture, np.float32), np.asarray(alpha, np.float32)


def blended(bent: list[tuple[Picture, Picture]], weights: NDArray[np.float64]) -> tuple[Picture, Picture]:
    """One picture of several, at one tone; and how much of each place is a person's."""
    middle = (slice(HEIGHT // 3, 3 * HEIGHT // 4), slice(WIDTH // 4, 3 * WIDTH // 4))
    tones = [(p[middle].mean((0, 1)), p[middle].std((0, 1))) for p, _ in bent]
    tone, spread = np.mean([t for t, _ in tones], axis=0), np.mean([d for _, d in tones], axis=0)
    toned = np.stack([(p - t) / d * spread + tone for (p, _), (t, d) in zip(bent, tones, strict=True)])
    shares = np.stack([a for _, a in bent]) * weights[:, None, None].astype(np.float32) + 1e-3
    picture = (toned * shares[..., None]).sum(axis=0) / shares.sum(axis=0)[..., None]
    soft = cv2.GaussianBlur(picture, (0, 0), 1.6)
    cover = np.average(np.stack([a for _, a in bent]), axis=0, weights=weights)
    return (soft + 1.9 * (picture - soft)).astype(np.float32), np.clip(cover * 2 - 0.6, 0, 1).astype(np.float32)


def _photograph(head: tuple[Picture, Picture], seed: int, *, dark: bool) -> bytes:
    """Before a plain wall, in the light and colours of one camera; darker, colder and lit from a side if ``dark``."""
    random_of = np.random.default_rng(seed)
    picture, cover = head
    wall = np.full_like(picture, random_of.uniform(120, 165) if dark else random_of.uniform(175, 215))
    picture = picture * cover[..., None] + wall * (1 - cover[..., None])
    aside = np.linspace(-1, 1, WIDTH)[None, :, None] * random_of.uniform(-1, 1) * (0.22 if dark else 0.08)
    grey = picture.mean(axis=2, keepdims=True)
    colour, cold = (random_of.uniform(0.6, 0.8), 0.04) if dark else (random_of.uniform(0.9, 1.05), -0.01)
    picture = (grey + (picture - grey) * colour) * np.array([1 + cold, 1, 1 - cold]) * (1 + aside)
    picture = picture * (random_of.uniform(0.82, 0.95) if dark else random_of.uniform(0.96, 1.06))
    picture = picture + random_of.normal(0, 3.0, picture.shape)
    return bytes(cv2.imencode(".png", np.clip(picture, 0, 255).astype(np.uint8))[1])


class Studio(Seeing):
    """What making one person needs."""

    def __init__(self, folder: Path, lent: Lent, limit: float) -> None:
        super().__init__(folder, lent)
        self.limit = limit

    def make(self, order: Order) -> Made:
        """Whoever is too easily seen in a blend weighs less in the next."""
        heads = [self.heads(part) for part in order.parts]
        heads = [one for one in heads if len(one) == order.wish.photos]
        rows = [np.isin(self.lent.people, [part.name]) for part in order.parts]
        own = np.mean([head.points for one in heads for head in one], axis=0)
        bent = []
        for n in range(order.wish.photos):
            these = [one[n] for one in heads]
            shape = np.mean([head.points for head in these], axis=0) + _FEATURE * (own - order.average)
            bent.append([_bent(head, shape) for head in these])
        weights = np.ones(len(heads))
        for left in reversed(range(_TRIES)):
            files = [
                _photograph(blended(one, weights), order.seed + n, dark=dark)
                for n, (one, dark) in enumerate(zip(bent, order.dark, strict=True))
            ]
            templates = np.stack([self.see(data).template.vector for data in files])
            scores = templates @ self.lent.templates.T
            beyond = np.array([float(scores[:, row].max()) - self.limit for row in rows])
            if beyond.max() < 0 or not left:
                break
            weights *= np.where(beyond > -0.01, 0.6, 1.0)[: len(weights)]
        print(f"{order.wish.id}: {beyond.max():+.3f} from the limit", flush=True)
        return Made(order.wish, tuple(files), templates, float(beyond.max()))

    def known(self, who: str, truth: str, pm: bytes, am: bytes, number: int) -> list[Known]:
        """The pair; nothing, if Antigone refuses a picture of it."""
        try:
            return [self._known(who, truth, pm, am, number)]
        except NotUsable as refused:
            print(f"{who} is passed over. {refused}", flush=True)
            return []

    def _known(self, who: str, truth: str, pm: bytes, am: bytes, number: int) -> Known:
        pixels, how = _pixels(pm), ""
        if number % 2:
            how = _MILD[number // 2 % len(_MILD)]
            pixels = apply(condition(how), 1, pixels, self.see(pm).choice.face, number)
        changed = bytes(cv2.imencode(".png", pixels)[1])
        score = float(self.see(changed).template.vector @ self.see(am).template.vector)
        return Known(who, truth, self._as_at_the_bench(changed), self._as_at_the_bench(am), score, how)

    def _as_at_the_bench(self, data: bytes) -> bytes:
        shown = cut(_pixels(data), similarity(self.see(data).choice.face.landmarks, _POINTS), _SIDE, _SIDE)
        sizes = (bytes(cv2.imencode(".jpg", shown, [cv2.IMWRITE_JPEG_QUALITY, q])[1]) for q in range(_QUALITY, 0, -4))
        return next(one for one in sizes if len(one) <= _BYTES)


def main() -> None:
    root = Path(__file__).resolve().parents[1]
    parser = argparse.ArgumentParser(description="Make the proficiency set of the desk.")
    parser.add_argument("--faces", type=Path, default=root.parent / "shared/faces", help="the lent faces")
    parser.add_argument("--out", type=Path, default=root / "src/antigone/desk/review/proficiency_set")
    parser.add_argument("--cache", type=Path, default=root / "out/proficiency", help="what was seen in the lent faces")
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--making", type=int, choices=MAKINGS, default=2)
    parser.add_argument("--add", action="store_true", help="to the pairs that are there, and not instead of them")
    options = parser.parse_args()
    options.cache = options.cache / str(options.making)  # other photographs are looked at
    cv2.setNumThreads(1)
    folder = options.faces / "lfw-dev"
    lent = look(folder, _paths(folder, MAKINGS[options.making].single), options.cache / "lent.npz")
    limit = guard.usual(lent.people, lent.templates, guard.cosine).limit[1e-4]
    studio = Studio(folder, lent, limit)
    apart = get_context("spawn")
    with ProcessPoolExecutor(2, apart, initializer=_open, initargs=(folder, lent, limit)) as pool:
        made = list(pool.map(_make, _orders(studio, options)))
    real = [one for one in made if one.beyond < 0]
    print(f"{len(real)} of {len(made)} people are less like every contributor than {limit:.3f}")
    write(options.out, [*_mated(studio, real), *_look_alikes(studio, real)], options.seed, add=options.add)


_mine: list[Studio] = []


def _open(folder: Path, lent: Lent, limit: float) -> None:
    cv2.setNumThreads(1)
    _mine.append(Studio(folder, lent, limit))


def _make(order: Order) -> Made:
    return _mine[0].make(order)


def _paths(folder: Path, single: int) -> list[Path]:
    """Three photographs of everybody who has several, and one of ``single`` others: enough to choose from."""
    of: defaultdict[str, list[Path]] = defaultdict(list)
    for path in sorted(folder.rglob("*.jpg")):
        of[path.parent.name].append(path)
    others = sorted(name for name in of if len(of[name]) == 1)
    random.Random(7).shuffle(others)
    return sorted([p for name in of if len(of[name]) > 1 for p in of[name][:3]] + [of[n][0] for n in others[:single]])


def _orders(studio: Studio, options: argparse.Namespace) -> list[Order]:
    """Everybody: first those of whom more photographs are needed."""
    making, folder = MAKINGS[options.making], options.faces / "utkface-dev"
    paths = sorted(folder.glob("*.jpg"))
    some = sorted(np.random.default_rng(1).choice(len(paths), min(_KNOWN, len(paths)), replace=False))
    learnt = look(folder, [paths[n] for n in some], options.cache / "known.npz")
    fit = stock(studio.lent, studio.folder, studio.reader, options.cache / "heads.npz")
    rows, told = adults(learnt)
    known = np.hstack([learnt.templates[rows], encodings(learnt, folder, rows, options.cache / "known-sex.npz")])
    seen = encodings(studio.lent, studio.folder, fit.rows, options.cache / "lent-sex.npz")
    seen = np.hstack([studio.lent.templates[fit.rows], seen])
    casting = Casting(studio.lent, fit, looks(known, told, seen), options.seed)
    wishes = [_wish(f"same-{n:02}", n, 2, making.women) for n in range(making.each)]
    wishes += [_wish(f"other-{n:02}-{side}", n, 1, making.women) for n in range(making.each) for side in ("pm", "am")]
    cast = {wish.id: tuple(casting.cast(wish, making.contributors[wish.photos])) for wish in wishes}
    average = _average(studio, wishes, cast)
    return [Order(w, cast[w.id], _dark(w), 10 * n + options.seed, average[w.sex]) for n, w in enumerate(wishes)]


def _wish(name: str, number: int, photos: int, women: int) -> Wish:
    return Wish(name, photos, "f" if number % women == 0 else "m", _AGES[number % len(_AGES)], 0)


def _dark(wish: Wish) -> tuple[bool, ...]:
    return (False, True) if wish.photos == 2 else (wish.id.endswith("pm"),)


def _average(studio: Studio, wishes: list[Wish], cast: dict[str, tuple[Part, ...]]) -> dict[str, Shape]:
    shapes: dict[str, list[Shape]] = {"f": [], "m": []}
    for wish in wishes[::3]:
        for part in cast[wish.id]:
            shapes[wish.sex] += [head.points for head in studio.heads(Part(part.name, part.rows[:1]))]
    return {sex: np.mean(found, axis=0) for sex, found in shapes.items()}


def _mated(studio: Studio, made: list[Made]) -> list[Known]:
    ones = [who for who in made if who.wish.photos == 2]
    return [
        pair
        for number, who in enumerate(ones)
        for pair in studio.known(who.wish.id, "same", who.files[1], who.files[0], number)
    ]


def _look_alikes(studio: Studio, made: list[Made]) -> list[Known]:
    """Each of the dead with somebody else, so that the sum of their scores is highest."""
    dead = [who for who in made if who.wish.id.endswith("pm")]
    living = [who for who in made if who.wish.id.endswith("am")]
    scores = np.array([[_score(one, other) for other in living] for one in dead])
    return [
        pair
        for number, (row, column) in enumerate(zip(*linear_sum_assignment(-scores), strict=True))
        if dead[row].wish.sex == living[column].wish.sex
        for pair in studio.known(
            f"{dead[row].wish.id} {living[column].wish.id}",
            "different",
            dead[row].files[0],
            living[column].files[0],
            number,
        )
    ]


def _score(one: Made, other: Made) -> float:
    apart = 2.0 if one.wish.sex != other.wish.sex else 0.004 * abs(one.wish.age - other.wish.age)
    return float(one.templates[0] @ other.templates[0]) - apart


def _pixels(data: bytes) -> Pixels:
    return np.asarray(cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR), np.uint8)


def write(out: Path, pairs: list[Known], seed: int, *, add: bool = False) -> None:
    """As many of each kind, in an order that tells nothing; with ``add`` after those that are there."""
    most = min(sum(pair.truth == truth for pair in pairs) for truth in ("same", "different"))
    kept = [pair for truth in ("same", "different") for pair in [p for p in pairs if p.truth == truth][:most]]
    random.Random(seed).shuffle(kept)
    out.mkdir(parents=True, exist_ok=True)
    key = json.loads((out / "key.json").read_text(encoding="utf-8")) if add else []
    for old in [] if add else out.glob("*.jpg"):
        old.unlink()
    for number, pair in enumerate(kept, 1 + max((int(each["name"][1:]) for each in key), default=0)):
        name = f"p{number:02}"
        print(f"{name}: {pair.truth}, {pair.who}")
        (out / f"{name}-pm.jpg").write_bytes(pair.pm)
        (out / f"{name}-am.jpg").write_bytes(pair.am)
        key.append({"name": name, "truth": pair.truth, "condition": pair.how, "score": round(pair.score, 3)})
    (out / "key.json").write_text(json.dumps(key, indent=1) + "\n", encoding="utf-8")
    size = sum(path.stat().st_size for path in out.glob("*.jpg"))
    for truth in ("same", "different"):
        scores = [pair.score for pair in kept if pair.truth == truth]
        print(
            f"{truth}: {len(scores)} pairs, scores {min(scores):.3f} to {max(scores):.3f}, mean {np.mean(scores):.3f}"
        )
    print(f"{len(kept)} pairs, {size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
