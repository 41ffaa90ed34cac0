"""The page of one case, and what is to be done next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from antigone.desk.accounts.access import may
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.cases.models import Article16, Case
from antigone.desk.cases.queries import custody_of, find_case
from antigone.desk.photos.queries import standing_photographs_of
from antigone.desk.subjects.models import Revision
from antigone.desk.web.cases.forms import Article16Form, CaseBodyForm, Clothing, Custody, Teeth, WhereFoundForm
from antigone.desk.web.gate import DeskRequest, page
from antigone.desk.web.subjects.context import (
    SHARED,
    RevisionShown,
    life_context,
    searches_context,
    shown,
    telling_context,
    told,
)
from antigone.desk.web.subjects.forms import SEX_AND_RANGES, labels

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
LATELY = 5
"""Changes shown on the case's own page."""
_STRIP = 24
"""Photographs shown there."""
_TOGETHER = ("found_on", "found_time", "found_place", "latitude", "longitude", "died_earliest", "died_latest")
"""Shown two by two."""


@dataclass(frozen=True, slots=True)
class MissingFact:
    """A fact that is not known yet, and the page on which it is written."""

    words: str
    address: str


@page(Verb.SEE, Thing.CASE, "GET", "HEAD")
def case_page(request: DeskRequest, number: int) -> HttpResponse:
    case = find_case(request.actor, number)
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
        **_sections(case),
        "photographs": list(standing_photographs_of(request.actor, subject)[: _STRIP + 1]),
        "all_address": subject.address_of("photographs"),
        "may_add": is_open and may(request.actor, Verb.ADD, subject.photographs_thing),
        "add_address": subject.address_of("add-photographs"),
        "chain": custody_of(case, revisions),
        "told": tell(case, revisions)[:LATELY],
        "changes": len(revisions),
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
    if context["may_change"]:
        context["steps"] = _steps(case, context)
    return render(request, "desk/cases/case.html", context)


def tell(case: Case, revisions: list[Revision]) -> list[RevisionShown]:
    article16: Article16 | None = getattr(case, "article16", None)
    rows = [case.subject, case, *([article16] if article16 else [])]
    return told(revisions, rows, WORDS)


def _sections(case: Case) -> dict[str, Any]:
    """What each section says besides what its template puts together: days, places, ranges."""
    article16: Article16 | None = getattr(case, "article16", None)
    return {
        "found": shown(WhereFoundForm, case, but=_TOGETHER),
        "body": shown(CaseBodyForm, case.subject, but=SEX_AND_RANGES),
        "clothing": shown(Clothing, case.subject),
        "article16": shown(Article16Form, article16) if article16 else [],
    }


def _steps(case: Case, context: dict[str, Any]) -> list[MissingFact]:
    """The facts that are not known yet, the most useful first."""
    subject, steps = case.subject, []

    def step(missing: bool, words: str, address: str) -> None:
        if missing:
            steps.append(MissingFact(words, address))

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
