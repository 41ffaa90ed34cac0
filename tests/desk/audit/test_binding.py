"""Whatever decides or proves is bound into the audit as it is written, and what was altered behind it is named."""

from __future__ import annotations

import pytest

from antigone.desk.audit.verify_bound import verify_bound
from desk_databases import Database
from desk_people import People
from desk_things import Things, things_of

pytestmark = [pytest.mark.both, pytest.mark.slow]


@pytest.fixture
def things(people: People) -> Things:
    return things_of(people.ana, people.boris, "HARBOUR", people.hills)


def test_a_desk_on_which_much_was_done_is_as_its_acts_left_it(desk: Database, things: Things) -> None:
    for fault in verify_bound().faults:
        print(fault)
    print(verify_bound())
    assert 0
