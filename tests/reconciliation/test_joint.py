"""Everybody at once: one person one body, against every assignment there is."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from antigone.reconciliation.joint import NOBODY, propose_joint
from antigone.reconciliation.lists import Listing, closed_list, odds, open_list
from antigone.reconciliation.sampling import posterior
from antigone.reconciliation.table import FRAGMENT, WHOLE, PairTable, TableCase, of_weights
from antigone.types import Refusal
from reconciliation.oracle import everything, incident

kinds = st.lists(st.sampled_from([WHOLE, "left foot", "right hand", FRAGMENT]), min_size=1, max_size=5).map(tuple)


def two_by_two(weights: list[list[float]], share: float = 0.95) -> PairTable:
    cases = [TableCase((f"case {row}",)) for row in range(len(weights))]
    aboard = closed_list("aboard", [f"record {k}" for k in range(len(weights[0]))], "a test", share=share)
    table = of_weights(cases, [aboard], np.array(weights, np.float32))
    assert isinstance(table, PairTable)
    return table


@pytest.mark.slow
@given(st.integers(0, 10_000), kinds)
@settings(max_examples=60, deadline=None)
def test_the_joint_assignment_is_the_most_probable_of_all(seed: int, parts: tuple[str, ...]) -> None:
    table = incident(seed, parts)
    joint, every = propose_joint(table), everything(table)
    assert joint.ln_odds == pytest.approx(every.best)
    assert joint.record.tolist() in every.at.tolist()


@given(st.integers(0, 10_000))
@settings(max_examples=20, deadline=None)
def test_many_bodies_are_assigned_as_scipys_dense_solver_assigns_them(seed: int) -> None:
    random = np.random.default_rng(seed)
    weights = random.normal(0.5, 1.5, (30, 45)).astype(np.float32)
    lists = [open_list("reported", [f"record {k}" for k in range(45)], 0.7, "a test")]
    table = of_weights([TableCase((f"case {k}",)) for k in range(30)], lists, weights, keep_of_case=45)
    assert isinstance(table, PairTable)
    dense = np.zeros((30, 45 + 30))
    dense[table.case, table.record] = np.maximum(table.ln_odds, 0)
    rows, columns = linear_sum_assignment(-dense)
    assert propose_joint(table).ln_odds == pytest.approx(dense[rows, columns].sum())


def test_a_body_that_is_first_on_two_lists_goes_where_both_fit_best() -> None:
    table = two_by_two([[3.0, 2.9], [3.0, 0.0]])
    assert propose_joint(table).named(table) == {"case 0": "record 1", "case 1": "record 0"}


@pytest.mark.slow
def test_nobody_is_proposed_for_whom_there_is_no_evidence_on_a_long_open_list() -> None:
    lists = [open_list("reported", [f"record {k}" for k in range(500)], 0.5, "a test")]
    table = of_weights([TableCase(("case 0",)), TableCase(("case 1",))], lists, np.zeros((2, 500), np.float32))
    assert isinstance(table, PairTable)
    assert propose_joint(table).record.tolist() == [NOBODY, NOBODY]
    result = posterior(table)
    assert result.nobody + np.bincount(table.case, result.pair) == pytest.approx(1)


@pytest.mark.slow
def test_an_incident_without_bodies_or_with_no_possible_pair_is_no_fault() -> None:
    table = two_by_two([[-math.inf, -math.inf]])
    assert propose_joint(table).record.tolist() == [NOBODY]
    assert posterior(table).nobody.tolist() == [1.0]
    lists = [open_list("reported", ["record 0"], 0.5, "a test")]
    empty = of_weights([], lists, np.zeros((0, 1), np.float32))
    assert isinstance(empty, PairTable)
    assert propose_joint(empty).record.tolist() == [] and posterior(empty).pair.tolist() == []


@pytest.mark.slow
@given(st.integers(0, 10_000), kinds)
@settings(max_examples=12, deadline=None, derandomize=True, phases=[Phase.generate])
def test_posteriors_are_those_of_all_assignments_counted(seed: int, parts: tuple[str, ...]) -> None:
    table = incident(seed, parts)
    every = everything(table)
    result = posterior(table, sweeps=1500, seed=seed)
    expected = [
        every.pair(case, record) for case, record in zip(table.case.tolist(), table.record.tolist(), strict=True)
    ]
    assert result.pair == pytest.approx(expected, abs=0.06)
    assert result.nobody == pytest.approx([every.pair(case, NOBODY) for case in range(len(parts))], abs=0.06)
    assert (np.abs(result.pair - expected) <= 6 * result.error + 0.01).all()  # and the error stated is no less


@pytest.mark.slow
def test_two_bodies_that_compete_are_not_decided_by_a_trifle() -> None:
    """Where belief propagation would give the better way a probability of 1."""
    table = two_by_two([[2.3, 2.0], [2.0, 2.0]], share=0.999)
    every = everything(table)
    result = posterior(table, sweeps=2000)
    assert every.pair(0, 0) == pytest.approx(2 / 3, abs=0.02)
    assert result.pair[0] == pytest.approx(every.pair(0, 0), abs=0.03)


@pytest.mark.slow
def test_two_bodies_that_both_fit_one_person_beyond_doubt_share_her() -> None:
    """Twins, or a sample mixed up: neither may be left beside the other for ever."""
    result = posterior(two_by_two([[9.0, -9.0], [9.0, -9.0]], share=0.5))
    assert result.pair[[0, 2]] == pytest.approx([0.5, 0.5], abs=0.05)


@pytest.mark.slow
def test_a_ring_of_three_is_left_by_moves_that_lift_all_three() -> None:
    out = -math.inf
    table = two_by_two([[3.0, 3.0, out], [out, 3.0, 3.0], [3.0, out, 3.0]], share=0.9999)
    result = posterior(table, sweeps=2000)
    assert result.pair == pytest.approx(np.full(6, 0.5), abs=0.05)


@pytest.mark.slow
def test_drawing_again_gives_the_same_and_another_seed_nearly_the_same() -> None:
    table = incident(7)
    one, same, other = (posterior(table, seed=seed) for seed in (1, 1, 2))
    assert (one.pair == same.pair).all() and (one.drawn == same.drawn).all()
    assert one.pair == pytest.approx(other.pair, abs=0.05)


@pytest.mark.slow
def test_nobody_has_two_bodies_in_any_assignment_drawn() -> None:
    for row in posterior(incident(3)).drawn.tolist():
        placed = [record for record in row if record != NOBODY]
        assert len(placed) == len(set(placed))


@pytest.mark.slow
def test_what_is_excluded_is_never_drawn() -> None:
    table = incident(5)
    assert not ((table.case == 0) & (table.record == 1)).any()
    assert not (posterior(table).drawn[:, 0] == 1).any()


@pytest.mark.slow
@given(st.integers(1, 12), st.integers(2, 30), st.floats(0.1, 0.9))
def test_as_many_bodies_are_expected_of_a_list_as_were_stated(bodies: int, persons: int, share: float) -> None:
    """Without evidence: the most probable number of pairs, counted over all assignments, is the one stated."""
    found = odds([Listing("a", tuple(map(str, range(persons))), share, "a test")], bodies)
    if share * bodies >= persons:
        assert isinstance(found, Refusal) and found.code == "list-too-short"
        return
    assert not isinstance(found, Refusal)
    ways = [
        math.comb(bodies, k) * math.comb(persons, k) * math.factorial(k) * found[0][0] ** k
        for k in range(min(bodies, persons) + 1)
    ]
    assert abs(int(np.argmax(ways)) - share * bodies) <= 1


def test_lists_that_cannot_be_are_refused_with_what_to_do() -> None:
    one, two = open_list("a", ["x", "y"], 0.6, "a test"), open_list("b", ["z"], 0.5, "a test")
    for lists, code in (([], "no-list"), ([one, two], "shares-too-large"), ([one, one], "on-two-lists")):
        found = odds(lists, 1)
        assert isinstance(found, Refusal) and found.code == code
    for share in (0.0, 1.0):
        with pytest.raises(ValueError, match="share"):
            open_list("a", ["x"], share, "a test")
