"""A desk for each test, on each database. Settings are read once: they are given before anything else is imported."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from unittest import mock

import django
import pytest

from antigone.desk.audit.keys import new_key

with mock.patch.dict(
    os.environ,
    {
        "DJANGO_SETTINGS_MODULE": "antigone.desk.settings",
        "ANTIGONE_DESK_HOME": tempfile.gettempdir(),
        "ANTIGONE_DESK_SECRET_KEY": "only-for-the-tests-0123456789-abcdefghijklmnopqrstuvwxyz",
        "ANTIGONE_DESK_PHOTO_KEY": "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
        "ANTIGONE_DESK_CHECKPOINT_KEY": new_key(),
        "ANTIGONE_DESK_FAMILIES": "here",
    },
):
    django.setup()

from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import transaction
from django.db.models.expressions import Col
from django.template import Context
from django.template.base import FilterExpression
from django.utils import translation

import desk_databases
from chromium import ABSENT, CHROMIUM, launched
from desk_databases import Database
from desk_people import People, two_agencies
from desk_remembered import listening, undoing
from kept_faces import faces_kept

if TYPE_CHECKING:
    from playwright.sync_api import Browser

_numbers = count(1)

# The same algorithm with less work: a test signs in dozens of times.
Argon2PasswordHasher.time_cost, Argon2PasswordHasher.memory_cost, Argon2PasswordHasher.parallelism = 1, 64, 1


class _Link(FilterExpression):
    """A link to the page of what is no row is a fault: a template would leave it empty without a word."""

    __slots__ = ()

    def resolve(self, context: Context, ignore_failures: bool = False) -> Any:
        found = super().resolve(context, ignore_failures)
        assert found or ignore_failures, f"{self.token} leads nowhere"
        return found


_compiled = FilterExpression.__init__


def _never_nowhere(self: FilterExpression, token: str, parser: Any) -> None:
    _compiled(self, token, parser)
    if str(self.var).endswith(".address"):
        self.__class__ = _Link


FilterExpression.__init__ = _never_nowhere  # type: ignore[method-assign]


def _same(self: Col) -> int:
    """Django knows a column again by asking how its class is made, for each column of each query that has an order:
    one part in twenty-five of what the tests take."""
    return hash((self.alias, self.target))


Col.__hash__ = _same  # type: ignore[method-assign]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """On which databases a test runs: on SQLite, and on PostgreSQL if it is marked ``both``, or by ``--everywhere``, or
    where a test is named with it. PostgreSQL takes seconds where it is made for the first time: no part of the fast
    set."""
    said = (mark.args[0] for mark in metafunc.definition.iter_markers("parametrize"))
    if "template" not in metafunc.fixturenames or "template" in said:
        return
    config, both = metafunc.config, metafunc.definition.get_closest_marker("both")
    wanted = both or config.getoption("everywhere") or any("[postgresql" in word for word in config.args)
    databases = ["sqlite", *([pytest.param("postgresql", marks=pytest.mark.slow)] if wanted else [])]
    metafunc.parametrize("template", databases, indirect=True, scope="session")


@pytest.fixture(scope="session")
def sqlite(tmp_path_factory: pytest.TempPathFactory) -> Database:
    return desk_databases.sqlite(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Database]:
    with desk_databases.postgresql() as database:
        yield database


@pytest.fixture(scope="session")
def template(request: pytest.FixtureRequest) -> Database:
    """A migrated database, from which each test's own is copied."""
    return cast(Database, request.getfixturevalue(request.param))


@pytest.fixture
def desk(template: Database) -> Iterator[Database]:
    """An empty desk. What the test writes is rolled back."""
    template.use()
    with transaction.atomic(), listening():
        yield template
        transaction.set_rollback(True)


@pytest.fixture
def own_desk(template: Database, tmp_path: Path) -> Iterator[Database]:
    """An empty desk whose transactions are real, for several threads and processes."""
    with template.copied(tmp_path) as database:
        yield database


@pytest.fixture(scope="module")
def one_desk(template: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A desk for all tests of a module, where what takes long to make is made once. Each test's own is rolled back.

    The desk's folder.
    """
    home = tmp_path_factory.mktemp("desk")
    template.use()
    with pytest.MonkeyPatch.context() as patched, transaction.atomic(), listening():
        patched.setattr(settings, "DESK", replace(settings.DESK, home=home))
        yield home
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def undone(request: pytest.FixtureRequest) -> Iterator[None]:
    """What a test does to a desk that others look at too."""
    if "one_desk" not in request.fixturenames:
        yield
        return
    with transaction.atomic(), undoing():
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def vault_folder(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """A desk's folder of each test's own, and in it the vault."""
    if "one_desk" in request.fixturenames:
        return Path(request.getfixturevalue("one_desk")) / "photos"
    home = tmp_path_factory.getbasetemp() / f"desk-{next(_numbers)}"
    home.mkdir()
    monkeypatch.setattr(settings, "DESK", replace(settings.DESK, home=home))
    return home / "photos"


@pytest.fixture(scope="module", autouse=True)
def faces() -> Iterator[None]:
    """What a desk does with faces is tested here; how they are found, where the engine is (tests/face)."""
    with faces_kept():
        yield


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """A page that a test asked for in another language leaves this thread in it: the next test begins in English."""
    yield
    translation.activate("en")


@pytest.fixture
def people(desk: Database) -> People:
    return two_agencies()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip(ABSENT)
    from playwright.sync_api import expect, sync_playwright

    # How long a page is waited for that never comes. What comes is seen at once, on a busy machine too.
    expect.set_options(timeout=60_000)
    # Playwright runs an event loop in this thread, where Django uses its database only if it is told that it may.
    with mock.patch.dict(os.environ, DJANGO_ALLOW_ASYNC_UNSAFE="true"), sync_playwright() as playwright:
        started = launched(playwright)
        yield started
        started.close()
