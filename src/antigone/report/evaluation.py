"""The reports of an evaluation: figures for machines, a page to look at, and a document to file."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst

import antigone
from antigone.report.fonts import drawable, folder
from antigone.report.html import address, template
from antigone.report.sections.blocks import Content
from antigone.report.sections.whole import content

TEMPLATES = Path(__file__).parent / "templates"
STANDARDS: list[typst.PDFStandard] = ["a-2a", "ua-1"]
_NO_DATE = "1980-01-01"
"""PDF/A wants a date, and the clock is not asked."""


def as_paper(content: Content) -> bytes:
    """The bytes depend on ``content`` and the versions of typst and matplotlib, on neither clock nor machine."""
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(folder())])
    made = datetime.combine(date.fromisoformat(content.date or _NO_DATE), datetime.min.time(), UTC)
    compiler = typst.Compiler(
        str(TEMPLATES / "evaluation.typ"),
        root=str(TEMPLATES),
        font_paths=fonts,
        sys_inputs={"content": json.dumps(plain(content), ensure_ascii=False)},
    )
    done = compiler.compile(format="pdf", pdf_standards=STANDARDS, timestamp=made)
    assert isinstance(done, bytes)
    return done


def plain(value: Any) -> Any:
    """Blocks as dictionaries that name their kind, with every character that the fonts lack spelled out."""
    if is_dataclass(value) and not isinstance(value, type):
        items = {field.name: plain(getattr(value, field.name)) for field in fields(value)}
        return {"is": type(value).__name__.lower(), **items}
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    return drawable(value) if isinstance(value, str) else value


def as_page(content: Content) -> str:
    page = template("evaluation.html")
    return page.render(content=content, version=antigone.__version__, kind=_kind, address=_drawing)


def _kind(block: object) -> str:
    return type(block).__name__.lower()


def _drawing(svg: str) -> str:
    return address(svg.encode(), "image/svg+xml")


def figures(report: dict[str, Any]) -> bytes:
    """The report as JSON: what the page and the document are made from, and whose hash they name."""
    return (json.dumps(report, indent=1, ensure_ascii=False) + "\n").encode("utf-8", "backslashreplace")


def page(report: dict[str, Any]) -> str:
    """The report as one self-contained HTML page."""
    return as_page(_content(figures(report)))


def document(report: dict[str, Any]) -> bytes:
    """The report as PDF/A-2a, tagged for screen readers (PDF/UA-1). The same report gives the same bytes."""
    return as_paper(_content(figures(report)))


@lru_cache(maxsize=1)
def _content(written: bytes) -> Content:
    """The blocks, drawn once for both."""
    return content(json.loads(written), written)
