"""Entering and leaving the index. Called inside acts; nothing else changes ``Photograph.indexed``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from antigone.desk.photos import signals
from antigone.desk.photos.models import FaceTemplate, IndexChange, Photograph

_AT_ONCE = 500
"""Databases take so many numbers in one question."""


def enter(photograph: Photograph, templates: Sequence[FaceTemplate] | None = None) -> None:
    """Enter the templates of the chosen face into the index: all of them, or those that were just made.

    ``signals.entered`` is sent when the photograph was not in the index before: another model's template is no news.
    Nothing comes in of somebody whom a receiver of ``signals.kept_out`` keeps out.
    """
    new = not photograph.indexed
    if new and any(signals.kept_out.answers(sender=Photograph, photograph=photograph)):
        return
    coming = list(_chosen([photograph])) if templates is None or new else list(templates)
    if not coming:
        return
    _step(coming, removed=False)
    if new:
        photograph.indexed = True
        photograph.save(update_fields=["indexed"])
        signals.entered.send(sender=Photograph, photographs=[photograph])


def leave(photographs: Iterable[Photograph]) -> list[Photograph]:
    """Take those of these photographs out that are in the index, in this transaction. Templates are kept."""
    numbers = [photograph.pk for photograph in photographs]
    leaving: list[Photograph] = []
    for start in range(0, len(numbers), _AT_ONCE):
        some = numbers[start : start + _AT_ONCE]
        found = list(Photograph.objects.filter(pk__in=some, indexed=True).select_related("subject"))
        _step(list(_chosen(found)), removed=True)
        Photograph.objects.filter(pk__in=[photograph.pk for photograph in found]).update(indexed=False)
        leaving += found
    for photograph in leaving:
        photograph.indexed = False
    if leaving:
        signals.left.send(sender=Photograph, photographs=leaving)
    return leaving


def _chosen(photographs: list[Photograph]) -> Iterable[FaceTemplate]:
    return (
        FaceTemplate.objects.filter(face__photograph__in=photographs, face__chosen=True)
        .select_related("face__photograph__subject")
        .defer("vector")
        .order_by("pk")
    )


def _step(templates: list[FaceTemplate], *, removed: bool) -> None:
    changes = []
    for template in templates:
        photograph = template.face.photograph
        subject = photograph.subject
        changes.append(
            IndexChange(
                incident_id=subject.incident_id,
                agency_id=subject.agency_id,
                kind=photograph.kind,
                model=template.model,
                template=template.pk,
                photograph=photograph.pk,
                subject=subject.pk,
                removed=removed,
            )
        )
    IndexChange.objects.bulk_create(changes)
