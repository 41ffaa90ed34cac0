"""A case and two records of Harbour, searched: what pages of searches show."""

from __future__ import annotations

from dataclasses import dataclass

from antigone.desk.candidates.models import Run
from antigone.desk.photos.models import Photograph
from antigone.desk.subjects.models import Subject
from desk_faces import Ferry, a_face, a_photograph, an_incident, searched
from desk_people import People


@dataclass
class Searched:
    """What there is to look at."""

    ferry: Ferry
    case: Subject
    record: Subject
    other: Subject
    photograph: Photograph
    """Of ``record``."""
    run: Run


def look_at(people: People) -> Searched:
    ferry = Ferry(people, an_incident(people.harbour))
    case, record, other = ferry.case(sex="male"), ferry.record(sex="female"), ferry.record()
    photograph = a_photograph(record, a_face(2, a_face(1), 0.9))
    a_photograph(other, a_face(3)), a_photograph(case, a_face(1))
    return Searched(ferry, case, record, other, photograph, searched(case))
