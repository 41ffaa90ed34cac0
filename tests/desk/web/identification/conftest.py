"""A board, and examiners who get no known pairs."""

from __future__ import annotations

import copy
import random
from pathlib import Path

import pytest

from antigone.desk.review.actions import _assigning
from desk_board import Board, a_board


class Never(random.Random):
    """No known pair is drawn."""

    def random(self) -> float:
        return 1.0


@pytest.fixture(autouse=True)
def no_known_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_assigning, "chance", Never())


@pytest.fixture(scope="module")
def one_board(one_desk: Path) -> Board:
    """Made once a module: it takes longer than most of what tests do with it, which is rolled back."""
    return a_board()


@pytest.fixture
def board(one_board: Board) -> Board:
    """Its people and its incident, read anew by no other test."""
    return copy.deepcopy(one_board)
