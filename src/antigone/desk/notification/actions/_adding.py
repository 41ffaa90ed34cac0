"""Adding an entry to a plan's log: checked with the whole log, inside an act, under its lock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.desk.accounts.act import act
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.models import Person
from antigone.desk.accounts.permissions import Verb
from antigone.desk.identification.person_refs import of_person
from antigone.desk.identification.queries import rests_on_a_recalled_one
from antigone.desk.notification.models import NotificationPlan, PlanEntry, PreparedPicture
from antigone.desk.notification.to_protocol import notification_of
from antigone.desk.review.actions.blindness import ask_others, bind
from antigone.errors import OutOfStep, RuleBroken
from antigone.protocol import notification as rules
from antigone.protocol.codec import freeze
from antigone.protocol.conflicts import ConflictOfInterest
from antigone.protocol.plan import Channel, Sided

Make = Callable[[datetime, str], rules.Entry]
"""The entry, from when it is written and the key of who writes it."""


def add(*, by: Actor, plan: NotificationPlan, make: Make, verb: Verb = Verb.CHANGE, **kept: Any) -> PlanEntry:
    """Do one act that adds one entry. For what needs more in the same act there is ``append``."""
    with act(by, verb, plan) as doing:
        found = current(plan)
        row, _after = append(found, doing.by, make, **kept)
        doing.record(found.pk, **said(row))
    return row


def current(plan: NotificationPlan) -> NotificationPlan:
    """The plan as it is now.

    Raises:
        OutOfStep: if it is closed, or a recall freezes it.
    """
    found = NotificationPlan.objects.select_related("decision", "incident", "case", "record").get(pk=plan.pk)
    if found.closed_at is not None:
        raise OutOfStep(_("This plan is closed."), _("Open another one."))
    if found.recall_id is None and (found.decision.recalled_at or rests_on_a_recalled_one(found.decision)):
        raise OutOfStep(
            _("The identification is being recalled: nothing goes on."),
            _("If the family was told, plan how they are told of the error. Otherwise say nothing yet."),
        )
    return found


def append(
    plan: NotificationPlan,
    by: Actor,
    make: Make,
    *,
    people: tuple[int, int] | None = None,
    picture: PreparedPicture | None = None,
    act_number: str = "",
) -> tuple[PlanEntry, rules.Notification]:
    """Add an entry to a plan that is ``current``. The caller's act records it.

    ``people``: two of the desk who go to the family, or went. From then on they judge nothing of it blind.

    Raises:
        RuleBroken: if it does not follow.
    """
    assert by.person is not None, "only people tell families"
    at = timezone.now()
    try:
        entry = make(at, of_person(by.person))
        after = notification_of(plan).add(entry)
    except RuleBroken as fault:
        raise RuleBroken(_(fault.detail), _(fault.hint)) from fault
    one, two = people or (None, None)
    for person in Person.objects.filter(pk__in=people or ()):
        bind(person, ConflictOfInterest.MET_THE_FAMILY, Q(case=plan.case_id) | Q(record=plan.record_id))
    row = PlanEntry.objects.create(
        plan=plan,
        place=len(after.entries),
        kind=type(entry).__name__,
        said=freeze(entry),
        across=entry.across if isinstance(entry, Sided) else None,
        one_id=one,
        two_id=two,
        picture=picture,
        act=act_number,
        by_id=by.person,
        at=at,
    )
    if people:
        ask_others()
    _note(plan, after, at)
    return row, after


def person_of(by: Actor) -> int:
    assert by.person is not None, "only people tell families"
    return by.person


def said(row: PlanEntry) -> dict[str, Any]:
    """What the audit has of an entry: numbers and the desk's words, no names."""
    return {"entry": row.kind, "place": row.place}


def _note(plan: NotificationPlan, after: rules.Notification, at: datetime) -> None:
    """Copy what lists need from the log into the plan's own columns."""
    channel = after.plan.channel
    plan.across = None if channel is None else channel is Channel.BUREAU
    plan.told_at = plan.told_at or (at if after.family_knows else None)
    plan.next_due = None if plan.across else after.next_due
    plan.closed_at = at if after.state is rules.NotificationState.CLOSED else None
    plan.save(update_fields=["across", "told_at", "next_due", "closed_at"])
