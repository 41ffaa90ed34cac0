"""What is worth knowing of the people behind a file: whether several of them could be one person.

It accuses nobody. Small agencies share a computer, and one administrator invites everybody there is. It is said where
people decide, so that whoever decides can ask.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.desk.accounts.access import within
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.models import Appointment, Person
from antigone.desk.accounts.permissions import Role, Thing, Verb
from antigone.desk.identification.models import Decision, Expert, File, Present, Seat
from antigone.desk.identification.person_refs import expert_of, number_of
from antigone.desk.identification.to_protocol import file_of, frozen_of
from antigone.protocol.evidence import CaseFile

ONE_PLACE, NEW, SOON = timedelta(days=1), timedelta(days=1), timedelta(hours=1)
_LATEST = 100
"""Decisions that are looked through for the auditor."""


class RemarkKind(StrEnum):
    ONE_BROWSER = "one-browser"
    INVITED_BY_ONE = "invited-by-one"
    NEW_EXPERTS = "new-experts"
    APPOINTED_JUST_NOW = "appointed-just-now"


@dataclass(frozen=True, slots=True)
class PeopleRemark:
    """One thing worth knowing of people who act in a file."""

    kind: RemarkKind
    names: tuple[str, ...]
    by: str = ""
    """Who invited them."""

    @property
    def words(self) -> str:
        said = {"names": ", ".join(self.names), "by": self.by}
        return _WORDS[self.kind]() % said


_WORDS = {
    RemarkKind.ONE_BROWSER: lambda: _(
        "%(names)s opened their invitations within a day from one network address and browser."
    ),
    RemarkKind.INVITED_BY_ONE: lambda: _("%(names)s of the board were all invited or appointed by %(by)s."),
    RemarkKind.NEW_EXPERTS: lambda: _(
        "%(names)s: unknown to the desk until less than a day before a line of evidence named them."
    ),
    RemarkKind.APPOINTED_JUST_NOW: lambda: _("%(names)s: appointed less than an hour before the board decided."),
}


def remarks_on(file: File) -> list[PeopleRemark]:
    """Of a file as it is now."""
    open_sitting = file.sittings.filter(ended_at=None).exists()
    decided = [*file.decisions.values_list("at", flat=True), *([timezone.now()] if open_sitting else [])]
    return _remarks(file, file_of(file), decided, timezone.now())


def remarks_of(decision: Decision) -> list[PeopleRemark]:
    """Of a decision: what was so when it was made, whenever this is asked."""
    return _remarks(decision.file, frozen_of(decision).identification.file, [decision.at], decision.at)


def decisions_with_remarks(by: Actor) -> Iterator[tuple[Decision, list[PeopleRemark]]]:
    """For whoever reads the audit: of the latest decisions of the agencies they audit, those with something to know."""
    rows = Decision.objects.filter(within(by, Verb.SEE, Thing.AUDIT, incident="incident")).select_related("file")
    for decision in rows.order_by("-pk")[:_LATEST]:
        if found := remarks_of(decision):
            yield decision, found


def _remarks(file: File, whole: CaseFile, decided: Collection[datetime], until: datetime) -> list[PeopleRemark]:
    members = _members(file, until)
    written = file.lines.filter(at__lte=until).values_list("by", flat=True)
    people = {*_acting(whole), *members, file.opened_by_id, *written}
    return [
        *_one_browser(people, until),
        *_invited_by_one(members, until),
        *_new_experts(file, until),
        *_just_now(members, decided),
    ]


def _members(file: File, until: datetime) -> dict[int, datetime]:
    """Who sat on the file, or has a seat where nobody did: with the moment of their seat."""
    present = Present.objects.filter(sitting__file=file, at__lte=until).values_list(
        "seat__person", "seat__appointed_at"
    )
    seats = Seat.objects.filter(incident=file.incident_id, ended_at=None, appointed_at__lte=until)
    return dict(present or seats.values_list("person", "appointed_at"))


def _acting(whole: CaseFile) -> set[int]:
    """Who examined, looked, entered or explained."""
    keys = {*whole.examiners, *(entry.explained.by for entry in whole.ledger if entry.explained)}
    keys |= {entry.raised_by for entry in whole.ledger}
    return {number for key in keys if (number := number_of(key)) is not None}


def _one_browser(people: Iterable[int], until: datetime) -> Iterator[PeopleRemark]:
    opened = Appointment.objects.exclude(origin="").filter(at__lte=until)
    origins = opened.filter(person__in=people).values("origin")
    places: dict[str, list[tuple[datetime, str]]] = defaultdict(list)
    for origin, at, name in (
        opened.filter(origin__in=origins).order_by("at").values_list("origin", "at", "person__name")
    ):
        places[origin].append((at, name))
    for found in places.values():
        near = {
            name for at, name in found if any(other != name and abs(at - then) <= ONE_PLACE for then, other in found)
        }
        if near:
            yield PeopleRemark(RemarkKind.ONE_BROWSER, tuple(sorted(near)))


def _invited_by_one(members: Iterable[int], until: datetime) -> Iterator[PeopleRemark]:
    given = Appointment.objects.filter(person__in=members, by__isnull=False, at__lte=until).exclude(confirmed_at=None)
    people: dict[str, set[str]] = defaultdict(set)
    for made in given.select_related("by", "person"):
        if made.how == Appointment.How.JOINED or Role.BOARD_MEMBER in made.appointed_roles:
            assert made.by is not None
            people[made.by.name].add(made.person.name)
    for by, names in sorted(people.items()):
        if len(names) > 1:
            yield PeopleRemark(RemarkKind.INVITED_BY_ONE, tuple(sorted(names)), by)


def _new_experts(file: File, until: datetime) -> Iterator[PeopleRemark]:
    """Experts whose entry in the register is younger than a day where a line names them for the first time."""
    named: dict[int, datetime] = {}
    for keys, at in file.lines.filter(at__lte=until).order_by("at").values_list("examined_by", "at"):
        for number in filter(None, map(expert_of, keys)):
            named.setdefault(number, at)
    known = Expert.objects.filter(pk__in=named).order_by("name").values_list("pk", "name", "at")
    if new := tuple(name for number, name, at in known if at > named[number] - NEW):
        yield PeopleRemark(RemarkKind.NEW_EXPERTS, new)


def _just_now(members: dict[int, datetime], decided: Collection[datetime]) -> Iterator[PeopleRemark]:
    given = Appointment.objects.filter(person__in=members).values_list("person", "confirmed_at")
    moments = [*members.items(), *((person, at) for person, at in given if at is not None)]
    new = {person for person, at in moments for when in decided if at <= when < at + SOON}
    names = Person.objects.filter(pk__in=new).order_by("name").values_list("name", flat=True)
    if new:
        yield PeopleRemark(RemarkKind.APPOINTED_JUST_NOW, tuple(names))
