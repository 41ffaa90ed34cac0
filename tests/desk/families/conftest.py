"""An incident whose families can ask."""

from __future__ import annotations

import pytest

from desk_people import People
from desk_requests import Ferry, a_ferry


@pytest.fixture
def ferry(people: People) -> Ferry:
    return a_ferry(people)
