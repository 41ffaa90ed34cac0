"""Conditions do what they say to a photo, and nothing else."""

from __future__ import annotations

import numpy as np
import pytest

from antigone.evidence.conditions import CONDITIONS, Condition, Severity, Side, apply, condition
from antigone.evidence.conditions.condition import draw
from antigone.types import Face
from conditions_photos import POINTS, face_of, seen_through

Portrait = tuple[np.ndarray, Face]
each = pytest.mark.parametrize("one", CONDITIONS, ids=lambda c: c.name)
RESIZED = {"lying", "messenger", "screenshot"}


def changed(before: np.ndarray, after: np.ndarray) -> float:
    return float(np.abs(before.astype(int) - after).mean())


@pytest.mark.slow
@each
def test_every_condition_changes_the_picture_more_the_severer_it_is(one: Condition, portrait: Portrait) -> None:
    pixels, face = portrait
    before = pixels.copy()
    out = [apply(one, severity, pixels, face, seed=5) for severity in Severity]
    assert (pixels == before).all()
    for picture in out:
        assert picture.dtype == np.uint8 and picture.ndim == 3 and picture.shape[2] == 3
        assert not np.shares_memory(picture, pixels)
    if one.name in RESIZED:
        assert all(picture.shape != pixels.shape for picture in out)
        return
    amounts = [changed(pixels, picture) for picture in out]
    assert amounts[0] > 0.02
    if one.name != "halftone":  # larger dots change the pixels no more, but what can be seen in them
        assert amounts[0] < amounts[1] < amounts[2], amounts


@each
def test_the_same_seed_gives_the_same_bytes(one: Condition, portrait: Portrait) -> None:
    pixels, face = portrait
    first = apply(one, 2, pixels, face, seed="case 7")
    np.random.seed(1)
    assert (apply(one, 2, pixels, face, seed="case 7") == first).all()


def test_another_seed_or_another_photo_gives_another_drawing(portrait: Portrait) -> None:
    pixels, face = portrait
    soil = condition("soil")
    first = apply(soil, 3, pixels, face, 0)
    assert changed(first, apply(soil, 3, pixels, face, 1)) > 1
    other = pixels.copy()
    other[0, 0, 0] ^= 1
    assert changed(first, apply(soil, 3, other, face, 0)) > 1


@pytest.mark.slow
@each
def test_a_face_at_the_edge_or_beyond_it_is_no_trouble(one: Condition, portrait: Portrait) -> None:
    pixels, _ = portrait
    for shift in ((-95.0, -70.0), (130.0, 90.0), (2000.0, -2000.0)):
        face = face_of(POINTS - [100, 0] + np.array(shift))
        out = apply(one, 2, pixels, face, 3)
        assert out.dtype == np.uint8 and out.size > 0


@each
def test_tiny_faces_and_tiny_pictures_are_no_trouble(one: Condition, eileen: np.ndarray) -> None:
    for share, side in ((0.25, 100), (0.1, 32)):
        matrix = np.array([[share, 0, -30 * share * 5], [0, share, 0]])
        pixels, face = seen_through(eileen, matrix, side, side)
        assert apply(one, 3, pixels, face, 3).dtype == np.uint8


@pytest.mark.slow
@each
def test_a_large_photo_is_changed_as_a_small_one_is(one: Condition, eileen: np.ndarray, portrait: Portrait) -> None:
    times = 6.0
    matrix = np.array([[times, 0, -100 * times], [0, times, 0]])
    pixels, face = seen_through(eileen, matrix, 1500, 1500)
    large = apply(one, 2, pixels, face, 3)
    assert changed(pixels, large) > 0.02 if large.shape == pixels.shape else large.size > 0


@pytest.mark.parametrize("name", ["eyes-closed", "jaw-dropped", "livor", "bloating", "cloth", "camera-above", "foam"])
@pytest.mark.parametrize("degrees", [90, 180])
def test_a_face_lying_on_its_side_is_changed_as_an_upright_one(name: str, degrees: int, portrait: Portrait) -> None:
    pixels, face = portrait
    one = condition(name)
    upright = draw(one, Severity.SEVERE, pixels, face, np.random.default_rng(9))
    turned = np.ascontiguousarray(np.rot90(pixels, degrees // 90))
    points = face.landmarks
    for _ in range(degrees // 90):
        points = np.stack([points[:, 1], pixels.shape[0] - 1 - points[:, 0]], axis=1)
    lying = draw(one, Severity.SEVERE, turned, face_of(points), np.random.default_rng(9))
    back = np.rot90(lying, -(degrees // 90))
    assert changed(upright, back) < 0.1 * changed(pixels, upright) + 0.3


@pytest.mark.slow
def test_shape_and_skin_leave_the_far_background_alone(eileen: np.ndarray) -> None:
    face = face_of(POINTS)
    for one in CONDITIONS:
        if one.name in {"eyes-closed", "eyes-half-open", "jaw-dropped", "bloating", "pallor", "livor", "foam", "blood"}:
            out = apply(one, 3, eileen, face, 1)
            assert (out[:, 400:] == eileen[:, 400:]).all(), one.name


def test_closed_eyes_change_the_eyes_and_not_the_mouth(portrait: Portrait) -> None:
    pixels, face = portrait
    out = apply(condition("eyes-closed"), 1, pixels, face, 1)
    eye, mouth = face.landmarks[0].astype(int), face.landmarks[3:].mean(axis=0).astype(int)

    def part(picture: np.ndarray, place: np.ndarray) -> np.ndarray:
        return picture[place[1] - 3 : place[1] + 4, place[0] - 3 : place[0] + 4]

    assert changed(part(pixels, eye), part(out, eye)) > 20
    assert (part(pixels, mouth) == part(out, mouth)).all()


def test_black_and_white_photos_stay_black_and_white(portrait: Portrait) -> None:
    pixels, face = portrait
    grey = np.repeat(pixels.mean(axis=2, keepdims=True).astype(np.uint8), 3, axis=2)
    for name in ("blood", "soil", "night", "mixed-light"):
        out = apply(condition(name), 3, grey, face, 1)
        assert (out[:, :, 0] == out[:, :, 2]).all()


@pytest.mark.slow
def test_landmarks_that_are_no_face_are_no_trouble(portrait: Portrait) -> None:
    pixels, face = portrait
    for points in (np.zeros((5, 2)) + 60.0, face.landmarks[[1, 0, 2, 4, 3]], face.landmarks[:, ::-1] * [0.1, 3]):
        for one in CONDITIONS:
            assert apply(one, 2, pixels, Face(1, face.box, points, 0.0, 0.9), 1).size > 0


def test_pixels_that_are_none_are_refused(portrait: Portrait) -> None:
    pixels, face = portrait
    for bad in (pixels[:, :, 0], pixels.astype(np.float32), pixels[:0]):
        with pytest.raises(ValueError, match="8 bits"):
            apply(CONDITIONS[0], 1, bad, face, 0)
    with pytest.raises(ValueError, match="4"):
        apply(CONDITIONS[0], 4, pixels, face, 0)


def test_the_library_says_of_each_condition_what_it_is_and_what_it_is_not() -> None:
    names = [one.name for one in CONDITIONS]
    assert len(set(names)) == len(names) >= 30
    assert {one.side for one in CONDITIONS} == set(Side)
    for one in CONDITIONS:
        assert one.what.endswith(".") and one.not_captured.endswith(".")
        assert len({one.severity(severity) for severity in Severity}) == 3
        words = f"{one.title} {one.what} {one.scale} {one.not_captured}".lower()
        assert not any(word in words.split() for word in ("match", "hit", "confidence", "target"))
