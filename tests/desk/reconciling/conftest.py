"""An incident of Harbour that can be reconciled."""

from __future__ import annotations

import pytest

from desk_people import People
from desk_reconciling import Whole, whole


@pytest.fixture
def incident(people: People) -> Whole:
    return whole(people)
