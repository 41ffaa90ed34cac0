"""Lists of people with several photographs: what is said of their first places, against lists that are really made."""

from __future__ import annotations

import numpy as np
import pytest

from antigone.errors import UsageError
from antigone.evidence.best_of import worth_of_several
from antigone.evidence.calibrate import calibrate
from antigone.evidence.calibration import Calibration, Stratum
from antigone.evidence.expected import GallerySize
from antigone.evidence.pairs import Sides
from antigone.evidence.samples import Samples
from antigone.evidence.weigh import expected_strangers, top_of_strangers
from evidence.population import population

PERSONS, PHOTOS = 1000, 5


@pytest.fixture(scope="module")
def known() -> Samples:
    return population(people=800, photos=5, scatter=0.6, seed=3)


@pytest.fixture(scope="module")
def calibration(known: Samples) -> Calibration:
    return calibrate(known, made="2026-01-01", description="people who do not exist", photos=((1, 1),), repeats=20)


def first_places() -> np.ndarray:
    """The best score of each of 400 lists of 1,000 persons with five photographs, none of them the one searched for."""
    return np.concatenate([_best(gallery) for gallery in range(4)])


def _best(number: int) -> np.ndarray:
    gallery = population(people=PERSONS, photos=PHOTOS, scatter=0.6, seed=200 + number, name="G").templates
    probes = population(people=100, photos=1, scatter=0.6, seed=300 + number, name="Q").templates
    return np.asarray((probes @ gallery.T).max(axis=1))


@pytest.mark.slow
def test_the_first_place_of_persons_with_five_photographs_is_as_high_as_it_is_said_to_be(
    calibration: Calibration,
) -> None:
    best = first_places()
    top = top_of_strangers(calibration, {}, 1, GallerySize(PERSONS, PERSONS * PHOTOS))
    as_if_one = top_of_strangers(calibration, {}, 1, GallerySize(PERSONS, PERSONS))
    assert top is not None and as_if_one is not None
    assert top.median == pytest.approx(np.median(best), abs=0.02)
    assert np.mean(best > top.high) < 0.09
    assert np.mean(best > as_if_one.high) > 0.12, "one photograph each is not what such a list ranks by"


@pytest.mark.slow
def test_one_stranger_in_all_is_expected_at_or_above_the_first_place(calibration: Calibration) -> None:
    """Whoever is first of a list is, on average, the one stranger expected to score so high."""
    of = GallerySize(PERSONS, PERSONS * PHOTOS)
    said = [expected_strangers(calibration, float(score), {}, 1, of) for score in first_places()]
    numbers = [number.value for number in said if number is not None]
    assert np.mean(numbers) == pytest.approx(1, abs=0.35)


@pytest.mark.slow
def test_photographs_of_one_stranger_are_worth_more_than_one_and_less_than_so_many_strangers(known: Samples) -> None:
    everyone = np.ones(len(known), bool)
    worth = worth_of_several(known, Sides(everyone, everyone))
    assert len(worth) == 5 and list(worth) == sorted(worth) and worth[0] == 1
    assert 1.2 < worth[1] < 2 and 2 < worth[4] < 5
    unlike = population(people=400, photos=2, scatter=50, seed=4)  # photographs that have nothing in common
    everyone = np.ones(len(unlike), bool)
    assert worth_of_several(unlike, Sides(everyone, everyone))[1] == pytest.approx(2, abs=0.25)
    single = population(people=50, photos=1)
    assert worth_of_several(single, Sides(np.ones(50, bool), np.ones(50, bool))) == ()


@pytest.mark.slow
def test_more_photographs_than_were_seen_together_count_as_so_many_handfuls(calibration: Calibration) -> None:
    stratum = calibration.find({}, (1, 1))
    assert isinstance(stratum, Stratum) and len(stratum.worth) == 5
    assert stratum.worth_of(10) == pytest.approx(2 * stratum.worth[-1]) and stratum.worth_of(1) == 1
    assert 1 < stratum.worth_of(1.5) < stratum.worth[1]


def test_a_gallery_has_a_photograph_of_each_of_its_persons() -> None:
    with pytest.raises(UsageError):
        GallerySize(10, 9)
    assert GallerySize(0, 0).each == 1
