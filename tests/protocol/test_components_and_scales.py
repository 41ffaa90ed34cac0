"""What an examiner looks at, and in which words they may conclude."""

from __future__ import annotations

import re

import pytest

from antigone.errors import UsageError
from antigone.protocol.components import GUIDES, Component, Explanation, Origin, may_change, unusual
from antigone.protocol.descriptors import DESCRIPTORS
from antigone.protocol.scales import FACE_CEILING, SCALES, Conclusion, ConclusionScale, Direction, scale_of

CODES = (
    "skin outline composition hair forehead eyebrows eyes cheeks nose ears mouth jaw neck facial-hair lines scars"
    " marks alterations other"
)


def test_the_codes_are_stored_and_therefore_stay_as_they_are() -> None:
    assert " ".join(Component) == CODES
    assert len(Component) == 19 and set(GUIDES) == set(Component)


def test_every_component_can_be_changed_by_death_and_says_how() -> None:
    for component in Component:
        assert may_change(component), component
        assert all(e.origin is Origin.DEATH and e.words for e in may_change(component))


def test_every_explanation_belongs_somewhere_besides_under_other() -> None:
    used = {e for c, guide in GUIDES.items() if c is not Component.OTHER for e in guide.explanations}
    assert used == set(Explanation)


def test_livor_explains_skin_but_not_the_shape_of_an_ear_without_words() -> None:
    livor = frozenset({Explanation.LIVOR})
    assert unusual(Component.SKIN, livor, "") is None
    refusal = unusual(Component.EARS, livor, "")
    assert refusal is not None and "Ears" in refusal.detail
    assert unusual(Component.EARS, livor, "dark helix, its edge cannot be seen") is None


def test_each_component_has_descriptors_of_its_own_few_enough_to_be_read_and_each_said_once() -> None:
    for component, words in DESCRIPTORS.items():
        assert 1 <= len(words) <= 14, f"{component}: each has a key of its own"
        assert len(set(words.values())) == len(words) and all(words.values())
        assert all(re.fullmatch(r"[a-z-]+", code) for code in words)
    assert set(DESCRIPTORS) == set(Component)


def test_no_component_speaks_of_measuring() -> None:
    words = " ".join(f"{g.name} {g.look_at}" for g in GUIDES.values())
    words += " ".join(each for said in DESCRIPTORS.values() for each in said.values())
    assert not re.search(r"millimet|\bratio|\bindex|degrees|grid", words)


def test_a_face_never_goes_beyond_possible_on_any_scale() -> None:
    assert FACE_CEILING is Conclusion.POSSIBLE
    for scale in SCALES.values():
        assert {level.direction for level in scale.for_the_face()} == set(Direction)
        assert all(level.reaches <= Conclusion.POSSIBLE for level in scale.for_the_face())


@pytest.mark.parametrize("code", ["established", "probable"])
def test_an_examiner_cannot_conclude_more_than_possible(code: str) -> None:
    with pytest.raises(UsageError, match="more than a face can support"):
        scale_of("interpol-dvi@1").level(code)


def test_scales_are_asked_for_by_name_and_version() -> None:
    assert [scale.id for scale in SCALES.values()] == ["interpol-dvi@1", "enfsi-like@1"]
    with pytest.raises(UsageError, match="no conclusion scale"):
        scale_of("interpol-dvi@9")
    with pytest.raises(UsageError, match="has no"):
        scale_of("enfsi-like@1").level("sure")


def test_a_scale_that_leaves_no_way_to_be_undecided_cannot_be_made() -> None:
    levels = scale_of("interpol-dvi@1").levels
    decided = tuple(level for level in levels if level.direction is not Direction.NEITHER)
    with pytest.raises(ValueError, match="either side and for neither"):
        ConclusionScale("bold", 1, "Bold", decided, "nobody", False)


def test_no_scale_uses_a_word_that_claims_too_much() -> None:
    for scale in SCALES.values():
        assert not re.search(r"match|hit|target|confiden|verif|%", " ".join(level.words for level in scale.levels))
