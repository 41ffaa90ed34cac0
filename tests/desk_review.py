"""A pair, examiners who are free of it, and how they write an examination: for the tests of reviews."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils import timezone

from antigone.desk.accounts.act import act
from antigone.desk.accounts.models import Agency, Incident, Person
from antigone.desk.accounts.permissions import Role, Verb
from antigone.desk.cases.models import Case
from antigone.desk.photos.actions.photographs import add_photograph
from antigone.desk.records.models import Name, Record
from antigone.desk.review.actions.begin import begin_review
from antigone.desk.review.actions.writing import write_entries
from antigone.desk.review.bench_models import ClearLook
from antigone.desk.review.models import Assignment, Pair
from antigone.desk.review.open import open_assignments
from antigone.desk.subjects.models import Subject
from antigone.desk.worker import work_once
from antigone.protocol.components import Component
from antigone.protocol.entries import Analysed, Compared, Concluded, Entry, Finding, Locked, Unmasked, Visibility
from antigone.protocol.examination import Examination
from antigone.protocol.scales import Direction
from antigone.types import Profile
from desk_faces import Ferry, a_face, a_photograph, an_incident
from desk_people import People, a_person, as_, passed_proficiency, two_agencies
from desk_photos import a_dead_face, new_source
from desk_photos import new_subject as subject_of_photographs
from desk_remembered import remembered


class NoChance(random.Random):
    """No known pair is drawn."""

    def random(self) -> float:
        return 1.0


LEVELS = {Direction.SAME: "possible", Direction.DIFFERENT: "excluded", Direction.NEITHER: "undecided"}


@dataclass
class Team:
    """The ferry's incident, with examiners of Harbour who know nothing of any case. Boris opened them all."""

    ferry: Ferry
    examiners: list[Person] = field(default_factory=list)

    @property
    def people(self) -> People:
        return self.ferry.people

    @property
    def incident(self) -> Incident:
        return self.ferry.incident

    def pair(self, shots: int = 1) -> tuple[Subject, Subject]:
        """A case and a record with photographs, not searched."""
        case, record = self.ferry.case(sex="male"), self.ferry.record(sex="male")
        for n in range(shots):
            a_photograph(case, a_face(1000 + case.pk * 10 + n))
            a_photograph(record, a_face(2000 + record.pk * 10 + n))
        return case, record

    def begun(self) -> Pair:
        case, record = self.pair()
        return begin_review(by=as_(self.people.boris), case=case, record=record, reason="first on the list")

    def work_of(self, person: Person) -> Assignment:
        """The only work that waits for somebody."""
        return open_assignments().get(examiner=person)


@remembered
def a_team(examiners: Sequence[str] = ("Ines Marlow", "Jonah Reck", "Kaya Lund")) -> Team:
    people = two_agencies()
    ferry = Ferry(people, an_incident(people.harbour))
    return Team(ferry, [an_examiner(name, people.harbour) for name in examiners])


def an_examiner(name: str, agency: Agency) -> Person:
    """Somebody who examines, and has passed the proficiency set."""
    person = a_person(name, agency, Role.EXAMINER)
    passed_proficiency(person)
    return person


@remembered
def seen_pair(team: Team) -> tuple[Subject, Subject]:
    """A case and a record with real photographs that the worker looked at, searched: a list has both."""
    people = team.people
    case = subject_of_photographs(Profile.PM, team.incident, people.harbour, people.boris)
    record = subject_of_photographs(Profile.AM, team.incident, people.harbour, people.boris)
    Case.objects.create(subject=case)
    Name.objects.create(record=Record.objects.create(subject=record), family="Ostrava", given="Ludmila", sort_key="o")
    source = new_source(team.incident, people.harbour)
    liaison = a_person("Farid Aziz", people.harbour, Role.LIAISON_OFFICER)
    Subject.objects.filter(pk__in=[case.pk, record.pk]).update(age_low=30, age_high=40)
    add_photograph(by=as_(liaison), subject=record, data=a_dead_face(1), file_name="secret-name.jpg", source=source)
    add_photograph(by=as_(people.boris), subject=case, data=a_dead_face(), file_name="IMG_0001.jpg")
    work_once()
    return case, record


def form_of(direction: Direction, step: str) -> dict[str, str]:
    """All 19 components as a browser sends them."""
    fields = {"step": step, "do": "save"}
    for component in Component:
        how = "seen" if step.startswith("analyse") else "similar"
        if step == "compare" and direction is Direction.DIFFERENT and component is Component.NOSE:
            how = "different"
        fields |= {f"{component}-how": how, f"{component}-words": f"what is seen of {component}"}
    return fields


def analysis(side: Profile) -> list[Entry]:
    now = timezone.now()
    seen = [Analysed(now, side, component, Visibility.SEEN, "clear to see") for component in Component]
    return [*seen, Locked(now, side)]


def comparison(direction: Direction) -> list[Entry]:
    """Alike where one person is concluded; with a nose that differs where two are."""
    now = timezone.now()
    different = Component.NOSE if direction is Direction.DIFFERENT else None
    return [
        Compared(now, c, Finding.DIFFERENT if c is different else Finding.SIMILAR, words="seen side by side")
        for c in Component
    ]


def conclusion(direction: Direction, level: str | None = None) -> Entry:
    return Concluded(timezone.now(), level or LEVELS[direction], f"reasons for {direction}")


def whole(direction: Direction) -> list[Entry]:
    """Everything that a finished examination holds."""
    steps = [*analysis(Profile.PM), *analysis(Profile.AM), *comparison(direction), conclusion(direction)]
    return [*steps, Unmasked(timezone.now())]


def looked(assignment: Assignment) -> None:
    """Its examiner has every picture of it clear on the screen, whatever there is to be sent."""
    with act(as_(assignment.examiner), Verb.SEE, assignment) as doing:
        now = timezone.now()
        for picture in assignment.pictures.all():
            ClearLook.objects.create(picture=picture, sent_at=now, seen_at=now)
        doing.record(assignment.pk)


def examine(assignment: Assignment, direction: Direction) -> Examination:
    """Its examiner looks at all of it, and writes all of it."""
    looked(assignment)
    return write_entries(by=as_(assignment.examiner), assignment=assignment, written_down=whole(direction))
