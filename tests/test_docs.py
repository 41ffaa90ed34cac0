"""The documents say what the code does."""

from __future__ import annotations

import ast
import inspect
import re
import sys
from collections import Counter
from collections.abc import Iterator
from importlib.util import module_from_spec, spec_from_file_location
from itertools import chain
from pathlib import Path

import pytest

from antigone import types
from antigone.cli.main import COMMANDS
from antigone.types import Basis

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src/antigone"
DESK = SOURCE / "desk"
GLOSSARY = ROOT / "docs/glossary.md"
FOR_ENGINEERS = ("docs/architecture.md", "CONTRIBUTING.md")
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


@pytest.mark.slow
def test_every_name_in_the_glossary_stands_in_the_code() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in SOURCE.rglob("*.py"))
    names = {name.split(".")[-1] for _, given in rows() for name in given}
    known = set(re.findall(r"^ *(?:class|def) (\w+)|^ *(\w+)(?:: [^=\n]+)? = |^ *(\w+): ", code, re.MULTILINE))
    files = {path.stem for path in SOURCE.rglob("*.py")}
    assert names - set(chain.from_iterable(known)) - files == set()


@pytest.mark.slow
def test_no_class_name_is_for_two_things() -> None:
    assert twice(node.name for _, node in classes()) == SHARED


@pytest.mark.slow
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


@pytest.mark.parametrize("page", FOR_ENGINEERS)
def test_every_path_and_name_that_engineers_are_led_to_exists(page: str) -> None:
    recipes = re.findall(r"^([a-z-]+)(?: [A-Z]+)*:", (ROOT / "justfile").read_text(encoding="utf-8"), re.MULTILINE)
    wrong, tried = [], 0
    for code in re.findall(r"`([^`\n]+)`", (ROOT / page).read_text(encoding="utf-8")):
        path, _, name = code.partition(": ")
        if name and is_path(path):
            wrong += [] if defines(found_at(path), name) else [code]
        elif (words := code.split())[0] == "just":
            wrong += [] if set(words[1:]) <= set(recipes) else [code]
        else:
            wrong += [f"{word} in {code}" for word in words if is_path(word) and not found_at(word)]
        tried += 1
    assert wrong == [] and tried > 20


def is_path(word: str) -> bool:
    return re.fullmatch(r"[^\W_][\w./*-]*", word) is not None and (
        "/" in word.rstrip("/") or word.endswith(("/", ".py", ".md", ".toml", ".html"))
    )


def found_at(path: str) -> list[Path]:
    """From the root, from the desk, or in some room of the desk."""
    return [each for where in (ROOT, DESK) for each in where.glob(path)] or list(DESK.glob(f"*/{path}"))


def defines(files: list[Path], name: str) -> bool:
    named = re.compile(rf"^ *(?:class|def) {name}\b|^ *{name}(?:: [^=\n]+)? \|?= ", re.MULTILINE)
    return any(named.search(file.read_text(encoding="utf-8")) for file in files)


def test_the_picture_of_the_desk_is_drawn_from_the_contract_and_the_page() -> None:
    where = spec_from_file_location("architecture_picture", ROOT / "tools/architecture_picture.py")
    assert where is not None and where.loader is not None
    tool = sys.modules[where.name] = module_from_spec(where)  # dataclasses look their module up
    where.loader.exec_module(tool)
    assert tool.PICTURE.read_text(encoding="utf-8") == tool.picture(), "run: just pages"
    page = tool.PAGE.read_text(encoding="utf-8")
    with pytest.raises(ValueError, match="differ"):
        tool.rooms(page.replace("- **photos**", "- **pictures**"))
    assert [len(walk.steps) > 5 for walk in tool.walks(page)] == [True] * 3


def test_every_test_that_a_document_names_is_there() -> None:
    lost = []
    for page in sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]):
        for path, name in re.findall(r"(tests/[\w/]+\.py)(?:::(\w+))?", page.read_text(encoding="utf-8")):
            found = ROOT / path
            if not found.is_file() or (
                name and name != "NAME" and f"def {name}(" not in found.read_text(encoding="utf-8")
            ):
                lost.append(f"{page.name}: {path}::{name}")
    assert lost == []
