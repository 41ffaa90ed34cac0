"""The reports of an evaluation: figures for machines, a page to look at, and a document to file."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from antigone.report.as_page import as_page
from antigone.report.as_paper import as_paper
from antigone.report.sections.blocks import Content
from antigone.report.sections.whole import content


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
