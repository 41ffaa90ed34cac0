"""Faces are found whichever way up they lie, however large or small, and all of them are listed."""

from __future__ import annotations

from dataclasses import replace
from unittest import mock

import cv2
import numpy as np
import pytest

from antigone.engine import Engine
from antigone.face import find
from antigone.face.choose import Choice, choose
from antigone.face.find import find_faces
from antigone.face.landmarks import refine
from antigone.types import MOST_FACES, Box, Face, Refusal
from antigone.weights import catalogue, session
from conftest import photo_of, turned

EYES = np.array([[201.0, 105.0], [251.0, 107.0]])  # Eileen Collins's, read off the portrait by eye


def head(eileen: np.ndarray, width: int) -> np.ndarray:
    """Her head and shoulders; the face is about ``width`` pixels across."""
    size = round(3 * width)
    return cv2.resize(eileen[20:300, 90:370], (size, size), interpolation=cv2.INTER_AREA)


@pytest.mark.slow
@pytest.mark.parametrize("degrees", [0, 20, 45, 67, 90, 120, 135, 180, 200, 222, 270, 300, 337])
def test_a_face_is_found_however_the_body_lies(engine: Engine, eileen: np.ndarray, degrees: int) -> None:
    (face,) = find_faces(engine.detector, photo_of(turned(eileen, degrees)))
    (upright,) = find_faces(engine.detector, photo_of(eileen))
    off = (face.angle - upright.angle - degrees + 180) % 360 - 180
    assert abs(off) < 12
    assert face.eye_distance == pytest.approx(upright.eye_distance, rel=0.1)


@pytest.mark.slow
def test_the_landmarks_lie_on_the_eyes(engine: Engine, eileen: np.ndarray) -> None:
    (face,) = find_faces(engine.detector, photo_of(eileen))
    assert np.abs(face.landmarks[:2] - EYES).max() < 8


@pytest.mark.slow
@pytest.mark.parametrize("width", [40, 60, 100, 200, 400, 900])
def test_faces_of_every_size_are_found(engine: Engine, eileen: np.ndarray, width: int) -> None:
    assert len(find_faces(engine.detector, photo_of(head(eileen, width)))) == 1


@pytest.mark.slow
def test_a_face_that_fills_a_small_photo_is_found(engine: Engine, eileen: np.ndarray) -> None:
    close = cv2.resize(eileen[50:190, 155:295], (100, 100), interpolation=cv2.INTER_AREA)
    assert len(find_faces(engine.detector, photo_of(close))) == 1


@pytest.mark.slow
@pytest.mark.parametrize("angle", [0, 90])
def test_a_small_face_in_fifty_megapixels_is_found(engine: Engine, eileen: np.ndarray, angle: int) -> None:
    field = np.full((5800, 8700, 3), 120, np.uint8)
    small = turned(head(eileen, 44), angle)
    field[4000 : 4000 + small.shape[0], 7000 : 7000 + small.shape[1]] = small
    (face,) = find_faces(engine.detector, photo_of(field))
    assert 7000 < face.box.centre[0] < 7000 + small.shape[1]


@pytest.mark.slow
def test_the_living_who_stand_beside_the_dead_are_listed_too(engine: Engine, eileen: np.ndarray) -> None:
    upright, lying = head(eileen, 100), turned(head(eileen, 90), 90)
    scene = np.full((400, 800, 3), 120, np.uint8)
    scene[20:320, 20:320] = upright
    scene[50 : 50 + lying.shape[0], 450 : 450 + lying.shape[1]] = lying
    faces = find_faces(engine.detector, photo_of(scene))
    assert len(faces) == 2
    assert {round(face.angle / 90) for face in faces} == {0, 1}


@pytest.mark.slow
def test_of_several_faces_none_is_picked_without_a_word(engine: Engine, eileen: np.ndarray) -> None:
    pair = np.hstack([head(eileen, 80), head(eileen, 80)[:, ::-1]])
    photo = photo_of(pair)
    faces = find_faces(engine.detector, photo)
    refused = choose(photo, faces)
    assert isinstance(refused, Refusal)
    assert refused.code == "several-faces"
    assert "--face" in refused.hint and str(faces[1].box.as_list()) in refused.detail
    named = choose(photo, faces, number=2)
    assert isinstance(named, Choice) and named.face.index == 2 and named.how == "named"
    principal = choose(photo, faces, principal=True)
    assert isinstance(principal, Choice) and principal.how == "principal"
    missing = choose(photo, faces, number=3)
    assert isinstance(missing, Refusal) and missing.code == "no-such-face"


@pytest.mark.slow
def test_a_photo_without_a_face_is_refused_with_advice(engine: Engine) -> None:
    for pixels in (
        np.zeros((300, 300, 3), np.uint8),
        np.random.default_rng(0).integers(0, 255, (300, 400, 3), np.uint8),
    ):
        photo = photo_of(pixels)
        refused = choose(photo, find_faces(engine.detector, photo))
        assert isinstance(refused, Refusal) and refused.code == "no-face"


@pytest.mark.slow
def test_a_sheet_of_many_more_faces_than_are_listed_ends_in_a_clear_refusal(
    engine: Engine, eileen: np.ndarray, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of 500 faces where 50 are listed, as of 800 where 80 are: what is looked at twice is bounded too."""
    most, looked = 50, []
    monkeypatch.setattr(find, "MOST_FACES", most)
    monkeypatch.setattr(find, "refine", lambda *seen: looked.append(seen) or refine(*seen))
    one = cv2.resize(head(eileen, 60), (60, 60), interpolation=cv2.INTER_AREA)
    photo = photo_of(np.tile(one, (20, 25, 1)))
    faces = find_faces(engine.detector, photo)
    assert most / 5 <= len(faces) <= most <= len(looked) <= most * find._ATTEMPTS
    refused = choose(photo, faces)
    assert isinstance(refused, Refusal) and "more" in refused.detail and len(refused.detail) < 500
    crowd = choose(photo, tuple(replace(faces[0], index=n) for n in range(1, MOST_FACES + 1)))
    assert isinstance(crowd, Refusal) and "not all of them" in crowd.detail


class Counted:
    """The detector, which counts the pixels that it is shown."""

    def __init__(self, engine: Engine) -> None:
        self.network, self.shown = engine.detector, 0

    def run(self, pictures: np.ndarray) -> dict[str, np.ndarray]:
        self.shown += pictures.size // 3
        return self.network.run(pictures)


@pytest.mark.slow
@pytest.mark.parametrize("side", [1400, 5200])
def test_a_stranger_who_sends_stripes_or_noise_costs_no_more_than_anybody(engine: Engine, side: int) -> None:
    rows = (np.arange(side) // 24 % 2 * 255).astype(np.uint8)
    stripes = np.broadcast_to(rows[:, None, None], (side, side, 3)).copy()
    noise = np.random.default_rng(0).integers(0, 255, (side, side, 3), np.uint8)
    for pixels in (stripes, noise):
        counted = Counted(engine)
        assert find_faces(counted, photo_of(pixels)) == ()
        assert 6_000_000 < counted.shown <= find.MOST_SHOWN + 640 * 640


@pytest.mark.slow
def test_whatever_the_picture_the_looking_stops_when_enough_was_shown(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    enough, meter = 2_000_000, find._Meter
    monkeypatch.setattr(find, "_Meter", lambda network: meter(network, enough))
    counted, noise = Counted(engine), np.random.default_rng(0).integers(0, 255, (1400, 1400, 3), np.uint8)
    assert find_faces(counted, photo_of(noise)) == ()
    assert enough <= counted.shown <= enough + 640 * 640


@pytest.mark.slow
def test_pages_of_one_colour_are_hardly_looked_at(engine: Engine) -> None:
    counted = Counted(engine)
    assert find_faces(counted, photo_of(np.full((6000, 6000, 3), 90, np.uint8))) == ()
    assert counted.shown < find.MOST_SHOWN / 3


@pytest.mark.slow
def test_sizes_of_pictures_that_strangers_choose_do_not_pile_up_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "_MOST_SIZES", 3)
    network = session.open_network(catalogue.find(catalogue.DETECTOR))
    for side in range(32, 32 * 7, 32):
        network.run(np.zeros((1, 32, side, 3), np.uint8))
    kept = [(1, 32, side) for side in (128, 160, 192)]
    assert list(network._compiled) == list(network._local.runs) == kept


@pytest.mark.slow
def test_of_two_men_who_lie_on_their_side_in_one_photo_both_are_listed(engine: Engine, eileen: np.ndarray) -> None:
    head = cv2.resize(eileen[20:300, 90:370], (90, 90), interpolation=cv2.INTER_AREA)
    together = np.full((400, 560, 3), 128, np.uint8)
    together[40:130, 30:120], together[240:330, 400:490] = head, (head * 0.75).astype(np.uint8)
    for angle in (30, 45, 135):
        assert len(find_faces(engine.detector, photo_of(turned(together, angle)))) == 2


@pytest.mark.slow
def test_an_upright_portrait_is_looked_at_from_no_further_side(engine: Engine, eileen: np.ndarray) -> None:
    with mock.patch.object(find, "_look_whole", side_effect=AssertionError("looked")):
        assert len(find_faces(engine.detector, photo_of(eileen))) == 1


def a_face(index: int, left: float, top: float, side: float) -> Face:
    points = np.array([[0.3, 0.4], [0.7, 0.4], [0.5, 0.6], [0.35, 0.8], [0.65, 0.8]]) * side + (left, top)
    return Face(index, Box(left, top, side, side), points, 0.0, 0.95)


def test_the_principal_face_is_the_largest_and_the_middle_decides_among_equals() -> None:
    photo = photo_of(np.zeros((400, 600, 3), np.uint8))
    large, small = a_face(1, 20, 20, 120), a_face(2, 270, 170, 60)
    chosen = choose(photo, (large, small), principal=True)
    assert isinstance(chosen, Choice) and chosen.face is large  # the small one lies in the very middle
    nearly = a_face(2, 250, 150, 100)
    chosen = choose(photo, (large, nearly), principal=True)
    assert isinstance(chosen, Choice) and chosen.face is nearly


def test_half_a_face_at_the_edge_is_as_large_as_what_is_seen_of_it() -> None:
    photo = photo_of(np.zeros((250, 250, 3), np.uint8))
    at_the_edge, whole = a_face(1, -82, 54, 160), a_face(2, 78, 65, 109)
    chosen = choose(photo, (at_the_edge, whole), principal=True)
    assert isinstance(chosen, Choice) and chosen.face is whole
