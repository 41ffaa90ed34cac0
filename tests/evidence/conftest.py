"""One population and one calibration of it, made once."""

from __future__ import annotations

import pytest

from antigone.evidence.calibrate import calibrate
from antigone.evidence.calibration import Calibration
from antigone.evidence.samples import Samples, join
from evidence.population import population

PHOTOS = ((1, 1), (2, 1))


@pytest.fixture(scope="session")
def adults_and_children() -> Samples:
    """150 adults with three photos, and 150 children with one, who look like each other."""
    adults = population(groups={"age_band": "adult"})
    return join(adults, population(photos=1, seed=1, name="C", groups={"age_band": "child"}, centre=1.6))


@pytest.fixture(scope="session")
def calibration(adults_and_children: Samples) -> Calibration:
    return calibrate(
        adults_and_children,
        made="2026-01-01",
        description="people who do not exist",
        by=("age_band",),
        photos=PHOTOS,
        repeats=30,
    )
