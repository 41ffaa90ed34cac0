"""The bench with which rows are tampered at random, in its short form."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from antigone.desk.audit.content import bound_models
from desk_databases import Database

BENCH = Path(__file__).resolve().parents[3] / "bench"


@pytest.mark.both
@pytest.mark.slow
def test_rows_drawn_at_random_over_all_tables_are_each_found_and_named(
    own_desk: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(BENCH)
    from tampering import tried

    found = tried(tampered=300, rows=8, dice=random.Random(1))
    assert found.sound and found.named == found.how.total() >= 300, found.words()
    assert found.tables == bound_models().keys()
