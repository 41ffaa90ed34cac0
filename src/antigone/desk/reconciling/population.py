"""The distribution of sex, age and stature among those who may be among the dead, counted over the records. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from scipy.special import betaincinv

from antigone.desk.reconciling.inputs import SubjectFacts
from antigone.reconciliation.lines import Floats, Rate
from antigone.reconciliation.models import ADULT, Others

RECORDS = "counted over the incident's records"
HALF = 0.5
"""Years: half ranges of ages are rounded to it, so that many pairs share a spread."""
MOST = 2_000
"""Of ages and statures of those who could lie here, as many stand for all."""
_SHARE_UNKNOWN = Rate(0.5, 0.4, 0.6, "[assumption] no record tells the sex")

Range = tuple[float, float]


@lru_cache(maxsize=65_536)
def counted(many: int, of: int) -> Rate:
    """A share of ``many`` of ``of`` with its interval (Jeffreys): never 0 or 1, however it was counted."""
    low, high = betaincinv(many + 0.5, of - many + 0.5, (0.025, 0.975))
    value = (many + 0.5) / (of + 1)
    return Rate(value, float(min(low, value)), float(min(max(high, value), 1 - 1e-9)), f"{many} of {of}, {RECORDS}")


def age_of_dead(person: SubjectFacts) -> Range | None:
    """The range of ages in years: somebody written down as 40 is up to the day before 41."""
    return None if person.said.age is None else (float(person.said.age[0]), float(person.said.age[1] + 1))


def age_of_missing(record: SubjectFacts, case: SubjectFacts) -> Range | None:
    """The range of ages on the day of the case's death, as far as it is known, else when last seen."""
    day = case.said.day or record.said.day
    found: Range | None = record.said.age_on(day) if day else None
    if found is None and record.said.age is not None:
        found = float(record.said.age[0]), float(record.said.age[1] + 1)
    return None if found is None else rounded(found)


def rounded(years: Range) -> Range:
    middle, half = (years[0] + years[1]) / 2, (years[1] - years[0]) / 2
    half = round(half / HALF) * HALF
    return middle - half, middle + half


def age_alone(record: SubjectFacts) -> Range | None:
    """The range of ages of a missing person when last seen."""
    return age_of_missing(record, record)


@dataclass(frozen=True, slots=True)
class PopulationCounts:
    """What is counted over the records, once for all pairs."""

    others: Others
    seen: Floats = field(repr=False)
    """The first day on which each who tells it can have been seen last, as ordinals, sorted."""
    marks: dict[str, int]
    """How many records tell of each mark."""
    telling_marks: int

    def seen_by(self, day: int) -> Rate:
        """The share of the records last seen by that day, among those that say when."""
        return counted(int(np.searchsorted(self.seen, day, side="right")), len(self.seen))

    def mark(self, name: str) -> Rate:
        """The share with this mark, among those who tell of any mark: so it is rather too high."""
        return counted(self.marks.get(name, 0), self.telling_marks)


def _some(values: list[float]) -> Floats:
    """Quantiles of the values if there are more than ``MOST``: a mean over them is about the same, and faster."""
    them = np.sort(np.array(values, float))
    if len(them) <= MOST:
        return them
    return np.asarray(np.quantile(them, (np.arange(MOST) + 0.5) / MOST, method="inverted_cdf"))


def count(records: Sequence[SubjectFacts]) -> PopulationCounts:
    women, men = (sum(person.said.sex == sex for person in records) for sex in ("female", "male"))
    ages = [age for person in records if (age := age_alone(person)) is not None]
    statures: dict[str, list[float]] = {}
    marks: dict[str, int] = {}
    for person in records:
        years, sex = age_alone(person), person.said.sex
        if person.said.stature and years and sum(years) / 2 >= ADULT and sex in ("female", "male"):
            statures.setdefault(sex, []).append(sum(person.said.stature) / 2)
        for name in person.marks:
            marks[name] = marks.get(name, 0) + 1
    return PopulationCounts(
        others=Others(
            counted(women, women + men) if women + men else _SHARE_UNKNOWN,
            _some([(low + high) / 2 for low, high in ages]),
            {sex: _some(them) for sex, them in statures.items()},
        ),
        seen=np.sort([float(p.said.day[0].toordinal()) for p in records if p.said.day]),
        marks=marks,
        telling_marks=sum(bool(person.marks) for person in records),
    )
