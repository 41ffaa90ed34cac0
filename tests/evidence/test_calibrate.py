"""A calibration knows who it was made from, what it may say of whom, and when to keep silent."""

from __future__ import annotations

import inspect
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from antigone.errors import CalibrationForeign, CalibrationInvalid, SamplesInvalid
from antigone.evidence import assess, calibrate, crossfit, weigh
from antigone.evidence.assess import judge, weigh_all
from antigone.evidence.calibration import Calibration, Stratum, load
from antigone.evidence.calibrators import CALIBRATORS
from antigone.evidence.pairs import draw
from antigone.evidence.samples import Samples, folds, join
from antigone.evidence.tally import Binned, grid_over
from evidence.population import population


def test_the_same_person_is_never_fitted_to_and_judged_by() -> None:
    samples = population(people=40)
    names, place = samples.people()
    fold = np.empty(len(names), int)
    fold[place] = folds(samples, 5, seed=1)
    seen: list[tuple[np.ndarray, np.ndarray]] = []
    pairs = draw(samples)
    table = Binned(pairs, grid_over(pairs.score))
    crossfit.held_out([table], [None], fold, CALIBRATORS, watch=lambda fit, test: seen.append((fit, test)))
    assert len(seen) == 5 and sum(test for _, test in seen).tolist() == [1] * 40
    for fitting, judging in seen:
        assert not (fitting & judging).any()
        used = [pairs.weight(times) > 0 for times in (fitting, judging)]
        people = [set(np.concatenate([pairs.reference[u], pairs.probe[u]]).tolist()) for u in used]
        assert people[0] and people[1] and not people[0] & people[1]


@pytest.mark.slow
def test_who_judges_a_calibration_had_no_part_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    fitted: list[set[str]] = []
    judged: list[set[str]] = []
    make, weigh_them = assess.calibrate, assess.weigh_all

    def watched_make(samples: Samples, **settings: object) -> Calibration:
        fitted.append(set(samples.persons.tolist()))
        return make(samples, **settings)  # type: ignore[arg-type]

    def watched_weigh(made: Calibration, samples: Samples, *rest: int) -> object:
        judged.append(set(samples.persons.tolist()))
        return weigh_them(made, samples, *rest)

    monkeypatch.setattr(assess, "calibrate", watched_make)
    monkeypatch.setattr(assess, "weigh_all", watched_weigh)
    samples = population(people=240, photos=2)
    report = assess.crossfit(samples, repeats=20)
    assert len(fitted) == 2 and fitted[0] == judged[1] and fitted[1] == judged[0]
    assert not fitted[0] & judged[0] and fitted[0] | judged[0] == set(samples.persons.tolist())
    assert report["overall"]["mated_people"] == 240


def test_no_prior_probability_can_be_given_anywhere() -> None:
    for module in (calibrate, crossfit, weigh, assess):
        for _, function in inspect.getmembers(module, inspect.isfunction):
            for name in inspect.signature(function).parameters:
                assert not any(word in name for word in ("prior", "posterior", "odds")), (function, name)


@pytest.mark.slow
def test_a_calibration_names_its_model_data_and_date(calibration: Calibration) -> None:
    assert (calibration.model, calibration.made) == ("fake@1", "2026-01-01")
    assert calibration.data["people"] == 300 and calibration.data["photos"] == 600
    assert set(calibration.data["cllr_by_method"]) == set(CALIBRATORS)
    adults = calibration.find({"age_band": "adult"}, (1, 1))
    assert isinstance(adults, Stratum) and adults.counts["mated_people"] == 150
    assert adults.cllr is not None and adults.cllr_min is not None and adults.cllr - adults.cllr_min < 0.05


@pytest.mark.slow
def test_the_same_people_in_any_order_give_the_same_calibration() -> None:
    samples = population(people=120, photos=2)
    one, other = (calibrate.calibrate(samples, made="d", description="x", repeats=20) for _ in range(2))
    assert one.sha256 == other.sha256
    shuffled = samples.take(np.random.default_rng(0).permutation(len(samples)))
    assert calibrate.calibrate(shuffled, made="d", description="x", repeats=20).sha256 == one.sha256
    assert calibrate.calibrate(samples, made="e", description="x", repeats=20).sha256 != one.sha256


@pytest.mark.slow
def test_a_calibration_comes_back_from_its_file_as_it_was(calibration: Calibration, tmp_path: Path) -> None:
    calibration.save(tmp_path / "calibration.json")
    again = load(tmp_path / "calibration.json")
    assert again.sha256 == calibration.sha256 and again.id == calibration.id
    one, other = (c.find({"age_band": "adult"}, (1, 1)) for c in (calibration, again))
    assert isinstance(one, Stratum) and isinstance(other, Stratum)
    assert one.at(0.4) == pytest.approx(other.at(0.4), abs=1e-5)


@pytest.mark.slow
def test_a_calibration_that_was_touched_is_refused(calibration: Calibration, tmp_path: Path) -> None:
    path = tmp_path / "calibration.json"
    calibration.save(path)
    content = json.loads(path.read_text())
    content["strata"][0]["counts"]["mated_people"] += 1
    path.write_text(json.dumps(content))
    with pytest.raises(CalibrationInvalid, match="hash does not fit"):
        load(path)
    content["schema"] = 2
    path.write_text(json.dumps(content))
    with pytest.raises(CalibrationInvalid, match="another version"):
        load(path)
    for text in ("{", "[]", "{}"):
        path.write_text(text)
        with pytest.raises(CalibrationInvalid):
            load(path)


def test_another_model_is_refused(calibration: Calibration, adults_and_children: Samples) -> None:
    with pytest.raises(CalibrationForeign):
        calibration.must_be_for("another@1")
    with pytest.raises(CalibrationForeign):
        weigh_all(calibration, replace(adults_and_children, model="another@1"))


def test_children_who_look_alike_need_a_higher_score_than_adults(calibration: Calibration) -> None:
    adults, children = (calibration.find({"age_band": band}, (1, 1)) for band in ("adult", "child"))
    assert isinstance(adults, Stratum) and isinstance(children, Stratum) and children.refused is None
    assert children.counts["mated_people"] == 0 and "everybody" in children.borrowed
    for score in np.linspace(-0.5, 1, 16):
        assert children.at(score)[0] <= max(adults.at(score)[0], 0) + 1e-9
    assert children.bounds[0] == 0  # nobody was seen who could speak against a child's being somebody


def test_who_does_not_say_the_age_gets_no_weight_that_would_mislead_for_children(calibration: Calibration) -> None:
    for photos in ((1, 1), (2, 1)):
        everybody = calibration.find({}, photos)
        assert isinstance(everybody, Stratum) and everybody.refused is not None
        assert "child" in everybody.refused and "Name the group" in everybody.refused


@pytest.mark.slow
def test_new_children_and_adults_get_weights_that_are_wrong_no_more_often_than_they_say(
    calibration: Calibration,
) -> None:
    new = join(
        population(people=200, seed=7, name="N", groups={"age_band": "adult"}),
        population(people=200, photos=1, seed=8, name="M", groups={"age_band": "child"}, centre=1.6),
    )
    weighed, refused = weigh_all(calibration, new)
    assert any("everybody" in label for label in refused)
    judged = {w.label: judge(w) for w in weighed}
    assert any("child" in label for label in judged) and any("adult" in label for label in judged)
    for figures in judged.values():
        for at, wrong in figures["wrong"].items():
            assert wrong["share"] <= 10 ** -float(at), (figures["stratum"], at, wrong)


@pytest.mark.slow
def test_a_stratum_with_too_few_people_says_so() -> None:
    samples = join(
        population(people=120, photos=2, groups={"age_band": "adult"}),
        population(people=20, photos=2, seed=3, name="C", groups={"age_band": "child"}),
    )
    made = calibrate.calibrate(samples, made="d", description="x", by=("age_band",), repeats=20)
    children = made.find({"age_band": "child"}, (1, 1))
    assert isinstance(children, Stratum) and children.refused is not None and "20" in children.refused
    missing = made.find({"age_band": "old"}, (1, 1))
    assert isinstance(missing, str) and "old" in missing
    with pytest.raises(SamplesInvalid, match="30 people"):
        calibrate.calibrate(population(people=20), made="d", description="x", repeats=20)


@pytest.mark.slow
def test_a_half_filled_column_is_counted_and_its_people_still_help_everybody() -> None:
    samples = population(people=140, photos=2, groups={"sex": "female"})
    sex = samples.groups["sex"].copy()
    sex[: len(sex) // 4] = ""
    made = calibrate.calibrate(
        replace(samples, groups={"sex": sex}), made="d", description="x", by=("sex",), repeats=20
    )
    assert made.data["left_out"]["sex-unknown"] == len(sex) // 4
    women, everybody = made.find({"sex": "female"}, (1, 1)), made.find({}, (1, 1))
    assert isinstance(women, Stratum) and isinstance(everybody, Stratum)
    assert (women.counts["mated_people"], everybody.counts["mated_people"]) == (105, 140)


@pytest.mark.slow
def test_conditions_of_the_probe_and_origins_of_the_reference_are_strata_of_their_own() -> None:
    clean = population(people=150, photos=4)
    burnt = np.arange(len(clean)) % 4 == 0
    blurred = clean.templates.copy()
    blurred[burnt] += 0.6 * np.random.default_rng(5).normal(size=blurred[burnt].shape).astype(np.float32)
    blurred /= np.linalg.norm(blurred, axis=1, keepdims=True)
    attributes = {
        "condition": np.where(burnt, "burnt", np.where(np.arange(len(clean)) % 4 == 1, "none", "")),
        "role": np.where(np.arange(len(clean)) % 4 < 2, "probe", "reference"),
    }
    samples = replace(clean, templates=blurred, attributes=attributes)
    made = calibrate.calibrate(samples, made="d", description="x", by=("condition",), repeats=20)
    assert isinstance(made.find({}, (1, 1)), str)  # the condition must be told
    plain, harmed = (made.find({"condition": name}, (1, 1)) for name in ("none", "burnt"))
    assert isinstance(plain, Stratum) and isinstance(harmed, Stratum)
    assert plain.cllr is not None and harmed.cllr is not None and plain.cllr < harmed.cllr


def test_where_the_fit_goes_beyond_what_its_people_can_carry_the_interval_goes_with_it() -> None:
    """What is stated is cut off at the bounds. Replicates cut off before would all lie below the fit there."""
    made = calibrate.calibrate(population(people=120, photos=3, scatter=0.6), made="d", description="x", repeats=20)
    stratum = made.find({}, (1, 1))
    assert isinstance(stratum, Stratum) and stratum.curves is not None
    curves, most = stratum.curves, np.log10(121)
    assert curves.high[-1] > curves.llr[-1] > most + 1


@pytest.mark.slow
def test_a_weights_interval_holds_what_a_calibration_from_other_people_says() -> None:
    """A short form of bench/coverage.py, on the harder task: a hundred people, at scores of strangers and of mates."""
    found = []
    for seed in range(10):
        known = population(people=100, photos=3, scatter=0.9, seed=300 + seed)
        stratum = calibrate.calibrate(known, made="d", description="x", repeats=40).find({}, (1, 1))
        assert isinstance(stratum, Stratum)
        found.append(stratum)
    held = []
    for score in (0.1, 0.3, 0.45):
        fitted = np.array([stratum.weight_without_bounds(score) for stratum in found])
        for number, stratum in enumerate(found):
            _, low, high = stratum.at(score)
            others = np.clip(np.delete(fitted, number), *stratum.bounds)
            held.append(np.mean((others >= low) & (others <= high)))
    assert 0.88 <= np.mean(held) <= 0.995
