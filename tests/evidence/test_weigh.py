"""What stands beside a candidate: a weight, its words, and how many strangers to expect."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from antigone.errors import CalibrationForeign, UsageError
from antigone.evidence.calibration import Calibration, Stratum
from antigone.evidence.expected import GallerySize, strangers
from antigone.evidence.samples import Samples
from antigone.evidence.verbal import SCALES, in_words
from antigone.evidence.weigh import expected_strangers, person_score, top_of_strangers, usable_photos, weigh
from antigone.types import Candidate, Match, Weight

ADULT, CHILD = {"age_band": "adult"}, {"age_band": "child"}


def test_a_weight_lies_in_its_interval_within_the_bounds_and_rises_with_the_score(calibration: Calibration) -> None:
    stratum = calibration.find(ADULT, (1, 1))
    assert isinstance(stratum, Stratum)
    last = -np.inf
    for score in np.linspace(-1, 1, 41):
        weight = weigh(calibration, float(score), ADULT, model="fake@1")
        assert weight.log10_lr is not None and weight.low is not None and weight.high is not None
        assert stratum.bounds[0] <= weight.low <= weight.log10_lr <= weight.high <= stratum.bounds[1]
        assert weight.log10_lr >= last
        last = weight.log10_lr


def test_a_weight_names_its_calibration_and_stands_in_the_candidates_json(calibration: Calibration) -> None:
    weight = weigh(calibration, 0.6, ADULT, model="fake@1")
    match = Match("P1", "1.jpg", "0" * 64, 0.6)
    line = Candidate(1, "P1", (match,), weight=weight).as_json()["weight"]
    assert set(line) == {"log10_lr", "low", "high", "calibration", "stratum", "verbal", "refused", "limit", "score"}
    assert line["calibration"] == calibration.id and "adult" in line["stratum"] and line["refused"] is None
    assert Candidate(1, "P1", (match,)).as_json()["weight"] is None


def test_what_was_not_calibrated_is_refused_with_its_reason_and_no_number(calibration: Calibration) -> None:
    for score, circumstances, word in (
        (0.5, {"age_band": "old"}, "Nothing was calibrated"),
        (0.5, {}, "child"),
        (float("-inf"), ADULT, "not found"),
    ):
        weight = weigh(calibration, score, circumstances, model="fake@1")
        assert weight.refused is not None and word in weight.refused
        assert weight.as_json()["log10_lr"] is None and weight.verbal == ""


def test_templates_of_another_model_are_not_weighed(calibration: Calibration) -> None:
    with pytest.raises(CalibrationForeign, match="fake@2"):
        weigh(calibration, 0.5, ADULT, model="fake@2")


def test_a_weight_cannot_be_half_stated() -> None:
    for numbers, refused in (
        ((1.0, None, None), None),
        ((2.0, 0.0, 1.0), None),
        ((float("inf"), 0.0, 9.0), None),
        ((1.0, 0.0, 2.0), "because"),
    ):
        with pytest.raises(ValueError):
            Weight(*numbers, "abc", "everybody", "words", refused)


def test_as_many_photos_are_used_as_were_calibrated_for_and_no_more(
    calibration: Calibration, adults_and_children: Samples
) -> None:
    assert usable_photos(calibration, ADULT, 5, 3) == (2, 1)
    assert usable_photos(calibration, CHILD, 5, 3) == (1, 1)  # children with two photos were never seen
    rows = adults_and_children.templates[:3]
    both = person_score(calibration, rows[:2], rows[2:], ADULT)
    assert both.photos == (2, 1)
    assert person_score(calibration, rows[:2], rows[2:], CHILD).score == pytest.approx(float(rows[0] @ rows[2]))
    assert both.score == pytest.approx(person_score(calibration, rows[[1, 0]], rows[2:], ADULT).score)


def test_strangers_grow_with_the_gallery_and_fall_with_the_score(calibration: Calibration) -> None:
    numbers = [
        expected_strangers(calibration, score, ADULT, 1, GallerySize(1000, 1000)) for score in np.linspace(-1, 1, 30)
    ]
    values = [number.value for number in numbers if number]
    assert len(values) == 30 and values[0] == 1000 and values[-1] == 0 and values == sorted(values, reverse=True)
    for number in numbers:
        assert number is not None and number.low <= number.value <= number.high
    stratum = calibration.find(ADULT, (1, 1))
    assert isinstance(stratum, Stratum)
    one, ten = (strangers(stratum, 0.3, GallerySize(size, size)) for size in (100, 1000))
    assert one is not None and ten is not None and ten.value == pytest.approx(10 * one.value)


def test_who_does_not_say_the_age_is_told_of_as_many_strangers_as_a_child_has(calibration: Calibration) -> None:
    unknown, child = (expected_strangers(calibration, 0.6, who, 1, GallerySize(1000, 1000)) for who in ({}, CHILD))
    assert unknown is not None and child is not None and unknown.value >= child.value > 0


def test_beyond_every_stranger_seen_only_a_limit_is_known(calibration: Calibration) -> None:
    number = expected_strangers(calibration, 0.999, ADULT, 1, GallerySize(10_000, 10_000))
    assert number is not None and number.beyond and number.value == 0 and number.high > 0
    assert "Probably fewer than" in number.in_words() and "none was seen" in number.in_words()
    assert number.as_json()["beyond_the_data"] is True
    assert expected_strangers(calibration, 0.5, {"age_band": "old"}, 1, GallerySize(10, 10)) is None
    with pytest.raises(UsageError):
        expected_strangers(calibration, float("nan"), ADULT, 1, GallerySize(10, 10))


@pytest.mark.slow
@given(st.floats(-9, 9), st.sampled_from(list(SCALES)), st.booleans())
def test_no_words_can_be_read_as_a_probability_of_identity(log10_lr: float, scale: str, limit: bool) -> None:
    words = in_words(log10_lr, scale, limit)
    assert not re.search(r"%|match|hit|confiden|verif|identi|certain|likely|chance|probability", words)
    assert words.startswith("The scores are") and ("if the photographs show" in words)


def test_weights_in_the_words_of_the_scales() -> None:
    assert in_words(np.log10(432)) == (
        "The scores are about 430 times more probable if the photographs show one person than if they show two"
        " different persons (moderately strong support for one person over two different persons; enfsi)."
    )
    assert "about 50 times more probable if the photographs show two different persons than" in in_words(-np.log10(50))
    assert "support neither" in in_words(0.2) and "support neither" in in_words(-0.2)
    assert "at least about 3,200 times" in in_words(3.505, limit=True)
    assert "moderate support" in in_words(2.5, "swgdam") and "weak or limited" in in_words(0.2, "afsp")
    with pytest.raises(UsageError, match="verbal scale"):
        in_words(1, "jury")


def test_every_scale_names_its_source_and_rises() -> None:
    for scale in SCALES.values():
        assert scale.source and [step for step, _ in scale.steps] == sorted(step for step, _ in scale.steps)
        assert scale.word(0) == ""


def test_a_low_score_of_two_children_is_no_finding_where_no_child_was_seen_twice(calibration: Calibration) -> None:
    """Clipped at 0 it would read as "supports neither"; what was fitted to others' photographs says much less."""
    stratum = calibration.find(CHILD, (1, 1))
    assert isinstance(stratum, Stratum) and stratum.weight_without_bounds(-0.3) < -1 and stratum.bounds[0] == 0
    low = weigh(calibration, -0.3, CHILD, model="fake@1")
    assert low.log10_lr is None and low.refused is not None
    assert "How low two photographs of one person score here is not known: nobody has two" in low.refused
    assert weigh(calibration, 0.9, CHILD, model="fake@1").log10_lr is not None
    assert weigh(calibration, -0.3, ADULT, model="fake@1").log10_lr is not None, "adults were seen twice"


def test_a_weight_at_a_bound_is_at_least_so_much_and_says_what_stopped_it(calibration: Calibration) -> None:
    stratum = calibration.find(ADULT, (1, 1))
    assert isinstance(stratum, Stratum)
    high, low = (weigh(calibration, score, ADULT, model="fake@1") for score in (0.99, -0.99))
    middle = weigh(calibration, 0.3, ADULT, model="fake@1")
    assert high.log10_lr == stratum.bounds[1] and high.in_figures().startswith(f"at least {high.log10_lr:+.1f}")
    assert low.log10_lr == stratum.bounds[0] and low.in_figures().startswith(f"at most {low.log10_lr:+.1f}")
    assert "to" not in high.in_figures().split() and "to" in middle.in_figures().split()
    assert middle.limit == "" and f"{150:,} people" in low.limit and "More" in low.limit
    for limited_by, words in (("people", "150 people"), ("strangers", "were seen"), ("groups", "each group")):
        of_it = replace(calibration, strata=(replace(stratum, limited_by=limited_by),))
        assert words in weigh(of_it, 0.99, ADULT, model="fake@1").limit


def test_what_is_weighed_is_named_beside_what_a_list_ranks_by(calibration: Calibration) -> None:
    weight = weigh(calibration, 0.4321, ADULT, model="fake@1")
    assert weight.score == 0.4321 and weight.as_json()["score"] == 0.4321
    assert weigh(calibration, 0.4, {}, model="fake@1").score is None


def test_who_does_not_say_the_age_is_told_of_a_list_of_those_who_look_most_alike(calibration: Calibration) -> None:
    of = GallerySize(1000, 1000)
    unknown, child, adult = (top_of_strangers(calibration, who, 1, of) for who in ({}, CHILD, ADULT))
    assert unknown is not None and child is not None and adult is not None
    assert unknown.median >= child.median > adult.median and unknown.high >= child.high > adult.high
