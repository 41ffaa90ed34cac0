"""Making an exercise: an administrator begins it, and a registrar has its people entered."""

from __future__ import annotations

from itertools import count

from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.desk.accounts.act import act
from antigone.desk.accounts.actions.incidents import code_is_free
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.models import Incident
from antigone.desk.accounts.permissions import Scope, Thing, Verb
from antigone.desk.accounts.sight import with_exercises
from antigone.desk.exercises.models import Exercise
from antigone.desk.jobs.actions import enqueue
from antigone.desk.jobs.models import Job
from antigone.errors import OutOfStep


def begin_exercise(*, by: Actor, agency: int) -> Exercise:
    """Begin an agency's exercise: an incident that nobody sees who does not practise, and nothing leaves.

    Raises:
        OutOfStep: if the agency has one.
    """
    with with_exercises(), act(by, Verb.OPEN, Thing.EXERCISE.of(Scope(agency))) as doing:
        if Exercise.objects.filter(agency=agency, thrown_away_at=None).exists():
            raise OutOfStep(_("Your agency has an exercise."), _("Throw it away before you begin another one."))
        code = next(code for place in count(1) if code_is_free(code := f"EXERCISE-{place}"))
        now = timezone.now()
        name = _("An exercise: nobody in it exists")
        incident = Incident.objects.create(code=code, name=name, agency_id=agency, exercise=True, opened_at=now)
        exercise = Exercise.objects.create(
            incident=incident, agency_id=agency, begun_at=now, begun_by_id=doing.by.person
        )
        doing.scope = incident.scope
        doing.record(exercise.pk, code=code, exercise=True)
    return exercise


def enter_people(*, by: Actor, exercise: Exercise) -> None:
    """Have the exercise's fictional people entered in one's own name; the worker does it.

    Raises:
        OutOfStep: if somebody did so, or it was thrown away.
    """
    with with_exercises(), act(by, Verb.ADD, exercise) as doing:
        found = Exercise.objects.get(pk=exercise.pk)
        if not found.is_open or found.asked_by_id is not None:
            raise OutOfStep(
                _("Its people were entered, or it was thrown away."), _("Look at the exercise's page again.")
            )
        found.asked_by_id = doing.by.person
        found.save(update_fields=["asked_by"])
        enqueue(Job.Kind.EXERCISE, found.pk)
        doing.record(found.pk, step="people")


def record_entered(*, by: Actor, exercise: Exercise) -> None:
    """Record that all of them are there."""
    with act(by, Verb.ADD, exercise) as doing:
        found = Exercise.objects.get(pk=exercise.pk)
        found.entered_at = timezone.now()
        found.save(update_fields=["entered_at"])
        doing.record(found.pk, step="entered")
