from __future__ import annotations

from collections.abc import Iterator

import pytest

from kept_faces import faces_kept


@pytest.fixture(scope="module", autouse=True)
def faces() -> Iterator[None]:
    """Commands in this process do not look twice at the same photograph; those that have a process of their own do."""
    with faces_kept():
        yield
