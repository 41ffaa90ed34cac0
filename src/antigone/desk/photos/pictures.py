"""Making pictures to look at from an original: JPEGs encoded from pixels alone, without anything else in them."""

from __future__ import annotations

import io
import json
import math
import re
import warnings
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import cv2
import numpy as np
from PIL import ExifTags, Image

import antigone.face.photo as photos
from antigone.desk.photos.vault import Size
from antigone.face.geometry import cut, similarity
from antigone.types import Box, Photo, Pixels, Points

_LONG_SIDE = {Size.VIEW: 1600, Size.SMALL: 320}
_COARSE, _BLOWN_UP = 12, 320
"""A blurred picture has this many pixels along its long side, shown on this many."""
_FACE, _THUMBNAIL, _TAKEN = 256, 128, 4000
# Where the five points of an upright face lie in the picture of it, in parts of its side: with hair and chin.
_POINTS: Points = np.array([[0.38, 0.42], [0.62, 0.42], [0.5, 0.555], [0.40, 0.695], [0.60, 0.695]]) * _FACE

_LONGEST = 500
_MAIN = ("Make", "Model", "Software", "DateTime", "Artist", "HostComputer")
_CAMERA = (
    *("DateTimeOriginal", "DateTimeDigitized", "OffsetTime", "OffsetTimeOriginal", "SubsecTimeOriginal"),
    *("LensMake", "LensModel", "BodySerialNumber", "LensSerialNumber", "CameraOwnerName"),
)

_DIRECTORIES: tuple[tuple[int | None, dict[int, str], tuple[str, ...] | None], ...] = (
    (None, ExifTags.TAGS, _MAIN),
    (ExifTags.IFD.Exif, ExifTags.TAGS, _CAMERA),
    (ExifTags.IFD.GPSInfo, ExifTags.GPSTAGS, None),
)


def made_from(photo: Photo) -> dict[Size, bytes]:
    """All pictures that do not depend on which face is meant."""
    made = {size: as_jpeg(_shrunk(photo.pixels, side)) for size, side in _LONG_SIDE.items()}
    coarse = _shrunk(photo.pixels, _COARSE)
    times = _BLOWN_UP / max(coarse.shape[:2])
    size = round(coarse.shape[1] * times), round(coarse.shape[0] * times)
    made[Size.BLURRED] = as_jpeg(cv2.resize(coarse, size, interpolation=cv2.INTER_CUBIC).astype(np.uint8, copy=False))
    return made


def of_face(photo: Photo, landmarks: Points) -> dict[Size, bytes]:
    """The pictures of one face that pages show: upright, of 256 x 256 pixels, and of 128 x 128 for lists."""
    face = cut(photo.pixels, similarity(landmarks, _POINTS), _FACE, _FACE)
    return {Size.FACE: as_jpeg(face), Size.THUMBNAIL: as_jpeg(_shrunk(face, _THUMBNAIL))}


def turn_of(landmarks: Points) -> float:
    """By how many degrees, clockwise, a photograph is turned so that this face is upright."""
    (across, *_), (down, *_) = similarity(landmarks, _POINTS).tolist()
    return math.degrees(math.atan2(down, across))


def around(photo: Photo, box: Box, side: int) -> bytes:
    """A face with some of what is around it, as a JPEG of at most ``side`` pixels: to tell people apart."""
    height, width = photo.pixels.shape[:2]
    half = 0.9 * max(box.width, box.height)
    across, down = box.x + box.width / 2, box.y + box.height / 2
    left, right = max(0, int(across - half)), min(width, int(across + half) + 1)
    top, bottom = max(0, int(down - half)), min(height, int(down + half) + 1)
    return as_jpeg(_shrunk(photo.pixels[top:bottom, left:right], side))


def as_taken(photo: Photo) -> bytes:
    """The upright photograph itself, without the camera's metadata; of at most 4000 pixels along its long side."""
    return as_jpeg(_shrunk(photo.pixels, _TAKEN))


def details_of(data: bytes) -> dict[str, Any]:
    """Place, device and time from the camera's metadata, as far as they can be read: what else is wrong is let be."""
    found: dict[str, str] = {}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow warns of odd metadata, which are what is borne here
            with Image.open(io.BytesIO(data), formats=photos.FORMATS) as image:
                exif = photos.exif_of(image)
                for directory, names, wanted in _DIRECTORIES:
                    with suppress(Exception):  # of damaged metadata anything is raised
                        found |= _named(exif if directory is None else exif.get_ifd(directory), names, wanted)
    except Exception:
        return {}
    return found


def details_as_bytes(details: dict[str, Any]) -> bytes:
    return json.dumps(details, sort_keys=True, ensure_ascii=False).encode()


def _named(values: Mapping[int, Any], names: dict[int, str], wanted: tuple[str, ...] | None) -> dict[str, str]:
    found = {}
    for number, name in names.items():
        if wanted is None or name in wanted:
            with suppress(Exception):  # one value of a wrong kind costs no other
                if words := _words(values.get(number, "")):
                    found[name] = words
    return found


def _words(value: Any) -> str:
    if isinstance(value, bytes):
        value = value.decode("latin-1")
    if isinstance(value, (tuple, list)):
        value = ", ".join(map(str, value))
    return re.sub(r"[\x00-\x1f\x7f]+", " ", str(value)).strip()[:_LONGEST]


def _shrunk(pixels: Pixels, side: int) -> Pixels:
    height, width = pixels.shape[:2]
    times = side / max(height, width)
    if times >= 1:
        return pixels
    size = max(1, round(width * times)), max(1, round(height * times))
    shrunk: Pixels = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
    return shrunk


def as_jpeg(pixels: Pixels) -> bytes:
    """Pixels alone, as a JPEG."""
    done, coded = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, 88])
    if not done:
        raise ValueError("a picture cannot be encoded")
    return bytes(coded.tobytes())
