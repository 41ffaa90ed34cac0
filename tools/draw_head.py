"""Heads drawn from random numbers, and photographs of them: the people of the demo, none of whom exists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from antigone.types import Pixels

Field = NDArray[np.float32]
Colour = tuple[float, float, float]  # blue, green, red, 0-1

SIZE = 240, 300
_STEP = 1 / 125  # face units a pixel of the drawing; the chin is 1 below the middle of the face
_LEFT, _RIGHT, _TOP, _BOTTOM = -1.7, 1.7, -1.7, 2.1
_SKINS: tuple[Colour, ...] = (
    (0.74, 0.81, 0.94),
    (0.55, 0.66, 0.86),
    (0.45, 0.57, 0.78),
    (0.34, 0.46, 0.66),
    (0.20, 0.29, 0.44),
)
_HAIRS: tuple[Colour, ...] = (
    (0.07, 0.07, 0.08),
    (0.09, 0.13, 0.20),
    (0.14, 0.22, 0.34),
    (0.25, 0.42, 0.58),
    (0.12, 0.22, 0.46),
)
_EYES: tuple[Colour, ...] = ((0.08, 0.14, 0.24), (0.12, 0.22, 0.36), (0.50, 0.42, 0.34), (0.30, 0.42, 0.36))
_CLOTHES: tuple[Colour, ...] = (
    (0.45, 0.35, 0.28),
    (0.30, 0.30, 0.32),
    (0.35, 0.45, 0.38),
    (0.32, 0.30, 0.52),
    (0.62, 0.62, 0.60),
)

# id | photos | name | sex | born | language


@dataclass(frozen=True, slots=True)
class Shot:
    """What differs between two photos of one person. ``angle`` is clockwise; ``print`` allows an old grey print."""

    seed: int
    angle: float = 0.0
    size: tuple[int, int] = SIZE
    print: bool = False


class Head:
    """One drawn head: every trait is a number drawn once; the same head can be photographed many times."""

    def __init__(self, seed: int, sex: str, age: int) -> None:
        self.seed = seed
        self.man, self.age = sex == "m", age
        draw = np.random.default_rng(seed)
        self._draw = draw
        man = float(self.man)
        u = draw.uniform
        self.skin = np.array(_mixed(_SKINS, draw))
        self.hair = np.array(_mixed(_HAIRS, draw)) * np.clip(1.9 * self.skin[2] - 0.6, 0.3, 1)
        grey = np.clip((age - 42) / 35 + u(-0.25, 0.25), 0, 0.9)
        self.hair = self.hair * (1 - grey) + 0.62 * grey
        self.iris = np.array(_EYES[draw.integers(len(_EYES))])
        self.width, self.corner = u(0.66, 0.90), u(0.70, 0.95) + 0.03 * man
        self.jaw = 0.55 * self.width + 0.42 * self.corner - u(0.0, 0.07)
        self.chin, self.eye_x, self.eye_y = u(0.86, 1.14), u(0.26, 0.405), u(-0.24, 0.0)
        self.eye_w, self.lid, self.tilt = u(0.105, 0.195), u(0.24, 0.62), u(-0.25, 0.17)
        self.hood, self.bags = u(0.16, 0.42), u(0, 0.014)
        self.brow_y, self.brow_t = u(0.13, 0.29), u(0.012, 0.036) + 0.018 * man
        self.brow_slope, self.arch, self.brow_dark = u(-0.30, 0.28), u(-0.02, 0.11), u(0.35, 1.0)
        self.brow_gap = u(0.15, 0.26)
        self.nose_y, self.nose_w, self.nose_h, self.bridge = u(0.19, 0.45), u(0.06, 0.17), u(0.08, 0.26), u(0.035, 0.12)
        self.mouth_gap, self.mouth_w = u(0.17, 0.33), u(0.18, 0.35)
        self.upper, self.lower, self.red = u(0.012, 0.080), u(0.025, 0.115), u(0.1, 0.9) - 0.2 * man
        self.cheek, self.socket, self.bow = u(-0.05, 0.12), u(0.02, 0.16), u(-0.025, 0.025)
        self.hairline, self.temple, self.volume = u(0.50, 0.88), u(0.58, 0.76), u(0.0, 0.16) * (1 - 0.5 * man)
        self.parting = u(-0.35, 0.35)
        self.bald = self.man and draw.random() < 0.15 + 0.2 * (age > 45)
        self.length = u(-0.25, 0.08) if self.man else float(draw.choice([0.1, 0.75, 1.35]))
        self.beard = float(draw.choice([0, 0, 0.25, 0.6, 0.95])) * man
        self.moustache = max(self.beard * 0.8, float(draw.choice([0, 0, 0, 0.9])) * man)
        self.glasses = draw.random() < 0.12
        self.freckles, self.lean = u(0, 0.06), u(-0.03, 0.03)
        self.marks = [(u(-0.5, 0.5), u(-0.45, 0.85), u(0.012, 0.022)) for _ in range(draw.integers(0, 4))]


def _mixed(colours: Sequence[Colour], draw: np.random.Generator) -> NDArray[np.float64]:
    place = draw.uniform(0, len(colours) - 1)
    low = int(place)
    return np.array(colours[low]) * (1 - place + low) + np.array(colours[low + 1]) * (place - low)


def _soft(value: Field, width: float) -> Field:
    """From 0 where ``value`` is negative to 1 where it is positive."""
    return np.asarray(1 / (1 + np.exp(-np.clip(value / width, -30, 30))), np.float32)


def _noise(draw: np.random.Generator, shape: tuple[int, ...], across: float, down: float) -> Field:
    rough = cv2.GaussianBlur(draw.standard_normal(shape).astype(np.float32), (0, 0), across, sigmaY=down)
    return np.asarray(rough / rough.std(), np.float32)


class Drawing:
    """The head of one photo, upright and from the front: ``paint`` (colour), ``depth`` and ``cover`` (opacity)."""

    def __init__(self, head: Head, shot: np.random.Generator) -> None:
        self.head = head
        xs, ys = np.arange(_LEFT, _RIGHT, _STEP), np.arange(_TOP, _BOTTOM, _STEP)
        self.x, self.y = (grid.astype(np.float32) for grid in np.meshgrid(xs, ys))
        self.y = self.y + head.lean * self.x
        self.side = np.abs(self.x)
        self.smile, self.open = shot.uniform(-0.03, 0.08), shot.uniform(0.75, 1.1)
        self.skin_noise = np.random.default_rng(head.seed)
        self.r = self._outline()
        self.face = _soft(1 - self.r, 0.012)
        self.depth = self._depth()
        self.paint = np.empty((*self.x.shape, 3), np.float32)
        self.paint[:] = head.skin
        self._skin()
        self._eyes()
        self._brows()
        self._nose_and_mouth()
        self._beard()
        self._glasses()

    def bump(self, x: float, y: float, wide: float, high: float) -> Field:
        """A soft spot on both sides (or in the middle, where ``x`` is 0)."""
        spot = np.exp(-(((self.side - x) / wide) ** 2) - ((self.y - y) / high) ** 2)
        return np.asarray(spot, np.float32)

    def lay(self, colour: NDArray[np.float64] | float, mask: NDArray[np.floating]) -> None:
        """Paint ``colour`` where ``mask`` is 1."""
        self.paint += (np.asarray(colour, np.float32) - self.paint) * np.clip(mask, 0, 1)[..., None]

    def _outline(self) -> Field:
        """1 on the outline of the face, 0 in its middle: a radius by direction, from the chin up."""
        h = self.head
        degrees = np.arange(0, 181)
        radii = np.interp(
            degrees,
            [0, 22, 45, 68, 90, 120, 150, 180],
            [h.chin, h.chin * 0.96, h.corner, h.jaw, h.width, h.width * 1.06, 1.04, 1.14],
        )
        whole = np.concatenate([radii[::-1], radii[1:], radii[-2::-1]])
        smooth = cv2.GaussianBlur(whole.astype(np.float32)[None], (0, 0), 9)[0][180:361]
        direction = np.degrees(np.arctan2(self.side, self.y))
        return np.asarray(np.hypot(self.x, self.y) / np.interp(direction, degrees, smooth), np.float32)

    def _depth(self) -> Field:
        h = self.head
        depth = 0.72 * np.clip(1 - self.r**2.2, 0, 1) ** 0.62
        rise = np.clip((self.y - h.eye_y + 0.15) / (h.nose_y - h.eye_y + 0.15), 0, 1)
        ridge = np.exp(-((self.x / (h.bridge + 0.05 * rise)) ** 2)) * _soft(self.y - h.eye_y + 0.05, 0.05)
        ridge *= _soft(h.nose_y - self.y, 0.03)
        depth += ridge * h.nose_h * (0.35 + 0.65 * rise)
        depth += 0.6 * h.nose_h * self.bump(0, h.nose_y, h.nose_w * 0.85, 0.075)
        depth += 0.055 * self.bump(h.nose_w * 1.05, h.nose_y + 0.02, 0.045, 0.05)
        depth -= h.socket * self.bump(h.eye_x - 0.03, h.eye_y - 0.02, 0.19, 0.11)
        depth += 0.045 * self.bump(h.eye_x, h.eye_y, 0.11, 0.07)
        depth += (0.02 + 0.03 * h.man) * self.bump(h.eye_x * 0.9, h.eye_y - h.brow_y + 0.02, 0.22, 0.06)
        depth += h.cheek * self.bump(0.44, 0.17, 0.17, 0.15) + 0.05 * self.bump(0, h.chin - 0.17, 0.17, 0.10)
        mouth = h.nose_y + h.mouth_gap
        depth += 0.045 * self.bump(0, mouth + 0.01, h.mouth_w, 0.10) - 0.03 * self.bump(0, mouth + 0.15, 0.16, 0.04)
        years = max(0.0, (h.age - 28) / 45)
        fold = h.nose_w * 1.3 + (self.y - h.nose_y) * 0.55 + 0.03
        depth -= (
            (0.006 + 0.030 * years)
            * np.exp(-(((self.side - fold) / 0.035) ** 2))
            * self.bump(0.26, mouth - 0.06, 0.3, 0.16)
        )
        depth -= (h.bags + 0.016 * years) * self.bump(h.eye_x, h.eye_y + 0.14, 0.13, 0.022)
        for line in range(3):
            depth -= 0.010 * years * self.bump(0, -0.5 - 0.1 * line + 0.02 * np.sin(h.seed + line), 0.38, 0.013)
        return np.asarray(depth, np.float32)

    def _skin(self) -> None:
        h, draw, shape = self.head, self.skin_noise, self.x.shape
        texture = (
            0.012 * _noise(draw, shape, 1.0, 1.0)
            + 0.016 * _noise(draw, shape, 6, 6)
            + 0.02 * _noise(draw, shape, 40, 40)
        )
        spots = np.clip(_noise(draw, shape, 1.6, 1.6) - 1.6, 0, 1) * h.freckles * 4 * self.bump(0.25, 0.12, 0.4, 0.25)
        self.paint *= (1 + texture - spots)[..., None]
        self.lay(
            h.skin * (0.80, 0.80, 1.03),
            0.22 * self.bump(0.42, 0.22, 0.2, 0.17) + 0.2 * self.bump(0, h.nose_y, 0.1, 0.1),
        )
        self.lay(h.skin * (0.72, 0.66, 0.68), 0.35 * self.bump(h.eye_x - 0.02, h.eye_y + 0.02, 0.18, 0.11))
        for x, y, size in h.marks:
            self.lay(h.skin * 0.45, 0.85 * _soft(size - np.hypot(self.x - x, self.y - y), 0.004))

    def _eyes(self) -> None:
        h = self.head
        p = (self.side - h.eye_x) / h.eye_w
        q = (self.y - h.eye_y - h.tilt * (self.side - h.eye_x)) / h.eye_w
        bend = np.clip(1 - p**2, -1, 1)
        upper, lower = -h.lid * self.open * bend, 0.30 * bend
        inside = _soft(np.minimum(q - upper, lower - q), 0.03) * _soft(1 - np.abs(p), 0.03)
        self.lay(np.array([0.80, 0.82, 0.84]) * (0.75 + 0.25 * h.skin[2]), inside)
        far = np.hypot(p, q + 0.06) * h.eye_w
        self.lay(h.iris * 0.5, inside * _soft(0.074 - far, 0.004))
        self.lay(h.iris * 1.25, inside * _soft(0.062 - far, 0.012) * 0.8)
        self.lay(0.02, inside * _soft(0.030 - far, 0.003))
        self.lay(0.25, 0.5 * inside * np.exp(-(((q - upper) / 0.16) ** 2)))
        near = _soft(1.04 - np.abs(p), 0.04)
        self.lay(0.05, 0.9 * near * np.exp(-(((q - upper) / (0.07 if h.man else 0.11)) ** 2)))
        self.lay(h.skin * 0.45, 0.45 * near * np.exp(-(((q - lower) / 0.06) ** 2)))
        self.lay(h.skin * 0.42, 0.6 * near * np.exp(-(((q - upper + h.hood) / 0.06) ** 2)))
        self.lay(
            0.95,
            inside
            * _soft(0.013 - np.hypot(self.x - np.sign(self.x) * h.eye_x + 0.022, self.y - h.eye_y + 0.03), 0.003),
        )

    def _brows(self) -> None:
        h = self.head
        along = (self.side - h.eye_x * 1.02) / h.brow_gap
        middle = h.eye_y - h.brow_y - h.arch * (1 - along**2) + h.brow_slope * h.brow_gap * along
        thick = h.brow_t * np.clip(1.15 - 0.45 * along, 0.3, 1.6)
        hairs = 0.85 + 0.12 * _noise(self.skin_noise, self.x.shape, 2.0, 1.0)
        mask = _soft(1 - np.abs(along), 0.06) * _soft(thick - np.abs(self.y - middle), 0.010) * hairs
        self.lay(self.head.hair * 0.6, mask * h.brow_dark)

    def _nose_and_mouth(self) -> None:
        h = self.head
        self.lay(h.skin * 0.16, 0.85 * self.bump(h.nose_w * 0.55, h.nose_y + 0.075, 0.030, 0.015))
        self.lay(h.skin * 0.5, 0.5 * self.bump(0, h.nose_y + 0.10, h.nose_w * 1.1, 0.028))
        self.lay(h.skin * 0.5, 0.4 * self.bump(h.nose_w * 1.35, h.nose_y + 0.03, 0.016, 0.05))
        wide = h.mouth_w * (1 + self.smile)
        across = self.x / wide
        line = h.nose_y + h.mouth_gap - self.smile * across**2 + h.bow * (np.cos(across * 6) - 1) * 0.3
        shape = np.clip(1 - across**2, 0, 1)
        top = line - h.upper * shape * (1 + 0.25 * np.cos(np.pi * across) - 0.45 * np.exp(-((self.x / 0.045) ** 2)))
        bottom = line + h.lower * shape**0.75
        lips = _soft(np.minimum(self.y - top, bottom - self.y), 0.008) * (shape > 0)
        tone = h.skin * (0.62 - 0.12 * h.red, 0.58 - 0.15 * h.red, 0.82)
        self.lay(tone, 0.9 * lips)
        self.lay(tone * 0.8, 0.5 * lips * (self.y < line))
        ends = _soft(1.05 - np.abs(across), 0.03)
        self.lay(h.skin * 0.14, 0.85 * ends * np.exp(-(((self.y - line) / 0.012) ** 2)))
        self.lay(h.skin * 0.55, 0.4 * self.bump(0, float(h.nose_y + h.mouth_gap + h.lower + 0.035), wide * 0.6, 0.03))

    def _beard(self) -> None:
        h = self.head
        if not h.moustache:
            return
        mouth = h.nose_y + h.mouth_gap
        hairs = np.clip(0.85 + 0.10 * _noise(self.skin_noise, self.x.shape, 0.8, 1.6), 0, 1)
        low = _soft(self.y - (mouth + 0.13 - 0.35 * self.side**1.5 - 0.5 * np.clip(self.side - 0.36, 0, 1)), 0.04)
        jaw = low * _soft(self.side + self.y * 0.5 - 0.12, 0.08)
        lips = 1 - self.bump(0, mouth + 0.02, h.mouth_w * 1.1, 0.075)
        self.lay(h.hair * 0.9, jaw * lips * hairs * h.beard)
        lip = self.bump(0, mouth - h.upper - 0.055, h.mouth_w * 0.95, 0.042) * 1.5
        self.lay(h.hair * 0.85, np.clip(lip, 0, 1) * hairs * h.moustache)

    def _glasses(self) -> None:
        h = self.head
        if h.glasses:
            ring = np.abs(((self.side - h.eye_x) / 0.225) ** 4 + ((self.y - h.eye_y - 0.03) / 0.16) ** 4 - 1)
            bridge = (self.side < h.eye_x - 0.2) & (np.abs(self.y - h.eye_y + 0.02) < 0.014)
            self.lay(0.10, np.maximum(_soft(0.16 - ring, 0.05), bridge))


def _lit(d: Drawing, shot: np.random.Generator) -> None:
    """Light the face from one side and above."""
    down, across = np.gradient(cv2.GaussianBlur(d.depth, (0, 0), 3.5), _STEP)
    length = np.sqrt(across**2 + down**2 + 1)
    light = np.array([shot.uniform(-0.6, 0.6), shot.uniform(-0.6, -0.2), 1.0]) / 1.15
    falling = np.clip((-across * light[0] - down * light[1] + light[2]) / length, 0, None)
    gleam = np.clip((-across * light[0] - (down + 0.1) * light[1] + light[2]) / length, 0, 1) ** 24
    d.paint *= (0.36 + 0.74 * falling)[..., None]
    d.paint += (0.035 * gleam * d.face)[..., None]


def _around(d: Drawing, shot: np.random.Generator) -> Field:
    """Hair, ears, neck and clothes around the face; returns where anything is drawn at all."""
    h, x, y, side = d.head, d.x, d.y, d.side
    fine, locks = np.random.default_rng(h.seed + 1), np.random.default_rng(h.seed + 2)
    strands = 1 + 0.09 * _noise(fine, x.shape, 0.9, 20) + 0.09 * _noise(locks, x.shape, 5, 30)
    wide = h.width * 1.05 + (0.05 + h.volume) * (1.0 if h.length > 0.5 else np.clip(0.45 - 1.2 * y, 0, 1))
    skull = 1 - np.hypot(x / wide, (y + 0.16) / (1.10 + h.volume))
    back = np.clip(_soft(skull, 0.01) * _soft(h.length - y, 0.04), 0, 1) * (not h.bald)
    if h.length > 0.5:
        fall = h.width * 1.06 + 0.05 + h.volume - 0.05 * np.clip(y, 0, 2)
        back = np.maximum(
            back, _soft(fall - side, 0.02) * _soft(y + 0.16, 0.02) * _soft(h.length - y + 0.05 * strands, 0.04)
        )
    face = d.paint.copy()
    cloth = np.array(_CLOTHES[shot.integers(len(_CLOTHES))])
    d.paint[:] = h.hair
    d.paint *= (strands * np.clip(0.75 - 0.25 * y, 0.4, 1.1))[..., None]
    neck = _soft(h.width * 0.58 + 0.25 * np.clip(y - 1.15, 0, 1) ** 2 - side, 0.02) * _soft(y - 0.4, 0.05)
    d.lay(h.skin * 0.72, neck)
    d.lay(h.skin * 0.42, neck * d.bump(0, h.chin + 0.06, 0.6, 0.16) * 0.8)
    shoulders = _soft(y - 1.30 - 0.35 * np.clip(side - 0.35, 0, 2), 0.02)
    d.lay(cloth, shoulders * (1 - 0.9 * _soft(0.34 - side - 0.6 * (y - 1.3), 0.015)))
    ears = _soft(1 - np.hypot((side - h.width * 0.98) / 0.10, (y - 0.06) / 0.20), 0.04)
    d.lay(h.skin * 0.80, ears)
    d.lay(h.skin * 0.50, 0.6 * ears * d.bump(h.width + 0.035, 0.06, 0.035, 0.11))
    d.paint += (face - d.paint) * d.face[..., None]
    above = np.clip(0.25 - y - h.parting * x * _soft(-y, 0.2), 0, 3)
    window = (side / h.temple) ** 2.6 + (above / (0.25 + h.hairline)) ** 2.6
    front = back * _soft(window - 1 + 0.05 * (strands - 1), 0.05) * (_soft(0.1 - y, 0.06) if h.length < 0.5 else 1)
    shade = strands * (0.85 + 0.25 * np.exp(-(((y + 0.85) / 0.2) ** 2)))
    d.paint += (h.hair * np.clip(shade, 0.3, 1.5)[..., None] - d.paint) * front[..., None]
    cover = np.maximum.reduce([d.face, back, ears, neck, shoulders])
    return np.asarray(cover * _soft(1.85 - y, 0.05) * _soft(1.5 - side, 0.04), np.float32)


def photograph(head: Head, shot: Shot) -> Pixels:
    """``head`` before a plain wall: its own light, expression, small turn, distance and grain in every photo."""
    draw = np.random.default_rng(shot.seed)
    d = Drawing(head, draw)
    _lit(d, draw)
    cover = _around(d, draw)
    wide, high = shot.size
    scale = min(wide / 2.4, high / 2.9) * draw.uniform(0.95, 1.08)
    columns, rows = np.meshgrid(np.arange(wide) - wide / 2, np.arange(high) - high / 2)
    turn = np.radians(shot.angle + draw.uniform(-3, 3))
    across = (columns * np.cos(turn) + rows * np.sin(turn)) / scale
    down = (-columns * np.sin(turn) + rows * np.cos(turn)) / scale + 0.10
    yaw, found = np.radians(draw.uniform(-11, 11)), across.copy()
    v = ((down - _TOP) / _STEP).astype(np.float32)
    for _ in range(6):  # where on the head, seen turned by ``yaw``, each pixel looks
        depth = cv2.remap(d.depth, ((found - _LEFT) / _STEP).astype(np.float32), v, cv2.INTER_LINEAR)
        found = (across - (depth - 0.3) * np.sin(yaw)) / np.cos(yaw)
    u = ((found - _LEFT) / _STEP).astype(np.float32)
    wall = np.array([0.80, 0.81, 0.82]) * draw.uniform(0.85, 1.1) - rows[..., None] / high * 0.06
    blur = draw.uniform(0.45, 0.9) / (scale * _STEP)  # as much as the drawing is reduced by
    figure = cv2.remap(cv2.GaussianBlur(d.paint, (0, 0), blur), u, v, cv2.INTER_LINEAR)
    opaque = cv2.remap(cv2.GaussianBlur(cover, (0, 0), blur), u, v, cv2.INTER_LINEAR)[..., None]
    picture = (wall * (1 - opaque) + figure * opaque) * (1 + draw.uniform(-0.04, 0.04, 3)) * draw.uniform(0.9, 1.1)
    if draw.random() < 0.1 and shot.print:
        picture = np.repeat(picture.mean(axis=2, keepdims=True), 3, axis=2)  # an old print, or a copy of one
    grain = draw.normal(0, 0.012, picture.shape[:2])[..., None]
    return np.asarray(np.clip((picture + grain) * 255, 0, 255), np.uint8)
