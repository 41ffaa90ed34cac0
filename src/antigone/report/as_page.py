"""Blocks as one HTML page with its style and drawings inside, and no way to load anything else."""

from __future__ import annotations

import base64
from functools import lru_cache

import jinja2

import antigone
from antigone.report.sections.blocks import Content


def as_page(content: Content) -> str:
    return _template().render(content=content, version=antigone.__version__, kind=_kind, address=_address)


@lru_cache(maxsize=1)
def _template() -> jinja2.Template:
    loader = jinja2.PackageLoader("antigone.report", "templates")
    surroundings = jinja2.Environment(
        loader=loader, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return surroundings.get_template("evaluation.html")


def _kind(block: object) -> str:
    return type(block).__name__.lower()


def _address(svg: str) -> str:
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()
