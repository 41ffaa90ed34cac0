"""The whole head is on the bench, whatever the face is like, and what is painted over it takes away what lies there."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antigone.desk.photos import cover
from antigone.desk.photos.head import _UPRIGHT, BEYOND, WIDE, of_face, placed, size
from antigone.errors import UsageError
from antigone.face.geometry import apply, scale_of, similarity
from antigone.types import Box

part = st.floats(-0.6, 0.6)


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(part, part), min_size=5, max_size=5),
    st.floats(20, 900),
    st.floats(-60, 60),
    st.tuples(st.floats(0.3, 1.2), st.floats(0.3, 1.2)),
)
def test_of_any_face_three_fifths_of_its_box_are_left_on_each_side(
    bent: list[tuple[float, float]], wide: float, turned: float, sides: tuple[float, float]
) -> None:
    c, s = np.cos(np.radians(turned)), np.sin(np.radians(turned))
    landmarks = (_UPRIGHT + np.array(bent)) @ np.array([[c, s], [-s, c]]) * wide + 500
    middle = landmarks.mean(axis=0)
    across, down = sides[0] * wide * 4, sides[1] * wide * 4
    box = Box(middle[0] - across / 2, middle[1] - down / 2, across, down)
    frame, height = placed(landmarks, box)
    at, left = apply(frame, middle), scale_of(frame) * (0.5 + BEYOND) * size(box, frame)
    assert (at - left >= -1).all() and (at + left <= [height * WIDE + 1, height + 1]).all()
    assert 600 <= height <= 2400


def test_eyes_and_mouths_of_two_ordinary_faces_lie_alike() -> None:
    found = []
    for wide, turned in ((60, 0), (200, 25)):
        c, s = np.cos(np.radians(turned)), np.sin(np.radians(turned))
        landmarks = _UPRIGHT @ np.array([[c, s], [-s, c]]) * wide + 700
        middle = landmarks.mean(axis=0)
        frame, height = placed(landmarks, Box(middle[0] - wide, middle[1] - 1.4 * wide, 2 * wide, 2.8 * wide))
        found.append(apply(frame, landmarks) / height)
    assert np.allclose(found[0], found[1], atol=0.002) and np.allclose(found[0], of_face(_UPRIGHT), atol=0.002)


def test_a_box_around_a_tilted_head_is_not_taken_for_a_larger_face() -> None:
    upright, tilted = (similarity(np.array([[0.0, 0], [1, y]]), np.array([[0.0, 0], [1, 0]])) for y in (0, 1))
    box = Box(0, 0, 100, 100 * 1.3)
    assert size(box, upright).tolist() == [100, 130]
    assert size(Box(0, 0, 116, 116), tilted) == pytest.approx([100, 130], rel=0.01)


def painted(*rows: slice) -> cover.Painted:
    sheet = np.zeros((cover.DOWN, cover.ACROSS), bool)
    for each in rows:
        sheet[each] = True
    return sheet


def test_what_is_painted_over_takes_away_what_lies_below_it_and_nothing_else() -> None:
    assert cover.taken(painted()) == frozenset()
    assert cover.taken(painted(slice(0, None))) == set(cover._PLACES)
    assert cover.taken(painted(slice(0, 63))) == {"hair", "forehead"}
    half = painted(slice(0, None))
    half[:, cover.ACROSS // 2 :] = False
    assert cover.taken(half) == frozenset(), "one eye of two is still an eye"


def test_a_cover_comes_as_bits_and_goes_as_a_picture() -> None:
    sheet = painted(slice(3, 20))
    assert (cover.points(np.packbits(sheet).tobytes()) == sheet).all()
    assert cover.png(sheet).startswith(b"\x89PNG") and len(cover.png(sheet)) < 1000
    for wrong in (b"", b"\0" * 9, np.packbits(sheet).tobytes() + b"\0"):
        with pytest.raises(UsageError, match="128 x 160"):
            cover.points(wrong)
