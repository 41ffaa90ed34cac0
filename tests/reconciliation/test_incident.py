"""An incident as the desk knows it: links, exclusions, what is settled, and what cannot be."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
import pytest

from antigone.reconciliation.incident import ComparedPair, IncidentPairs, prepare
from antigone.reconciliation.joint import propose_joint
from antigone.reconciliation.lists import closed_list, open_list
from antigone.reconciliation.sampling import posterior
from antigone.reconciliation.table import FRAGMENT, WHOLE, PairTable, TableCase, of_weights
from antigone.types import Refusal

LISTS = (closed_list("crew", ["anna", "ben"], "the master's list", share=0.3), open_list("reported", ["cem"], 0.2, "x"))


def table_of(parts: Mapping[str, str], *pairs: tuple[str, str, float], **more: object) -> PairTable:
    prepared = prepare(IncidentPairs(parts, LISTS, tuple(ComparedPair(*pair) for pair in pairs), **more))  # type: ignore[arg-type]
    assert isinstance(prepared, PairTable), prepared
    return prepared


def refusal(parts: Mapping[str, str], *pairs: tuple[str, str, float], **more: object) -> str:
    prepared = prepare(IncidentPairs(parts, LISTS, tuple(ComparedPair(*pair) for pair in pairs), **more))  # type: ignore[arg-type]
    assert isinstance(prepared, Refusal) and prepared.detail and prepared.hint
    return prepared.code


def test_pairs_that_were_compared_make_the_table_that_all_weights_make() -> None:
    random = np.random.default_rng(1)
    weights = random.normal(size=(2, 3)).astype(np.float32)
    names = ("anna", "ben", "cem")
    pairs = [(f"case {row}", name, float(weights[row, k])) for row in range(2) for k, name in enumerate(names)]
    one = table_of({"case 0": WHOLE, "case 1": WHOLE}, *pairs)
    other = of_weights([TableCase(("case 0",)), TableCase(("case 1",))], LISTS, weights)
    assert isinstance(other, PairTable)
    assert one.ln_odds == pytest.approx(other.ln_odds) and one.record.tolist() == other.record.tolist()
    assert one.elsewhere == pytest.approx(other.elsewhere)


@pytest.mark.slow
def test_what_was_never_compared_weighs_nothing_and_is_not_forgotten() -> None:
    table = table_of({"case": WHOLE}, ("case", "anna", 2.0))
    everything = table_of({"case": WHOLE}, ("case", "anna", 2.0), ("case", "ben", 0.0), ("case", "cem", 0.0))
    assert table.elsewhere[0] == pytest.approx(np.exp(everything.ln_odds[1:]).sum())
    assert posterior(table).pair[0] == pytest.approx(posterior(everything).pair[0], abs=1e-9)


def test_an_excluded_pair_is_gone_and_not_somebody_else_either() -> None:
    table = table_of({"case": WHOLE}, ("case", "anna", -math.inf), ("case", "ben", 1.0))
    assert table.record.tolist() == [1]
    nobody_else = table_of({"case": WHOLE}, ("case", "anna", -9.0), ("case", "ben", 1.0))
    assert table.elsewhere[0] == pytest.approx(nobody_else.elsewhere[0])


@pytest.mark.slow
def test_whom_the_board_has_identified_is_nobody_else() -> None:
    bodies = {"case 0": WHOLE, "case 1": WHOLE}
    pairs = (("case 0", "anna", 1.0), ("case 1", "anna", 4.0))
    table = table_of(bodies, *pairs, settled={"case 0": "anna"})
    assert propose_joint(table).named(table) == {"case 0": "anna", "case 1": None}
    result = posterior(table)
    assert result.pair[0] == pytest.approx(1) and result.pair[1] == pytest.approx(0, abs=1e-9)


def test_a_left_and_a_right_foot_may_be_one_person_but_two_left_feet_may_not() -> None:
    feet = {"left": "left foot", "right": "right foot", "left again": "left foot", "skin": FRAGMENT}
    pairs = [(name, "anna", 3.0 + place / 10) for place, name in enumerate(feet)]
    joint = propose_joint(table := table_of(feet, *pairs)).named(table)
    assert joint == {"left": None, "right": "anna", "left again": "anna", "skin": "anna"}


def test_a_whole_body_leaves_no_part_of_its_person_elsewhere() -> None:
    table = table_of({"body": WHOLE, "skin": FRAGMENT}, ("body", "anna", 4.0), ("skin", "anna", 3.0))
    assert propose_joint(table).named(table) == {"body": "anna", "skin": None}


@pytest.mark.slow
def test_parts_that_were_put_together_are_one_case_and_take_what_both_take() -> None:
    parts = {"foot": "left foot", "hand": "right hand", "other foot": "left foot"}
    pairs = (("foot", "anna", 1.0), ("hand", "anna", 2.0), ("other foot", "anna", 0.5), ("foot", "ben", -1.0))
    table = table_of(parts, *pairs, links=(frozenset({"foot", "hand"}),))
    assert [case.names for case in table.cases] == [("foot", "hand"), ("other foot",)]
    alone = table_of(parts, ("hand", "anna", 2.0))
    # Two weights for one person that may not be independent: the stronger, not the sum.
    assert table.ln_odds[0] == pytest.approx(alone.ln_odds[0])
    drawn = posterior(table).drawn
    assert not ((drawn[:, 0] == drawn[:, 1]) & (drawn[:, 0] >= 0)).any()


def test_an_exclusion_of_one_part_excludes_all_it_was_put_together_with() -> None:
    parts = {"foot": "left foot", "hand": "right hand"}
    pairs = (("foot", "anna", -math.inf), ("hand", "anna", 2.0))
    assert len(table_of(parts, *pairs, links=(frozenset(parts),)).record) == 0


def test_what_cannot_be_is_refused_and_says_what_to_do() -> None:
    bodies = {"case 0": WHOLE, "case 1": WHOLE}
    assert refusal(bodies, ("case 9", "anna", 1.0)) == "unknown-name"
    assert refusal(bodies, ("case 0", "zoe", 1.0)) == "unknown-name"
    assert refusal(bodies, links=(frozenset({"case 0", "case 1"}),)) == "link-impossible"
    assert refusal({"a": "left foot", "b": "left foot"}, links=(frozenset("ab"),)) == "link-impossible"
    assert refusal(bodies, links=(frozenset({"case 0", "case 7"}),)) == "unknown-name"
    twice = (frozenset({"a", "b"}), frozenset({"b", "c"}))
    assert refusal({"a": "arm", "b": "leg", "c": "foot"}, links=twice) == "linked-twice"
    assert refusal(bodies, settled={"case 0": "anna", "case 1": "anna"}) == "one-person-two-bodies"
    feet = {"a": "left foot", "b": "right foot"}
    assert refusal(feet, links=(frozenset("ab"),), settled={"a": "anna", "b": "ben"}) == "settled-twice"


def test_a_weight_without_end_is_no_weight() -> None:
    for value in (math.inf, math.nan):
        with pytest.raises(ValueError, match="weight"):
            ComparedPair("case", "anna", value)
