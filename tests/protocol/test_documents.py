"""The page that a forensic anthropologist reads says what the code does."""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
NOUNS = (
    "Component Explanation Examination Entry ConclusionScale Unmasked RealPair KnownPair Material Lead GivenPair"
    " ConflictOfInterest BenchSheet Settlement Errors Line LedgerEntry Combination CaseFile Policy Identification Life"
    " Move RecallLog Relied"
)


def loaded(path: str) -> ModuleType:
    name = path.removesuffix(".py").replace("/", "_")
    where = importlib.util.spec_from_file_location(name, ROOT / path)
    assert where is not None and where.loader is not None
    module = sys.modules[name] = importlib.util.module_from_spec(where)  # dataclasses look their module up
    where.loader.exec_module(module)
    return module


def test_the_tables_of_rules_are_those_of_the_code() -> None:
    tool = loaded("tools/protocol_page.py")
    assert tool.PAGE.read_text(encoding="utf-8") == tool.page(), "run: uv run python tools/protocol_page.py"


def test_the_protocols_nouns_stand_in_the_glossary_and_in_the_code() -> None:
    glossary = (ROOT / "docs/glossary.md").read_text(encoding="utf-8")
    code = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "src/antigone/protocol").glob("*.py"))
    for noun in NOUNS.split():
        assert f"`{noun}`" in glossary, noun
        assert re.search(rf"^(class {noun}\b|{noun} = )", code, re.MULTILINE), noun


@pytest.mark.parametrize(
    "where",
    [
        "docs/protocol.md",
        "docs/generated/protocol.md",
        *(f"src/antigone/protocol/{n}.py" for n in ("scales", "recall")),
    ],
)
def test_no_word_claims_more_than_is_known(where: str) -> None:
    text = (ROOT / where).read_text(encoding="utf-8")
    found = set(re.findall(r"\bmatch(?:es|ed)?\b|\bhits?\b|\btargets?\b|\bconfidence\b", text, re.IGNORECASE))
    assert found == set()
