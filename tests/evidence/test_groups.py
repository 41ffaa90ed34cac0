"""Who bears the errors."""

from __future__ import annotations

import numpy as np
import pytest

from antigone.errors import SamplesInvalid
from antigone.evidence.groups import by_group
from antigone.evidence.samples import Samples, join
from evidence.population import population, table


def test_children_who_look_alike_raise_the_alarm(adults_and_children: Samples) -> None:
    report = by_group(adults_and_children, ("age_band",), threshold=0.5)
    (kind,) = report["kinds"]
    rates = {group["group"]["age_band"]: group for group in kind["groups"]}
    assert rates["child"]["fmr"]["value"] > 10 * max(rates["adult"]["fmr"]["value"], 1e-4)
    assert report["alarm"] is True and report["largest_ratio"] == kind["largest_ratio"]["ratio"]
    assert kind["largest_ratio"]["highest"] == {"age_band": "child"}
    assert rates["child"]["fnmr"] is None and rates["adult"]["fnmr"]["people"] == 150
    assert rates["child"]["fmr"]["comparisons"] == 150 * 149 / 2


def test_rates_by_group_on_a_table_made_by_hand() -> None:
    alike = np.eye(8, dtype=np.float32)
    persons = np.array(["A", "A", "B", "B", "C", "D"])
    vectors = alike[[0, 0, 1, 2, 3, 3]]  # B looks unlike himself; C and D look the same
    samples = table(persons, vectors, {"sex": np.array(["m", "m", "m", "m", "f", "f"])})
    report = by_group(samples, ("sex",), threshold=0.5)
    rates = {group["group"]["sex"]: group for group in report["kinds"][0]["groups"]}
    assert (rates["m"]["fnmr"]["value"], rates["m"]["fmr"]["value"]) == (0.5, 0)
    assert (rates["f"]["fmr"]["value"], rates["f"]["fmr"]["comparisons"]) == (1, 1)
    assert report["largest_ratio"] is None and report["alarm"] is False  # too few people for a ratio


def test_crossings_are_measured_and_unknown_groups_counted() -> None:
    samples = join(
        population(people=60, photos=2, groups={"sex": "f", "age_band": "old"}),
        population(people=60, photos=2, seed=1, name="Q", groups={"sex": "m", "age_band": ""}),
    )
    report = by_group(samples, ("age_band", "sex"))
    assert [kind["by"] for kind in report["kinds"]] == [["age_band"], ["sex"], ["age_band", "sex"]]
    assert report["unknown"] == {"age_band": 120, "sex": 0}
    assert [group["group"] for group in report["kinds"][2]["groups"]] == [{"age_band": "old", "sex": "f"}]
    with pytest.raises(SamplesInvalid, match="no column 'group'"):
        by_group(samples, ("group",))
