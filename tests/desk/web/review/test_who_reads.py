"""Whoever reads a candidate list is asked to examine nothing on it."""

from __future__ import annotations

import pytest

from antigone.desk.review.models import Assignment, ConflictHeld, Pair
from desk_cases import text
from desk_databases import Database
from desk_people import browser
from desk_review import a_team, seen_pair


@pytest.mark.slow
def test_whoever_opens_a_candidate_list_examines_nothing_on_it(desk: Database) -> None:
    team = a_team()
    case, record = seen_pair(team)
    run = case.runs.latest("pk")
    ines = team.examiners[0]
    window = browser(ines)
    assert record.code not in text(window, run.address)
    assert window.post(f"{run.address}/read").status_code == 302
    assert "Put before examiners" in text(window, run.address)
    assert ConflictHeld.objects.filter(person=ines, subject=case, what="saw-the-list").exists()
    address = f"{run.address}/examine?chosen={run.candidates.get(subject=record).pk}"
    assert window.post(address, {"reason": "alike"}).status_code == 302
    pair = Pair.objects.get()
    assert pair.candidate == run.candidates.get(subject=record) and pair.by == ines
    assert ines.pk not in Assignment.objects.filter(pair=pair).values_list("examiner", flat=True)
