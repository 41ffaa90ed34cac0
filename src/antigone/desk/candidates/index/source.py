"""Reading the index's content from the database: templates of a part, its changes, and which database it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db.models import Max, QuerySet

from antigone.desk.audit.models import GENESIS, AuditHead, AuditRow
from antigone.desk.candidates.index.segment import IndexedTemplate, IndexReceipt, PartKey, SegmentKey
from antigone.desk.photos.models import FaceTemplate, IndexChange, SegmentReceipt
from antigone.desk.photos.receipts import SEGMENT
from antigone.desk.photos.vault import Sealed, unseal_templates

CHUNK = 2_000


@dataclass(frozen=True, slots=True)
class Anchor:
    """A row of the audit's chain, by which a snapshot knows its database: a copy or older backup has another hash."""

    sequence: int
    hash: str


def anchor() -> Anchor:
    head = AuditHead.objects.get()
    return Anchor(head.sequence, head.hash)


def holds(one: Anchor) -> bool:
    """Whether this database's audit has the row of this anchor."""
    if one.sequence == 0:
        return one.hash == GENESIS
    return AuditRow.objects.filter(sequence=one.sequence, hash=one.hash).exists()


def last_step() -> int:
    return IndexChange.objects.aggregate(last=Max("sequence"))["last"] or 0


def live(key: PartKey) -> QuerySet[FaceTemplate]:
    """The templates that belong in a part now."""
    return FaceTemplate.objects.filter(
        model=key.model,
        face__chosen=True,
        face__photograph__indexed=True,
        face__photograph__subject__incident=key.incident,
        face__photograph__subject__agency=key.agency,
        face__photograph__kind=key.kind,
    )


def entries(key: SegmentKey) -> Iterator[list[IndexedTemplate]]:
    """All templates of a segment, some thousands at a time, in ascending order of number."""
    after, end = key.segment * SEGMENT - 1, (key.segment + 1) * SEGMENT
    there = live(key.part).filter(pk__lt=end).order_by("pk").values_list(*_ROW)
    while chunk := _entries(there.filter(pk__gt=after)[:CHUNK]):
        yield chunk
        after = chunk[-1].template


def segments(key: PartKey) -> list[SegmentKey]:
    """The segments of a part that hold a template now, as their rows say."""
    last = live(key).aggregate(last=Max("pk"))["last"]
    return [] if last is None else [SegmentKey(key, number) for number in range(last // SEGMENT + 1)]


def receipts(keys: Iterable[PartKey]) -> dict[PartKey, dict[int, IndexReceipt]]:
    """What each segment of these parts must hold, by its number. An empty dictionary for a part that has none yet."""
    found: dict[PartKey, dict[int, IndexReceipt]] = {key: {} for key in keys}
    some = SegmentReceipt.objects.filter(
        incident__in={key.incident for key in found},
        agency__in={key.agency for key in found},
        kind__in={key.kind for key in found},
        model__in={key.model for key in found},
    )
    for row in some:
        key = PartKey(row.incident_id, row.agency_id, row.kind, row.model)
        if key in found:
            found[key][row.segment] = IndexReceipt(row.segment, row.step, row.count, row.fingerprint)
    return found


def entries_of(templates: Iterable[int]) -> dict[int, IndexedTemplate]:
    """Those of ``templates`` that still exist."""
    wanted = sorted(set(templates))
    found: dict[int, IndexedTemplate] = {}
    for start in range(0, len(wanted), 500):
        some = FaceTemplate.objects.filter(pk__in=wanted[start : start + 500])
        found |= {entry.template: entry for entry in _entries(some.values_list(*_ROW))}
    return found


def steps_from(sequence: int) -> QuerySet[IndexChange]:
    """The index change ``sequence`` itself, which proves that this is the same history, and all later ones."""
    return IndexChange.objects.filter(sequence__gte=sequence).order_by("sequence")


def steps_of(key: SegmentKey) -> QuerySet[IndexChange]:
    """All changes of a segment."""
    of, begin = key.part, key.segment * SEGMENT
    return IndexChange.objects.filter(
        incident=of.incident,
        agency=of.agency,
        kind=of.kind,
        model=of.model,
        template__gte=begin,
        template__lt=begin + SEGMENT,
    )


def all_keys() -> list[PartKey]:
    """The keys of every part there is or was."""
    found = SegmentReceipt.objects.order_by().values_list("incident", "agency", "kind", "model").distinct()
    return [PartKey(*each) for each in found]


_OF = "face__photograph"
_ROW = ("pk", f"{_OF}__subject", _OF, f"{_OF}__sealed", f"{_OF}__key__wrapped", "vector")


def _entries(rows: Iterable[tuple[Any, ...]]) -> list[IndexedTemplate]:
    held = list(rows)
    opened = unseal_templates((Sealed(name, wrapped), closed) for *_, name, wrapped, closed in held)
    return [
        IndexedTemplate(row[0], row[1], row[2], np.frombuffer(o, "<f4")) for row, o in zip(held, opened, strict=True)
    ]
