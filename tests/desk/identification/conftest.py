"""A board on a desk whose examiners get no known pairs."""

from __future__ import annotations

import random

import pytest

from antigone.desk.review.actions import _assigning
from desk_board import Board, a_board
from desk_databases import Database


class Never(random.Random):
    """No known pair is drawn."""

    def random(self) -> float:
        return 1.0


@pytest.fixture(autouse=True)
def no_known_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_assigning, "chance", Never())


@pytest.fixture
def board(desk: Database) -> Board:
    return a_board()
