"""Comparisons of people: mated ones (one person's different photos) and non-mated ones (two persons' photos).

A face that was not found gives the score ``MISSED``, below every threshold: a miss if mated, no false candidate if not.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from math import comb

import numpy as np

from antigone.errors import SamplesInvalid
from antigone.evidence.fusion import fuse
from antigone.evidence.samples import Floats, Ints, Mask, Samples

MISSED = -np.inf
MOST_MATED = 10
"""Mated comparisons a person gives at most, so that the much photographed do not decide alone."""
MOST_NON_MATED = 300_000
_BLOCK = 20_000


@dataclass(frozen=True, slots=True)
class Pairs:
    """n comparisons. ``reference`` and ``probe`` number the persons of the table they were drawn from."""

    score: Floats = field(repr=False)
    reference: Ints = field(repr=False)
    probe: Ints = field(repr=False)
    persons: int
    """How many persons the table has: what a bootstrap draws from."""

    @property
    def mated(self) -> Mask:
        return np.asarray(self.reference == self.probe)

    @property
    def scored(self) -> Mask:
        """Where both faces were found."""
        return np.isfinite(self.score)

    def people(self, mated: bool) -> int:
        """How many persons the mated, or non-mated, comparisons are of."""
        chosen = self.mated == mated
        return len(np.unique(np.concatenate([self.reference[chosen], self.probe[chosen]])))

    def weight(self, times: Ints) -> Floats:
        """How often each comparison counts if each person was drawn ``times`` (persons,) times."""
        one, other = times[self.reference], times[self.probe]
        return np.where(self.mated, one, one * other).astype(np.float64)

    def take(self, chosen: Mask) -> Pairs:
        return Pairs(self.score[chosen], self.reference[chosen], self.probe[chosen], self.persons)


@dataclass(frozen=True, slots=True)
class Sides:
    """Which rows may stand on either side of a comparison, and how many photos each side shows."""

    reference: Mask = field(repr=False)
    probe: Mask = field(repr=False)
    references: int = 1
    probes: int = 1


def draw(
    samples: Samples,
    sides: Sides | None = None,
    fusion: str = "max",
    *,
    seed: int = 1,
    most_mated: int = MOST_MATED,
    most_non_mated: int = MOST_NON_MATED,
) -> Pairs:
    """Comparisons drawn from a table: at most ``most_mated`` a person and ``most_non_mated`` in all.

    Every two persons are compared at most once, with photos drawn by chance; the seed decides. A photo is never
    compared with itself, nor with another row made from it.
    """
    everyone = np.ones(len(samples), bool)
    sides = sides or Sides(everyone, everyone)
    names, place = samples.people()
    random = np.random.default_rng(seed)
    mated = _mated(samples, sides, place, random, most_mated)
    others = _non_mated(sides, place, len(names), random, most_non_mated)
    rows = [np.concatenate([mated[side], others[side]]) for side in (0, 1)]
    score = scores(samples, rows[0], rows[1], fusion)
    return Pairs(score, place[rows[0][:, 0]], place[rows[1][:, 0]], len(names))


def scores(samples: Samples, references: Ints, probes: Ints, fusion: str = "max") -> Floats:
    """Fused scores of rows ``references`` (n x r) with ``probes`` (n x p); MISSED if a face of theirs is missing."""
    result = np.empty(len(references))
    for start in range(0, len(references), _BLOCK):
        part = slice(start, start + _BLOCK)
        result[part] = fuse(fusion, samples.templates[references[part]], samples.templates[probes[part]])
    missing = (~samples.found[references]).any(axis=1) | (~samples.found[probes]).any(axis=1)
    result[missing] = MISSED
    return result


def _mated(samples: Samples, sides: Sides, place: Ints, random: np.random.Generator, most: int) -> tuple[Ints, Ints]:
    names = np.where(samples.photos == "", samples.paths, samples.photos)
    _, photo = np.unique(names, return_inverse=True)
    eligible = np.flatnonzero(sides.reference | sides.probe)
    order = eligible[np.argsort(place[eligible], kind="stable")]
    bounds = np.flatnonzero(np.diff(place[order], prepend=-1, append=-1))
    found: list[tuple[list[int], list[int]]] = []
    for start, end in pairwise(bounds.tolist()):
        if end - start < 2:
            continue
        found += _of_one(order[start:end], photo, sides, random, most)
    references = np.array([reference for reference, _ in found], np.int64).reshape(-1, sides.references)
    probes = np.array([probe for _, probe in found], np.int64).reshape(-1, sides.probes)
    return references, probes


def _of_one(
    rows: Ints, photo: Ints, sides: Sides, random: np.random.Generator, most: int
) -> list[tuple[list[int], list[int]]]:
    """Up to ``most`` different comparisons of one person with himself or herself."""
    needed = sides.references + sides.probes
    distinct = len(np.unique(photo[rows]))
    if distinct < needed:
        return []
    possible = comb(distinct, needed) * comb(needed, sides.probes)
    chosen: dict[frozenset[frozenset[int]], tuple[list[int], list[int]]] = {}
    for _ in range(5 * min(most, possible)):
        picked = random.permutation(rows)
        probes = _distinct(picked[sides.probe[picked]], photo, sides.probes, set())
        used = {int(photo[row]) for row in probes}
        references = _distinct(picked[sides.reference[picked]], photo, sides.references, used)
        if len(probes) == sides.probes and len(references) == sides.references:
            chosen.setdefault(frozenset([frozenset(references), frozenset(probes)]), (references, probes))
        if len(chosen) == most:
            break
    return list(chosen.values())


def _distinct(rows: Ints, photo: Ints, count: int, used: set[int]) -> list[int]:
    taken: list[int] = []
    seen = set(used)
    for row in rows.tolist():
        if len(taken) == count:
            break
        if int(photo[row]) not in seen:
            seen.add(int(photo[row]))
            taken.append(row)
    return taken


def drawn_strangers(samples: Samples, sides: Sides, seed: int, most: int) -> tuple[Ints, Ints]:
    """Rows of at most ``most`` comparisons of two persons: references (n x r) and probes (n x p), all with a face."""
    _, place = samples.people()
    found = Sides(sides.reference & samples.found, sides.probe & samples.found, sides.references, sides.probes)
    return _non_mated(found, place, int(place.max()) + 1, np.random.default_rng(seed), most)


def _non_mated(sides: Sides, place: Ints, persons: int, random: np.random.Generator, most: int) -> tuple[Ints, Ints]:
    shown = {"reference": _by_person(sides.reference, place, persons), "probe": _by_person(sides.probe, place, persons)}
    able = [
        np.flatnonzero(count >= need)
        for (_, count, _), need in zip(shown.values(), (sides.references, sides.probes), strict=True)
    ]
    alike = np.array_equal(sides.reference, sides.probe) and sides.references == sides.probes
    one, other = _person_pairs(able[0], able[1], alike, random, most)
    chosen = [
        _photos_of(person, shown[side], need, random)
        for side, person, need in (("reference", one, sides.references), ("probe", other, sides.probes))
    ]
    return chosen[0], chosen[1]


def _by_person(rows: Mask, place: Ints, persons: int) -> tuple[Ints, Ints, Ints]:
    """Eligible rows sorted by person, how many each person has, and where each person's begin."""
    order = np.flatnonzero(rows)
    order = order[np.argsort(place[order], kind="stable")]
    count = np.bincount(place[order], minlength=persons)
    return order, count, np.cumsum(count) - count


def _person_pairs(first: Ints, second: Ints, alike: bool, random: np.random.Generator, most: int) -> tuple[Ints, Ints]:
    """Pairs of different persons: all of them, or ``most`` drawn without repetition."""
    total = len(first) * len(second)
    if total <= 4 * most:
        one, other = np.divmod(np.arange(total), max(len(second), 1))
    else:
        drawn = np.unique(random.integers(total, size=int(2.5 * most)))
        one, other = np.divmod(random.permutation(drawn), len(second))
    one, other = first[one], second[other]
    kept = (one < other) if alike else (one != other)
    one, other = one[kept], other[kept]
    if len(one) > most:
        chosen = random.permutation(len(one))[:most]
        one, other = one[chosen], other[chosen]
    return one, other


def _photos_of(person: Ints, shown: tuple[Ints, Ints, Ints], need: int, random: np.random.Generator) -> Ints:
    """``need`` different photos of each person (n x need), by chance."""
    order, count, start = shown
    rows = np.empty((len(person), need), np.int64)
    if need == 1:
        rows[:, 0] = order[start[person] + (random.random(len(person)) * count[person]).astype(np.int64)]
        return rows
    for many in np.unique(count[person]):
        of = np.flatnonzero(count[person] == many)
        if many > 50:  # a long permutation for each is not worth it: neighbours from a random place are as good
            places = (random.integers(many, size=(len(of), 1)) + np.arange(need)) % many
        else:
            places = np.argsort(random.random((len(of), many)), axis=1)[:, :need]
        rows[of] = order[start[person[of]][:, None] + places]
    return rows


def listed(samples: Samples, lines: Iterable[str]) -> Pairs:
    """The pairs of a protocol in LFW's format: ``NAME i j`` (one person) or ``NAME i NAME2 j`` (two), photos from 1.

    A person's photos are counted in the order of their paths. Lines that are no pair are passed over if they hold
    numbers only (LFW's header).

    Raises:
        SamplesInvalid: a line names a person or photo that the table lacks.
    """
    names, place = samples.people()
    order = np.lexsort((samples.paths, place))
    start = np.searchsorted(place[order], np.arange(len(names) + 1))
    number = {name: index for index, name in enumerate(names.tolist())}

    def row(name: str, photo: str, line: str) -> int:
        person = number.get(name)
        if person is None or not photo.isdigit() or not 0 < int(photo) <= start[person + 1] - start[person]:
            raise SamplesInvalid(f"The list of pairs names a photo that is not there: {line!r}.", "Correct the list.")
        return int(order[start[person] + int(photo) - 1])

    rows = []
    for line in lines:
        words = line.split()
        if all(word.isdigit() for word in words):
            continue
        if len(words) == 3:
            words.insert(2, words[0])
        if len(words) != 4:
            raise SamplesInvalid(f"Not a pair: {line!r}.", "A line is NAME i j, or NAME i NAME2 j.")
        rows.append((row(words[0], words[1], line), row(words[2], words[3], line)))
    chosen = np.array(rows, np.int64).reshape(-1, 2)
    score = scores(samples, chosen[:, :1], chosen[:, 1:])
    return Pairs(score, place[chosen[:, 0]], place[chosen[:, 1]], len(names))
