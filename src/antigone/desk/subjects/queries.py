"""Reading cases and records as what they have in common: only what the actor may see."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from antigone.desk.accounts.access import find, within
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.models import Grant, Incident, Person
from antigone.desk.accounts.permissions import RULES, Level, Verb
from antigone.desk.subjects.models import THINGS, Charge, Subject
from antigone.types import Profile

WITH = ("incident", "agency", "opened_by", "case", "record")


def subjects(by: Actor, kind: Profile, verb: Verb = Verb.SEE) -> QuerySet[Subject]:
    """The cases, or the records, to which ``by`` may do this."""
    return Subject.objects.filter(within(by, verb, THINGS[kind.value], incident="incident"), kind=kind.value)


def may_add_to(by: Actor) -> QuerySet[Incident]:
    """The open incidents in which the actor's agency takes part: its own, or the leader lets it work."""
    let = Grant.objects.filter(
        to=by.agency, level=Level.WORK, revoked_at=None, owner=F("incident__agency"), incident=OuterRef("pk")
    )
    return Incident.objects.filter(Q(agency=by.agency) | Exists(let), closed_at=None)


def narrow_subjects(rows: QuerySet[Subject], asked: Mapping[str, Any]) -> QuerySet[Subject]:
    """Filters that lists of cases and of records share: see ``cases.queries.narrow_cases``. What their state is says
    ``identification.pipeline``.
    """
    for name in ("incident", "agency", "sex"):
        if asked.get(name):
            rows = rows.filter(**{name: asked[name]})
    if asked.get("age") is not None:
        rows = rows.filter(age_low__lte=asked["age"], age_high__gte=asked["age"])
    return rows


MINE, NOBODYS = "mine", "nobody"
"""Who answers for the rows of a list, as it is narrowed."""


def with_charge(rows: QuerySet[Subject]) -> QuerySet[Subject]:
    """These rows, each with the name of whoever answers for it as ``charge``; None where nobody does."""
    standing = Charge.objects.filter(subject=OuterRef("pk"), ended_at=None)
    found: QuerySet[Subject] = rows.annotate(charge=Subquery(standing.values("person__name")[:1]))
    return found


def narrow_charge(rows: QuerySet[Subject], by: Actor, asked: str | None) -> QuerySet[Subject]:
    """A list narrowed to those for which ``by`` answers, or nobody who still works here; all if neither is asked."""
    standing = Charge.objects.filter(ended_at=None)
    if asked == MINE:
        return rows.filter(pk__in=standing.filter(person=by.person).values("subject"))
    at_work = standing.filter(person__ended_at=None)
    return rows.exclude(pk__in=at_work.values("subject")) if asked == NOBODYS else rows


def may_answer(by: Actor, kind: Profile) -> QuerySet[Person]:
    """The people of one's agency whose roles let them change cases, or records."""
    roles = RULES[Verb.CHANGE, THINGS[kind.value]].own
    people = Person.objects.filter(agency=by.agency, ended_at=None, held__role__in=roles)
    return people.distinct().order_by("name")


def find_subject(by: Actor, number: int, kind: Profile | None = None) -> Subject:
    """A case or record, with its incident and agency and with what it is besides a subject.

    Raises:
        NotThere: if there is none that they may see.
    """
    seen = Q(pk__in=[])
    for each in (kind,) if kind else Profile:
        seen |= Q(within(by, Verb.SEE, THINGS[each.value], incident="incident"), kind=each.value)
    return find(Subject.objects.filter(seen).select_related(*WITH), number)


def last_revision(subject: Subject) -> int:
    """The number of its last revision, 0 if it has none: what a form remembers while somebody writes."""
    return subject.revisions.values_list("pk", flat=True).first() or 0
