"""Entering and leaving the index. Called inside acts; nothing else changes ``Photograph.indexed``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Max

from antigone.desk.photos import signals
from antigone.desk.photos.models import FaceTemplate, IndexChange, Photograph, SegmentReceipt
from antigone.desk.photos.receipts import NOTHING, fingerprint_of, lanes_of, row_hash, segment_of

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


def remove(templates: Sequence[FaceTemplate]) -> None:
    """Take those of these templates out that are in the index: a former model's, whose rows are about to be deleted."""
    _step([each for each in templates if each.face.photograph.indexed and each.face.chosen], removed=True)


def _step(templates: list[FaceTemplate], *, removed: bool) -> None:
    """Write the changes, and what each segment of the index must hold after them."""
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
    count_changes(list(zip(IndexChange.objects.bulk_create(changes), templates, strict=True)))


def count_changes(changed: Iterable[tuple[IndexChange, FaceTemplate]]) -> None:
    """Keep what each segment must hold after these changes, in the transaction that made them."""
    by_segment: dict[tuple[int, int, str, str, int], list[tuple[IndexChange, FaceTemplate]]] = defaultdict(list)
    for change, template in changed:
        where = (change.incident_id, change.agency_id, change.kind, change.model, segment_of(change.template))
        by_segment[where].append((change, template))
    for (incident, agency, kind, model, segment), several in by_segment.items():
        named = {"incident_id": incident, "agency_id": agency, "kind": kind, "model": model, "segment": segment}
        found = SegmentReceipt.objects.filter(**named).first() or SegmentReceipt(**named, fingerprint=NOTHING)
        lanes = lanes_of(found.fingerprint)
        for change, template in several:
            hashed = row_hash(change.template, change.subject, bytes(template.digest))
            lanes = lanes - hashed if change.removed else lanes + hashed
            found.count += -1 if change.removed else 1
            found.step = change.sequence
        found.fingerprint = fingerprint_of(lanes)
        found.save()


def count_again(*, incident: int, agency: int, kind: str, model: str, held: Mapping[int, tuple[int, str]]) -> None:
    """Write anew what each segment of a part must hold, as was counted in its rows: count and fingerprint."""
    of: dict[str, Any] = {"incident_id": incident, "agency_id": agency, "kind": kind, "model": model}
    last = IndexChange.objects.aggregate(last=Max("sequence"))["last"] or 0
    SegmentReceipt.objects.filter(**of).exclude(segment__in=held).update(count=0, fingerprint=NOTHING, step=last)
    for segment, (count, fingerprint) in held.items():
        now = {"count": count, "fingerprint": fingerprint, "step": last}
        SegmentReceipt.objects.update_or_create(**of, segment=segment, defaults=now)
