"""The documents say what the code does."""

from __future__ import annotations

import ast
import inspect
import re
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from antigone import types
from antigone.cli.main import COMMANDS
from antigone.types import Basis

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src/antigone"
GLOSSARY = ROOT / "docs/glossary.md"
SHARED = {
    *("Agency", "Candidate", "Case", "Face", "Incident", "Name", "Photograph"),
    *("Record", "Refusal", "Run", "Source", "Subject", "Weight"),
}
"""Nouns that the programs' client (``antigone.client``) has from the desk, and the desk some from the core."""


def rows() -> list[tuple[list[str], list[str]]]:
    """Of each row of the glossary: its words, and the names it gives of the code."""
    found = []
    for line in GLOSSARY.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("|") and cells[0] != "word" and not set(cells[0]) <= set("-"):
            found.append((cells[0].split(", "), re.findall(r"`([^`]+)`", cells[1])))
    return found


def classes() -> Iterator[tuple[Path, ast.ClassDef]]:
    """Every class that stands by itself in a module."""
    for path in SOURCE.rglob("*.py"):
        if path.parent.name != "migrations":
            tree = ast.parse(path.read_text(encoding="utf-8"))
            yield from ((path, node) for node in tree.body if isinstance(node, ast.ClassDef))


def twice(names: Iterator[str]) -> set[str]:
    return {name for name, times in Counter(names).items() if times > 1}


def test_no_word_stands_twice_in_the_glossary() -> None:
    assert twice(chain.from_iterable(words for words, _ in rows())) == set()


def test_every_name_in_the_glossary_stands_in_the_code() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in SOURCE.rglob("*.py"))
    names = {name.split(".")[-1] for _, given in rows() for name in given}
    known = set(re.findall(r"^ *(?:class|def) (\w+)|^ *(\w+)(?:: [^=\n]+)? = |^ *(\w+): ", code, re.MULTILINE))
    files = {path.stem for path in SOURCE.rglob("*.py")}
    assert names - set(chain.from_iterable(known)) - files == set()


def test_no_class_name_is_for_two_things() -> None:
    assert twice(node.name for _, node in classes()) == SHARED


def test_no_two_models_have_one_name() -> None:
    models = [node.name for path, node in classes() if "models" in (path.parent.name, path.stem)]
    assert len(models) > 50 and twice(iter(models)) == set()


def test_every_noun_stands_in_the_glossary() -> None:
    glossary = GLOSSARY.read_text(encoding="utf-8")
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
