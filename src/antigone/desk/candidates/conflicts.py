"""Contradictions between what is stated of a case and of a record: shown beside a face, never a filter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from antigone.desk.cases.models import Case
from antigone.desk.records.models import Record
from antigone.desk.subjects.models import Subject
from antigone.errors import ManifestInvalid
from antigone.evidence.ages import AGE_BAND, age_band

JOINED = ("case", "record")
"""What ``stated`` reads besides the subject: for select_related."""


def stated(subject: Subject) -> Stated:
    """What a case or record says, as far as it can contradict. Without its own row, what the subject itself has."""
    dead = subject.is_case
    case: Case | None = getattr(subject, "case", None) if dead else None
    record: Record | None = None if dead else getattr(subject, "record", None)
    return Stated(
        dead=dead,
        sex=subject.sex,
        age=_range(subject.age_low, subject.age_high),
        stature=_range(subject.stature_low, subject.stature_high),
        day=_death(case) if case else _days(record.last_seen_earliest, record.last_seen_latest) if record else None,
        born=_days(record.born_earliest, record.born_latest) if record else None,
    )


def _death(case: Case) -> tuple[date, date] | None:
    latest = min(filter(None, (case.died_latest, case.found_on)), default=None)
    return _days(case.died_earliest, latest)


def _range(low: int | None, high: int | None) -> tuple[int, int] | None:
    one, other = (low if low is not None else high), (high if high is not None else low)
    return None if one is None or other is None else (one, other)


def _days(first: date | None, last: date | None) -> tuple[date, date] | None:
    one, other = first or last, last or first
    return None if one is None or other is None else (min(one, other), max(one, other))


GROWN = 20
"""Below this age, in years, people still grow."""
YEAR = 365.2425


class Grave(StrEnum):
    """How grave a conflict is."""

    SLIGHT = "slight"
    """Within what estimates are often wrong by."""
    SERIOUS = "serious"
    """One of the two statements is wrong, or these are two persons."""
    EXCLUDED = "excluded"
    """Somebody proved that these are two persons."""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two statements that do not fit, in words."""

    about: str
    grave: Grave
    words: str


_YEARS_APART = 10
"""How far apart two estimates of one grown person's age may lie."""


@dataclass(frozen=True, slots=True)
class Stated:
    """What a case or record states that can contradict another. Ranges are (low, high); None where nothing was said."""

    dead: bool
    sex: str = "unknown"
    age: tuple[int, int] | None = None
    """Whole years: at death, or when last seen."""
    stature: tuple[int, int] | None = None
    """Centimetres."""
    day: tuple[date, date] | None = None
    """Of death, for a case: at the latest when found. When last seen, for a record."""
    born: tuple[date, date] | None = None

    @property
    def known(self) -> dict[str, str]:
        """In the words that calibrations use. An age range across two bands is not known."""
        found = {"sex": self.sex} if self.sex in ("female", "male") else {}
        if (age := self.age_known) is not None:
            with suppress(ManifestInvalid):
                bands = {age_band(str(years), "") for years in age}
                if len(bands) == 1:
                    found[AGE_BAND] = bands.pop()
        return found

    @property
    def age_known(self) -> tuple[int, int] | None:
        """As it was said or estimated, else by their birth."""
        return self.age or self._age_by_birth()

    def _age_by_birth(self) -> tuple[int, int] | None:
        if self.born is None or self.day is None:
            return None
        youngest, oldest = _years(self.born[1], self.day[0]), _years(self.born[0], self.day[1])
        return (int(youngest), int(oldest)) if 0 <= youngest <= oldest else None

    def age_on(self, day: tuple[date, date]) -> tuple[float, float] | None:
        """Of a missing person on some day between two: older than when last seen, or by their birth."""
        if self.born is not None:
            return max(0.0, _years(self.born[1], day[0])), max(0.0, _years(self.born[0], day[1]))
        if self.age is None:
            return None
        if self.day is None:
            return float(self.age[0]), float(self.age[1])
        passed = max(0.0, _years(self.day[1], day[0])), max(0.0, _years(self.day[0], day[1]))
        return self.age[0] + passed[0], self.age[1] + 1 + passed[1]


def known_together(case: Stated, record: Stated) -> Mapping[str, str]:
    """What is known of a comparison: what was told of the missing person precedes what was estimated."""
    return case.known | record.known


def conflicts(case: Stated, record: Stated) -> list[Contradiction]:
    """Everything in which a case and a record do not fit, the gravest first."""
    found = [*_sex(case, record), *_dates(case, record), *_age(case, record), *_stature(case, record)]
    return sorted(found, key=lambda conflict: conflict.grave is not Grave.SERIOUS)


def unlike(one: Stated, other: Stated) -> bool:
    """Whether two cases, or two records, differ so much that nobody need be asked if they are one person."""
    if {one.sex, other.sex} == {"female", "male"}:
        return True
    if one.age is None or other.age is None:
        return False
    return max(one.age[0] - other.age[1], other.age[0] - one.age[1]) > _YEARS_APART


def _sex(case: Stated, record: Stated) -> Iterator[Contradiction]:
    if {case.sex, record.sex} == {"female", "male"}:
        words = _("The case was estimated as %(case)s, the record says %(record)s.")
        yield Contradiction("sex", Grave.SERIOUS, words % {"case": _(case.sex), "record": _(record.sex)})


def _dates(case: Stated, record: Stated) -> Iterator[Contradiction]:
    if case.day and record.day and (days := (record.day[0] - case.day[1]).days) > 0:
        words = ngettext(
            "The missing person was last seen %(days)s day after this person was dead or found.",
            "The missing person was last seen %(days)s days after this person was dead or found.",
            days,
        )
        yield Contradiction("dates", Grave.SERIOUS if days > 1 else Grave.SLIGHT, words % {"days": days})


def _age(case: Stated, record: Stated) -> Iterator[Contradiction]:
    if case.age is None:
        return
    day = case.day or record.day
    aged = record.age_on(day) if day else (record.age and (float(record.age[0]), float(record.age[1])))
    if not aged:
        return
    gap = max(case.age[0] - aged[1], aged[0] - (case.age[1] + 1))
    if gap <= 0:
        return
    years = max(1, round(gap))
    words = ngettext(
        "The ages are %(years)s year apart: the case was estimated at %(low)s to %(high)s, and the missing person would"
        " have been %(from)s to %(to)s.",
        "The ages are %(years)s years apart: the case was estimated at %(low)s to %(high)s, and the missing person"
        " would have been %(from)s to %(to)s.",
        years,
    )
    of = {"years": years, "low": case.age[0], "high": case.age[1], "from": int(aged[0]), "to": int(aged[1])}
    # A child's age is estimated within two or three years, an old person's hardly within ten.
    allowed = 3 if min(case.age[1], aged[1]) < GROWN else 10
    yield Contradiction("age", Grave.SERIOUS if gap > allowed else Grave.SLIGHT, words % of)


def _stature(case: Stated, record: Stated) -> Iterator[Contradiction]:
    if case.stature is None or record.stature is None:
        return
    taller, shorter = case.stature[0] - record.stature[1], record.stature[0] - case.stature[1]
    age = record.age or record._age_by_birth()
    if taller > 0 and age and age[0] < GROWN and record.day and case.day and (case.day[1] - record.day[0]).days > 180:
        return  # grown since
    gap = max(taller, shorter)
    if gap > 0:
        words = ngettext(
            "The statures are %(gap)s centimetre apart.", "The statures are %(gap)s centimetres apart.", gap
        )
        yield Contradiction("stature", Grave.SERIOUS if gap > 5 else Grave.SLIGHT, words % {"gap": gap})


def _years(first: date, then: date) -> float:
    return (then - first).days / YEAR
