"""A head cut from a lent photograph: upright, at one size, with dense landmarks and its silhouette.

Landmarks and silhouette come from two models inside the wheel of mediapipe (Apache-2.0). Nothing is downloaded.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import cv2
import mediapipe
import numpy as np
from numpy.typing import NDArray

from antigone.face.geometry import similarity

WIDTH, HEIGHT = 320, 392
EYES = 66.0
"""Pixels between the eyes of an average face on the canvas all heads share."""
_MIDDLE = np.array([WIDTH / 2, 200.0])
# Where the detector's five points lie, in distances between the eyes about the face's middle.
FIVE = np.array([[-0.5, -0.46], [0.5, -0.46], [0.0, 0.11], [-0.41, 0.69], [0.41, 0.69]]) * EYES + _MIDDLE
OVAL = (10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148, 176, 149)
OVAL += (150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109)
IRISES, LIPS, TIP = (468, 473), (13, 14), 1

Picture = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Head:
    """``picture``: BGR 0-255; ``alpha``: 1 where the person is; ``valid``: 1 where the photograph reaches."""

    picture: Picture
    alpha: Picture
    valid: Picture
    points: NDArray[np.float64]


class Reader:
    """Cuts heads from photographs."""

    def __init__(self) -> None:
        known = mediapipe.solutions
        self._mesh = known.face_mesh.FaceMesh(static_image_mode=True, refine_landmarks=True)
        self._silhouette = known.selfie_segmentation.SelfieSegmentation(model_selection=0)

    def head(self, path: Path, landmarks: NDArray[np.float64]) -> Head | None:
        """The head at ``landmarks`` (five points); None where no dense landmarks are found."""
        photo = cv2.imread(str(path))
        affine = similarity(landmarks, FIVE)
        reach = _reach(photo)
        person = self._silhouette.process(np.ascontiguousarray(photo[:, :, ::-1])).segmentation_mask
        size, how = (WIDTH, HEIGHT), cv2.INTER_CUBIC
        picture = cv2.warpAffine(photo, affine, size, flags=how, borderMode=cv2.BORDER_REPLICATE)
        found = self._mesh.process(np.ascontiguousarray(picture[:, :, ::-1])).multi_face_landmarks
        if not found:
            return None
        points = np.array([[p.x * WIDTH, p.y * HEIGHT] for p in found[0].landmark])
        alpha = cv2.warpAffine(person, affine, size, flags=cv2.INTER_LINEAR)
        valid = cv2.warpAffine(reach, affine, size, flags=cv2.INTER_LINEAR)
        return Head(picture.astype(np.float32), np.clip(alpha, 0, 1), valid, points)


def _reach(photo: NDArray[np.uint8]) -> Picture:
    """1 where the photograph shows something: not its rim, nor the black corners that turning it upright left."""
    black = (photo.max(axis=2) < 6).astype(np.uint8)
    _, labels = cv2.connectedComponents(black)
    rim = np.unique(np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]]))
    out = (np.isin(labels, rim[rim > 0]) & (black > 0)).astype(np.uint8)
    out[[0, -1]] = out[:, [0, -1]] = 1
    return 1 - cv2.dilate(out, np.ones((7, 7), np.uint8)).astype(np.float32)


FEATURES = (
    "yaw",
    "gap",
    "smile",
    "skin",
    "red",
    "yellow",
    "hair",
    "hair-red",
    "hair-yellow",
    "glasses",
    "reach",
    "off",
)


def features(head: Head) -> NDArray[np.float64]:
    """How a head looks, so that like is blended with like: see ``FEATURES``."""
    p, lab = head.points, cv2.cvtColor(head.picture / np.float32(255), cv2.COLOR_BGR2LAB)
    eyes = float(np.linalg.norm(p[IRISES[1]] - p[IRISES[0]]))
    left, right = p[234], p[454]
    yaw = float((p[TIP] - (left + right) / 2)[0] / np.linalg.norm(right - left))
    gap = float(np.linalg.norm(p[LIPS[1]] - p[LIPS[0]])) / eyes
    smile = float(np.linalg.norm(p[291] - p[61])) / eyes
    skin = np.zeros(lab.shape[:2], np.uint8)
    cv2.fillConvexPoly(skin, cv2.convexHull(p[list(OVAL)].astype(np.int32)), 1)
    inner = cv2.erode(skin, np.ones((15, 15), np.uint8)) > 0
    tone = np.median(lab[inner], axis=0)
    hair = hair_tone(head, lab, tone)
    reach = float((head.valid * (_grid_y() > p[10, 1] - 0.9 * eyes)).sum() / (_grid_y() > p[10, 1] - 0.9 * eyes).sum())
    off = float(np.abs((p[list(IRISES)].mean(axis=0) - FIVE[:2].mean(axis=0)) / eyes).max())
    return np.array([yaw, gap, smile, *tone, *hair, _glasses(lab[:, :, 0], p, eyes), reach, off])


def _grid_y() -> NDArray[np.float64]:
    return np.repeat(np.arange(HEIGHT, dtype=np.float64)[:, None], WIDTH, axis=1)


def _above(points: NDArray[np.float64], by: float) -> NDArray[np.int64]:
    """Spots above the forehead, where the hair is, or would be."""
    rim = points[[21, 54, 103, 67, 109, 10, 338, 297, 332, 284, 251]]
    up = rim - points[[4]]
    up /= np.linalg.norm(up, axis=1, keepdims=True)
    return np.concatenate([np.rint(rim + up * by * share) for share in (0.6, 1.0)]).astype(np.int64)


def hair_tone(head: Head, lab: Picture, otherwise: NDArray[np.float32]) -> NDArray[np.float64]:
    """The colour above the forehead in CIE Lab; ``otherwise`` where the photograph does not reach there."""
    eyes = float(np.linalg.norm(head.points[IRISES[1]] - head.points[IRISES[0]]))
    spots = _above(head.points, 0.32 * eyes)
    x, y = np.clip(spots[:, 0], 0, WIDTH - 1), np.clip(spots[:, 1], 0, HEIGHT - 1)
    shown = head.alpha[y, x] * head.valid[y, x] > 0.6
    return np.array(np.median(lab[y, x][shown], axis=0) if shown.sum() > 5 else otherwise, dtype=np.float64)


def _glasses(light: Picture, points: NDArray[np.float64], eyes: float) -> float:
    """The steps from light to dark down the bridge of the nose and on the cheekbones: frames make them large."""
    steps = np.abs(cv2.Sobel(cv2.GaussianBlur(light, (0, 0), 1.2), cv2.CV_32F, 0, 1))
    spots = np.concatenate([points[[6, 168, 197]], points[[119, 348, 118, 347]]])
    half = max(2, round(0.06 * eyes))
    values = []
    for x, y in np.rint(spots).astype(int):
        part = steps[max(0, y - 2 * half) : y + 2 * half, max(0, x - half) : x + half]
        values.append(float(part.max(axis=0).mean()) if part.size else 0.0)
    return float(np.mean(values))
