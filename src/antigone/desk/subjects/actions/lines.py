"""Marks on a body, and identifiers held elsewhere: the same for cases and records."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from antigone.desk.accounts.act import act
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.permissions import Verb
from antigone.desk.accounts.validators import clean_text
from antigone.desk.subjects.actions.changing import keep, line, still_open
from antigone.desk.subjects.fields import plain_fields
from antigone.desk.subjects.models import Elsewhere, Mark, Subject
from antigone.errors import RuleBroken

_MARK = ("what", "where", "description")
_ELSEWHERE = ("what", "holder", "number", "taken_on")


def add_mark(*, by: Actor, subject: Subject, what: str, where: str, description: str) -> Mark:
    """Add a mark. Nothing said before is changed, so no reason is asked for."""
    fields = plain_fields(Mark, {"what": what, "where": where, "description": description})
    for said in ("where", "description"):
        clean_text(fields[said], said, 500)
    with act(by, Verb.CHANGE, subject) as doing:
        found = still_open(subject)
        mark = Mark.objects.create(subject=found, **fields)
        keep(doing.by, found, "", {f"mark {mark.pk}": None})
        doing.record(found.pk, mark=mark.pk, what=mark.what)
    return mark


def remove_mark(*, by: Actor, subject: Subject, mark: int, reason: str) -> None:
    """Remove a mark that is not there; the history keeps how it was described."""
    reason = clean_text(reason, "reason", 2000)
    with act(by, Verb.CHANGE, subject, reason=reason) as doing:
        found = still_open(subject)
        row = found.marks.filter(pk=mark).first()
        if row is None:
            raise RuleBroken(_("This mark is not there any more."), _("There is nothing to do."))
        keep(doing.by, found, reason, {f"mark {row.pk}": line(row, *_MARK)})
        doing.record(found.pk, mark=row.pk, removed=True)
        row.delete()


def add_elsewhere(
    *, by: Actor, subject: Subject, what: str, holder: str, number: str, taken_on: date | None = None
) -> Elsewhere:
    """Add who holds fingerprints, dental findings or DNA, and under which number. Never the thing itself."""
    fields = plain_fields(Elsewhere, {"what": what, "holder": holder, "number": number, "taken_on": taken_on})
    for said in ("holder", "number"):
        clean_text(fields[said], said, 200)
    with act(by, Verb.CHANGE, subject) as doing:
        found = still_open(subject)
        row = Elsewhere.objects.create(subject=found, **fields)
        keep(doing.by, found, "", {f"elsewhere {row.pk}": None})
        doing.record(found.pk, elsewhere=row.pk, what=row.what)
    return row


def remove_elsewhere(*, by: Actor, subject: Subject, elsewhere: int, reason: str) -> None:
    """Remove a reference that was wrong; the history keeps it."""
    reason = clean_text(reason, "reason", 2000)
    with act(by, Verb.CHANGE, subject, reason=reason) as doing:
        found = still_open(subject)
        row = found.elsewhere.filter(pk=elsewhere).first()
        if row is None:
            raise RuleBroken(_("This reference is not there any more."), _("There is nothing to do."))
        keep(doing.by, found, reason, {f"elsewhere {row.pk}": line(row, *_ELSEWHERE)})
        doing.record(found.pk, elsewhere=row.pk, removed=True)
        row.delete()
