"""What happens to reference photos before a family can give them: printed, kept, photographed again, stamped."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from antigone.evidence.conditions.anatomy import Plane, single, smooth
from antigone.evidence.conditions.frame import Picture
from antigone.evidence.conditions.light import jpeg
from antigone.evidence.conditions.scene import Random, Scene, grain, to_bytes
from antigone.types import Pixels


def halftone(scene: Scene, dots: float, random: Random) -> Pixels:
    """A scan of a printed picture with ``dots`` rows of dots between the eyes: four inks, each at its own angle."""
    pitch = max(2.0, scene.unit / dots)
    phase = random.uniform(0, 2 * np.pi, (4, 2)).astype(np.float32)
    times = 2 if pitch < 6 else 1  # the scanner sees finer than the photo, then averages

    def change(pixels: Pixels, rows: slice) -> Pixels:
        return _printed(pixels, rows.start * times, pitch, times, phase)

    return scene.by_rows(change, margin=2 * int(np.ceil(pitch)) + 2)


def _printed(pixels: Pixels, first: int, pitch: float, times: int, phase: Plane) -> Pixels:
    """``pixels`` in four inks. ``first``: the number of their first row in the whole print, ``times`` as fine."""
    height, width = pixels.shape[:2]
    soft = cv2.GaussianBlur(pixels, (0, 0), max(0.4, 0.25 * pitch)).astype(np.float32) * np.float32(1 / 255)
    inks = 1 - soft
    black = inks.min(axis=2, keepdims=True) * np.float32(0.7)
    inks = np.dstack([(inks - black) / (np.float32(1.001) - black), black])
    fine = cv2.resize(inks, (width * times, height * times), interpolation=cv2.INTER_LINEAR) if times > 1 else inks
    x = np.arange(width * times, dtype=np.float32)
    y = np.arange(first, first + height * times, dtype=np.float32)[:, None]
    wave = np.float32(2 * np.pi / (pitch * times))
    paper: Picture = np.ones((height, width, 3), np.float32)
    for number, (degrees, colour) in enumerate(_INKS):
        c, s = np.float32(np.cos(np.deg2rad(degrees))), np.float32(np.sin(np.deg2rad(degrees)))
        one, two = phase[number]
        screen = _wave(wave * c * x, wave * s * y, one) + _wave(-wave * s * x, wave * c * y, two)
        # Ink above a threshold that rises from 0.05 in the middle of a dot to 0.95 between dots.
        dot = np.clip((fine[:, :, number] - np.float32(0.5) + np.float32(0.225) * screen) * 8 + np.float32(0.5), 0, 1)
        share = cv2.resize(dot, (width, height), interpolation=cv2.INTER_AREA) if times > 1 else dot
        paper *= 1 - share[:, :, None] * (1 - single(colour))
    printed: Picture = paper * single([235, 244, 248])
    # The scanner's optics do not show a dot with sharp rims.
    return to_bytes(np.asarray(cv2.GaussianBlur(printed, (0, 0), 0.28 * pitch), np.float32))


_INKS = (
    (0.0, (0.15, 0.92, 0.98)),  # yellow takes blue
    (75.0, (0.55, 0.12, 0.9)),  # magenta takes green
    (15.0, (0.9, 0.65, 0.05)),  # cyan takes red
    (45.0, (0.12, 0.12, 0.12)),
)


def _wave(x: NDArray[np.floating[Any]], y: NDArray[np.floating[Any]], phase: np.float32) -> NDArray[np.floating[Any]]:
    """cos(x + y + phase) for a row and a column, without a cosine for every pixel."""
    return np.asarray(np.cos(x + phase) * np.cos(y) - np.sin(x + phase) * np.sin(y), np.float32)


def glare(scene: Scene, percent: float, random: Random) -> Pixels:
    """A lamp mirrored in a glossy print or its glass: a bright patch, at its core ``percent`` of full white."""
    at_u, at_v = random.uniform(-0.7, 0.7), random.uniform(-0.6, 1.2)
    turn, size = random.uniform(0, np.pi), 0.45 + 0.55 * percent / 100
    c, s = float(np.cos(turn)), float(np.sin(turn))

    def change(pixels: Pixels, rows: slice) -> Pixels:
        u, v = scene.frame.coordinates(rows)
        x, y = (u - at_u) * c + (v - at_v) * s, (v - at_v) * c - (u - at_u) * s
        patch = np.exp(-(((x / (1.5 * size)) ** 2 + (y / (0.55 * size)) ** 2) ** 1.3))
        veil = np.float32(percent / 100) * (np.float32(0.95) * patch + np.float32(0.12))[:, :, None]
        picture = pixels.astype(np.float32)
        return to_bytes(picture + veil * (single([255, 253, 250]) - picture))

    return scene.by_rows(change)


def crease(scene: Scene, folds: float, random: Random) -> Pixels:
    """The print was folded ``folds`` times: white cracks where the coating broke, a bend and a shadow beside each."""
    places = np.array([-0.15, 0.35, 0.55, -0.55, -0.6, 0.95]) + random.uniform(-0.15, 0.15, 6)
    places *= random.choice([-1.0, 1.0])
    tilts, tones = random.uniform(-0.15, 0.15, 6), random.random(6)
    lines = list(zip(places.tolist(), tilts.tolist(), tones.tolist(), strict=True))[: round(folds)]
    thick = np.float32(max(0.028, 0.7 / scene.unit))

    def change(pixels: Pixels, rows: slice) -> Pixels:
        u, v = scene.frame.coordinates(rows)
        out: Picture = pixels.astype(np.float32)
        rough = cv2.GaussianBlur(grain(random, pixels.shape[:2], 2.5), (0, 0), 1.2)
        for number, (place, tilt, tone) in enumerate(lines):
            upright = number % 2 == 0
            off = (u if upright else v - 0.5) - place + tilt * (v if upright else u)
            bend = np.tanh(off / 0.12) * np.exp(-((off / 0.5) ** 2))
            out *= (1 + (0.16 if tone > 0.5 else -0.16) * bend)[:, :, None]
            wide = np.maximum(thick * (1 + 0.5 * rough), 1e-3)
            crack = smooth(1.0, 0.3, np.abs(off) / wide) * smooth(-1.6, -0.2, rough)
            out += (0.9 * crack)[:, :, None] * (single([225, 232, 235]) - out)
        return to_bytes(out)

    return scene.by_rows(change)


def faded(scene: Scene, percent: float, _random: Random) -> Pixels:
    """The dyes have faded by ``percent``, cyan first: low contrast, a red-yellow cast, yellowed paper."""
    k = np.float32(percent / 100)
    left = 1 - k * single([0.6, 0.62, 0.85])  # what is left of yellow, magenta and cyan
    paper = 255 - k * single([48, 20, 8])
    stain = k * single([30, 22, 18])  # dark parts turn grey-brown as well
    # A table for each channel: what every one of its 256 values becomes.
    values = np.arange(256, dtype=np.float32)[:, None]
    table = to_bytes(np.maximum(paper - (255 - values) * left * paper / 255, stain))
    return np.asarray(cv2.LUT(scene.pixels, table[None]), np.uint8)


def photo_of_photo(scene: Scene, degrees: float, random: Random) -> Pixels:
    """A print on a table, photographed aslant by ``degrees`` with a phone: keystone, uneven light, blur, a rim."""
    height, width = scene.pixels.shape[:2]
    lean, turn = random.uniform(0, 2 * np.pi), random.normal(0, 4)
    tone, tint = random.uniform(60, 150), random.normal(0, 10, 3)
    k = np.sin(np.deg2rad(degrees)) * 0.35
    corners = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]], np.float64) * 0.5
    depth = 1 + k * 2 * (corners @ [np.cos(lean), np.sin(lean)])
    short = 1 - (1 - np.cos(np.deg2rad(degrees))) * np.abs([np.cos(lean), np.sin(lean)])
    a = np.deg2rad(turn)
    turned = (corners * short / depth[:, None]) @ np.array([[np.cos(a), np.sin(a)], [-np.sin(a), np.cos(a)]])
    shown = turned * [width, height] * 0.92 + [(width - 1) / 2, (height - 1) / 2]
    source = corners * [width, height] + [(width - 1) / 2, (height - 1) / 2]
    matrix = cv2.getPerspectiveTransform(source.astype(np.float32), shown.astype(np.float32))
    table = tuple(float(np.clip(tone + t, 0, 255)) for t in tint)
    seen = cv2.warpPerspective(scene.pixels, matrix, (width, height), borderValue=table)
    soft = np.asarray(cv2.GaussianBlur(seen, (0, 0), max(0.5, degrees / 40 * 0.035 * scene.unit)), np.uint8)
    slope = np.linspace(-1, 1, width, dtype=np.float32) * np.float32(np.cos(lean))
    fall = np.linspace(-1, 1, height, dtype=np.float32)[:, None] * np.float32(np.sin(lean))

    def change(pixels: Pixels, rows: slice) -> Pixels:
        light = 1 - np.float32(degrees / 100) * (np.float32(0.35) + np.float32(0.5) * (slope + fall[rows]))
        # A second lens and sensor lift the blacks and press the whites.
        flat = 128 + (pixels - np.float32(128)) * np.float32(1 - degrees / 110) + np.float32(8)
        return to_bytes(flat * light[:, :, None] + grain(random, pixels.shape, 2 + degrees / 12))

    return jpeg(scene.with_pixels(soft).by_rows(change), 70)


def screenshot(scene: Scene, eyes: float, random: Random) -> Pixels:
    """A screenshot of a page or app: about ``eyes`` pixels between the eyes, blocky, with bars of the program."""
    height, width = scene.pixels.shape[:2]
    share = max(min(float(np.interp(eyes, [14, 22, 34], [0.5, 0.7, 0.9])), eyes / scene.unit), 24 / min(height, width))
    size = max(1, round(width * share)), max(1, round(height * share))
    small = jpeg(np.asarray(cv2.resize(scene.pixels, size, interpolation=cv2.INTER_AREA), np.uint8), 45)
    back = np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_NEAREST), np.uint8)
    bar = max(6, round(0.06 * height))
    dark = random.random() < 0.5
    paper, ink = ((28, 26, 24), (220, 220, 220)) if dark else ((245, 245, 245), (60, 60, 60))
    out = np.empty((height + 2 * bar, width, 3), np.uint8)
    out[:] = paper
    out[bar : bar + height] = back
    for number in range(3):  # three lines of "text" and a button: that they are there matters, not what they say
        x = round(width * (0.05 + 0.3 * number))
        cv2.rectangle(out, (x, bar // 3), (x + round(0.2 * width), bar // 3 + max(1, bar // 3)), ink, -1)
    cv2.circle(out, (width // 2, height + bar + bar // 2), max(2, bar // 3), ink, max(1, bar // 10), cv2.LINE_AA)
    return jpeg(out, 75)


def stamped(scene: Scene, percent: float, random: Random) -> Pixels:
    """A document's photo: fine guilloche lines, and a round stamp whose ink takes ``percent`` of the light."""
    k = np.float32(percent / 100)
    at_u, at_v = float(random.choice([-0.75, 0.75])), random.uniform(0.7, 1.3)
    turn, phase = random.uniform(-np.pi, np.pi), random.uniform(0, 2 * np.pi)
    wear = random.standard_normal((9, 9), dtype=np.float32)
    line = max(0.035, 0.8 / scene.unit)
    c, s = float(np.cos(turn)), float(np.sin(turn))

    def change(pixels: Pixels, rows: slice) -> Pixels:
        u, v = scene.frame.coordinates(rows)
        fine = np.cos(v * 40 + np.float32(1.5) * np.sin(u * 7 + phase))
        guilloche = smooth(0.75, 1.0, fine) * k * np.float32(0.35)
        left = 1 - guilloche[:, :, None] * (1 - single([0.8, 0.75, 0.5]))
        u, v = u - at_u, v - at_v
        if min(float(np.abs(u).min()), float(np.abs(v).min())) < 1.2:
            ink = _ring(u, v, line, turn)
            x, y = u * c + v * s, v * c - u * s
            bars = smooth(0.3, 0.6, np.cos(y * 22)) * smooth(0.42, 0.38, np.abs(x)) * smooth(0.3, 0.26, np.abs(y))
            # The stamp's own wear: it lies on the ring, not on the photo.
            worn = cv2.remap(wear, (u + 1.2) * (8 / 2.4), (v + 1.2) * (8 / 2.4), cv2.INTER_CUBIC)
            amount = np.maximum(ink, bars) * np.clip(np.float32(0.8) + np.float32(0.25) * worn, 0.3, 1) * k
            left = left * (1 - amount[:, :, None] * (1 - single([0.62, 0.22, 0.25])))
        return to_bytes(pixels * left)

    return scene.by_rows(change)


def _ring(u: Plane, v: Plane, line: float, turn: float) -> Plane:
    """Three circles and a ring of strokes that stand for letters, about the point 0, 0."""
    radius, angle = np.sqrt(u**2 + v**2), np.arctan2(v, u)
    ring = np.zeros_like(radius)
    for r, wide in ((1.05, 1.3), (0.95, 0.6), (0.58, 0.7)):
        ring = np.maximum(ring, smooth(1.0, 0.5, np.abs(radius - r) / (line * wide)))
    letters = smooth(-0.2, 0.5, np.sin(angle * 26 + turn) + np.float32(0.8) * np.sin(angle * 43))
    return np.maximum(ring, letters * smooth(0.13, 0.1, np.abs(radius - np.float32(0.77))))
