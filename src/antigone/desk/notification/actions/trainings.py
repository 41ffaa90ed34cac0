"""Trainings: who has learned how a family is told."""

from __future__ import annotations

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.desk.accounts.act import act
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.models import Person
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.accounts.validators import clean_text
from antigone.desk.notification.actions._adding import person_of
from antigone.desk.notification.models import Training
from antigone.errors import NotThere, OutOfStep, RuleBroken


def record_training(*, by: Actor, person: Person, what: str, on: date, until: date | None = None) -> Training:
    """Record that somebody was trained. Nobody records their own.

    Raises:
        RuleBroken: if it is the actor's own, or of a day to come.
    """
    what = clean_text(what, "training", 200)
    with act(by, Verb.ADD, Thing.TRAINING.of(person)) as doing:
        found = Person.objects.select_related("agency").filter(pk=person.pk).first()
        if found is None or not found.is_active:
            raise NotThere(_("There is no such person here."), _("Perhaps they have left."))
        if found.pk == doing.by.person:
            raise RuleBroken(_("This is your own training."), _("Have somebody else record it."))
        if on > timezone.localdate() or (until is not None and until < on):
            raise RuleBroken(_("These days cannot be."), _("Write when it was, and until when it counts."))
        row = Training.objects.create(
            person=found,
            what=what,
            on=on,
            until=until,
            recorded_by_id=person_of(doing.by),
            recorded_at=timezone.now(),
        )
        doing.record(row.pk, person=found.pk)
    return row


def end_training(*, by: Actor, training: Training, reason: str) -> None:
    """End a training: they go to no families any more, or the entry was wrong.

    Raises:
        OutOfStep: if it was ended.
    """
    reason = clean_text(reason, "reason", 2000)
    with act(by, Verb.END, training, reason=reason) as doing:
        found = Training.objects.get(pk=training.pk)
        if found.ended_at is not None:
            raise OutOfStep(_("This training was ended."), _("There is nothing to do."))
        found.ended_at, found.ended_by_id, found.ended_reason = timezone.now(), doing.by.person, reason
        found.save(update_fields=["ended_at", "ended_by", "ended_reason"])
        doing.record(found.pk, person=found.person_id)
