"""What somebody did themselves just now, and may put back: within ten minutes, by the same hand, as the audit knows it.

Another person never puts it back by this way: whoever disagrees with a colleague does what the rules have for that.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.audit.models import AuditRow
from antigone.errors import OutOfStep

WITHIN = timedelta(minutes=10)
FINAL = "final"
"""The detail of an audit row of what is never put back, such as a family's own word that staff wrote down."""


def until(by: Actor, verb: Verb, thing: Thing, number: int) -> datetime | None:
    """Until when ``by`` may put back what they did to this row; None if it was not they, or longer ago."""
    done = AuditRow.objects.filter(verb=f"{verb} {thing}", thing=f"{thing} {number}").order_by("-sequence").first()
    if done is None or done.actor != by.name or done.details.get(FINAL):
        return None
    ends = done.at + WITHIN
    return ends if done.at <= timezone.now() < ends else None


def must_be_just_now(by: Actor, verb: Verb, thing: Thing, number: int) -> None:
    """Raise OutOfStep unless ``by`` may still put it back. Called inside the act that does."""
    if until(by, verb, thing, number) is None:
        raise OutOfStep(
            _("This can be put back for ten minutes, by whoever did it."),
            _("Now it takes what it takes otherwise: a new photograph, a new consent, or the board."),
        )
