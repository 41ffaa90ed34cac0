"""Reading cases: only what the actor may see."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from antigone.desk.accounts.access import find, within
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.cases.models import Case
from antigone.desk.photos.queries import with_or_without
from antigone.desk.subjects.models import Revision, Subject
from antigone.desk.subjects.queries import narrow_subjects
from antigone.types import Profile

LIVE = Q(photographs__ended_at=None, photographs__isnull=False)


def with_all(photographs: bool = True) -> QuerySet[Subject]:
    """Cases with everything that a list shows of them, for the rows of one page; permission is not checked here."""
    rows = Subject.objects.filter(kind=Profile.PM.value).select_related("case", "incident", "agency")
    return rows.annotate(pictures=Count("photographs", filter=LIVE)) if photographs else rows


def narrow_cases(rows: QuerySet[Subject], asked: Mapping[str, Any]) -> QuerySet[Subject]:
    """A list of cases, narrowed by what is there of: q, incident, agency, sex, age, condition, found_from, found_to,
    photographs (with, without).
    """
    rows = narrow_subjects(rows, asked)
    if asked.get("q"):
        written = re.escape(asked["q"].strip())  # SQLite's LIKE knows only the capitals of A to Z
        rows = rows.filter(
            Q(code__iregex=written) | Q(case__other_number__iregex=written) | Q(case__found_place__iregex=written)
        )
    if asked.get("condition"):
        rows = rows.filter(case__condition=asked["condition"])
    if asked.get("found_from"):
        rows = rows.filter(case__found_on__gte=asked["found_from"])
    if asked.get("found_to"):
        rows = rows.filter(case__found_on__lte=asked["found_to"])
    return with_or_without(rows, asked.get("photographs"))


def find_case(by: Actor, number: int) -> Case:
    """Raises: NotThere, if there is none that they may see."""
    seen = within(by, Verb.SEE, Thing.CASE, of="subject")
    whole = Case.objects.select_related("subject__incident", "subject__agency", "subject__opened_by", "article16")
    return find(whole.filter(seen), number)


@dataclass(frozen=True, slots=True)
class CustodyPeriod:
    """Who kept the body, where, and since when that was written down."""

    since: datetime
    by: str
    custody: str
    place: str
    reason: str


def custody_of(case: Case, revisions: list[Revision]) -> list[CustodyPeriod]:
    """Everybody who kept the body, the latest first. ``revisions``: all of the case, the latest first."""
    chain: list[CustodyPeriod] = []
    custody, place = case.custody, case.custody_place
    for revision in revisions:
        if revision.was.keys() & {"custody", "custody_place"}:
            chain.append(CustodyPeriod(revision.at, revision.by.name, custody, place, revision.reason))
            custody, place = revision.was.get("custody", custody), revision.was.get("custody_place", place)
    if custody or place:
        chain.append(CustodyPeriod(case.subject.opened_at, case.subject.opened_by.name, custody, place, ""))
    return chain
