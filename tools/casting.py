"""Who is blended with whom: people of one apparent sex, age and group, with like hair and outline, each used once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from composite import outline
from heads import FEATURES, Reader, features
from lent import Lent, Looks

# Years, units of CIE Lab light, sizes of the face, ... that count as one step apart.
_STEPS = {"age": 7.0, "skin": 6.0, "yellow": 5.0, "hair": 9.0, "outline": 0.13}
_SEEDS = 40  # contributors tried as the first of a fictional person
_STRANGER = 0.42  # templates of two contributors above this may be one person under two names


@dataclass(frozen=True, slots=True)
class Stock:
    """One row a usable photograph: its row in ``Lent``, how the head looks, and its outline."""

    rows: NDArray[np.int64]
    features: NDArray[np.float64]
    outlines: NDArray[np.float64]

    def of(self, name: str) -> NDArray[np.float64]:
        return self.features[:, FEATURES.index(name)]


def stock(lent: Lent, folder: Path, reader: Reader, cache: Path) -> Stock:
    """The photographs fit for blending: frontal, sharp, without glasses, with the whole head in them."""
    rows = np.flatnonzero(
        (np.abs(lent.measure("turned-sideways")) < 16)
        & (np.abs(lent.measure("nodding")) < 8)
        & (lent.measure("detection") > 0.86)
        & (lent.measure("sharpness") > 0.4)
        & (lent.measure("clipped") < 0.04)
    )
    if not cache.is_file():
        _measure(lent, folder, reader, rows, cache)
    with np.load(cache) as kept:
        all_of_them = Stock(kept["rows"], kept["features"], kept["outlines"])
    fit = (np.abs(all_of_them.of("yaw")) < 0.15) & (all_of_them.of("gap") < 0.36) & (all_of_them.of("glasses") < 25)
    fit &= (all_of_them.of("reach") > 0.86) & (all_of_them.of("off") < 0.2)
    fit &= (all_of_them.of("hair-yellow") > -4) & (all_of_them.of("hair-red") < 22)  # else a cap
    return Stock(all_of_them.rows[fit], all_of_them.features[fit], all_of_them.outlines[fit])


def _measure(lent: Lent, folder: Path, reader: Reader, rows: NDArray[np.int64], cache: Path) -> None:
    kept, looked, outlines = [], [], []
    for done, row in enumerate(rows, 1):
        head = reader.head(folder / str(lent.paths[row]), lent.landmarks[row])
        if head is not None:
            kept.append(row)
            looked.append(features(head))
            outlines.append(outline(head))
        if done % 500 == 0:
            print(f"  cut {done} of {len(rows)} heads", flush=True)
    np.savez(cache, rows=np.array(kept), features=np.stack(looked), outlines=np.stack(outlines))


@dataclass(frozen=True, slots=True)
class Wish:
    """Whom to make: ``photos`` photographs of somebody of about this sex, age and group (UTKFace's numbers)."""

    id: str
    photos: int
    sex: str
    age: float
    group: int


@dataclass(frozen=True, slots=True)
class Part:
    """One contributor: the rows of ``Lent`` used, one a photograph, from the most closed mouth to the most open."""

    name: str
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Person:
    name: str
    template: NDArray[np.float32]
    look: NDArray[np.float64]
    woman: float
    age: float
    group: NDArray[np.float64]
    rows: NDArray[np.int64]
    gaps: NDArray[np.float64]


class Casting:
    """Hands out contributors, each once."""

    def __init__(self, lent: Lent, fit: Stock, looks: Looks, seed: int) -> None:
        self._random = np.random.default_rng(seed)
        self._free = {name: _person(name, lent, fit, looks) for name in sorted(set(lent.people[fit.rows]))}
        self._all = dict(self._free)
        self._used = np.zeros((0, lent.templates.shape[1]), np.float32)
        self._made: list[NDArray[np.float32]] = []

    def cast(self, wish: Wish, count: int) -> list[Part]:
        """``count`` contributors for ``wish``: alike to look at, and unlike everybody made before."""
        able = self._able(wish)
        wanted = np.array([abs(p.age - wish.age) / _STEPS["age"] - 3 * p.group[wish.group] for p in able])
        first = np.argsort(wanted)[: max(_SEEDS, count)]
        tries = [self._around(able[n], able, wish, count) for n in first]
        best = min((one for one in tries if one is not None), key=lambda one: one[0], default=None)
        if best is None:
            raise SystemExit(f"Not enough contributors for {wish.id}: fewer photos, or fewer contributors.")
        self._made.append(_mean(best[1]))
        return self._taken(wish, best[1])

    def spare(self, wish: Wish, parts: Sequence[Part]) -> Part:
        """One more for ``wish``, of those left the one most like ``parts``."""
        first = self._all[parts[0].name]
        around = self._around(first, self._able(wish), wish, 1)
        if around is None:
            raise SystemExit(f"Nobody is left to stand in for a contributor to {wish.id}.")
        return self._taken(wish, around[1])[0]

    def _able(self, wish: Wish) -> list[_Person]:
        return [p for p in self._free.values() if len(p.rows) >= wish.photos and (p.woman > 0.5) == (wish.sex == "f")]

    def _taken(self, wish: Wish, chosen: list[_Person]) -> list[Part]:
        for person in chosen:
            del self._free[person.name]
        self._used = np.concatenate([self._used, [p.template for p in chosen]])
        return [Part(p.name, _best_rows(p, wish.photos)) for p in chosen]

    def _around(
        self, first: _Person, able: list[_Person], wish: Wish, count: int
    ) -> tuple[float, list[_Person]] | None:
        """The contributors most like ``first``, and how far this choice is from what is wished: less is better."""
        far = np.array([_apart(first, other, wish) for other in able])
        chosen: list[_Person] = []
        for n in np.argsort(far):
            known = np.concatenate([self._used, [p.template for p in chosen]]) if chosen else self._used
            if not len(known) or float((known @ able[n].template).max()) < _STRANGER:
                chosen.append(able[n])
            if len(chosen) == count:
                break
        else:
            return None
        spread = float(np.mean([_apart(first, other, wish) for other in chosen]))
        mean = _mean(chosen)
        like = max((float(mean @ other) for other in self._made), default=0.0)
        return spread + 4 * max(0.0, like - 0.35) + float(self._random.uniform(0, 0.2)), chosen


def _person(name: str, lent: Lent, fit: Stock, looks: Looks) -> _Person:
    all_rows, own = np.flatnonzero(lent.people == name), np.flatnonzero(lent.people[fit.rows] == name)
    mean = lent.templates[all_rows].mean(axis=0)
    look = np.concatenate([[np.median(fit.of(f)[own]) for f in ("skin", "yellow", "hair")], fit.outlines[own].mean(0)])
    turn = np.abs(fit.of("yaw")[own]) * 4 + fit.of("gap")[own] * 3 + fit.of("glasses")[own] / 30
    best = own[np.argsort(turn)]
    return _Person(
        name,
        mean / np.linalg.norm(mean),
        look,
        float(looks.woman[own].mean()),
        float(looks.age[own].mean()),
        looks.group[own].mean(axis=0),
        fit.rows[best],
        fit.of("gap")[best],
    )


def _apart(one: _Person, other: _Person, wish: Wish) -> float:
    steps = np.array([_STEPS["skin"], _STEPS["yellow"], _STEPS["hair"]])
    age = (abs(other.age - wish.age) + abs(other.age - one.age)) / 2 / _STEPS["age"]
    look = (one.look[:3] - other.look[:3]) / steps
    outer = (one.look[3:] - other.look[3:]) / _STEPS["outline"]
    group = 3 * (1 - other.group[wish.group])
    return float(np.sqrt(age**2 + (look**2).sum() / 2 + (outer**2).mean() * 2 + group**2))


def _best_rows(person: _Person, photos: int) -> tuple[int, ...]:
    rows, gaps = person.rows[:photos], person.gaps[:photos]
    return tuple(int(row) for row in rows[np.argsort(gaps, kind="stable")])


def _mean(people: Sequence[_Person]) -> NDArray[np.float32]:
    mean = np.mean([p.template for p in people], axis=0)
    return np.asarray(mean / np.linalg.norm(mean), dtype=np.float32)
