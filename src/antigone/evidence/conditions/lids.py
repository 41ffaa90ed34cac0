"""Closed and half-closed eyes: the upper lid drawn down over the opening, its skin taken from above and below."""

from __future__ import annotations

import cv2
import numpy as np

from antigone.evidence.conditions.anatomy import EYE_U, MM, FaceMap, Plane, smooth
from antigone.evidence.conditions.frame import Picture
from antigone.evidence.conditions.scene import Random, Scene, noise
from antigone.types import Pixels

_HALF = 0.29  # half the width of the opening, with its corners
_BROW = -0.29  # where the moving skin begins, under the brow
_NARROW, _WIDE = 0.055, 0.12  # how far an open eye's lids stand from the pupil, at least and at most


def closed(scene: Scene, millimetres: float, random: Random) -> Pixels:
    """Lids shut; the eyeball ``millimetres`` sunken, which deepens the fold and the shadow round it."""
    pixels = _lids(scene, 1.0, random)
    return _sunken(scene.with_pixels(pixels), millimetres) if millimetres else pixels


def half_open(scene: Scene, percent: float, random: Random) -> Pixels:
    """Lids over ``percent`` of the opening; what is left of the eye dull, without the lamp's reflection."""
    s, part = scene.sheet, percent / 100
    dull = np.maximum(s.spot(-EYE_U, 0.0, 0.2, 0.12), s.spot(EYE_U, 0.0, 0.2, 0.12))
    soft = cv2.GaussianBlur(scene.flat, (0, 0), 0.03 * s.density)
    haze = soft + (np.float32(0.75) * scene.skin.mean() - soft) * np.float32(0.5 * part)
    hazy = scene.with_pixels(scene.cover(dull * np.float32(0.1 + 0.4 * part), haze))
    return _lids(hazy, part, random)


def swollen(scene: Scene, percent: float, random: Random) -> Pixels:
    """Lids pushed together over ``percent`` of the opening by swelling."""
    return _lids(scene, percent / 100, random)


def _lids(scene: Scene, closure: float, random: Random) -> Pixels:
    s, flat = scene.sheet, scene.flat
    lid, alpha = flat.copy(), np.zeros(s.u.shape, np.float32)
    ragged = noise(random, s, 1.6, 1)
    upper, lower = opening(flat, s)
    for eye in (-EYE_U, EYE_U):
        left, top = s.at(eye - 0.42, -0.42)
        right, bottom = s.at(eye + 0.42, 0.36)
        rows, columns = slice(top, bottom), slice(left, right)
        # x runs outwards, towards the temple, on either side
        x, y = (s.u[rows, columns] - eye) * np.float32(np.sign(eye)), s.v[rows, columns]
        place = (rows, columns)
        picture, cover = _one_lid(flat, place, (x, y, ragged[place]), (upper, lower, closure), s.density)
        lid[rows, columns], alpha[rows, columns] = picture, cover
    return scene.cover(alpha, lid)


def opening(flat: Picture, s: FaceMap) -> tuple[float, float]:
    """How far above and below the pupils the lids stand, units: where iris and lashes end and skin begins.

    Both eyes together, within what eyes can be; a rough look, since glasses and shadows are dark as well.
    """
    profile = np.zeros(0, np.float32)
    top, bottom = s.at(0, -0.2)[1], s.at(0, 0.2)[1] + 1
    for eye in (-EYE_U, EYE_U):
        left, right = s.at(eye - 0.11, 0)[0], s.at(eye + 0.11, 0)[0] + 1
        rows = flat[top:bottom, left:right].mean(axis=(1, 2))
        skin = np.linspace(rows[:3].mean(), rows[-3:].mean(), len(rows), dtype=np.float32)
        dark = np.maximum(skin - rows, 0)
        profile = dark if not len(profile) else profile + dark
    v = s.v[top:bottom, 0]
    middle = np.abs(v) < 0.07
    peak = float(profile[middle].max())
    skin_again = profile < 0.4 * peak
    over, beneath = v[skin_again & (v < -0.02)], v[skin_again & (v > 0.02)]
    above = -float(over.max()) if len(over) else _WIDE
    under = float(beneath.min()) if len(beneath) else 0.7 * _WIDE
    return float(np.clip(above, _NARROW, _WIDE)), float(np.clip(under, 0.7 * _NARROW, 0.75 * _WIDE))


def _one_lid(
    flat: Picture,
    where: tuple[slice, slice],
    grid: tuple[Plane, Plane, Plane],
    lids: tuple[float, float, float],
    density: int,
) -> tuple[Picture, Plane]:
    """The lid's picture and how far it covers, for one eye's part of the sheet.

    ``grid``: how far outwards and downwards from the pupil, and roughness. ``lids``: how far above and below the pupil
    the open lids stand, and how far they are to be closed.
    """
    (x, y, ragged), (above, under, closure) = grid, lids
    arch = np.sqrt(np.clip(1 - (x / _HALF) ** 2, 0, 1))
    upper, lower = np.float32(-above) * arch, np.float32(under) * arch
    margin = upper + np.float32(closure) * (lower * np.float32(0.85) - upper)
    stretch = (upper - 0.035 * arch - _BROW) / (margin - _BROW)
    from_y = np.where(y > _BROW, _BROW + (y - _BROW) * stretch, y)
    rows, columns = where
    part = np.ascontiguousarray(flat[rows, columns])
    grid_x = np.broadcast_to(np.arange(part.shape[1], dtype=np.float32), x.shape)
    grid_y = (from_y - y[0, 0]) * np.float32(density)
    drawn = cv2.remap(part, np.ascontiguousarray(grid_x), grid_y.astype(np.float32), cv2.INTER_LINEAR)
    lid = _skin_between(part, drawn, y, density)
    # Inside the former opening the stretched lid may still show lashes: there the skin's colour counts for more.
    inside = smooth(-0.2, -0.07, y) * smooth(0.16, 0.1, y) * np.minimum(1, arch * 1.5)
    mix = (0.8 * inside)[:, :, None]
    cheek = _texture(flat, where, density)
    picture = drawn + mix * (lid + cheek - drawn)
    bulge = 1 + 0.05 * arch * np.cos(np.clip(y / 0.2, -1.5, 1.5)) - 0.1 * np.exp(-(((y + 0.17) / 0.03) ** 2)) * arch
    thick = 0.016 + 0.004 * ragged
    lash = 0.62 * np.exp(-(((y - margin) / thick) ** 2)) * np.minimum(1, arch * 1.2)
    hairs = smooth(0.2, 1.2, ragged) * smooth(0.075, 0.0, y - margin) * smooth(-0.01, 0.01, y - margin)
    picture = picture * (bulge * (1 - lash) * (1 - 0.4 * hairs * arch))[:, :, None]
    below = 0.08 if closure >= 1 else 0.014
    shut = smooth(below, below * 0.5, y - np.maximum(margin, lower if closure >= 1 else margin))
    cover = smooth(_BROW, _BROW + 0.08, y) * shut * smooth(0.36, 0.26, np.abs(x))
    return picture.astype(np.float32), cover.astype(np.float32)


def _skin_between(part: Picture, drawn: Picture, y: Plane, density: int) -> Picture:
    """Plain skin over the opening: each column runs from the colour above it to the colour below it."""
    above = _row(drawn, y, -0.24, -0.17)
    below = _row(part, y, 0.16, 0.26)
    colours = cv2.GaussianBlur(np.stack([above, below]), (0, 0), 0.06 * density, sigmaY=1e-3)
    share = np.clip((y - np.float32(-0.2)) / np.float32(0.4), 0, 1)[:, :, None]
    return np.asarray(colours[0] + share * (colours[1] - colours[0]), np.float32)


def _row(part: Picture, y: Plane, low: float, high: float) -> Picture:
    rows = (y[:, 0] >= low) & (y[:, 0] <= high)
    return np.asarray(part[rows].mean(axis=0), np.float32)


def _texture(flat: Picture, where: tuple[slice, slice], density: int) -> Picture:
    """The fine grain of the cheek below."""
    rows, columns = where
    down = round(0.62 * density)
    cheek = np.ascontiguousarray(flat[rows.start + down : rows.stop + down, columns])
    return np.asarray(cheek - cv2.GaussianBlur(cheek, (0, 0), 0.04 * density), np.float32)


def _sunken(scene: Scene, millimetres: float) -> Pixels:
    s, deep = scene.sheet, np.float32(min(1.0, millimetres * MM / 0.13))
    u = np.abs(s.u) - EYE_U
    socket = np.exp(-((u / 0.4) ** 2) - ((s.v + 0.02) / 0.23) ** 2)
    ball = np.exp(-((u / 0.2) ** 2) - (s.v / 0.1) ** 2)
    fold = np.exp(-((u / 0.3) ** 2) - ((s.v + 0.17) / 0.05) ** 2) + 0.7 * np.exp(
        -((u / 0.3) ** 2) - ((s.v - 0.19) / 0.05) ** 2
    )
    dark = deep * np.clip(0.45 * socket - 0.2 * ball + 0.35 * fold, 0, 0.8)
    return scene.stain(dark.astype(np.float32), (0.45, 0.38, 0.42))
