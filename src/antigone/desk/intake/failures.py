"""What was refused, as a table to put right: the files that were not brought in, each with why and what to do."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from antigone.desk.intake.models import Import
from antigone.desk.intake.queries import refused
from antigone.types import Profile

_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def as_csv(bringing: Import) -> Iterator[str]:
    """Line by line, with a mark that spreadsheets need to read UTF-8. No field begins a formula."""
    yield "\ufeff" + _line("path", "person" if bringing.kind == Profile.AM.value else "case", "why", "what to do")
    for item in refused(bringing).iterator():
        yield _line(item.path, item.who, item.detail, item.hint)


def _line(*values: str) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(f"'{value}" if value.lstrip().startswith(_BEGINS_A_FORMULA) else value for value in values)
    return out.getvalue()
