"""Rows of the audit as a table for other programs, sent as they are read."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import UTC

from django.db.models import QuerySet

from antigone.desk.audit.models import AuditRow

COLUMNS = "row,at,gesture,actor,agency,incident,verb,thing,reason,detail,previous,hash"
_AT_ONCE = 2000


class _Echo:
    def write(self, line: str) -> str:
        return line


def lines(rows: QuerySet[AuditRow], last: int) -> Iterator[str]:
    """CSV of the rows up to ``last``, the oldest first."""
    writer = csv.writer(_Echo())
    yield "\ufeff" + COLUMNS + "\r\n"  # a mark by which spreadsheets know UTF-8
    after = 0
    while chunk := list(rows.filter(sequence__gt=after, sequence__lte=last).order_by("sequence")[:_AT_ONCE]):
        for row in chunk:
            yield writer.writerow(_cells(row))
        after = chunk[-1].sequence


def _cells(row: AuditRow) -> list[object]:
    said = (row.actor, row.agency, row.incident, row.verb, row.thing, row.reason, row.detail, row.previous, row.hash)
    at = row.at.astimezone(UTC).isoformat(timespec="microseconds")
    return [row.sequence, at, str(row.gesture), *map(harmless, said)]


def harmless(cell: str | int | None) -> str | int:
    """Text that a spreadsheet would take for a formula is marked as text."""
    if cell is None:
        return ""
    if isinstance(cell, str) and cell.lstrip().startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")):
        return "'" + cell
    return cell
