"""A migrated database is made once, and never used after anything changed that makes it what it is."""

from __future__ import annotations

import ast
import asyncio
import shutil
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import ModuleType

import psycopg
import pytest
from django.db import connections
from django.db.migrations.loader import MigrationLoader

from antigone.desk.audit import triggers
from antigone.desk.cases.triggers import RULES
from desk_databases import Database
from desk_kept import comes_from, fingerprint, kept


def migrations() -> list[ModuleType]:
    """Those of the desk's own apps."""
    found = [sys.modules[each.__module__] for each in MigrationLoader(None).disk_migrations.values()]
    return [module for module in found if module.__name__.startswith("antigone.")]


@pytest.fixture
def changed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[ModuleType], None]:
    """Somebody edits a module's file."""

    def edit(module: ModuleType) -> None:
        edited = Path(shutil.copy(str(module.__file__), tmp_path))
        edited.write_text(edited.read_text(encoding="utf-8") + "# edited\n", encoding="utf-8")
        monkeypatch.setattr(module, "__file__", str(edited))

    return edit


def test_the_same_files_and_rules_make_the_same_database() -> None:
    assert fingerprint(comes_from("sqlite")) == fingerprint(comes_from("sqlite"))
    assert fingerprint(comes_from("sqlite")) != fingerprint(comes_from("postgresql"))


def test_an_edited_migration_makes_another_database(changed: Callable[[ModuleType], None]) -> None:
    before = fingerprint(comes_from())
    changed(migrations()[-1])
    assert fingerprint(comes_from()) != before


def test_an_edited_way_to_make_triggers_makes_another_database(changed: Callable[[ModuleType], None]) -> None:
    before = fingerprint(comes_from())
    changed(triggers)
    assert fingerprint(comes_from()) != before


def test_an_edited_trigger_makes_another_database(monkeypatch: pytest.MonkeyPatch) -> None:
    before = fingerprint(comes_from())
    monkeypatch.setitem(RULES, "cases_effect", (("DELETE", "", "a line of an inventory is never deleted"),))
    assert fingerprint(comes_from()) != before


def test_another_django_makes_another_database(monkeypatch: pytest.MonkeyPatch) -> None:
    before = fingerprint(comes_from())
    monkeypatch.setattr("django.__version__", "5.2.999")
    assert fingerprint(comes_from()) != before


def test_a_migration_takes_nothing_from_elsewhere_that_would_change_unnoticed() -> None:
    found = migrations()
    assert len(found) >= 15
    for module in found:
        text = Path(str(module.__file__)).read_text(encoding="utf-8")
        imports = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Import | ast.ImportFrom)]
        ours = [node for node in imports if "antigone" in ast.unparse(node)]
        taken = {name.name for node in ours for name in node.names}
        assert taken <= {"refuse", "chained", "RULES", "antigone.desk.create_tables", "antigone.desk.encrypted"}, (
            f"desk_kept.comes_from must know of what {module} imports"
        )


def test_what_is_kept_is_made_once_by_however_many_ask(tmp_path: Path) -> None:
    made: list[Path] = []

    def make(place: Path) -> None:
        made.append(place)
        place.mkdir()
        (place / "data").write_text("whole")

    def take(_: int) -> str:
        with kept("sqlite", "a", make, tmp_path) as place:
            return (place / "data").read_text()

    with ThreadPoolExecutor(6) as runs:
        assert list(runs.map(take, range(6))) == ["whole"] * 6
    assert len(made) == 1


def test_what_was_left_half_made_is_made_anew(tmp_path: Path) -> None:
    def fails(place: Path) -> None:
        place.mkdir()
        (place / "half").touch()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), kept("sqlite", "a", fails, tmp_path):
        pass
    with kept("sqlite", "a", Path.mkdir, tmp_path) as place:
        assert list(place.iterdir()) == []


def test_those_not_used_for_longest_go(tmp_path: Path) -> None:
    for name in "abcdefg":
        with kept("sqlite", name, Path.mkdir, tmp_path):
            pass
        with kept("sqlite", "a", Path.mkdir, tmp_path):
            pass
    assert sorted(each.name for each in tmp_path.glob("sqlite-*")) == [f"sqlite-{name}" for name in "acdefg"]


def test_a_browsers_event_loop_does_not_give_a_test_a_second_connection() -> None:
    async def in_a_loop() -> object:
        return connections["default"]

    assert asyncio.run(in_a_loop()) is connections["default"]


@pytest.mark.parametrize("template", [pytest.param("postgresql", marks=pytest.mark.slow)], indirect=True)
def test_nobody_can_connect_to_what_others_are_copied_from(template: Database) -> None:
    with pytest.raises(psycopg.OperationalError, match="not currently accepting connections"):
        psycopg.connect(host="127.0.0.1", port=template.port, user="postgres", dbname="migrated")
