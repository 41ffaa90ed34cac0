"""The worklist of the front page: what waits for somebody, with how many and where to go on.

Counts stop at ``MOST``: a page that greets people must not read a hundred thousand rows to do so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from antigone.desk.accounts.access import somewhere, within, within_latest
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.models import Person
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.accounts.queries import to_confirm
from antigone.desk.candidates.models import DuplicateWarning, Run
from antigone.desk.cases.models import Case
from antigone.desk.erasing.models import Erasure
from antigone.desk.erasing.queries import waiting_erasures
from antigone.desk.exchange.models import Arrival, Packet, Recipient
from antigone.desk.exchange.queries import to_recall, unconfirmed_recalls
from antigone.desk.families.models import Request
from antigone.desk.families.queries import requests
from antigone.desk.families.queries import waiting as waiting_requests
from antigone.desk.identification.models import Expert, File, Motion, Present, RecallEntry, Seat, Sitting, Vote
from antigone.desk.identification.pipeline import pairs_seen, to_open_a_file
from antigone.desk.identification.queries import before_the_board, files, recalls
from antigone.desk.jobs.models import Job
from antigone.desk.notification.queries import (
    asking_again,
    at_work,
    errors_to_tell,
    overdue,
    plans,
    to_look_over,
    untold,
    wanting_pictures,
)
from antigone.desk.photos.models import Photograph, Source
from antigone.desk.review.barring import bound_to, could_examine
from antigone.desk.review.models import ConflictHeld, Pair
from antigone.desk.review.proficiency import SetProgress, SetState, progress, to_decide
from antigone.desk.review.queries import my_open_assignments
from antigone.desk.subjects.models import PHOTOGRAPH_THINGS, THINGS, Subject
from antigone.desk.subjects.queries import MINE, narrow_charge, subjects
from antigone.protocol.conflicts import ConflictOfInterest
from antigone.types import Profile

MOST = 100
Finder = Callable[[Actor], "Iterator[WorkItem]"]
Called = Callable[[Any], str]
"""What a row is called."""
Page = str | Callable[[Any], str] | None
_FIRST = 5
_LOOKED_AT = 2_000
"""Of the cases, of the records and of the searches, so many are looked through: the latest."""
_SOON = timedelta(days=30)
_SLOW = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class WorkItem:
    """One kind of thing that waits, with the first few."""

    words: object
    things: tuple[tuple[str, str], ...]
    """The first few: the path of a page about each, empty if there is none, and what it is called."""
    more: str
    """How many others there are, as text; empty if none."""
    count: int
    """How many there are, up to ``MOST``."""
    part: str = ""
    """The part of the desk, in the header, that counts it; empty if none does."""


def worklist(by: Actor) -> list[WorkItem]:
    """What waits for ``by``, the most pressing first. Only what they can do something about."""
    finders: tuple[tuple[Finder, str], ...] = (
        *((_families, "requests"), (_tellings, "notifications"), (_board, "files"), (_settled, "files")),
        *((_appointments, "appointments"), (_experts, ""), (_own_set, "my-work"), (_sets, ""), (_work, "my-work")),
        (_pictures, "cases"),
        *((_photographs, ""), (_charges, ""), (_subjects, ""), (_lists, "cases"), (_duplicate_warnings, "warnings")),
        *((_erasures, "erasures"), (_sources, ""), (_exchange, ""), (_jobs, "")),
    )
    return [replace(one, part=part) for find, part in finders for one in find(by)]


def counts_of(items: Iterable[WorkItem]) -> dict[str, int]:
    """How much waits in each part of the desk: for the header."""
    found: dict[str, int] = {}
    for each in items:
        if each.part:
            found[each.part] = min(MOST, found.get(each.part, 0) + each.count)
    return found


def _families(by: Actor) -> Iterator[WorkItem]:
    if somewhere(by, Verb.SEE, Thing.REQUEST):
        mine = requests(by).filter(portal__incident__closed_at=None)
        danger = mine.filter(danger_at__isnull=False, erased_at=None)
        yield from _work_item(_("A family used its safe word: they may be in danger"), danger, _request)
        yield from _work_item(_("Requests of families"), waiting_requests(mine).filter(danger_at=None), _request)


def _request(row: Request) -> str:
    return gettext("Request %(number)s") % {"number": row.pk}


def _appointments(by: Actor) -> Iterator[WorkItem]:
    if somewhere(by, Verb.CONFIRM, Thing.APPOINTMENT):
        yield from _work_item(_("Appointments that wait for a second person"), to_confirm(by), lambda a: a.person.name)


def _experts(by: Actor) -> Iterator[WorkItem]:
    if somewhere(by, Verb.CONFIRM, Thing.EXPERT):
        waiting = Expert.objects.filter(confirmed_at=None, ended_at=None, incident__closed_at=None)
        whose = within(by, Verb.CONFIRM, Thing.EXPERT, agency="incident__agency", incident="incident")
        yield from _work_item(
            _("Experts that wait for a second person"), waiting.filter(whose).exclude(by=by.person), lambda e: e.name
        )


def _erasures(by: Actor) -> Iterator[WorkItem]:
    if somewhere(by, Verb.AGREE, Thing.ERASURE):
        asked = waiting_erasures(by).filter(state=Erasure.State.ASKED)
        yield from _work_item(_("Requests to erase: agree or refuse"), asked, lambda e: e.subject.code)
    if somewhere(by, Verb.ERASE, Thing.RECORD):
        agreed = waiting_erasures(by).filter(state=Erasure.State.AGREED)
        yield from _work_item(_("Agreed to be erased: carry it out"), agreed, lambda e: e.subject.code)


def _work(by: Actor) -> Iterator[WorkItem]:
    if somewhere(by, Verb.SEE, Thing.ASSIGNMENT):
        yield from _first(
            _("Examinations"), list(my_open_assignments(by)[: MOST + 1]), lambda assignment: assignment.number[:6]
        )


def _own_set(by: Actor) -> Iterator[WorkItem]:
    """One's own proficiency set, which comes before any real pair."""
    if by.person is not None and somewhere(by, Verb.OPEN, Thing.PROFICIENCY):
        mine = progress(Person.objects.get(pk=by.person))
        if mine.stands not in (SetState.PASSED, SetState.FAILED):
            called = gettext("%(done)s of %(size)s pairs are done") % {
                "done": mine.done if mine.stands is SetState.OPEN else 0,
                "size": mine.latest.size if mine.latest and mine.stands is SetState.OPEN else mine.limits.size,
            }
            yield from _first(_("Your proficiency set, before any real pair"), [mine], lambda _: called, _set_page)


def _sets(by: Actor) -> Iterator[WorkItem]:
    if somewhere(by, Verb.RENEW, Thing.PROFICIENCY):
        failed = to_decide(by)[: MOST + 1]
        yield from _first(
            _("Proficiency sets that were not passed: decide on another"), failed, lambda p: p.person.name, _set_page
        )


def _set_page(_progress: SetProgress) -> str:
    return reverse("proficiency")


def _tellings(by: Actor) -> Iterator[WorkItem]:
    """Families: an error first, then who waits for somebody to come again, then who has not been told."""
    if not somewhere(by, Verb.SEE, Thing.NOTIFICATION):
        return
    mine = plans(by)
    yield from _work_item(_("Tell them of the error"), errors_to_tell(mine), lambda p: p.number)
    if somewhere(by, Verb.CHANGE, Thing.NOTIFICATION):
        yield from _work_item(_("Follow-ups overdue"), overdue(mine), lambda p: p.number)
        soon = at_work(mine).filter(next_due__gte=timezone.now(), next_due__lt=timezone.now() + timedelta(hours=24))
        yield from _work_item(_("Follow-ups due within 24 hours"), soon, lambda p: p.number)
        open_ones = at_work(mine).filter(told_at=None)
        yield from _work_item(_("Families who are to be told"), open_ones, lambda p: p.number)
    yield from _work_item(_("Plan how a family is told"), untold(by), lambda d: d.record.code, "plan")
    if somewhere(by, Verb.TAKE_UP, Thing.NOTIFICATION):
        asked = asking_again(plans(by, Verb.TAKE_UP))
        yield from _work_item(_("A family asks to examine again"), asked, lambda p: p.decision.number, "take-up")


def _pictures(by: Actor) -> Iterator[WorkItem]:
    if somewhere(by, Verb.MAKE, Thing.PREPARED):
        cases = Case.objects.filter(pk__in=wanting_pictures(by).values("case")).select_related("subject")
        yield from _work_item(_("A family asks to see: prepare a picture"), cases, lambda c: c.subject.code, "prepare")
        yield from _work_item(_("Look over a prepared picture"), to_look_over(by), lambda p: p.plan.case.code)


def _photographs(by: Actor) -> Iterator[WorkItem]:
    for kind, thing in PHOTOGRAPH_THINGS.items():
        if not somewhere(by, Verb.CHOOSE, thing):
            continue
        mine = _of(by, Verb.CHOOSE, thing, Photograph.objects.filter(kind=kind).select_related("subject"))
        several = mine.filter(state=Photograph.State.CHOOSE)
        yield from _work_item(_("Several faces: say whose it is"), several, lambda p: p.subject.code)
        if kind == Profile.PM.value and somewhere(by, Verb.SET_POINTS, thing):
            unsure = mine.filter(state=Photograph.State.USABLE, faces__chosen=True, faces__doubtful=True)
            yield from _work_item(
                _("The machine is not sure of eyes and mouth: set them"), unsure, lambda p: p.subject.code
            )
        refused = mine.filter(state=Photograph.State.REFUSED)
        if kind == Profile.PM.value:
            yield from _work_item(_("No usable face: photograph again"), refused, lambda p: p.subject.code)


def _subjects(by: Actor) -> Iterator[WorkItem]:
    without = {Profile.PM.value: _("Cases without a photograph"), Profile.AM.value: _("Records without a photograph")}
    for kind, thing in THINGS.items():
        if somewhere(by, Verb.CHANGE, thing) and somewhere(by, Verb.ADD, PHOTOGRAPH_THINGS[kind]):
            open_ones = Subject.objects.filter(kind=kind, closed_at=None, incident__closed_at=None)
            mine = open_ones.filter(within(by, Verb.CHANGE, thing, incident="incident"))
            latest = Subject.objects.filter(pk__in=mine.order_by("-pk").values("pk")[:_LOOKED_AT])
            live = Photograph.objects.filter(subject=OuterRef("pk"), ended_at=None)
            yield from _work_item(without[kind], latest.filter(~Exists(live)), lambda s: s.code)


def _charges(by: Actor) -> Iterator[WorkItem]:
    """The open cases and records for which somebody answers, the latest given first."""
    for kind, words in ((Profile.PM, _("Cases you answer for")), (Profile.AM, _("Records you answer for"))):
        if somewhere(by, Verb.CHANGE, THINGS[kind.value]):
            mine = narrow_charge(subjects(by, kind), by, MINE).filter(closed_at=None, incident__closed_at=None)
            yield from _work_item(words, mine, lambda s: s.code)


def _lists(by: Actor) -> Iterator[WorkItem]:
    """Candidate lists that nobody has read. To somebody who could be asked to examine none is ever offered that would
    bar them from the bench for whoever is on it: only of what they opened themselves, or will decide.
    """
    if not somewhere(by, Verb.SEE, Thing.SEARCH):
        return
    newer = Run.objects.filter(subject=OuterRef("subject"), pk__gt=OuterRef("pk"))
    latest = Run.objects.filter(~Exists(newer), state=Run.State.DONE, done_at__gt=timezone.now() - _SOON)
    earlier = Run.objects.order_by("-pk").values_list("pk", flat=True)[_LOOKED_AT : _LOOKED_AT + 1]
    latest = latest.filter(pk__gt=next(iter(earlier), 0), subject__closed_at=None)
    read = ConflictHeld.objects.filter(subject=OuterRef("subject"), what=ConflictOfInterest.SAW_THE_LIST.value)
    mine = _of(by, Verb.SEE, Thing.SEARCH, latest.filter(~Exists(read)).select_related("subject"))
    if could_examine(by):
        seats = Seat.objects.filter(person=by.person, ended_at=None).values("incident")
        mine = mine.filter(bound_to(by, "subject") | Q(subject__incident__in=seats))
    yield from _work_item(_("Candidate lists that nobody has read"), mine, lambda run: run.subject.code)


def _settled(by: Actor) -> Iterator[WorkItem]:
    """What examiners settled and nobody has brought together for the board."""
    if somewhere(by, Verb.OPEN, Thing.FILE):
        mine = pairs_seen(by).filter(within(by, Verb.OPEN, Thing.FILE, of="case"), case__incident__closed_at=None)
        pairs = to_open_a_file(mine).select_related("case", "record")
        called = lambda pair: f"{pair.case.code}, {pair.record.code}"  # noqa: E731
        yield from _work_item(_("Examined and settled: open the file"), pairs, called, file_for)
    if somewhere(by, Verb.BRING, Thing.FILE):
        open_ones = File.objects.filter(within(by, Verb.BRING, Thing.FILE, incident="incident"), ended_at=None)
        preparing = open_ones.filter(incident__closed_at=None).exclude(pk__in=before_the_board(open_ones).values("pk"))
        yield from _work_item(_("Files to complete and to bring before the board"), preparing, lambda f: f.number)


def file_for(pair: Pair) -> str:
    """The page that opens a file of a pair, filled in."""
    return f"{reverse('case-file', args=[pair.case_id])}?record={pair.record_id}"


def _duplicate_warnings(by: Actor) -> Iterator[WorkItem]:
    if somewhere(by, Verb.DISMISS, Thing.DUPLICATE_WARNING):
        open_ones = DuplicateWarning.objects.filter(dismissed_at=None).select_related("first", "second")
        mine = within_latest(by, Verb.DISMISS, Thing.DUPLICATE_WARNING, open_ones, of="first")
        yield from _work_item(_("Perhaps one person twice"), mine, lambda d: f"{d.first.code}, {d.second.code}")


def _sources(by: Actor) -> Iterator[WorkItem]:
    if somewhere(by, Verb.END, Thing.SOURCE):
        until = timezone.localdate() + _SOON
        ending = Source.objects.filter(ended_at=None, valid_until__lte=until)
        mine = ending.filter(within(by, Verb.END, Thing.SOURCE, incident="incident"))
        yield from _work_item(_("Lawful sources that end soon, or have ended"), mine, lambda s: s.name)


def _exchange(by: Actor) -> Iterator[WorkItem]:
    if somewhere(by, Verb.RECALL, Thing.PACKET):
        left = Packet.objects.filter(within(by, Verb.RECALL, Thing.PACKET, incident="incident"))
        yield from _work_item(
            _("Left on a consent withdrawn since, or of a record erased since: recall it"),
            to_recall(left),
            lambda p: p.number,
        )
        letters = unconfirmed_recalls(left)
        yield from _work_item(_("Recalls that nobody confirmed as received"), letters, lambda p: p.number)
    if somewhere(by, Verb.ACCEPT, Thing.ARRIVAL):
        mine = Arrival.objects.filter(within(by, Verb.ACCEPT, Thing.ARRIVAL, incident="incident"), state="waiting")
        yield from _work_item(_("Came from others: review it"), mine, lambda a: a.code or a.packet)
    if somewhere(by, Verb.CONFIRM, Thing.RECIPIENT):
        opened = Recipient.objects.filter(confirmed_at=None, ended_at=None).exclude(opened_by=by.person)
        mine_too = opened.filter(within(by, Verb.CONFIRM, Thing.RECIPIENT))
        yield from _work_item(_("Recipients whose key waits for a second person"), mine_too, lambda r: r.name)


def _jobs(by: Actor) -> Iterator[WorkItem]:
    if somewhere(by, Verb.SEE, Thing.JOB):
        late = Q(done_at=None, given_up_at=None, queued_at__lt=timezone.now() - _SLOW)
        stuck = Job.objects.filter(late | Q(given_up_at__isnull=False, done_at=None))
        yield from _work_item(
            _("Work that the worker does not finish"),
            stuck,
            lambda job: f"{job.kind} {job.number}",
            lambda _job: reverse("work"),
        )


def _board(by: Actor) -> Iterator[WorkItem]:
    """Sittings that wait for oneself, files for which nobody called one, and what is to be undone in recalls."""
    if somewhere(by, Verb.VOTE, Thing.FILE):
        seats = Seat.objects.filter(person=by.person, ended_at=None)
        mine = files(by).filter(incident__in=seats.values("incident"), ended_at=None)
        voted = Vote.objects.filter(proposal=OuterRef("pk"), person=by.person)
        there = Present.objects.filter(sitting=OuterRef("sitting"), seat__in=seats)
        votes = Motion.objects.filter(Exists(there), ~Exists(voted), closed_at=None, sitting__file__in=mine)
        to_vote = mine.filter(pk__in=votes.values("sitting__file"))
        yield from _work_item(_("Waiting for your vote"), to_vote, lambda f: f.number, "sitting")
        called = mine.filter(sittings__ended_at=None, sittings__isnull=False).exclude(
            pk__in=votes.values("sitting__file")
        )
        yield from _work_item(_("Sittings of the board"), called, lambda f: f.number, "sitting")
        alone = before_the_board(mine).exclude(sittings__in=Sitting.objects.filter(ended_at=None))
        yield from _work_item(_("Before the board, and no sitting is called"), alone, lambda f: f.number)
    if somewhere(by, Verb.SEE, Thing.RECALL):
        ended = RecallEntry.objects.filter(recall=OuterRef("recall"), act=OuterRef("act"), what=RecallEntry.What.ENDED)
        later = RecallEntry.objects.filter(
            recall=OuterRef("recall"), act=OuterRef("act"), what=RecallEntry.What.ASSIGNED, place__gt=OuterRef("place")
        )
        answers = RecallEntry.objects.filter(~Exists(ended), ~Exists(later), what=RecallEntry.What.ASSIGNED)
        open_ones = recalls(by).filter(ended_at=None)
        late = open_ones.filter(pk__in=answers.filter(due__lt=timezone.localdate()).values("recall"))
        yield from _work_item(_("Recalls in which a day has passed"), late, lambda r: r.number)
        own = open_ones.filter(pk__in=answers.filter(to=by.person).values("recall")).exclude(pk__in=late.values("pk"))
        yield from _work_item(_("Recalls in which you answer for something"), own, lambda r: r.number)


def _of(by: Actor, verb: Verb, thing: Thing, rows: QuerySet) -> QuerySet:  # type: ignore[type-arg]
    return within_latest(by, verb, thing, rows)


def _work_item(words: object, rows: QuerySet, called: Called, page: Page = "") -> Iterator[WorkItem]:  # type: ignore[type-arg]
    return _first(words, list(rows.order_by("-pk")[: MOST + 1]), called, page)


def _first(words: object, rows: list[Any], called: Called, page: Page = "") -> Iterator[WorkItem]:
    """``page``: another page about each than its own (``address_of``), or what says its path; None if there is none."""
    if rows:
        others = len(rows) - _FIRST
        more = "" if others <= 0 else f"{MOST - _FIRST}+" if len(rows) > MOST else str(others)
        things = tuple((_path(row, page), called(row)) for row in rows[:_FIRST])
        yield WorkItem(words, things, more, min(len(rows), MOST))


def _path(row: Any, page: Page) -> str:
    if page is None:
        return ""
    path: str = page(row) if callable(page) else row.address_of(page) if page else row.address
    return path
