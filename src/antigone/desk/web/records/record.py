"""The page of one record, and what is to be done next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from antigone.desk.accounts.access import may
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.photos.queries import standing_photographs_of
from antigone.desk.records.models import Informant, Record
from antigone.desk.records.queries import find_record
from antigone.desk.subjects.models import Revision, Subject
from antigone.desk.subjects.queries import last_revision
from antigone.desk.web.gate import DeskRequest, page
from antigone.desk.web.records.forms import (
    Belongings,
    InformantForm,
    LifeForm,
    NameForm,
    RecordBodyForm,
    When,
    days_as_written,
)
from antigone.desk.web.related import requests_of
from antigone.desk.web.subjects.context import (
    SHARED,
    RevisionShown,
    body_of,
    days_between,
    happened,
    life_context,
    searches_context,
    shown,
    telling_context,
    told,
)
from antigone.desk.web.subjects.forms import (
    SEX_AND_RANGES,
    NewElsewhere,
    NewMark,
    OpenedSection,
    Part,
    SectionForm,
    fill_part,
    labels,
)

WORDS = {
    **labels(When, RecordBodyForm, LifeForm, Belongings),
    **SHARED,
    "born_earliest": gettext_lazy("Born at the earliest on"),
    "born_latest": gettext_lazy("Born at the latest on"),
    "last_seen_earliest": gettext_lazy("Last seen at the earliest on"),
    "last_seen_latest": gettext_lazy("Last seen at the latest on"),
    "name": gettext_lazy("Name"),
    "informant": gettext_lazy("Informant"),
}
NAMES = gettext_lazy(
    "Write each name as it is written, in its own script: as the family has it, as papers have it, as others call them."
    " A search finds any spelling of each."
)
INFORMANTS = gettext_lazy(
    "Ask each of them how they can be reached without harm, and what must never be done. Nobody is contacted until they"
    " said that it is safe."
)
LATELY = 8
"""What the record's own page shows of what happened."""


SECTIONS: dict[str, tuple[type[SectionForm], Any]] = {
    "days": (When, gettext_lazy("Birth and last seen")),
    "body": (RecordBodyForm, gettext_lazy("Sex, age and description")),
    "life": (LifeForm, gettext_lazy("Nationality, languages and remarks")),
    "belongings": (Belongings, gettext_lazy("Clothing and belongings")),
}
"""Each section with one form: its address is ``record-`` and its name."""


@dataclass(frozen=True, slots=True)
class NextStep:
    """Something to do or to look at, and where."""

    words: str
    address: str


@page(Verb.SEE, Thing.RECORD, "GET", "HEAD")
def record_page(request: DeskRequest, number: int) -> HttpResponse:
    return show_record(request, find_record(request.actor, number))


def show_record(request: DeskRequest, record: Record, asked: OpenedSection | None = None) -> HttpResponse:
    """The page of a record. ``asked``: with this section opened, as it was sent."""
    subject = record.subject
    is_open = subject.closed_at is None and subject.incident.closed_at is None
    works = may(request.actor, Verb.CHANGE, subject)
    revisions = revisions_of(record, works)
    context: dict[str, Any] = {
        "record": record,
        "subject": subject,
        "names": list(record.names.all()),
        "marks": list(subject.marks.all()),
        "references": list(subject.elsewhere.all()),
        "informants": list(record.informants.all()),
        "sees_contacts": works,
        "photographs": list(standing_photographs_of(request.actor, subject)),
        "may_add": is_open and may(request.actor, Verb.ADD, subject.photographs_thing),
        "add_address": subject.address_of("add-photographs"),
        "others": _others(request.actor, subject),
        "changes": len(revisions),
        "last": last_revision(subject),
        "may_change": is_open and works,
        "may_close": is_open and may(request.actor, Verb.CLOSE, subject),
        "may_ask_erasure": subject.erased_at is None and may(request.actor, Verb.ASK, Thing.ERASURE.of(subject)),
        "may_reopen": subject.closed_at is not None
        and subject.erased_at is None
        and may(request.actor, Verb.OPEN, subject),
    }
    context |= searches_context(request.actor, subject)
    context |= life_context(request.actor, subject)
    context |= telling_context(request.actor, subject)
    context["first"] = context["names"][0] if context["names"] else None
    context["told"] = happened(subject, context, tell(record, revisions))[:LATELY]
    context["sections"] = _parts(record, context["may_change"], asked)
    if context["may_change"]:
        context["steps"] = _steps(record, context)
    return render(request, "desk/records/record.html", context, status=asked.status if asked else 200)


def as_it_is(record: Record) -> dict[str, Any]:
    """What its forms begin with."""
    rows = (record.subject, record)
    fields = {field.name: getattr(row, field.name) for row in rows for field in row._meta.concrete_fields}
    return fields | days_as_written(record)


def _parts(record: Record, may_change: bool, asked: OpenedSection | None) -> list[Part]:
    """The sections of a record that have forms, in the order in which they are read."""
    subject = record.subject
    said = {
        "days": [
            (_("Born"), days_between(record.born_earliest, record.born_latest)),
            (_("Last seen"), days_between(record.last_seen_earliest, record.last_seen_latest)),
            *shown(When, record),
        ],
        "body": [*body_of(subject), *shown(RecordBodyForm, subject, but=SEX_AND_RANGES)],
        "life": shown(LifeForm, record, subject),
        "belongings": shown(Belongings, record, subject),
    }
    lists = {
        "names": (NameForm, _("Names"), "desk/records/_names.html", record, NAMES),
        "informants": (InformantForm, _("Who told us"), "desk/records/_told_us.html", record, INFORMANTS),
        "marks": (NewMark, _("Marks on the body"), "desk/subjects/_marks.html", subject, ""),
        "elsewhere": (NewElsewhere, _("Held elsewhere"), "desk/subjects/_elsewhere.html", subject, ""),
    }
    parts = []
    for name in ("names", "informants", "days", "body", "marks", "belongings", "elsewhere", "life"):
        if name in lists:
            kind, title, body, of, lead = lists[name]
            part = Part(name, title, of.address_of(name), body=body, lead=lead)
        else:
            kind, title = SECTIONS[name]
            part = Part(name, title, record.address_of(name), fields=said[name])
        parts.append(part)
        if may_change:
            fill_part(part, kind, as_it_is(record), asked)
    return parts


def tell(record: Record, revisions: list[Revision]) -> list[RevisionShown]:
    return told(revisions, [record.subject, record], WORDS)


def revisions_of(record: Record, works: bool) -> list[Revision]:
    """All revisions, the latest first. Those of informants only for those who work with families."""
    found = []
    for revision in record.subject.history():
        if not works:
            revision.was = {name: was for name, was in revision.was.items() if not name.startswith("informant ")}
        if revision.was:
            found.append(revision)
    return found


def _steps(record: Record, context: dict[str, Any]) -> list[NextStep]:
    """What is to be done next, the most useful first."""
    subject, steps = record.subject, []
    informants: list[Informant] = context["informants"]

    def step(missing: bool, words: str, address: str) -> None:
        if missing:
            steps.append(NextStep(words, f"{address}#{address.rpartition('/')[2]}"))

    if not context["photographs"]:
        asked = _("No photograph yet: ask the family for several, and add them.")
        steps.append(NextStep(asked, subject.address_of("add-photographs")))
    step(not informants, _("Write who told us, and how they can be reached safely."), record.address_of("informants"))
    unasked = any(each.safe is None for each in informants)
    step(unasked, _("Ask whether the informant can be contacted safely."), record.address_of("informants"))
    step(
        record.born_earliest is None and subject.age_low is None,
        _("Write the birth, or the age."),
        record.address_of("days"),
    )
    step(record.last_seen_earliest is None, _("Write when and where they were last seen."), record.address_of("days"))
    step(subject.sex == "unknown", _("Write the sex: it tells candidates apart."), record.address_of("body"))
    step(
        len(context["names"]) == 1, _("Write the name in other scripts, as papers have it."), record.address_of("names")
    )
    step(not context["marks"], _("Ask for marks on the body."), subject.address_of("marks"))
    step(
        not context["references"],
        _("Write who holds fingerprints, dental findings or DNA."),
        subject.address_of("elsewhere"),
    )
    return steps


def _others(by: Actor, subject: Subject) -> list[NextStep]:
    """Other pages about a record, for whoever may see them."""
    pages = (
        (_("All photographs"), Thing.AM_PHOTO, subject.address_of("photographs")),
        (_("What the family consented to"), Thing.CONSENT, subject.record.address_of("consents")),
        (_("What left of this record, and to whom"), Thing.PACKET, subject.address_of("packets")),
    )
    shown = [NextStep(words, address) for words, thing, address in pages if may(by, Verb.SEE, thing.of(subject))]
    return shown + [NextStep(each.words, each.address) for each in requests_of(by, subject)]
