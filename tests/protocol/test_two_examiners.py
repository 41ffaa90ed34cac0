"""Two examiners who do not know of each other, and what they settle."""

from __future__ import annotations

import itertools
from dataclasses import fields
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antigone.errors import RuleBroken
from antigone.protocol.conflicts import ConflictOfInterest
from antigone.protocol.entries import Changed, Concluded, Paused, Unblinded, Unmasked
from antigone.protocol.examination import BenchItem, Examination, Step
from antigone.protocol.pairs import Lead, Material, Picture, RealPair
from antigone.protocol.settle import FinishedExamination, Settlement, SettlementOutcome, outcome, settle
from antigone.protocol.two_examiners import (
    CONCLUDES,
    BenchSheet,
    DaysAway,
    Examiner,
    GivenPair,
    choose,
    go_on,
    sheet,
    why_not,
)
from antigone.types import Refusal
from protocol.people import (
    DIFFERENT,
    NEITHER,
    SAME,
    assignment,
    done,
    examined,
    examiner,
    known_pair,
    material,
    minute,
    number,
    opened,
    real_pair,
    settled,
    up_to_conclusion,
)

TODAY = date(2026, 3, 1)
ADA, BEN, CLEO = examiner("Ada"), examiner("Ben"), examiner("Cleo", "south")
FREE = dict.fromkeys(("Ada", "Ben", "Cleo"), frozenset[ConflictOfInterest]())


def chosen(*people: Examiner, **more: object) -> Examiner | Refusal:
    given_ = {"number": number("n"), "conflicts": FREE, "today": TODAY, **more}
    return choose(people, **given_)  # type: ignore[arg-type]


@pytest.mark.parametrize("conflict", list(ConflictOfInterest))
def test_nobody_who_is_tied_to_a_case_examines_it(conflict: ConflictOfInterest) -> None:
    refusal = why_not(ADA, conflicts=frozenset({conflict}), today=TODAY)
    assert refusal is not None and conflict.words in refusal.detail
    assert chosen(ADA, BEN, conflicts={"Ada": frozenset({conflict})}) == BEN


def test_the_second_is_another_person_and_if_wanted_of_another_agency() -> None:
    assert chosen(ADA, BEN, earlier=[ADA]) == BEN
    assert chosen(ADA, BEN, CLEO, earlier=[ADA], agencies_apart=True) == CLEO
    refusal = chosen(ADA, BEN, earlier=[ADA], agencies_apart=True)
    assert isinstance(refusal, Refusal) and "asked already" in refusal.detail and "agency" in refusal.detail


def test_nothing_is_given_to_who_is_on_leave() -> None:
    away = examiner("Ada", leave=(DaysAway(date(2026, 2, 20), TODAY),))
    assert chosen(away, BEN) == BEN
    assert isinstance(chosen(away), Refusal)
    assert chosen(examiner("Ada", leave=(DaysAway(date(2026, 3, 2), date(2026, 3, 9)),))) == examiner(
        "Ada", leave=(DaysAway(date(2026, 3, 2), date(2026, 3, 9)),)
    )
    with pytest.raises(ValueError, match="leave ends"):
        DaysAway(date(2026, 3, 2), TODAY)


def test_work_goes_to_who_has_least_waiting_and_then_least_lately() -> None:
    busy, idle, rested = examiner("Ada", waiting=4), examiner("Ben", lately=9), examiner("Cleo", lately=2)
    assert chosen(busy, idle, rested) == rested
    assert chosen(busy, idle) == idle


def test_load_evens_out_over_many_cases() -> None:
    load = dict.fromkeys(("Ada", "Ben", "Cleo"), 0)
    for case in range(300):
        people = [examiner(name, waiting=count) for name, count in load.items()]
        who = choose(people, number=number(case), conflicts={}, today=TODAY)
        assert isinstance(who, Examiner)
        load[who.person] += 1
    assert set(load.values()) == {100}


def test_who_comes_first_among_equals_cannot_be_foreseen_from_names() -> None:
    firsts = {choose([ADA, BEN, CLEO], number=number(case), conflicts={}, today=TODAY).person for case in range(30)}  # type: ignore[union-attr]
    assert firsts == {"Ada", "Ben", "Cleo"}


def test_nobody_left_says_why_of_each() -> None:
    assert isinstance(chosen(), Refusal)
    refusal = chosen(ADA, conflicts={"Ada": frozenset({ConflictOfInterest.EXAMINED})})
    assert isinstance(refusal, Refusal) and "Ada examined it already" in refusal.detail


@pytest.mark.slow
@settings(deadline=None)
@given(st.sampled_from([SAME, DIFFERENT, NEITHER]), st.integers(0, 62))
def test_a_second_examiners_sheet_is_the_same_whatever_the_first_did(first: object, far: int) -> None:
    """Nothing of the first is even given to the function that makes it; here the sheets are compared all the same."""
    pair = real_pair()
    second = assignment(pair, "Ben", "second")
    own = Examination(
        number("second"), "Ben", "interpol-dvi@1", minute(0), examined(SAME, "Ben", "second").entries[:far]
    )
    alone = sheet(second, own)
    settle(pair, [done(first, "Ada", pair)])  # type: ignore[arg-type]
    assert sheet(second, own) == alone
    assert "Ada" not in repr(alone) and number("w") not in repr(alone)


def test_a_sheet_has_no_place_for_another_examiner_or_for_what_the_pair_is() -> None:
    assert [f.name for f in fields(BenchSheet)] == ["number", "step", "shown", "pm", "reference", "own", "lead"]
    assert not any(word in shown for shown in BenchItem for word in ("other", "first", "second", "known", "outcome"))


def test_the_sheet_holds_pictures_only_when_their_step_has_come_and_the_lead_only_at_the_end() -> None:
    work = assignment(real_pair())
    page = sheet(work, opened())
    assert page.pm and not page.reference and page.lead is None
    after = sheet(work, Examination(number("w"), "Ada", "interpol-dvi@1", minute(0), examined(SAME).entries[:20]))
    assert after.reference and not after.pm and after.lead is None
    assert sheet(work, examined(SAME)).lead == real_pair().material.lead


def test_a_sheet_of_somebody_elses_work_is_refused() -> None:
    with pytest.raises(RuleBroken, match="another piece of work"):
        sheet(assignment(real_pair(), "Ben"), opened("Ada"))


@pytest.mark.parametrize(
    ("directions", "expected"),
    [
        ((), SettlementOutcome.SECOND_NEEDED),
        ((SAME,), SettlementOutcome.SECOND_NEEDED),
        ((SAME, SAME), SettlementOutcome.AGREED_SAME),
        ((DIFFERENT, DIFFERENT), SettlementOutcome.AGREED_DIFFERENT),
        ((SAME, DIFFERENT), SettlementOutcome.THIRD_NEEDED),
        ((SAME, NEITHER), SettlementOutcome.THIRD_NEEDED),
        ((NEITHER, NEITHER), SettlementOutcome.THIRD_NEEDED),
        ((SAME, DIFFERENT, SAME), SettlementOutcome.CONFLICT),
        ((SAME, DIFFERENT, DIFFERENT), SettlementOutcome.CONFLICT),
        ((SAME, DIFFERENT, NEITHER), SettlementOutcome.CONFLICT),
        ((SAME, NEITHER, SAME), SettlementOutcome.AGREED_SAME),
        ((DIFFERENT, NEITHER, DIFFERENT), SettlementOutcome.AGREED_DIFFERENT),
        ((NEITHER, NEITHER, SAME), SettlementOutcome.UNDECIDED),
        ((NEITHER, NEITHER, NEITHER), SettlementOutcome.UNDECIDED),
    ],
)
def test_agreement_settles_and_anything_else_goes_on(
    directions: tuple[object, ...], expected: SettlementOutcome
) -> None:
    assert {outcome(order) for order in itertools.permutations(directions)} == {expected}  # type: ignore[arg-type]
    assert settled(*directions).outcome is expected  # type: ignore[arg-type]


def test_a_conflict_is_kept_with_everybody_who_took_part() -> None:
    conflict = settled(SAME, DIFFERENT, SAME)
    assert conflict.settled and conflict.direction is NEITHER and len(conflict.dissent) == 3
    agreed = settled(SAME, NEITHER, SAME)
    assert [each.examination.examiner for each in agreed.dissent] == ["Ben"]
    assert settled(SAME, NEITHER).dissent == ()


def test_there_are_never_four() -> None:
    with pytest.raises(RuleBroken, match="never more than three"):
        outcome([SAME] * 4)


def test_who_changes_sides_after_unmasking_reopens_what_was_settled() -> None:
    pair = real_pair()
    first, second = done(SAME, "Ada", pair), done(SAME, "Ben", pair)
    assert settle(pair, [first, second]).outcome is SettlementOutcome.AGREED_SAME
    after = Changed(minute(90), Concluded(minute(90), "undecided", "too little"), "looked again")
    doubtful = FinishedExamination(second.assignment, second.examination.add(after))
    assert settle(pair, [first, doubtful]).outcome is SettlementOutcome.THIRD_NEEDED


def test_one_person_is_not_two_examiners() -> None:
    with pytest.raises(RuleBroken, match="One person examined twice"):
        settle(real_pair(), [done(SAME, "Ada"), done(SAME, "Ada")])


def test_what_is_unfinished_or_of_another_pair_does_not_count() -> None:
    with pytest.raises(RuleBroken, match="not finished"):
        FinishedExamination(assignment(real_pair()), opened())
    with pytest.raises(RuleBroken, match="another pair"):
        settle(real_pair(), [done(SAME, "Ada", real_pair("PM-8"))])
    with pytest.raises(RuleBroken, match="another piece of work"):
        FinishedExamination(assignment(real_pair(), work="other"), examined(SAME))


def test_a_known_pair_is_never_settled() -> None:
    with pytest.raises(RuleBroken, match="no real pair"):
        FinishedExamination(assignment(known_pair()), examined(SAME))
    with pytest.raises(RuleBroken, match="no real pair"):
        Settlement(known_pair(), ())  # type: ignore[arg-type]


def test_pairs_are_whole_from_birth_and_their_numbers_tell_nothing() -> None:
    lead, key = Lead(1, "none stated", "Name"), Picture(number(1))
    for wrong in (
        lambda: Material((), (key,), lead),
        lambda: Material((key,), (key,), lead),
        lambda: Material((Picture(number(2), 1999),), (key,), lead),
        lambda: Picture("decoy-1.jpg"),
        lambda: Lead(0, "x", "x"),
        lambda: RealPair("", "AM-3", material("x")),
        lambda: GivenPair("known-17", ADA, real_pair()),
    ):
        with pytest.raises(ValueError):
            wrong()


NOT_BOUND: frozenset[ConflictOfInterest] = frozenset()


@pytest.mark.parametrize("conflict", list(ConflictOfInterest))
def test_whoever_is_bound_by_now_concludes_nothing_and_the_work_stops(conflict: ConflictOfInterest) -> None:
    ready, bound = up_to_conclusion(opened()), frozenset({conflict})
    said = [Concluded(minute(60), "possible", "all considered"), Unmasked(minute(61))]
    assert go_on(ready, said, conflicts=NOT_BOUND).finished
    for begun, rest in ((ready, said), (go_on(ready, said[:1], conflicts=NOT_BOUND), said[1:])):
        after = go_on(begun, rest, conflicts=bound)
        assert after.step is Step.STOPPED and after.now.unblinded == bound and after.direction is None
        assert after.entries[-1] == Unblinded(rest[0].at, bound)
        with pytest.raises(RuleBroken, match="not finished"):
            FinishedExamination(assignment(real_pair()), after)


def test_what_concludes_nothing_goes_on_and_what_is_unmasked_stands() -> None:
    bound = frozenset({ConflictOfInterest.MET_THE_FAMILY})
    assert go_on(opened(), [Paused(minute(1))], conflicts=bound).now.paused
    changed = Changed(minute(70), Concluded(minute(70), "undecided", "the ear"), "I looked again")
    assert go_on(examined(SAME), [changed], conflicts=bound).direction is NEITHER
    with pytest.raises(RuleBroken, match="finished"):
        examined(SAME).add(Unblinded(minute(70), bound))
    with pytest.raises(RuleBroken, match="No conflict"):
        Unblinded(minute(1), NOT_BOUND)
    assert set(CONCLUDES) == {Concluded, Changed, Unmasked}
