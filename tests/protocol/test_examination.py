"""One examiner, one candidate, in fixed steps."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antigone.errors import RuleBroken, UsageError
from antigone.protocol.components import Component, Explanation
from antigone.protocol.entries import (
    Analysed,
    Changed,
    Compared,
    Concluded,
    Entry,
    Finding,
    HandedBack,
    Locked,
    Paused,
    Resumed,
    Unmasked,
    Visibility,
)
from antigone.protocol.examination import VISIBLE, BenchItem, Examination, Step, follows, missing, visible
from antigone.protocol.scales import Direction
from antigone.types import Profile
from protocol.people import DIFFERENT, SAME, analysis, examined, minute, opened, up_to_conclusion

ORDER = list(Step)


def concluded(level: str = "possible") -> Examination:
    return up_to_conclusion(opened()).add(Concluded(minute(60), level, "all considered"))


def test_the_dead_person_is_analysed_before_anything_of_the_reference_is_shown() -> None:
    examination = opened()
    assert examination.step is Step.ANALYSE_PM and missing(examination) == tuple(Component)
    assert visible(examination) == {BenchItem.PM_PHOTOS, BenchItem.PM_ANALYSIS}
    for entry in analysis(Profile.PM, 0):
        assert BenchItem.REFERENCE_PHOTOS not in visible(examination)
        examination = examination.add(entry)
    assert examination.step is Step.ANALYSE_REFERENCE
    assert visible(examination) == {BenchItem.REFERENCE_PHOTOS, BenchItem.REFERENCE_ANALYSIS}


def test_rank_weight_and_name_come_last() -> None:
    masked = {BenchItem.RANK, BenchItem.WEIGHT, BenchItem.NAME}
    assert all(not (VISIBLE[step] & masked) for step in Step if step is not Step.DONE)
    assert masked <= visible(examined(SAME))
    assert not masked & visible(concluded())


def test_a_component_left_out_keeps_the_analysis_open() -> None:
    examination = opened()
    for entry in analysis(Profile.PM, 0)[:-2]:
        examination = examination.add(entry)
    assert missing(examination) == (Component.OTHER,)
    with pytest.raises(RuleBroken, match="Not analysed: other"):
        examination.add(Locked(minute(30), Profile.PM))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("made", "entry", "words"),
    [
        (opened(), Locked(minute(1), Profile.AM), "not the step"),
        (opened(), Concluded(minute(1), "possible", "x"), "not the step"),
        (opened(), Unmasked(minute(1)), "not the step"),
        (opened(), Compared(minute(1), Component.NOSE, Finding.SIMILAR, words="x"), "not the step"),
        (opened(), Analysed(minute(1), Profile.AM, Component.NOSE, Visibility.NOT_SEEN), "not the step"),
        (opened(), Resumed(minute(1)), "not away"),
        (examined(SAME), Analysed(minute(70), Profile.PM, Component.NOSE, Visibility.NOT_SEEN), "not the step"),
        (examined(SAME), Unmasked(minute(70)), "not the step"),
        (examined(SAME), HandedBack(minute(70), "tired"), "finished"),
        (concluded(), Concluded(minute(70), "undecided", "second thoughts"), "not the step"),
        (concluded(), Unmasked(minute(59)), "before the last entry"),
        (opened().add(HandedBack(minute(1), "I knew her")), Unmasked(minute(2)), "stopped"),
        (opened().add(Paused(minute(1))), Locked(minute(2), Profile.PM), "away"),
    ],
)
def test_what_is_out_of_its_step_is_refused_with_what_to_do(made: Examination, entry: Entry, words: str) -> None:
    with pytest.raises(RuleBroken, match=words) as fault:
        made.add(entry)
    assert fault.value.hint


def test_a_time_without_a_zone_is_no_time() -> None:
    with pytest.raises(RuleBroken, match="time zone"):
        Examination("w", "Ada", "interpol-dvi@1", datetime(2026, 3, 1))  # noqa: DTZ001


def test_what_was_not_seen_cannot_be_similar() -> None:
    hidden = analysis(Profile.PM, 0)
    hidden[9] = Analysed(minute(9), Profile.PM, Component.EARS, Visibility.NOT_SEEN)
    examination = opened()
    for entry in [*hidden, *analysis(Profile.AM, 20)]:
        examination = examination.add(entry)
    with pytest.raises(RuleBroken, match="not seen"):
        examination.add(Compared(minute(40), Component.EARS, Finding.SIMILAR, words="alike"))
    covered = frozenset({Explanation.COVER})
    examination.add(Compared(minute(40), Component.EARS, Finding.NOT_COMPARABLE, covered))


def test_what_one_side_does_not_show_is_not_comparable_by_itself() -> None:
    hidden, later = analysis(Profile.PM, 0), analysis(Profile.AM, 20)
    hidden[9] = Analysed(minute(9), Profile.PM, Component.EARS, Visibility.NOT_SEEN)
    later[12] = Analysed(minute(32), Profile.AM, Component.NECK, Visibility.NOT_SEEN)
    examination = opened()
    for entry in [*hidden, *later]:
        assert follows(examination) == (), "nothing follows while one side is analysed"
        examination = examination.add(entry)
    assert [(e.component, e.finding) for e in follows(examination)] == [
        (Component.EARS, Finding.NOT_COMPARABLE),
        (Component.NECK, Finding.NOT_COMPARABLE),
    ]
    assert follows(examination.add(Paused(minute(50)))) == ()
    for compared in follows(examination):
        examination = examination.add(compared)
    assert follows(examination) == () and len(missing(examination)) == 17


def test_what_is_seen_is_chosen_from_the_components_own_list_or_said_in_words() -> None:
    free = frozenset({"free"})
    Analysed(minute(0), Profile.AM, Component.EARS, Visibility.SEEN, descriptors=free)
    Analysed(minute(0), Profile.AM, Component.EARS, Visibility.PARTLY, "a notch in the lobe")
    for visibility, component, chosen, words in (
        (Visibility.SEEN, Component.EARS, frozenset(), "missing"),
        (Visibility.SEEN, Component.NOSE, free, "no descriptor"),
        (Visibility.NOT_SEEN, Component.EARS, free, "not seen, and yet"),
    ):
        with pytest.raises(RuleBroken, match=words):
            Analysed(minute(0), Profile.AM, component, visibility, descriptors=chosen)


def test_words_are_asked_for_where_something_differs() -> None:
    Compared(minute(0), Component.EARS, Finding.SIMILAR)
    lens = frozenset({Explanation.LENS})
    with pytest.raises(RuleBroken, match="different"):
        Compared(minute(0), Component.NOSE, Finding.DIFFERENT, lens, " ")


def test_death_explains_only_what_was_noted_before_the_reference_was_seen() -> None:
    examination = opened()
    for entry in [*analysis(Profile.PM, 0), *analysis(Profile.AM, 20)]:
        examination = examination.add(entry)
    bloated = Compared(minute(41), Component.CHEEKS, Finding.DIFFERENT, frozenset({Explanation.BLOATING}), "fuller")
    with pytest.raises(RuleBroken, match="before the reference was seen"):
        examination.add(bloated)
    later = Analysed(
        minute(40), Profile.PM, Component.CHEEKS, Visibility.SEEN, "tense", frozenset({Explanation.BLOATING})
    )
    changed = examination.add(Changed(minute(40), later, "overlooked; see the neck")).add(bloated)
    assert [change.reason for change in changed.now.changes] == ["overlooked; see the neck"]
    lens = frozenset({Explanation.LENS})
    examination.add(Compared(minute(41), Component.NOSE, Finding.DIFFERENT, lens, "broader, a near camera"))


def test_nothing_of_death_is_noted_of_a_living_persons_photograph() -> None:
    with pytest.raises(RuleBroken, match="living person"):
        Analysed(minute(0), Profile.AM, Component.SKIN, Visibility.SEEN, "pale", frozenset({Explanation.LIVOR}))


def test_a_difference_that_nothing_explains_and_one_person_cannot_both_stand() -> None:
    odd = Compared(minute(59), Component.EARS, Finding.DIFFERENT, words="lobe attached, free in the reference")
    examination = up_to_conclusion(opened()).add(odd)
    assert examination.unexplained == (Component.EARS,)
    with pytest.raises(RuleBroken, match="nothing explains"):
        examination.add(Concluded(minute(60), "possible", "the rest is alike"))
    for level in ("undecided", "excluded"):
        examination.add(Concluded(minute(60), level, "the ears"))


@pytest.mark.parametrize(
    ("finding", "level", "words"),
    [
        (Finding.NOT_COMPARABLE, "possible", "Nothing was found similar"),
        (Finding.SIMILAR, "excluded", "Nothing was found different"),
        (Finding.SIMILAR, "no-comparison", "a comparison can be made"),
    ],
)
def test_a_conclusion_agrees_with_what_was_compared(finding: Finding, level: str, words: str) -> None:
    with pytest.raises(RuleBroken, match=words):
        up_to_conclusion(opened(), finding).add(Concluded(minute(60), level, "so"))
    assert up_to_conclusion(opened(), Finding.NOT_COMPARABLE).add(Concluded(minute(60), "no-comparison", "covered"))


def test_a_conclusion_beyond_possible_or_without_reasons_is_refused() -> None:
    with pytest.raises(UsageError, match="more than a face"):
        up_to_conclusion(opened()).add(Concluded(minute(60), "established", "sure"))
    with pytest.raises(RuleBroken, match="reason"):
        Concluded(minute(60), "possible", " ")


def test_a_later_change_keeps_what_was_there_before() -> None:
    finished = examined(SAME)
    changed = finished.add(
        Changed(minute(70), Concluded(minute(70), "undecided", "too little of it is seen"), "looked at the ears again")
    )
    assert changed.entries[: len(finished.entries)] == finished.entries
    assert changed.blind_level is not None and changed.blind_level.code == "possible"
    assert changed.latest_level is not None and changed.latest_level.code == "undecided"


def test_who_changes_sides_after_the_name_supports_neither() -> None:
    after = Concluded(minute(70), "undecided", "too little")
    assert examined(SAME).add(Changed(minute(70), after, "again")).direction is Direction.NEITHER
    undecided = (
        up_to_conclusion(opened()).add(Concluded(minute(60), "undecided", "too little")).add(Unmasked(minute(61)))
    )
    surer = Concluded(minute(70), "possible", "it is the name from the list")
    assert undecided.add(Changed(minute(70), surer, "the weight is high")).direction is Direction.NEITHER


def test_a_change_before_unmasking_is_still_blind() -> None:
    changed = concluded().add(Changed(minute(61), Concluded(minute(61), "undecided", "too little"), "the ears"))
    finished = changed.add(Unmasked(minute(62)))
    assert finished.blind_level is not None and finished.blind_level.code == "undecided"
    assert finished.direction is Direction.NEITHER


def test_an_examination_counts_only_once_it_is_unmasked() -> None:
    assert concluded().direction is None and not concluded().finished
    assert examined(SAME).direction is SAME and examined(DIFFERENT).direction is DIFFERENT


def test_a_change_needs_a_reason_and_something_locked() -> None:
    nose = Analysed(minute(70), Profile.PM, Component.NOSE, Visibility.PARTLY, "tip only")
    with pytest.raises(RuleBroken, match="reason for the change"):
        Changed(minute(70), nose, "")
    with pytest.raises(RuleBroken, match="not locked"):
        opened().add(Changed(minute(70), nose, "light"))
    with pytest.raises(RuleBroken, match="two times"):
        Changed(minute(71), nose, "light")


def test_time_is_counted_by_step_and_not_while_the_examiner_is_away() -> None:
    examination = opened().add(Paused(minute(5)))
    assert visible(examination) == frozenset()
    examination = examination.add(Resumed(minute(500)))
    for entry in analysis(Profile.PM, 501):
        examination = examination.add(entry)
    assert examination.now.time == {Step.ANALYSE_PM: timedelta(minutes=5 + 20)}
    assert sum(examined(SAME).now.time.values(), timedelta()) == timedelta(minutes=61)


def test_who_knows_the_person_hands_the_work_back_and_sees_nothing_more() -> None:
    stopped = opened().add(HandedBack(minute(1), "I knew her"))
    assert stopped.step is Step.STOPPED and visible(stopped) == frozenset() and stopped.direction is None


ENTRIES = st.lists(st.sampled_from([*examined(SAME).entries, *examined(DIFFERENT).entries]), max_size=6)


@pytest.mark.slow
@settings(deadline=None)
@given(st.integers(0, 61), ENTRIES)
def test_whatever_is_tried_steps_only_go_forward_and_the_log_only_grows(start: int, tries: list[Entry]) -> None:
    examination = Examination("w", "Ada", "interpol-dvi@1", minute(0), examined(SAME).entries[:start])
    for entry in tries:
        before = examination
        try:
            examination = examination.add(entry)
        except UsageError:
            continue
        assert ORDER.index(examination.step) >= ORDER.index(before.step)
        assert examination.entries[:-1] == before.entries
        if examination.step is not Step.DONE:
            assert not visible(examination) & {BenchItem.RANK, BenchItem.WEIGHT, BenchItem.NAME}
