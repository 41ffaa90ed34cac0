"""What lies over the face: hair, blood, soil, foam, cloth, or the edge of whatever it lies behind."""

from __future__ import annotations

import cv2
import numpy as np

from antigone.evidence.conditions.anatomy import MM, Plane, smooth
from antigone.evidence.conditions.scene import Random, Scene, grain, noise, patches, to_bytes
from antigone.types import Pixels

_SUBPIXEL = 4


def wet_hair(scene: Scene, clumps: float, random: Random) -> Pixels:
    """``clumps`` wet strands from the hairline down over the forehead, the eyes and the cheeks."""
    s, most = scene.sheet, 40
    hair, shine = (np.zeros((s.height, s.width), np.uint8) for _ in range(2))
    starts, lengths = random.uniform(-1.0, 1.0, most), random.uniform(0.8, 2.2, most)
    drift, bends = random.normal(0, 0.35, most), random.normal(0, 0.25, (most, 3))
    side = 1.0 if random.random() < 0.5 else -1.0
    fan = random.normal(0, 0.03, (most, 5))
    t = np.linspace(0, 1, 14)
    for number in range(min(most, round(clumps))):
        top = -1.15 + 0.25 * starts[number] ** 2
        u = starts[number] * 0.9 + side * 0.25 * t + drift[number] * t**1.5 + bends[number, 0] * np.sin(np.pi * t)
        u += 0.3 * bends[number, 1] * np.sin(2 * np.pi * t + bends[number, 2])
        v = top + lengths[number] * t
        for strand, offset in enumerate(fan[number]):
            curve = np.stack([u + offset * (1.6 - 1.4 * t), v + 0.1 * offset], axis=1)
            line = ((curve - [s.u[0, 0], s.v[0, 0]]) * s.density * 2**_SUBPIXEL).astype(np.int32)[:, None]
            width = max(1, round((2.6 if strand == 0 else 1.3) * MM * s.density))
            cv2.polylines(hair, [line], False, 235, width, cv2.LINE_AA, _SUBPIXEL)
            if strand == 1:
                cv2.polylines(shine, [line[2:9]], False, 120, 1, cv2.LINE_AA, _SUBPIXEL)
    dark = np.minimum(_hair_colour(scene), scene.skin * np.float32(0.55)) * np.float32(0.6)
    shade = cv2.GaussianBlur(hair.astype(np.float32) / 255, (0, 0), 0.03 * s.density)
    under = scene.with_pixels(scene.stain(np.clip(0.45 * shade, 0, 1), (0.5, 0.5, 0.5)))
    glint = (shine.astype(np.float32) / 255)[:, :, None] * np.float32(70)
    return under.cover(hair.astype(np.float32) / 255, np.float32(dark) + glint)


def _hair_colour(scene: Scene) -> np.ndarray:
    """Mean colour of the darker half of what lies above the forehead and beside the temples."""
    s = scene.sheet
    left, top = s.at(-0.9, -1.5)
    right, bottom = s.at(0.9, -1.1)
    band = scene.flat[top:bottom:2, left:right:2].reshape(-1, 3)
    grey = band.mean(axis=1)
    return np.asarray(band[grey <= np.quantile(grey, 0.5)].mean(axis=0), np.float32)


def blood(scene: Scene, percent: float, random: Random) -> Pixels:
    """Blood over about ``percent`` of the face: a smear, runs from nose and mouth, spatter."""
    s = scene.sheet
    side = 1.0 if random.random() < 0.5 else -1.0
    centre = s.spot(side * random.uniform(0.2, 0.6), random.uniform(-0.6, 0.3), 0.8, 0.9)
    field = noise(random, s, 16) + 1.6 * centre - 0.5
    smear = _share_of(field, s.oval, percent / 100)
    runs = _runs(scene, percent, random)
    drops = smooth(2.35, 2.6, noise(random, s, 3.5, 1)) * smooth(0.0, 1.0, field)
    wet = np.clip(np.maximum(np.maximum(smear, runs), drops), 0, 1) * np.maximum(s.head, s.neck)
    thick = 0.8 + 0.2 * np.tanh(noise(random, s, 8))
    stained = scene.with_pixels(scene.stain(np.clip(wet * thick, 0, 0.97), (0.1, 0.08, 0.42)))
    gloss = wet * smooth(1.3, 2.2, noise(random, s, 4, 2))
    return stained.cover((0.35 * gloss).astype(np.float32), (150.0, 150.0, 190.0))


def _runs(scene: Scene, percent: float, random: Random) -> Plane:
    s = scene.sheet
    drawn = np.zeros((s.height, s.width), np.uint8)
    lean = random.uniform(-0.5, 0.5)
    length = 0.3 + 1.2 * percent / 60
    for u, v in ((-0.12, 0.68), (0.12, 0.68), (-0.4, 1.05), (0.42, 1.06), (-0.75, -0.6), (0.6, -0.7)):
        bend = random.normal(0, 0.06, 8).cumsum()
        t = np.linspace(0, 1, 8)
        reach = length * random.uniform(0.5, 1.1)
        curve = np.stack([u + lean * reach * t + 0.5 * bend * t, v + reach * t], axis=1)
        line = ((curve - [s.u[0, 0], s.v[0, 0]]) * s.density * 2**_SUBPIXEL).astype(np.int32)[:, None]
        width = max(1, round((2.5 + percent / 18) * MM * s.density))
        cv2.polylines(drawn, [line], False, 255, width, cv2.LINE_AA, _SUBPIXEL)
    return np.asarray(cv2.GaussianBlur(drawn.astype(np.float32) / 255, (0, 0), 0.012 * s.density), np.float32)


def _share_of(field: Plane, where: Plane, share: float) -> Plane:
    """The highest ``share`` of ``field`` within ``where``."""
    inside = np.sort(field[::3, ::3][where[::3, ::3] > 0.5])
    edge = float(inside[min(len(inside) - 1, int((1 - share) * len(inside)))])
    return smooth(edge - 0.12, edge + 0.12, field)


def soil(scene: Scene, percent: float, random: Random) -> Pixels:
    """Mud and earth over about ``percent`` of the face, dull and grainy, with crumbs."""
    s = scene.sheet
    field = noise(random, s, 20, 4) + np.float32(0.35) * noise(random, s, 5, 2)
    crust = _share_of(field, s.oval, percent / 100)
    film = smooth(-1.5, 1.5, field - np.float32(1.0) + np.float32(percent / 45)) * np.float32(0.55)
    grains = noise(random, s, 1.5, 2)
    light = np.float32(np.clip(scene.skin.mean() / 140, 0.35, 1.3))
    earth = (np.float32([58, 82, 104]) + 16 * noise(random, s, 7)[:, :, None] + 20 * grains[:, :, None]) * light
    crumbs = smooth(1.7, 2.0, grains) * smooth(-0.5, 1.0, field)
    amount = np.clip(np.maximum(np.maximum(crust * 0.95, film), crumbs * 0.9), 0, 1)
    return scene.cover(amount * np.maximum(s.head, s.neck), np.clip(earth, 0, 255).astype(np.float32))


def foam(scene: Scene, millimetres: float, random: Random) -> Pixels:
    """A cone of fine white foam ``millimetres`` wide before nostrils and mouth, as after drowning."""
    s, most = scene.sheet, 420
    radius = np.float32(millimetres * MM / 2)
    ring, angle = np.sqrt(random.random(most)), random.uniform(0, 2 * np.pi, most)
    size, which = random.gamma(3.0, 0.5, most), random.random(most)
    body = smooth(
        1.15, 0.9, np.sqrt((s.u / radius) ** 2 + ((s.v - 0.88) / (0.9 * radius)) ** 2) + 0.09 * noise(random, s, 7)
    )
    bubbles = np.zeros((s.height, s.width), np.uint8)
    for number in np.argsort(which):
        u = float(ring[number] * np.cos(angle[number]) * radius * 1.08)
        v = float(0.88 + ring[number] * np.sin(angle[number]) * radius)
        where = int((u - s.u[0, 0]) * s.density * 16), int((v - s.v[0, 0]) * s.density * 16)
        wide = max(8, int(size[number] * MM * s.density * 16))
        cv2.circle(bubbles, where, wide, 150 + int(100 * which[number]), -1, cv2.LINE_AA, _SUBPIXEL)
        cv2.circle(bubbles, where, wide, 130, 1, cv2.LINE_AA, _SUBPIXEL)
    light = np.float32(np.clip(scene.skin.mean() / 130, 0.4, 1.15))
    form = 1 - np.float32(0.25) * np.sqrt((s.u / radius) ** 2 + ((s.v - 0.8) / radius) ** 2).clip(0, 1.2)
    white = np.where(bubbles > 0, bubbles, 200).astype(np.float32) * light * form
    edge = cv2.GaussianBlur((bubbles > 0).astype(np.float32), (0, 0), 0.01 * s.density)
    amount = np.clip(np.maximum(body * 0.9, 0.92 * edge), 0, 1)
    paint = np.stack([white, white, white * np.float32(0.99)], axis=2)
    return scene.cover(amount.astype(np.float32), np.clip(paint, 0, 255).astype(np.float32))


def cloth(scene: Scene, percent: float, random: Random) -> Pixels:
    """A cloth over ``percent`` of the face's height: from below over mouth and chin, or from above over the brow."""
    s = scene.sheet
    from_below = random.random() < 0.6
    slope, tone, hue = random.uniform(-0.22, 0.22), random.uniform(0.35, 1.0), random.normal(0, 12, 3)
    top, bottom = -0.95, 1.78
    reach = (bottom - top) * percent / 100
    fold = noise(random, s, 30, 2)
    level = (bottom - reach - s.v) if from_below else (s.v - top - reach)
    off = level + slope * s.u + np.float32(0.05) * np.sin(5 * s.u + fold) + np.float32(0.02) * fold
    lying = smooth(0.015, -0.015, off.astype(np.float32))
    shade = smooth(0.14, 0.0, off.astype(np.float32)) * (1 - lying)
    stretched = cv2.GaussianBlur(noise(random, s, 14, 3), (0, 0), 0.02 * s.density, sigmaY=0.2 * s.density)
    weave = np.sin(s.u * 2 * np.pi / (2.2 * MM)) * np.sin(s.v * 2 * np.pi / (2.2 * MM))
    form = 0.85 + 0.15 * s.normals[:, :, 1] * -1 + 0.13 * stretched / max(float(stretched.std()), 1e-6)
    paint = (np.float32(215 * tone) + hue.astype(np.float32)) * (form + 0.04 * weave)[:, :, None]
    light = np.float32(np.clip(scene.skin.mean() / 140, 0.3, 1.2))
    shaded = scene.with_pixels(scene.stain((0.6 * shade).astype(np.float32), (0.35, 0.35, 0.35)))
    return shaded.cover(lying, np.clip(paint * light, 0, 255).astype(np.float32))


def half_a_face(scene: Scene, percent: float, random: Random) -> Pixels:
    """``percent`` of the face's width hidden behind ground or a flat thing, from one side; a straight, soft edge."""
    side = 1.0 if random.random() < 0.5 else -1.0
    tilt, tone = random.uniform(-0.25, 0.25), random.uniform(0.25, 0.75)
    tint = random.normal(1, 0.06, 3).astype(np.float32)
    rough = grain(random, scene.pixels.shape[:2], 7.0)
    u, v = scene.frame.coordinates()
    edge = np.float32(1.05 - 2.1 * percent / 100)
    off = side * u + np.float32(tilt) * (v - np.float32(0.4)) - edge
    hidden = smooth(-0.02, 0.02, off)[:, :, None]
    shadow = 1 - np.float32(0.35) * smooth(-0.18, 0.0, off)[:, :, None]
    ground = np.float32(230 * tone) * tint + cv2.GaussianBlur(rough, (0, 0), 1.0)[:, :, None] * np.float32(2)
    picture = scene.pixels * shadow
    return to_bytes(picture + hidden * (ground - picture))


