"""What is said of a photo's quality, on a public-domain portrait (Eileen Collins, NASA) made worse in one way each."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest
from skimage import data

from antigone.face.choose import Choice, choose
from antigone.face.find import find_faces
from antigone.face.quality import assess, pose
from antigone.types import Face, Measure, Photo, Pixels, Points, Profile, Quality
from antigone.weights.catalogue import DETECTOR, find
from antigone.weights.session import Network, open_network


@pytest.fixture(scope="module")
def detector() -> Network:
    return open_network(find(DETECTOR))


@pytest.fixture(scope="module")
def portrait() -> Pixels:
    """Twice as large as it comes: then nothing is wrong with it."""
    rgb: Pixels = data.astronaut()  # type: ignore[no-untyped-call]
    large = cv2.resize(rgb[:, :, ::-1], None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
    return np.ascontiguousarray(large.astype(np.uint8, copy=False))


def photo_of(pixels: Pixels) -> Photo:
    return Photo("portrait.png", "0" * 64, np.ascontiguousarray(pixels), "PNG")


def found(detector: Network, pixels: Pixels) -> Face:
    photo = photo_of(pixels)
    choice = choose(photo, find_faces(detector, photo), principal=True)
    assert isinstance(choice, Choice)
    return choice.face


def quality_of(detector: Network, pixels: Pixels, profile: Profile = Profile.AM) -> Quality:
    return assess(photo_of(pixels), found(detector, pixels), profile)


def measure(quality: Quality, name: str) -> Measure:
    return next(m for m in quality.measures if m.name == name)


def advised(quality: Quality) -> set[str]:
    return {m.name for m in quality.measures if m.advice}


def with_open_mouth(pixels: Pixels, face: Face) -> Pixels:
    """A dark opening painted between the lips."""
    x, y = face.landmarks[3:].mean(axis=0)
    eyes = face.eye_distance
    middle, sides = (round(x), round(y + 0.16 * eyes)), (round(0.23 * eyes), round(0.21 * eyes))
    painted = pixels.copy()
    cv2.ellipse(painted, middle, sides, 0, 0, 360, (20, 10, 30), -1)
    return painted


@pytest.mark.slow
@pytest.mark.parametrize("profile", list(Profile))
def test_a_good_portrait_needs_no_advice(detector: Network, portrait: Pixels, profile: Profile) -> None:
    quality = quality_of(detector, portrait, profile)
    assert quality.advice == ()
    assert quality.observations == ()
    assert quality.overall > 0.8


@pytest.mark.slow
def test_a_blurred_face_asks_the_photographer_to_focus(detector: Network, portrait: Pixels) -> None:
    sharp, blurred = portrait, cv2.GaussianBlur(portrait, (0, 0), 4)
    quality = quality_of(detector, blurred.astype(np.uint8), Profile.PM)
    assert advised(quality) == {"sharpness"}
    assert "focus on the eyes" in quality.advice[0]
    assert quality.overall < quality_of(detector, sharp, Profile.PM).overall


@pytest.mark.slow
def test_the_more_a_face_is_blurred_the_worse_it_is(detector: Network, portrait: Pixels) -> None:
    sigmas = (0.0, 3.0, 5.0, 8.0)
    pictures = [portrait if s == 0 else cv2.GaussianBlur(portrait, (0, 0), s).astype(np.uint8) for s in sigmas]
    overall = [quality_of(detector, picture).overall for picture in pictures]
    assert overall == sorted(overall, reverse=True)


@pytest.mark.slow
def test_a_distant_face_asks_the_photographer_to_come_closer(detector: Network, portrait: Pixels) -> None:
    small = cv2.resize(portrait, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA).astype(np.uint8)
    quality = quality_of(detector, small)
    assert advised(quality) == {"eye-distance"}
    near = measure(quality_of(detector, portrait), "eye-distance").value
    assert measure(quality, "eye-distance").value == pytest.approx(near / 2, rel=0.1)
    assert f"{measure(quality, 'eye-distance').value:.0f} pixels between the eyes" in quality.advice[0]
    assert quality.advice[0].startswith("come closer")
    assert "60 needed" in quality.advice[0]


@pytest.mark.slow
def test_a_distant_face_is_not_called_blurred_for_being_small(detector: Network, portrait: Pixels) -> None:
    for share in (0.4, 0.25, 0.15):
        small = cv2.resize(portrait, None, fx=share, fy=share, interpolation=cv2.INTER_AREA).astype(np.uint8)
        assert "sharpness" not in advised(quality_of(detector, small))


@pytest.mark.slow
def test_a_dark_face_asks_for_light(detector: Network, portrait: Pixels) -> None:
    quality = quality_of(detector, (portrait * 0.25).astype(np.uint8), Profile.PM)
    assert advised(quality) == {"brightness"}
    assert quality.advice == ("light the face more, evenly from both sides",)
    assert quality.overall < quality_of(detector, portrait, Profile.PM).overall


def test_a_burnt_out_face_asks_for_less_light(detector: Network, portrait: Pixels) -> None:
    burnt = np.clip(portrait * 1.5, 0, 255).astype(np.uint8)
    quality = quality_of(detector, burnt, Profile.PM)
    assert "clipped" in advised(quality)
    assert "plain white" in measure(quality, "clipped").advice
    assert quality.overall < quality_of(detector, portrait, Profile.PM).overall


def test_a_veiled_face_asks_for_contrast(detector: Network, portrait: Pixels) -> None:
    assert "contrast" in advised(quality_of(detector, (portrait * 0.15 + 130).astype(np.uint8)))


@pytest.mark.slow
def test_a_much_compressed_photo_asks_for_the_original(detector: Network, portrait: Pixels) -> None:
    values = []
    for setting in (95, 50, 10):
        coded = cv2.imencode(".jpg", portrait[::2, ::2].copy(), [cv2.IMWRITE_JPEG_QUALITY, setting])[1]
        decoded = cv2.imdecode(coded, cv2.IMREAD_COLOR)
        assert decoded is not None
        quality = quality_of(detector, decoded.astype(np.uint8))
        values.append(measure(quality, "compression").value)
    assert values == sorted(values)
    assert "original" in measure(quality, "compression").advice


@pytest.mark.slow
def test_a_cropped_compressed_photo_still_shows_its_blocks(detector: Network, portrait: Pixels) -> None:
    coded = cv2.imencode(".jpg", portrait[::2, ::2].copy(), [cv2.IMWRITE_JPEG_QUALITY, 10])[1]
    decoded = cv2.imdecode(coded, cv2.IMREAD_COLOR)
    assert decoded is not None
    assert "compression" in advised(quality_of(detector, decoded[3:, 5:].astype(np.uint8)))


@pytest.mark.slow
def test_a_face_cut_off_by_the_edge_is_told(detector: Network, portrait: Pixels) -> None:
    quality = quality_of(detector, portrait[190:])
    assert measure(quality, "outside-frame").value == pytest.approx(0.15, abs=0.06)
    assert advised(quality) == {"outside-frame"}
    assert quality.overall < quality_of(detector, portrait).overall


@pytest.mark.slow
@pytest.mark.parametrize("degrees", [30, 90, 180])
def test_a_face_turned_in_the_picture_is_not_held_against_it(
    detector: Network, portrait: Pixels, degrees: float
) -> None:
    upright = found(detector, portrait).landmarks.mean(axis=0)
    matrix = cv2.getRotationMatrix2D((float(upright[0]), float(upright[1])), degrees, 1)
    turned = cv2.warpAffine(portrait, matrix, (1024, 1024), borderMode=cv2.BORDER_REFLECT).astype(np.uint8)
    quality = quality_of(detector, turned)
    assert quality.advice == ()
    assert quality.overall == pytest.approx(quality_of(detector, portrait).overall, abs=0.05)


def seen_from(yaw: float, pitch: float) -> Points:
    """Five points of a head 100 pixels between the eyes, turned to the right and upwards by so many degrees."""
    head = np.array([[-50.0, -50, 0], [50, -50, 0], [0, 6.2, -50], [-40, 50, 0], [40, 50, 0]])
    a, b = np.deg2rad([yaw, pitch])
    sideways = np.array([[np.cos(a), 0, -np.sin(a)], [0, 1, 0], [np.sin(a), 0, np.cos(a)]])
    upwards = np.array([[1, 0, 0], [0, np.cos(b), np.sin(b)], [0, -np.sin(b), np.cos(b)]])
    turned: Points = head @ (upwards @ sideways).T
    seen: Points = turned[:, :2] + 200
    return seen


@pytest.mark.parametrize("yaw", [-40, -15, 0, 15, 40])
def test_the_angle_of_a_head_turned_sideways_is_told(yaw: float) -> None:
    assert pose(seen_from(yaw, 0))[0] == pytest.approx(yaw, abs=1)


@pytest.mark.parametrize("pitch", [-20, -8, 0, 8, 20])
def test_the_angle_of_a_nodding_head_is_told(pitch: float) -> None:
    assert pose(seen_from(0, pitch))[1] == pytest.approx(pitch, abs=1)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("profile", "words"), [(Profile.AM, "turn the head to the camera"), (Profile.PM, "move the camera in front")]
)
def test_a_head_turned_away_is_told_to_whom_it_concerns(
    detector: Network, portrait: Pixels, profile: Profile, words: str
) -> None:
    face = found(detector, portrait)
    aside = face.landmarks.copy()
    aside[2, 0] += 0.4 * face.eye_distance
    quality = assess(photo_of(portrait), replace(face, landmarks=aside), profile)
    assert words in measure(quality, "turned-sideways").advice


def test_an_open_mouth_is_a_fault_in_the_living(detector: Network, portrait: Pixels) -> None:
    picture = with_open_mouth(portrait, found(detector, portrait))
    quality = quality_of(detector, picture, Profile.AM)
    assert advised(quality) == {"mouth-open"}
    assert quality.observations == ()


@pytest.mark.slow
def test_an_open_mouth_is_no_fault_in_the_dead(detector: Network, portrait: Pixels) -> None:
    picture = with_open_mouth(portrait, found(detector, portrait))
    quality = quality_of(detector, picture, Profile.PM)
    assert quality.observations == ("mouth appears open",)
    assert quality.advice == ()
    assert quality.overall == quality_of(detector, picture, Profile.AM).overall


def test_an_open_mouth_in_the_same_place_leaves_the_dead_ones_quality_alone(
    detector: Network, portrait: Pixels
) -> None:
    face = found(detector, portrait)
    shut = assess(photo_of(portrait), face, Profile.PM)
    opened = assess(photo_of(with_open_mouth(portrait, face)), face, Profile.PM)
    assert opened.overall == pytest.approx(shut.overall, abs=0.01)


def test_no_advice_tells_a_dead_person_to_move(detector: Network, portrait: Pixels) -> None:
    bad = cv2.GaussianBlur((portrait[::3, ::3] * 0.2).astype(np.uint8), (0, 0), 2).astype(np.uint8)
    face = found(detector, portrait)
    third = replace(face, landmarks=(face.landmarks + np.array([[0, 0], [0, 0], [40, -20], [0, 0], [0, 0]])) / 3)
    quality = assess(photo_of(bad), third, Profile.PM)
    assert len(quality.advice) >= 4
    for advice in quality.advice:
        assert not any(word in advice for word in ("turn the head", "chin", "choose", "smile", "mouth", "eyes open"))


def test_a_face_far_beyond_the_edge_is_measured_without_a_fault(detector: Network, portrait: Pixels) -> None:
    face = found(detector, portrait)
    for shift in ((-2000.0, 0.0), (0.0, 5000.0), (700.0, 700.0)):
        away = replace(face, landmarks=face.landmarks + np.array(shift))
        quality = assess(photo_of(portrait), away, Profile.PM)
        assert all(np.isfinite(m.value) for m in quality.measures)
        assert quality.overall < 0.1


def test_landmarks_in_nearly_one_place_are_measured_without_a_fault(portrait: Pixels, detector: Network) -> None:
    face = found(detector, portrait)
    middle = face.landmarks.mean(axis=0)
    tiny = replace(face, landmarks=middle + (face.landmarks - middle) * 1e-3)
    quality = assess(photo_of(portrait), tiny, Profile.AM)
    assert all(np.isfinite(m.value) for m in quality.measures)
