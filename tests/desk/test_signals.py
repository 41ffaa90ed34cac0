"""What goes up through the desk: every signal is heard by whom the documents name, and answered as was asked."""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Callable, Iterator
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any, get_args, get_type_hints

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.dispatch import Signal

from antigone.desk.accounts import signals as accounts
from antigone.desk.accounts.actor import acting
from antigone.desk.accounts.permissions import Role
from antigone.desk.dispatch import AnsweredSignal
from desk_people import People, a_person
from desk_signals import listening

ROOT = Path(__file__).resolve().parents[2]
DESK = ROOT / "src/antigone/desk"


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = spec_from_file_location("signals_page", ROOT / "tools/signals_page.py")
    assert spec is not None and spec.loader is not None
    module = sys.modules[spec.name] = module_from_spec(spec)  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def declared(tool: ModuleType) -> list[tuple[str, str, Signal]]:
    """Of each signal: its name, what is said of it, and the signal."""
    return [
        (f"{app.name}.{each.name}", f"{app.words} {each.words}", each.signal)
        for app in tool.apps()
        for each in app.signals
    ]


def listeners(signal: Signal) -> list[Callable[..., Any]]:
    return signal._live_receivers(None)[0]


def files() -> Iterator[tuple[str, str]]:
    for path in DESK.rglob("*.py"):
        yield path.relative_to(DESK).as_posix(), path.read_text(encoding="utf-8")


def test_the_documents_name_every_signal_and_everybody_who_listens(tool: ModuleType) -> None:
    assert tool.PAGE.read_text(encoding="utf-8") == tool.page(), "uv run python tools/signals_page.py"


def test_somebody_listens_to_every_signal(declared: list[tuple[str, str, Signal]]) -> None:
    assert len(declared) == 22
    assert [name for name, _, signal in declared if not listeners(signal)] == []


@pytest.mark.slow
def test_signals_are_declared_in_one_file_of_an_app_and_heard_in_another() -> None:
    made, heard = set(), set()
    for name, text in files():
        calls = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)]
        called = {ast.unparse(node.func).partition("[")[0].rpartition(".")[2] for node in calls}
        made |= {name} if called & {"Signal", "AnsweredSignal"} else set()
        heard |= {name} if called & {"receiver", "connect"} and "sqlite3.connect" not in text else set()
    assert {Path(name).name for name in made} == {"signals.py"}
    assert {Path(name).name for name in heard} == {"receivers.py"}


@pytest.mark.slow
def test_nothing_follows_by_itself_from_a_row_that_is_written() -> None:
    """Django's own signals act behind whoever writes. The desk's are sent in a line that can be read."""
    for name, text in files():
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.ImportFrom) and node.module is not None:
                assert not (node.module.startswith("django.") and node.module.endswith(".signals")), name
                signals = {alias.name for alias in node.names} & {"signals"}
                assert not (node.module.startswith("django.") and signals), name


@pytest.mark.slow
def test_receivers_are_imported_only_when_their_app_begins() -> None:
    """Whoever imports them elsewhere changes the order in which they are asked, or listens in half the processes."""
    for name, text in files():
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.ImportFrom | ast.Import) and "receivers" in ast.unparse(node):
                assert Path(name).name == "apps.py", name


def test_whoever_listens_answers_with_what_was_asked_for(declared: list[tuple[str, str, Signal]]) -> None:
    """mypy holds each to the type that it says it returns; here that is the type of the question."""
    for name, _, signal in declared:
        (asked,) = get_args(signal.__orig_class__) if isinstance(signal, AnsweredSignal) else (type(None),)
        for each in listeners(signal):
            assert get_type_hints(each)["return"] == asked, f"{name}: {each.__module__}.{each.__name__}"


def test_whoever_listens_gets_what_the_signal_says(declared: list[tuple[str, str, Signal]]) -> None:
    for name, words, signal in declared:
        for each in listeners(signal):
            wanted = inspect.signature(each).parameters.values()
            assert [one.kind for one in wanted if one.kind is one.VAR_KEYWORD], "what is sent later is let in"
            for one in wanted:
                if one.kind is not one.VAR_KEYWORD:
                    assert f"``{one.name}``" in words, f"{name}: {each.__module__}.{each.__name__}"


def test_a_question_that_nobody_answers_is_a_fault_and_not_a_no() -> None:
    with pytest.raises(ImproperlyConfigured, match="nobody who answers"):
        AnsweredSignal[bool]().answers(sender=None)


def test_answers_come_in_the_order_of_those_who_listen_and_none_is_left_out() -> None:
    question = AnsweredSignal[int | None]()
    with listening(question, lambda number, **_: number, lambda **_: None):
        assert question.answers(sender=None, number=7) == [7, None]


def test_a_fault_of_whoever_answers_goes_through() -> None:
    question = AnsweredSignal[int]()
    with listening(question, lambda **_: 1 // 0), pytest.raises(ZeroDivisionError):
        question.answers(sender=None)


def test_an_examiner_does_not_act_if_nobody_says_what_they_must_not_see(people: People) -> None:
    examiner = a_person("Erik", people.harbour, Role.EXAMINER)
    assert acting(examiner).blind_to == frozenset()
    with listening(accounts.blind_to, lambda **_: None, alone=True), pytest.raises(TypeError):
        acting(examiner)
    with listening(accounts.blind_to, lambda **_: frozenset({5})):
        assert acting(examiner).blind_to == {5}
    with listening(accounts.blind_to, alone=True), pytest.raises(ImproperlyConfigured):
        acting(examiner)
