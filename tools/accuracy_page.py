"""Write docs/generated/accuracy.md: a report of `antigone evaluate` as Markdown.

    antigone evaluate ../shared/faces/lfw-dev --out OUT --principal --conditions all --people 300
    uv run python tools/accuracy_page.py OUT/report.json

The text is the same as on the report's own page: drawings are left out. docs/accuracy.md names the commands of every
other figure.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from functools import singledispatch
from pathlib import Path

from antigone.report.evaluation import figures
from antigone.report.sections import blocks
from antigone.report.sections.blocks import Line, Section, Span, TextKind
from antigone.report.sections.whole import content

PAGE = Path(__file__).resolve().parents[1] / "docs/generated/accuracy.md"
_HEAD = """# A report of `antigone evaluate`

Made by `tools/accuracy_page.py` from a report on `lfw-dev`. Which people these are, what it is worth, and what else was
measured stand in [accuracy.md](../accuracy.md).

"""
LEFT_OUT = ("method", "limits")
"""They are the same for every report; docs/validation.md and the page itself have them."""


def text(report: dict) -> str:
    """The report's sections as Markdown."""
    whole = content(report, figures(report))
    return "\n".join(part for section in whole.sections if section.key not in LEFT_OUT for part in _section(section))


def _section(section: Section) -> Iterator[str]:
    yield f"## {section.title}\n"
    for block in section.blocks:
        written = write(block)
        if written:
            yield written + "\n"


def words(line: Line) -> str:
    return "".join(map(_span, line))


def _span(span: Span) -> str:
    if span.kind is TextKind.CODE:
        return f"`{span.text}`"
    plain = "".join("\\" + c if c in "\\`*_[]<>|" else c for c in span.text)
    if span.kind is not TextKind.STRONG or not plain.strip():
        return plain
    inside = plain.strip()
    return plain.replace(inside, f"**{inside}**")


@singledispatch
def write(block: object) -> str:
    """One block as Markdown."""
    raise TypeError(f"no way to write {type(block).__name__}")


@write.register
def _(block: blocks.Paragraph) -> str:
    return words(block.line)


@write.register
def _(block: blocks.Alarm) -> str:
    return f"> **{block.title}** {words(block.line)}"


@write.register
def _(block: blocks.Note) -> str:
    return "\n>\n".join(f"> {words(line)}" for line in block.lines)


@write.register
def _(block: blocks.Unmeasured) -> str:
    return f"Not measured: {words(block.why)}"


@write.register
def _(block: blocks.Bullets) -> str:
    return "\n".join(f"- {words(line)}" for line in block.lines)


@write.register
def _(block: blocks.Facts) -> str:
    return "\n".join(f"- {words(name)}: {words(value)}" for name, value in block.rows)


@write.register
def _(block: blocks.Figures) -> str:
    rows = [f"| {f.name} | {f.value} {f.interval} | {words(f.words)} |" for f in block.figures]
    return "\n".join(["| what | value | counts |", "|---|---|---|", *rows])


@write.register
def _(block: blocks.Table) -> str:
    head = "| " + " | ".join(block.columns) + " |"
    rows = ["| " + " | ".join(words(cell) for cell in row) + " |" for row in block.rows]
    return "\n".join([f"*{words(block.caption)}*\n", head, "|" + "---|" * len(block.columns), *rows])


@write.register
def _(_block: blocks.Plot) -> str:
    return ""


@write.register
def _(block: blocks.Heading) -> str:
    return f"### {block.title}"


def main() -> None:
    report = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    PAGE.write_text(_HEAD + text(report), encoding="utf-8")


if __name__ == "__main__":
    main()
