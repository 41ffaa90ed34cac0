from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.conf import settings

from desk_exchange import Exchange, exchange_of
from desk_people import People


@pytest.fixture
def exchange(people: People) -> Iterator[Exchange]:
    before = settings.DESK
    yield exchange_of(people)
    settings.DESK = before
