"""A desk where a liaison officer works with families."""

from __future__ import annotations

import pytest

from desk_families import Families, families_of
from desk_people import People


@pytest.fixture
def families(people: People) -> Families:
    return families_of(people)
