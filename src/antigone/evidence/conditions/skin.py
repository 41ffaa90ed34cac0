"""What death and time do to the skin's colour and surface."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from antigone.evidence.conditions.anatomy import LEFT, MM, TOP, FaceMap, Plane, single, smooth
from antigone.evidence.conditions.scene import Colour, Random, Scene, noise, patches
from antigone.types import Pixels


def pallor(scene: Scene, percent: float, _random: Random) -> Pixels:
    """The blood leaves the skin: ``percent`` of its redness goes, the rest turns waxy; the lips most of all."""
    s, k = scene.sheet, np.float32(percent / 100)
    where = np.clip(scene.skin_where + 0.8 * s.lips, 0, 1) * k
    light = scene.flat @ single([0.114, 0.587, 0.299])
    # What is left has about the same brightness, a little lighter and flatter, and a third of the skin's own colour:
    # under a warm lamp the dead look warm too.
    own = (scene.skin / max(float(scene.skin.mean()), 1.0)) ** np.float32(0.35)
    level = light * np.float32(0.78) + np.float32(0.22 * 1.04) * scene.skin.mean()
    wax = level[:, :, None] * own * single([0.98, 1.01, 1.0]) + np.float32(5)
    return scene.multiply(1 + where[:, :, None] * (wax / np.maximum(scene.flat, 4.0) - 1).clip(-0.8, 1.6))


def livor(scene: Scene, percent: float, random: Random) -> Pixels:
    """Blood sinks to the lowest side: it turns purple over ``percent`` of the face, with pale places of pressure."""
    s = scene.sheet
    towards = random.uniform(-0.35, 0.35) + (0.0 if random.random() < 0.5 else np.pi)  # a side, or nearly
    level = float(np.cos(towards)) * s.u + float(np.sin(towards)) * (s.v - 0.4)
    edge = 1.1 - 2.2 * percent / 100
    ragged = level + 0.18 * noise(random, s, 22) + 0.05 * noise(random, s, 6)
    area = smooth(edge - 0.25, edge + 0.25, ragged.astype(np.float32))
    pressed = _pressed(scene, float(towards), random)
    mottled = 0.86 + 0.14 * np.tanh(noise(random, s, 7, 2))
    amount = area * (1 - pressed) * mottled * np.maximum(scene.skin_where, s.lips * 0.8)
    stained = scene.pigment(amount, (0.64, 0.5, 0.64))
    pale = pressed * area * scene.skin_where
    return scene.multiply(stained * (1 + pale[:, :, None] * single([0.1, 0.1, 0.05])))


def _pressed(scene: Scene, towards: float, random: Random) -> Plane:
    """Where the face lay on something: no blood comes there, and the border is sharp."""
    s = scene.sheet
    u = 0.72 * float(np.cos(towards))
    v = 0.55 + 0.72 * float(np.sin(towards)) + random.uniform(-0.3, 0.3)
    size = random.uniform(0.22, 0.36)
    off = np.sqrt(((s.u - u) / size) ** 2 + ((s.v - v) / (1.5 * size)) ** 2) + 0.15 * noise(random, s, 12, 2)
    return smooth(1.08, 0.92, off.astype(np.float32))


def greening(scene: Scene, percent: float, random: Random) -> Pixels:
    """Putrefaction's green and brown over ``percent`` of the face, the neck first."""
    s = scene.sheet
    field = noise(random, s, 48, 2) + np.float32(0.5) * (s.v - 0.4) + np.float32(0.15) * noise(random, s, 8, 2)
    area = patches(field, percent / 100, 0.9) * np.maximum(s.oval, s.neck)
    brown = smooth(-0.4, 1.6, noise(random, s, 30, 2)) * area
    where = np.maximum(scene.skin_where, 0.7 * s.oval * (1 - 0.6 * s.eyes))
    green = scene.pigment(area * where * np.float32(0.85), (0.52, 0.68, 0.53))
    return scene.multiply(green * scene.pigment(brown * where * np.float32(0.7), (0.45, 0.5, 0.56)))


def marbling(scene: Scene, percent: float, random: Random) -> Pixels:
    """Veins show as a branching brown-green net, standing out by ``percent``, over skin that begins to turn."""
    s = scene.sheet
    net = np.zeros((s.height, s.width), np.uint8)
    for side in (-1.0, 1.0):
        for u, v, heading, length in (
            (side * 0.7, 2.3, -np.pi / 2 - 0.1 * side, 1.1),  # up the neck to the jaw
            (side * 1.02, 0.1, np.pi / 2 + 0.7 * side, 1.0),  # from the temple over the cheek
            (side * 0.95, -0.2, -np.pi / 2 - 0.5 * side, 0.8),  # from the temple over the forehead
            (side * 0.1, -0.1, -np.pi / 2 + 0.2 * side, 0.7),  # from the root of the nose up
        ):
            for vein in _tree(_Vein(u, v, heading, length, _VEIN, 4), random):
                _draw(net, s, *vein)
    veins = cv2.GaussianBlur(net.astype(np.float32) / 255, (0, 0), 0.012 * s.density)
    halo = 3 * cv2.GaussianBlur(veins, (0, 0), 0.06 * s.density)
    where = np.maximum(scene.skin_where, 0.6 * s.oval) * np.float32(percent / 100)
    turned = scene.pigment(where * (0.3 + 0.7 * np.clip(halo, 0, 1)), (0.72, 0.84, 0.76))
    return scene.multiply(turned * scene.pigment(np.clip(veins * 1.25, 0, 1) * where, (0.46, 0.43, 0.46)))


_VEIN = 3.4 * MM


@dataclass(frozen=True, slots=True)
class _Vein:
    u: float
    v: float
    heading: float
    length: float
    thickness: float
    branchings: int


def _tree(root: _Vein, random: Random) -> list[tuple[NDArray[np.floating[Any]], float]]:
    """A wandering vein and all its branches: points (n x 2, units) and thickness of each."""
    veins, waiting = [], [root]
    while waiting:
        vein = waiting.pop()
        bends, turns = random.normal(0, 0.28, 7), random.uniform(0.4, 0.95, 3)
        lengths, flip = random.uniform(0.45, 0.65, 3), random.random() < 0.5
        headings = vein.heading + bends.cumsum()
        steps = np.stack([np.cos(headings), np.sin(headings)], axis=1) * (vein.length / 7)
        points = np.concatenate([np.zeros((1, 2)), steps.cumsum(axis=0)]) + [vein.u, vein.v]
        veins.append((points, vein.thickness))
        if vein.branchings == 0:
            continue
        for number, (at, side) in enumerate(((3, 1.0), (5, -1.0), (7, 1.0 if flip else -1.0))):
            left = vein.branchings - (2 if at == 5 else 1)
            if left >= 0:
                heading = float(headings[-1] + side * turns[number])
                u, v = points[at].tolist()
                waiting.append(_Vein(u, v, heading, vein.length * lengths[number], vein.thickness * 0.62, left))
    return veins


def _draw(net: NDArray[np.uint8], s: FaceMap, points: NDArray[np.floating[Any]], thickness: float) -> None:
    line = ((points - [LEFT, TOP]) * s.density * 16).astype(np.int32)[:, None]
    wide = thickness * s.density
    strength = int(255 * min(1.0, wide) * (0.55 + 0.45 * thickness / _VEIN))  # what is thinner than a pixel is faint
    cv2.polylines(net, [line], False, strength, max(1, round(wide)), cv2.LINE_AA, 4)


def dried(scene: Scene, percent: float, random: Random) -> Pixels:
    """Lips, tip of the nose and lids dry to brown parchment by ``percent``; fine wrinkles; yellow-brown patches."""
    s, k = scene.sheet, np.float32(percent / 100)
    rough = 1 + np.float32(0.25) * noise(random, s, 3, 2)
    lips = scene.pigment(np.clip(s.lips * k * rough, 0, 1), (0.3, 0.32, 0.42))
    tip = s.spot(0, 0.56, 0.2, 0.16) + s.spot(-0.2, 0.62, 0.1, 0.1) + s.spot(0.2, 0.62, 0.1, 0.1)
    lids = s.spot(-0.5, 0.02, 0.26, 0.12) + s.spot(0.5, 0.02, 0.26, 0.12)
    nose = scene.pigment(np.clip((tip * 0.85 + lids * 0.4) * k * rough, 0, 1), (0.42, 0.5, 0.64))
    area = patches(noise(random, s, 34, 2), 0.1 + 0.5 * float(k), 0.7) * scene.skin_where * k
    leather = scene.pigment(area * np.float32(0.85), (0.56, 0.68, 0.78))
    across = cv2.GaussianBlur(noise(random, s, 2.2, 2), (0, 0), 0.05 * s.density, sigmaY=0.008 * s.density)
    spread = np.float32(max(float(across.std()), 1e-6))
    fine = 1 + np.float32(0.2) * k * np.maximum(s.lips, np.float32(0.2) * s.oval) * across / spread
    return scene.multiply(lips * nose * leather * fine[:, :, None])


_SCRAPED: Colour = (0.4, 0.4, 0.78)
_BRUISED: Colour = (0.6, 0.48, 0.54)
_OPEN: Colour = (0.12, 0.1, 0.24)


def _turned(u: Plane, v: Plane, angle: float) -> tuple[Plane, Plane]:
    c, s = float(np.cos(angle)), float(np.sin(angle))
    return u * c + v * s, v * c - u * s


def wounds(scene: Scene, percent: float, random: Random) -> Pixels:
    """Bruises, grazes and short lacerations; grazed and bruised skin is about ``percent`` of the face."""
    s = scene.sheet
    count = 7
    places = np.stack([random.uniform(-0.85, 0.85, count), random.uniform(-0.75, 1.6, count)], axis=1)
    sizes, turns = random.uniform(0.7, 1.2, count), random.uniform(0, np.pi, count)
    ragged, streaks = noise(random, s, 9), noise(random, s, 2.5, 2)
    shown = min(count, round(1 + percent / 8))
    # Ellipses that together make up the share; the face is about 4.5 square units.
    size = float(np.sqrt(percent / 100 * 4.5 / shown / np.pi / 1.3))
    bruise, graze, cut = (np.zeros(s.u.shape, np.float32) for _ in range(3))
    for place, one, turn in list(zip(places.tolist(), sizes.tolist(), turns.tolist(), strict=True))[:shown]:
        x, y = _turned(s.u - place[0], s.v - place[1], turn)
        off = np.sqrt((x / (1.3 * size * one)) ** 2 + (y / (size * one)) ** 2) + 0.22 * ragged
        bruise = np.maximum(bruise, smooth(1.7, 0.7, off.astype(np.float32)))
        graze = np.maximum(graze, smooth(0.95, 0.7, off.astype(np.float32)))
        edge = np.abs(y + 0.03 * ragged + 0.01 * streaks) / np.float32(0.06 * size / 0.3)
        along = smooth(1.0, 0.6, np.abs(x) / np.float32(0.9 * size * one))
        cut = np.maximum(cut, smooth(1.0, 0.55, edge.astype(np.float32)) * along)
    within = np.maximum(s.oval, scene.skin_where)
    blue = scene.pigment(bruise * within * np.float32(0.58), _BRUISED)
    red = scene.pigment(graze * within * smooth(-1.2, 0.6, streaks) * np.float32(0.85), _SCRAPED)
    return scene.multiply(blue * red * scene.pigment(cut * within * np.float32(0.9), _OPEN))
