"""The faces of a file: the settlement of blind examinations, or why there is none. There is no other way in.

Nothing else here knows of examinations, and there is no line of evidence for a face.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

from django.db.models import Q
from django.utils import translation

from antigone.desk.identification.person_refs import of_person
from antigone.desk.identification.queries import standing_faceless
from antigone.desk.photos.models import Photograph
from antigone.desk.review.models import BenchPicture
from antigone.desk.review.queries import settlement_of
from antigone.desk.subjects.models import Subject
from antigone.protocol.evidence import NoFace
from antigone.protocol.settle import Settlement


def pictures_of(case: Subject, record: Subject, photographs: Iterable[int]) -> frozenset[str]:
    """Keys of photographs, as lines of evidence name them: one of each picture's own, however often it was added, and
    those under which the examiners of this case and record were shown it."""
    numbers = list(photographs)
    rows = list(Photograph.objects.filter(pk__in=numbers).values_list("sha256", "sealed"))
    hashes = {found for found, _sealed in rows} - {""}  # of an erased one nothing says which others are the same
    shown = BenchPicture.objects.filter(
        Q(photograph__in=numbers) | Q(photograph__sha256__in=hashes),
        assignment__pair__case=case,
        assignment__pair__record=record,
        assignment__pair__known=False,
    )
    own = {sha256((found or sealed).encode()).hexdigest()[:32] for found, sealed in rows}
    return frozenset(own | set(shown.values_list("key", flat=True)))


def face_of(case: Subject, record: Subject) -> Settlement | NoFace | None:
    """The faces of a file: a settlement if there is one; else a statement of two that nothing can be compared.

    Always in English, whoever reads: it is frozen, and compared.
    """
    with translation.override("en"):
        settled = settlement_of(case, record)
    if settled is not None and settled.done:
        return settled
    return no_face(case) or no_face(record) or settled


def no_face(subject: Subject) -> NoFace | None:
    """The statement of two people who looked, if two did."""
    said = list(standing_faceless(subject))
    if len(said) < 2:
        return None
    reasons = "; ".join(dict.fromkeys(each.reason for each in said))
    return NoFace(f"{subject.code}: {reasons}", frozenset(of_person(each.by_id) for each in said))
