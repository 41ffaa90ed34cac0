"""Write docs/generated/signals.md: every signal of the desk, and who listens to it.

    uv run python tools/signals_page.py

Words come from the ``signals.py`` of each app, listeners from what is connected once Django has begun. A test compares
the page, so that nobody stops listening unnoticed.
"""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from itertools import pairwise
from pathlib import Path

import django
from django.dispatch import Signal

ROOT = Path(__file__).resolve().parents[1]
DESK = ROOT / "src/antigone/desk"
PAGE = ROOT / "docs/generated/signals.md"
_HEAD = """# Who tells whom, and who asks whom

Made by `tools/signals_page.py` from the code; a test compares them. Imports go down, from a part of the desk to those
below it. What a lower part must say to those above it, or ask of them, goes up by these signals, in the transaction of
whoever sends. What a listener raises undoes it. [Why they have this form](../decisions/0030-one-way-upward.md).
"""


@dataclass(frozen=True, slots=True)
class Declared:
    """One signal, as its ``signals.py`` declares it."""

    name: str
    answer: str
    """The type of each answer; empty if none is asked for."""
    words: str
    signal: Signal

    @property
    def listeners(self) -> list[str]:
        """Each one's ``dispatch_uid``, in the order in which they are called."""
        return [uid for (uid, _sender), *_ in self.signal.receivers]


@dataclass(frozen=True, slots=True)
class App:
    """What the ``signals.py`` of one app says."""

    name: str
    words: str
    signals: tuple[Declared, ...]


def apps() -> Iterator[App]:
    """The desk itself first, then its apps."""
    for path in sorted(DESK.glob("**/signals.py"), key=lambda path: (len(path.parts), path)):
        name = ".".join(["antigone", *path.relative_to(DESK.parent).with_suffix("").parts])
        tree = ast.parse(path.read_text(encoding="utf-8"))
        yield App(path.parent.name, ast.get_docstring(tree) or "", tuple(_declared(name, tree)))


def _declared(module: str, tree: ast.Module) -> Iterator[Declared]:
    for node, after in pairwise(tree.body):
        if not isinstance(node, ast.Assign) or not isinstance(node.targets[0], ast.Name):
            continue
        signal = getattr(import_module(module), node.targets[0].id)
        if isinstance(signal, Signal) and isinstance(node.value, ast.Call):
            made = node.value.func
            answer = ast.unparse(made.slice) if isinstance(made, ast.Subscript) else ""
            said = isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant)
            words = ast.literal_eval(after.value) if said else ""
            yield Declared(node.targets[0].id, answer, words, signal)


def page() -> str:
    return _HEAD + "".join(_section(app) for app in apps())


def _section(app: App) -> str:
    rows = [
        f"| `{each.name}` | {_told(each.words)} | {_code(each.answer)} | {'<br>'.join(each.listeners)} |"
        for each in app.signals
    ]
    head = ["| signal | what happened, or what is asked | answer | who listens |", "|---|---|---|---|"]
    return f"\n## {app.name}\n\n{_told(app.words)}\n\n" + "\n".join([*head, *rows]) + "\n"


def _told(words: str) -> str:
    return " ".join(words.split()).replace("``", "`")


def _code(answer: str) -> str:
    return f"`{answer}`".replace("|", "\\|") if answer else ""


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "desk_settings")  # beside this file
    django.setup()
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
