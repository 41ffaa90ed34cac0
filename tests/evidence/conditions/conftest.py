"""The portrait on which conditions are drawn."""

from __future__ import annotations

import numpy as np
import pytest

from antigone.types import Face
from conditions_photos import seen_through


@pytest.fixture(scope="session")
def portrait(eileen: np.ndarray) -> tuple[np.ndarray, Face]:
    """250 x 250 pixels of her, about 43 between the eyes."""
    shift = np.array([[1.0, 0, -100], [0, 1.0, 0]])
    picture, face = seen_through(eileen, shift, 250, 250)
    picture.flags.writeable = False
    return picture, face
