"""One report of everything, the same for the same people, and drawings of it."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from antigone.errors import SamplesInvalid
from antigone.evidence import plots
from antigone.evidence.evaluation import EvaluationPlan, evaluate
from antigone.evidence.samples import Samples, join
from evidence.population import population

PLAN = EvaluationPlan(by=("sex",), splits=2, repeats=10)


@pytest.fixture(scope="module")
def people() -> Samples:
    women = population(people=230, photos=2, scatter=0.9, groups={"sex": "female"})
    return join(women, population(people=120, photos=1, seed=4, name="S", groups={"sex": "male"}))


@pytest.fixture(scope="module")
def report(people: Samples) -> dict:
    return evaluate(people, PLAN)


@pytest.mark.slow
def test_the_report_is_plain_and_says_what_it_was_measured_on(report: dict) -> None:
    assert json.loads(json.dumps(report, allow_nan=False)) == report
    assert report["data"]["people"] == 350 and report["data"]["people_with_several_photos"] == 230
    assert "nothing here says" in report["note"]
    assert report["verification"]["mated_people"] == 230
    assert report["identification"]["mated_searches"] == 230
    assert report["weights"]["overall"]["cllr"] < 1
    assert report["groups"]["kinds"][0]["by"] == ["sex"]


@pytest.mark.slow
def test_more_people_in_the_gallery_more_strangers(report: dict) -> None:
    for row in report["strangers"]["by_score"]:
        expected = row["expected"]
        assert expected["100"] is None or expected["1000"] == pytest.approx(10 * expected["100"], rel=1e-5)
        most = row["at_most"]["100000"]
        assert most >= (row["expected"]["100000"] or 0) and most > 0
    rare = [row for row in report["strangers"]["by_score"] if 0 < row["comparisons"] <= 3]
    of = report["strangers"]["non_mated_comparisons"]
    assert all(row["at_most"]["1000"] > 1000 * 3.5 / of for row in rare), "one comparison is hardly known"


def test_what_cannot_be_measured_says_why_and_the_rest_goes_on() -> None:
    few = evaluate(population(people=9), EvaluationPlan(splits=1, repeats=5))
    assert "leave some out" in few["identification"]["not_measured"]
    assert "30 people" in few["weights"]["not_measured"]
    assert few["verification"]["mated_people"] == 9
    with pytest.raises(SamplesInvalid, match="one person only"):
        evaluate(population(people=1))


@pytest.mark.slow
def test_faces_found_of_one_person_only_are_said_and_not_a_crash() -> None:
    several = population(people=5, photos=3)
    found = several.persons == several.persons[0]
    templates = np.where(found[:, None], several.templates, 0).astype(np.float32)
    report = evaluate(
        replace(several, templates=templates, refusals=np.where(found, "", "no-face")), EvaluationPlan(repeats=5)
    )
    for part in ("verification", "strangers"):
        assert "Faces were found of too few people" in report[part]["not_measured"]


@pytest.mark.slow
def test_what_photographs_without_a_usable_face_cost_is_said_by_figures_without_them(people: Samples) -> None:
    """A quarter of the photographs shows several faces: an EER of a quarter would say nothing of the comparison."""
    refused = np.arange(len(people)) % 4 == 0
    templates = np.where(refused[:, None], 0, people.templates).astype(np.float32)
    some = replace(people, templates=templates, refusals=np.where(refused, "several-faces", ""))
    plan = EvaluationPlan(splits=1, repeats=5, weights=False)
    report = evaluate(some, plan)
    without = report["without_refused"]
    assert without["photos"] == int((~refused).sum()) and without["refused"] == {"several-faces": int(refused.sum())}
    assert without["eer"] < report["verification"]["eer"]["value"] / 2
    assert without["fnir_at_fpir_0.01"] < report["identification"]["fnir_at_fpir_0.01"]["value"]
    assert evaluate(people, plan)["without_refused"] is None


def test_a_list_of_pairs_can_be_followed() -> None:
    samples = population(people=9)
    lines = ("3\t2", "P0000 1 2", "P0001 2 3", "P0000 1 P0001 1", "P0002 3 P0003 1")
    report = evaluate(samples, EvaluationPlan(protocol=lines, weights=False, splits=1, repeats=5))
    counted = report["verification"]
    assert (counted["mated_comparisons"], counted["non_mated_comparisons"]) == (2, 2)
    assert counted["pairs"] == "a list of pairs" and report["weights"] is None


def test_the_same_people_in_another_order_give_the_same_report() -> None:
    people = population(people=40)
    plan = EvaluationPlan(splits=1, repeats=3, weights=False)
    shuffled = people.take(np.random.default_rng(0).permutation(len(people)))
    assert evaluate(people, plan) == evaluate(shuffled, plan)


@pytest.mark.slow
def test_drawings_are_the_same_bytes_and_hold_no_date(report: dict) -> None:
    one, other = plots.all_of(report), plots.all_of(report)
    assert set(one) == {"det", "cmc", "growth", "tippett", "ece", "pav"} and one == other
    for name, drawing in one.items():
        assert drawing.startswith(b"<?xml") and b"dc:date" not in drawing, name
        assert b"hit" not in drawing.replace(b"white", b"") and b"confidence" not in drawing


@pytest.mark.slow
def test_only_what_was_measured_is_drawn() -> None:
    few = evaluate(population(people=9), EvaluationPlan(splits=1, repeats=5, weights=False))
    assert set(plots.all_of(few)) == {"det"}
