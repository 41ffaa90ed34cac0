"""The desk refuses to start where it would put people at risk, and says why."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import override_settings

from antigone.desk.checks import safe_to_serve, sound_database
from antigone.desk.environment import Environment, Mode
from antigone.desk.exchange.keys import new_identity
from desk_databases import Database

pytestmark = pytest.mark.both


@pytest.fixture
def safe(tmp_path: Path) -> Environment:
    tmp_path.chmod(0o700)
    return replace(settings.DESK, families_here=False, home=tmp_path)


def told(desk: Environment) -> list[str]:
    with override_settings(DESK=desk):
        found = safe_to_serve(None)
    assert all(each.hint for each in found)
    return [str(each.id) for each in found]


def test_a_desk_on_loopback_with_its_own_folder_is_safe(safe: Environment) -> None:
    assert told(safe) == []


def test_no_network_without_encryption(safe: Environment) -> None:
    assert told(replace(safe, address="192.0.2.1")) == ["desk.E001"]
    assert told(replace(safe, hosts=("desk.example",))) == ["desk.E001"]
    assert told(replace(safe, hosts=("desk.example",), https=True)) == []


def test_no_passwords_alone_over_a_network(safe: Environment) -> None:
    reached = replace(safe, hosts=("desk.example",), https=True, mode=Mode.ONE_DESK)
    assert told(reached) == ["desk.E002"]
    assert told(replace(safe, mode=Mode.ONE_DESK)) == []


def test_nobody_goes_round_the_proxy(safe: Environment) -> None:
    for every in ("0.0.0.0", "0", "00.0.0.0", "0x0", "::", "[::]", "[::0]", "::0", "*", "[::ffff:0.0.0.0]", ""):
        assert told(replace(safe, address=every, https=True)) == ["desk.E003"], every
        assert told(replace(safe, family_address=every, https=True)) == ["desk.E003"], every
    for one in ("127.0.0.1", "localhost", "[::1]", "10.0.0.5"):
        assert told(replace(safe, address=one, https=True)) == [], one
    assert told(replace(safe, families_here=True, address="10.0.0.5", https=True)) == ["desk.E012"]


def test_a_checkpoint_key_that_is_none(safe: Environment) -> None:
    assert told(replace(safe, checkpoint_key="nonsense")) == ["desk.E004"]


def test_an_exchange_key_that_is_none(safe: Environment) -> None:
    assert told(replace(safe, exchange_key="AGE-SECRET-KEY-1NONSENSE")) == ["desk.E011"]
    assert told(replace(safe, exchange_key=new_identity())) == []


def test_a_folder_that_is_missing_or_open_to_others(safe: Environment, tmp_path: Path) -> None:
    assert told(replace(safe, home=tmp_path / "none")) == ["desk.E005"]
    for mode in (0o750, 0o705, 0o720, 0o701):  # others of its group, and everybody; to read, to write, to pass through
        tmp_path.chmod(mode)
        assert told(safe) == ["desk.E006"]


def test_a_database_without_its_guards(desk: Database) -> None:
    assert sound_database(None, databases=["default"]) == []
    on = " ON accounts_person" if desk.kind == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER accounts_person_refuses_delete{on}")
    [found] = sound_database(None, databases=["default"])
    assert found.id == "desk.E008" and "accounts_person_refuses_delete" in found.msg


def test_every_check_is_explained_in_the_documents() -> None:
    root = Path(__file__).resolve().parents[2]
    checks = set(re.findall(r'"(desk\.E\d+)"', (root / "src/antigone/desk/checks.py").read_text(encoding="utf-8")))
    assert checks and all(f"`{each}`" in (root / "docs/operate.md").read_text(encoding="utf-8") for each in checks)
