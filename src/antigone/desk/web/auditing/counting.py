"""How often people did what, and whose counts differ from those of others with the same role."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from statistics import median
from typing import Any

from django.db import connection
from django.db.models import CharField, Count, Func, QuerySet
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.models import Person
from antigone.desk.accounts.names import roles_name
from antigone.desk.accounts.permissions import Role, Thing, Verb
from antigone.desk.accounts.queries import audit_rows
from antigone.desk.audit.models import AuditRow
from antigone.desk.photos.models import Photograph
from antigone.desk.photos.queries import HIDDEN
from antigone.desk.subjects.models import Subject
from antigone.desk.web.auditing.forms import (
    AT_THE_BENCH,
    EXPORTS,
    LOOKS,
    OF_DEAD,
    OF_LIVING,
    REFUSED,
    SEARCHES,
    AuditSpan,
)

MOST = 50_000
"""Rows that are counted at most: the latest of the span."""
_CASEWORK = SEARCHES | {f"{verb} {thing}" for verb in (Verb.OPEN, Verb.CHANGE) for thing in (Thing.CASE, Thing.RECORD)}
_DAYS_TO_KNOW = 5
"""Working days after which somebody's usual hours can be told."""
_USUAL = 0.2
"""An hour is usual if they worked in it, or in the one before or after, on this part of their days."""

Counts = dict[int, Counter[str]]
"""Of each person's number: how often, of each measure."""


def counted(by: Actor, span: AuditSpan) -> tuple[Counts, int]:
    """The counts of each person, and the number of the first row that was counted."""
    lowest = max(span.lowest, span.highest - MOST + 1)
    rows = audit_rows(by).order_by().filter(sequence__gte=lowest, sequence__lte=span.highest)
    rows = rows.filter(actor__startswith="person ")
    counts: Counts = defaultdict(Counter)
    looks: dict[tuple[int, int | None], int] = {}
    searched: set[tuple[int, int | None]] = set()
    at_work: set[tuple[int, int | None]] = set()
    grouped = rows.values_list("actor", "verb", "incident").annotate(n=Count("sequence"))
    for actor, verb, incident, number in grouped:
        person = _number(actor)
        for measure, verbs in _PLAIN.items():
            counts[person][measure] += number if verb in verbs else 0
        if verb in LOOKS:
            looks[person, incident] = looks.get((person, incident), 0) + number
        if verb in SEARCHES:
            searched.add((person, incident))
        if verb in _CASEWORK:
            at_work.add((person, incident))
    at_work |= _open_subjects({person for person, _ in looks} - {0})
    for (person, incident), number in looks.items():
        counts[person]["caseless"] += 0 if (person, incident) in at_work else number
    idle = {person for person, _ in looks.keys() - searched}
    for person, incident, subjects in _subjects_seen(rows, idle):
        counts[person]["unsearched"] += 0 if (person, incident) in searched else subjects
    bench = rows.filter(verb=AT_THE_BENCH, detail__contains=f'"{HIDDEN}": ')
    for actor, number in bench.values_list("actor").annotate(n=Count("sequence")):
        counts[_number(actor)]["bench"] = number
    for person, number in _outside_usual_hours(rows):
        counts[person]["unusual_hours"] = number
    return counts, lowest


_PLAIN: Mapping[str, frozenset[str]] = {
    "searches": SEARCHES,
    "dead": frozenset({OF_DEAD}),
    "living": frozenset({OF_LIVING}),
    "exports": EXPORTS,
    "refusals": REFUSED,
}


class _Hour(Func):
    """The hour of a time in UTC, as ``2026-11-23 15``."""

    output_field = CharField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template="SUBSTR(%(expressions)s, 1, 13)", **context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = "TO_CHAR(%(expressions)s AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24')"
        return self.as_sql(compiler, connection, template=template, **context)


def _outside_usual_hours(rows: QuerySet[AuditRow]) -> Iterable[tuple[int, int]]:
    worked: dict[int, Counter[tuple[date, int]]] = defaultdict(Counter)
    for actor, hour, number in rows.annotate(hour=_Hour("at")).values_list("actor", "hour").annotate(n=Count("pk")):
        at = timezone.localtime(datetime.strptime(hour, "%Y-%m-%d %H").replace(tzinfo=UTC))
        worked[_number(actor)][at.date(), at.hour] += number
    for person, hours in worked.items():
        yield person, outside_usual_hours(hours)


def outside_usual_hours(hours: Mapping[tuple[date, int], int]) -> int:
    """How many acts were at hours at which this person seldom works. 0 while too few days are known."""
    days = {day for day, _ in hours}
    if len(days) < _DAYS_TO_KNOW:
        return 0
    in_hour: dict[int, set[date]] = defaultdict(set)
    for day, hour in hours:
        for near in (hour - 1, hour, hour + 1):
            in_hour[near % 24].add(day)
    usual = {hour for hour, found in in_hour.items() if len(found) >= _USUAL * len(days)}
    return sum(number for (_, hour), number in hours.items() if hour not in usual)


def _open_subjects(people: set[int]) -> set[tuple[int, int | None]]:
    """The people who have an open case or record of their own, with the incident."""
    found = Subject.objects.filter(opened_by__in=people, closed_at=None).values_list("opened_by", "incident").distinct()
    return set(found.order_by())


def _subjects_seen(rows: QuerySet[AuditRow], people: set[int]) -> Iterable[tuple[int, int | None, int]]:
    """Of how many different subjects each of ``people`` saw photographs, by incident."""
    if not people:
        return
    rows = rows.filter(actor__in=[f"person {number}" for number in people])
    photographs = Photograph._meta.db_table
    for verb, thing in ((OF_DEAD, Thing.PM_PHOTO), (OF_LIVING, Thing.AM_PHOTO)):
        inner, values = rows.filter(verb=verb).values("actor", "incident", "thing").query.sql_with_params()
        number = f"CAST(NULLIF(SUBSTR(seen.thing, {len(thing) + 2}), '') AS BIGINT)"
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT seen.actor, seen.incident, COUNT(DISTINCT p.subject_id) FROM ({inner}) seen"
                f" JOIN {photographs} p ON p.id = {number} GROUP BY seen.actor, seen.incident",
                values,
            )
            found = cursor.fetchall()
        yield from ((_number(actor), incident, subjects) for actor, incident, subjects in found)


def _number(actor: str) -> int:
    return int(actor.rpartition(" ")[2])


MEASURES = {
    "searches": gettext_lazy("Searches asked for"),
    "dead": gettext_lazy("Photographs of the dead looked at"),
    "living": gettext_lazy("Reference photographs looked at"),
    "bench": gettext_lazy("Photographs looked at on the bench"),
    "exports": gettext_lazy("Taken away"),
    "refusals": gettext_lazy("Refused"),
    "unusual_hours": gettext_lazy("Acts outside their usual hours"),
    "unsearched": gettext_lazy("People seen in incidents where they searched for nobody"),
    "caseless": gettext_lazy("Looks at photographs in incidents where they have no open case or record"),
}
LEAST, TIMES, COLLEAGUES = 10, 3, 3
"""Fewer acts than that, or fewer times the median, or with fewer colleagues at work: nothing is said."""


@dataclass(frozen=True, slots=True)
class UnusualCount:
    """One count that differs from those of colleagues."""

    measure: str
    words: str
    times: float
    """Infinite where the colleagues' median is 0."""


@dataclass(frozen=True, slots=True)
class PersonCounts:
    """The counts of one person, and which of them are unusual."""

    person: Person
    counts: list[int]
    """In the order of ``MEASURES``."""
    notes: tuple[UnusualCount, ...]


def compared(counts: Mapping[int, Counter[str]]) -> list[PersonCounts]:
    """The counts of everybody who did something, those with unusual ones first."""
    people = Person.objects.filter(pk__in=counts).select_related("agency").prefetch_related("held")
    roles = {person.pk: person.roles for person in people}
    found = [
        PersonCounts(
            person, [counts[person.pk][measure] for measure in MEASURES], tuple(_notes(person.pk, roles, counts))
        )
        for person in people
    ]
    return sorted(found, key=lambda each: (-len(each.notes), -sum(each.counts), each.person.name))


def _notes(person: int, roles: Mapping[int, frozenset[Role]], counts: Mapping[int, Counter[str]]) -> list[UnusualCount]:
    found = []
    for measure in MEASURES:
        value, best = counts[person][measure], _nearest(person, measure, roles, counts)
        if best is not None and value >= LEAST and value >= TIMES * best[0]:
            found.append(_note(measure, value, *best))
    return found


def _nearest(
    person: int, measure: str, roles: Mapping[int, frozenset[Role]], counts: Mapping[int, Counter[str]]
) -> tuple[float, Role] | None:
    """The highest median among the roles of this person: with two, they are compared with the busier one."""
    medians = []
    for role in sorted(roles[person]):
        others = [counts[other][measure] for other in counts if other != person and role in roles.get(other, ())]
        if len(others) >= COLLEAGUES:
            medians.append((float(median(others)), role))
    return max(medians) if medians else None


def _note(measure: str, value: int, middle: float, role: Role) -> UnusualCount:
    said = {"what": MEASURES[measure], "number": number_format(value), "roles": roles_name(role)}
    if not middle:
        words = _("%(what)s: %(number)s. Half of the other %(roles)s have none.")
        return UnusualCount(measure, words % said, float("inf"))
    words = _("%(what)s: %(number)s, which is %(times)s times the median of the other %(roles)s (%(median)s).")
    times, half = number_format(value / middle, 1), number_format(middle, 0 if middle == int(middle) else 1)
    return UnusualCount(measure, words % {**said, "times": times.removesuffix(".0"), "median": half}, value / middle)
