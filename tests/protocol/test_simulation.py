"""The simulation of docs/protocol.md: against sums that are worked out without drawing anything."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from scipy.stats import norm

from antigone.protocol.known_pairs import rate
from protocol.test_documents import loaded

bench = loaded("bench/protocol.py")
NODES, WEIGHTS = np.polynomial.hermite_e.hermegauss(120)


def exact(kind: object, same: bool, dependence: float, rule: str) -> float:
    """The share of leads that go on: answers of three examiners given what they share, summed over the rule's table and
    integrated over what they share (Gauss and Hermite)."""
    low, high = bench.limits(kind, same)
    given = (np.array([[low], [high]]) - np.sqrt(dependence) * NODES) / np.sqrt(1 - dependence)
    below = norm.cdf(given)
    share = np.stack([below[0], below[1] - below[0], 1 - below[1]])
    total = sum(
        share[a] * share[b] * share[c]
        for a, b, c in itertools.product(range(3), repeat=3)
        if bench.TABLES[rule][a, b, c]
    )
    return float((total * WEIGHTS).sum() / WEIGHTS.sum())


@pytest.mark.slow
def test_what_is_drawn_agrees_with_what_is_worked_out() -> None:
    for row in bench.simulate(leads=20_000, seed=11):
        for rule in bench.RULES:
            for counts, same in ((row.wrong, False), (row.right, True)):
                found = rate(counts[rule], row.leads, 0.99999)
                assert found.low <= exact(row.kind, same, row.dependence, rule) <= found.high, (row.kind, rule, same)


def test_two_good_examiners_who_are_independent_are_wrong_together_as_often_as_the_product_says() -> None:
    good = bench.EXAMINERS[0]
    assert exact(good, False, 0.0, "two must agree, no third") == pytest.approx(0.02**2)
    both_and_one_unsure = 2 * 0.02**2 * 0.20
    assert exact(good, False, 0.0, "this protocol") == pytest.approx(0.02**2 + both_and_one_unsure)


def test_the_more_examiners_are_misled_together_the_less_two_help() -> None:
    for kind in bench.EXAMINERS:
        left = [exact(kind, False, dependence, "this protocol") for dependence in bench.DEPENDENCE]
        assert left == sorted(left) and left[-1] < exact(kind, False, 0.0, "one examiner")


@pytest.mark.slow
def test_the_page_holds_what_the_command_makes() -> None:
    made = bench.HEAD + bench.as_markdown(list(bench.simulate())) + "\n"
    assert bench.PAGE.read_text(encoding="utf-8") == made, "run: uv run python bench/protocol.py --write"
