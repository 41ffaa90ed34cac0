"""Bad light, unsteady cameras and what messengers do to photos."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from antigone.evidence.conditions.anatomy import Plane, single
from antigone.evidence.conditions.frame import Picture
from antigone.evidence.conditions.scene import Random, Scene, grain
from antigone.types import Pixels


def _linear(pixels: Pixels) -> NDArray[np.floating[Any]]:
    """Light instead of sRGB values: 0-1."""
    return np.asarray(_TO_LIGHT[pixels], np.float32)


def _pixels(light: NDArray[np.floating[Any]]) -> Pixels:
    steps = np.clip(light * np.float32(4095) + np.float32(0.5), 0, 4095).astype(np.uint16)
    return np.asarray(_FROM_LIGHT[steps], np.uint8)


_VALUES = np.arange(256) / 255
_TO_LIGHT = np.where(_VALUES <= 0.04045, _VALUES / 12.92, ((_VALUES + 0.055) / 1.055) ** 2.4).astype(np.float32)
_STEPS = np.arange(4096) / 4095
_FROM_LIGHT = np.round(255 * np.where(_STEPS <= 0.0031308, _STEPS * 12.92, 1.055 * _STEPS ** (1 / 2.4) - 0.055)).astype(
    np.uint8
)


def night(scene: Scene, stops: float, random: Random) -> Pixels:
    """``stops`` too little light, half of it made up for by the camera, with the noise that costs."""
    cast = np.float32(2.0**-stops) * single([1.15, 0.95, 0.8])
    full, floor = np.float32(1200), np.float32((4 / 1200) ** 2)

    def change(pixels: Pixels, _: slice) -> Pixels:
        light = _linear(pixels) * cast
        # Photons are counted: the noise grows with the root of the light, on a floor of the sensor's own.
        noisy = light + grain(random, light.shape, 1.6) * np.sqrt(light / full + floor)
        return _pixels(noisy * np.float32(2.0 ** (stops / 2)))

    return scene.by_rows(change)


def flash(scene: Scene, stops: float, _random: Random) -> Pixels:
    """A flash ``stops`` too strong from the camera: what faces it burns out, the surroundings sink into the dark."""
    s = scene.sheet
    towards = s.normals[:, :, 2]
    shaped = 1 + (np.float32(-0.4) + np.float32(0.55) * towards**2) * s.oval
    gloss = np.clip(towards, 0, 1) ** 18 * s.oval * np.float32(0.08 * stops)
    lying = np.zeros(0) if scene.frame.empty else scene.frame.on_photo(np.dstack([shaped, gloss]).astype(np.float32))

    def change(pixels: Pixels, rows: slice) -> Pixels:
        u, v = scene.frame.coordinates(rows)
        away = np.sqrt((u / 1.5) ** 2 + ((v - 0.3) / 1.9) ** 2)
        fall = np.float32(2.0**stops) / (1 + np.maximum(0, away - 0.8) * np.float32(1.6 * stops)) ** 2
        light = _linear(pixels) * fall[:, :, None]
        here, there = _overlap(scene, rows)
        if here is not None:
            light[here] = light[here] * lying[there, :, :1] + lying[there, :, 1:]
        return _pixels(light)

    return scene.by_rows(change)


def _overlap(scene: Scene, rows: slice) -> tuple[tuple[slice, slice] | None, slice]:
    """Where the face's window lies in these rows, and which of the window's rows that are; None if nowhere."""
    window, columns = scene.frame.window
    top, bottom = max(rows.start, window.start), min(rows.stop, window.stop)
    if top >= bottom or scene.frame.empty:
        return None, slice(0, 0)
    here = slice(top - rows.start, bottom - rows.start), columns
    return here, slice(top - window.start, bottom - window.start)


def mixed_light(scene: Scene, stops: float, random: Random) -> Pixels:
    """A warm lamp from one side and a cold one from the other, ``stops`` apart."""
    s = scene.sheet
    side = 1.0 if random.random() < 0.5 else -1.0
    strength = np.float32(stops / 3)
    warm, cold = single([0.5, 0.88, 1.3]), single([1.35, 1.0, 0.72]) * np.float32(2.0**-stops)
    face = s.oval[:, :, None]
    bare = scene.frame.empty
    lying = np.zeros(0) if bare else scene.frame.on_photo(np.dstack([s.normals[:, :, :2] * face, s.oval]))

    def lit(right: Plane, down: Plane) -> Picture:
        lamp = np.clip(0.5 + 0.85 * side * right - 0.25 * down, 0, 1.3)[:, :, None]
        other = np.clip(0.5 - 0.85 * side * right, 0, 1.3)[:, :, None]
        return np.asarray(1 + strength * ((lamp * warm + other * cold) * np.float32(1.6) - 1), np.float32)

    def change(pixels: Pixels, rows: slice) -> Pixels:
        u, v = scene.frame.coordinates(rows)
        # What is not the face is lit as if it were a gentle curve round it.
        factor = lit(np.tanh(u * np.float32(0.45)), np.zeros_like(v))
        here, there = _overlap(scene, rows)
        if here is not None:
            part, shape = factor[here], lying[there]
            factor[here] = part + shape[:, :, 2:] * (lit(shape[:, :, 0], shape[:, :, 1]) - part)
        return _pixels(_linear(pixels) * factor)

    return scene.by_rows(change)


def motion_blur(scene: Scene, millimetres: float, random: Random) -> Pixels:
    """The camera moves by ``millimetres`` on the face while the shutter is open, in any direction."""
    angle, bend = random.uniform(0, np.pi), random.uniform(-0.25, 0.25)
    length = max(2.0, millimetres / 63 * scene.unit)
    side = 2 * int(np.ceil(length / 2 + 1)) + 1
    kernel = np.zeros((side, side), np.uint8)
    t = np.linspace(-0.5, 0.5, 9)
    along, across = length * t, length * bend * (4 * t**2 - 0.5) * 0.5
    x = along * np.cos(angle) - across * np.sin(angle) + side // 2
    y = along * np.sin(angle) + across * np.cos(angle) + side // 2
    line = np.round(np.stack([x, y], axis=1) * 16).astype(np.int32)[:, None]
    cv2.polylines(kernel, [line], False, 255, 1, cv2.LINE_AA, 4)
    weights = kernel.astype(np.float32) / max(1, int(kernel.sum()))
    return np.asarray(cv2.filter2D(scene.pixels, -1, weights, borderType=cv2.BORDER_REPLICATE), np.uint8)


def focus_blur(scene: Scene, millimetres: float, _random: Random) -> Pixels:
    """Out of focus: each point becomes a disc ``millimetres`` wide on the face."""
    radius = max(0.8, millimetres / 63 * scene.unit / 2)
    reach = int(np.ceil(radius)) + 1
    x = np.arange(-reach, reach + 1, dtype=np.float32)
    disc = np.clip(np.float32(radius + 0.5) - np.sqrt(x**2 + x[:, None] ** 2), 0, 1)
    return np.asarray(cv2.filter2D(scene.pixels, -1, disc / disc.sum(), borderType=cv2.BORDER_REPLICATE), np.uint8)


def messenger(scene: Scene, eyes: float, random: Random) -> Pixels:
    """Sent twice: made smaller until about ``eyes`` pixels lie between the eyes, and JPEG-compressed each time.

    A photo that is smaller already is still shrunk a little, as each service does it anew. The picture that comes
    out has fewer pixels than the one that went in.
    """
    height, width = scene.pixels.shape[:2]
    quality = int(np.interp(eyes, [14, 24, 40], [28, 40, 55])) + int(random.integers(-2, 3))
    least = min(1.0, 48 / min(height, width))
    target = max(least, min(float(np.interp(eyes, [14, 24, 40], [0.75, 0.85, 0.95])), eyes / scene.unit))
    picture = scene.pixels
    for share in (np.sqrt(target) * 1.02, target):
        size = max(1, round(width * share)), max(1, round(height * share))
        small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
        picture = jpeg(np.asarray(small, np.uint8), quality)
    return picture


def jpeg(pixels: Pixels, quality: int) -> Pixels:
    """There and back through JPEG with halved colour, as phones write it."""
    done, data = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, quality])
    if not done:
        raise ValueError("the picture could not be encoded")
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), np.uint8)
