"""Each person's counts beside those of colleagues with the same role. It names what differs; it accuses nobody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from antigone.desk.accounts.models import Person
from antigone.desk.accounts.names import roles_name
from antigone.desk.accounts.permissions import Role

MEASURES = {
    "searches": gettext_lazy("Searches asked for"),
    "dead": gettext_lazy("Photographs of the dead looked at"),
    "living": gettext_lazy("Reference photographs looked at"),
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
    """One person's counts, and what differs in them."""

    person: Person
    counts: list[int]
    """In the order of ``MEASURES``."""
    notes: tuple[UnusualCount, ...]


def compared(counts: Mapping[int, Counter[str]]) -> list[PersonCounts]:
    """Everybody who did something, those whose work differs first."""
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
    """The highest median among the roles this person has: who has two is compared with whoever does more."""
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
