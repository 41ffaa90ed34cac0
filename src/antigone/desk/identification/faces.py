"""The one way by which faces enter a file: what two or three blind examinations settled, or why there is none.

Nothing else here knows of examinations, and there is no line of evidence for a face.
"""

from __future__ import annotations

from collections.abc import Iterable

from antigone.desk.identification.keys import of_person
from antigone.desk.identification.models import Faceless
from antigone.desk.subjects.models import Subject
from antigone.protocol.evidence import NoFace
from antigone.protocol.settle import Settlement


def settlement_of(case: Subject, record: Subject) -> Settlement | None:
    return None


def pictures_of(photographs: Iterable[int]) -> frozenset[str]:
    return frozenset()


def face_of(case: Subject, record: Subject) -> Settlement | NoFace | None:
    """What a file has of faces. Whoever examined goes before whoever says that there is nothing to examine."""
    settled = settlement_of(case, record)
    if settled is not None and settled.done:
        return settled
    return no_face(case) or no_face(record) or settled


def no_face(subject: Subject) -> NoFace | None:
    """What two people said of it who looked, if two did."""
    said = list(Faceless.objects.filter(subject=subject, taken_back_at=None).order_by("pk"))
    if len(said) < 2:
        return None
    reasons = "; ".join(dict.fromkeys(each.reason for each in said))
    return NoFace(f"{subject.code}: {reasons}", frozenset(of_person(each.by_id) for each in said))
