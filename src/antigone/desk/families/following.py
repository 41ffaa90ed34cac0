"""What follows: the face that the family picked is chosen; what is erased is forgotten with the request too."""

from __future__ import annotations

from typing import Any

from antigone.desk.accounts.actor import worker
from antigone.desk.erasing import events as erasing
from antigone.desk.erasing.space import ALSO_HELD
from antigone.desk.families.actions._forgetting import forget, forget_all
from antigone.desk.families.models import Given, Request
from antigone.desk.photos import events
from antigone.desk.photos.actions.photographs import choose_face
from antigone.desk.photos.models import Face, Photograph
from antigone.desk.subjects.models import Subject

_SAME = 0.5
"""So much of both boxes together must be common: both were found in the same pixels."""


def connect() -> None:
    events.several.connect(_several, dispatch_uid="families: the face that the family picked")
    events.erased.connect(_erased, dispatch_uid="families: what was kept of it with the request")
    erasing.erased.connect(_record_erased, dispatch_uid="families: the requests it was made of")
    held = ("families.Request", "families.Answer", "families.Message", "families.Given")
    ALSO_HELD.extend(label for label in held if label not in ALSO_HELD)


def _several(photographs: list[Photograph], **_: Any) -> None:
    for photograph in photographs:
        given = Given.objects.filter(photograph=photograph, picked__isnull=False).first()
        if given is None or given.picked is None or given.picked > len(given.faces):
            continue
        box = given.faces[given.picked - 1]
        faces = list(Face.objects.filter(photograph=photograph))
        best = max(faces, key=lambda face: _common(face.box, box), default=None)
        if best is not None and _common(best.box, box) >= _SAME:
            choose_face(by=worker(), photograph=photograph, number=best.number)


def _erased(photographs: list[Photograph], **_: Any) -> None:
    forget(Given.objects.filter(photograph__in=photographs))


def _record_erased(subject: Subject, **_: Any) -> dict[str, int]:
    """Whoever asked for the person is erased with them: the request says who both are, and how to reach them."""
    requests = list(Request.objects.filter(record=subject, erased_at=None))
    for request in requests:
        forget_all(request)
    return {"requests": len(requests)}


def _common(one: list[float], other: list[float]) -> float:
    """The part of both boxes together that lies in both: 0 to 1."""
    left, top = max(one[0], other[0]), max(one[1], other[1])
    right, bottom = min(one[0] + one[2], other[0] + other[2]), min(one[1] + one[3], other[1] + other[3])
    both = max(0.0, right - left) * max(0.0, bottom - top)
    return both / (one[2] * one[3] + other[2] * other[3] - both)
