"""What all pages share: one way to read a template, one head that forbids loading anything, pictures as data."""

from __future__ import annotations

import base64
from functools import cache

import jinja2


@cache
def template(name: str) -> jinja2.Template:
    """A page's template; what is put into it is escaped, and what is missing is a fault."""
    surroundings = jinja2.Environment(
        loader=jinja2.PackageLoader("antigone.report", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return surroundings.get_template(name)


def address(picture: bytes, kind: str = "image/jpeg") -> str:
    """``picture`` as an address that holds all of it."""
    return f"data:{kind};base64," + base64.b64encode(picture).decode()
