"""Where a request stands, in words for the family: few, and none that says what only a person may tell.

There is no stage "found" and none "identified", so no page can show it. "Please contact your liaison officer" is what a
family reads for a question about a telephone number as for the greatest news: who reads it learns nothing else.

A part above that knows more (notification) may ask for that one stage by answering ``signals.contact_wanted``. If it
fails, the page falls back to what the request itself says.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from antigone.desk.families import signals
from antigone.desk.families.models import Request


class Stage(StrEnum):
    """The stages that a family's page can show."""

    BEGUN = "begun"
    SENT = "sent"
    KEPT = "kept"
    """Accepted, and not searched with photographs: none was given, or they did not allow it."""
    PREPARING = "preparing"
    LOOKING = "looking"
    CONTACT = "contact"
    CLOSED = "closed"


WORDS: dict[Stage, tuple[Any, Any]] = {
    Stage.BEGUN: (_("You have begun."), _("We read it when you have sent it.")),
    Stage.SENT: (_("We have your request."), _("Somebody will read it, and ask you if something is not clear.")),
    Stage.KEPT: (
        _("We keep your request."),
        _("We look for this person by what you told us. We do not look with photographs."),
    ),
    Stage.PREPARING: (_("We have your photographs."), _("We are getting ready to look with them.")),
    Stage.LOOKING: (_("We are looking."), _("As long as there is nothing to tell you, these words stay the same.")),
    Stage.CONTACT: (
        _("Please contact your liaison officer."),
        _("There is something to talk about. Often it is a question."),
    ),
    Stage.CLOSED: (_("This request is closed."), _("If you do not know why, please call us.")),
}


def stage_of(request: Request) -> Stage:
    """The stage that the family may read: from the request itself, and whether we want to talk to them."""
    if request.closed_at is not None:
        return Stage.CLOSED
    if request.sent_at is None:
        return Stage.BEGUN
    if request.asked_at is not None or _somebody_asks(request):
        return Stage.CONTACT
    if request.accepted_at is None:
        return Stage.SENT
    return _searched(request)


def _searched(request: Request) -> Stage:
    if request.consent_id is None:
        return Stage.KEPT
    standing = request.given.filter(withdrawn_at=None, photograph__ended_at=None, photograph__isnull=False)
    if standing.filter(photograph__indexed=True).exists():
        return Stage.LOOKING
    waiting = request.given.filter(withdrawn_at=None, declined_at=None, photograph=None)
    return Stage.PREPARING if standing.exists() or waiting.exists() else Stage.KEPT


def _somebody_asks(request: Request) -> bool:
    """A fault above must neither show nor hide anything here. Django writes it to the log."""
    said = signals.contact_wanted.send_robust(sender=Request, request=request)
    return any(answer is True for _receiver, answer in said)
