"""A case and two records of Harbour, searched."""

from __future__ import annotations

import copy
from pathlib import Path
from unittest import mock

import pytest

from antigone.desk.candidates import search
from antigone.desk.candidates.index.shared import Index
from desk_people import People, two_agencies
from desk_searches import Searched, look_at


@pytest.fixture(autouse=True)
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Index:
    """Of each test's own: what a test writes is rolled back, and an index that had seen it would not know."""
    made = Index(tmp_path / "index")
    monkeypatch.setattr(search, "index", lambda: made)
    return made


@pytest.fixture(scope="module")
def once(one_desk: Path) -> Searched:
    """Made once a module: it takes longer than most tests of it."""
    made = Index(one_desk / "index")
    with mock.patch.object(search, "index", lambda: made):
        return look_at(two_agencies())


@pytest.fixture
def there(once: Searched) -> Searched:
    return copy.deepcopy(once)


@pytest.fixture
def people(there: Searched) -> People:
    return there.ferry.people
