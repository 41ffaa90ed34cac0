"""Reading the index's content from the database: templates of a part, its changes, and which database it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db.models import Max, QuerySet

from antigone.desk.audit.models import GENESIS, AuditHead, AuditRow
from antigone.desk.candidates.index.part import IndexedTemplate, PartKey
from antigone.desk.photos.models import FaceTemplate, IndexChange
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


def entries(key: PartKey) -> Iterator[list[IndexedTemplate]]:
    """All templates of a part, some thousands at a time, in ascending order of number."""
    after = 0
    while chunk := _entries(live(key).filter(pk__gt=after).order_by("pk").values_list(*_ROW)[:CHUNK]):
        yield chunk
        after = chunk[-1].template


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


def all_keys() -> list[PartKey]:
    """The keys of every part there is or was."""
    found = IndexChange.objects.order_by().values_list("incident", "agency", "kind", "model").distinct()
    return [PartKey(*each) for each in found]


_OF = "face__photograph"
_ROW = ("pk", f"{_OF}__subject", _OF, f"{_OF}__sealed", f"{_OF}__key__wrapped", "vector")


def _entries(rows: Iterable[tuple[Any, ...]]) -> list[IndexedTemplate]:
    held = list(rows)
    opened = unseal_templates((Sealed(name, wrapped), closed) for *_, name, wrapped, closed in held)
    return [
        IndexedTemplate(row[0], row[1], row[2], np.frombuffer(o, "<f4")) for row, o in zip(held, opened, strict=True)
    ]
