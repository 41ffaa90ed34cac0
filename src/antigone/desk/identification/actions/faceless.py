"""Statements of two people, each by themself, that no face of a case or record can be compared."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.desk.accounts.act import act
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.permissions import Verb
from antigone.desk.accounts.validators import clean_text
from antigone.desk.identification.actions._lives import person_of
from antigone.desk.identification.models import Faceless
from antigone.desk.subjects.actions.changing import still_open
from antigone.desk.subjects.models import Subject
from antigone.errors import OutOfStep


def say_faceless(*, by: Actor, subject: Subject, reason: str) -> Faceless:
    """State that one looked, and why no face can be compared. It holds when a second person says so too.

    Raises:
        RuleBroken: if one said so already, or it is closed.
    """
    reason = clean_text(reason, "reason", 2000)
    with act(by, Verb.CHANGE, subject, reason=reason) as doing:
        found, person = still_open(subject), person_of(doing.by)
        if Faceless.objects.filter(subject=found, by=person, taken_back_at=None).exists():
            raise OutOfStep(_("You said so already."), _("A second person looks and says it too."))
        row = Faceless.objects.create(subject=found, reason=reason, by_id=person, at=timezone.now())
        doing.record(found.pk, no_face=row.pk)
    return row


def take_back_faceless(*, by: Actor, statement: Faceless, reason: str) -> None:
    """Take the statement back, whoever made it: a face can be compared after all.

    Raises:
        RuleBroken: if it was taken back, or the case or record is closed.
    """
    reason = clean_text(reason, "reason", 2000)
    subject = statement.subject
    with act(by, Verb.CHANGE, subject, reason=reason) as doing:
        still_open(subject)
        found = Faceless.objects.get(pk=statement.pk)
        if found.taken_back_at is not None:
            raise OutOfStep(_("This was taken back."), _("There is nothing to do."))
        found.taken_back_at, found.taken_back_by_id, found.taken_back_reason = (
            timezone.now(),
            person_of(doing.by),
            reason,
        )
        found.save(update_fields=["taken_back_at", "taken_back_by", "taken_back_reason"])
        doing.record(subject.pk, no_face=found.pk, taken_back=True)
