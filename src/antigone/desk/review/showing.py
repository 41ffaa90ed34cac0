"""Which photographs a comparison can show: reading only."""

from __future__ import annotations

from antigone.desk.photos.lawful_basis import shown
from antigone.desk.photos.models import Face, Photograph
from antigone.desk.subjects.models import Subject

MOST = 6
"""Of each side: about as many as families give (Cappella and others 2022)."""


def photographs_for(subject: Subject) -> list[Photograph]:
    """Those with a chosen face that may be looked at today, the best quality first."""
    faces = Face.objects.filter(chosen=True, photograph__subject=subject, photograph__state=Photograph.State.USABLE)
    rows = faces.filter(photograph__in=shown().filter(subject=subject)).select_related("photograph")
    ordered = sorted(rows, key=lambda face: (-float(face.quality.get("overall", 0)), face.photograph_id))
    return [face.photograph for face in ordered[:MOST]]


def still_shown(photograph: Photograph) -> bool:
    """Whether it may be looked at today: it was not taken out, and has its ground."""
    return shown().filter(pk=photograph.pk).exists()
