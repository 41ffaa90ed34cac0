"""What a reader says of translations, as a patch of the catalogues: ``git am`` takes it, with their name and the date.

Only lines of messages that were read are in it: a catalogue is laid out anew by tools/catalogues.py, not here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime, formataddr
from itertools import pairwise

from antigone.desk.translating.catalogues import MARK, Catalogue, Wording
from antigone.desk.translating.models import Proofread

WIDTH = 120
"""Of a line in a catalogue: as in tools/catalogues.py."""
_AROUND = 3
"""Lines of a patch that say where it belongs."""
_NOBODY = "proofreader@antigone.invalid"
"""Git wants an address; ``invalid`` is a domain that nobody can have."""
_WORDS = re.compile(r"(\s+)")
_ESCAPED = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}


@dataclass(frozen=True, slots=True)
class Reader:
    """Who stands in the patch, and when it was made."""

    name: str
    email: str
    at: datetime

    @property
    def mark(self) -> str:
        return f"# {MARK}{self.name}, {self.at:%Y-%m-%d}."


@dataclass(frozen=True, slots=True)
class _Change:
    """Lines of a file, from ``begin`` up to ``end``, and what stands there instead."""

    begin: int
    end: int
    lines: Sequence[str]


def patch_of(language: str, files: Iterable[Catalogue], rows: Mapping[str, Proofread], reader: Reader) -> bytes:
    """All that ``rows`` say, by the messages' keys, as a mail that ``git am`` takes."""
    better = sum(row.better is not None for row in rows.values())
    subject = f"[PATCH] locale: {language} proofread, {len(rows) - better} right, {better} better"
    sender = formataddr((reader.name, reader.email or _NOBODY))
    head = [
        f"From {'0' * 40} Mon Sep 17 00:00:00 2001",
        f"From: {sender}",
        f"Date: {format_datetime(reader.at)}",
        f"Subject: {subject}",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=UTF-8",
        "Content-Transfer-Encoding: 8bit",
        "",
        *_notes(files, rows),
        "---",
    ]
    body = [line for file in files for line in _diff(file, rows, reader)]
    return "\n".join([*head, *body, "-- ", "antigone", ""]).encode()


def _notes(files: Iterable[Catalogue], rows: Mapping[str, Proofread]) -> Iterator[str]:
    for file in files:
        for message in file.messages:
            row = rows.get(message.key)
            if row is not None and row.note:
                yield f"{message.english[0]!r}: {row.note}"


def _diff(file: Catalogue, rows: Mapping[str, Proofread], reader: Reader) -> Iterator[str]:
    # split at line feeds alone: a message may hold other characters that Python takes for ends of lines
    lines = file.path.read_text(encoding="utf-8").removesuffix("\n").split("\n")
    changes = [
        change
        for message, (begin, end) in zip(file.messages, _blocks(lines), strict=True)
        if (row := rows.get(message.key)) is not None
        for change in _changes(message, row, lines[begin:end], begin, reader)
    ]
    if changes:
        place = file.place
        yield from (f"diff --git a/{place} b/{place}", f"--- a/{place}", f"+++ b/{place}")
        yield from _hunks(lines, changes)


def _blocks(lines: Sequence[str]) -> list[tuple[int, int]]:
    """Where each message of a catalogue begins and ends: empty lines are between them. The head is none."""
    ends = [-1, *(at for at, line in enumerate(lines) if not line), len(lines)]
    return [(before + 1, after) for before, after in pairwise(ends) if after > before + 1][1:]


def _changes(message: Wording, row: Proofread, block: Sequence[str], begin: int, reader: Reader) -> Iterator[_Change]:
    """What changes in the lines of one message, which begin at ``begin``."""
    old = [at for at, line in enumerate(block) if line.startswith(f"# {MARK}")]
    first, after = (old[0], old[-1] + 1) if old else (0, 0)
    yield _Change(begin + first, begin + after, [reader.mark])
    if row.better is not None:
        said = next(at for at, line in enumerate(block) if line.startswith("msgstr"))
        names = [f"msgstr[{form}]" for form in range(len(row.better))] if len(message.english) > 1 else ["msgstr"]
        fields = zip(names, row.better, strict=True)
        lines = [line for name, each in fields for line in _field(name, each)]
        yield _Change(begin + said, begin + len(block), lines)


def _field(name: str, said: str) -> list[str]:
    """A string as tools/catalogues.py writes it: on one line, or in pieces of whole words under an empty one."""
    if "\n" not in said and len(_escaped(said)) + 2 <= WIDTH:
        return [f'{name} "{_escaped(said)}"']
    pieces = [""]
    for word in _WORDS.split(said):
        if pieces[-1].endswith("\n") or len(_escaped(pieces[-1] + word)) + 2 >= WIDTH:
            pieces.append("")
        pieces[-1] += word
    return [f'{name} ""', *(f'"{_escaped(piece)}"' for piece in pieces if piece)]


def _escaped(text: str) -> str:
    return "".join(_ESCAPED.get(each, each) for each in text)


def _hunks(lines: Sequence[str], changes: Sequence[_Change]) -> Iterator[str]:
    """The changes with the lines around them; those that are near each other in one piece."""
    near: list[list[_Change]] = []
    for change in changes:
        if near and change.begin - near[-1][-1].end <= 2 * _AROUND:
            near[-1].append(change)
        else:
            near.append([change])
    longer = 0
    for group in near:
        begin, end = max(0, group[0].begin - _AROUND), min(len(lines), group[-1].end + _AROUND)
        more = sum(len(each.lines) - (each.end - each.begin) for each in group)
        yield f"@@ -{begin + 1},{end - begin} +{begin + 1 + longer},{end - begin + more} @@"
        longer += more
        at = begin
        for each in group:
            yield from (f" {line}" for line in lines[at : each.begin])
            yield from (f"-{line}" for line in lines[each.begin : each.end])
            yield from (f"+{line}" for line in each.lines)
            at = each.end
        yield from (f" {line}" for line in lines[at:end])
