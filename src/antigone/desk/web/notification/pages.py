"""Notifications: the list, and one plan with what stands, what blocks, what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from antigone.desk.accounts.access import may, somewhere
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.candidates.queries import names_known
from antigone.desk.identification.person_refs import names_of
from antigone.desk.notification.models import NotificationPlan, PlanEntry
from antigone.desk.notification.queries import errors_to_tell, find_plan, plans, untold
from antigone.desk.notification.to_protocol import notification_of
from antigone.desk.notification.words import ITEMS, OUTCOMES, REASONS, STATES, VOICES
from antigone.desk.web.gate import DeskRequest, page
from antigone.desk.web.subjects.context import PlanRow, in_a_word
from antigone.protocol.follow_up import Answered, Sent
from antigone.protocol.notification import Notification, NotificationState
from antigone.protocol.plan import Channel, Item
from antigone.protocol.visit import VisitOutcome
from antigone.types import Refusal


@page(Verb.SEE, Thing.NOTIFICATION, "GET", "HEAD")
def notifications_page(request: DeskRequest) -> HttpResponse:
    """Plans and what waits: errors, overdue follow-ups, families for whom there is no plan yet."""
    mine = plans(request.actor)
    now = timezone.now()
    rows = mine.order_by(
        F("closed_at").asc(nulls_first=True),
        F("next_due").asc(nulls_last=True),
        "-pk",
    )
    shown = Paginator(rows, 50).get_page(request.GET.get("page"))
    without = list(untold(request.actor)[:50])
    records = [*(each.record_id for each in without), *(plan.record_id for plan in shown)]
    context = {
        "errors": list(errors_to_tell(mine)[:20]),
        "untold": without,
        "known": names_known(request.actor, records),
        "rows": shown,
        "lines": [PlanRow(plan, in_a_word(plan)) for plan in shown],
        "now": now,
        "sees_trainings": somewhere(request.actor, Verb.SEE, Thing.TRAINING),
    }
    return render(request, "desk/notification/notifications.html", context)


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that blocks a plan: why it matters, and where it is written."""

    words: Any
    why: Any
    address: str


@page(Verb.SEE, Thing.NOTIFICATION, "GET", "HEAD")
def notification_page(request: DeskRequest, number: int) -> HttpResponse:
    plan = find_plan(request.actor, number)
    whole = notification_of(plan)

    def allowed(verb: Verb) -> bool:
        return may(request.actor, verb, plan)

    live = whole.state not in (NotificationState.CLOSED, NotificationState.FROZEN)
    works = allowed(Verb.CHANGE)
    standing = whole.plan
    context: dict[str, Any] = {
        "plan": plan,
        "known": names_known(request.actor, [plan.record_id]),
        "sees_decision": may(request.actor, Verb.SEE, plan.decision),
        "state": STATES[whole.state],
        "whole": whole,
        "standing": standing,
        "live": live,
        "works": works,
        "changes": works and live,
        "across": standing.channel is Channel.BUREAU,
        "missing": [_missing(plan, refusal, works) for refusal in standing.why_not_ready()] if live else [],
        "entitled": [(each, standing.contacts.get(each.key), each.key in whole.told) for each in standing.in_order],
        "items": [(ITEMS[item][0], standing.written[item].words) for item in Item if item in standing.written],
        "visitors": _people(standing.visitors),
        "confirmed": _people(standing.confirmed),
        "may_confirm": works and live and _may_confirm(whole, f"person {request.actor.person}"),
        "ready": live and not standing.why_not_ready(),
        "visits": [(each, OUTCOMES[each.outcome], each.outcome is VisitOutcome.TOLD) for each in whole.visits],
        "heard": [(each, VOICES[each.voice]) for each in whole.heard],
        "to_board": whole.not_passed_on(),
        "late": whole.overdue(timezone.now()),
        "sent": [e for e in whole.entries if isinstance(e, Sent | Answered)],
        "is_told": whole.family_knows,
        "may_hand": live and bool(whole.told) and allowed(Verb.HAND) and not whole.of_error,
        "may_take_up": live and bool(whole.not_passed_on()) and allowed(Verb.TAKE_UP),
        "may_print": live and allowed(Verb.PUT_ON_PAPER),
        "may_close": live and allowed(Verb.CLOSE),
        "may_err": _may_err(plan, whole) and allowed(Verb.OPEN),
        "acts": [row.act for row in PlanEntry.objects.filter(plan=plan).exclude(act="").order_by("place")],
    }
    return render(request, "desk/notification/notification.html", context)


_WHERE = {
    "side": "side",
    "entitled": "kin",
    "contact": "contact",
    "visitors": "visitors",
    "confirmed": "",
}


def _missing(plan: NotificationPlan, refusal: Refusal, works: bool) -> Missing:
    if refusal.code in REASONS:
        words, why = REASONS[refusal.code]
    else:
        words, why = ITEMS[Item(refusal.code)][0], ITEMS[Item(refusal.code)][2]
    name = _WHERE.get(refusal.code, "items")
    return Missing(words, why, plan.address_of(name) if works and name else "")


def _may_confirm(whole: Notification, key: str) -> bool:
    standing = whole.plan
    goes = standing.channel is Channel.BUREAU or key in standing.visitors
    return goes and key not in standing.confirmed and not list(standing.lacking())


def _may_err(plan: NotificationPlan, whole: Notification) -> bool:
    begun = NotificationPlan.objects.filter(recall__decision=plan.decision_id, closed_at=None)
    return whole.state is NotificationState.FROZEN and whole.family_knows and not begun.exists()


def _people(keys: Any) -> list[str]:
    found = names_of(keys)
    return [found[key] for key in keys]
