"""Blocks as PDF/A by typst. Only data travels to the template, as JSON: nothing in it is ever read as markup."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import typst

from antigone.report.fonts import drawable, folder
from antigone.report.sections.blocks import Content

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
