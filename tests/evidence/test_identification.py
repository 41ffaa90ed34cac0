"""The figures quoted in the documents are computed as ISO/IEC 19795-1 and NIST define them, on hand-made tables."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import binomtest

from antigone.errors import SamplesInvalid
from antigone.evidence.enrolment import two_photos_against_one, with_two_photos
from antigone.evidence.identification import (
    NO_SCORE,
    SplitScores,
    each_person_once,
    fnir,
    growth,
    identification,
    plan,
    plans,
    rank_interval,
    rank_one,
    searches,
    within_rank,
)
from antigone.evidence.intervals import THRESHOLD_UNKNOWN
from antigone.evidence.samples import Samples, join, of_folder
from evidence.population import population


def table(mate: list[float], other: list[float], stranger: list[float]) -> SplitScores:
    best = np.maximum(mate, other)
    above = (np.array(other) >= np.array(mate)).astype(int)
    return SplitScores(np.array(mate), best, np.array(stranger), np.arange(len(mate)), 10, above)


def test_a_search_succeeds_when_its_mate_is_before_everybody_else_and_not_when_somebody_is_level() -> None:
    assert rank_one(table([0.9, 0.5, 0.7, 0.2], [0.1, 0.6, 0.7, 0.1], [0.3])) == 0.5


def test_a_face_that_was_not_found_is_a_miss_and_not_left_out() -> None:
    assert rank_one(table([0.9, NO_SCORE], [0.1, NO_SCORE], [0.3])) == 0.5
    assert fnir(table([0.9, NO_SCORE], [0.1, NO_SCORE], [0.3, 0.2]), 0.5) == 0.5


def test_somebody_photographed_a_hundred_times_counts_once_where_people_are_counted() -> None:
    """One person is found in 99 of 100 searches, nine others, with one search each, never."""
    mate = np.array([0.9] * 99 + [0.1] * 10)
    person = np.array([0] * 100 + list(range(1, 10)))
    split = SplitScores(mate, mate, np.array([0.5, 0.4]), person, 10, np.zeros(len(mate), int))
    assert fnir(split, 0.5) == pytest.approx(10 / 109)
    assert fnir(split, 0.5, each_person_once(split)) == pytest.approx((0.01 + 9) / 10)


@pytest.mark.parametrize("cohort", [0.0, 0.5])
def test_nobody_is_found_by_a_face_that_was_not(cohort: float) -> None:
    """A cohort's mean is taken off scores; what has none stays without."""
    samples = incident()
    hidden = np.arange(len(samples)) % 4 == 1
    templates = np.where(hidden[:, None], 0, samples.templates).astype(np.float32)
    blind = replace(samples, templates=templates, refusals=np.where(hidden, "no-face", ""))
    split, chosen = searches(blind, 0, cohort=cohort), plan(blind, 0)
    missing = hidden[chosen.probes] | hidden[chosen.gallery[chosen.place]]
    assert missing.any() and not missing.all() and split.above is not None
    assert (split.mate[missing] == NO_SCORE).all() and (split.mate[~missing] > NO_SCORE).all()
    assert within_rank(split, 50) <= (~missing).mean()


def test_the_threshold_lets_no_more_strangers_through_than_was_asked() -> None:
    strangers = [i / 100 for i in range(100)]
    split = table([0.985, 0.975, 0.5, 0.2], [0, 0, 0, 0], strangers)
    assert fnir(split, 0.01) == 0.75  # above 0.98 there is one stranger, above 0.98 one mate
    assert fnir(split, 0.5) == 0.25


def test_the_interval_of_rank_one_is_the_binomials_where_everybody_is_searched_for_once() -> None:
    random = np.random.default_rng(0)
    split = table(list(random.random(200)), [0.3] * 200, list(random.random(200) / 2))
    low, high = rank_interval(split)
    known = binomtest(round(rank_one(split) * 200), 200).proportion_ci(0.95, method="wilson")
    assert (low, high) == pytest.approx((known.low, known.high), abs=0.005)


def test_nobody_is_searched_with_the_photo_that_is_enrolled() -> None:
    paths = np.array([f"P{p}/{i}.jpg" for p in range(20) for i in range(1 + p % 3)])
    templates = np.eye(len(paths), dtype=np.float32)  # each photo is like itself only
    split = searches(of_folder(paths, templates, np.ones(len(paths), bool), "model"), 0)
    assert split.mate.max() == 0 and split.stranger.max() == 0


def incident(seed: int = 0, scatter: float = 1.0) -> Samples:
    """60 people with four photos and 200 with one."""
    several = population(people=60, photos=4, scatter=scatter, seed=seed)
    return join(several, population(people=200, photos=1, seed=seed + 50, name="S"))


def test_ranks_count_the_persons_above_the_mate() -> None:
    split = table([0.9, 0.5, NO_SCORE], [0.1, 0.6, 0.5], [0.3])
    above = SplitScores(split.mate, split.best, split.stranger, split.person, 10, np.array([0, 1, 9]))
    assert [within_rank(above, rank) for rank in (1, 2, 50)] == pytest.approx([1 / 3, 2 / 3, 2 / 3])


def test_ranks_and_rates_agree_with_sorting_every_list() -> None:
    samples = incident()
    chosen = plan(samples, 3)
    split = searches(samples, 3)
    for row in (0, 17, 100):
        scores = samples.templates[chosen.gallery] @ samples.templates[chosen.probes[row]]
        order = np.argsort(-scores)
        assert split.above is not None
        assert split.above[row] == int(np.flatnonzero(order == chosen.place[row])[0])
        names = samples.persons[[chosen.gallery[chosen.place[row]], chosen.probes[row]]]
        assert names[0] == names[1]
    assert not set(samples.persons[chosen.strangers]) & set(samples.persons[chosen.gallery])
    assert rank_one(split) == within_rank(split, 1)


def test_misses_grow_with_the_gallery_and_the_line_through_them_is_found() -> None:
    samples = incident(scatter=1.3)
    others = population(people=2000, photos=1, seed=9, name="D")
    split = searches(samples, 0, distractors=others, sizes=(50, 200, 1000, 2000, 10**6))
    drawn = growth(split, 0.1)
    assert drawn["sizes"] == [50, 200, 1000, 2000]  # not more than there are
    assert drawn["fnir"] == sorted(drawn["fnir"]) and drawn["fnir"][-1] > drawn["fnir"][0]
    fitted = [drawn["a"] * size ** drawn["b"] for size in drawn["sizes"]]
    assert np.allclose(fitted, drawn["fnir"], rtol=0.3) and drawn["b"] > 0
    exact = SplitScores(np.array([0.0]), np.zeros(1), np.zeros(1), np.zeros(1, int), 1, None)
    assert exact.grown is None


def test_a_law_of_growth_says_at_how_many_sizes_anybody_was_missed() -> None:
    """Ten mates and ten strangers; at four sizes the threshold at FPIR 0.1 misses none, one, two and four of ten."""
    mate = np.arange(1, 11) / 10
    strange = np.array([np.full(10, at) for at in (0.05, 0.15, 0.25, 0.45)])
    grown = (np.array([10, 100, 200, 400]), np.zeros((4, 10)), strange)
    drawn = growth(SplitScores(mate, mate, strange[-1], np.arange(10), 400, None, grown), 0.1)
    assert drawn["fnir"] == pytest.approx([0, 0.1, 0.2, 0.4]) and drawn["fitted_on"] == 3
    assert drawn["b"] == pytest.approx(1) and drawn["a"] == pytest.approx(0.001)


def test_a_report_holds_intervals_counts_and_the_spread_of_splits() -> None:
    report = identification(incident(), splits=3, repeats=20)
    assert report["enrolled"] == 60 + 97 and report["mated_searches"] == 180 and report["non_mated_searches"] == 103
    for name in (
        "rank_1",
        "rank_5",
        "rank_20",
        "rank_50",
        "fnir_at_fpir_0.1",
    ):
        low, high = report[name]["interval_95"]
        assert low <= report[name]["value"] <= high
    assert report["fnir_at_fpir_0.01"]["no_interval"] == THRESHOLD_UNKNOWN  # one stranger of 103
    assert report["cmc"]["share"] == sorted(report["cmc"]["share"])


def test_a_second_photo_enrolled_makes_fewer_misses() -> None:
    samples = incident(scatter=1.2)
    for fusion in ("max", "mean-template"):
        one, two = with_two_photos(samples, 1, fusion)
        assert one.enrolled == two.enrolled and len(one.mate) == len(two.mate) == 60 * 2
        assert fnir(two, 0.1) < fnir(one, 0.1)
    report = two_photos_against_one(samples, splits=2, repeats=20)
    low, high = report["fnir_at_fpir_0.1"]["lower_by_95"]
    assert low <= report["fnir_at_fpir_0.1"]["lower_by"] <= high


def test_without_people_of_one_photo_nobody_can_be_a_stranger() -> None:
    with pytest.raises(SamplesInvalid, match="leave some out"):
        searches(population(people=9))


@pytest.mark.slow
def test_a_folder_in_which_everybody_has_several_photographs_is_measured_too() -> None:
    """People are left out of the gallery in turn; each photograph is searched with once, whoever it shows."""
    everybody = population(people=60, photos=3, scatter=1.0)
    parts = plans(everybody, 0)
    probes = np.concatenate([part.probes for part in parts])
    strangers = np.concatenate([part.strangers for part in parts])
    assert len(parts) == 5 and len(probes) == len(set(probes.tolist())) == 60 * 2
    assert len(strangers) == len(set(everybody.persons[strangers].tolist())) == 60
    for part in parts:
        enrolled = set(everybody.persons[part.gallery].tolist())
        assert not enrolled & set(everybody.persons[part.strangers].tolist())
        assert set(everybody.persons[part.probes].tolist()) <= enrolled and len(enrolled) == 48
    report = identification(everybody, splits=2, repeats=20)
    assert report["turns"] == 5 and report["mated_searches"] == 120 and report["non_mated_searches"] == 60
    assert report["enrolled"] == 48 and 0 < report["rank_1"]["value"] <= 1
    apart = searches(everybody, 0)
    assert rank_one(apart) == pytest.approx(rank_one(searches(everybody, 7)), abs=0.1)


def test_where_enough_people_have_one_photograph_nobody_is_left_out() -> None:
    assert len(plans(incident(), 0)) == 1
    with pytest.raises(SamplesInvalid, match="leave some out"):
        plans(population(people=9, photos=2), 0)  # too few people to leave a fifth of them out
