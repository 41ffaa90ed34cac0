"""Turns a blended head into a photograph: a plain garment, a plain wall, light, grain, a turn, a file.

Ordinary photographic means only. Death is not simulated: the unidentified differ from the references in light, colour
and the way up.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from antigone.face.geometry import turn_about
from antigone.types import Pixels
from composite import Blend, Shape, neck
from heads import HEIGHT, OVAL, WIDTH, Picture

_WALLS = ((214, 208, 203), (196, 188, 178), (226, 226, 224), (178, 186, 190), (205, 190, 172), (168, 176, 170))
_SHEETS = ((150, 146, 138), (172, 168, 160), (122, 128, 124), (140, 150, 158))
_ROOM = 120
_WIDE, _HIGH = WIDTH + 2 * _ROOM, HEIGHT + 2 * _ROOM
_CLOTHS = ((70, 58, 52), (96, 84, 70), (44, 44, 48), (120, 112, 108), (60, 52, 92), (88, 96, 64), (140, 132, 120))


@dataclass(frozen=True, slots=True)
class Shot:
    """How one photograph is taken: ``angle`` is degrees clockwise; ``size`` is width and height in pixels."""

    seed: int
    angle: float = 0.0
    size: tuple[int, int] = (WIDTH, HEIGHT)
    mortuary: bool = False


def photograph(head: Blend, shot: Shot) -> bytes:
    """A JPEG of ``head``."""
    random = np.random.default_rng(shot.seed)
    head = _with_room(head)
    picture, alpha = _dressed(head, random)
    picture = _lit(picture, head, random, shot.mortuary)
    wall = _wall(random, shot.mortuary)
    picture = picture * alpha[..., None] + wall * (1 - alpha[..., None])
    picture = _placed(picture, shot, random)
    picture = _developed(picture, random, shot.mortuary)
    return bytes(cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 86])[1])


def _with_room(head: Blend) -> Blend:
    """The same with room on all sides, so that it can be turned and moved."""
    sides = (_ROOM, _ROOM, _ROOM, _ROOM)
    picture = cv2.copyMakeBorder(head.picture, *sides, cv2.BORDER_REPLICATE)
    # Hair that reaches beyond the picture it was cut from ends before its edge, in a curve.
    x, y = (np.arange(WIDTH)[None] / WIDTH - 0.5) * 2, (np.arange(HEIGHT)[:, None] / HEIGHT - 0.62) / 0.62
    edge = np.clip((0.985 - (np.abs(x) ** 5 + np.abs(y) ** 5) ** 0.2) * 26, 0, 1)
    alpha = cv2.copyMakeBorder((head.alpha * edge).astype(np.float32), *sides, cv2.BORDER_CONSTANT, value=0)
    return Blend(picture, alpha, head.points + _ROOM)


def _dressed(head: Blend, random: np.random.Generator) -> tuple[Picture, Picture]:
    """The head over a plain garment with a round collar, in place of many people's clothes at once; and its outline."""
    points, x, y = head.points, np.arange(_WIDE)[None], np.arange(_HIGH)[:, None]
    eyes = float(np.linalg.norm(points[473] - points[468]))
    chin, aside = points[152, 1], np.abs(x - points[152, 0]) / eyes
    throat = 0.80 * float(points[397, 0] - points[172, 0]) / 2 / eyes
    collar = chin + eyes * (0.42 - 0.38 * np.clip(aside / (throat + 0.05), 0, 1) ** 2.4)
    shoulder = chin + eyes * (0.04 + 0.33 * np.clip(aside - throat, 0, None) ** 0.9)
    shoulder += 8 * eyes * np.clip(aside - 2.9, 0, None) ** 1.5
    depth = y - np.where(aside < throat + 0.05, collar, shoulder)
    worn = np.clip(depth / 2.0 + 0.5, 0, 1)
    below = neck(points, _WIDE, _HIGH)
    bare = np.clip((throat - aside) * eyes / 3 + 0.5, 0, 1) * below
    rim = np.clip((throat - aside) * eyes / 3 + 0.5, 0, 1) * neck(points - [0, 8], _WIDE, _HIGH)
    picture = _with_neck(head, aside / throat, y, (bare, rim), eyes)
    alpha = np.maximum(np.maximum(_above_shoulders(head, aside, y, eyes), rim), worn).astype(np.float32)
    garment, worn = _garment(head, depth, eyes, random), worn[..., None]
    return (picture * (1 - worn) + garment * worn).astype(np.float32), alpha


def _with_neck(
    head: Blend, aside: NDArray[np.float64], y: NDArray[np.int64], where: tuple[Picture, Picture], eyes: float
) -> Picture:
    """The picture with skin where collars were, and the shadow of the chin on it.

    ``where``: the neck; and the neck with the jaw's edge, on which only what is lighter than skin is a collar.
    """
    bare, rim = where
    jaw = np.rint(head.points[[170, 140, 171, 175, 396, 369, 395, 194, 418]]).astype(int)
    skin = np.median(cv2.GaussianBlur(head.picture, (0, 0), 4)[jaw[:, 1], jaw[:, 0]], axis=0)
    smooth = skin[None, None] * (0.94 - 0.22 * np.clip(aside, 0, 1) ** 2.5)[..., None] * np.ones((_HIGH, 1, 1))
    away = cv2.GaussianBlur(head.picture, (0, 0), 2.5) - smooth
    like = np.exp(-((np.linalg.norm(away, axis=2) / 34) ** 2))
    filled = np.where(away.mean(axis=2) > 0, np.maximum(rim, bare), bare) * (1 - 0.7 * like)
    filled = np.maximum(filled * (1 - like), bare * (1 - 0.7 * like))[..., None]
    under = np.clip((y - head.points[152, 1] + 0.25 * eyes) / (0.55 * eyes), 0, None)
    shade = 1 - 0.34 * bare * np.exp(-under)
    return np.asarray((head.picture * (1 - filled) + smooth * filled) * shade[..., None], dtype=np.float32)


def _garment(head: Blend, depth: NDArray[np.float64], eyes: float, random: np.random.Generator) -> Picture:
    cloth = np.array(_CLOTHS[random.integers(len(_CLOTHS))]) * random.uniform(0.8, 1.25)
    soft = cv2.GaussianBlur(head.picture.mean(axis=2), (0, 0), 20)
    folds = 0.9 + 0.2 * (soft - soft.min()) / (np.ptp(soft) + 1e-6) + _waves(random, 26, 0.06)
    weave = random.normal(0, 0.025, depth.shape) + _waves(random, 1.2, 0.03)
    rib = 1 - 0.3 * np.exp(-((depth / 2.5) ** 2)) - 0.12 * np.exp(-(((depth - 0.16 * eyes) / 2.0) ** 2))
    return (cloth[None, None] * ((folds + weave) * rib)[..., None]).astype(np.float32)


def _above_shoulders(head: Blend, aside: NDArray[np.float64], y: NDArray[np.int64], eyes: float) -> Picture:
    """The head's silhouette without the shoulders of those it was made of; long hair stays."""
    nose, mouth, chin = round(head.points[1, 1]), head.points[13, 1], head.points[152, 1]
    wide = float(aside[0][head.alpha[nose] > 0.5].max(initial=0.9))
    narrow = wide if wide > 1.35 else 0.76
    share = np.clip((y - mouth) / max(chin + 0.1 * eyes - mouth, 1), 0, 1)
    limit = wide + (narrow - wide) * share**0.7
    kept = np.clip((limit - aside) * eyes / 4 + 0.5, 0, 1)
    return np.asarray(head.alpha * np.where(y > mouth, kept, 1), dtype=np.float32)


def _waves(random: np.random.Generator, sigma: float, strength: float) -> Picture:
    waves = cv2.GaussianBlur(random.normal(size=(_HIGH, _WIDE)).astype(np.float32), (0, 0), sigma)
    return waves / waves.std() * np.float32(strength)


def _lit(picture: Picture, head: Blend, random: np.random.Generator, mortuary: bool) -> Picture:
    """Light from one side, and from above or below."""
    centre, size = _place(head.points)
    x, y = (np.arange(_WIDE) - centre[0]) / size, (np.arange(_HIGH) - centre[1]) / size
    strength = 0.16 if mortuary else 0.09
    aside, above = random.uniform(-strength, strength), random.uniform(-0.5 * strength, strength)
    light = np.clip(1 + aside * x[None] - above * y[:, None], 0.6, 1.4)
    return np.asarray(picture * light[..., None], dtype=np.float32)


def _place(points: Shape) -> tuple[NDArray[np.float64], float]:
    face = points[list(OVAL)]
    return face.mean(axis=0), float(np.ptp(face[:, 1]) / 2)


def _wall(random: np.random.Generator, mortuary: bool) -> Picture:
    tones = _SHEETS if mortuary else _WALLS
    tone = np.array(tones[random.integers(len(tones))]) * random.uniform(0.92, 1.06)
    x, y = np.linspace(-1, 1, _WIDE)[None], np.linspace(-1, 1, _HIGH)[:, None]
    fall = 1 + random.uniform(-0.07, 0.07) * x + random.uniform(-0.07, 0.07) * y - 0.04 * (x * x + y * y)
    return (tone * (fall + _waves(random, 30, 0.008))[..., None]).astype(np.float32)


def _placed(picture: Picture, shot: Shot, random: np.random.Generator) -> Picture:
    """Turned, and a little nearer or farther."""
    width, height = shot.size
    zoom = random.uniform(0.94, 1.05) * min(width / WIDTH, height / WIDTH)
    affine = turn_about((_WIDE / 2, _HIGH / 2), shot.angle + random.uniform(-4, 4), zoom, (width / 2, height / 2))
    turned = cv2.warpAffine(picture, affine, shot.size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(turned, dtype=np.float32)


def _developed(picture: Picture, random: np.random.Generator, mortuary: bool) -> Pixels:
    """Colour, contrast and grain of one camera."""
    grey = picture.mean(axis=2, keepdims=True)
    colour = random.uniform(0.62, 0.78) if mortuary else random.uniform(0.88, 1.08)
    warmth = random.uniform(-0.04, 0.02) if mortuary else random.uniform(-0.03, 0.05)
    picture = (grey + (picture - grey) * colour) * np.array([1 - warmth, 1, 1 + warmth])
    picture = 128 + (picture * random.uniform(0.92, 1.08) - 128) * random.uniform(0.95, 1.1)
    soft = cv2.GaussianBlur(picture, (0, 0), 1.0)
    picture = picture + 0.35 * (picture - soft)
    grain = cv2.GaussianBlur(random.normal(0, 1, picture.shape[:2]), (0, 0), 0.7)
    return np.clip(picture + 3.2 * grain[..., None], 0, 255).astype(np.uint8)
