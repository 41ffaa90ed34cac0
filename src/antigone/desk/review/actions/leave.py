"""Days on which nothing new is given to somebody."""

from __future__ import annotations

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.desk.accounts.act import act
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.models import Person
from antigone.desk.accounts.permissions import Role, Thing, Verb
from antigone.desk.photos.lawful_basis import today
from antigone.desk.review.actions._assigning import assign_all
from antigone.desk.review.models import Leave
from antigone.errors import NotThere, OutOfStep, RuleBroken


def take_leave(*, by: Actor, person: Person, first: date, last: date) -> Leave:
    """Somebody is away. What was given to them stays with them; nothing new comes.

    Raises:
        RuleBroken: if it ends before it begins, or before today, or covers days that another leave covers.
        NotThere: if it is somebody else's, and ``by`` is no administrator.
    """
    if first > last:
        raise RuleBroken(_("The leave would end before it begins."), _("Check the two days."))
    if last < today():
        raise RuleBroken(_("These days are over."), _("Leave is for days to come."))
    with act(by, Verb.OPEN, Thing.LEAVE.of(person)) as doing:
        _one_of(doing.by, person.pk)
        if Leave.objects.filter(person=person, ended_at=None, first__lte=last, last__gte=first).exists():
            raise OutOfStep(
                _("There is a leave on some of these days."), _("End that one first, or choose other days.")
            )
        assert doing.by.person is not None
        leave = Leave.objects.create(person=person, first=first, last=last, by_id=doing.by.person, at=timezone.now())
        doing.record(leave.pk, person=person.pk, first=first.isoformat(), last=last.isoformat())
    return leave


def end_leave(*, by: Actor, leave: Leave) -> None:
    """Somebody is back, or did not go: work that waits may come to them at once.

    Raises:
        RuleBroken: if it is over.
    """
    with act(by, Verb.END, leave) as doing:
        found = Leave.objects.get(pk=leave.pk)
        _one_of(doing.by, found.person_id)
        if found.ended_at is not None or found.last < today():
            raise OutOfStep(_("This leave is over."), _("There is nothing to do."))
        assert doing.by.person is not None
        found.ended_at, found.ended_by_id = timezone.now(), doing.by.person
        found.save(update_fields=["ended_at", "ended_by"])
        doing.record(found.pk, person=found.person_id)
        assign_all()


def _one_of(by: Actor, person: int) -> None:
    if person != by.person and Role.ADMINISTRATOR not in by.roles:
        raise NotThere(_("There is no such leave here."), _("You write down your own; an administrator anybody's."))
