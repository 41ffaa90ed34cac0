"""Nothing is written but by actions."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

DESK = Path(__file__).resolve().parents[2] / "src/antigone/desk"
WRITES = {"save", "create", "delete", "update", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
MAY = {
    "audit/chain.py",  # the row itself
    "audit/binding.py",  # what the row binds
    "accounts/models/keys.py",  # a session and its store are one
    "accounts/lockout.py",  # counts, inside the action that calls it
    "candidates/index/snapshot.py",  # writes files, not rows
    "candidates/index/segment.py",  # np.delete: an array, not a row
    "backup/hashing.py",  # hashes are updated, no row
    "reconciling/inputs.py",  # a hash is updated, no row
}


def _calls(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES:
            yield f"{ast.unparse(node.func)} (line {node.lineno})"


@pytest.mark.slow
def test_no_other_file_writes_to_the_database() -> None:
    found = []
    for path in DESK.rglob("*.py"):
        name = path.relative_to(DESK).as_posix()
        if "/actions" not in f"/{name}" and "/migrations/" not in name and name not in MAY:
            found += [f"{name}: {call}" for call in _calls(ast.parse(path.read_text(encoding="utf-8")))]
    assert found == []


@pytest.mark.slow
def test_an_action_takes_its_actor_and_everything_else_by_name() -> None:
    for path in DESK.glob("*/actions/*.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and "act(" in ast.unparse(node) and not node.name.startswith("_"):
                assert not node.args.args and node.args.kwonlyargs[0].arg == "by", f"{path.name}: {node.name}"
                assert not any(word.arg.startswith(("skip", "force", "no_")) for word in node.args.kwonlyargs)
