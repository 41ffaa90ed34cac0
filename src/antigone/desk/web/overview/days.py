"""How many were opened, identified and told: on each of the last days, and since the beginning."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from typing import Any

from django.db.models import CharField, Count, Func, Q, QuerySet
from django.utils import timezone

from antigone.desk.accounts.access import somewhere
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.models import Incident
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.identification.models.decision import ESTABLISHED
from antigone.desk.identification.queries import decisions
from antigone.desk.notification.queries import plans
from antigone.desk.subjects.queries import subjects
from antigone.types import Profile

LAST = 14
"""Days of the table."""
POINTS = 26
"""Of the time line, at most."""
WIDE, HIGH = 1000, 120
"""Units of a drawing."""


class _Day(Func):
    """The day of a moment in UTC, as text. Each database writes moments in its own way."""

    output_field = CharField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template="SUBSTR(%(expressions)s, 1, 10)", **context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(
            compiler, connection, template="TO_CHAR(%(expressions)s AT TIME ZONE 'UTC', 'YYYY-MM-DD')", **context
        )


@dataclass(frozen=True, slots=True)
class DayLine:
    """What happened on one day."""

    day: date
    dead: int
    missing: int
    identified: int
    told: int

    @property
    def nothing(self) -> bool:
        return not (self.dead or self.missing or self.identified or self.told)


@dataclass(frozen=True, slots=True)
class TimeLine:
    """How many there were since the beginning, and how far the work had come, drawn one above the other."""

    days: tuple[DayLine, ...]
    """How many there were at the end of each of these days."""
    dead: str
    """Corners of each shape: all of them, and as far as the work had come."""
    identified: str
    missing: str
    told: str


def _sources(by: Actor, incident: Incident) -> dict[str, tuple[QuerySet[Any], str]]:
    """Rows and the column of the moment, for each number, of what ``by`` sees."""
    found: dict[str, tuple[QuerySet[Any], str]] = {
        "dead": (subjects(by, Profile.PM).filter(incident=incident), "opened_at"),
        "missing": (subjects(by, Profile.AM).filter(incident=incident), "opened_at"),
    }
    if somewhere(by, Verb.SEE, Thing.DECISION):
        standing = decisions(by).filter(incident=incident, conclusion=ESTABLISHED, recalled_at=None)
        found["identified"] = standing, "at"
    if somewhere(by, Verb.SEE, Thing.NOTIFICATION):
        known = plans(by).filter(incident=incident, recall=None, told_at__isnull=False, decision__recalled_at=None)
        found["told"] = known, "told_at"
    return found


def last_days(by: Actor, incident: Incident) -> list[DayLine]:
    """The last days, today first, by the desk's clock: what happened on each, with those on which nothing did."""
    today = timezone.localdate()
    days = [today - timedelta(days=n) for n in range(LAST)]
    counts = {name: _on(rows, column, days) for name, (rows, column) in _sources(by, incident).items()}
    return [DayLine(day, *(counts.get(n, {}).get(day, 0) for n in NAMES)) for day in days]


NAMES = ("dead", "missing", "identified", "told")


def _on(rows: QuerySet[Any], column: str, days: Sequence[date]) -> dict[date, int]:
    """How many rows are of each of these days. One query, which reads no row that is older."""
    begins = {day: timezone.make_aware(datetime.combine(day, datetime.min.time())) for day in days}
    ends = {day: timezone.make_aware(datetime.combine(day + timedelta(days=1), datetime.min.time())) for day in days}
    within = {
        f"d{n}": Count("pk", filter=Q(**{f"{column}__gte": begins[day], f"{column}__lt": ends[day]}))
        for n, day in enumerate(days)
    }
    found = rows.filter(**{f"{column}__gte": min(begins.values())}).order_by().aggregate(**within)
    return {day: found[f"d{n}"] for n, day in enumerate(days)}


def time_line(by: Actor, incident: Incident) -> TimeLine | None:
    """From the first day to today; None while there is nothing to draw, or all of it is of one day."""
    daily = {name: _by_day(rows, column) for name, (rows, column) in _sources(by, incident).items()}
    first = min((day for counts in daily.values() for day in counts), default=None)
    today = datetime.now(UTC).date()
    if first is None or first >= today:
        return None
    span = (today - first).days
    days = sorted({first + timedelta(days=round(span * n / (POINTS - 1))) for n in range(POINTS)})
    sums = {name: list(_until(days, daily.get(name, Counter()))) for name in NAMES}
    lines = tuple(DayLine(day, *(sums[name][n] for name in NAMES)) for n, day in enumerate(days))
    tall = {"dead": sums["dead"][-1], "missing": sums["missing"][-1]}
    tall |= {"identified": tall["dead"] or sums["identified"][-1], "told": tall["missing"] or sums["told"][-1]}
    at = [WIDE * (day - first).days / span for day in days]
    return TimeLine(lines, **{name: _shape(at, sums[name], tall[name]) for name in NAMES})


def _by_day(rows: QuerySet[Any], column: str) -> Counter[date]:
    counted = rows.order_by().values_list(_Day(column)).annotate(Count("pk"))
    return Counter({date.fromisoformat(day): number for day, number in counted})


def _until(days: Sequence[date], counts: Counter[date]) -> Iterator[int]:
    known = sorted(counts)
    sums = [0, *accumulate(counts[day] for day in known)]
    yield from (sums[bisect_right(known, day)] for day in days)


def _shape(at: Sequence[float], numbers: Sequence[int], tallest: int) -> str:
    """The corners of what lies under a line of numbers."""
    high = [HIGH - HIGH * number / max(tallest, 1) for number in numbers]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in zip(at, high, strict=True))
    return f"{at[0]:.1f},{HIGH} {line} {at[-1]:.1f},{HIGH}"
