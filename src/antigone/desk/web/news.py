"""What is new for somebody since they last looked: given, taken over, answered, due, withdrawn.

Nothing is kept for it: rows say when they came to be. Each kind is asked through the query of its own room, so a notice
tells nobody of what they may not see, and nobody of what they judge blind.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from antigone.desk.accounts.access import somewhere, within
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.models import Person
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.erasing.queries import erasures
from antigone.desk.families.models import Message
from antigone.desk.families.queries import requests
from antigone.desk.identification.models import RecallEntry
from antigone.desk.identification.queries import recalls
from antigone.desk.notification.queries import overdue, plans
from antigone.desk.photos.models import Consent
from antigone.desk.review.queries import my_open_assignments
from antigone.desk.subjects.models import THINGS, Charge

EACH = 20
"""Of each kind, so many are told: the latest. Whoever was away for longer finds the rest in the worklist."""
LONGEST = timedelta(days=30)
"""Nothing older is new."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that is new."""

    at: datetime
    words: Any
    address: str
    called: str


def last_look(person: Person) -> datetime:
    """Since when things are new for somebody."""
    longest = timezone.now() - LONGEST
    return max(longest, person.notices_seen_at or longest)


def new_for(by: Actor, since: datetime) -> list[Notice]:
    """What is new for ``by``, the latest first: a few queries, each of a few rows."""
    if by.person is None:
        return []
    finders = (_charges, _examinations, _messages, _overdue, _recalls, _consents, _erasures)
    return sorted((each for find in finders for each in find(by, since)), key=lambda each: each.at, reverse=True)


def _charges(by: Actor, since: datetime) -> Iterator[Notice]:
    """Cases and records that a colleague gave to them, or took over from them."""
    seen = Q(pk__in=[])
    for kind, thing in THINGS.items():
        seen |= Q(within(by, Verb.SEE, thing, of="subject"), subject__kind=kind)
    mine = Charge.objects.filter(seen, person=by.person).select_related("subject")
    given = mine.filter(ended_at=None, at__gt=since).exclude(by=by.person)
    for row in _latest(given, "at"):
        yield Notice(row.at, _("You answer for it now"), row.subject.address, row.subject.code)
    for row in _latest(mine.filter(ended_at__gt=since), "ended_at"):
        yield Notice(row.ended_at, _("Somebody else answers for it now"), row.subject.address, row.subject.code)


def _examinations(by: Actor, since: datetime) -> Iterator[Notice]:
    """No more of an examination than its number: whose it is, its examiner learns on the bench alone."""
    if somewhere(by, Verb.SEE, Thing.ASSIGNMENT):
        for row in _latest(my_open_assignments(by).filter(given_at__gt=since), "given_at"):
            yield Notice(row.given_at, _("An examination was given to you"), reverse("my-work"), row.number[:6])


def _messages(by: Actor, since: datetime) -> Iterator[Notice]:
    if somewhere(by, Verb.SEE, Thing.REQUEST):
        written = Message.objects.filter(request__in=requests(by).filter(erased_at=None), by=None, at__gt=since)
        for row in _latest(written.select_related("request"), "at"):
            called = gettext("Request %(number)s") % {"number": row.request_id}
            yield Notice(row.at, _("A family wrote or answered"), row.request.address, called)


def _overdue(by: Actor, since: datetime) -> Iterator[Notice]:
    """What fell due since then; a day that passed before it was looked at before."""
    if somewhere(by, Verb.CHANGE, Thing.NOTIFICATION):
        for row in _latest(overdue(plans(by, Verb.CHANGE)).filter(next_due__gt=since), "next_due"):
            yield Notice(row.next_due, _("A follow-up is due"), row.address, row.number)


def _recalls(by: Actor, since: datetime) -> Iterator[Notice]:
    """What somebody is to undo, when it was given to them."""
    if somewhere(by, Verb.SEE, Thing.RECALL):
        open_ones = recalls(by).filter(ended_at=None)
        rows = RecallEntry.objects.filter(what=RecallEntry.What.ASSIGNED, to=by.person, at__gt=since)
        for row in _latest(rows.filter(recall__in=open_ones).exclude(by=by.person).select_related("recall"), "at"):
            yield Notice(row.at, _("You answer for something in a recall"), row.recall.address, row.recall.number)


def _consents(by: Actor, since: datetime) -> Iterator[Notice]:
    """Consents that were withdrawn, for records that one answers for."""
    if somewhere(by, Verb.SEE, Thing.CONSENT):
        mine = Charge.objects.filter(person=by.person, ended_at=None).values("subject")
        seen = Consent.objects.filter(within(by, Verb.SEE, Thing.CONSENT, of="subject"), subject__in=mine)
        for row in _latest(seen.filter(withdrawn_at__gt=since).select_related("subject"), "withdrawn_at"):
            yield Notice(row.withdrawn_at, _("A consent was withdrawn"), row.address, row.subject.code)


def _erasures(by: Actor, since: datetime) -> Iterator[Notice]:
    """What was answered of the requests to erase that they wrote down."""
    if somewhere(by, Verb.SEE, Thing.ERASURE):
        answered = erasures(by).filter(written_by=by.person, answered_at__gt=since).exclude(answered_by=by.person)
        for row in _latest(answered, "answered_at"):
            yield Notice(row.answered_at, _("A request to erase was answered"), row.address, row.subject.code)


def _latest(rows: QuerySet[Any], column: str) -> list[Any]:
    return list(rows.order_by(f"-{column}", "-pk")[:EACH])
