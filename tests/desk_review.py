"""A pair, examiners who are free of it, and how they write an examination: for the tests of reviews."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils import timezone

from antigone.desk.accounts.models import Agency, Incident, Person
from antigone.desk.accounts.permissions import Role
from antigone.desk.review.actions.begin import begin_review
from antigone.desk.review.actions.writing import write_entries
from antigone.desk.review.models import Pair, Work
from antigone.desk.review.open import open_works
from antigone.desk.subjects.models import Subject
from antigone.protocol.components import Component
from antigone.protocol.entries import Analysed, Compared, Concluded, Entry, Finding, Locked, Unmasked, Visibility
from antigone.protocol.examination import Examination
from antigone.protocol.scales import Direction
from antigone.types import Profile
from desk_faces import Ferry, a_face, a_photograph, an_incident
from desk_people import People, a_person, as_, two_agencies

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

    def work_of(self, person: Person) -> Work:
        """The only work that waits for somebody."""
        return open_works().get(examiner=person)


def a_team(examiners: Sequence[str] = ("Ines Marlow", "Jonah Reck", "Kaya Lund")) -> Team:
    people = two_agencies()
    ferry = Ferry(people, an_incident(people.harbour))
    return Team(ferry, [an_examiner(name, people.harbour) for name in examiners])


def an_examiner(name: str, agency: Agency) -> Person:
    return a_person(name, agency, Role.EXAMINER)


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


def examine(work: Work, direction: Direction) -> Examination:
    """Its examiner writes all of it."""
    return write_entries(by=as_(work.examiner), work=work, written_down=whole(direction))
