"""The sheet of simulated conditions: a page, or one picture, that shows what each does to a face.

Every picture carries "SIMULATED" in a band of its own pixels, so that it cannot be parted from it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

import antigone
from antigone.evidence.conditions import NOT_SIMULATED, Condition, Severity, apply
from antigone.report.html import address, template
from antigone.types import Face, Photo, Pixels

SIDE, BAND = 220, 20
_AROUND = 2.6  # how far a tile reaches beyond the face's middle, in distances between the eyes


@dataclass(frozen=True, slots=True)
class Row:
    """A condition, the untouched face (JPEG), and the face under it at each severity shown."""

    condition: Condition
    untouched: bytes
    simulated: tuple[tuple[Severity, bytes], ...]


def row(condition: Condition, severities: Sequence[Severity], photo: Photo, face: Face, seed: int) -> Row:
    """``condition`` on the face of ``photo``, small enough for a page."""
    pictures = []
    for severity in severities:
        changed = apply(condition, severity, photo.pixels, face, seed)
        same = changed.shape == photo.pixels.shape
        tile = _tile(_cut(changed, face) if same else changed)
        pictures.append((severity, _jpeg(_captioned(tile, f"SIMULATED {condition.name} {severity.word}"))))
    return Row(condition, _jpeg(_captioned(_tile(_cut(photo.pixels, face)), "untouched photo")), tuple(pictures))


def render(rows: Sequence[Row], who: str) -> str:
    """The page: HTML with its style and pictures inside, and no way to load anything else. ``who`` is shown on it."""
    return template("conditions.html").render(
        rows=rows,
        who=who,
        version=antigone.__version__,
        side=SIDE,
        high=SIDE + BAND,
        address=address,
        not_simulated=NOT_SIMULATED,
    )


def contact_sheet(rows: Sequence[Row], who: str, columns: int = 2) -> bytes:
    """All pictures of all rows in one PNG, under a line that says what they are."""
    strips = [np.hstack([_pixels(data) for data in (r.untouched, *(d for _, d in r.simulated))]) for r in rows]
    while len(strips) % columns:
        strips.append(np.full_like(strips[0], 255))
    body = np.vstack([np.hstack(strips[i : i + columns]) for i in range(0, len(strips), columns)])
    plain = who.rstrip(".").encode("ascii", "replace").decode()  # the letters that can be drawn
    title = np.full((BAND + 8, body.shape[1], 3), 255, np.uint8)
    _write(title, f"SIMULATED conditions, drawn by rule. Faces: {plain}. Antigone " + antigone.__version__)
    done, data = cv2.imencode(".png", np.vstack([title, body]))
    if not done:
        raise ValueError("the picture could not be encoded")
    return bytes(data.tobytes())


def _cut(pixels: Pixels, face: Face) -> Pixels:
    """The part of the photo round the face, as far as there is one."""
    height, width = pixels.shape[:2]
    x, y = face.landmarks.mean(axis=0)
    points = face.landmarks
    reach = _AROUND * max(face.eye_distance, float(np.linalg.norm(points[3:].mean(axis=0) - points[:2].mean(axis=0))))
    left, top = max(0, int(x - reach)), max(0, int(y - reach))
    right, bottom = min(width, int(x + reach)), min(height, int(y + reach))
    return pixels[top:bottom, left:right] if right > left and bottom > top else pixels


def _tile(pixels: Pixels) -> Pixels:
    height, width = pixels.shape[:2]
    scale = SIDE / max(height, width)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    tile = np.full((SIDE, SIDE, 3), 255, np.uint8)
    left, top = (SIDE - size[0]) // 2, (SIDE - size[1]) // 2
    tile[top : top + size[1], left : left + size[0]] = cv2.resize(pixels, size, interpolation=how)
    return tile


def _captioned(tile: Pixels, words: str) -> Pixels:
    band = np.full((BAND, tile.shape[1], 3), 255, np.uint8)
    _write(band, words)
    return np.vstack([tile, band])


def _write(band: Pixels, words: str) -> None:
    size = 0.4
    while size > 0.2 and cv2.getTextSize(words, cv2.FONT_HERSHEY_SIMPLEX, size, 1)[0][0] > band.shape[1] - 6:
        size -= 0.02
    cv2.putText(band, words, (3, band.shape[0] - 6), cv2.FONT_HERSHEY_SIMPLEX, size, (0, 0, 0), 1, cv2.LINE_AA)


def _jpeg(pixels: Pixels) -> bytes:
    done, data = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, 88])
    if not done:
        raise ValueError("the picture could not be encoded")
    return bytes(data.tobytes())


def _pixels(jpeg: bytes) -> Pixels:
    return np.asarray(cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR), np.uint8)
