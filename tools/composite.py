"""Blends heads of several people into one head of nobody: landmarks to a common shape, colours to a common tone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import LinearNDInterpolator
from scipy.spatial import Delaunay

from heads import HEIGHT, OVAL, WIDTH, Head, Picture, hair_tone

Shape = NDArray[np.float64]
_APART = 26.0  # grey levels from the median at which a pixel weighs a third
_SIZES, _MOST_GAIN = (1.0, 2.0, 4.0), 1.6
_RAYS = np.radians(np.arange(-200, 21, 10))  # from below one ear over the crown to below the other


@dataclass(frozen=True, slots=True)
class Blend:
    """``picture``: BGR 0-255; ``alpha``: 1 where the person is; ``points``: its dense landmarks."""

    picture: Picture
    alpha: Picture
    points: Shape


def blend(heads: Sequence[Head], shape: Shape, weights: NDArray[np.float64]) -> Blend:
    """``heads`` of several people, each bent to ``shape``, brought to one tone and averaged.

    What only one of them has (a hat, the frame of glasses, a hand) is far from the median there and weighs little.
    """
    outlines = [outline(head) for head in heads]
    radius = np.median(outlines, axis=0) * _size(shape)
    tones = [_tone(head) for head in heads]
    tone = np.mean(tones, axis=0)
    bent = [_bent(head, outline, shape, radius) for head, outline in zip(heads, outlines, strict=True)]
    toned = np.stack([_toned(one[0], own, tone) for one, own in zip(bent, tones, strict=True)])
    alphas, valids = np.stack([one[1] for one in bent]), np.stack([one[2] for one in bent])
    alphas *= np.stack([_of_the_head(head, one[0], shape) for head, one in zip(heads, bent, strict=True)])
    shares = np.clip(alphas * 1.6 - 0.6, 1e-4, 1) * np.maximum(valids, 1e-4)
    shares *= _bare_neck(toned, tone, shape)
    shares *= weights[:, None, None].astype(np.float32)
    middle = np.stack([_middle(_soft(toned[..., n], 1.5), shares) for n in range(3)], axis=-1)
    away = _soft(np.sqrt(((toned - middle) ** 2).mean(axis=-1)), 3.0)
    shares = _soft(shares * (np.exp(-((away / _APART) ** 2)) + 0.04), 2.0)
    picture = (toned * shares[..., None]).sum(axis=0) / shares.sum(axis=0)[..., None]
    cover = (alphas * valids).sum(axis=0) / np.maximum(valids.sum(axis=0), 1e-6)
    return Blend(_detailed(picture.astype(np.float32), toned, _face(shape)), _silhouette(cover, shape), shape)


def _silhouette(cover: Picture, shape: Shape) -> Picture:
    """1 where most of them are, in one piece; softer below the mouth, where hair ends at different heights."""
    down = np.clip((np.arange(HEIGHT)[:, None] - shape[13, 1]) / 30, 0, 1)
    near, far = (cv2.GaussianBlur(cover.astype(np.float32), (0, 0), sigma) for sigma in (1.5, 6.0))
    alpha = _smooth((near * (1 - down) + far * down).astype(np.float32), 0.3, 0.7)
    _, labels = cv2.connectedComponents((alpha > 0.25).astype(np.uint8))
    x, y = np.rint(shape[1]).astype(int)
    piece = cv2.GaussianBlur((labels == labels[y, x]).astype(np.float32), (0, 0), 2.0)
    return np.asarray(alpha * np.clip(piece * 2, 0, 1), dtype=np.float32)


def _soft(layers: Picture, sigma: float) -> Picture:
    return np.stack([cv2.GaussianBlur(one, (0, 0), sigma) for one in layers]).astype(np.float32)


def _middle(light: Picture, shares: Picture) -> Picture:
    """The median over the heads of what is shown, each counting as much as its share."""
    order = np.argsort(light, axis=0)
    sums = np.cumsum(np.take_along_axis(shares, order, axis=0), axis=0)
    place = (sums < sums[-1:] / 2).sum(axis=0)[None]
    return np.take_along_axis(np.take_along_axis(light, order, axis=0), place, axis=0)[0]


def _bare_neck(toned: Picture, tone: NDArray[np.float64], shape: Shape) -> Picture:
    """Little weight for what is not of the skin's colour below the jaw: collars and ties."""
    lab = np.stack([_lab(one) for one in toned])
    off = np.sqrt(((lab[..., 1:] - tone[2:]) ** 2).sum(axis=-1) + (0.35 * (lab[..., 0] - tone[0] + 8)) ** 2)
    below = neck(shape)
    return (1 - below + below * (np.exp(-((off / 7) ** 2)) + 0.01)).astype(np.float32)


def _of_the_head(head: Head, bent: Picture, shape: Shape) -> Picture:
    """Below the mouth and beside the face: 1 where the colour is that of this head's hair or skin, 0 on clothes."""
    lab, own = _lab(bent), _lab(head.picture)
    skin = _tone(head)
    hair = hair_tone(head, own, skin[[0, 2, 3]])
    off = np.full(lab.shape[:2], np.inf)
    for tone, light in ((hair, 0.45), (skin[[0, 2, 3]] - [10, 0, 0], 0.45)):
        away = lab - tone
        off = np.minimum(off, np.sqrt((light * away[..., 0]) ** 2 + (away[..., 1:] ** 2).sum(axis=-1)))
    like = np.clip(1.6 - cv2.GaussianBlur(off, (0, 0), 2.0) / 11, 0, 1)
    eyes = float(np.linalg.norm(shape[473] - shape[468]))
    down = np.clip((np.arange(HEIGHT)[:, None] - shape[13, 1]) / (0.3 * eyes), 0, 1)
    return (1 - down * (1 - _face(shape)) * (1 - like)).astype(np.float32)


def _lab(picture: Picture) -> Picture:
    return cv2.cvtColor(np.clip(picture / np.float32(255), 0, 1), cv2.COLOR_BGR2LAB)


def neck(shape: Shape, width: int = WIDTH, height: int = HEIGHT) -> Picture:
    """1 below the jaw, 0 above it, with a soft border."""
    jaw = shape[[172, 136, 150, 149, 176, 148, 152, 377, 400, 378, 379, 365, 397]]
    order = np.argsort(jaw[:, 0])
    border = np.interp(np.arange(width), jaw[order, 0], jaw[order, 1] + 3)
    return np.clip((np.arange(height)[:, None] - border[None]) / 6, 0, 1).astype(np.float32)


def _detailed(picture: Picture, toned: Picture, face: NDArray[np.bool_]) -> Picture:
    """The blend with the strength of detail, at three sizes, that its photographs had: averages are soft."""
    out, rest = np.zeros_like(picture), picture
    rests = toned
    for sigma in _SIZES:
        smooth = cv2.GaussianBlur(rest, (0, 0), sigma)
        smooths = np.stack([cv2.GaussianBlur(one, (0, 0), sigma) for one in rests])
        usual = float(np.median([(a - b)[face].std() for a, b in zip(rests, smooths, strict=True)]))
        fine = rest - smooth
        gain = float(np.clip(usual / fine[face].std(), 1, _MOST_GAIN))
        out += fine + (gain - 1) * fine.mean(axis=-1, keepdims=True)  # light only: colours would fringe
        rest, rests = smooth, smooths
    return out + rest


def _smooth(value: Picture, low: float, high: float) -> Picture:
    t = np.clip((value - low) / (high - low), 0, 1)
    return (t * t * (3 - 2 * t)).astype(np.float32)


def _size(points: Shape) -> float:
    return float(np.linalg.norm(points[list(OVAL)] - points[list(OVAL)].mean(axis=0), axis=1).mean())


def outline(head: Head) -> NDArray[np.float64]:
    """How far the silhouette reaches from the face's middle along each ray, in sizes of the face."""
    centre, size = head.points[list(OVAL)].mean(axis=0), _size(head.points)
    far = np.arange(0.9, 2.3, 0.02) * size
    x = np.clip(centre[0] + np.outer(np.cos(_RAYS), far), 0, WIDTH - 1).astype(np.float32)
    y = np.clip(centre[1] + np.outer(np.sin(_RAYS), far), 0, HEIGHT - 1).astype(np.float32)
    seen = cv2.remap(head.alpha, x, y, cv2.INTER_LINEAR)
    out = seen < 0.5
    first = np.where(out.any(axis=1), out.argmax(axis=1), far.size - 1)
    reach = far[first] / size
    return np.array(np.convolve(np.pad(reach, 1, mode="edge"), [0.25, 0.5, 0.25], mode="valid"))


def _ring(centre: Shape, radius: NDArray[np.float64]) -> Shape:
    return centre + np.stack([np.cos(_RAYS), np.sin(_RAYS)], axis=1) * radius[:, None]


def _bent(
    head: Head, outline: NDArray[np.float64], shape: Shape, radius: NDArray[np.float64]
) -> tuple[Picture, Picture, Picture]:
    """The head with its landmarks at ``shape`` and its silhouette at ``radius``, as picture, alpha and reach."""
    old, centre = head.points[list(OVAL)].mean(axis=0), shape[list(OVAL)].mean(axis=0)
    grown, size = _size(shape) / _size(head.points), _size(head.points)
    corners = np.array([[x, y] for x in (-2.5, 0, 2.5) for y in (-2.5, 0, 2.5) if x or y]) * WIDTH
    below = np.array([[x, 1.75] for x in (-1.2, -0.5, 0, 0.5, 1.2)])
    target = np.concatenate([shape, _ring(centre, radius), centre + below * _size(shape), centre + corners])
    source = np.concatenate([head.points, _ring(old, outline * size), old + below * size, old + corners / grown])
    return _warp(head, target, source)


def _warp(head: Head, target: Shape, source: Shape) -> tuple[Picture, Picture, Picture]:
    grid = np.stack(np.meshgrid(np.arange(WIDTH), np.arange(HEIGHT)), axis=-1).reshape(-1, 2)
    places = LinearNDInterpolator(Delaunay(target), source)(grid).reshape(HEIGHT, WIDTH, 2).astype(np.float32)
    x, y = places[:, :, 0], places[:, :, 1]
    picture = cv2.remap(head.picture, x, y, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    alpha = cv2.remap(head.alpha, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    valid = cv2.remap(head.valid, x, y, cv2.INTER_LINEAR, borderValue=0)
    return picture, alpha, valid


def _face(points: Shape) -> NDArray[np.bool_]:
    mask = np.zeros((HEIGHT, WIDTH), np.uint8)
    cv2.fillConvexPoly(mask, cv2.convexHull(points[list(OVAL)].astype(np.int32)), 1)
    return cv2.erode(mask, np.ones((9, 9), np.uint8)) > 0


def _tone(head: Head) -> NDArray[np.float64]:
    """Mean and spread of the face's light, and its mean colour, in CIE Lab."""
    lab = _lab(head.picture)[_face(head.points)]
    return np.array([lab[:, 0].mean(), lab[:, 0].std(), lab[:, 1].mean(), lab[:, 2].mean()])


def _toned(picture: Picture, own: NDArray[np.float64], aim: NDArray[np.float64]) -> Picture:
    lab = _lab(picture)
    lab[:, :, 0] = (lab[:, :, 0] - own[0]) * np.clip(aim[1] / own[1], 0.6, 1.6) + aim[0]
    lab[:, :, 1] += aim[2] - own[2]
    lab[:, :, 2] += aim[3] - own[3]
    return cv2.cvtColor(lab, cv2.COLOR_LAB2BGR) * 255
