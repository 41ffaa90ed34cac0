"""What families' requests answer when others find faces, erase, look for orphans, ask who is bound, or count."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Min, Model, Q
from django.dispatch import receiver
from django.utils.translation import gettext_noop as noop

from antigone.desk import signals as desk
from antigone.desk.accounts.actor import worker
from antigone.desk.erasing import signals as erasing
from antigone.desk.families.actions._forgetting import forget, forget_all
from antigone.desk.families.models import Allowed, Answer, Given, Message, Request
from antigone.desk.photos import signals as photos
from antigone.desk.photos.actions.photographs import choose_face
from antigone.desk.photos.models import Face, Photograph
from antigone.desk.review import signals as review
from antigone.desk.signals import Counts, Figure, Speed
from antigone.desk.subjects.models import Subject
from antigone.protocol.conflicts import ConflictOfInterest

_SAME = 0.5
"""So much of both boxes together must be common: both were found in the same pixels."""
_DAY = timedelta(days=1)


@receiver(photos.several_faces, dispatch_uid="families: choose the face that the family picked")
def choose_picked_face(photographs: list[Photograph], **_: Any) -> None:
    for photograph in photographs:
        given = Given.objects.filter(photograph=photograph, picked__isnull=False).first()
        if given is None or given.picked is None or given.picked > len(given.faces):
            continue
        box = given.faces[given.picked - 1]
        faces = list(Face.objects.filter(photograph=photograph))
        best = max(faces, key=lambda face: _common(face.box, box), default=None)
        if best is not None and _common(best.box, box) >= _SAME:
            choose_face(by=worker(), photograph=photograph, number=best.number)


@receiver(photos.names_in_use, dispatch_uid="families: photographs that wait with a request")
def names_in_use(names: list[str], **_: Any) -> set[str]:
    found = Given.objects.filter(sealed__in=names, wrapped__isnull=False)
    return set(found.values_list("sealed", flat=True))


@receiver(photos.erased, dispatch_uid="families: forget it with the request too")
def photographs_erased(photographs: list[Photograph], **_: Any) -> dict[str, int]:
    forget(Given.objects.filter(photograph__in=photographs))
    return {}


@receiver(erasing.erased, dispatch_uid="families: erase the requests it was made of")
def record_erased(subject: Subject, **_: Any) -> dict[str, int]:
    """Erase the requests of the record too: they say who both are, and how to reach them."""
    requests = list(Request.objects.filter(record=subject, erased_at=None))
    for request in requests:
        forget_all(request)
    return {"requests": len(requests)}


@receiver(erasing.tables_to_clear, dispatch_uid="families: tables of requests")
def tables(**_: Any) -> tuple[type[Model], ...]:
    return (Request, Answer, Message, Given)


@receiver(desk.figures, dispatch_uid="families: requests and first answers")
def figures(until: datetime, **_: Any) -> Iterable[Figure]:
    """Count requests that were sent, also those that were closed or erased since."""
    sent = Request.objects.filter(sent_at__lte=until)
    accepted = sent.filter(accepted_at__lte=until).count()
    yield Counts(
        noop("Requests of families"),
        {noop("accepted"): accepted, noop("not accepted"): sent.count() - accepted},
    )
    yield Speed(noop("From a family's request to the first answer"), tuple(_days(until)))


def _common(one: list[float], other: list[float]) -> float:
    """Intersection over union of two boxes: 0 to 1."""
    left, top = max(one[0], other[0]), max(one[1], other[1])
    right, bottom = min(one[0] + one[2], other[0] + other[2]), min(one[1] + one[3], other[1] + other[3])
    both = max(0.0, right - left) * max(0.0, bottom - top)
    return both / (one[2] * one[3] + other[2] * other[3] - both)


def _days(until: datetime) -> Iterator[float]:
    """For each request that was answered: days until staff wrote to the family, or accepted it."""
    by_staff = Q(messages__by__isnull=False, messages__at__lte=until)
    rows = Request.objects.filter(sent_at__lte=until).annotate(written=Min("messages__at", filter=by_staff))
    for row in rows.order_by("pk"):
        sent, answers = row.sent_at, [at for at in (row.accepted_at, row.written) if at is not None and at <= until]
        if sent is not None and answers:
            yield max(timedelta(0), min(answers) - sent) / _DAY


@receiver(review.conflicts, dispatch_uid="families: who wrote with the family, or for it")
def conflicts(record: Subject, **_: Any) -> Iterable[tuple[int, ConflictOfInterest]]:
    for rows in (Message.objects, Given.objects, Allowed.objects):
        asked = rows.filter(request__record=record, by__isnull=False).order_by()
        for person in asked.values_list("by", flat=True).distinct():
            yield person, ConflictOfInterest.MET_THE_FAMILY
