"""What a person painted over is left out of account, and shown to nobody in another form."""

from __future__ import annotations

from unittest import mock

import numpy as np
import pytest

from antigone.engine import Engine
from antigone.face.cover import FILLINGS, Cover, Filling, as_it_is, filled, for_the_detector, inpainted
from antigone.face.find import find_faces
from antigone.types import Face, Photo
from antigone.weights.session import Network
from conftest import photo_of, turned


def half(photo: Photo, face: Face) -> Cover:
    """All of the photo on one side of the line from between the eyes to the mouth."""
    middle, mouth = face.landmarks[:2].mean(axis=0), face.landmarks[3:].mean(axis=0)
    x, y = np.meshgrid(np.arange(photo.width), np.arange(photo.height))
    side = (x - middle[0]) * (mouth[1] - middle[1]) - (y - middle[1]) * (mouth[0] - middle[0])
    return Cover(side > 0)


@pytest.mark.slow
@pytest.mark.parametrize("degrees", [0, 70, 180])
def test_how_much_is_covered_is_of_the_face_and_of_nothing_else(
    engine: Engine, eileen: np.ndarray, degrees: int
) -> None:
    photo = photo_of(turned(eileen, degrees))
    (face,) = find_faces(engine.detector, photo)
    nothing = np.zeros(photo.pixels.shape[:2], bool)
    assert Cover(nothing).share(face.landmarks) == 0
    assert Cover(~nothing).share(face.landmarks) == 1
    assert half(photo, face).share(face.landmarks) == pytest.approx(0.5, abs=0.06)
    beside = nothing.copy()
    beside[:4] = True
    assert Cover(beside).share(face.landmarks) == 0


def test_what_is_filled_in_does_not_depend_on_what_is_hidden() -> None:
    random = np.random.default_rng(3)
    seen = random.integers(0, 256, (2, 112, 112, 3), np.uint8)
    masks = np.zeros((2, 112, 112), bool)
    masks[:, 20:90, 60:] = True
    other = seen.copy()
    other[masks] = random.integers(0, 256, (int(masks.sum()), 3), np.uint8)
    one, two = filled(seen, masks, inpainted), filled(other, masks, inpainted)
    np.testing.assert_array_equal(one, two)
    wide = np.zeros_like(masks)
    wide[:, 19:91, 59:] = True
    np.testing.assert_array_equal(one[~wide], seen[~wide])
    assert not np.array_equal(one, seen)


@pytest.mark.parametrize("way", [as_it_is, inpainted])
def test_a_face_hidden_whole_or_not_at_all_is_no_fault_of_a_filling(way: Filling) -> None:
    seen = np.random.default_rng(4).integers(0, 256, (1, 112, 112, 3), np.uint8)
    np.testing.assert_array_equal(filled(seen, np.zeros((1, 112, 112), bool), way), seen)
    assert filled(seen, np.ones((1, 112, 112), bool), way).shape == seen.shape


@pytest.mark.slow
def test_a_covered_face_costs_the_model_at_most_four_times_a_plain_one(engine: Engine, eileen: np.ndarray) -> None:
    photo = photo_of(eileen)
    (face,) = find_faces(engine.detector, photo)
    shown: list[int] = []
    run = Network.run

    def counted(network: Network, pictures: np.ndarray) -> object:
        shown.append(len(pictures))
        return run(network, pictures)

    with mock.patch.object(Network, "run", counted):
        engine.embedder.template(photo, face)
        plain = sum(shown)
        shown.clear()
        engine.embedder.template_under(photo, face, half(photo, face))
    assert plain < sum(shown) <= 4 * plain


@pytest.mark.slow
def test_what_is_filled_in_counts_half_of_what_is_seen(engine: Engine, eileen: np.ndarray) -> None:
    photo = photo_of(eileen)
    (face,) = find_faces(engine.detector, photo)
    cover = half(photo, face)
    plain = engine.embedder.template(photo, face).vector
    alone = [engine.embedder.template_under(photo, face, cover, [(way, 1)]).vector for way, _ in FILLINGS]
    np.testing.assert_allclose(alone[0], plain, atol=1e-6)
    total = 2 * alone[0] + alone[1]
    both = engine.embedder.template_under(photo, face, cover).vector
    np.testing.assert_allclose(both, total / np.linalg.norm(total), atol=1e-5)


@pytest.mark.slow
def test_the_detector_is_shown_what_is_seen_as_it_is_and_of_what_is_hidden_nothing() -> None:
    random = np.random.default_rng(5)
    seen = random.integers(0, 256, (900, 1200, 3), np.uint8)
    mask = np.zeros((900, 1200), bool)
    mask[200:500, 300:700] = True
    other = seen.copy()
    other[mask] = 0
    one, two = (for_the_detector(pixels, Cover(mask)) for pixels in (seen, other))
    np.testing.assert_array_equal(one[~mask], seen[~mask])
    np.testing.assert_allclose(one[mask].mean(axis=0), two[mask].mean(axis=0), atol=1)
    assert two[mask].mean() > 60, "it is filled in from what lies around it"
