"""Hidden known pairs: they look like all other work, measure examiners, and lead nowhere."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import beta

from antigone.errors import RuleBroken, UsageError
from antigone.protocol.entries import Changed, Concluded
from antigone.protocol.examination import Examination
from antigone.protocol.known_pairs import (
    Errors,
    Mix,
    Standing,
    Trial,
    WarningLimits,
    draw,
    errors,
    may_see_errors,
    rate,
    standing,
)
from antigone.protocol.pairs import KnownPair, Pair, Truth
from antigone.protocol.scales import Direction
from antigone.protocol.two_examiners import GivenPair, sheet
from antigone.types import Refusal
from protocol.people import (
    DIFFERENT,
    NEITHER,
    SAME,
    assignment,
    examined,
    known_pair,
    material,
    minute,
    number,
    real_pair,
)


def trial(truth: Truth, said: Direction, name: str, who: str = "Ada") -> Trial:
    return Trial(assignment(known_pair(name, truth), who, name), examined(said, who, name))


@pytest.mark.slow
@settings(deadline=None)
@given(st.integers(0, 61))
def test_nobody_can_tell_a_known_pair_from_real_work_at_any_step(far: int) -> None:
    """Of the same material, the sheets are equal: what a pair is does not reach them."""
    pairs: list[Pair] = [
        real_pair(),
        KnownPair("K", Truth.SAME, "fingerprints", real_pair().material),
        KnownPair("L", Truth.DIFFERENT, "fingerprints", real_pair().material),
    ]
    own = Examination(number("w"), "Ada", "interpol-dvi@1", minute(0), examined(SAME).entries[:far])
    assert len({sheet(assignment(pair), own) for pair in pairs}) == 1


def test_known_pairs_come_at_the_set_rate_and_in_the_set_shares() -> None:
    chance, pool = random.Random(5), [known_pair(f"K{i}", truth) for i in range(40) for truth in Truth]
    pool = [KnownPair(f"{i}", pair.truth, pair.source, pair.material) for i, pair in enumerate(pool)]
    mix = Mix(rate=0.2, same=0.25)
    drawn = [draw(pool, seen=frozenset(), mix=mix, chance=chance) for _ in range(20_000)]
    known = [pair for pair in drawn if isinstance(pair, KnownPair)]
    assert rate(len(known), len(drawn), 0.999).low < 0.2 < rate(len(known), len(drawn), 0.999).high
    same = sum(pair.truth is Truth.SAME for pair in known)
    assert rate(same, len(known), 0.999).low < 0.25 < rate(same, len(known), 0.999).high
    assert len({pair.number for pair in known}) == len(pool)


def test_nobody_gets_a_known_pair_twice_and_an_empty_pool_says_so() -> None:
    always = Mix(rate=0.5)
    pool = [known_pair("A", Truth.SAME), known_pair("B", Truth.DIFFERENT)]
    for seed in range(50):
        drawn = draw(pool, seen=frozenset({"A", "B"}), mix=always, chance=random.Random(seed))
        assert drawn is None or isinstance(drawn, Refusal)
    assert draw(pool, seen=frozenset(), mix=Mix(rate=0), chance=random.Random(1)) is None
    with pytest.raises(ValueError, match="at most half"):
        Mix(rate=0.9)


@settings(deadline=None)
@given(st.integers(0, 400), st.integers(1, 400))
def test_intervals_are_clopper_and_pearsons(count: int, of: int) -> None:
    """Against their own formula, by quantiles of the beta distribution."""
    count = min(count, of)
    found = rate(count, of)
    low = beta.ppf(0.025, count, of - count + 1) if count else 0.0
    high = beta.ppf(0.975, count + 1, of - count) if count < of else 1.0
    assert found.low == pytest.approx(low, abs=1e-7) and found.high == pytest.approx(high, abs=1e-7)


def test_the_interval_of_no_error_in_thirty_is_as_in_the_tables() -> None:
    found = rate(0, 30)
    assert found.value == 0 and found.low == 0 and found.high == pytest.approx(0.1157, abs=1e-4)


def test_without_trials_nothing_is_known() -> None:
    nothing = rate(0, 0)
    assert nothing.value is None and (nothing.low, nothing.high) == (0, 1)
    assert standing(nothing, 0.05) is Standing.TOO_FEW
    with pytest.raises(UsageError):
        rate(3, 2)


@pytest.mark.parametrize(
    ("count", "of", "limit", "expected"),
    [
        (0, 10, 0.05, Standing.TOO_FEW),
        (0, 100, 0.05, Standing.WITHIN),
        (2, 10, 0.05, Standing.WARNING),
        (6, 10, 0.05, Standing.ABOVE),
        (1, 60, 0.05, Standing.TOO_FEW),
    ],
)
def test_an_examiner_is_warned_at_a_limit_and_told_when_too_few_are_known(
    count: int, of: int, limit: float, expected: Standing
) -> None:
    assert standing(rate(count, of), limit) is expected


def test_errors_are_counted_by_what_was_concluded_blind_once_a_pair() -> None:
    trials = [
        trial(Truth.DIFFERENT, SAME, "K1"),
        trial(Truth.DIFFERENT, DIFFERENT, "K2"),
        trial(Truth.DIFFERENT, NEITHER, "K3"),
        trial(Truth.DIFFERENT, DIFFERENT, "K4"),
        trial(Truth.SAME, SAME, "K5"),
        trial(Truth.SAME, DIFFERENT, "K6"),
        trial(Truth.DIFFERENT, SAME, "K7", "Ben"),
    ]
    again = Trial(assignment(known_pair("K2", Truth.DIFFERENT), "Ada", "again"), examined(SAME, "Ada", "again"))
    found = errors("Ada", [*trials, again])
    assert (found.false_inclusion.count, found.false_inclusion.of) == (1, 4)
    assert (found.undecided_different.count, found.undecided_different.of) == (1, 4)
    assert (found.false_exclusion.count, found.false_exclusion.of) == (1, 2)
    assert (found.undecided_same.count, found.undecided_same.of) == (0, 2)
    assert isinstance(found, Errors)
    assert found.standing(WarningLimits()) == (Standing.WARNING, Standing.WARNING)


def test_what_was_changed_after_the_name_does_not_mend_an_error() -> None:
    wrong = trial(Truth.DIFFERENT, SAME, "K1")
    better = Changed(minute(90), Concluded(minute(90), "undecided", "too little"), "again")
    mended = Trial(wrong.assignment, wrong.examination.add(better))
    assert errors("Ada", [mended]).false_inclusion.count == 1


def test_real_work_measures_nobody() -> None:
    with pytest.raises(RuleBroken, match="real work"):
        Trial(assignment(real_pair()), examined(SAME))


def test_error_rates_are_seen_by_the_examiner_and_the_validator_only() -> None:
    def may(viewer: str, validator: bool) -> Refusal | None:
        return may_see_errors(viewer=viewer, viewer_is_validator=validator, examiner="Ada")

    assert may("Ada", False) is None and may("Val", True) is None
    refusal = may("Ben", False)
    assert refusal is not None and refusal.code == "not-yours"


def test_a_known_pair_says_how_it_is_known() -> None:
    with pytest.raises(ValueError, match="how it is known"):
        KnownPair("K", Truth.SAME, " ", material("K"))
    assert isinstance(assignment(known_pair()), GivenPair)
