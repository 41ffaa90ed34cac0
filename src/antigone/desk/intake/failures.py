"""What was refused, as a table to put right: the files that were not brought in, each with why and what to do."""

from __future__ import annotations

from collections.abc import Iterator

from antigone.desk import csv_export
from antigone.desk.intake.models import Import
from antigone.desk.intake.queries import refused
from antigone.types import Profile


def as_csv(bringing: Import) -> Iterator[str]:
    """Line by line."""
    header = ("path", "person" if bringing.kind == Profile.AM.value else "case", "why", "what to do")
    items = refused(bringing).iterator()
    return csv_export.lines(header, ((item.path, item.who, item.detail, item.hint) for item in items))
