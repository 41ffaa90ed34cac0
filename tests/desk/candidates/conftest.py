"""An incident of Harbour with an index of the test's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from antigone.desk.candidates import search
from antigone.desk.candidates.index.shared import Index
from desk_faces import Ferry, an_incident
from desk_people import People


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Index]:
    made = Index(tmp_path / "index")
    monkeypatch.setattr(search, "index", lambda: made)
    yield made


@pytest.fixture
def ferry(people: People, index: Index) -> Ferry:
    return Ferry(people, an_incident(people.harbour))
