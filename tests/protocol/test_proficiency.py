"""The proficiency set: it bars who is grossly wrong or decides nothing; whoever did not pass is asked nothing."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from scipy.stats import beta, binom

from antigone.errors import RuleBroken
from antigone.protocol.known_pairs import Errors, rate
from antigone.protocol.pairs import KnownPair, Truth
from antigone.protocol.proficiency import LEAST, ProficiencyLimits, draw_set, why_not_passed
from antigone.protocol.two_examiners import GivenPair, choose, why_not
from antigone.types import Refusal
from protocol.people import START, examiner, known_pair, number, real_pair

TODAY = START.date()
LIMITS = ProficiencyLimits()
POOL = [known_pair(f"{truth}-{n}", truth) for truth in Truth for n in range(14)]


def found(inclusions: int = 0, exclusions: int = 0, undecided: int = 0, half: int = 10) -> Errors:
    return Errors("Ada", rate(inclusions, half), rate(exclusions, half), rate(undecided, half), rate(0, half))


@pytest.mark.parametrize(
    ("done", "passes"),
    [
        (found(), True),
        (found(inclusions=1), True),
        (found(inclusions=2), False),
        (found(exclusions=2), True),
        (found(exclusions=3), False),
        (found(undecided=5), True),
        (found(undecided=6), False),
        (found(half=9), False),
        (None, False),
    ],
)
def test_so_much_may_be_wrong_or_undecided_and_no_more(done: Errors | None, passes: bool) -> None:
    assert (why_not_passed(done, LIMITS) is None) is passes


@pytest.mark.parametrize(
    "lax",
    [
        {"size": LEAST - 1},
        {"false_inclusions": 3},
        {"false_inclusions": -1},
        {"false_exclusions": 5},
        {"undecided": 11},
    ],
)
def test_no_incident_lets_through_who_guesses(lax: dict[str, int]) -> None:
    with pytest.raises(RuleBroken):
        ProficiencyLimits(**lax)


def test_of_two_incidents_the_stricter_is_asked_in_everything() -> None:
    one, other = ProficiencyLimits(24, 2, 1, 4), ProficiencyLimits(20, 0, 4, 8)
    assert one.stricter(other) == other.stricter(one) == ProficiencyLimits(24, 0, 1, 4)


def test_a_set_is_half_of_one_person_and_of_pairs_that_were_not_seen() -> None:
    first = draw_set(POOL, seen=frozenset(), size=20, chance=random.Random(1))
    assert isinstance(first, list) and len({pair.number for pair in first}) == 20
    assert sum(pair.truth is Truth.SAME for pair in first) == 10
    assert [pair.truth for pair in first] != sorted(pair.truth for pair in first), "the order tells nothing"
    seen = frozenset(pair.number for pair in first)
    again = draw_set([*POOL, *_more()], seen=seen, size=20, chance=random.Random(1))
    assert isinstance(again, list) and not seen & {pair.number for pair in again}


def test_with_too_few_pairs_left_there_is_no_other_set() -> None:
    seen = frozenset(pair.number for pair in POOL[:10])
    refused = draw_set(POOL, seen=seen, size=20, chance=random.Random(1))
    assert isinstance(refused, Refusal) and refused.code == "too-few-pairs"


def _more() -> list[KnownPair]:
    return [known_pair(f"more-{truth}-{n}", truth) for truth in Truth for n in range(6)]


def test_whoever_did_not_pass_is_not_asked_and_is_no_third_examiner() -> None:
    ada, bo, new = examiner("Ada"), examiner("Bo"), replace(examiner("New"), passed=False)
    for earlier in ([], [ada], [ada, bo]):
        refusal = why_not(new, conflicts=frozenset(), today=TODAY, earlier=earlier)
        assert refusal is not None and refusal.code == "not-passed"
    assert isinstance(choose([new], number=number("w"), conflicts={}, today=TODAY, earlier=[ada, bo]), Refusal)


def test_no_real_pair_is_given_to_whoever_did_not_pass_but_a_known_one_can_be() -> None:
    new = replace(examiner("New"), passed=False)
    with pytest.raises(RuleBroken, match="new does not decide"):
        GivenPair(number("w"), new, real_pair())
    assert GivenPair(number("w"), new, known_pair("K", Truth.SAME))


@pytest.mark.parametrize(
    ("inclusions", "exclusions", "passes"),
    [
        (0.5, 0.5, 0.0006),
        (0.3, 0.3, 0.06),
        (0.2, 0.2, 0.25),
        (0.05, 0.2, 0.62),
        (0.05, 0.1, 0.85),
        (0.01, 0.02, 0.99),
    ],
)
def test_it_bars_who_guesses_and_cannot_tell_the_good_from_the_fair(
    inclusions: float, exclusions: float, passes: float
) -> None:
    """The chance to pass by one's true error rates, as docs/decisions/0034 says it; scipy's binomial is the oracle."""
    chance = sum(
        binom.pmf(wrong, 10, inclusions) * binom.pmf(missed, 10, exclusions)
        for wrong in range(11)
        for missed in range(11)
        if why_not_passed(found(wrong, missed), LIMITS) is None
    )
    assert chance == pytest.approx(passes, abs=0.006 if passes > 0.001 else 0.0001)


@pytest.mark.parametrize(("wrong", "low", "high"), [(0, 0.0, 0.3085), (1, 0.0025, 0.4450), (2, 0.0252, 0.5561)])
def test_ten_pairs_of_two_persons_say_little_and_their_interval_says_so(wrong: int, low: float, high: float) -> None:
    """Clopper and Pearson's exact limits, by scipy's beta distribution."""
    said = found(wrong).false_inclusion
    exact = beta.ppf([0.025, 0.975], [wrong or 1, wrong + 1], [11 - wrong, 10 - wrong])
    assert said.high == pytest.approx(exact[1]) == pytest.approx(high, abs=1e-4)
    assert said.low == pytest.approx(exact[0] if wrong else 0.0) == pytest.approx(low, abs=1e-4)
