"""Makes the fictional incident of ``antigone demo``: composites of the lent faces, and the lists that name them.

    uv run --no-default-groups --group people python tools/make_demo.py

Each fictional person is a blend of several real people of about one apparent sex, age and group; other photographs of
the same people, blended the same way, are its other photographs. Nobody contributes to two. The contributors are drawn
by seed from the lent faces when this runs; who they are is neither printed nor kept.

Nothing is written unless ``guard.py`` finds every composite farther from every real person than the limits below.
docs/decisions/0006 has the figures. What is looked at once is cached in ``out/``, which git ignores.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

import guard
from antigone.engine import Probe
from antigone.face.geometry import cut, similarity
from casting import Casting, Part, Wish, stock
from composite import Shape, blend
from darkroom import Shot, photograph
from guard import Vectors
from heads import FIVE, HEIGHT, WIDTH, Head
from incident import YEAR, Album, Case, Person, cases, people, write
from lent import adults, encoding, encodings, look, looks
from seeing import Seeing

CONTRIBUTORS = 10
SIZE = (WIDTH, HEIGHT)
KNOWN_PHOTOS = 3000  # of UTKFace, to learn apparent sex, age and group from
_TRIES = 20
_LEAST = 0.3  # a contributor who would weigh less is replaced
_FEATURE = 1.0  # how far a shape is moved from the average of all: averages of faces are too alike


@dataclass(frozen=True, slots=True)
class Made:
    """A fictional person: files, what two networks make of them (references, then probes), and of whom."""

    album: Album
    templates: NDArray[np.float32]
    encodings: NDArray[np.float64]
    contributors: frozenset[str]


class Studio(Seeing):
    """Everything that making one person needs."""

    def __init__(self, faces: Path, cache: Path) -> None:
        folder = faces / "lfw-dev"
        super().__init__(folder, look(folder, sorted(folder.rglob("*.jpg")), cache / "lent.npz"))
        known_folder = faces / "utkface-dev"
        known = sorted(known_folder.glob("*.jpg"))
        some = sorted(np.random.default_rng(1).choice(len(known), min(KNOWN_PHOTOS, len(known)), replace=False))
        learnt = look(known_folder, [known[n] for n in some], cache / "known.npz")
        self.real = guard.usual(self.lent.people, self.lent.templates, guard.cosine)
        self.fit = stock(self.lent, self.folder, self.reader, cache / "heads.npz")
        told_rows, told = adults(learnt)
        seen = encodings(learnt, known_folder, told_rows, cache / "known-sex.npz")
        self.encodings = encodings(self.lent, self.folder, self.fit.rows, cache / "lent-sex.npz")
        self.second = guard.usual(self.lent.people[self.fit.rows], self.encodings, guard.nearness)
        self.looks = looks(
            np.hstack([learnt.templates[told_rows], seen]),
            told,
            np.hstack([self.lent.templates[self.fit.rows], self.encodings]),
        )

    def beyond(self, templates: Vectors, second: Vectors, names: Sequence[str]) -> NDArray[np.float64]:
        """How far each contributor's photographs are beyond what ``guard.py`` allows; less than 0 is allowed."""
        people = self.lent.people[self.fit.rows]
        first = guard.cosine(templates, self.lent.templates) - self.real.limit[1e-4]
        other = guard.nearness(second, self.encodings)
        other -= guard.bound(self.second, other, np.isin(people, names)[None])[:, None]
        return np.array([max(first[:, self.lent.people == n].max(), other[:, people == n].max()) for n in names])

    def encoding(self, data: bytes, probe: Probe) -> NDArray[np.float64]:
        """What dlib's network makes of the same face, turned upright."""
        picture = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
        upright = cut(picture, similarity(probe.choice.face.landmarks, FIVE), WIDTH, HEIGHT)
        return encoding(upright, FIVE)


def _wishes() -> dict[str, Wish]:
    asked = {case.person: case.photos for case in cases()}
    return {p.id: Wish(p.id, p.photos + asked.get(p.id, 0), p.sex, float(YEAR - p.born), p.group) for p in people()}


def _cast(casting: Casting, count: int) -> dict[str, list[Part]]:
    """Contributors for everybody: first for those of whom most photographs are needed, as few people have so many."""
    wishes = _wishes()
    order = sorted(wishes, key=lambda one: (-wishes[one].photos, wishes[one].group == 0, one))
    return {one: casting.cast(wishes[one], count) for one in order}


def _make(
    studio: Studio, casting: Casting, person: Person, shots: list[Shot], *, parts: list[Part], average: Shape
) -> Made:
    """A fictional person. Whoever is too easily seen in a blend weighs less in the next, and is replaced in the end."""
    parts, heads = list(parts), [studio.heads(part) for part in parts]
    weights = np.ones(len(parts))
    for left in reversed(range(_TRIES)):
        files = _photographs(heads, shots, weights, average)
        seen = [studio.see(data) for data in files]
        templates = np.stack([probe.template.vector for probe in seen])
        second = np.stack([studio.encoding(data, probe) for data, probe in zip(files, seen, strict=True)])
        beyond = studio.beyond(templates, second, [part.name for part in parts])
        if beyond.max() < 0 or not left:
            break
        weights *= np.where(beyond > -0.015, 0.7, 1.0)
        least = int(weights.argmin())
        if weights[least] < _LEAST:
            parts[least] = casting.spare(_wishes()[person.id], parts)
            heads[least], weights[least] = studio.heads(parts[least]), 1.0
    effective = float(weights.sum() ** 2 / (weights**2).sum())
    print(
        f"{person.id}: {len(shots)} photographs of {effective:.1f} contributors, {beyond.max():+.3f} from a limit",
        flush=True,
    )
    return Made(
        Album(tuple(files[: person.photos]), tuple(files[person.photos :])),
        templates,
        second,
        frozenset(part.name for part in parts),
    )


def _shots(person: Person, case: Case | None, number: int) -> list[Shot]:
    first = 1000 * (number + 1)
    shots = [Shot(first + n) for n in range(person.photos)]
    for n in range(case.photos if case else 0):
        size = (case.side, case.side) if case and case.side else SIZE
        shots.append(Shot(first + 100 + n, case.angle if case and n == 0 else 0.0, size, mortuary=True))
    return shots


def _photographs(
    heads: list[list[Head]], shots: list[Shot], weights: NDArray[np.float64], average: Shape
) -> list[bytes]:
    own = np.mean([head.points for one in heads for head in one], axis=0)
    asked = sum(shot.mortuary for shot in shots)
    files = []
    for n, shot in enumerate(shots):
        these = [one[(n + asked) % len(shots)] for one in heads]  # probes have the most closed mouths
        shape = np.average([head.points for head in these], axis=0, weights=weights) + _FEATURE * (own - average)
        files.append(photograph(blend(these, shape, weights), shot))
    return files


def make_everybody(studio: Studio, seed: int, count: int) -> dict[str, Made]:
    casting = Casting(studio.lent, studio.fit, studio.looks, seed)
    cast = _cast(casting, count)
    average = _average(studio, cast)
    by_person = {case.person: case for case in cases()}
    made = {}
    for number, person in enumerate(people()):
        shots = _shots(person, by_person.get(person.id), number)
        made[person.id] = _make(studio, casting, person, shots, parts=cast[person.id], average=average[person.sex])
    return made


def _average(studio: Studio, cast: dict[str, list[Part]]) -> dict[str, Shape]:
    """The average shape of the contributors' first photographs, of women and of men."""
    shapes: dict[str, list[Shape]] = {"f": [], "m": []}
    for person in people():
        for part in cast[person.id]:
            shapes[person.sex] += [head.points for head in studio.heads(Part(part.name, part.rows[:1]))]
    return {sex: np.mean(all_of_them, axis=0) for sex, all_of_them in shapes.items()}


def check_likeness(studio: Studio, made: dict[str, Made]) -> bool:
    """Whether no real person is recognisable; prints the figures."""
    lent, rows = studio.lent, studio.fit.rows
    whose = [one.contributors for one in made.values() for _ in one.templates]
    templates = np.concatenate([one.templates for one in made.values()]).astype(np.float64)
    found = guard.likeness(lent.people, guard.cosine(templates, lent.templates), whose)
    guard.tell("Antigone's templates, cosines", studio.real, found)
    second = np.concatenate([one.encodings for one in made.values()])
    found2 = guard.likeness(lent.people[rows], guard.nearness(second, studio.encodings), whose)
    guard.tell("dlib's network, distances with a minus", studio.second, found2)
    return guard.allowed(studio.real, found, studio.second, found2)


def check_lists(made: dict[str, Made]) -> None:
    """Prints how the demo's searches go."""
    own, others, first, mated = [], [], 0, 0
    for case in cases():
        known = {p.id: made[p.id].templates[: p.photos] for p in people() if p.photos}
        probes = made[case.person].templates[-case.photos :]
        for n, probe in enumerate(probes):
            best = {one: float((references @ probe).max()) for one, references in known.items()}
            order = sorted(best, key=lambda one: -best[one])
            others += [best[one] for one in order if one != case.person]
            rank = order.index(case.person) + 1 if case.person in best else 0
            own += [float(score) for score in known.get(case.person, probe[None][:0]) @ probe]
            mated, first = mated + bool(rank), first + (rank == 1)
            shown = ", ".join(f"{one} {best[one]:.3f}" for one in order[:2])
            print(f"  {case.id} photo {n + 1}: rank {rank or 'none'}; first {shown}")
    print(f"{first} of {mated} mated searches have their person first.")
    print(f"Probe with its person's references: mean {np.mean(own):.3f}, {min(own):.3f} to {max(own):.3f}.")
    print(f"Probe with the best reference of anybody else: mean {np.mean(others):.3f}, highest {max(others):.3f}.")


def main() -> None:
    """Cast, blend, check, write."""
    root = Path(__file__).resolve().parents[1]
    parser = argparse.ArgumentParser(description="Make the fictional incident of antigone demo.")
    parser.add_argument("--faces", type=Path, default=root.parent / "shared/faces", help="the lent faces")
    parser.add_argument("--out", type=Path, default=root / "src/antigone/demo/incident")
    parser.add_argument("--cache", type=Path, default=root / "out/people", help="what was seen in the lent faces")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--contributors", type=int, default=CONTRIBUTORS, help="real people blended into each")
    options = parser.parse_args()
    cv2.setNumThreads(1)
    studio = Studio(options.faces, options.cache)
    made = make_everybody(studio, options.seed, options.contributors)
    check_lists(made)
    if not check_likeness(studio, made):
        raise SystemExit("A composite is too like a real person: more --contributors. Nothing was written.")
    write(options.out, {one: person.album for one, person in made.items()})


if __name__ == "__main__":
    main()
