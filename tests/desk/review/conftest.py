"""The ferry, with examiners who are free of it."""

from __future__ import annotations

import random

import pytest

from antigone.desk.review.actions import _giving
from desk_databases import Database
from desk_review import Team, a_team


class Never(random.Random):
    """No known pair is drawn."""

    def random(self) -> float:
        return 1.0


@pytest.fixture(autouse=True)
def no_known_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_giving, "chance", Never())


@pytest.fixture
def team(desk: Database) -> Team:
    return a_team()
