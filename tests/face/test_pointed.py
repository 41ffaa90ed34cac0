"""A person sets a face's points: that face is meant, also one that the machine does not find."""

from __future__ import annotations

import numpy as np
import pytest

from antigone.engine import Engine
from antigone.face.find import find_faces
from antigone.face.pointed import impossible, pointed
from antigone.types import Face, Refusal
from conftest import photo_of, turned

UPRIGHT = np.array([[100.0, 100], [160, 100], [130, 134], [105, 169], [155, 169]])
NONE = float("nan")


def with_point(number: int, x: float, y: float) -> np.ndarray:
    points = UPRIGHT.copy()
    points[number] = x, y
    return points


@pytest.mark.parametrize("degrees", [0, 45, 90, 180, 300])
def test_a_face_may_lie_any_way_up(degrees: int) -> None:
    turn = np.deg2rad(degrees)
    there = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    assert impossible(UPRIGHT @ there.T + 500) is None
    assert impossible((UPRIGHT * [-1, 1]) @ there.T + 500).code == "points-mirrored"  # type: ignore[union-attr]


def test_who_took_the_dead_persons_left_for_left_is_told_which_side_is_meant() -> None:
    why = impossible(UPRIGHT[[1, 0, 2, 4, 3]])
    assert why is not None and why.code == "points-mirrored"
    assert "left of the picture" in why.hint and "Swap" in why.hint


@pytest.mark.parametrize(
    ("points", "code"),
    [
        (with_point(0, 160, 100), "points-impossible"),  # both eyes in one place
        (with_point(2, 130, 300), "points-impossible"),  # the tip of the nose below the chin
        (UPRIGHT[[0, 1, 2, 4, 3]], "points-impossible"),  # the corners of the mouth exchanged
        (UPRIGHT[[3, 4, 2, 0, 1]], "points-mirrored"),  # eyes for mouth
        (with_point(1, 106, 160), "points-impossible"),  # the eyes along the face
        (UPRIGHT / 20, "points-impossible"),  # three pixels between the eyes
        (np.where(np.arange(5)[:, None] == 0, UPRIGHT, NONE), "points-too-few"),
        (np.full((5, 2), NONE), "points-too-few"),
    ],
)
def test_points_that_are_no_faces_are_refused(points: np.ndarray, code: str) -> None:
    why = impossible(points)
    assert why is not None and why.code == code


@pytest.mark.shared
@pytest.mark.slow
def test_no_face_that_the_machine_finds_is_called_impossible(engine: Engine, shared, kept_faces: None) -> None:  # type: ignore[no-untyped-def]
    for path in sorted((shared / "faces/lfw-dev").glob("*/*_0001.jpg"))[::120]:
        photo = engine.read(path)
        assert not isinstance(photo, Refusal)
        for face in find_faces(engine.detector, photo):
            assert impossible(face.landmarks) is None, path.name
            assert pointed(face.landmarks, ()).box.centre == pytest.approx(face.box.centre, abs=0.35 * face.box.width)  # type: ignore[union-attr]


@pytest.mark.slow
def test_the_face_that_is_pointed_at_keeps_its_number_and_gets_the_persons_points(
    engine: Engine, eileen: np.ndarray
) -> None:
    faces = find_faces(engine.detector, photo_of(np.hstack([eileen, eileen[::2, ::2].repeat(2, axis=0)])))
    assert len(faces) == 2
    for face in faces:
        meant = pointed(face.landmarks + 1.5, faces)
        assert isinstance(meant, Face) and meant.index == face.index and meant.by_hand
        np.testing.assert_array_equal(meant.landmarks, face.landmarks + 1.5)
    elsewhere = pointed(UPRIGHT / 2 + [10, 380], faces)
    assert isinstance(elsewhere, Face) and elsewhere.index == 3 and elsewhere.detection == 0


@pytest.mark.slow
def test_what_is_left_empty_is_the_machines(engine: Engine, eileen: np.ndarray) -> None:
    faces = find_faces(engine.detector, photo_of(turned(eileen, 30)))
    (face,) = faces
    eyes = np.where(np.arange(5)[:, None] < 2, face.landmarks + 2, NONE)
    meant = pointed(eyes, faces)
    assert isinstance(meant, Face)
    np.testing.assert_array_equal(meant.landmarks[:2], face.landmarks[:2] + 2)
    np.testing.assert_array_equal(meant.landmarks[2:], face.landmarks[2:])
    nowhere = pointed(eyes, ())
    assert isinstance(nowhere, Refusal) and "all five" in nowhere.hint
