"""Links from one thing to what it led to and came from: photograph, list, pair, file, a family's request, and back.

Each is offered only where its page would be shown to whoever reads: of what somebody judges blind there is no link.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from django.db.models import Model
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from antigone.desk.accounts.actor import Actor
from antigone.desk.candidates import queries as candidates
from antigone.desk.families import queries as families
from antigone.desk.identification import queries as identification
from antigone.desk.identification.models import File
from antigone.desk.photos.models import Photograph
from antigone.desk.review import queries as review
from antigone.desk.review.models import Pair
from antigone.desk.subjects.models import Subject

MOST = 20
"""Of each kind so many are offered, the latest first."""


@dataclass(frozen=True, slots=True)
class Related:
    """Another thing's page."""

    words: str
    address: str


def lists_of_photograph(by: Actor, photograph: Photograph) -> list[Related]:
    """The candidate lists that were made with it, or that show it."""
    rows = candidates.runs(by).filter(pk__in=candidates.lists_of([photograph])).order_by("-pk")[:MOST]
    seen = {subject.pk for subject in candidates.subjects(by, {row.subject_id for row in rows})}
    return [
        Related(_("List of %(code)s, %(day)s") % {"code": row.subject.code, "day": _day(row.asked_at)}, row.address)
        for row in rows
        if row.subject_id in seen
    ]


def of_pair(by: Actor, case: Subject, record: Subject, here: Model) -> list[Related]:
    """The examinations and the identification files of the two, without the one that is ``here``."""
    pairs = review.reviews(by).filter(case=case, record=record).order_by("-pk")[:MOST]
    files = identification.files(by).filter(case=case, record=record).order_by("-pk")[:MOST]
    rows: chain[Pair | File] = chain(pairs, files)
    return [_one_of_pair(row) for row in rows if row != here]


def requests_of(by: Actor, record: Subject) -> list[Related]:
    """The families' requests from which it was opened."""
    rows = families.requests(by).filter(record=record).order_by("-pk")[:MOST]
    return [Related(_("Request %(code)s of a family") % {"code": row.code}, row.address) for row in rows]


def _one_of_pair(row: Pair | File) -> Related:
    if isinstance(row, File):
        return Related(_("File %(number)s") % {"number": row.number}, row.address)
    return Related(_("Examination of the faces, %(day)s") % {"day": _day(row.at)}, row.address)


def _day(when: datetime) -> str:
    return date_format(when, "DATE_FORMAT")
