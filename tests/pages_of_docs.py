"""The command lines of the README and of docs, as people would type them."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
_LINE = re.compile(r"    (?:uv run )?(antigone .*)")


def written(page: Path) -> list[str]:
    """The lines of a page's blocks that begin with ``antigone``, without what is remarked beside them."""
    found = filter(None, map(_LINE.fullmatch, page.read_text(encoding="utf-8").splitlines()))
    return [re.split(r"  #| # ", line[1])[0].strip() for line in found]


def words(line: str, means: dict[str, object] | None = None) -> list[str]:
    """What stands after ``antigone``, as a shell takes it apart. ``means``: what some words of it stand for."""
    return [str((means or {}).get(word, word)) for word in shlex.split(line)[1:]]
