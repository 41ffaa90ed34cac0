"""Closing a case or record, and opening it again: what it says stays, and nothing in it changes while it is closed."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.desk.accounts.act import act
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.permissions import Verb
from antigone.desk.accounts.validators import clean_text
from antigone.desk.subjects import signals
from antigone.desk.subjects.actions.changing import keep, still_open
from antigone.desk.subjects.models import Subject
from antigone.errors import OutOfStep


def close_subject(*, by: Actor, subject: Subject, reason: str) -> None:
    """End the work on a case or record: nothing in it changes until it is opened again.

    Raises:
        RuleBroken: if it is closed, or something that is going on stands against it: it lies before the board.
    """
    reason = clean_text(reason, "reason", 2000)
    with act(by, Verb.CLOSE, subject, reason=reason) as doing:
        found = still_open(subject)
        signals.closing.send(sender=Subject, by=doing.by, subject=found, reason=reason)
        keep(doing.by, found, reason, {"closed_at": None})
        found.closed_at = timezone.now()
        found.save(update_fields=["closed_at"])
        doing.record(found.pk)


def reopen_subject(*, by: Actor, subject: Subject, reason: str) -> None:
    """Go on with a case or record that was closed.

    Raises:
        RuleBroken: if it is open, its incident is closed, or what it said was erased.
    """
    reason = clean_text(reason, "reason", 2000)
    with act(by, Verb.OPEN, subject, reason=reason) as doing:
        found = Subject.objects.select_related("incident").get(pk=subject.pk)
        if found.erased_at is not None:
            raise OutOfStep(_("What this said was erased."), _("Open another one: nothing of this one comes back."))
        if found.closed_at is None:
            raise OutOfStep(_("This is open."), _("There is nothing to do."))
        if found.incident.closed_at is not None:
            raise OutOfStep(_("This incident is closed."), _("Nothing can be changed in it."))
        signals.reopening.send(sender=Subject, by=doing.by, subject=found, reason=reason)
        keep(doing.by, found, reason, {"closed_at": found.closed_at})
        found.closed_at = None
        found.save(update_fields=["closed_at"])
        doing.record(found.pk, again=True)
