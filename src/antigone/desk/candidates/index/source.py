"""What the database says of a part: its templates, its steps, and which history it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from django.db.models import Max, QuerySet

from antigone.desk.audit.models import GENESIS, AuditHead, AuditRow
from antigone.desk.candidates.index.part import Entry, Key
from antigone.desk.photos.models import IndexChange, Template

CHUNK = 2_000


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where in the audit's chain something was made. A copy of another desk, or a backup put back, has another hash."""

    sequence: int
    hash: str


def anchor() -> Anchor:
    head = AuditHead.objects.get()
    return Anchor(head.sequence, head.hash)


def holds(one: Anchor) -> bool:
    """Whether this database's history goes through ``one``."""
    if one.sequence == 0:
        return one.hash == GENESIS
    return AuditRow.objects.filter(sequence=one.sequence, hash=one.hash).exists()


def last_step() -> int:
    return IndexChange.objects.aggregate(last=Max("sequence"))["last"] or 0


def live(key: Key) -> QuerySet[Template]:
    """The templates that belong in a part at this moment."""
    return Template.objects.filter(
        model=key.model,
        face__chosen=True,
        face__photograph__indexed=True,
        face__photograph__subject__incident=key.incident,
        face__photograph__subject__agency=key.agency,
        face__photograph__kind=key.kind,
    )


def entries(key: Key) -> Iterator[list[Entry]]:
    """All of a part, some thousands at a time, in ascending order of template."""
    after = 0
    while chunk := [_entry(*row) for row in live(key).filter(pk__gt=after).order_by("pk").values_list(*_ROW)[:CHUNK]]:
        yield chunk
        after = chunk[-1].template


def entries_of(templates: Iterable[int]) -> dict[int, Entry]:
    """Those of ``templates`` that are still there at all."""
    wanted, found = sorted(set(templates)), {}
    for start in range(0, len(wanted), 500):
        for row in Template.objects.filter(pk__in=wanted[start : start + 500]).values_list(*_ROW):
            found[row[0]] = _entry(*row)
    return found


def steps_from(sequence: int) -> QuerySet[IndexChange]:
    """Step ``sequence`` itself, by which one knows that this is the same history, and all that came after it."""
    return IndexChange.objects.filter(sequence__gte=sequence).order_by("sequence")


def all_keys() -> list[Key]:
    """Every part there is or was."""
    found = IndexChange.objects.order_by().values_list("incident", "agency", "kind", "model").distinct()
    return [Key(*each) for each in found]


_ROW = ("pk", "face__photograph__subject", "face__photograph", "vector")


def _entry(template: int, subject: int, photograph: int, vector: bytes) -> Entry:
    return Entry(template, subject, photograph, np.frombuffer(bytes(vector), "<f4"))
