"""The page of one case: what is to be done next, and each section with the form in which it is changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Model
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from antigone.desk.accounts.access import may
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.cases.models import Article16, Case
from antigone.desk.cases.queries import custody_of, find_case
from antigone.desk.photos.queries import standing_photographs_of
from antigone.desk.subjects.models import Revision
from antigone.desk.web.cases.forms import (
    Article16Form,
    CaseBodyForm,
    Clothing,
    Custody,
    NewEffect,
    Teeth,
    WhereFoundForm,
)
from antigone.desk.web.gate import DeskRequest, page
from antigone.desk.web.subjects.context import (
    SHARED,
    RevisionShown,
    body_of,
    day_of,
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
    **labels(WhereFoundForm, CaseBodyForm, Teeth, Clothing, Custody),
    **SHARED,
    "found_time": gettext_lazy("Time of finding"),
    "found_place": gettext_lazy("Place of finding"),
    "custody": gettext_lazy("Who keeps the body"),
    "custody_place": gettext_lazy("Where the body is kept"),
    "effect": gettext_lazy("Line of the inventory"),
    **{f"article16 {name}": label for name, label in labels(Article16Form).items()},
}
LATELY = 8
"""What the case's own page shows of what happened."""
_STRIP = 24
"""Photographs shown there."""
_TOGETHER = ("found_on", "found_time", "found_place", "latitude", "longitude", "died_earliest", "died_latest")
"""Shown two by two."""


class CaseSection(NamedTuple):
    """A section with one form: its address is ``case-`` and its name."""

    form: type[SectionForm]
    title: Any
    lead: Any = ""


SECTIONS = {
    "found": CaseSection(WhereFoundForm, gettext_lazy("Where and when found")),
    "body": CaseSection(CaseBodyForm, gettext_lazy("Sex, age and description")),
    "teeth": CaseSection(Teeth, gettext_lazy("Teeth")),
    "clothing": CaseSection(Clothing, gettext_lazy("Clothing and remarks")),
    "custody": CaseSection(
        Custody,
        gettext_lazy("Who keeps the body"),
        gettext_lazy("Everybody who kept it before stays on the list."),
    ),
    "article16": CaseSection(
        Article16Form,
        gettext_lazy("Article 16 of the First Geneva Convention"),
        gettext_lazy(
            "For the dead of an adverse party. It goes to the information bureau and the Central Tracing Agency only."
        ),
    ),
}


@dataclass(frozen=True, slots=True)
class MissingFact:
    """A fact that is not known yet, and the page on which it is written."""

    words: str
    address: str


@page(Verb.SEE, Thing.CASE, "GET", "HEAD")
def case_page(request: DeskRequest, number: int) -> HttpResponse:
    return show_case(request, find_case(request.actor, number))


def show_case(request: DeskRequest, case: Case, asked: OpenedSection | None = None) -> HttpResponse:
    """The page of a case. ``asked``: with this section opened, as it was sent."""
    subject = case.subject
    is_open = subject.closed_at is None and subject.incident.closed_at is None
    closed = subject.closed_at is not None and subject.incident.closed_at is None
    revisions = list(subject.history())
    context: dict[str, Any] = {
        "case": case,
        "subject": subject,
        "marks": list(subject.marks.all()),
        "references": list(subject.elsewhere.all()),
        "effects": list(case.effects.all()),
        "photographs": list(standing_photographs_of(request.actor, subject)[: _STRIP + 1]),
        "all_address": subject.address_of("photographs"),
        "may_add": is_open and may(request.actor, Verb.ADD, subject.photographs_thing),
        "add_address": subject.address_of("add-photographs"),
        "chain": custody_of(case, revisions),
        "changes": len(revisions),
        "last": revisions[0].pk if revisions else 0,
        "may_change": is_open and may(request.actor, Verb.CHANGE, subject),
        "may_print": may(request.actor, Verb.PRINT, subject),
        "may_close": is_open and may(request.actor, Verb.CLOSE, subject),
        "may_reopen": closed and may(request.actor, Verb.OPEN, subject),
    }
    context["sees_packets"] = may(request.actor, Verb.SEE, Thing.PACKET.of(subject))
    context["too_many"], context["photographs"] = len(context["photographs"]) > _STRIP, context["photographs"][:_STRIP]
    context |= searches_context(request.actor, subject)
    context |= life_context(request.actor, subject)
    context |= telling_context(request.actor, subject)
    context["told"] = happened(subject, context, tell(case, revisions))[:LATELY]
    context["sections"] = _parts(case, context["may_change"], asked)
    if context["may_change"]:
        context["steps"] = _steps(case, context)
    return render(request, "desk/cases/case.html", context, status=asked.status if asked else 200)


def tell(case: Case, revisions: list[Revision]) -> list[RevisionShown]:
    article16: Article16 | None = getattr(case, "article16", None)
    rows = [case.subject, case, *([article16] if article16 else [])]
    return told(revisions, rows, WORDS)


def as_it_is(case: Case) -> dict[str, Any]:
    """What its forms begin with."""
    article16: Article16 | None = getattr(case, "article16", None)
    rows: list[Model] = [case.subject, case, *([article16] if article16 else [])]
    fields = [(row, field.name) for row in rows for field in row._meta.concrete_fields]
    return {name: getattr(row, name) for row, name in fields if name not in ("case", "subject")}


def _parts(case: Case, may_change: bool, asked: OpenedSection | None) -> list[Part]:
    """The sections of a case in the order in which they are read."""
    subject, said = case.subject, _said(case)
    lists = {
        "marks": (NewMark, _("Marks on the body"), "desk/subjects/_marks.html", subject.address_of("marks")),
        "effects": (NewEffect, _("Inventory of effects"), "desk/cases/_effects.html", case.address_of("effects")),
        "elsewhere": (
            NewElsewhere,
            _("Held elsewhere"),
            "desk/subjects/_elsewhere.html",
            subject.address_of("elsewhere"),
        ),
    }
    bodies = {"custody": "desk/cases/_custody.html", "article16": "desk/cases/_article16.html"}
    parts = []
    for name in ("found", "body", "marks", "teeth", "clothing", "effects", "elsewhere", "custody", "article16"):
        if name in lists:
            kind, title, body, address = lists[name]
            part = Part(name, title, address, body=body)
        else:
            kind, title, lead = SECTIONS[name]
            part = Part(name, title, case.address_of(name), fields=said.get(name, []), lead=lead)
            part.body = bodies.get(name, part.body)
        parts.append(part)
        if may_change:
            fill_part(part, kind, as_it_is(case), asked)
    return parts


def _said(case: Case) -> dict[str, list[tuple[Any, Any]]]:
    """What each section says, label by label."""
    subject, article16 = case.subject, getattr(case, "article16", None)
    found = ", ".join(
        filter(None, (day_of(case.found_on), time_format(case.found_time, "TIME_FORMAT") if case.found_time else ""))
    )
    place = [case.found_place, f"{case.latitude}, {case.longitude}" if case.latitude is not None else ""]
    return {
        "found": [
            (_("Found on"), found),
            (_("Where"), "\n".join(filter(None, place))),
            *shown(WhereFoundForm, case, but=_TOGETHER),
            (_("Died at the earliest on"), day_of(case.died_earliest)),
            (_("Died at the latest on"), day_of(case.died_latest)),
        ],
        "body": [*body_of(subject), *shown(CaseBodyForm, subject, but=SEX_AND_RANGES)],
        "teeth": shown(Teeth, subject),
        "clothing": shown(Clothing, subject),
        "article16": shown(Article16Form, article16) if article16 else [],
    }


def _steps(case: Case, context: dict[str, Any]) -> list[MissingFact]:
    """The facts that are not known yet, the most useful first."""
    subject = case.subject
    steps: list[MissingFact] = []

    def step(missing: bool, words: str, address: str) -> None:
        if missing:
            steps.append(MissingFact(words, f"{address}#{address.rpartition('/')[2]}"))

    if not context["photographs"] and context["may_add"]:
        steps.append(MissingFact(_("No photograph yet: add one."), context["add_address"]))
    step(
        case.found_on is None or not case.found_place,
        _("Write when and where the body was found."),
        case.address_of("found"),
    )
    nobody = subject.sex == "unknown" or subject.age_low is None
    step(nobody, _("Estimate sex and age: they tell candidates apart."), case.address_of("body"))
    step(not case.custody, _("Write who keeps the body."), case.address_of("custody"))
    step(not context["marks"], _("Describe marks on the body."), subject.address_of("marks"))
    step(
        not context["references"],
        _("Write who holds fingerprints, dental findings or DNA."),
        subject.address_of("elsewhere"),
    )
    return steps
