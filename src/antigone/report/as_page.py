"""Blocks as one HTML page with its style and drawings inside, and no way to load anything else."""

from __future__ import annotations

import antigone
from antigone.report.html import address, template
from antigone.report.sections.blocks import Content


def as_page(content: Content) -> str:
    page = template("evaluation.html")
    return page.render(content=content, version=antigone.__version__, kind=_kind, address=_drawing)


def _kind(block: object) -> str:
    return type(block).__name__.lower()


def _drawing(svg: str) -> str:
    return address(svg.encode(), "image/svg+xml")
