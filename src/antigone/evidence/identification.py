"""Identification: how often a search in a gallery finds its person, and how often it suggests one for somebody else.

Protocol: one photo is enrolled of everyone who has several, and of a share of those who have one; the other photos of
the first are the mated searches, the rest of the second the non-mated ones. A face that was not found counts as a miss
(mated) and as no false candidate (non-mated); it is never left out. Rates as in ISO/IEC 19795-1 and NIST's 1:N tests:
FPIR is the share of non-mated searches that return anybody above a threshold, FNIR that of mated ones whose mate is
not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from antigone.errors import SamplesInvalid
from antigone.evidence.bootstrap import interval as central
from antigone.evidence.intervals import Interval, of_share, stated
from antigone.evidence.samples import Floats, Ints, Mask, Samples
from antigone.evidence.variance import Mean, of_people

ENROLLED_SINGLES = 0.487  # gives 1,826 enrolled and 1,039 non-mated searches on the half the targets were set on
FEWEST_STRANGERS = 30
"""People with one photo who are not enrolled; where there are fewer, people with several are left out in turn."""
TURNS = 5
RANKS = (1, 5, 20, 50)
FPIRS = (0.1, 0.03, 0.01)
SIZES = (100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000)
NO_SCORE = -2.0
"""Where a face was not found: below every score, also below one that a cohort's mean was taken off."""
_BLOCK = 512
_MOST_SCORES = 10_000_000


@dataclass(frozen=True, slots=True)
class SplitScores:
    """Scores of one split: ``mate`` and ``best`` of every mated search, ``stranger`` of every non-mated one."""

    mate: Floats = field(repr=False)
    best: Floats = field(repr=False)
    stranger: Floats = field(repr=False)
    person: Ints = field(repr=False)
    """Of each mated search."""
    enrolled: int
    above: Ints | None = field(default=None, repr=False)
    """Persons before the mate in each mated search: those who score higher, and those who score the same."""
    grown: tuple[Ints, Floats, Floats] | None = field(default=None, repr=False)
    """Gallery sizes; the best other person's score of each mated, and of each non-mated, search in galleries of those
    sizes (sizes x searches)."""
    turns: int = 1
    """In how many turns people were left out of the gallery; 1 where some have one photo only."""


@dataclass(frozen=True, slots=True)
class Enrolment:
    """Rows of a table: who is enrolled with which photos, and which photos are searched with."""

    gallery: Ints
    """(persons,): the photo enrolled of each."""
    second: Ints
    """(persons,): another enrolled photo; the same again where there is only one."""
    probes: Ints
    place: Ints
    """(probes,): where each probe's person stands in the gallery."""
    strangers: Ints


def plan(samples: Samples, seed: int, least: int = 2, left_out: Mask | None = None) -> Enrolment:
    """Seed 0 enrols everybody's first photo; other seeds a random one.

    Only people with at least ``least`` photos are searched for, and ``least`` - 1 of their photos are set aside to
    enrol. ``left_out``, (persons,): who is not enrolled, and searched for once as a stranger.
    """
    _, person = samples.people()
    photos = _rows(person)
    count = np.array([len(rows) for rows in photos])
    random = np.random.default_rng(seed)
    outside = np.zeros(len(photos), bool) if left_out is None else left_out
    several = np.flatnonzero((count >= least) & ~outside)
    enrolled: list[Ints] = []
    for number in several:
        rows = photos[number]
        if seed == 0:
            enrolled.append(rows[: least - 1])
        elif least == 2:
            enrolled.append(np.array([random.choice(rows)]))
        else:
            enrolled.append(random.choice(rows, least - 1, replace=False))
    middle = np.flatnonzero((count > 1) & (count < least) & ~outside)
    single = random.permutation(np.flatnonzero((count == 1) & ~outside))
    cut = int(len(single) * ENROLLED_SINGLES)
    others = np.array([photos[p][0] for p in [*middle, *single[:cut]]], np.int64)
    if not len(several) or (cut == len(single) and not outside.any()):
        raise SamplesInvalid(
            "Identification cannot be measured: there are too few people to leave some out of the gallery.",
            "Add people, some of them with several photos.",
        )
    chosen = np.array(enrolled, np.int64)
    gallery = np.concatenate([chosen[:, 0], others])
    second = np.concatenate([chosen[:, -1], others])
    probes = np.setdiff1d(np.concatenate([photos[p] for p in several]), chosen.ravel())
    strangers = np.array([photos[p][0] for p in [*single[cut:], *np.flatnonzero(outside)]], np.int64)
    return Enrolment(gallery, second, probes, np.searchsorted(several, person[probes]), strangers)


def plans(samples: Samples, seed: int) -> list[Enrolment]:
    """What is searched, each search once: one plan, or several where hardly anybody has one photo only.

    Then a fifth of the people with several is left out of the gallery in turn and searched for as strangers, and
    another fifth is searched for as enrolled: a centre's own folder can be measured though everybody in it has several.
    """
    _, person = samples.people()
    count = np.bincount(person)
    several = np.flatnonzero(count > 1)
    others = int((count == 1).sum())
    if others - int(others * ENROLLED_SINGLES) >= FEWEST_STRANGERS or len(several) < 2 * TURNS:
        return [plan(samples, seed)]
    turn = np.full(len(count), -1)
    turn[np.random.default_rng(seed + 1).permutation(several)] = np.arange(len(several)) % TURNS
    made = []
    for number in range(TURNS):
        chosen = plan(samples, seed, left_out=turn == number)
        mine = turn[person[chosen.probes]] == (number + 1) % TURNS
        singles = count[person[chosen.strangers]] > 1  # who has one photo is a stranger in every turn: count it once
        strangers = chosen.strangers if number == 0 else chosen.strangers[singles]
        made.append(replace(chosen, probes=chosen.probes[mine], place=chosen.place[mine], strangers=strangers))
    return made


def _rows(person: Ints) -> list[Ints]:
    order = np.argsort(person, kind="stable")
    return list(np.split(order, np.flatnonzero(np.diff(person[order])) + 1))


def searches(
    samples: Samples,
    seed: int = 0,
    *,
    cohort: float = 0.0,
    distractors: Samples | None = None,
    sizes: Sequence[int] = (),
) -> SplitScores:
    """All searches of one split. ``distractors`` are enrolled too, one photo a person, and never searched for.

    ``cohort`` is the share of the mean of a search's 50 next best scores that is taken off all of its scores.
    ``sizes``: gallery sizes at which to note the best other person.
    """
    parts = []
    for chosen in plans(samples, seed):
        gallery, found = samples.templates[chosen.gallery], samples.found[chosen.gallery]
        if distractors is not None:
            first = np.unique(distractors.persons, return_index=True)[1]
            gallery = np.concatenate([gallery, distractors.templates[first]])
            found = np.concatenate([found, distractors.found[first]])
        parts.append(search(samples, chosen, gallery, found, cohort=cohort, sizes=sizes, seed=seed))
    return parts[0] if len(parts) == 1 else _all_turns(parts)


def _all_turns(parts: list[SplitScores]) -> SplitScores:
    """The searches of all turns as one; their galleries differ by a person or two, and the smallest is told."""

    def joined(name: str) -> Any:
        return np.concatenate([getattr(part, name) for part in parts])

    grown = [part.grown for part in parts if part.grown is not None]
    noted = None
    if len(grown) == len(parts):
        common = min((sizes for sizes, _, _ in grown), key=len)
        both = [np.concatenate([g[which][: len(common)] for g in grown], axis=1) for which in (1, 2)]
        noted = (common, both[0], both[1])
    return SplitScores(
        **{name: joined(name) for name in ("mate", "best", "stranger", "person", "above")},
        enrolled=min(part.enrolled for part in parts),
        grown=noted,
        turns=len(parts),
    )


def search(
    samples: Samples,
    chosen: Enrolment,
    gallery: NDArray[np.float32],
    found: Mask,
    *,
    cohort: float = 0.0,
    sizes: Sequence[int] = (),
    seed: int = 0,
    second: NDArray[np.float32] | None = None,
) -> SplitScores:
    """The planned searches in ``gallery`` (persons x d, of which a face was ``found``), ``second`` being other photos
    of the same persons, of which the better one counts.
    """
    used = np.array([size for size in sizes if 1 < size <= len(gallery)], np.int64)
    order = np.random.default_rng(seed + 1).permutation(len(gallery))
    probes, strangers = chosen.probes, chosen.strangers
    mate, other = np.empty(len(probes)), np.empty(len(probes))
    above = np.empty(len(probes), np.int64)
    grown = np.empty((len(used), len(probes)))
    for part, scores in _blocks(samples, probes, gallery, found, cohort=cohort, second=second):
        rows = np.arange(len(scores))
        mate[part] = scores[rows, chosen.place[part]]
        scores[rows, chosen.place[part]] = -np.inf
        other[part] = scores.max(axis=1)
        above[part] = (scores >= mate[part][:, None]).sum(axis=1)
        if len(used):
            grown[:, part] = np.maximum.accumulate(scores[:, order], axis=1)[:, used - 1].T
    best, strange = np.empty(len(strangers)), np.empty((len(used), len(strangers)))
    for part, scores in _blocks(samples, strangers, gallery, found, cohort=cohort, second=second):
        best[part] = scores.max(axis=1)
        if len(used):
            strange[:, part] = np.maximum.accumulate(scores[:, order], axis=1)[:, used - 1].T
    person = samples.people()[1][probes]
    noted = (used, grown, strange) if len(used) else None
    return SplitScores(mate, np.maximum(mate, other), best, person, len(gallery), above, noted)


def _blocks(
    samples: Samples,
    rows: Ints,
    gallery: NDArray[np.float32],
    found: Mask,
    *,
    cohort: float,
    second: NDArray[np.float32] | None,
) -> Iterator[tuple[slice, Floats]]:
    """Scores of some rows at a time with the whole gallery."""
    block = max(1, min(_BLOCK, _MOST_SCORES // len(gallery)))
    for start in range(0, len(rows), block):
        part = slice(start, start + block)
        scores = (samples.templates[rows[part]] @ gallery.T).astype(np.float64)
        if second is not None:
            scores = np.maximum(scores, samples.templates[rows[part]] @ second.T)
        if cohort:
            scores -= cohort * np.sort(scores[:, found], axis=1)[:, -51:-1].mean(axis=1, keepdims=True)
        scores[~samples.found[rows[part]]] = NO_SCORE
        scores[:, ~found] = NO_SCORE
        yield part, scores


def rank_one(s: SplitScores, weight: NDArray[Any] | None = None) -> float:
    """Share of mated searches whose mate is before everybody else. Whoever is level with somebody stands behind."""
    return within_rank(s, 1, weight)


def within_rank(s: SplitScores, rank: int, weight: NDArray[Any] | None = None) -> float:
    """Share of mated searches with fewer than ``rank`` persons above their mate (closed set)."""
    assert s.above is not None
    return float(np.average((s.above < rank) & (s.mate > NO_SCORE), weights=weight))


def threshold_at(stranger: Floats, fpir: float) -> float:
    """The score that at most ``fpir`` of the non-mated searches exceed."""
    return float(np.sort(stranger)[::-1][min(int(fpir * len(stranger) + 1e-9), len(stranger) - 1)])


def fnir(s: SplitScores, fpir: float, weight: NDArray[Any] | None = None) -> float:
    """Share of mated searches whose mate is not above the threshold that ``fpir`` of the non-mated searches pass."""
    return float(np.average(s.mate <= threshold_at(s.stranger, fpir), weights=weight))


def each_person_once(s: SplitScores) -> Floats:
    """(searches,): weights under which a person who was photographed a hundred times counts as much as any other."""
    _, place, count = np.unique(s.person, return_inverse=True, return_counts=True)
    return np.asarray(1 / count[place], np.float64)


def rank_interval(s: SplitScores, rank: int = 1) -> Interval:
    """95 % interval of :func:`within_rank`, by person with all their searches; or why there is none."""
    assert s.above is not None
    found = _by_person(s, (s.above < rank) & (s.mate > NO_SCORE))
    return of_share(found.value, found.variance, found.people, len(s.mate))


def fnir_interval(s: SplitScores, fpir: float) -> Interval:
    """95 % interval of :func:`fnir`, or why there is none: by person, and by the strangers who put the threshold there.

    FNIR varies with them as much as it falls where FPIR rises, from a standard deviation of FPIR before to one behind.
    """
    strangers = len(s.stranger)
    wide = (fpir * (1 - fpir) / strangers) ** 0.5
    low, high = max(fpir - wide, 0.0), min(fpir + wide, 1.0)
    slope = (fnir(s, low) - fnir(s, high)) / (high - low)
    missed = _by_person(s, s.mate <= threshold_at(s.stranger, fpir))
    variance = missed.variance + (slope * wide) ** 2
    return of_share(missed.value, variance, missed.people, len(s.mate), behind=(fpir / wide) ** 2)


def _by_person(s: SplitScores, hit: Mask) -> Mean:
    people, place = np.unique(s.person, return_inverse=True)
    return of_people(hit.astype(np.float64), place, len(people))


def growth(s: SplitScores, fpir: float) -> dict[str, Any]:
    """FNIR at an FPIR against the gallery's size, and the straight line through both logarithms.

    FNIR = a * size ** b, through the sizes at which anybody was missed (``fitted_on``). Each mated search is in
    a gallery of its mate and strangers drawn once for all sizes.
    """
    assert s.grown is not None
    sizes, _, strange = s.grown
    values = [float((s.mate <= threshold_at(strange[row], fpir)).mean()) for row in range(len(sizes))]
    seen = np.array([value > 0 for value in values], bool)
    a, b = None, None
    if seen.sum() >= 2:
        slope, intercept = np.polyfit(np.log(sizes[seen]), np.log(np.array(values)[seen]), 1)
        a, b = float(np.exp(intercept)), float(slope)
    return {"fpir": fpir, "sizes": sizes.tolist(), "fnir": values, "fitted_on": int(seen.sum()), "a": a, "b": b}


def growth_with_interval(s: SplitScores, fpir: float, repeats: int = 200, seed: int = 1) -> dict[str, Any]:
    """:func:`growth` with the interval of the exponent b, by bootstrap over people on both sides."""
    assert s.grown is not None
    random = np.random.default_rng(seed)
    people, place = np.unique(s.person, return_inverse=True)
    rows = _rows(place.astype(np.int64))
    sizes, grown, strange = s.grown
    slopes = []
    for _ in range(repeats):
        drawn = np.concatenate([rows[p] for p in random.integers(len(people), size=len(people))])
        stranger = random.integers(len(s.stranger), size=len(s.stranger))
        part = replace(s, mate=s.mate[drawn], grown=(sizes, grown[:, drawn], strange[:, stranger]))
        slope = growth(part, fpir)["b"]
        slopes.append(np.nan if slope is None else slope)
    return growth(s, fpir) | {"b_95": list(central(slopes))}


Figure = Callable[..., float]


def identification(
    samples: Samples, *, distractors: Samples | None = None, splits: int = 10, repeats: int = 200, seed: int = 1
) -> dict[str, Any]:
    """Closed and open set, with intervals by person, the spread over random splits, and the growth, whose exponent has
    an interval by bootstrap (``repeats``, ``seed``)."""
    first = searches(samples, 0, distractors=distractors, sizes=SIZES)
    others = [searches(samples, number, distractors=distractors) for number in range(1, splits)]
    figures: dict[str, tuple[Figure, Interval]] = {}
    for rank in RANKS:
        figures[f"rank_{rank}"] = partial(within_rank, rank=rank), rank_interval(first, rank)
    for fpir in FPIRS:
        figures[f"fnir_at_fpir_{fpir:g}"] = partial(fnir, fpir=fpir), fnir_interval(first, fpir)
    report: dict[str, Any] = {
        "enrolled": first.enrolled,
        "mated_searches": len(first.mate),
        "mated_people": len(np.unique(first.person)),
        "mated_without_face": int((first.mate <= NO_SCORE).sum()),
        "non_mated_searches": len(first.stranger),
        "turns": first.turns,
        "cmc": {"rank": list(range(1, 51)), "share": [within_rank(first, rank) for rank in range(1, 51)]},
        "growth": [growth_with_interval(first, fpir, repeats, seed) for fpir in FPIRS] if first.grown else [],
    }
    for name, (figure, interval) in figures.items():
        spread = [figure(split) for split in others]
        report[name] = {
            "value": figure(first),
            "by_person": figure(first, weight=each_person_once(first)),
            **stated(interval),
            "mean_of_random_splits": float(np.mean(spread)) if spread else None,
            "range_of_random_splits": [min(spread), max(spread)] if spread else None,
        }
    return report
