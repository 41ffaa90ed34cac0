"""On which pages of the desk a file's words can be read.

Found by following what each page's view calls and each template includes, so nobody has to keep a list.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from inspect import getmodule, unwrap
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from antigone.desk.accounts.access import somewhere
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.figures.queries import published

_SOURCE = Path(__file__).resolve().parents[3]
_WEB = ("antigone.desk.web.", "antigone.desk.public.")
_NAMED = re.compile(r"""{%\s*(?:include|extends)\s+["']([^"']+)["']""")
EVERYWHERE = "desk/web/templates/desk/base.html"
"""What stands on every page."""


@dataclass(frozen=True, slots=True, order=True)
class DeskPage:
    """A page of the desk."""

    pattern: str
    """Its address, as it is written down: ``cases/<int:number>``."""
    name: str
    link: str
    """Its address, if it is one page and not one for each case; else empty."""
    permission: tuple[Verb, Mapping[str, Thing]] | None = field(default=None, compare=False)
    """What is asked of the table for it; None if it is for everybody."""


@cache
def pages_of() -> dict[str, tuple[DeskPage, ...]]:
    """The pages of each file, which is named from ``src/antigone/``: a template, or a module of a page's words."""
    found: defaultdict[str, set[DeskPage]] = defaultdict(set)
    for route, pattern in _addresses(get_resolver().url_patterns):
        for file in files_of(pattern.callback):
            found[file].add(
                DeskPage(route, str(pattern.name), _link(route, pattern), getattr(pattern.callback, "permission", None))
            )
    return {file: tuple(sorted(pages)) for file, pages in found.items()}


def opens(by: Actor, page: DeskPage) -> bool:
    """Whether somebody can open a page without saying of which case."""
    if not page.link or page.permission is None:
        # Of the public pages one is there only while somebody publishes.
        return bool(page.link) and (page.link != reverse("figures") or published() is not None)
    verb, things = page.permission
    return any(somewhere(by, verb, thing) for thing in things.values())


def files_of(view: Any) -> set[str]:
    """The files with the words of a view's pages."""
    begun = unwrap(view)
    called: set[Any] = set()
    if isinstance(begun, FunctionType):
        _follow(begun, called)
    modules = {_short(getmodule(each)) for each in called}
    templates = {name for each in called if isinstance(each, FunctionType) for name in _templates(each.__code__)}
    return (modules | _included(templates)) - {"", EVERYWHERE}


def _addresses(patterns: Iterable[Any], before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for each in patterns:
        route = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from _addresses(each.url_patterns, route)
        elif each.callback.__module__.startswith(_WEB):
            yield route, each


def _link(route: str, pattern: URLPattern) -> str:
    opened = "GET" in getattr(pattern.callback, "methods", ("GET",))
    return reverse(str(pattern.name)) if opened and "<" not in route else ""


def _follow(function: Any, called: set[Any]) -> None:
    """Everything of the web's own modules that a function calls, and what that calls."""
    if function in called:
        return
    called.add(function)
    if not isinstance(function, FunctionType):
        return
    for name in _names(function.__code__):
        found = function.__globals__.get(name)
        used = unwrap(found) if callable(found) else None
        if isinstance(used, FunctionType | type) and used.__module__.startswith(_WEB):
            _follow(used, called)
        elif isinstance(used, FunctionType) and ".actions" in used.__module__:
            called.add(used)  # what it refuses is said on this page


def _names(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from _names(inner)


def _templates(code: CodeType) -> Iterator[str]:
    for constant in code.co_consts:
        if isinstance(constant, str) and constant.endswith(".html"):
            yield constant
        elif isinstance(constant, CodeType):
            yield from _templates(constant)


def _included(names: set[str]) -> set[str]:
    """The files of templates, and of what they include and extend."""
    files: set[str] = set()
    waiting, seen = list(names), set(names)
    while waiting:
        file, others = _template(waiting.pop())
        files.add(file)
        if file != EVERYWHERE:
            waiting += others - seen
        seen |= others
    return files


@cache
def _template(name: str) -> tuple[str, frozenset[str]]:
    try:
        path = Path(str(get_template(name).origin))  # type: ignore[attr-defined]
    except TemplateDoesNotExist:
        return "", frozenset()
    return _relative(path), frozenset(_NAMED.findall(path.read_text(encoding="utf-8")))


def _short(module: Any) -> str:
    return _relative(Path(module.__file__)) if module is not None and module.__file__ else ""


def _relative(path: Path) -> str:
    return path.resolve().relative_to(_SOURCE).as_posix() if path.resolve().is_relative_to(_SOURCE) else ""
