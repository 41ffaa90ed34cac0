"""What a report is made of, before anybody decides how it looks: the page and the document draw the same blocks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

_JOINERS = "\u200c\u200d\u00a0"
"""Invisible, and part of ordinary words and names."""


class TextKind(StrEnum):
    """What a piece of text is."""

    PLAIN = "plain"
    STRONG = "strong"
    DATA = "data"
    """Somebody else's words (a name of a file, of a group): isolated, in whatever direction they are written."""
    CODE = "code"
    """A hash, a version, an option."""


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of text. It is never markup, whoever wrote it."""

    text: str
    kind: TextKind = TextKind.PLAIN


Line = tuple[Span, ...]


def line(*parts: Span | str | Line) -> Line:
    """One line of text; strings in it are the report's own words."""
    spans: list[Span] = []
    for part in parts:
        if isinstance(part, str):
            spans.append(Span(part))
        elif isinstance(part, Span):
            spans.append(part)
        else:
            spans.extend(part)
    return tuple(spans)


def strong(text: str) -> Span:
    return Span(text, TextKind.STRONG)


def data(value: Any) -> Span:
    return Span(printable(str(value)), TextKind.DATA)


def code(value: Any) -> Span:
    return Span(printable(str(value)), TextKind.CODE)


def joined(parts: Iterable[Span | Line], between: str = ", ") -> Line:
    """``parts`` with ``between`` in between."""

    def woven() -> Iterator[Span | Line]:
        for number, part in enumerate(parts):
            if number:
                yield Span(between)
            yield part

    return line(*woven())


def printable(text: str) -> str:
    """``text`` with what cannot be seen, or could turn its surroundings round, as its number in Unicode."""
    return "".join(one if one.isprintable() or one in _JOINERS else f"[U+{ord(one):04X}]" for one in text)


@dataclass(frozen=True, slots=True)
class Paragraph:
    line: Line


@dataclass(frozen=True, slots=True)
class Alarm:
    """What must not be overlooked."""

    title: str
    line: Line


@dataclass(frozen=True, slots=True)
class Note:
    """What is to be read before the figures."""

    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Unmeasured:
    """A part that has no figures, and why."""

    why: Line


@dataclass(frozen=True, slots=True)
class Bullets:
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and values."""

    rows: tuple[tuple[Line, Line], ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A headline: what it is, its value, and the counts it rests on."""

    name: str
    value: str
    interval: str
    words: Line


@dataclass(frozen=True, slots=True)
class Figures:
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The first cell of a row names it."""

    caption: Line
    columns: tuple[str, ...]
    rows: tuple[tuple[Line, ...], ...]
    widths: tuple[int, ...] = ()
    """Shares of the line on paper; empty: as the content asks."""

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError("a row has not as many cells as there are columns")


@dataclass(frozen=True, slots=True)
class Plot:
    """A drawing, what somebody who does not see it should know, and the words below it."""

    svg: str = field(repr=False)
    alt: str
    caption: Line


@dataclass(frozen=True, slots=True)
class Heading:
    """A title inside a section."""

    title: str


Block = Paragraph | Alarm | Note | Unmeasured | Bullets | Facts | Figures | Table | Plot | Heading


@dataclass(frozen=True, slots=True)
class Section:
    """``key`` is where links lead."""

    key: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Content:
    """A whole report. ``date`` (ISO 8601) is empty where the report does not say when it was made."""

    title: str
    date: str
    fingerprint: str
    sections: tuple[Section, ...]
