"""What is seen before it is done: what was understood of a table, a folder or an archive, what is doubtful and refused.

Made from bytes, names of files and answers alone, so that the same three give the same preview, and its digest says
whether what is done is what was seen.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from antigone.tables.columns import TakenColumn
from antigone.tables.phrases import Phrase
from antigone.types import Refusal


@dataclass(frozen=True, slots=True)
class TableQuestion:
    """Something that could mean two things. ``about`` is what an answer is kept under."""

    about: str
    asks: Phrase
    options: tuple[tuple[str, str], ...]
    """What can be answered, each with how it then reads."""


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """One photograph that would be brought in, or why it would not."""

    key: str
    """The line of the table, or the path: what answers call it."""
    path: str
    """The file, as the folder or archive has it; empty if there is none."""
    named: str
    """The file, as the row has it."""
    who: str
    details: dict[str, str] = field(default_factory=dict)
    doubts: tuple[Phrase, ...] = ()
    refusal: Refusal | None = None
    why: Phrase | None = None
    """The refusal in words that can be translated."""
    near: tuple[str, ...] = ()
    """Files that are called nearly so."""
    left_out: bool = False

    @property
    def stands(self) -> bool:
        return self.refusal is None and not self.left_out


@dataclass(frozen=True, slots=True)
class TablePreview:
    """All that would be done."""

    understood: tuple[Phrase, ...]
    columns: tuple[TakenColumn, ...]
    read: dict[str, Phrase]
    """How columns of dates were read, by the column's name."""
    rows: tuple[PreviewRow, ...]
    questions: tuple[TableQuestion, ...]
    unnamed: tuple[str, ...]
    """Files that no row names."""
    source: str = ""
    """A hash of what was sent."""
    answers: dict[str, str] = field(default_factory=dict)

    @property
    def people(self) -> list[str]:
        return sorted({row.who for row in self.rows if row.stands})

    @property
    def photographs(self) -> int:
        return sum(row.stands for row in self.rows)

    @property
    def doubtful(self) -> list[PreviewRow]:
        return [row for row in self.rows if row.stands and row.doubts]

    @property
    def refused(self) -> list[PreviewRow]:
        return [row for row in self.rows if row.refusal is not None and not row.left_out]

    @property
    def digest(self) -> str:
        """Of all that is shown: the same for the same files and answers."""
        return hashlib.sha256(json.dumps(self.as_json(), ensure_ascii=True, sort_keys=True).encode()).hexdigest()

    def as_json(self) -> dict[str, Any]:
        return {
            "source": self.source,
            "answers": self.answers,
            "understood": [str(each) for each in self.understood],
            "columns": [
                {"column": each.name, "taken_for": each.meaning or None, "why": str(each.why)}
                | ({"read": str(self.read[each.name])} if each.name in self.read else {})
                for each in self.columns
            ],
            "questions": [
                {"about": each.about, "asks": str(each.asks), "options": dict(each.options)} for each in self.questions
            ],
            "people": self.people,
            "photographs": self.photographs,
            "rows": [_row(each) for each in self.rows],
            "files_that_no_row_names": list(self.unnamed),
        }

    def lines(self) -> Iterator[str]:
        """The report for people, line by line."""
        yield from map(str, self.understood)
        for column in self.columns:
            read = f"; {self.read[column.name]}" if column.name in self.read else ""
            yield f"column {column.name}: {column.meaning or 'words'} ({column.why}{read})"
        for row in self.rows:
            if row.left_out:
                yield f"{row.key}: left out"
            elif row.why is not None and row.refusal is not None:
                near = f" Nearly so: {', '.join(row.near)}" if row.near else ""
                yield f"refused, {row.key}: {row.why} {row.refusal.hint}{near}"
            for doubt in () if row.left_out else row.doubts:
                yield f"doubtful, {row.key}: {doubt}"
        for path in self.unnamed:
            yield f"no row names this file: {path}"
        for question in self.questions:
            options = "; ".join(f"{value} ({shown})" for value, shown in question.options)
            yield f"asked, {question.about}: {question.asks} {options}"
        photographs, people = _counted(self.photographs, "photograph"), _counted(len(self.people), "person", "people")
        yield f"{photographs} of {people}; {len(self.refused)} refused."


def _counted(count: int, one: str, many: str = "") -> str:
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def _row(row: PreviewRow) -> dict[str, Any]:
    return {
        "key": row.key,
        "file": row.path or None,
        "named": row.named,
        "who": row.who,
        "details": row.details,
        "doubts": [str(each) for each in row.doubts],
        "refused": {"code": row.refusal.code, "detail": row.refusal.detail, "hint": row.refusal.hint}
        if row.refusal
        else None,
        "near": list(row.near),
        "left_out": row.left_out,
    }
