"""A case and two records of Harbour, searched."""

from __future__ import annotations

from pathlib import Path

import pytest

from antigone.desk.candidates import search
from antigone.desk.candidates.index.shared import Index
from desk_people import People
from desk_searches import Searched, look_at


@pytest.fixture(autouse=True)
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Index:
    made = Index(tmp_path / "index")
    monkeypatch.setattr(search, "index", lambda: made)
    return made


@pytest.fixture
def there(people: People) -> Searched:
    return look_at(people)
