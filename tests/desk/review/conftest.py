"""The ferry, with examiners who are free of it."""

from __future__ import annotations

import pytest

from antigone.desk.review.actions import _assigning
from desk_databases import Database
from desk_review import NoChance, Team, a_team


@pytest.fixture(autouse=True)
def no_known_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_assigning, "chance", NoChance())


@pytest.fixture
def team(desk: Database) -> Team:
    return a_team()
