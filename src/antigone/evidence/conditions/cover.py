"""What lies over the face: hair, blood, soil, foam, cloth, or the edge of whatever it lies behind."""

from __future__ import annotations

import cv2
import numpy as np

from antigone.evidence.conditions.anatomy import MM, Plane, single, smooth
from antigone.evidence.conditions.scene import Random, Scene, grain, noise, to_bytes
from antigone.types import Pixels

_SUBPIXEL = 4


def wet_hair(scene: Scene, clumps: float, random: Random) -> Pixels:
    """``clumps`` wet strands from the hairline down over the forehead, the eyes and the cheeks."""
    s, most = scene.sheet, 40
    hair, shine = (np.zeros((s.height, s.width), np.uint8) for _ in range(2))
    starts, lengths = random.uniform(-1.0, 1.0, most), random.uniform(0.9, 2.7, most)
    drift, bends = random.normal(0, 0.3, most), random.normal(0, 0.3, (most, 3))
    side = 1.0 if random.random() < 0.5 else -1.0
    thick = random.uniform(0.6, 1.5, most)
    fan = random.normal(0, 0.05, (most, 6))
    t = np.linspace(0, 1, 16)
    for number in range(min(most, round(clumps))):
        top = -1.45 + 0.35 * starts[number] ** 2
        u = starts[number] * 0.95 + side * 0.3 * t + drift[number] * t**1.5 + bends[number, 0] * np.sin(np.pi * t)
        u += 0.35 * bends[number, 1] * np.sin(2 * np.pi * t + 3 * bends[number, 2])
        v = top + lengths[number] * t
        for strand, offset in enumerate(fan[number]):
            # A clump's hairs lie apart at the root and cling together at the tip.
            curve = np.stack([u + offset * (1.3 - 1.2 * t), v + 0.15 * offset], axis=1)
            line = ((curve - [s.u[0, 0], s.v[0, 0]]) * s.density * 2**_SUBPIXEL).astype(np.int32)[:, None]
            wide = (2.6 if strand == 0 else 1.1) * thick[number] * MM * s.density
            for part, share in ((line, 0.55), (line[:12], 1.0)):  # thinner towards the tip
                strength = int(240 * min(1.0, max(0.65, wide * share)))
                cv2.polylines(hair, [part], False, strength, max(1, round(wide * share)), cv2.LINE_AA, _SUBPIXEL)
            if strand == 1:
                cv2.polylines(shine, [line[3:10]], False, 120, 1, cv2.LINE_AA, _SUBPIXEL)
    dark = np.minimum(_hair_colour(scene), scene.skin * np.float32(0.55)) * np.float32(0.55)
    lying = hair.astype(np.float32) / 255 * smooth(-1.5, -1.0, s.v)
    shade = cv2.GaussianBlur(lying, (0, 0), 0.03 * s.density)
    under = scene.with_pixels(scene.stain(np.clip(0.45 * shade, 0, 1), (0.5, 0.5, 0.5)))
    glint = (shine.astype(np.float32) / 255)[:, :, None] * np.float32(60 * scene.light)
    return under.cover(lying, single(dark) + glint)


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
    field = noise(random, s, 26, 4) + 2.2 * centre - 0.5
    smear = _share_of(field, s.oval, percent / 100, 0.12)
    runs = _runs(scene, percent, random)
    drops = smooth(2.35, 2.6, noise(random, s, 3.5, 1)) * smooth(0.0, 1.0, field)
    wet = np.clip(np.maximum(np.maximum(smear * s.oval, runs), drops * s.oval), 0, 1) * np.maximum(s.oval, s.neck)
    thick = 0.8 + 0.2 * np.tanh(noise(random, s, 8))
    stained = scene.with_pixels(scene.stain(np.clip(wet * thick, 0, 0.97), (0.13, 0.11, 0.38)))
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


def _share_of(field: Plane, where: Plane, share: float, soft: float) -> Plane:
    """The highest ``share`` of ``field`` within ``where``, with a rim ``soft`` wide."""
    inside = np.sort(field[::3, ::3][where[::3, ::3] > 0.5])
    edge = float(inside[min(len(inside) - 1, int((1 - share) * len(inside)))])
    return smooth(edge - soft, edge + soft, field)


def soil(scene: Scene, percent: float, random: Random) -> Pixels:
    """Mud and earth over about ``percent`` of the face, dull and grainy, with crumbs."""
    s = scene.sheet
    field = noise(random, s, 36, 4) + np.float32(0.2) * noise(random, s, 6, 2)
    crust = _share_of(field, s.oval, percent / 100, 0.45)
    film = smooth(-1.5, 1.5, field - np.float32(1.0) + np.float32(percent / 45)) * np.float32(0.55)
    grains = noise(random, s, 1.5, 2)
    light = np.float32(scene.light)
    earth = (single([58, 82, 104]) + 12 * noise(random, s, 9)[:, :, None] + 11 * grains[:, :, None]) * light
    crumbs = smooth(1.7, 2.0, grains) * smooth(-0.5, 1.0, field)
    amount = np.clip(np.maximum(np.maximum(crust * 0.95, film), crumbs * 0.9), 0, 1)
    return scene.cover(
        amount * np.maximum(s.oval, 0.9 * s.neck * scene.skin_where), np.clip(earth, 0, 255).astype(np.float32)
    )


def foam(scene: Scene, millimetres: float, random: Random) -> Pixels:
    """A mushroom of fine white foam ``millimetres`` wide before nostrils and mouth, as after drowning."""
    s, most = scene.sheet, 500
    radius = np.float32(millimetres * MM / 2)
    ring, angle = np.sqrt(random.random(most)), random.uniform(0, 2 * np.pi, most)
    size, tone = random.gamma(2.0, 0.45, most), random.random(most)
    lumps = noise(random, s, 9)
    off = np.sqrt((s.u / radius) ** 2 + ((s.v - 0.9) / (0.85 * radius)) ** 2) + np.float32(0.12) * lumps
    bubbles = np.full((s.height, s.width), 215, np.uint8)
    for number in range(most):
        u = float(ring[number] * np.cos(angle[number]) * radius * 1.05)
        v = float(0.9 + ring[number] * np.sin(angle[number]) * radius * 0.9)
        where = int((u - s.u[0, 0]) * s.density * 16), int((v - s.v[0, 0]) * s.density * 16)
        wide = max(6, int(size[number] * MM * s.density * 16))
        cv2.circle(bubbles, where, wide, 185 + int(65 * tone[number]), -1, cv2.LINE_AA, _SUBPIXEL)
        if wide > 24:
            cv2.circle(bubbles, where, wide, 170, 1, cv2.LINE_AA, _SUBPIXEL)
    body = smooth(1.05, 0.92, off)
    form = np.float32(1.05) - np.float32(0.3) * np.clip(off, 0, 1.1) ** 2 + np.float32(0.05) * lumps
    white = np.clip(bubbles * form * np.float32(scene.light), 0, 252).astype(np.float32)
    shade = smooth(1.3, 0.9, np.sqrt((s.u / radius) ** 2 + ((s.v - 0.98) / (0.9 * radius)) ** 2).astype(np.float32))
    under = scene.with_pixels(scene.stain(0.35 * shade, (0.4, 0.4, 0.4)))
    return under.cover(body * np.float32(0.94), np.repeat(white[:, :, None], 3, axis=2))


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
    ends = smooth(0.015, -0.015, np.abs(s.u + slope * s.v) - np.float32(1.75) - np.float32(0.02) * fold)
    ends *= smooth(0.015, -0.015, np.abs(s.v - 0.2) - np.float32(2.3))
    shade = smooth(0.14, 0.0, off.astype(np.float32)) * (1 - lying) * ends
    stretched = cv2.GaussianBlur(noise(random, s, 14, 3), (0, 0), 0.02 * s.density, sigmaY=0.2 * s.density)
    weave = np.sin(s.u * 2 * np.pi / (2.2 * MM)) * np.sin(s.v * 2 * np.pi / (2.2 * MM))
    form = 0.85 + 0.15 * s.normals[:, :, 1] * -1 + 0.07 * stretched / max(float(stretched.std()), 1e-6)
    paint = (np.float32(215 * tone) + hue.astype(np.float32)) * (form + 0.04 * weave)[:, :, None]
    light = np.float32(scene.light)
    shaded = scene.with_pixels(scene.stain((0.6 * shade).astype(np.float32), (0.35, 0.35, 0.35)))
    paint = np.clip(paint * light, 0, 255).astype(np.float32)
    return shaded.cover(lying * ends, paint, whole=True)


def half_a_face(scene: Scene, percent: float, random: Random) -> Pixels:
    """``percent`` of the face's width hidden behind ground or a flat thing, from one side; a straight, soft edge."""
    side = 1.0 if random.random() < 0.5 else -1.0
    tilt, tone = random.uniform(-0.25, 0.25), random.uniform(0.25, 0.75)
    tint = random.normal(1, 0.06, 3).astype(np.float32)
    edge = np.float32(1.05 - 2.1 * percent / 100)

    def change(pixels: Pixels, rows: slice) -> Pixels:
        rough = cv2.GaussianBlur(grain(random, pixels.shape[:2], 14.0), (0, 0), 1.0)
        u, v = scene.frame.coordinates(rows)
        off = side * u + np.float32(tilt) * (v - np.float32(0.4)) - edge
        hidden = smooth(-0.02, 0.02, off)[:, :, None]
        shadow = 1 - np.float32(0.35) * smooth(-0.18, 0.0, off)[:, :, None]
        picture = pixels * shadow
        return to_bytes(picture + hidden * (np.float32(230 * tone) * tint + rough[:, :, None] - picture))

    return scene.by_rows(change)
