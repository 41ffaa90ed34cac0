"""Reading exercises: those of one's own agency, wherever one is on the desk."""

from __future__ import annotations

from antigone.desk.accounts.access import within
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.accounts.sight import with_exercises
from antigone.desk.exercises.models import Exercise


def exercises_of(by: Actor) -> list[Exercise]:
    """All exercises of one's agency, the latest first: what each says of itself, and nothing of what is in it."""
    with with_exercises():
        rows = Exercise.objects.filter(within(by, Verb.SEE, Thing.EXERCISE))
        return list(rows.select_related("incident", "asked_by", "thrown_away_by"))


def open_exercise(by: Actor) -> Exercise | None:
    """The one that there is, if any is."""
    return next((each for each in exercises_of(by) if each.is_open), None)
