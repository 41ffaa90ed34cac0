"""The weight of every case with every record, by the rules of ``antigone.reconciliation.combine``, a row at a time.

Face, sex, age and stature can share what they rest on: of a group that does, the strongest for the person and the
strongest against count. Marks, effects, place and time are each a group of its own and are added.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from antigone.desk.reconciling.faces import FaceTable
from antigone.desk.reconciling.inputs import SubjectFacts
from antigone.desk.reconciling.lines import Evidence, effect_line, place_line, sex_line
from antigone.desk.reconciling.population import HALF, age_alone, age_of_dead
from antigone.reconciliation import models
from antigone.reconciliation.lines import AGE_IN_A_FACE, GROSS, Floats
from antigone.reconciliation.models import ADULT, TOLD_STATURE_CM, Agreement

NONE = np.nan
_YEAR = 365.2425
_SEXES = ("female", "male")
_ROOT_12 = float(np.sqrt(12))
_DAYS = 50
"""Days of death whose ages are remembered: half a megabyte each for 20,000 records."""


def total_of_groups(
    face: Floats,
    sex: Floats,
    age: Floats,
    stature: Floats,
    *,
    face_on_age: NDArray[np.bool_],
    face_on_sex: NDArray[np.bool_],
    stature_on_sex: NDArray[np.bool_],
) -> Floats:
    """The four lines of many pairs added, nothing twice. Not a number where a line is not there."""
    there = ~np.isnan(face)
    on_age, on_sex = face_on_age & there, face_on_sex & there
    kind = on_age * 4 + on_sex * 2 + stature_on_sex * 1
    total = np.zeros(len(face))
    for code in np.unique(kind):
        rows = kind == code
        for group in _groups(bool(code & 4), bool(code & 2), bool(code & 1)):
            total[rows] += _strongest([(face, sex, age, stature)[place][rows] for place in group])
    rivals = np.where(on_sex, np.fmax(sex, np.where(stature_on_sex, stature, np.nan)), np.nan)
    face_counts = ~on_age & (face > 0) & ~(rivals > face)
    return total - np.where(face_counts & (age > 0), np.fmin(age, AGE_IN_A_FACE), 0.0)


def _groups(face_age: bool, face_sex: bool, stature_sex: bool) -> list[list[int]]:
    """Which of face, sex, age and stature (0 to 3) share what they rest on."""
    number = [0, 1, 2, 3]
    together = ((face_age, 0, 2), (face_sex, 0, 1), (stature_sex, 1, 3), (face_sex and stature_sex, 0, 3))
    for shares, one, other in together:
        if shares:
            number = [number[one] if its == number[other] else its for its in number]
    return [[place for place in range(4) if number[place] == group] for group in sorted(set(number))]


def _strongest(lines: list[Floats]) -> Floats:
    if len(lines) == 1:
        return np.nan_to_num(lines[0])
    every = np.nan_to_num(np.stack(lines))
    return np.asarray(np.maximum(every, 0).max(axis=0) + np.minimum(every, 0).min(axis=0))


@dataclass
class RecordColumns:
    """What the records say, as arrays."""

    sex: NDArray[np.int64]
    """0 female, 1 male, -1 not known."""
    adult: NDArray[np.bool_]
    born: Floats = field(repr=False)
    """records x 2, ordinals of days; not numbers where not told."""
    age: Floats = field(repr=False)
    """records x 2, whole years when last seen."""
    seen: Floats = field(repr=False)
    """records x 2, ordinals."""
    stature: Floats = field(repr=False)
    """Middle and spread, cm."""
    marks: dict[str, list[int]] = field(repr=False)


def columns(records: Sequence[SubjectFacts]) -> RecordColumns:
    marks: dict[str, list[int]] = {}
    for place, person in enumerate(records):
        for name in person.marks:
            marks.setdefault(name, []).append(place)
    adult = [years is not None and sum(years) / 2 >= ADULT for years in map(age_alone, records)]
    stature = [_stature_told(person.said.stature) for person in records]
    return RecordColumns(
        sex=np.array([_SEXES.index(p.said.sex) if p.said.sex in _SEXES else -1 for p in records], np.int64),
        adult=np.array(adult, bool),
        born=_days([p.said.born for p in records]),
        age=np.array([p.said.age or (NONE, NONE) for p in records], float).reshape(-1, 2),
        seen=_days([p.said.day for p in records]),
        stature=np.array(stature, float).reshape(-1, 2),
        marks=marks,
    )


def _stature_told(ends: tuple[int, int] | None) -> tuple[float, float]:
    if ends is None:
        return NONE, NONE
    return sum(ends) / 2, float(np.hypot((ends[1] - ends[0]) / _ROOT_12, TOLD_STATURE_CM))


def rows(cases: Sequence[SubjectFacts], of: Evidence, face: FaceTable) -> Iterator[tuple[int, NDArray[np.float32]]]:
    """Each case's position, and its weights with every record."""
    them = columns(of.records)
    ages, statures = _Ages(them, _Distances(of.counts.others.ages)), _statures(of)
    for place, case in enumerate(cases):
        on_sex = ~np.isin(them.sex, [_SEXES.index(sex) for sex in statures if sex])
        total = total_of_groups(
            np.asarray(face.weight[place], float),
            _sex(case, them, of),
            ages.weigh(case),
            _stature(case, them, statures),
            face_on_age=face.on_age[place],
            face_on_sex=face.on_sex[place],
            stature_on_sex=on_sex,
        )
        _add_words(total, case, them, of)
        _add_time(total, case, them, of)
        yield place, total.astype(np.float32)


def _sex(case: SubjectFacts, them: RecordColumns, of: Evidence) -> Floats:
    found = np.full(len(them.sex), NONE)
    for code, sex in enumerate(_SEXES):
        line = sex_line(case.said.sex, case.bones, sex, of.counts)
        if line is not None:
            found[them.sex == code] = line.log10_lr
    return found


class _Ages:
    """Ages of the missing on the day of each death, which many cases share."""

    def __init__(self, them: RecordColumns, distances: _Distances) -> None:
        self.them, self.distances = them, distances
        self._on: dict[tuple[date, date] | None, tuple[NDArray[np.bool_], Floats, Floats]] = {}

    def weigh(self, case: SubjectFacts) -> Floats:
        dead = age_of_dead(case)
        found = np.full(len(self.them.sex), NONE)
        if dead is None or not len(self.distances.others):
            return found
        known, middle, spread = self._told(case.said.day)
        sd = max((dead[1] - dead[0]) / 2 / 1.96, 0.5)
        found[known] = self.distances.weigh(sum(dead) / 2, sd, middle, spread)
        return found

    def _told(self, day: tuple[date, date] | None) -> tuple[NDArray[np.bool_], Floats, Floats]:
        """Of whom it is known, and their middle and spread in years."""
        if day not in self._on:
            if len(self._on) >= _DAYS:
                self._on.clear()
            days = self.them.seen if day is None else np.broadcast_to(_days([day]), self.them.seen.shape)
            low, high = _aged(self.them, days)
            known = ~np.isnan(low)
            half = np.round((high[known] - low[known]) / 2 / HALF) * HALF
            self._on[day] = known, (low[known] + high[known]) / 2, 2 * half / _ROOT_12
        return self._on[day]


def _aged(them: RecordColumns, days: Floats) -> tuple[Floats, Floats]:
    """Ages on days between two, as ``Stated.age_on`` has them."""
    by_birth = np.maximum(0, (days - them.born[:, ::-1]) / _YEAR)
    passed = np.maximum(0, (days - them.seen[:, ::-1]) / _YEAR)
    since_seen = np.asarray(np.isnan(passed)).any(axis=1)
    told = them.age.copy()
    told += np.nan_to_num(passed)
    told[~since_seen, 1] += 1
    unclear = np.isnan(them.seen).any(axis=1) & np.isnan(days).any(axis=1)
    told[unclear, 1] += 1  # no day at all: the whole year that was told
    not_born = np.isnan(by_birth).any(axis=1, keepdims=True)
    low, high = np.where(not_born, told, by_birth).T
    return low, high


def _statures(of: Evidence) -> dict[str, _Distances]:
    """By sex, and of everybody under an empty name."""
    alike = of.counts.others.statures
    found = {sex: _Distances(them) for sex, them in alike.items()}
    return found | {"": _Distances(np.concatenate([*alike.values(), np.empty(0)]))}


def _stature(case: SubjectFacts, them: RecordColumns, statures: dict[str, _Distances]) -> Floats:
    found = np.full(len(them.sex), NONE)
    if case.said.stature is None:
        return found
    low, high = case.said.stature
    sd = max((high - low) / 2 / 1.96, 1.0)
    told = them.adult & ~np.isnan(them.stature[:, 0])
    left = told.copy()
    for sex, others in statures.items():
        of_it = left & (them.sex == _SEXES.index(sex)) if sex else left
        if len(others.others) and of_it.any():
            found[of_it] = others.weigh((low + high) / 2, sd, *them.stature[of_it].T)
        left = left & ~of_it
    return found


def _add_words(total: Floats, case: SubjectFacts, them: RecordColumns, of: Evidence) -> None:
    for name in case.marks & them.marks.keys():
        line = models.mark(name, Agreement.BOTH, of.counts.mark(name))
        total[them.marks[name]] += line.log10_lr if line else 0.0
    shared = of.things.shared(case.things)
    for as_rare in np.unique(shared.as_rare).tolist():
        line = effect_line(as_rare, of.things.telling)
        total[shared.records[np.equal(shared.as_rare, as_rare)]] += line.log10_lr if line else 0.0
    near = of.places.shared(case.places).records
    if len(near) and (line := place_line(len(near), of.places.telling)) is not None:
        total[near] += line.log10_lr


def _add_time(total: Floats, case: SubjectFacts, them: RecordColumns, of: Evidence) -> None:
    if case.said.day is None or not len(of.counts.seen):
        return
    died = case.said.day[1].toordinal()
    others = of.counts.seen_by(died)
    first = them.seen[:, 0]
    for possible, which in ((True, np.less_equal(first, died)), (False, np.greater(first, died))):
        line = models.time(possible, others)
        total[which] += line.log10_lr if line else 0.0


class _Distances:
    """``antigone.reconciliation.lines.by_distance`` for many pairs, each with its own spread: what the others say is
    reckoned once for each measurement and spread.
    """

    def __init__(self, others: Floats) -> None:
        self.others = np.asarray(others, float)
        self._apart: dict[tuple[float, float], float] = {}

    def weigh(self, dead: float, sd: float, missing: Floats, sds: Floats) -> Floats:
        spreads, place = np.unique(np.hypot(sd, sds), return_inverse=True)
        others = np.array([self._mean(dead, float(spread)) for spread in spreads])[place.ravel()]
        spread = spreads[place.ravel()]
        one = np.exp(-0.5 * ((dead - missing) / spread) ** 2) / (spread * np.sqrt(2 * np.pi))
        return np.asarray(np.log10((1 - GROSS.value) * one / others + GROSS.value))

    def _mean(self, dead: float, spread: float) -> float:
        key = dead, round(spread, 9)
        if key not in self._apart:
            apart = np.exp(-0.5 * ((dead - self.others) / spread) ** 2).mean() / (spread * np.sqrt(2 * np.pi))
            self._apart[key] = max(float(apart), 1e-300)
        return self._apart[key]


def _days(ranges: Sequence[tuple[date, date] | None]) -> Floats:
    """Two ordinals each; not numbers where there is no day."""
    ends = [(each[0].toordinal(), each[1].toordinal()) if each else (NONE, NONE) for each in ranges]
    return np.array(ends, np.float64).reshape(-1, 2)
