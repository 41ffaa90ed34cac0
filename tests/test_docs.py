"""The documents say what the code does."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

from antigone import types
from antigone.cli.main import COMMANDS
from antigone.types import Basis

ROOT = Path(__file__).resolve().parents[1]


def test_every_noun_stands_in_the_glossary() -> None:
    glossary = (ROOT / "docs/glossary.md").read_text(encoding="utf-8")
    nouns = [n for n, c in inspect.getmembers(types, inspect.isclass) if c.__module__ == types.__name__]
    assert [noun for noun in nouns if f"`{noun}`" not in glossary] == []


def test_every_command_and_every_basis_stands_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [name for name in COMMANDS if f"antigone {name}" not in readme] == []
    assert [basis for basis in Basis if f"`{basis.value}`" not in readme] == []


def test_no_link_between_the_documents_is_broken() -> None:
    for page in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]:
        text = page.read_text(encoding="utf-8")
        for target, anchor in re.findall(r"\]\(([^)#:]*)(#[^)]+)?\)", text):
            there = page.parent / target if target else page
            assert there.exists(), f"{page.name}: {target}"
            if anchor:
                assert anchor in anchors(there.read_text(encoding="utf-8")), f"{page.name}: {target}{anchor}"


def anchors(text: str) -> set[str]:
    """What headings are called in addresses."""
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {"#" + re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
