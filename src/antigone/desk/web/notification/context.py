"""What pages of cases and records show of a telling: ``{% include "desk/notification/_of_subject.html" %}``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.desk.accounts.access import may
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.identification.queries import standing
from antigone.desk.notification.models import NotificationPlan
from antigone.desk.notification.queries import asked_for, plans_of
from antigone.desk.subjects.models import Subject


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A plan, and where it stands in words, read from its row alone."""

    plan: NotificationPlan
    words: str


def in_a_word(plan: NotificationPlan) -> str:
    """For lists: no log is read."""
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
    decision = standing(subject)
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
