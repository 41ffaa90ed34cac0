"""What is known of the dead and the missing, one line at a time."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from antigone.reconciliation import models
from antigone.reconciliation.lines import GROSS, ExclusionGround, LineKind, Rate, WeighedLine, by_agreement, by_distance
from antigone.reconciliation.models import Agreement, Others
from antigone.types import Weight

HALF = Rate(0.5, 0.4, 0.6, "a test")
RARE = Rate(0.001, 0.0002, 0.005, "a test")


@pytest.fixture
def others() -> Others:
    random = np.random.default_rng(3)
    statures = {"female": random.normal(162, 6, 400), "male": random.normal(175, 7, 400)}
    return Others(Rate(0.45, 0.42, 0.48, "the lists"), random.uniform(0, 90, 800), statures)


shares = st.floats(0.001, 0.999)


@given(shares, shares)
def test_what_agreement_says_is_right_on_average_for_strangers(one: float, other: float) -> None:
    """An LR's mean over strangers is 1, whatever the rates."""
    if_one, if_other = (Rate(share, share, share, "a test") for share in (one, other))
    agrees, differs = (10 ** by_agreement(said, if_one, if_other)[0] for said in (True, False))
    assert other * agrees + (1 - other) * differs == pytest.approx(1)


@given(shares, shares, st.booleans())
def test_uncertain_rates_make_an_interval_that_holds_the_weight(one: float, other: float, agrees: bool) -> None:
    rates = [Rate(share, share / 2, (1 + share) / 2, "a test") for share in (one, other)]
    value, low, high = by_agreement(agrees, *rates)
    assert low <= value <= high


def test_a_rate_is_never_0_or_1_and_names_its_source() -> None:
    for value, low, high, source in (
        (1.0, 0.9, 1.0, "x"),
        (0.1, 0.2, 0.3, "x"),
        (0.1, 0.05, 0.2, ""),
        (0, 0, 0.1, "x"),
    ):
        with pytest.raises(ValueError, match="rate"):
            Rate(value, low, high, source)


@pytest.mark.slow
@given(st.floats(20, 80), st.floats(0.5, 10), st.floats(0, 90), st.floats(0.1, 5))
def test_a_distance_weighs_as_two_normal_densities_do(dead: float, sd: float, told: float, sd_told: float) -> None:
    ages = np.random.default_rng(1).uniform(0, 90, 500)
    spread = math.hypot(sd, sd_told)
    plain = norm.pdf(dead, told, spread) / norm.pdf(dead, ages, spread).mean()
    expected = math.log10((1 - GROSS.value) * plain + GROSS.value)
    value, low, high = by_distance(dead, sd, told, sd_told, ages)
    assert value == pytest.approx(expected)
    assert low <= value <= high and value >= math.log10(GROSS.value)


@pytest.mark.slow
def test_a_distance_is_right_on_average_for_those_who_could_lie_here() -> None:
    ages = np.random.default_rng(1).uniform(0, 90, 300)
    lrs = [10 ** by_distance(33.0, 4.0, age, 0.5, ages)[0] for age in ages.tolist()]
    assert np.mean(lrs) == pytest.approx(1, abs=1e-6)


def test_a_measurement_without_an_error_is_refused() -> None:
    with pytest.raises(ValueError, match="error"):
        by_distance(30.0, 0.0, 30.0, 0.0, np.array([30.0]))


def test_what_is_not_said_makes_no_line(others: Others) -> None:
    assert models.sex("unknown", "female", others) is None
    assert models.age(None, (30, 30), others) is None and models.age((20, 30), None, others) is None
    assert models.stature((170, 175), None, "male", 40, others) is None
    assert models.mark("left wrist", Agreement.UNSAID, RARE) is None
    assert models.time(None, HALF) is None and models.place(None, HALF) is None and models.face(None) is None


def test_a_woman_found_and_a_woman_missed_weighs_little_and_a_man_missed_much_against(others: Others) -> None:
    same, other = models.sex("female", "female", others), models.sex("female", "male", others)
    assert same is not None and other is not None
    assert same.log10_lr == pytest.approx(math.log10(1 / 0.45), abs=0.01)
    assert other.log10_lr < -1.5 and other.low < other.log10_lr < other.high


def test_sex_from_bones_weighs_less_against_than_sex_seen(others: Others) -> None:
    seen = models.sex("female", "male", others)
    bones = models.sex("female", "male", others, models.BONES)
    assert seen is not None and bones is not None and seen.log10_lr < bones.log10_lr < 0


def test_an_age_far_off_speaks_against_but_never_excludes(others: Others) -> None:
    far = models.age((20, 30), (70, 70), others)
    near = models.age((20, 30), (26, 26), others)
    assert far is not None and near is not None
    assert near.log10_lr > 0.5 and far.log10_lr == pytest.approx(math.log10(GROSS.value), abs=0.01)


def test_a_childs_stature_is_its_age_once_more_and_makes_no_line(others: Others) -> None:
    assert models.stature((110, 115), (112, 112), "male", 6, others) is None
    assert models.stature((170, 175), (172, 172), "male", None, others) is None


def test_a_stature_rests_on_the_sex_only_where_the_sex_is_not_known(others: Others) -> None:
    known = models.stature((170, 176), (173, 173), "male", 40, others)
    unknown = models.stature((170, 176), (173, 173), "unknown", 40, others)
    assert known is not None and unknown is not None
    assert known.rests_on == {"stature"} and unknown.rests_on == {"stature", "sex"}


def test_a_rare_tattoo_weighs_much_and_one_that_was_not_told_of_weighs_against() -> None:
    both = models.mark("left wrist", Agreement.BOTH, RARE)
    none = models.mark("left wrist", Agreement.NOT_ON_THE_MISSING, RARE)
    gone = models.mark("left wrist", Agreement.NOT_ON_THE_DEAD, RARE)
    assert both is not None and none is not None and gone is not None
    assert both.log10_lr == pytest.approx(math.log10(900))
    assert none.log10_lr == pytest.approx(-1, abs=0.01) and gone.log10_lr == pytest.approx(-1, abs=0.01)


def test_a_ring_never_weighs_as_much_as_a_tattoo() -> None:
    ring = models.effect("ring, engraved", Agreement.BOTH, RARE)
    assert ring is not None and ring.log10_lr == models.MOST_FOR_EFFECTS and ring.high == models.MOST_FOR_EFFECTS


def test_seen_alive_after_the_death_speaks_against() -> None:
    after, before = models.time(False, HALF), models.time(True, HALF)
    assert after is not None and before is not None
    assert after.log10_lr < -1 and 0 < before.log10_lr < 0.31


def weight(stratum: str, refused: str | None = None) -> Weight:
    if refused:
        return Weight(None, None, None, "abc", stratum, "", refused)
    return Weight(2.0, 1.8, 2.2, "abc", stratum, "words")


def test_a_face_calibrated_among_women_of_an_age_says_nothing_of_sex_and_age() -> None:
    photos = "; 1 photo of the missing, 1 photo of the dead"
    for people, rests_on in (
        ("age band adult, sex female", {"face"}),
        ("age band adult", {"face", "sex"}),
        ("everybody", {"face", "sex", "age"}),
    ):
        line = models.face(weight(people + photos))
        assert line is not None and line.rests_on == rests_on and "abc" in line.source


def test_a_refused_weight_speaks_neither_for_nor_against() -> None:
    assert models.face(weight("everybody; 1 photo", refused="It would mislead.")) is None


def test_a_line_is_finite_and_an_exclusion_says_why() -> None:
    with pytest.raises(ValueError, match="exclusion"):
        WeighedLine(LineKind.AGE, "x", -math.inf, -math.inf, 0, "x", frozenset({"age"}))
    with pytest.raises(ValueError, match="interval"):
        WeighedLine(LineKind.AGE, "x", 1.0, 2.0, 3.0, "x", frozenset({"age"}))
    with pytest.raises(ValueError, match="rests on"):
        WeighedLine(LineKind.AGE, "x", 1.0, 0.0, 3.0, "x", frozenset())
    with pytest.raises(ValueError, match="why"):
        ExclusionGround("", "the board")
