"""The sheet for a visit, taken on paper."""

from __future__ import annotations

from antigone.desk.accounts.act import act
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.permissions import Verb
from antigone.desk.notification.actions._adding import current
from antigone.desk.notification.models import NotificationPlan
from antigone.desk.notification.sheet import as_sheet
from antigone.desk.notification.to_protocol import notification_of
from antigone.desk.records.models import Name
from antigone.protocol.notification import Notification
from antigone.protocol.plan import Channel
from antigone.protocol.rules import must, must_be_free_of


def put_on_paper(*, by: Actor, plan: NotificationPlan) -> bytes:
    """The visit sheet as a PDF. Each time is a row of the audit: the paper has names inside.

    Raises:
        RuleBroken: if the plan is not ready, or the family is across a front line.
    """
    whole = _ready(notification_of(plan))
    first = Name.objects.filter(record=plan.record_id).order_by("pk").first()
    words = "" if first is None else " ".join(filter(None, (first.given, first.patronymic, first.family)))
    pdf = as_sheet(plan, whole, words or plan.record.code)
    with act(by, Verb.PUT_ON_PAPER, plan) as doing:
        _ready(notification_of(current(plan)))
        doing.record(plan.pk)
    return pdf


def _ready(whole: Notification) -> Notification:
    must(
        whole.plan.channel is not Channel.BUREAU,
        "The family is across a front line: nobody visits them.",
        "The information bureau and the Central Tracing Agency tell them.",
    )
    must_be_free_of(whole.plan.why_not_ready())
    return whole
