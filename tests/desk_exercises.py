"""An exercise of Harbour mortuary, with its people, beside a real case and a real record."""

from __future__ import annotations

from dataclasses import dataclass

from django.test import Client

from antigone.desk.accounts.models import Incident, Person
from antigone.desk.accounts.permissions import Role
from antigone.desk.cases.actions.cases import open_case
from antigone.desk.exercises.actions.making import begin_exercise, enter_people
from antigone.desk.exercises.entering import enter
from antigone.desk.exercises.models import Exercise
from antigone.desk.records.actions.records import open_record
from antigone.desk.subjects.models import Subject
from antigone.desk.web.gate import EXERCISE
from antigone.types import Profile
from desk_people import People, a_person, as_, browser
from desk_photos import an_incident
from desk_remembered import remembered


@dataclass
class Practising:
    """Who practises, in what, and what is real beside it."""

    rosa: Person
    """Registrar, in whose name its people were entered."""
    exercise: Exercise
    real: Incident
    case: Subject
    record: Subject

    @property
    def incident(self) -> Incident:
        return self.exercise.incident

    @property
    def cases(self) -> list[Subject]:
        return list(Subject.objects.filter(incident=self.incident, kind=Profile.PM.value).order_by("pk"))

    def inside(self, person: Person) -> Client:
        """The browser of somebody who practises in it."""
        client = browser(person)
        session = client.session
        session[EXERCISE] = self.incident.pk
        session.save()
        return client


@remembered
def people_practise(people: People) -> Practising:
    rosa = a_person("Rosa Registrar", people.harbour, Role.REGISTRAR)
    real = an_incident(people)
    case = open_case(by=as_(rosa), incident=real).subject
    record = open_record(by=as_(rosa), incident=real, names=[{"family": "Oldvik"}]).subject
    exercise = begin_exercise(by=as_(people.ana), agency=people.harbour.pk)
    enter_people(by=as_(rosa), exercise=exercise)
    enter(exercise.pk)
    return Practising(rosa, Exercise.objects.select_related("incident").get(pk=exercise.pk), real, case, record)
