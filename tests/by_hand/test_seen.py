"""Points and masks are of the file's picture, however it was decoded, and of the face that they lie on alone."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from antigone.by_hand.given import ByHand
from antigone.by_hand.seen import Seen, see
from antigone.engine import Engine
from antigone.face.find import find_faces
from antigone.types import Photo, Profile, Refusal
from conftest import photo_of

pytestmark = pytest.mark.slow


def test_points_and_masks_of_a_photo_that_is_decoded_smaller_lie_where_they_were_set(
    engine: Engine, eileen: np.ndarray, tmp_path: Path
) -> None:
    half = cv2.resize(eileen, (256, 256), interpolation=cv2.INTER_AREA)
    photo = Photo("large.jpg", "0" * 64, half, "JPEG", reduced=2)
    (in_full,) = find_faces(engine.detector, photo_of(eileen))
    mask = np.zeros((512, 512), np.uint8)
    mask[:, : round(float(in_full.landmarks[2, 0]))] = 255
    Image.fromarray(mask).save(tmp_path / "large.png")
    seen = see(engine.faces, photo, ByHand(in_full.landmarks, tmp_path / "large.png"))
    assert isinstance(seen, Seen) and seen.meant is not None
    np.testing.assert_allclose(2 * seen.meant.landmarks + 0.5, in_full.landmarks, atol=1e-9)
    (own,) = find_faces(engine.detector, photo)
    assert np.abs(seen.meant.landmarks - own.landmarks).max() < 2
    assert 0.4 < seen.meant.covered < 0.6


def test_who_stands_beside_a_covered_face_is_compared_as_ever(
    engine: Engine, eileen: np.ndarray, tmp_path: Path
) -> None:
    photo = photo_of(np.hstack([eileen, eileen[:, ::-1]]))
    first = engine.probe(photo, Profile.PM, 1)
    second = engine.probe(photo, Profile.PM, 2)
    assert not isinstance(first, Refusal) and not isinstance(second, Refusal)
    covered, beside = sorted((first, second), key=lambda probe: probe.choice.face.box.x)
    x, y, wide, high = (round(value) for value in covered.choice.face.box.as_list())
    mask = np.zeros((512, 1024), np.uint8)
    mask[y + high // 2 : y + high, x : x + wide] = 255
    Image.fromarray(mask).save(tmp_path / "two.png")
    hand = ByHand(None, tmp_path / "two.png")
    again = engine.probe(photo, Profile.PM, beside.choice.face.index, by_hand=hand)
    assert not isinstance(again, Refusal) and again.choice.face.covered == 0
    np.testing.assert_allclose(again.template.vector, beside.template.vector, atol=1e-5)
    changed = engine.probe(photo, Profile.PM, covered.choice.face.index, by_hand=hand)
    assert not isinstance(changed, Refusal) and changed.choice.face.covered > 0.2
    assert changed.photo is photo, "what is shown and kept is the photo"
