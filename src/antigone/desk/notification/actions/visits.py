"""Visits, what the family said, follow-ups, and the end of a plan."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.desk.accounts.act import act
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.permissions import Verb
from antigone.desk.accounts.validators import clean_text
from antigone.desk.identification.actions.relied import relied
from antigone.desk.notification.actions._adding import add, append, current, said
from antigone.desk.notification.models import NotificationPlan, PlanEntry, Training
from antigone.desk.notification.to_protocol import notification_of
from antigone.errors import RuleBroken
from antigone.protocol.follow_up import Due, FollowedUp, Heard, Passed, Stopped, Voice
from antigone.protocol.recall import What
from antigone.protocol.visit import Gone, Visited, VisitOutcome, VisitStep


def record_visit(
    *,
    by: Actor,
    plan: NotificationPlan,
    on: datetime,
    outcome: VisitOutcome,
    steps: Mapping[VisitStep, tuple[bool, str]],
    told: tuple[int, ...] = (),
    present: str = "",
    said_words: str = "",
    plainly: bool = False,
    stays: str = "",
    words: str = "",
    out_of_order: str = "",
) -> PlanEntry:
    """A visit as it went, written by one who was there. The first telling moves case and record to "notified", and is
    put into the register of what rests on the identification.

    Raises:
        RuleBroken: if the plan was not ready, or the visit was not as visits are.
    """
    with act(by, Verb.CHANGE, plan) as doing:
        found = current(plan)
        before = notification_of(found)
        visitors = before.plan.visitors
        _must_have_been_trained(before.plan.chosen, on)
        gone = (
            tuple(Gone(step, *steps.get(step, (False, ""))) for step in VisitStep)
            if outcome is VisitOutcome.TOLD
            else ()
        )
        tells = outcome is VisitOutcome.TOLD and found.recall_id is None
        number = ""
        if tells:
            number = relied(
                by=doing.by,
                decision=found.decision,
                what=What.NOTIFICATION,
                words=f"{found.number}: the family was told in person by two people",
            ).number
        row, _after = append(
            found,
            doing.by,
            lambda at, who: Visited(
                at,
                who,
                on,
                visitors,
                outcome,
                gone,
                told,
                present.strip(),
                said_words.strip(),
                plainly,
                stays.strip(),
                words.strip(),
                out_of_order.strip(),
            ),
            people=_two(visitors),
            act_number=number,
        )
        doing.record(found.pk, outcome=outcome.value, told=len(told), **said(row))
    return row


def _two(visitors: tuple[str, ...]) -> tuple[int, int]:
    if len(visitors) < 2:
        raise RuleBroken(_("Nobody is chosen to go."), _("Choose two trained people first."))
    first, second = (int(key.rpartition(" ")[2]) for key in visitors[:2])
    return first, second


def _must_have_been_trained(chosen: object, on: datetime) -> None:
    visitors = () if chosen is None else (chosen.first, chosen.second)  # type: ignore[attr-defined]
    day = timezone.localdate(on)
    for visitor in visitors:
        row = Training.objects.get(pk=int(visitor.training))
        gone = row.ended_at is not None and row.ended_at <= on
        if gone or (row.until is not None and row.until < day):
            raise RuleBroken(
                _("The training of one who went did not count on that day."),
                _("Choose others who are trained. If they went nevertheless, write it in the incident's own records."),
            )


def hear(*, by: Actor, plan: NotificationPlan, who: str, voice: Voice, words: str) -> PlanEntry:
    """Record something that somebody of the family said and that must not get lost.

    Raises:
        RuleBroken
    """
    who, words = clean_text(who, "who said it", 200), clean_text(words, "words", 5000)
    return add(by=by, plan=plan, make=lambda at, key: Heard(at, key, who, voice, words), verb=Verb.CHANGE)


def pass_on(*, by: Actor, plan: NotificationPlan, heard: int, reference: str) -> PlanEntry:
    """Record where a wish to examine again lies before the board.

    Raises:
        RuleBroken: if nobody asked, or it lies there.
    """
    reference = clean_text(reference, "reference", 300)
    return add(by=by, plan=plan, make=lambda at, key: Passed(at, key, heard, reference), verb=Verb.TAKE_UP)


def add_follow_up(*, by: Actor, plan: NotificationPlan, due: datetime, words: str) -> PlanEntry:
    """Add a follow-up that is due by some day.

    Raises:
        RuleBroken: if they have not been told.
    """
    words = clean_text(words, "words", 2000)
    return add(by=by, plan=plan, make=lambda at, key: Due(at, key, due, words))


def record_follow_up(
    *,
    by: Actor,
    plan: NotificationPlan,
    number: int,
    on: datetime,
    reached: bool,
    words: str,
    again: datetime | None = None,
) -> PlanEntry:
    """Record how a follow-up went. Who was not reached is tried again.

    Raises:
        RuleBroken
    """
    words = clean_text(words, "words", 5000)
    return add(
        by=by,
        plan=plan,
        make=lambda at, key: FollowedUp(at, key, number, on, reached, words, None if reached else again),
    )


def close_plan(*, by: Actor, plan: NotificationPlan, words: str) -> PlanEntry:
    """Close a plan: every follow-up was made, every wish to examine again lies before the board.

    Raises:
        RuleBroken: otherwise.
    """
    words = clean_text(words, "reason", 2000)
    return add(by=by, plan=plan, make=lambda at, key: Stopped(at, key, words), verb=Verb.CLOSE)
