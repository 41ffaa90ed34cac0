"""What a page says as HTML: whether it is any, and what it offers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from html import unescape
from typing import Any
from xml.etree.ElementTree import Element

import html5lib

_OFFERS = re.compile(r"<(a|img|form|button|input)\b([^>]*)>")
_SAID = re.compile(r'\b(href|src|action|formaction|method|formmethod|formnovalidate)="([^"]*)"')
_NEVER_EMPTY = ("href", "src", "action", "id", "for")
_REFERENCES = ("for", "form", "list", "aria-labelledby", "aria-describedby", "aria-controls")


def offered(page: str) -> set[tuple[str, str]]:
    """The method and path of each link, picture and form of a page that leads into the desk, without its anchor."""
    found = set()
    for _tag, rest in _OFFERS.findall(page):
        said = {name: unescape(value) for name, value in _SAID.findall(rest)}
        to = said.get("href") or said.get("src") or said.get("action") or said.get("formaction") or ""
        path = to.partition("#")[0]
        if path.startswith("/") and not path.startswith("/static/"):
            method = said.get("method") or said.get("formmethod") or ("post" if "formaction" in said else "get")
            found.add((method.lower(), path))
    return found


def invalid(page: str) -> list[str]:
    """What is not HTML in a page, as html5lib finds it, and what else no validator lets pass."""
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False)
    root = parser.parse(page)
    found = [f"{code} {about} at line {at[0]}" for at, code, about in parser.errors]
    return found + list(_odd(root))


def _odd(root: Element) -> Iterator[str]:
    ids = Counter(each.attrib["id"] for each in root.iter() if "id" in each.attrib)
    yield from (f"id {name} is there {count} times" for name, count in ids.items() if count > 1)
    for each in root.iter():
        if not isinstance(each.tag, str):
            continue
        said: dict[str, Any] = dict(each.attrib)
        yield from (f"<{each.tag}> with an empty {name}" for name in _NEVER_EMPTY if said.get(name) == "")
        if "style" in said or each.tag == "style":
            yield f"<{each.tag}> with a style of its own"
        for name in _REFERENCES:
            yield from (f"{name}={to} of <{each.tag}> is nowhere" for to in said.get(name, "").split() if to not in ids)
        if each.tag == "a" and not _is_said(each):
            yield f"a link without words to {said.get('href')}"
        if each.tag == "time" and not _is_time(said.get("datetime", "".join(each.itertext()))):
            yield f"no time: {said.get('datetime')}"
        if each.tag == "img" and "alt" not in said:
            yield f"a picture without words: {said.get('src')}"
        if each.tag in ("ul", "ol"):
            yield from (f"<{child.tag}> in a <{each.tag}>" for child in each if child.tag != "li")


def _is_said(link: Element) -> bool:
    pictures = " ".join(each.get("alt", "") for each in link.iter("img"))
    return bool(("".join(link.itertext()) + pictures + link.get("aria-label", "")).strip())


def _is_time(said: str) -> bool:
    """Whether HTML takes it: at most thousandths of a second, which the desk never says."""
    try:
        return datetime.fromisoformat(said).microsecond == 0
    except ValueError:
        try:
            return bool(date.fromisoformat(said))
        except ValueError:
            return bool(re.fullmatch(r"\d{4}(-\d\d)?", said))
