"""Context that pages of cases and records share: searches, life, notification, history."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django import forms
from django.db.models import Model, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, localize
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from antigone.desk.accounts.access import may, somewhere
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.names import role_name
from antigone.desk.accounts.permissions import RULES, Role, Thing, Verb
from antigone.desk.candidates import queries
from antigone.desk.identification import queries as identification
from antigone.desk.identification.pipeline import state_of
from antigone.desk.identification.states import EXPLAINED, PipelineState
from antigone.desk.notification.models import NotificationPlan
from antigone.desk.notification.queries import asked_for, plans_of
from antigone.desk.subjects.actions.changing import NOTHING
from antigone.desk.subjects.models import (
    PHOTOGRAPH_THINGS,
    Charge,
    KindConverter,
    Revision,
    Subject,
    column,
    plain_value,
    written,
)
from antigone.desk.web.templatetags.desk_words import up_to
from antigone.desk.web.words import IN_WORDS
from antigone.protocol.lifecycle import LifeState
from antigone.types import Profile


def may_ask(by: Actor, subject: Subject) -> bool:
    return may(by, Verb.ASK, Thing.SEARCH.of(subject))


def searches_context(by: Actor, subject: Subject) -> dict[str, Any]:
    """The context of the fragment; empty lists for whoever may not see them."""
    sees = may(by, Verb.SEE, Thing.SEARCH.of(subject))
    is_open = subject.closed_at is None and subject.incident.closed_at is None
    warnings = (
        queries.open_duplicate_warnings(by)
        if somewhere(by, Verb.SEE, Thing.DUPLICATE_WARNING)
        else queries.duplicate_warnings(by).none()
    )
    return {
        "sees_searches": sees,
        "latest_run": queries.runs_of(by, subject).first() if sees else None,
        "may_ask": may_ask(by, subject),
        "may_exclude": may(by, Verb.MAKE, Thing.EXCLUSION.of(subject)),
        "may_review": is_open and may(by, Verb.OPEN, Thing.REVIEW.of(subject)),
        "may_link": may(by, Verb.MAKE, Thing.LINK.of(subject)),
        "exclusions": list(queries.exclusions_of(by, subject)[:50]) if sees else [],
        "links": list(queries.links_of(by, subject)[:50]),
        "warnings": list((warnings.filter(first=subject) | warnings.filter(second=subject))[:20]),
    }


_NEXT_HAND = {
    PipelineState.SEARCHED: (Verb.SEE, Thing.SEARCH),
    PipelineState.LIST_READ: (Verb.OPEN, Thing.REVIEW),
    PipelineState.WITH_EXAMINERS: (Verb.CHANGE, Thing.ASSIGNMENT),
    PipelineState.SETTLED: (Verb.OPEN, Thing.FILE),
    PipelineState.BEFORE_THE_BOARD: (Verb.VOTE, Thing.FILE),
    PipelineState.IDENTIFIED: (Verb.OPEN, Thing.NOTIFICATION),
    PipelineState.FAMILY_TOLD: (Verb.CHANGE, Thing.NOTIFICATION),
    PipelineState.NO_FACE: (Verb.OPEN, Thing.FILE),
}
"""What is done next in each state: who may do it, says the permission table."""


def next_hand(subject: Subject, state: PipelineState) -> list[Role]:
    """The roles whose turn it is; nobody's if the work has ended or stands still."""
    if state in (PipelineState.OPENED, PipelineState.PHOTOGRAPHED):
        rule = RULES[Verb.ADD, PHOTOGRAPH_THINGS[subject.kind]]
    elif state in _NEXT_HAND:
        rule = RULES[_NEXT_HAND[state]]
    else:
        return []
    return sorted(rule.own)


def life_context(by: Actor, subject: Subject) -> dict[str, Any]:
    """The context of ``desk/identification/_stands.html``."""
    is_case = subject.is_case
    is_open = subject.closed_at is None and subject.incident.closed_at is None
    standing = identification.standing(subject)
    state = state_of(subject, by)
    sees_files = may(by, Verb.SEE, Thing.FILE.of(subject))
    files = identification.files(by).filter(Q(case=subject) | Q(record=subject)) if sees_files else None
    sees_decision = standing is not None and may(by, Verb.SEE, standing)
    recalls = identification.recalls(by).filter(Q(decision__case=subject) | Q(decision__record=subject))
    return {
        "charge": Charge.objects.filter(subject=subject, ended_at=None).select_related("person").first(),
        "charge_address": f"{reverse(KindConverter.WORDS[Profile(subject.kind)] + '-charge')}?row={subject.pk}"
        if is_open and may(by, Verb.CHANGE, subject)
        else "",
        "state_words": EXPLAINED[state],
        "next_hand": ", ".join(sorted(map(role_name, next_hand(subject, state)))),
        "released": identification.state_of(subject) is LifeState.RELEASED,
        "is_frozen": state is PipelineState.FROZEN,
        "standing": standing if sees_decision else None,
        "recalls_of": list(recalls[:10]) if may(by, Verb.SEE, Thing.RECALL.of(subject)) else [],
        "files_of": list(files[:20]) if files is not None else [],
        "sees_files": sees_files,
        "file_address": reverse("case-file", args=[subject.pk])
        if is_case and is_open and standing is None and may(by, Verb.OPEN, Thing.FILE.of(subject))
        else "",
        "said_faceless": list(identification.standing_faceless(subject)),
        "no_face_address": subject.address_of("no-face") if is_open and may(by, Verb.CHANGE, subject) else "",
        "alive_address": reverse("record-alive", args=[subject.pk])
        if not is_case and is_open and may(by, Verb.FIND, subject)
        else "",
    }


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A plan and its state in words, from its row alone."""

    plan: NotificationPlan
    words: str


def in_a_word(plan: NotificationPlan) -> str:
    """The state of a plan in a word, for lists: no log is read."""
    if plan.recall_id is None and plan.decision.recalled_at is not None:
        return _("frozen: the identification is being recalled")
    if plan.closed_at is not None:
        return _("closed")
    if plan.recall_id is not None and plan.told_at is None:
        return _("they are to be told of the error")
    if plan.next_due is not None and plan.next_due < timezone.now():
        return _("a follow-up is overdue")
    if plan.told_at is not None:
        return _("the family knows")
    return _("being planned")


def telling_context(by: Actor, subject: Subject) -> dict[str, Any]:
    """The context of the fragment; nothing for whoever may not see it."""
    if not may(by, Verb.SEE, Thing.NOTIFICATION.of(subject)):
        return {"tellings": None, "prepare": _prepare(by, subject)}
    found = [PlanRow(plan, in_a_word(plan)) for plan in plans_of(by, subject)[:10]]
    decision = identification.standing(subject)
    open_one = any(line.plan.closed_at is None and line.plan.recall_id is None for line in found)
    begin = ""
    if decision is not None and not open_one:
        record = decision.record
        allowed = may(by, Verb.OPEN, Thing.NOTIFICATION.of(record))
        begin = decision.address_of("plan") if allowed else ""
    return {"tellings": found, "begin_telling": begin, "prepare": _prepare(by, subject)}


def _prepare(by: Actor, subject: Subject) -> str:
    if not subject.is_case:
        return ""
    allowed = may(by, Verb.MAKE, Thing.PREPARED.of(subject))
    return reverse("case-prepare", args=[subject.pk]) if allowed and asked_for(subject) is not None else ""


Words = Mapping[str, Any]
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
SHARED: Words = {
    "age_low": gettext_lazy("Age, lower end"),
    "age_high": gettext_lazy("Age, upper end"),
    "stature_low": gettext_lazy("Stature, lower end"),
    "stature_high": gettext_lazy("Stature, upper end"),
    "mark": gettext_lazy("Mark"),
    "elsewhere": gettext_lazy("Reference elsewhere"),
}
"""What is not called as its form calls it. A line of a list is named by the word before its number."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field that was changed."""

    what: str
    before: str
    """Empty if it said nothing, or was not there."""
    then: str
    """What it said next; empty if nothing."""
    line: str = ""
    """Of a line of a list: ``added``, ``struck``, or ``said`` with what it said ``before``. Empty for a field."""


@dataclass(frozen=True, slots=True)
class RevisionShown:
    """One revision in words."""

    at: datetime
    by: str
    reason: str
    changes: list[FieldChange] = field(default_factory=list)
    event: str = ""
    """``closed`` or ``reopened``, if that is what happened."""
    words: str = ""
    """What happened besides changes, and its page."""
    address: str = ""


def shown(form: type[forms.Form], *rows: Model, but: Collection[str] = ()) -> list[tuple[Any, Any]]:
    """The labels of a section, and what the rows say there. ``but``: what its template writes itself."""
    of = {name: row for row in rows for name in written(type(row))}
    fields = ((name, field.label) for name, field in form.base_fields.items() if name in of and name not in but)
    return [(label, _of_column(of[name], name)) for name, label in fields]


def day_of(day: date | None) -> str:
    """A day as people read it, or nothing."""
    return date_format(day, "DATE_FORMAT") if day else ""


def days_between(first: date | None, last: date | None) -> str:
    """Two days, one, or nothing."""
    if first is None or last is None or first == last:
        return day_of(first)
    return _("between %(first)s and %(last)s") % {"first": day_of(first), "last": day_of(last)}


def body_of(subject: Subject) -> list[tuple[Any, Any]]:
    """Sex, age and stature, two numbers as one range."""
    age, stature = up_to(subject.age_low, subject.age_high), up_to(subject.stature_low, subject.stature_high)
    return [
        (_("Sex"), "" if subject.sex in NOTHING else IN_WORDS[subject.sex]),
        (_("Age"), _("%(age)s years") % {"age": age} if age else ""),
        (_("Stature"), _("%(stature)s cm") % {"stature": stature} if stature else ""),
    ]


def _of_column(row: Model, name: str) -> Any:
    value = getattr(row, name)
    if value in NOTHING:
        return ""
    return IN_WORDS.get(value, value) if column(type(row), name).choices else localize(value)


def told(revisions: Iterable[Revision], rows: Iterable[Model], words: Words) -> list[RevisionShown]:
    """Revisions in words, the latest first, as they are given.

    Args:
        revisions: all of them down to the oldest wanted; what a field said next is read from the later ones.
        rows: the rows as they are now.
        words: what each field is called.
    """
    now: dict[str, Any] = {}
    for row in rows:
        prefix = "" if row._meta.model_name in ("subject", "case", "record") else f"{row._meta.model_name} "
        now |= {f"{prefix}{f.attname}": plain_value(getattr(row, f.attname)) for f in row._meta.concrete_fields}
    found = []
    for revision in revisions:
        if revision.was.keys() == {"closed_at"}:
            event = "closed" if revision.was["closed_at"] is None else "reopened"
            found.append(RevisionShown(revision.at, revision.by.name, revision.reason, event=event))
            continue
        changes = [_change(name, was, now.get(name), words) for name, was in revision.was.items()]
        now |= revision.was
        found.append(RevisionShown(revision.at, revision.by.name, revision.reason, changes))
    return found


def happened(subject: Subject, context: Mapping[str, Any], told: Iterable[RevisionShown]) -> list[RevisionShown]:
    """All that became of a case or record, the latest first, out of what its page reads anyway."""
    made = [RevisionShown(subject.opened_at, subject.opened_by.name, "", words=_("It was opened."))]

    def event(at: datetime | None, words: str, address: str = "") -> None:
        if at is not None:
            made.append(RevisionShown(at, "", "", words=words, address=address))

    days: dict[date, list[Any]] = {}
    for each in context["photographs"]:
        days.setdefault(timezone.localtime(each.added_at).date(), []).append(each)
    for came in days.values():
        words = ngettext("%(number)s photograph was added.", "%(number)s photographs were added.", len(came))
        event(came[-1].added_at, words % {"number": len(came)}, came[0].address)
    if run := context["latest_run"]:
        event(run.done_at, _("The latest search was made."), run.address)
    for each in context["files_of"]:
        event(each.opened_at, _("File %(number)s was opened.") % {"number": each.number}, each.address)
        event(each.ended_at, _("File %(number)s was ended.") % {"number": each.number}, each.address)
    if standing := context["standing"]:
        event(standing.at, _("The board identified them: %(number)s.") % {"number": standing.number}, standing.address)
    for each in context["recalls_of"]:
        event(each.at, _("Recall %(number)s was begun.") % {"number": each.number}, each.address)
    for each in context["tellings"] or []:
        event(
            each.plan.told_at, _("The family was told: %(number)s.") % {"number": each.plan.number}, each.plan.address
        )
    return sorted([*made, *told], key=lambda each: each.at, reverse=True)


def _change(name: str, was: Any, then: Any, words: Words) -> FieldChange:
    kind, _space, number = name.partition(" ")
    if number.isdigit():
        what = _("%(what)s %(number)s") % {"what": words.get(kind, kind), "number": number}
        if was is None:
            return FieldChange(what, "", "", "added")
        return FieldChange(what, _in_words(was), "", "struck" if "withdrawn_at" in was else "said")
    return FieldChange(str(words.get(name, name)), _in_words(was), _in_words(then))


def _in_words(value: Any) -> str:
    """A value as it was written, or the desk's word for it. Of a line, all that it said."""
    if isinstance(value, dict):
        return ", ".join(filter(None, map(_in_words, value.values())))
    if isinstance(value, list):
        return "; ".join(filter(None, map(_in_words, value)))
    if isinstance(value, str) and _DAY.fullmatch(value):
        with suppress(ValueError):  # words that only look like a day
            return date_format(date.fromisoformat(value), "DATE_FORMAT")
    return "" if value is None else str(IN_WORDS.get(value, value))
