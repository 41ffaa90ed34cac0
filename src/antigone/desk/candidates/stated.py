"""From rows to what can conflict and what a calibration can know."""

from __future__ import annotations

from datetime import date

from antigone.desk.candidates.conflicts import Stated
from antigone.desk.cases.models import Case
from antigone.desk.records.models import Record
from antigone.desk.subjects.models import Subject

JOINED = ("case", "record")
"""What ``stated`` reads besides the subject: for select_related."""


def stated(subject: Subject) -> Stated:
    """What a case or record says. A subject whose case or record is not there yet says what it has itself."""
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
