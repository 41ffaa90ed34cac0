"""Everything that was sent together: photographs, tables and what else lies with them, and the preview of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import PurePosixPath

from antigone.errors import ForbiddenOrigin
from antigone.tables.archive_names import readings
from antigone.tables.building import of_table
from antigone.tables.folders import of_folders
from antigone.tables.naming import FileNames
from antigone.tables.phrases import Phrase, TableInvalid, phrase
from antigone.tables.previews import TablePreview, TableQuestion
from antigone.tables.rows import WantedColumns, is_hidden, is_photograph, refused
from antigone.types import Refusal

TABLES = (".csv", ".tsv", ".txt", ".xlsx", ".xls", ".ods")
ALONE = 0
"""The place of a table that came by itself, beside the photographs."""
NO_TABLE = "none"
"""The answer by which no table of an archive is read."""


@dataclass(frozen=True, slots=True)
class IncomingFile:
    """A file by the name under which it came."""

    place: int
    """Counts the files, from 1."""
    name: str
    """Empty, if nobody can know in which letters ``raw`` is written."""
    raw: bytes = b""
    refusal: Refusal | None = None
    """Why it cannot be a photograph, whoever it is of."""
    sha256: str = ""
    notes: tuple[str, ...] = ()
    """What the file's structure tells of it: it is read all the same."""

    def called(self, alphabet: str) -> str:
        return self.name or (self.raw.decode(alphabet, "replace") if alphabet else repr(self.raw)[2:-1])


@dataclass(frozen=True, slots=True)
class IncomingFiles:
    """What came together. ``tables``: the bytes of each file that may be a table, by its place."""

    files: tuple[IncomingFile, ...]
    tables: Mapping[int, bytes] = field(default_factory=dict)

    @property
    def source(self) -> str:
        """A hash of all of it."""
        said = [[each.place, each.name, each.raw.hex(), each.sha256] for each in self.files]
        tables = {str(place): hashlib.sha256(data).hexdigest() for place, data in self.tables.items()}
        return hashlib.sha256(json.dumps([said, tables], sort_keys=True).encode()).hexdigest()

    def by_path(self, answers: Mapping[str, str]) -> dict[str, IncomingFile]:
        """Each file by its path; of two with one path, the second is called by another."""
        found: dict[str, IncomingFile] = {}
        for each in self.files:
            path = each.called(answers.get("names", ""))
            if path in found:
                whole = PurePosixPath(path)
                path = str(whole.with_name(f"{whole.stem} ({each.place}){whole.suffix}"))
            found[path] = each
        return found


def preview_of(sent: IncomingFiles, wanted: WantedColumns, answers: Mapping[str, str], today: date) -> TablePreview:
    """What all of it is taken for.

    Raises:
        TableInvalid: if there is no photograph in it, or the table that came by itself is none.
        ForbiddenOrigin: if a row names an address.
    """
    nameless = [each.raw for each in sent.files if not each.name]
    if nameless and not answers.get("names"):
        asks = phrase("In which letters are the names of the files written? The archive does not say.")
        return _asking(sent, answers, TableQuestion("names", asks, tuple(readings(nameless))))
    there = sent.by_path(answers)
    tables = {path: sent.tables[file.place] for path, file in there.items() if file.place in sent.tables}
    if ALONE in sent.tables:
        tables[""] = sent.tables[ALONE]
    chosen = _chosen(tables, answers)
    if chosen is None:
        asks = phrase("There are several tables: which one says whose each photograph is?")
        options = tuple((path, path) for path in (*_manifests(tables), NO_TABLE))
        return _asking(sent, answers, TableQuestion("table", asks, options))
    if chosen != NO_TABLE:
        return _checked(_of_table(chosen, tables, there, wanted, answers=answers, today=today), there, sent)
    if (seeming := _seeming(tables, there, wanted, answers, today)) is not None:
        return _checked(seeming, there, sent)
    return _checked(of_folders(there, wanted, answers), there, sent)


def _asking(sent: IncomingFiles, answers: Mapping[str, str], question: TableQuestion) -> TablePreview:
    return TablePreview((), (), {}, (), (question,), (), sent.source, dict(answers))


def _manifests(tables: Mapping[str, bytes]) -> list[str]:
    return [path for path in tables if not is_hidden(path) and PurePosixPath(path).stem.casefold() == "manifest"]


def _chosen(tables: Mapping[str, bytes], answers: Mapping[str, str]) -> str | None:
    """The path of the table; ``NO_TABLE``, if there is none that must be; None, if it must be asked."""
    if "" in tables:
        return ""
    said = answers.get("table", "")
    if said in tables or said == NO_TABLE:
        return said
    manifests = _manifests(tables)
    if len(manifests) > 1:
        return None
    return manifests[0] if manifests else NO_TABLE


def _seeming(
    tables: Mapping[str, bytes],
    there: Mapping[str, IncomingFile],
    wanted: WantedColumns,
    answers: Mapping[str, str],
    today: date,
) -> TablePreview | None:
    """By the only table of whatever name, if it says whose each photograph is."""
    shown = [path for path in tables if not is_hidden(path)]
    if len(shown) != 1 or answers.get("table") == NO_TABLE:
        return None
    try:
        found = _of_table(shown[0], tables, there, wanted, answers=answers, today=today)
    except (TableInvalid, ForbiddenOrigin):
        return None
    return found if found.rows else None


def _of_table(
    path: str,
    tables: Mapping[str, bytes],
    there: Mapping[str, IncomingFile],
    wanted: WantedColumns,
    *,
    answers: Mapping[str, str],
    today: date,
) -> TablePreview:
    others = [each for each in there if each != path and not is_hidden(each)]
    beside = str(PurePosixPath(path).parent) if "/" in path else ""
    made = of_table(tables[path], FileNames(others, beside), wanted, answers, today=today)
    named = (phrase("The table is %(path)s.", path=path),) if path else ()
    return replace(made, understood=(*named, *made.understood))


def _checked(preview: TablePreview, there: Mapping[str, IncomingFile], sent: IncomingFiles) -> TablePreview:
    """The same, with files refused that cannot be photographs, and with what is told of the others."""
    rows = []
    for row in preview.rows:
        why = there[row.path].refusal if row.path in there else None
        if why is None and row.path and not is_photograph(row.path):
            why = _NO_PHOTOGRAPH
        told = tuple(Phrase(note) for note in there[row.path].notes) if row.path in there else ()
        seen = replace(row, doubts=(*row.doubts, *told)) if told else row
        rows.append(refused(row, why.code, Phrase(why.detail), Phrase(why.hint)) if why else seen)
    return replace(preview, rows=tuple(rows), source=sent.source)


_NO_PHOTOGRAPH = Refusal(
    "not-a-photo",
    str(phrase("This is no file of a kind that is read.")),
    str(phrase("Save it as JPEG, PNG, WebP, TIFF, BMP or HEIC.")),
)
