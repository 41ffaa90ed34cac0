"""Real photographs, so that the bench has something to show; and no known pair unless a test wants one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from antigone.desk.candidates import search
from antigone.desk.candidates.index.shared import Index
from antigone.desk.review.actions import _assigning
from desk_review import NoChance


@pytest.fixture(autouse=True)
def quiet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    made = Index(tmp_path / "index")
    monkeypatch.setattr(search, "index", lambda: made)
    monkeypatch.setattr(_assigning, "chance", NoChance())
    yield
