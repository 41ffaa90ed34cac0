"""What waits for somebody: a few lines for the front page, each with how many and where to go on.

Counts stop at ``MOST``: a page that greets people must not read a hundred thousand rows to do so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from antigone.desk.accounts.access import somewhere, within, within_latest
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.candidates.models import Doubt, Run
from antigone.desk.erasing.queries import waiting_erasures
from antigone.desk.families.models import Request
from antigone.desk.families.queries import requests
from antigone.desk.families.queries import waiting as waiting_requests
from antigone.desk.photos.models import Erasure, Job, Photograph, Source
from antigone.desk.subjects.models import Subject
from antigone.types import Profile

MOST = 100
_FIRST = 5
_LOOKED_AT = 2_000
"""Of the cases, of the records and of the searches, so many are looked through: the latest."""
_SOON = timedelta(days=30)
_SLOW = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One kind of thing that waits."""

    words: object
    things: tuple[tuple[str, int, str], ...]
    """Address name, number and what it is called: the first few."""
    more: str
    """How many others there are, as text; empty if none."""


def waiting(by: Actor) -> list[Waiting]:
    """What waits for ``by``, the most pressing first. Nothing that they may do nothing about."""
    return [
        one
        for find in (_families, _erasures, _photographs, _subjects, _lists, _doubts, _sources, _jobs)
        for one in find(by)
    ]


def _families(by: Actor) -> Iterator[Waiting]:
    if somewhere(by, Verb.SEE, Thing.REQUEST):
        mine = requests(by).filter(door__incident__closed_at=None)
        danger = mine.filter(danger_at__isnull=False, erased_at=None)
        yield from _told(_("A family used its safe word: they may be in danger"), danger, "request", _request)
        yield from _told(_("Requests of families"), waiting_requests(mine).filter(danger_at=None), "request", _request)


def _request(row: Request) -> str:
    return gettext("Request %(number)s") % {"number": row.pk}


def _erasures(by: Actor) -> Iterator[Waiting]:
    if somewhere(by, Verb.AGREE, Thing.ERASURE):
        asked = waiting_erasures(by).filter(state=Erasure.State.ASKED)
        yield from _told(_("Requests to erase: agree or refuse"), asked, "erasure", lambda e: e.subject.code)
    if somewhere(by, Verb.ERASE, Thing.RECORD):
        agreed = waiting_erasures(by).filter(state=Erasure.State.AGREED)
        yield from _told(_("Agreed to be erased: carry it out"), agreed, "erasure", lambda e: e.subject.code)


def _photographs(by: Actor) -> Iterator[Waiting]:
    for kind, thing in ((Profile.PM, Thing.PM_PHOTO), (Profile.AM, Thing.AM_PHOTO)):
        if not somewhere(by, Verb.CHOOSE, thing):
            continue
        mine = _of(by, Verb.CHOOSE, thing, Photograph.objects.filter(kind=kind.value).select_related("subject"))
        several = mine.filter(state=Photograph.State.CHOOSE)
        yield from _told(_("Several faces: say whose it is"), several, "photograph", lambda p: p.subject.code)
        refused = mine.filter(state=Photograph.State.REFUSED)
        if kind is Profile.PM:
            yield from _told(_("No usable face: photograph again"), refused, "photograph", lambda p: p.subject.code)


def _subjects(by: Actor) -> Iterator[Waiting]:
    kinds = (
        (Profile.PM, Thing.CASE, Thing.PM_PHOTO, "case", _("Cases without a photograph")),
        (Profile.AM, Thing.RECORD, Thing.AM_PHOTO, "record", _("Records without a photograph")),
    )
    for kind, thing, photo, name, words in kinds:
        if somewhere(by, Verb.CHANGE, thing) and somewhere(by, Verb.ADD, photo):
            open_ones = Subject.objects.filter(kind=kind.value, closed_at=None, incident__closed_at=None)
            mine = open_ones.filter(within(by, Verb.CHANGE, thing, incident="incident"))
            latest = Subject.objects.filter(pk__in=mine.order_by("-pk").values("pk")[:_LOOKED_AT])
            live = Photograph.objects.filter(subject=OuterRef("pk"), ended_at=None)
            yield from _told(words, latest.filter(~Exists(live)), name, lambda s: s.code)


def _lists(by: Actor) -> Iterator[Waiting]:
    if somewhere(by, Verb.SEE, Thing.SEARCH):
        newer = Run.objects.filter(subject=OuterRef("subject"), pk__gt=OuterRef("pk"))
        latest = Run.objects.filter(~Exists(newer), state=Run.State.DONE, done_at__gt=timezone.now() - _SOON)
        earlier = Run.objects.order_by("-pk").values_list("pk", flat=True)[_LOOKED_AT : _LOOKED_AT + 1]
        latest = latest.filter(pk__gt=next(iter(earlier), 0))
        mine = _of(by, Verb.SEE, Thing.SEARCH, latest.select_related("subject"))
        yield from _told(_("The newest candidate lists"), mine, "search", lambda run: run.subject.code)


def _doubts(by: Actor) -> Iterator[Waiting]:
    if somewhere(by, Verb.DISMISS, Thing.DOUBT):
        open_ones = Doubt.objects.filter(dismissed_at=None).select_related("first", "second")
        mine = within_latest(
            by, Verb.DISMISS, Thing.DOUBT, open_ones, agency="first__agency", incident="first__incident"
        )
        yield from _told(_("Perhaps one person twice"), mine, "warning", lambda d: f"{d.first.code}, {d.second.code}")


def _sources(by: Actor) -> Iterator[Waiting]:
    if somewhere(by, Verb.END, Thing.SOURCE):
        until = timezone.localdate() + _SOON
        ending = Source.objects.filter(ended_at=None, valid_until__lte=until)
        mine = ending.filter(within(by, Verb.END, Thing.SOURCE, incident="incident"))
        yield from _told(_("Lawful sources that end soon, or have ended"), mine, "source", lambda s: s.name)


def _jobs(by: Actor) -> Iterator[Waiting]:
    if somewhere(by, Verb.SEE, Thing.JOB):
        late = Q(done_at=None, given_up_at=None, queued_at__lt=timezone.now() - _SLOW)
        stuck = Job.objects.filter(late | Q(given_up_at__isnull=False, done_at=None))
        yield from _told(_("Work that the worker does not finish"), stuck, "", lambda job: f"{job.what} {job.number}")


def _of(by: Actor, verb: Verb, thing: Thing, rows: QuerySet) -> QuerySet:  # type: ignore[type-arg]
    return within_latest(by, verb, thing, rows, agency="subject__agency", incident="subject__incident")


def _told(words: object, rows: QuerySet, name: str, called: object) -> Iterator[Waiting]:  # type: ignore[type-arg]
    found = list(rows.order_by("-pk")[: MOST + 1])
    if found:
        others = len(found) - _FIRST
        more = "" if others <= 0 else f"{MOST - _FIRST}+" if len(found) > MOST else str(others)
        yield Waiting(words, tuple((name, row.pk, called(row)) for row in found[:_FIRST]), more)  # type: ignore[operator]
