"""The bench of hundreds of officials: that its desk can be made, and that it notices what it is there to notice."""

from __future__ import annotations

import hashlib
import io
import sys
from collections import Counter
from pathlib import Path
from unittest import mock

import pytest
from PIL import Image

from desk_databases import Database

BENCH = str(Path(__file__).resolve().parents[2] / "bench")
kept = sys.path.copy()
sys.path.append(BENCH)
try:
    import officials
    import officials_desk
    from officials_watch import flat
finally:  # a file of the bench is called as a folder of tests is, and would be found in its stead
    sys.path[:] = kept


def test_of_340_people_each_role_has_its_share_and_of_seven_each_role_has_somebody() -> None:
    assert Counter(officials_desk.roles_of(340)) == {role: 5 * many for role, many in officials_desk.SHARES.items()}
    assert set(officials_desk.roles_of(7)) == set(officials_desk.SHARES)


def test_a_picture_is_sent_often_and_is_another_file_each_time() -> None:
    picture = officials_desk.pictures("pm")[0]
    sent = [officials_desk.another(picture, number) for number in (1, 2)]
    assert len({hashlib.sha256(each).digest() for each in sent}) == 2
    shown = [Image.open(io.BytesIO(each)).tobytes() for each in (*sent, picture.read_bytes())]
    assert shown[0] == shown[1] == shown[2]


def test_a_process_that_goes_on_growing_is_told_from_one_that_has_just_begun() -> None:
    said = flat([{"web": 50.0, "worker": 100.0}, {"web": 150.0, "worker": 400.0}, {"web": 152.0, "worker": 450.0}])
    assert {name: bool(each["over"]) for name, each in said.items()} == {"web": False, "worker": True}


def test_a_promise_that_does_not_hold_is_said() -> None:
    answer = {"seconds": 10.0, "processor": 0.1, "pages": {"records": [20.0] * 98 + [1500.0] * 2}, "wrong": {}}
    said = officials._counted(answer) | {"jobs given up": 0, "minutes": 15, "megabytes": {}}
    assert officials._broken(said) == ["99 of 100 pages within 1.50 s"]
    answer |= {"pages": {"records": [20.0]}, "wrong": {"records": ["500 /records"]}}
    assert officials._broken(said | officials._counted(answer)) == ["1 errors"]


@pytest.mark.slow
def test_five_agencies_a_board_and_motions_are_made_of_rows_and_acts(own_desk: Database) -> None:
    with mock.patch.object(officials_desk, "_pairs"):  # their photographs take the engine seconds
        officials_desk.make(20, 5, 8, 10)
    found = officials_desk.everybody()
    assert {each["role"] for each in found} == set(officials_desk.SHARES) and len(found) >= 8
    assert all("antigone=" in each["cookie"] for each in found)
    assert any(each["votes"] for each in found if each["role"] == "board member")
