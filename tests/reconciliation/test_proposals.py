"""Which pairs examiners should see first, and what to do next."""

from __future__ import annotations

import inspect
import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antigone.reconciliation import proposals
from antigone.reconciliation.combine import combine
from antigone.reconciliation.incident import ComparedPair, IncidentPairs, prepare
from antigone.reconciliation.joint import propose_joint
from antigone.reconciliation.lists import open_list
from antigone.reconciliation.proposals import Proposal, contested, propose
from antigone.reconciliation.sampling import posterior
from antigone.reconciliation.settling import States, most_telling, suggest_next
from antigone.reconciliation.table import WHOLE, PairTable
from reconciliation.oracle import everything, expected_after, incident, undecided
from reconciliation.test_combine import line
from reconciliation.test_joint import two_by_two


def proposed(table: PairTable, **more: object) -> tuple[Proposal, ...]:
    return propose(posterior(table, sweeps=100), propose_joint(table), **more)  # type: ignore[arg-type]


@pytest.mark.slow
def test_a_record_that_is_also_first_for_two_other_bodies_says_so() -> None:
    table = two_by_two([[4.0, 0.0, 0, 0], [2.5, 0.0, 0, 0], [2.0, 1.0, 0, 0]], share=0.9)
    assert contested(table) == {"record 0": ("case 0", "case 1", "case 2")}
    (first,) = (one for one in proposed(table) if one.cases == ("case 0",))
    assert (first.cases, first.record) == (("case 0",), "record 0")
    assert first.also_first_for == ("case 1", "case 2") and first.first_by_weight and first.in_joint
    assert first.other_cases[0].name == "case 1"


def test_the_most_probable_pair_comes_first_and_every_case_that_has_one_has_a_place() -> None:
    table = incident(4)
    found = proposed(table)
    assert [one.posterior for one in found] == sorted((one.posterior for one in found), reverse=True)
    assert {one.cases for one in found} == {case.names for case in table.cases}


@pytest.mark.slow
def test_a_pair_of_the_joint_assignment_is_proposed_even_where_another_is_more_probable() -> None:
    for seed in range(10):
        table = incident(seed)
        joint = propose_joint(table).named(table)
        found = {(one.cases[0], one.record) for one in proposed(table) if one.in_joint}
        assert found == {(case, record) for case, record in joint.items() if record is not None}


def test_what_contradicts_stands_beside_the_proposal() -> None:
    table = two_by_two([[3.0, 0.0]])
    lines = {("case 0", "record 0"): combine([line(4.5, "face"), line(-1.5, "time"), line(-0.1, "age")])}
    (first,) = proposed(table, lines=lines)
    assert [one.log10_lr for one in first.against] == [-1.5]
    assert json.loads(json.dumps(first.as_json()))["against"][0]["log10_lr"] == -1.5


def test_what_the_board_has_settled_is_not_proposed_again() -> None:
    lists = (open_list("reported", ["anna", "ben"], 0.5, "a test"),)
    pairs = (ComparedPair("case 0", "anna", 3.0), ComparedPair("case 1", "ben", 3.0))
    table = prepare(IncidentPairs({"case 0": WHOLE, "case 1": WHOLE}, lists, pairs, settled={"case 0": "anna"}))
    assert isinstance(table, PairTable)
    assert [one.cases for one in proposed(table)] == [("case 1",)]


def test_no_threshold_decides_what_is_proposed() -> None:
    assert set(inspect.signature(propose).parameters) == {"result", "joint", "lines", "most"}
    names = [name for name, _ in inspect.getmembers(proposals, inspect.isfunction)]
    assert not [name for name in names if "identif" in name or "decide" in name]


@pytest.mark.slow
@given(st.integers(0, 10_000), st.integers(1, 3))
@settings(max_examples=25, deadline=None)
def test_the_cases_to_test_are_those_that_brute_force_finds_one_after_the_other(seed: int, count: int) -> None:
    every = everything(incident(seed))
    tested: list[int] = []
    for case, gain, _, _ in most_telling(States(every.at, every.share, drawn=False), count):
        left = {other: expected_after(every, [*tested, other]) for other in range(4) if other not in tested}
        now = expected_after(every, tested) if tested else undecided(every)
        assert gain == pytest.approx(now - min(left.values()), abs=1e-6)
        assert left[case] == pytest.approx(min(left.values()), abs=1e-6)
        tested.append(case)


@pytest.mark.slow
def test_the_gain_foretold_from_drawn_assignments_is_near_that_of_all_assignments() -> None:
    for seed in range(4):
        table = incident(seed, parts=(WHOLE,) * 4, spread=1.0)
        every = everything(table)
        first = suggest_next(posterior(table, sweeps=3000, kept=8000), 1)[0]
        gains = [undecided(every) - expected_after(every, [case]) for case in range(4)]
        place = [case.names for case in table.cases].index(first.cases)
        assert first.gain == pytest.approx(gains[place], abs=0.12)
        assert gains[place] >= max(gains) - 0.1


@pytest.mark.slow
def test_testing_one_of_two_bodies_that_compete_tells_of_the_other() -> None:
    table = two_by_two([[2.0, 2.0], [2.0, 2.0]], share=0.99)
    first, *then = suggest_next(posterior(table))
    assert first.gain > 1.7 and len(first.tells_of) == 1
    assert sum(one.gain for one in then) < 0.3


@pytest.mark.slow
def test_a_body_that_is_all_but_certain_is_not_sampled_first() -> None:
    out = -np.inf
    table = two_by_two([[6.0, out, out, out], [out, 2.0, 2.0, out], [out, 2.0, 1.9, out]], share=0.9)
    assert suggest_next(posterior(table))[0].cases != ("case 0",)


@pytest.mark.slow
def test_a_family_that_has_given_no_sample_cannot_be_told_by_a_test() -> None:
    out = -np.inf
    table = two_by_two([[2.0, 2.0, out, out, out], [out, out, 2.0, 2.0, 2.0]], share=0.9)
    result = posterior(table)
    assert suggest_next(result, 1)[0].cases == ("case 1",)
    assert suggest_next(result, 1, comparable={"record 0"})[0].cases == ("case 0",)
    assert suggest_next(result, comparable=set()) == ()
