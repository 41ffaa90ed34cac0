"""A board on a desk whose examiners get no known pairs."""

from __future__ import annotations

import copy
import random
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings

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


@pytest.fixture(autouse=True)
def vault_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Of each test's own: what is rolled back leaves its files where they are."""
    monkeypatch.setattr(settings, "DESK", replace(settings.DESK, home=tmp_path))
    for name in ("photos", "keys"):  # the board's photographs are of another folder, and a folder that is gone is named
        (tmp_path / name).mkdir()
    return tmp_path / "photos"
