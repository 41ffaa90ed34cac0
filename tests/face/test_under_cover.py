"""Where something covers a face, its points are looked for by a network of its own; elsewhere nothing changes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from antigone.engine import Engine
from antigone.face.doubt import SURE_OF_POINTS
from antigone.face.find import find_faces
from antigone.face.geometry import apply, invert, similarity
from antigone.face.under_cover import with_points_under_cover
from antigone.types import Box, Face, Photo, Pixels
from antigone.weights.catalogue import UNDER_COVER, find
from antigone.weights.session import Outputs
from antigone.weights.store import locate
from conftest import photo_of

CARD = find(UNDER_COVER)
LANDMARKS = np.array([[80.0, 90], [120, 86], [101, 110], [86, 131], [119, 128]])
DOUBTFUL = Face(1, Box(60, 50, 90, 110), LANDMARKS, -5.0, SURE_OF_POINTS - 0.01)
PHOTO = Photo("somebody", "0" * 64, np.full((200, 200, 3), 90, np.uint8), "PNG")


class Says:
    """Stands for the network: it sees the same points in every picture, straight or in a mirror."""

    def __init__(self, points: np.ndarray) -> None:
        self.points, self.asked = points, 0

    def run(self, pictures: Pixels) -> Outputs:
        self.asked += 1
        return {"points": np.stack([self.points.ravel().astype(np.float32)] * len(pictures))}


def covered(eileen: np.ndarray, landmarks: np.ndarray) -> list[Photo]:
    """She, with a grey sheet over one side of her face, over the lower half, and over a slanting part."""
    eyes = float(np.linalg.norm(landmarks[1] - landmarks[0]))
    middle = landmarks.mean(axis=0)
    x, y = np.meshgrid(np.arange(eileen.shape[1]), np.arange(eileen.shape[0]))
    u, v = (x - middle[0]) / eyes, (y - middle[1]) / eyes
    return [
        photo_of(np.where(hidden[:, :, None], np.uint8(grey), eileen))
        for hidden in (u > 0.05, u < -0.1, v > 0.15, u + v > 0.3, u - v < -0.2)
        for grey in (60, 150)
    ]


@pytest.mark.slow
def test_under_a_cover_the_points_come_nearer_to_where_they_lie(engine: Engine, eileen: np.ndarray) -> None:
    (true,) = find_faces(engine.detector, photo_of(eileen))
    before, now = [], []
    for photo in covered(eileen, true.landmarks):
        for old, new in zip(find_faces(engine.detector, photo), engine.faces(photo), strict=True):
            before.append(np.linalg.norm(old.landmarks - true.landmarks, axis=1).mean() / true.eye_distance)
            now.append(np.linalg.norm(new.landmarks - true.landmarks, axis=1).mean() / true.eye_distance)
            assert new.detection == old.detection
    assert len(now) >= 5
    assert np.mean(now) < 0.75 * np.mean(before)


@pytest.mark.slow
def test_a_face_that_is_seen_well_keeps_every_point(engine: Engine, eileen: np.ndarray) -> None:
    photo = photo_of(eileen)
    (old,), (new,) = find_faces(engine.detector, photo), engine.faces(photo)
    np.testing.assert_array_equal(new.landmarks, old.landmarks)
    asked = Says(np.array(CARD.points))
    sure = replace(DOUBTFUL, detection=SURE_OF_POINTS)
    assert with_points_under_cover(asked, CARD, PHOTO, sure) is sure
    assert with_points_under_cover(asked, CARD, PHOTO, replace(DOUBTFUL, by_hand=True)).landmarks is LANDMARKS
    assert asked.asked == 0


def test_what_the_network_sees_in_its_picture_lies_there_in_the_photograph() -> None:
    average = np.array(CARD.points)
    found = with_points_under_cover(Says(average), CARD, PHOTO, DOUBTFUL)
    np.testing.assert_allclose(found.landmarks, apply(invert(similarity(LANDMARKS, average)), average), atol=0.02)
    assert found.angle == pytest.approx(-5.0, abs=2)
    assert found.box == DOUBTFUL.box


@pytest.mark.parametrize(
    "points",
    [np.full((5, 2), np.nan), np.full((5, 2), 56.0), np.array(CARD.points)[[1, 0, 2, 4, 3]]],
    ids=["no numbers", "all in one place", "left and right exchanged"],
)
def test_points_that_are_no_faces_leave_those_of_the_detector(points: np.ndarray) -> None:
    assert with_points_under_cover(Says(points), CARD, PHOTO, DOUBTFUL) is DOUBTFUL


def test_the_network_is_small() -> None:
    assert locate(CARD).stat().st_size <= 1_500_000
