"""Rows of the audit as a table for other programs, sent as they are read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC

from django.db.models import QuerySet

from antigone.desk import csv_export
from antigone.desk.audit.models import AuditRow

COLUMNS = "row,at,gesture,actor,agency,incident,verb,thing,reason,detail,previous,hash"
_AT_ONCE = 2000


def lines(rows: QuerySet[AuditRow], last: int) -> Iterator[str]:
    """CSV of the rows up to ``last``, the oldest first."""
    return csv_export.lines(COLUMNS.split(","), map(_cells, _in_parts(rows, last)))


def _in_parts(rows: QuerySet[AuditRow], last: int) -> Iterator[AuditRow]:
    after = 0
    while chunk := list(rows.filter(sequence__gt=after, sequence__lte=last).order_by("sequence")[:_AT_ONCE]):
        yield from chunk
        after = chunk[-1].sequence


def _cells(row: AuditRow) -> list[object]:
    said = (row.actor, row.agency, row.incident, row.verb, row.thing, row.reason, row.detail, row.previous, row.hash)
    return [row.sequence, row.at.astimezone(UTC).isoformat(timespec="microseconds"), str(row.gesture), *said]
