"""Lines added up, nothing twice; and the picture of it."""

from __future__ import annotations

import itertools
import math
import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from antigone.reconciliation.combine import combine
from antigone.reconciliation.lines import AGE_IN_A_FACE, MOST_FOR_EFFECTS, ExclusionGround, LineKind, WeighedLine
from antigone.reconciliation.picture import in_words, picture
from antigone.reconciliation.waterfall import waterfall


def line(
    value: float, *rests_on: str, kind: LineKind = LineKind.MARK, said: str = "", width: float = 0.3
) -> WeighedLine:
    said = said or f"{' and '.join(rests_on)} {value:g}"
    return WeighedLine(kind, said, value, value - width, value + width, "a test", frozenset(rests_on))


FACE = line(2.0, "face", "sex", "age", kind=LineKind.FACE)
SEX, AGE = line(0.3, "sex", kind=LineKind.SEX), line(0.6, "age", kind=LineKind.AGE)


def test_what_is_independent_is_added() -> None:
    combined = combine([line(1.0, "face"), SEX, None, AGE])
    assert combined.log10_lr == pytest.approx(1.9)
    assert combined.high - combined.log10_lr == pytest.approx(math.sqrt(3) * 0.3)


def test_a_face_calibrated_for_everybody_is_not_added_to_the_sex_and_age_it_rests_on() -> None:
    combined = combine([SEX, FACE, AGE])
    assert combined.log10_lr == pytest.approx(2.0)
    assert [one.instead for one in combined.lines] == [FACE.said, "", FACE.said]
    assert {one.group for one in combined.lines} == {0}


def test_five_effects_of_one_bag_weigh_no_more_than_effects_may() -> None:
    """Each may weigh up to 2; who carried another's bag carried all five."""
    bag = [line(2.0, f"effect: {name}", kind=LineKind.EFFECT) for name in ("ring", "watch", "purse", "keys", "card")]
    combined = combine([*bag, SEX])
    assert combined.log10_lr == pytest.approx(MOST_FOR_EFFECTS + 0.3)
    assert waterfall(combined).steps[-1].after == pytest.approx(combined.log10_lr)
    assert waterfall(combined).steps[0].alone == 2.0 and waterfall(combined).steps[0].after == pytest.approx(0.4)
    lacking = line(-1.0, "effect: a tattooed belt", kind=LineKind.EFFECT)
    assert combine([*bag, lacking]).log10_lr == pytest.approx(MOST_FOR_EFFECTS - 1), "what is against is not limited"
    assert combine(bag[:1]).log10_lr == pytest.approx(2.0)


def test_an_age_counts_less_beside_a_face_that_speaks_for_the_person_too() -> None:
    """Strangers of one age look more alike than strangers of one band: the face has said part of it."""
    face, against = line(2.0, "face", kind=LineKind.FACE), line(-0.5, "face", kind=LineKind.FACE)
    assert combine([face, AGE]).log10_lr == pytest.approx(2.0 + 0.6 - AGE_IN_A_FACE)
    assert combine([against, AGE]).log10_lr == pytest.approx(0.1)
    assert combine([SEX, AGE]).log10_lr == pytest.approx(0.9)
    older = line(-1.0, "age", kind=LineKind.AGE)
    assert combine([face, older]).log10_lr == pytest.approx(1.0), "what speaks against is counted whole"
    little = line(AGE_IN_A_FACE / 2, "age", kind=LineKind.AGE)
    assert combine([face, little]).log10_lr == pytest.approx(2.0), "and never less than nothing"
    steps = waterfall(combine([face, AGE])).steps
    assert [step.in_part for step in steps] == [False, True]
    assert "of which +0.48 counts: the rest is in other lines already" in in_words(waterfall(combine([face, AGE])))


def test_two_weights_of_one_face_are_not_added_to_each_other() -> None:
    """Of two lists, two models or two photographs: they rest on the same face, and the stronger one counts."""
    two = [line(2.0, "face", kind=LineKind.FACE, said="first list"), line(2.5, "face", kind=LineKind.FACE)]
    assert combine(two).log10_lr == pytest.approx(2.5)


def test_a_contradiction_counts_even_where_it_is_not_independent() -> None:
    combined = combine([FACE, line(-2.0, "sex", kind=LineKind.SEX), AGE])
    assert combined.log10_lr == pytest.approx(0.0)
    assert [one.kind for one in combined.against] == [LineKind.SEX]


def test_two_photographs_of_one_tattoo_count_once() -> None:
    combined = combine([line(2.5, "mark: left wrist"), line(2.0, "mark: left wrist"), line(1.0, "mark: back")])
    assert combined.log10_lr == pytest.approx(3.5)


def test_what_speaks_against_comes_strongest_first_and_only_if_it_is_beyond_its_interval() -> None:
    combined = combine([line(-0.2, "age"), line(-0.5, "sex"), line(-1.5, "time"), line(3, "face")])
    assert [one.log10_lr for one in combined.against] == [-1.5, -0.5]


def test_an_exclusion_outweighs_everything_and_keeps_its_reason() -> None:
    combined = combine([line(5.0, "face")], [ExclusionGround("an amputation before the death", "examination 12")])
    assert combined.log10_lr == -math.inf
    shown = waterfall(combined)
    assert shown.excluded == ("an amputation before the death (examination 12)",)
    assert shown.as_json()["log10_lr"] is None and "Excluded: an amputation" in picture(shown, "case 1, record 2")


def test_nothing_known_weighs_nothing() -> None:
    assert combine([]).log10_lr == 0 and waterfall(combine([])).steps == ()


traits = st.frozensets(st.sampled_from("abcde"), min_size=1, max_size=3)
some = st.lists(st.tuples(st.sampled_from([-2.0, -1.0, 0.5, 1.0, 3.0]), traits), max_size=5)


@pytest.mark.slow
@given(some)
def test_the_order_in_which_lines_come_does_not_matter(said: list[tuple[float, frozenset[str]]]) -> None:
    lines = [line(value, *rests_on) for value, rests_on in said]
    totals = {round(combine(order).log10_lr, 9) for order in itertools.islice(itertools.permutations(lines), 24)}
    assert len(totals) == 1


@pytest.mark.slow
@given(some)
def test_nothing_is_ever_counted_twice(said: list[tuple[float, frozenset[str]]]) -> None:
    combined = combine([line(value, *rests_on) for value, rests_on in said])
    counting = [one.line for one in combined.lines if not one.instead]
    for one, other in itertools.combinations(counting, 2):
        assert not one.rests_on & other.rests_on or one.log10_lr * other.log10_lr < 0
    assert combined.log10_lr == pytest.approx(sum(one.log10_lr for one in counting))
    assert combined.log10_lr <= sum(max(one.line.log10_lr, 0) for one in combined.lines) + 1e-9


@pytest.mark.slow
@given(some)
def test_the_waterfall_goes_from_nothing_to_the_whole_weight(said: list[tuple[float, frozenset[str]]]) -> None:
    combined = combine([line(value, *rests_on) for value, rests_on in said])
    shown = waterfall(combined)
    ends = [0.0, *(step.after for step in shown.steps)]
    assert [step.before for step in shown.steps] == ends[:-1]
    assert ends[-1] == pytest.approx(shown.total)
    assert all(step.before == step.after for step in shown.steps if step.instead)


SHOWN = waterfall(combine([SEX, FACE, AGE, line(-1.2, "time", kind=LineKind.TIME, said='<b>last "seen"</b> & later')]))


def test_the_picture_is_plain_svg_that_the_desks_policy_lets_through() -> None:
    svg = picture(SHOWN, "case <1>")
    ElementTree.fromstring(svg)
    assert not re.search(r"<style|<script|\sstyle=|\son\w+=|href=", svg)
    assert "&lt;b&gt;" in svg and "case &lt;1&gt;" in svg
    assert svg == picture(SHOWN, "case <1>")


def test_the_picture_says_in_words_what_it_shows() -> None:
    words = in_words(SHOWN)
    assert words.endswith("together +0.8.") and "not counted" in words
    assert words.split(":")[0] == "sex"


def test_bars_for_go_right_and_bars_against_go_left() -> None:
    svg = picture(SHOWN, "x")
    rects = [dict(re.findall(r'(\w+)="([^"]*)"', rect)) for rect in re.findall(r"<rect [^>]*>", svg)]
    assert [rect["class"] for rect in rects] == ["for", "against"]
    right_end = float(rects[0]["x"]) + float(rects[0]["width"])
    assert float(rects[1]["x"]) + float(rects[1]["width"]) == pytest.approx(right_end, abs=0.2)
